"""Pages of members' loans: the member's own, everyone's for whoever keeps the accounts, and money moved."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.db.models import Model
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kith.foundation import clock
from kith.foundation.access import CoopRequest, page, signed_in
from kith.foundation.errors import DomainError
from kith.foundation.permissions import Permission, Place, allows, require
from kith.kernel.money import Money
from kith.membership.loans import actions, forms, queries, rules
from kith.membership.loans.models import Loan, LoanEntry
from kith.membership.models import Member
from kith.membership.queries import members_of, memberships_of
from kith.membership.shares.forms import minor
from kith.people.forms import tried

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
TITLES = {
    LoanEntry.PAID_IN: "Money of a loan came in",
    LoanEntry.INTEREST: "Add interest",
    LoanEntry.INTEREST_PAID: "Interest is paid out",
    LoanEntry.REPAID: "Money of a loan is repaid",
}


def _money(request: CoopRequest) -> Callable[[int], str]:
    return lambda amount: str(Money(amount, request.coop.currency))


def _found(request: CoopRequest, loan_id: uuid.UUID) -> Loan:
    loan = queries.loan_or_none(request.coop, loan_id)
    if loan is None:
        raise Http404("There is no such loan here.")
    require(request.actor, Permission.SHARES_VIEW, loan)
    return loan


def _statements(request: CoopRequest, statements: list[queries.Statement]) -> HttpResponse:
    own = {one.loan.pk for one in statements if one.loan.member.voter.pk == request.person.pk}
    context = {
        "statements": statements,
        "own": own,
        "mine": len(own) == len(statements),
        "money": _money(request),
        "keeps": allows(request.actor, Permission.SHARES_KEEP, Place(request.coop.id)),
        "answers": {
            one.loan.pk
            for one in statements
            if allows(request.actor, Permission.SHARES_CHANGE, one.loan)
        },
    }
    return render(request, "loans/statement.jinja", context)


@signed_in  # who has left has no hat any more, and still sees what is owed to them
@require_safe
def show_mine(request: CoopRequest) -> HttpResponse:
    """What I have lent the co-op: every entry."""
    return _statements(request, queries.statements_of(list(memberships_of(request.person))))


@page(Permission.SHARES_VIEW)
@require_safe
def show_loan(request: CoopRequest, loan: uuid.UUID) -> HttpResponse:
    """One loan."""
    return _statements(request, [queries.statement_of(_found(request, loan))])


@page(Permission.SHARES_VIEW)
@require_safe
def show_all(request: CoopRequest) -> HttpResponse:
    """Every loan, what is owed in all, and what is due next."""
    here = Place(request.coop.id)
    require(request.actor, Permission.SHARES_VIEW, here)
    loans = list(queries.loans_in(request.coop))
    context = {
        "open": [one for one in loans if one.state == Loan.AGREED],
        "offered": [one for one in loans if one.state == Loan.OFFERED],
        "total": queries.total_of(request.coop),
        "next": queries.next_due_in(request.coop),
        "today": clock.today(request.coop.zone),
        "keeps": allows(request.actor, Permission.SHARES_KEEP, here),
        "money": _money(request),
    }
    return render(request, "loans/all.jinja", context)


def _written(
    request: CoopRequest, form: Form, act: Callable[[], Model], back: str, **words: str
) -> HttpResponse:
    done = tried(form, act) if request.method == "POST" and form.is_valid() else None
    if done:
        messages.success(request, words["said"])
        return redirect(back)
    context = words | {"form": form, "back_to": back, "form_has_errors": bool(form.errors)}
    return render(request, "loans/form.jinja", context, status=422 if form.errors else 200)


def _back(request: CoopRequest, loan: Loan) -> str:
    return reverse("loans:loan", kwargs={"coop": request.coop.slug, "loan": loan.pk})


@page(Permission.SHARES_KEEP)
@get_or_post
def offer(request: CoopRequest) -> HttpResponse:
    """Offer to borrow money of a member."""
    form = forms.OfferForm(
        request.POST or None, initial={"starts_on": clock.today(request.coop.zone)}
    )

    def act() -> Loan:
        asked = dict(form.cleaned_data)
        percent = minor(asked.pop("percent"))
        return actions.offer_loan(
            coop=request.coop,
            by=request.actor,
            member=_member(request, asked.pop("number")),
            amount=minor(asked.pop("amount")),
            basis_points=percent,
            **asked,
        )

    return _written(
        request,
        form,
        act,
        reverse("loans:all", kwargs={"coop": request.coop.slug}),
        said="The terms are offered, and the member is told.",
        title="Offer terms for a loan",
        lead="A member lends only what they agree to. A loan gives no vote.",
        submit="Offer these terms",
    )


def _member(request: CoopRequest, number: int) -> Member:
    found = members_of(request.coop).filter(number=number).first()
    if found is None:
        raise DomainError("No member has this number. Only members lend.", field="number")
    return found


@page(Permission.SHARES_CHANGE)
@get_or_post
def agree(request: CoopRequest, loan: uuid.UUID) -> HttpResponse:
    """Agree to the terms."""
    found, say = _found(request, loan), _money(request)
    form = forms.AnswerForm(request.POST or None)
    return _written(
        request,
        form,
        lambda: actions.agree_loan(
            coop=request.coop, by=request.actor, loan=found, **form.cleaned_data
        ),
        _back(request, found),
        said="It is agreed.",
        title="Agree to this loan",
        lead=f"{found.member.name} lends {say(found.amount)} for: {found.purpose}",
        submit="Agree",
    )


@page(Permission.SHARES_CHANGE)
@get_or_post
def turn_down(request: CoopRequest, loan: uuid.UUID) -> HttpResponse:
    """Say no to the terms."""
    found = _found(request, loan)
    form = forms.AnswerForm(request.POST or None)
    return _written(
        request,
        form,
        lambda: actions.turn_loan_down(
            coop=request.coop, by=request.actor, loan=found, **form.cleaned_data
        ),
        _back(request, found),
        said="There will be no loan.",
        title="No loan",
        lead="Nobody has to lend, and nobody has to say why.",
        submit="No, thank you",
    )


@page(Permission.SHARES_KEEP)
@get_or_post
def move(request: CoopRequest, loan: uuid.UUID, movement: str) -> HttpResponse:
    """Write down money of a loan that moved, or interest."""
    found, today = _found(request, loan), clock.today(request.coop.zone)
    if movement not in TITLES:
        raise Http404("There is no such movement.")
    room = rules.room_for(found, queries.entries_of(found), movement, today)
    start = {"day": today, "amount": f"{room / 100:.2f}" if room else None}
    form = forms.MovementForm(request.POST or None, initial=start)
    return _written(
        request,
        form,
        lambda: actions.move_loan(
            coop=request.coop,
            by=request.actor,
            loan=found,
            kind=movement,
            amount=minor(form.cleaned_data["amount"]),
            day=form.cleaned_data["day"],
            words=form.cleaned_data["words"],
        ),
        _back(request, found),
        said=f"It is written down, and {found.member.voter.name} is told.",
        title=TITLES[movement],
        lead=f"{found.member.name}: {_money(request)(room)} at most today.",
        submit="Write it down",
    )
