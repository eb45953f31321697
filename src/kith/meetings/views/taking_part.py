"""Pages for a member: naming a proxy, answering, coming online and leaving, voting, speaking, amending."""

import uuid
from functools import partial

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.articles.models import ArticlesVersion
from kith.articles.queries import articles_in_force
from kith.decisions.effects import ARTICLES, articles_version
from kith.decisions.models import Entitlement
from kith.decisions.queries import wordings_of
from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError
from kith.foundation.permissions import Permission
from kith.meetings import forms
from kith.meetings.actions import amending, proxies, speaking, voting
from kith.meetings.actions.presence import arrive, leave
from kith.meetings.models import Item, Meeting, Presence, Proxy
from kith.meetings.queries import meetings as queries
from kith.meetings.queries import presence
from kith.meetings.views.finding import (
    at,
    at_item,
    find,
    find_item,
    find_member,
    find_proposal,
    form_page,
    get_or_post,
    may_run,
    press,
)
from kith.meetings.views.showing import item_page
from kith.membership.models import Member
from kith.membership.queries import voters_of
from kith.people.forms import tried


def _own(request: CoopRequest, meeting: Meeting) -> Member | None:
    return presence.own_member(meeting, request.person)


@page(Permission.MEETING_ATTEND)
@get_or_post
def name_proxy(request: CoopRequest, meeting: int) -> HttpResponse:
    """Ask another member to carry one's vote."""
    found = find(request, meeting)
    own = _own(request, found)
    if own is None or found.state not in proxies.OPEN_FOR_PROXIES:
        return redirect(at(found))
    others = forms.as_choices(one for one in voters_of(request.coop) if one.pk != own.pk)
    motions = [one for one in queries.items_of(found) if one.proposal_id]
    form = forms.ProxyForm(request.POST or None, members=others, motions=motions)
    most = articles_in_force(request.coop).meetings.most_proxies
    return form_page(
        request,
        form,
        lambda: proxies.name_proxy(
            coop=request.coop,
            by=request.actor,
            meeting=found,
            member=own,
            holder=find_member(request, form.cleaned_data["holder"]),
            directions=form.directions,
        ),
        said="They are asked. It counts once they have said yes.",
        back=at(found),
        title="Name a proxy",
        lead=f"Somebody who will be there carries your vote: for {most} members at most, and they cannot pass it on. "
        "If you come yourself, you vote yourself.",
        submit="Ask them",
    )


def _proxy(request: CoopRequest, meeting: int, proxy: uuid.UUID) -> Proxy:
    """A proxy that whoever asks gave or was asked to carry. Raises Http404."""
    found = presence.proxy_or_none(find(request, meeting), proxy)
    mine = found and request.person.pk in (found.member.voter.pk, found.holder.voter.pk)
    if found is None or not mine:
        raise Http404("There is no such proxy.")
    return found


@page(Permission.MEETING_ATTEND)
@require_POST
def accept(request: CoopRequest, meeting: int, proxy: uuid.UUID) -> HttpResponse:
    """Say yes to carrying somebody's vote."""
    found = _proxy(request, meeting, proxy)
    return press(
        request,
        lambda: proxies.accept_proxy(coop=request.coop, by=request.actor, proxy=found),
        f"You carry the vote of {found.member.name}.",
        at(found.meeting),
    )


@page(Permission.MEETING_ATTEND)
@require_POST
def decline(request: CoopRequest, meeting: int, proxy: uuid.UUID) -> HttpResponse:
    """Say no to carrying somebody's vote."""
    found = _proxy(request, meeting, proxy)
    return press(
        request,
        lambda: proxies.decline_proxy(coop=request.coop, by=request.actor, proxy=found),
        f"{found.member.name} is told.",
        at(found.meeting),
    )


@page(Permission.MEETING_ATTEND)
@require_POST
def end(request: CoopRequest, meeting: int, proxy: uuid.UUID) -> HttpResponse:
    """End a proxy that one gave, or carries."""
    found = _proxy(request, meeting, proxy)
    return press(
        request,
        lambda: proxies.end_proxy(coop=request.coop, by=request.actor, proxy=found),
        "The proxy has ended, and the other one is told.",
        at(found.meeting),
    )


@page(Permission.MEETING_ATTEND)
@get_or_post
def direct(request: CoopRequest, meeting: int, proxy: uuid.UUID) -> HttpResponse:
    """Say how one's proxy is to vote."""
    found = _proxy(request, meeting, proxy)
    motions = [one for one in queries.items_of(found.meeting) if one.proposal_id]
    told = presence.directions_of(found)
    form = forms.DirectionsForm(request.POST or None, motions=motions, told=told)
    return form_page(
        request,
        form,
        lambda: proxies.direct_proxy(
            coop=request.coop, by=request.actor, proxy=found, directions=form.directions
        ),
        said="It is written down, and cast so.",
        back=at(found.meeting),
        title="How your proxy is to vote",
        lead=f"{found.holder.name} carries your vote. What you say here is cast when the votes open.",
    )


@page(Permission.MEETING_ATTEND)
@require_POST
def come(request: CoopRequest, meeting: int) -> HttpResponse:
    """One is here, online."""
    found = find(request, meeting)

    def act() -> None:
        own = _own(request, found)
        if own is None:
            raise DomainError("Only members who may vote are counted as here.")
        arrive(coop=request.coop, by=request.actor, meeting=found, member=own, way=Presence.ONLINE)

    return press(request, act, "You are here, online. You can vote on this page.", at(found))


