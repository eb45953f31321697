"""Pages for whoever keeps the share accounts: all of them, money received and paid, interest, and a stop."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from kith.articles.queries import articles_in_force
from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.permissions import Permission, Place, allows, require
from kith.membership.queries import named, register_of
from kith.membership.rules import day_words
from kith.membership.shares import actions, forms, money_actions, nominee_actions, queries, rules
from kith.membership.shares.forms import minor
from kith.membership.shares.models import ShareEntry
from kith.membership.shares.views import back_to, found_member, found_withdrawal, money, written

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@page(Permission.SHARES_VIEW)
@require_safe
def show_all(request: CoopRequest) -> HttpResponse:
    """The co-op's capital, who waits for money, who is behind with paying, and every account."""
    coop, by, here = request.coop, request.actor, Place(request.coop.id)
    require(by, Permission.SHARES_VIEW, here)
    today, asked = clock.today(coop.zone), request.GET.get("q", "")
    capital, repaid = queries.capital_of(coop), queries.repaid_in_a_year(coop, today)
    articles = articles_in_force(coop)
    found = queries.with_balances(named(register_of(coop), asked))
    context = {
        "today": today,
        "asked": asked,
        "shown": Paginator(found, 50).get_page(request.GET.get("page")),
        "query": urlencode({"q": asked}) if asked else "",
        "capital": capital,
        "repaid": repaid,
        "most_repaid": rules.most_in_a_year(capital.paid, repaid, articles),
        "waiting": list(queries.waiting_in(coop)),
        "behind": queries.behind_with_payments(coop),
        "years": list(queries.years_of_interest(coop)[:5]),
        "stop": queries.stop_on(coop, today),
        "articles": articles,
        "keeps": allows(by, Permission.SHARES_KEEP, here),
        "stops": allows(by, Permission.SHARES_STOP, here)
        and articles.shares.withdrawals_may_be_suspended,
        "money": money(request),
    }
    return render(request, "shares/all.jinja", context)


def _all(request: CoopRequest) -> str:
    return reverse("shares:all", kwargs={"coop": request.coop.slug})


@page(Permission.SHARES_KEEP)
@get_or_post
def receive(request: CoopRequest, member: uuid.UUID) -> HttpResponse:
    """Money for shares came in."""
    found, today = found_member(request, member), clock.today(request.coop.zone)
    open_now = queries.balance_of(found).unpaid
    start = {"day": today, "amount": f"{open_now / 100:.2f}" if open_now else None}
    form = forms.ReceivedForm(request.POST or None, initial=start)
    return written(
        request,
        form,
        lambda: actions.receive_payment(
            coop=request.coop,
            by=request.actor,
            member=found,
            amount=minor(form.cleaned_data["amount"]),
            day=form.cleaned_data["day"],
            words=form.cleaned_data["words"],
        ),
        back_to(request, found),
        f"It is written down, and {found.voter.name} is told.",
        title=f"Money from {found.name}",
        lead=f"{money(request)(open_now)} is still to be paid.",
        submit="Write it down",
    )


@page(Permission.SHARES_KEEP)
@get_or_post
def pay_back(request: CoopRequest, withdrawal: uuid.UUID) -> HttpResponse:
    """Money of shares was paid back."""
    found, today = found_withdrawal(request, withdrawal), clock.today(request.coop.zone)
    form = forms.PaidForm(request.POST or None, initial={"day": today})
    amount = money(request)(found.amount)
    return written(
        request,
        form,
        lambda: actions.pay_back(
            coop=request.coop, by=request.actor, withdrawal=found, **form.cleaned_data
        ),
        _all(request),
        "It is written down.",
        title=f"Pay {amount} back",
        lead=f"{found.member.name} is to have it by {day_words(found.pay_by)}. Pay it from the co-op’s bank account, "
        "then write it down here.",
        submit="It is paid",
    )


