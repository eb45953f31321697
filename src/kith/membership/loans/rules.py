"""What must hold for a loan: within the terms both agreed to, never below nothing, interest by days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from kith.foundation.errors import DomainError
from kith.kernel.money import Money
from kith.membership.loans.models import Loan, LoanEntry
from kith.membership.rules import day_words

DAYS_A_YEAR = 365
RATE_MOST = 2_000
"""A rate above 20% a year is a slip of the pen rather than a member's loan."""


@dataclass(frozen=True, slots=True)
class Balance:
    """The sums of a loan, in minor units."""

    owed: int = 0
    interest: int = 0

    def __add__(self, more: "Balance") -> "Balance":
        return Balance(self.owed + more.owed, self.interest + more.interest)


def balance(entries: Iterable[LoanEntry]) -> Balance:
    """The sums of these entries."""
    total = Balance()
    for one in entries:
        total += Balance(one.owed, one.interest)
    return total


def accrued(entries: Sequence[LoanEntry], basis_points: int, until: date) -> int:
    """Simple interest from the first entry until this day (not counted), in minor units, rounded down."""
    moves = [(one.day, one.owed) for one in entries if one.owed and one.day <= until]
    owed = pennies_by_days = 0
    for (start, amount), (end, _) in pairwise([*moves, (until, 0)]):
        owed += amount
        pennies_by_days += owed * (end - start).days
    return pennies_by_days * basis_points // (10_000 * DAYS_A_YEAR)


def interest_open(entries: Sequence[LoanEntry], basis_points: int, until: date) -> int:
    """What the agreed rate allows to be added by this day, beyond what was added before."""
    added = sum(one.interest for one in entries if one.kind == LoanEntry.INTEREST)
    return max(0, accrued(entries, basis_points, until) - added)


def check_terms(amount: int, basis_points: int, starts_on: date, repay_by: date) -> None:
    """Raise DomainError naming `amount`, `percent` or `repay_by` for terms that cannot be."""
    if amount <= 0:
        raise DomainError("Write an amount above zero.", field="amount")
    if not 0 <= basis_points <= RATE_MOST:
        raise DomainError(
            f"Write a rate from 0 to {RATE_MOST // 100} percent a year.", field="percent"
        )
    if repay_by <= starts_on:
        raise DomainError("The money is paid back after it is lent.", field="repay_by")


def check_state(loan: Loan, wanted: str) -> None:
    """Raise DomainError unless the loan is in this state."""
    if loan.state != wanted:
        words = {
            Loan.OFFERED: "The member has not agreed to this loan yet.",
            Loan.AGREED: "The member has agreed to this loan already.",
            Loan.TURNED_DOWN: "The member has turned this loan down.",
        }
        raise DomainError(f"{words[loan.state]} Nothing was changed.")


def check_day(entries: Sequence[LoanEntry], starts_on: date, day: date, today: date) -> None:
    """Raise DomainError naming `day` for one still to come, or before the loan's newest entry."""
    if day > today:
        raise DomainError("This day is still to come.", field="day")
    first = entries[-1].day if entries else starts_on
    if day < first:
        since = "The newest entry is of" if entries else "The loan starts on"
        raise DomainError(
            f"{since} {day_words(first)}. Write that day or a later one.", field="day"
        )


def check_movement(
    loan: Loan, entries: Sequence[LoanEntry], kind: str, amount: int, day: date, currency: str
) -> None:
    """Raise DomainError naming `amount` unless the terms leave room for it."""
    if amount <= 0:
        raise DomainError("Write an amount above zero.", field="amount")
    room = room_for(loan, entries, kind, day)
    if amount > room:
        raise DomainError(
            f"{Money(room, currency)} at most: {WHY[kind]}. Nothing was written down.",
            field="amount",
        )


WHY = {
    LoanEntry.PAID_IN: "more was not agreed to",
    LoanEntry.INTEREST: "that is the agreed rate for the days until then",
    LoanEntry.INTEREST_PAID: "no more interest is owed",
    LoanEntry.REPAID: "no more is owed",
}


def room_for(loan: Loan, entries: Sequence[LoanEntry], kind: str, day: date) -> int:
    """The most that one more entry of this kind may move on this day, in minor units."""
    if kind == LoanEntry.PAID_IN:
        return loan.amount - sum(one.owed for one in entries if one.kind == LoanEntry.PAID_IN)
    if kind == LoanEntry.INTEREST:
        return interest_open(entries, loan.basis_points, day)
    held = balance(entries)
    return held.interest if kind == LoanEntry.INTEREST_PAID else held.owed
