"""Pages of share offers: reading them, pledging, and for whoever keeps the accounts money in and out."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError
from kith.foundation.permissions import Permission, Place, allows, require
from kith.membership.offers import actions, queries
from kith.membership.offers.forms import OfferForm, PledgeForm
from kith.membership.offers.models import Offer, Pledge
from kith.membership.queries import votes_of
from kith.membership.rules import day_words
from kith.membership.shares.forms import PaidForm, ReceivedForm, minor
from kith.membership.shares.views import money, written

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@page(Permission.SHARES_VIEW)
@require_safe
def list_offers(request: CoopRequest) -> HttpResponse:
    """All offers, with how far they are."""
    offers = list(queries.offers_of(request.coop)[:20])
    context = {
        "offers": [(one, queries.sums_of(one)) for one in offers],
        "keeps": allows(request.actor, Permission.SHARES_KEEP, Place(request.coop.id)),
        "today": clock.today(request.coop.zone),
        "money": money(request),
    }
    return render(request, "offers/offers.jinja", context)


def _offer(request: CoopRequest, offer_id: uuid.UUID) -> Offer:
    found = queries.offer_or_none(request.coop, offer_id)
    if found is None:
        raise Http404("There is no such offer.")
    return found


def _at(request: CoopRequest, offer: Offer) -> str:
    return reverse("offers:offer", kwargs={"coop": request.coop.slug, "offer": offer.pk})


@page(Permission.SHARES_VIEW)
@require_safe
def show_offer(request: CoopRequest, offer: uuid.UUID) -> HttpResponse:
    """One offer: what it is for, how far it is, one's own pledge; every pledge for whoever keeps the accounts."""
    found, today = _offer(request, offer), clock.today(request.coop.zone)
    keeps = allows(request.actor, Permission.SHARES_KEEP, Place(request.coop.id))
    member = votes_of(request.person).first()
    pledges = list(queries.pledges_of(found)) if keeps else []
    context = {
        "offer": found,
        "sums": queries.sums_of(found),
        "own": queries.pledge_of(found, member) if member else None,
        "member": member,
        "open_now": found.closed_on is None and found.opens_on <= today <= found.closes_on,
        "pledges": [(one, sum(entry.amount for entry in one.entries.all())) for one in pledges],
        "keeps": keeps,
        "today": today,
        "money": money(request),
    }
    return render(request, "offers/offer.jinja", context)


@page(Permission.SHARES_KEEP)
@get_or_post
def open_offer(request: CoopRequest) -> HttpResponse:
    """Begin an offer."""
    form = OfferForm(request.POST or None, initial={"opens_on": clock.today(request.coop.zone)})
    return written(
        request,
        form,
        lambda: actions.open_offer(
            coop=request.coop,
            by=request.actor,
            **{
                **form.cleaned_data,
                "minimum": minor(form.cleaned_data["minimum"]),
                "target": minor(form.cleaned_data["target"]),
            },
        ),
        reverse("offers:offers", kwargs={"coop": request.coop.slug}),
        "The offer is written down, and every member is told.",
        back_label="Share offers",
        title="A new share offer",
        lead="Members pledge money for a purpose. If enough comes in, it becomes shares; else everybody "
        "gets all of it back.",
        submit="Open the offer",
    )


@page(Permission.SHARES_CHANGE)
@get_or_post
def pledge(request: CoopRequest, offer: uuid.UUID) -> HttpResponse:
    """Pledge money, change it or take it back."""
    found, member = _offer(request, offer), votes_of(request.person).first()
    if member is None:
        messages.info(request, "Only members can pledge.")
        return redirect(_at(request, found))
    own = queries.pledge_of(found, member)
    start = {"amount": f"{own.amount / 100:.2f}"} if own else None
    form = PledgeForm(request.POST or None, initial=start)
    return written(
        request,
        form,
        lambda: actions.pledge_money(
            coop=request.coop,
            by=request.actor,
            offer=found,
            member=member,
            amount=minor(form.cleaned_data["amount"]),
        ),
        _at(request, found),
        "Thank you. Your pledge is written down.",
        back_label="The offer",
        title=f"Pledge for {found.title}",
        lead="Shares are not savings: you could lose what you put in. However much it is, you have one vote.",
        submit="Pledge",
    )


def _pledge(request: CoopRequest, pledge_id: uuid.UUID) -> Pledge:
    people = (
        "offer__coop",
        "member__coop",
        "member__person",
        "member__organisation__representative",
    )
    found = Pledge.objects.select_related(*people).filter(coop=request.coop, pk=pledge_id).first()
    if found is None:
        raise Http404("There is no such pledge.")
    require(request.actor, Permission.SHARES_KEEP, Place(request.coop.id))
    return found


@page(Permission.SHARES_KEEP)
@get_or_post
def receive(request: CoopRequest, pledge: uuid.UUID) -> HttpResponse:
    """Money for a pledge came in."""
    found, today = _pledge(request, pledge), clock.today(request.coop.zone)
    form = ReceivedForm(request.POST or None, initial={"day": today})
    return written(
        request,
        form,
        lambda: actions.receive_pledged(
            coop=request.coop,
            by=request.actor,
            pledge=found,
            amount=minor(form.cleaned_data["amount"]),
            day=form.cleaned_data["day"],
            words=form.cleaned_data["words"],
        ),
        _at(request, found.offer),
        "It is written down.",
        back_label="The offer",
        title=f"Money from {found.member.name}",
        lead=f"{money(request)(found.amount)} was pledged for {found.offer.title}.",
        submit="Write it down",
    )


@page(Permission.SHARES_KEEP)
@get_or_post
def give_back(request: CoopRequest, pledge: uuid.UUID) -> HttpResponse:
    """What is held for a pledge was given back."""
    found, today = _pledge(request, pledge), clock.today(request.coop.zone)
    form = PaidForm(request.POST or None, initial={"day": today})
    return written(
        request,
        form,
        lambda: actions.give_back(
            coop=request.coop, by=request.actor, pledge=found, **form.cleaned_data
        ),
        _at(request, found.offer),
        "It is written down.",
        back_label="The offer",
        title=f"Give {money(request)(queries.received_of(found))} back",
        lead=f"{found.member.name} paid it for {found.offer.title}.",
        submit="It is given back",
    )


@page(Permission.SHARES_KEEP)
@require_POST
def end(request: CoopRequest, offer: uuid.UUID) -> HttpResponse:
    """End an offer."""
    found = _offer(request, offer)
    try:
        done = actions.end_offer(coop=request.coop, by=request.actor, offer=found)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        day = day_words(done.closed_on) if done.closed_on else ""
        said = (
            "Shares are written down." if done.reached else "Now give the money back, one by one."
        )
        messages.success(request, f"The offer ended on {day}. {said}")
    return redirect(_at(request, found))