@page(Permission.MEETING_ATTEND)
@require_POST
def go(request: CoopRequest, meeting: int) -> HttpResponse:
    """One leaves."""
    found = find(request, meeting)

    def act() -> None:
        own = _own(request, found)
        if own is None:
            raise DomainError("You are not marked as here.")
        leave(coop=request.coop, by=request.actor, meeting=found, member=own)

    return press(request, act, "You have left the meeting.", at(found))


@page(Permission.MEETING_ATTEND)
@get_or_post
def cast(request: CoopRequest, meeting: int, number: int) -> HttpResponse:
    """Vote, for oneself or for whom one carries."""
    found = find(request, meeting)
    proposal, item = find_proposal(request, found, number)
    if request.method != "POST":
        return redirect(at_item(found, item))
    form = forms.CastForm(request.POST, form=proposal.form)
    if not form.is_valid():
        if "entitlement" in form.errors:
            raise Http404("There is no such vote.")
        return item_page(request, item, sent=form)
    own = Entitlement.objects.filter(
        coop=request.coop, pk=form.cleaned_data["entitlement"], proposal=proposal
    ).first()
    if own is None:
        raise Http404("There is no such vote.")
    given = tried(
        form,
        lambda: voting.give_vote(
            coop=request.coop,
            by=request.actor,
            meeting=found,
            entitlement=own,
            choice=form.cleaned_data["choice"],
        ),
    )
    if given is None:
        messages.error(
            request, " ".join(str(one) for every in form.errors.values() for one in every)
        )
        return redirect(at_item(found, item))
    messages.success(request, "The vote is counted. You can change it until the chair closes.")
    return redirect(at_item(found, item))


@page(Permission.MEETING_ATTEND)
@require_POST
def speak(request: CoopRequest, meeting: int, item: uuid.UUID) -> HttpResponse:
    """Ask to speak, or put somebody on the list."""
    found = find_item(request, meeting, item)

    def act() -> None:
        named = request.POST.get("member", "")
        own = find_member(request, named) if named else _own(request, found.meeting)
        if own is None:
            raise DomainError("Only members speak at a meeting of members; others by its leave.")
        speaking.ask_to_speak(coop=request.coop, by=request.actor, item=found, member=own)

    return press(request, act, "It stands on the list.", at_item(found.meeting, found))


@page(Permission.MEETING_ATTEND)
@require_POST
def drop(request: CoopRequest, meeting: int, item: uuid.UUID, turn: uuid.UUID) -> HttpResponse:
    """No longer want to speak."""
    found = find_item(request, meeting, item)
    waits = queries.turn_or_none(found, turn)
    if waits is None:
        raise Http404("There is no such turn.")
    return press(
        request,
        lambda: speaking.drop_turn(coop=request.coop, by=request.actor, turn=waits),
        "It is off the list.",
        at_item(found.meeting, found),
    )


@page(Permission.MEETING_ATTEND)
@get_or_post
def amend(request: CoopRequest, meeting: int, item: uuid.UUID) -> HttpResponse:
    """Move other words for a motion, or another version of the articles."""
    found = find_item(request, meeting, item)
    if found.proposal is None:
        raise Http404("There is no motion to amend here.")
    by_version = found.proposal.effect == ARTICLES
    form = _version_form(request, found) if by_version else _words_form(request, found)
    if may_run(request, found.meeting):
        there = presence.attendance_of(found.meeting).here.values()
        forms.mover_field(form, forms.as_choices(one.member for one in there))
    act = _move_version if by_version else _move_words
    return form_page(
        request,
        form,
        partial(act, request, found, form),
        said="The amendment is moved. It is voted on before the motion.",
        back=at_item(found.meeting, found),
        title="Move an amendment",
        lead="Keep to what the notice said: the chair may set aside what goes beyond it. "
        "An amendment is carried by the majority of an ordinary resolution.",
        submit="Move it",
        nothing=by_version and not form.fields["version"].choices,  # type: ignore[attr-defined]
    )


def _words_form(request: CoopRequest, item: Item) -> Form:
    assert item.proposal  # noqa: S101  # the view has looked
    start = {"text": wordings_of(item.proposal)[0].text}
    return forms.AmendmentForm(request.POST or None, initial=start)


def _version_form(request: CoopRequest, item: Item) -> Form:
    assert item.proposal  # noqa: S101  # the view has looked
    now = articles_version(request.coop, item.proposal.about)
    others = ArticlesVersion.objects.filter(coop=request.coop, state=ArticlesVersion.PROPOSED)
    others = others.filter(base=now.base).exclude(pk=now.pk) if now else others.none()
    versions = [(str(one.number), f"Version {one.number}. {one.why}") for one in others]
    return forms.VersionForm(request.POST or None, versions=versions)


def _mover(request: CoopRequest, item: Item, key: str) -> Member:
    own = find_member(request, key) if key else _own(request, item.meeting)
    if own is None:
        raise DomainError("Only members move amendments.")
    return own


def _move_words(request: CoopRequest, item: Item, form: Form) -> object:
    given = dict(form.cleaned_data)
    mover = _mover(request, item, given.pop("mover", ""))
    return amending.move_amendment(
        coop=request.coop, by=request.actor, item=item, mover=mover, **given
    )


def _move_version(request: CoopRequest, item: Item, form: Form) -> object:
    given = dict(form.cleaned_data)
    mover = _mover(request, item, given.pop("mover", ""))
    version = ArticlesVersion.objects.get(coop=request.coop, number=given.pop("version"))
    return amending.move_version(
        coop=request.coop, by=request.actor, item=item, mover=mover, version=version, **given
    )
