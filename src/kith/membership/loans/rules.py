"""What must hold for loans: by members of today, as agreed, never below nothing, interest once for each day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate, pairwise

from kith.foundation.errors import DomainError
from kith.kernel.money import Money
from kith.membership.loans.models import Loan, LoanEntry
from kith.membership.rules import day_words

RATE_MOST = 2_000
"""The highest rate a year that can be written down, in hundredths of a percent: above it, it is a slip."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Balance:
    """The sums of a loan's entries, in minor units."""

    owed: int = 0
    interest: int = 0

    def __add__(self, more: "Balance") -> "Balance":
        return Balance(self.owed + more.owed, self.interest + more.interest)

    @property
    def all(self) -> int:
        """What the co-op owes: the money lent, and interest."""
        return self.owed + self.interest

    @property
    def holds(self) -> bool:
        """Nothing is below zero."""
        return self.owed >= 0 and self.interest >= 0


def balance(entries: Iterable[LoanEntry]) -> Balance:
    """The sums of these entries."""
    total = Balance()
    for one in entries:
        total += Balance(one.owed, one.interest)
    return total


def standing_entries(entries: Iterable[LoanEntry]) -> list[LoanEntry]:
    """The entries that count: without those that were put right, and without those that did so."""
    kept = list(entries)
    gone = {one.other_id for one in kept if one.kind == LoanEntry.PUT_RIGHT}
    return [one for one in kept if one.kind != LoanEntry.PUT_RIGHT and one.pk not in gone]


def received(entries: Iterable[LoanEntry]) -> int:
    """All that was ever paid in, whether or not it was paid back."""
    return sum(one.owed for one in standing_entries(entries) if one.kind == LoanEntry.PAID_IN)


def interest_until(entries: Iterable[LoanEntry]) -> date | None:
    """The last day for which interest is written down, or None."""
    return max((one.until for one in standing_entries(entries) if one.until), default=None)


def first_day(loan: Loan) -> date:
    """The first day on which money can come in: the loan has begun and is agreed."""
    return max(loan.starts_on, loan.agreed_on or loan.starts_on)


def check_terms(
    amount: int, basis_points: int, starts_on: date, repay_by: date, purpose: str
) -> None:
    """Raise DomainError naming `amount`, `percent`, `repay_by` or `purpose` for terms that nobody can agree to."""
    if amount <= 0:
        raise DomainError("Write an amount above zero.", field="amount")
    if not 0 <= basis_points <= RATE_MOST:
        raise DomainError(
            f"Write a rate from 0 to {RATE_MOST // 100}. A co-op pays no more than it must to have the money.",
            field="percent",
        )
    if repay_by <= starts_on:
        raise DomainError("Pick a day after the loan begins.", field="repay_by")
    if not purpose:
        raise DomainError("Write what the money is for: the member has to know.", field="purpose")


def check_offered(loan: Loan) -> None:
    """Raise DomainError for a loan that was answered meanwhile."""
    if loan.state != Loan.OFFERED:
        words = "agreed" if loan.state == Loan.AGREED else "declined"
        raise DomainError(f"This was {words} meanwhile. Nothing was changed.")


def check_day(loan: Loan, day: date, today: date) -> None:
    """Raise DomainError naming `day` unless the loan is agreed, has begun by this day, and the day has come."""
    if loan.state != Loan.AGREED:
        raise DomainError("This loan is not agreed. Nothing was changed.")
    if day > today:
        raise DomainError("This day is still to come.", field="day")
    if day < first_day(loan):
        raise DomainError(
            f"The loan began on {day_words(first_day(loan))}. Check the date.", field="day"
        )


def check_not_counted(entries: Sequence[LoanEntry], day: date) -> None:
    """Raise DomainError naming `day` when interest for it is written down: it was counted without this movement."""
    counted = interest_until(entries)
    if counted and day <= counted:
        raise DomainError(
            f"Interest is written down until {day_words(counted)}. Pick a later day, or put that entry of interest "
            "right first.",
            field="day",
        )


