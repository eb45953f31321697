"""Pages for whoever keeps the accounts: all loans, terms for a new one, money received and paid, and interest."""

import uuid
from datetime import timedelta

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError
from kith.foundation.permissions import Permission, Place, allows, require
from kith.membership.loans import actions, forms, queries
from kith.membership.loans.forms import minor
from kith.membership.loans.models import Loan, LoanEntry
from kith.membership.loans.views import back_to, found_loan, money, written
from kith.membership.queries import named, register_of
from kith.membership.rules import day_words

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@page(Permission.SHARES_VIEW)
@require_safe
def show_all(request: CoopRequest) -> HttpResponse:
    """What the co-op owes to members, what is to be paid back next, who has not answered, and every loan."""
    coop, by, here = request.coop, request.actor, Place(request.coop.id)
    require(by, Permission.SHARES_VIEW, here)
    asked = request.GET.get("q", "")
    found = queries.with_sums(queries.loans_of(coop))
    if asked:
        found = found.filter(member__in=named(register_of(coop), asked).order_by().values("pk"))
    context = {
        "today": clock.today(coop.zone),
        "asked": asked,
        "shown": Paginator(found, 50).get_page(request.GET.get("page")),
        "query": urlencode({"q": asked}) if asked else "",
        "totals": queries.totals_of(coop),
        "next": list(queries.owed_next(coop)[:20]),
        "waiting": list(queries.waiting_in(coop)),
        "keeps": allows(by, Permission.SHARES_KEEP, here),
        "money": money(request),
    }
    return render(request, "loans/all.jinja", context)


@page(Permission.SHARES_KEEP)
@get_or_post
def offer(request: CoopRequest) -> HttpResponse:
    """Write down the terms on which a member may lend."""
    start = {"starts_on": clock.today(request.coop.zone)}
    form = forms.TermsForm(request.POST or None, initial=start)
    return written(
        request,
        form,
        lambda: _offered(request, form),
        reverse("loans:all", kwargs={"coop": request.coop.slug}),
        "It is written down, and the member is asked to agree.",
        back_label="Loans",
        title="Terms of a loan",
        lead="Only members lend. The member reads these terms and agrees to them or not, here or on paper. Terms are "
        "not changed later.",
        submit="Ask the member",
    )


def _offered(request: CoopRequest, form: forms.TermsForm) -> Loan:
    asked = dict(form.cleaned_data)
    member = queries.member_numbered(request.coop, asked.pop("number"))
    if member is None:
        raise DomainError("No member has this number. Look in the register.", field="number")
    amount, points = minor(asked.pop("amount")), minor(asked.pop("percent"))
    return actions.offer_loan(
        coop=request.coop,
        by=request.actor,
        member=member,
        amount=amount,
        basis_points=points,
        **asked,
    )


@page(Permission.SHARES_KEEP)
@get_or_post
def receive(request: CoopRequest, loan: uuid.UUID) -> HttpResponse:
    """Money of a loan came in."""
    found, today = found_loan(request, loan), clock.today(request.coop.zone)
    to_come = queries.account_of(found).to_come
    start = {"day": today, "amount": f"{to_come / 100:.2f}" if to_come else None}
    form = forms.MoneyForm(request.POST or None, initial=start)
    return written(
        request,
        form,
        lambda: actions.receive_loan(
            coop=request.coop, by=request.actor, loan=found, **form.asked()
        ),
        back_to(request, found),
        f"It is written down, and {found.member.voter.name} is told.",
        back_label="The loan",
        title=f"Money from {found.member.name}",
        lead=f"{money(request)(to_come)} of what was agreed is still to come.",
        submit="Write it down",
    )


@page(Permission.SHARES_KEEP)
@get_or_post
def repay(request: CoopRequest, loan: uuid.UUID) -> HttpResponse:
    """Money of a loan was paid back."""
    found, today = found_loan(request, loan), clock.today(request.coop.zone)
    owed = queries.balance_of(found).owed
    start = {"day": today, "amount": f"{owed / 100:.2f}" if owed else None}
    form = forms.MoneyForm(request.POST or None, initial=start)
    return written(
        request,
        form,
        lambda: actions.repay_loan(coop=request.coop, by=request.actor, loan=found, **form.asked()),
        back_to(request, found),
        f"It is written down, and {found.member.voter.name} is told.",
        back_label="The loan",
        title=f"Pay {found.member.name} back",
        lead=f"{money(request)(owed)} is owed, by {day_words(found.repay_by)}. Pay it from the co-op’s bank account, "
        "then write it down here. Interest is paid apart.",
        submit="It is paid",
    )


@page(Permission.SHARES_KEEP)
@get_or_post
def interest(request: CoopRequest, loan: uuid.UUID) -> HttpResponse:
    """Write down interest up to a day."""
    found = found_loan(request, loan)
    yesterday = clock.today(request.coop.zone) - timedelta(days=1)
    form = forms.InterestForm(request.POST or None, initial={"until": yesterday})
    counted = queries.account_of(found).interest_until
    since = f"It is written down until {day_words(counted)}. " if counted else ""
    return written(
        request,
        form,
        lambda: actions.give_interest(
            coop=request.coop, by=request.actor, loan=found, **form.cleaned_data
        ),
        back_to(request, found),
        f"It is written down, and {found.member.voter.name} is told.",
        back_label="The loan",
        title=f"Interest for {found.member.name}",
        lead=f"{since}Kith counts each day’s money at {found.basis_points / 100:g}% a year, rounded down, and no day "
        "twice. First write down all money that came and went until that day.",
        submit="Write it down",
    )


@page(Permission.SHARES_KEEP)
@get_or_post
def pay_interest(request: CoopRequest, loan: uuid.UUID) -> HttpResponse:
    """Interest was paid out."""
    found, today = found_loan(request, loan), clock.today(request.coop.zone)
    form = forms.PaidForm(request.POST or None, initial={"day": today})
    return written(
        request,
        form,
        lambda: actions.pay_interest(
            coop=request.coop, by=request.actor, loan=found, **form.cleaned_data
        ),
        back_to(request, found),
        f"It is written down, and {found.member.voter.name} is told.",
        back_label="The loan",
        title=f"Pay {money(request)(queries.balance_of(found).interest)} of interest",
        lead=f"It goes to {found.member.name}.",
        submit="It is paid",
    )


@page(Permission.SHARES_KEEP)
@get_or_post
def put_right(request: CoopRequest, loan: uuid.UUID, number: int) -> HttpResponse:
    """An entry was wrong: a new one takes it off again."""
    found = found_loan(request, loan)
    entry = LoanEntry.objects.filter(loan=found, number=number).first()
    if entry is None:
        raise Http404("There is no such entry.")
    form = forms.PutRightForm(request.POST or None)
    amount = money(request)(abs(entry.owed or entry.interest))
    return written(
        request,
        form,
        lambda: actions.put_right(
            coop=request.coop, by=request.actor, entry=entry, **form.cleaned_data
        ),
        back_to(request, found),
        "A new entry takes it off again.",
        back_label="The loan",
        title=f"Put entry {number} right",
        lead=f"{entry.get_kind_display()}, {amount}, {day_words(entry.day)}. It stays where it is; a new entry takes "
        "it off again.",
        submit="Put it right",
    )
