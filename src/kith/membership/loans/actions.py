"""What happens to a member's loan. Each movement is an entry added; nothing is changed or removed."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require
from kith.kernel.money import Money
from kith.membership.loans import rules
from kith.membership.loans.models import Loan, LoanEntry
from kith.membership.loans.queries import entries_of
from kith.membership.models import Member
from kith.membership.rules import check_here
from kith.people.models import line
from kith.people.telling import tell

COLUMN = {
    LoanEntry.PAID_IN: ("owed", 1),
    LoanEntry.INTEREST: ("interest", 1),
    LoanEntry.INTEREST_PAID: ("interest", -1),
    LoanEntry.REPAID: ("owed", -1),
}
TOLD = {
    LoanEntry.PAID_IN: "We received {} of your loan",
    LoanEntry.INTEREST: "{} of interest was added to your loan",
    LoanEntry.INTEREST_PAID: "We paid you {} of interest on your loan",
    LoanEntry.REPAID: "We paid {} of your loan back",
}


def _locked(coop: Coop, loan: Loan) -> Loan:
    """The loan's row, held until the transaction ends, so that it is written by one at a time."""
    found = Loan.objects.select_for_update(of=("self",)).select_related(
        "coop", "member__coop", "member__person", "member__organisation__representative"
    )
    return found.get(pk=loan.pk, coop=coop)


def _tell(loan: Loan, title: str, text: str = "") -> None:
    tell(
        coop=loan.coop,
        people=[loan.member.voter],
        kind="loans",
        title=title,
        text=text,
        link=reverse("loans:mine", kwargs={"coop": loan.coop.slug}),
        subject=loan.id,
    )


@transaction.atomic
def offer_loan(
    *,
    coop: Coop,
    by: Actor,
    member: Member,
    amount: int,
    basis_points: int,
    starts_on: date,
    repay_by: date,
    purpose: str,
) -> Loan:
    """The co-op offers to borrow `amount` minor units of a member on these terms.

    Raises NotAllowed, or DomainError naming `amount`, `percent`, `repay_by` or `purpose`.
    """
    require(by, Permission.SHARES_KEEP, Place(coop.id))
    check_here(member, clock.today(coop.zone))
    rules.check_terms(amount, basis_points, starts_on, repay_by)
    said = line(purpose)[:300]
    if not said:
        raise DomainError("Write what the money is for.", field="purpose")
    loan = Loan.objects.create(
        coop=coop,
        member=member,
        amount=amount,
        basis_points=basis_points,
        starts_on=starts_on,
        repay_by=repay_by,
        purpose=said,
        written_by_id=by.person_id,
    )
    record(coop=coop, by=by, kind="loan.offered", subject=loan, amount=amount)
    _tell(loan, f"Would you lend the co-op {Money(amount, coop.currency)}?", said)
    return loan


@transaction.atomic
def agree_loan(*, coop: Coop, by: Actor, loan: Loan, words: str = "") -> Loan:
    """The member agrees to the terms; `words` say how where it was on paper.

    Raises NotAllowed, or DomainError naming `words`.
    """
    kept = _answer(coop, by, loan, Loan.AGREED, words, "Write how the member agreed.")
    record(coop=coop, by=by, kind="loan.agreed", subject=kept)
    return kept


@transaction.atomic
def turn_loan_down(*, coop: Coop, by: Actor, loan: Loan, words: str = "") -> Loan:
    """The member says no, or whoever keeps the accounts takes the offer back. Raises NotAllowed, or DomainError."""
    kept = _answer(coop, by, loan, Loan.TURNED_DOWN, words, "Write why.")
    record(coop=coop, by=by, kind="loan.turned-down", subject=kept)
    return kept


def _answer(coop: Coop, by: Actor, loan: Loan, state: str, words: str, missing: str) -> Loan:
    require(by, Permission.SHARES_CHANGE, loan)
    kept, today = _locked(coop, loan), clock.today(coop.zone)
    rules.check_state(kept, Loan.OFFERED)
    if state == Loan.AGREED:
        check_here(kept.member, today)
    said = line(words)[:200]
    if by.person_id != kept.member.voter.pk and not said:
        raise DomainError(missing, field="words")
    kept.state, kept.answer = state, said
    kept.answered_by_id, kept.answered_on = by.person_id, today
    kept.save(update_fields=["state", "answer", "answered_by", "answered_on"])
    return kept


@transaction.atomic
def move_loan(
    *, coop: Coop, by: Actor, loan: Loan, kind: str, amount: int, day: date, words: str = ""
) -> LoanEntry:
    """Money of an agreed loan came in or was paid, or interest was added, on this day. The member is told.

    Only a member lends; whoever has left is still repaid. Raises NotAllowed, or DomainError naming `amount` or `day`.
    """
    require(by, Permission.SHARES_KEEP, Place(coop.id))
    kept, today = _locked(coop, loan), clock.today(coop.zone)
    rules.check_state(kept, Loan.AGREED)
    if kind == LoanEntry.PAID_IN:
        check_here(kept.member, today)
    entries = entries_of(kept)
    rules.check_day(entries, kept.starts_on, day, today)
    rules.check_movement(kept, entries, kind, amount, day, coop.currency)
    column, sign = COLUMN[kind]
    entry = LoanEntry(
        coop=coop,
        loan=kept,
        number=len(entries) + 1,
        kind=kind,
        day=day,
        words=line(words)[:200],
        written_by_id=by.person_id,
        **{column: sign * amount},
    )
    entry.save(force_insert=True)
    record(coop=coop, by=by, kind="loan.moved", subject=kept, movement=kind, amount=amount)
    _tell(kept, TOLD[kind].format(Money(amount, coop.currency)))
    return entry