@page(Permission.SHARES_KEEP)
@get_or_post
def pass_on(request: CoopRequest, withdrawal: uuid.UUID) -> HttpResponse:
    """After a death: what goes straight to the person the member named."""
    found, today = found_withdrawal(request, withdrawal), clock.today(request.coop.zone)
    named_one = queries.nomination_of(found.member)
    if named_one is None:
        raise Http404("Nobody is named to have these shares.")
    form = forms.PassOnForm(request.POST or None, initial={"day": today, "as_shares": "no"})
    most = money(request)(articles_in_force(request.coop).shares.nominee_most)
    return written(
        request,
        form,
        lambda: nominee_actions.pass_on(
            coop=request.coop, by=request.actor, withdrawal=found, **form.cleaned_data
        ),
        _all(request),
        "It is written down. The rest, if any, waits for the estate.",
        title=f"What {named_one.name} is to have",
        lead=f"{found.member.name} named {named_one.name}{f' ({named_one.relation})' if named_one.relation else ''}, "
        f"{named_one.address}. Up to {most} goes straight to them.",
        submit="Write it down",
    )


@page(Permission.SHARES_KEEP)
@get_or_post
def pay_interest(request: CoopRequest, member: uuid.UUID) -> HttpResponse:
    """The interest owed to a member was paid out."""
    found, today = found_member(request, member), clock.today(request.coop.zone)
    form = forms.PaidForm(request.POST or None, initial={"day": today})
    return written(
        request,
        form,
        lambda: money_actions.pay_interest(
            coop=request.coop, by=request.actor, member=found, **form.cleaned_data
        ),
        back_to(request, found),
        "It is written down.",
        title=f"Pay {money(request)(queries.balance_of(found).interest)} of interest",
        lead=f"It goes to {found.name}.",
        submit="It is paid",
    )


@page(Permission.SHARES_KEEP)
@get_or_post
def put_right(request: CoopRequest, member: uuid.UUID, number: int) -> HttpResponse:
    """An entry was wrong: a new one takes it off again."""
    found = found_member(request, member)
    entry = ShareEntry.objects.filter(member=found, number=number).first()
    if entry is None:
        raise Http404("There is no such entry.")
    form = forms.PutRightForm(request.POST or None)
    say = money(request)
    return written(
        request,
        form,
        lambda: actions.put_right(
            coop=request.coop, by=request.actor, entry=entry, **form.cleaned_data
        ),
        back_to(request, found),
        "A new entry takes it off again.",
        title=f"Put entry {number} right",
        lead=f"{entry.get_kind_display()}, {say(abs(entry.paid or entry.interest))}, {day_words(entry.day)}. It stays "
        "where it is; a new entry takes it off again.",
        submit="Put it right",
    )


@page(Permission.SHARES_KEEP)
@get_or_post
def interest(request: CoopRequest) -> HttpResponse:
    """Give every member interest for a year, as it was decided."""
    articles = articles_in_force(request.coop)
    newest = articles.year.end_before(clock.today(request.coop.zone))
    form = forms.InterestForm(request.POST or None, initial={"ends": newest})
    who = "the members’ meeting" if articles.surplus.decided_by == "members" else "the board"
    return written(
        request,
        form,
        lambda: money_actions.give_interest(
            coop=request.coop,
            by=request.actor,
            ends=form.cleaned_data["ends"],
            basis_points=minor(form.cleaned_data["percent"]),
            decided_by=form.cleaned_data["decided_by"],
        ),
        _all(request),
        "Every member’s interest is written down.",
        title="Interest on shares for a year",
        lead=f"By our articles {who} decides, up to {articles.surplus.interest_most}% a year. Each day’s "
        "paid shares count.",
        submit="Give this interest",
    )


@page(Permission.SHARES_STOP)
@get_or_post
def stop(request: CoopRequest) -> HttpResponse:
    """The board stops paying shares back for a time."""
    form = forms.StopForm(request.POST or None)
    return written(
        request,
        form,
        lambda: money_actions.stop_repayments(
            coop=request.coop, by=request.actor, **form.cleaned_data
        ),
        _all(request),
        "Nothing is paid back for now. Everybody who waits is told why.",
        title="Stop paying shares back?",
        lead="The board may say “not now” when the co-op could not pay its debts. Whatever was asked for goes "
        "on waiting.",
        submit="Stop repayments",
        danger=True,
    )


@page(Permission.SHARES_STOP)
@get_or_post
def go_on(request: CoopRequest) -> HttpResponse:
    """The board lets shares be paid back again."""
    form = forms.GoOnForm(request.POST or None)
    return written(
        request,
        form,
        lambda: money_actions.go_on_repaying(
            coop=request.coop, by=request.actor, **form.cleaned_data
        ),
        _all(request),
        "Shares are paid back again. Everybody who waits is told.",
        title="Pay shares back again?",
        lead="From today, what waits can be paid.",
        submit="Go on paying back",
    )