def check_paying_in(loan: Loan, entries: Sequence[LoanEntry], amount: int, currency: str) -> None:
    """Raise DomainError naming `amount` for more money than was agreed."""
    _check_positive(amount)
    room = loan.amount - received(entries)
    if amount > room:
        raise DomainError(
            f"{Money(room, currency)} of what was agreed is still to come, and this is {Money(amount, currency)}. "
            "Agree on another loan first, or give the rest back.",
            field="amount",
        )


def check_repaying(entries: Sequence[LoanEntry], amount: int, currency: str) -> None:
    """Raise DomainError naming `amount` for more money than is owed."""
    _check_positive(amount)
    owed = balance(entries).owed
    if amount > owed:
        raise DomainError(
            f"{Money(owed, currency)} is owed, without interest. Check the amount.", field="amount"
        )


def _check_positive(amount: int) -> None:
    if amount <= 0:
        raise DomainError("Write an amount above zero.", field="amount")


def check_order(entries: Sequence[LoanEntry]) -> None:
    """Raise DomainError naming `day` when by these days money was paid back before it had come in."""
    by_day: dict[date, int] = {}
    for one in entries:
        by_day[one.day] = by_day.get(one.day, 0) + one.owed
    if any(owed < 0 for owed in accumulate(by_day[day] for day in sorted(by_day))):
        raise DomainError(
            "On that day the co-op did not have so much of the loan. Check the date.", field="day"
        )


def interest_of(
    entries: Sequence[LoanEntry], first: date, last: date, basis_points: int
) -> Fraction:
    """Interest in minor units on what was owed, day by day from `first` to `last`, not rounded.

    A day is the 365th part of its year, or the 366th in a leap year. Money counts from the day on which it came in, and
    not on the day on which it was paid back.
    """
    moves = sorted((one.day, one.owed) for one in entries if one.owed)
    owed = sum(amount for day, amount in moves if day < first)
    years = [(date(year, 1, 1), 0) for year in range(first.year + 1, last.year + 1)]
    inside = [(day, amount) for day, amount in moves if first <= day <= last]
    total = Fraction(0)
    for (start, amount), (end, _) in pairwise(
        [(first, 0), *sorted([*inside, *years]), (last + DAY, 0)]
    ):
        owed += amount
        total += Fraction(owed * (end - start).days * basis_points, 10_000 * _length(start.year))
    return max(Fraction(0), total)


def _length(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def interest_due(loan: Loan, entries: Sequence[LoanEntry], until: date) -> int:
    """Interest in minor units for the days that no entry counts yet, up to and with `until`; rounded down."""
    counted = interest_until(entries)
    first = counted + DAY if counted else first_day(loan)
    return int(interest_of(entries, first, until, loan.basis_points)) if first <= until else 0


def check_interest(loan: Loan, entries: Sequence[LoanEntry], until: date) -> int:
    """The interest up to and with this day. Raises DomainError naming `until` when there is none to write down."""
    counted = interest_until(entries)
    if counted and until <= counted:
        raise DomainError(
            f"Interest is written down until {day_words(counted)} already. Pick a later day.",
            field="until",
        )
    amount = interest_due(loan, entries, until)
    if not amount:
        raise DomainError("There is no interest for these days.", field="until")
    return amount


def check_can_be_put_right(entries: Sequence[LoanEntry], wrong: LoanEntry) -> None:
    """Raise DomainError for an entry that others stand on, or that was put right already."""
    if wrong.kind == LoanEntry.PUT_RIGHT or wrong.pk not in {
        one.pk for one in standing_entries(entries)
    }:
        raise DomainError("This entry was put right already.")
    if wrong.until and wrong.until != interest_until(entries):
        raise DomainError("There is newer interest. Put that right first.")
    counted = interest_until(entries)
    if wrong.owed and counted and wrong.day <= counted:
        raise DomainError(
            f"Interest counts it, until {day_words(counted)}. Put that entry of interest right first."
        )
