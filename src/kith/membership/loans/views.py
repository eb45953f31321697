"""What a member has lent, the terms they are asked to agree to, and the statement of each loan."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.db.models import Model
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.foundation import clock
from kith.foundation.access import CoopRequest, page, signed_in
from kith.foundation.errors import DomainError
from kith.foundation.permissions import Permission, Place, allows, require
from kith.kernel.money import Money
from kith.membership.loans import actions, forms, queries
from kith.membership.loans.models import Loan
from kith.people.forms import tried

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def found_loan(request: CoopRequest, loan_id: uuid.UUID) -> Loan:
    """The loan of this id, if the reader may see it. Raises Http404, NotAllowed."""
    loan = queries.loan_or_none(request.coop, loan_id)
    if loan is None:
        raise Http404("There is no such loan.")
    require(request.actor, Permission.SHARES_VIEW, loan)
    return loan


def money(request: CoopRequest) -> Callable[[int], str]:
    """Minor units in the co-op's money."""
    return lambda amount: str(Money(amount, request.coop.currency))


def _loans_page(request: CoopRequest, loans: list[Loan], only: Loan | None) -> HttpResponse:
    """One loan, or all of the reader's own, with what the reader may do about each."""
    by = request.actor
    context = {
        "accounts": queries.accounts_of(loans),
        "only": only,
        "money": money(request),
        "own": {one.pk for one in loans if one.member.voter.pk == request.person.pk},
        "may_answer": {one.pk for one in loans if allows(by, Permission.SHARES_CHANGE, one)},
        "keeps": allows(by, Permission.SHARES_KEEP, Place(request.coop.id)),
        "sees_all": allows(by, Permission.SHARES_VIEW, Place(request.coop.id)),
    }
    return render(request, "loans/loans.jinja", context)


@signed_in  # who has left has no hat any more, and still sees what is owed to them
@require_safe
def show_mine(request: CoopRequest) -> HttpResponse:
    """What I lent to the co-op: the terms and every entry."""
    return _loans_page(request, list(queries.loans_by(request.person)), None)


@page(Permission.SHARES_VIEW)
@require_safe
def show_loan(request: CoopRequest, loan: uuid.UUID) -> HttpResponse:
    """One loan: its terms and every entry."""
    found = found_loan(request, loan)
    return _loans_page(request, [found], found)


def back_to(request: CoopRequest, loan: Loan) -> str:
    """The page of a loan."""
    return reverse("loans:loan", kwargs={"coop": request.coop.slug, "loan": loan.pk})


def written(
    request: CoopRequest,
    form: Form,
    act: Callable[[], Model],
    back: str,
    said: str,
    **words: object,
) -> HttpResponse:
    """The form's page, or what it asks done and back."""
    done = tried(form, act) if request.method == "POST" and form.is_valid() else None
    if done:
        messages.success(request, said)
        return redirect(back)
    context = words | {"form": form, "back_to": back, "form_has_errors": bool(form.errors)}
    status = 422 if form.errors else 200
    return render(request, "loans/form.jinja", context, status=status)


def _done_or_said(
    request: CoopRequest, act: Callable[[], Model], said: str, loan: Loan
) -> HttpResponse:
    """Do it and say so, or say why not; back to the loan."""
    try:
        act()
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said)
    return redirect(back_to(request, loan))


@page(Permission.SHARES_CHANGE)
@require_POST
def agree(request: CoopRequest, loan: uuid.UUID) -> HttpResponse:
    """The member agrees to the terms."""
    found = found_loan(request, loan)
    return _done_or_said(
        request,
        lambda: actions.agree_loan(coop=request.coop, by=request.actor, loan=found),
        "You agreed. The treasurer tells you how to pay it in.",
        found,
    )


@page(Permission.SHARES_CHANGE)
@require_POST
def decline(request: CoopRequest, loan: uuid.UUID) -> HttpResponse:
    """The member does not lend on these terms."""
    found = found_loan(request, loan)
    return _done_or_said(
        request,
        lambda: actions.decline_loan(coop=request.coop, by=request.actor, loan=found),
        "It is written down: no loan on these terms.",
        found,
    )


@page(Permission.SHARES_CHANGE)
@get_or_post
def agree_on_paper(request: CoopRequest, loan: uuid.UUID) -> HttpResponse:
    """The member signed the terms on paper."""
    found = found_loan(request, loan)
    today = clock.today(request.coop.zone)
    form = forms.OnPaperForm(request.POST or None, initial={"day": today})
    name = found.member.voter.name
    return written(
        request,
        form,
        lambda: actions.agree_loan(
            coop=request.coop, by=request.actor, loan=found, on_paper=form.cleaned_data["day"]
        ),
        back_to(request, found),
        f"It is written down, and {name} is told.",
        back_label="The loan",
        title=f"Did {name} sign on paper?",
        lead="Print the terms, let them sign, and keep the paper. Then write the day down here.",
        submit="They signed",
    )
