"""What must hold for shares: at par, within the limits, never below nothing, paid back fairly, and no vote by them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from kith.articles.rules import Articles
from kith.foundation.errors import DomainError
from kith.kernel.money import Money
from kith.membership.models import Member
from kith.membership.rules import day_words
from kith.membership.shares.models import ShareEntry, Withdrawal

PERSON_MOST = 100_000_00
"""What one person may hold at most (2014 Act, section 24), in pence. Registered societies are not held to it."""
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Balance:
    """The sums of a share account, in minor units."""

    shares: int = 0
    paid: int = 0
    interest: int = 0

    def __add__(self, more: "Balance") -> "Balance":
        return Balance(
            self.shares + more.shares, self.paid + more.paid, self.interest + more.interest
        )

    @property
    def unpaid(self) -> int:
        """What is still to be paid on the shares."""
        return self.shares - self.paid

    @property
    def holds(self) -> bool:
        """Nothing is below zero, and nothing is paid that is not held."""
        return 0 <= self.paid <= self.shares and self.interest >= 0


def balance(entries: Iterable[ShareEntry]) -> Balance:
    """The sums of these entries."""
    total = Balance()
    for one in entries:
        total += Balance(one.shares, one.paid, one.interest)
    return total


def check_day(day: date, first: date, today: date) -> None:
    """Raise DomainError naming `day` for one that is still to come or before the account began."""
    if day > today:
        raise DomainError("This day is still to come.", field="day")
    if day < first:
        raise DomainError(f"The account began on {day_words(first)}. Check the date.", field="day")


def check_positive(amount: int) -> None:
    """Raise DomainError naming `amount` unless it is above zero."""
    if amount <= 0:
        raise DomainError("Write an amount above zero.", field="amount")


def check_whole_shares(amount: int, articles: Articles, currency: str) -> None:
    """Raise DomainError naming `amount` unless it is a number of whole shares above zero."""
    check_positive(amount)
    value = articles.shares.value
    if amount % value:
        below = amount - amount % value
        near = f"{Money(below, currency)} or {Money(below + value, currency)}"
        if not below:
            near = str(Money(value, currency))
        raise DomainError(
            f"A share costs {Money(value, currency)}, and only whole shares count. Try {near}.",
            field="amount",
        )


def most_of(member: Member, articles: Articles) -> int:
    """The most this member may hold: by the articles, and for a person by the Act too."""
    society = member.organisation is not None and member.organisation.kind == "society"
    return articles.shares.most if society else min(articles.shares.most, PERSON_MOST)


def check_taking(
    member: Member, held: Balance, amount: int, months: int, articles: Articles, currency: str
) -> None:
    """Raise DomainError naming `amount` or `months` for shares beyond the limits, or parts the articles do not have."""
    check_whole_shares(amount, articles, currency)
    most, least = most_of(member, articles), articles.shares.least
    if held.shares + amount > most:
        room = max(0, most - held.shares)
        said = f"A member may hold {Money(most, currency)} at most. "
        more = (
            f"You can take {Money(room, currency)} more." if room else "There is no room for more."
        )
        raise DomainError(said + more, field="amount")
    if held.shares + amount < least:
        raise DomainError(
            f"A member holds at least {Money(least, currency)}: take {Money(least - held.shares, currency)} or more.",
            field="amount",
        )
    if months and held.shares:
        raise DomainError("Only the first shares can be paid in parts.", field="months")
    if months > articles.shares.instalments_most:
        raise DomainError(
            f"Our articles allow {articles.shares.instalments_most} months at most.", field="months"
        )


def check_paying_in(held: Balance, amount: int, currency: str) -> None:
    """Raise DomainError naming `amount` for more money than is still to be paid."""
    check_positive(amount)
    if amount > held.unpaid:
        raise DomainError(
            f"{Money(held.unpaid, currency)} is still to be paid, and this is {Money(amount, currency)}. "
            "Write down more shares first, or give the rest back.",
            field="amount",
        )


def most_back(held: Balance, waiting: int, articles: Articles) -> int:
    """What a member who stays can ask back: whole paid shares, down to the least, less what they have asked already."""
    room = held.paid - articles.shares.least - waiting
    return max(0, room - room % articles.shares.value)


def check_asking_back(
    held: Balance, waiting: int, amount: int, articles: Articles, currency: str
) -> None:
    """Raise DomainError naming `amount` for more than a member who stays can ask back."""
    check_whole_shares(amount, articles, currency)
    room = most_back(held, waiting, articles)
    if articles.shares.withdrawal_most_percent == 0:
        raise DomainError("Our articles do not pay shares back.", field="amount")
    if amount > room:
        least = Money(articles.shares.least, currency)
        asked = f", and {Money(waiting, currency)} waits to be paid back already" if waiting else ""
        said = f"A member keeps shares of {least} at least{asked}. "
        more = (
            f"You can ask for {Money(room, currency)} at most."
            if room
            else "There is nothing that you could ask for."
        )
        raise DomainError(f"{said}{more} Whoever leaves the co-op gets all of it.", field="amount")


def most_in_a_year(capital: int, repaid: int, articles: Articles) -> int:
    """What the co-op may pay back within a year, of which `repaid` is gone: by the articles a part of all shares.

    It is counted of what there would be without the repayments, and always covers one member's least holding, so that
    one who leaves a small co-op is not kept waiting for ever. Nothing, where the articles pay nothing back.
    """
    percent = articles.shares.withdrawal_most_percent
    if percent == 0:
        return 0
    return max((capital + repaid) * percent // 100, articles.shares.least)


def check_paying_back(
    amount: int, capital: int, repaid: int, articles: Articles, currency: str
) -> None:
    """Raise DomainError when the year's limit of the articles would be passed."""
    most = most_in_a_year(capital, repaid, articles)
    if repaid + amount > most:
        raise DomainError(
            f"Our articles let {Money(most, currency)} be paid back in a year, and {Money(repaid, currency)} was paid "
            f"in the last twelve months. This would be {Money(amount, currency)} more. It waits; nothing is lost."
        )


def due(entries: Sequence[ShareEntry], day: date) -> int:
    """What ought to have been paid on the shares by this day; those taken in parts fall due month by month."""
    owed, held = 0, 0
    for one in entries:
        if one.kind == ShareEntry.TAKEN:
            owed += _fallen_due(one, day)
        held += one.shares
    return min(owed, held)


def _fallen_due(taken: ShareEntry, day: date) -> int:
    if not taken.months:
        return taken.shares if taken.day <= day else 0
    parts = Money(taken.shares).share([1] * taken.months)
    days = payment_days(taken.day, taken.months)
    return sum(part.minor for part, when in zip(parts, days, strict=True) if when <= day)


def payment_days(taken: date, months: int) -> list[date]:
    """The days on which the parts fall due: the same day of each following month, or its last."""
    return [_months_on(taken, count) for count in range(1, months + 1)]


def _months_on(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    following = date(day.year + years + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    return date(day.year + years, month + 1, min(day.day, last))


def interest_of(entries: Sequence[ShareEntry], first: date, last: date, basis_points: int) -> int:
    """Interest in minor units on what was paid, day by day from `first` to `last`, rounded down.

    `basis_points` are hundredths of a percent for a year of 365 days (366 in a year that has them).
    """
    day, moves = timedelta(days=1), sorted((one.day, one.paid) for one in entries if one.paid)
    paid = sum(amount for when, amount in moves if when < first)
    inside = [(when, amount) for when, amount in moves if first <= when <= last]
    points = [(first, 0), *inside, (last + day, 0)]
    days_of_money = 0
    for (start, amount), (end, _) in pairwise(points):
        paid += amount
        days_of_money += paid * (end - start).days
    return max(0, days_of_money * basis_points // (10_000 * ((last - first).days + 1)))


def check_interest(basis_points: int, articles: Articles) -> None:
    """Raise DomainError naming `percent` for interest above the articles' limit (third principle: limited)."""
    most = articles.surplus.interest_most
    if basis_points <= 0:
        raise DomainError("Write a rate above zero.", field="percent")
    if basis_points > most * 100:
        raise DomainError(
            f"Our articles allow {most}% a year on shares at most. A surplus is shared by what members do, not by what "
            "they hold.",
            field="percent",
        )


def year_ending(ends: date, articles: Articles) -> tuple[date, date]:
    """The first and last day of the co-op's year that ends on this day."""
    return articles.year.ends.in_year(ends.year - 1) + timedelta(days=1), ends


def check_year(ends: date, articles: Articles, today: date) -> None:
    """Raise DomainError naming `ends` unless a year of the co-op ended on this day."""
    newest = articles.year.end_before(today)
    if articles.year.ends.in_year(ends.year) != ends:
        raise DomainError(
            f"Our year ends on {articles.year.ends}. The last one ended on {day_words(newest)}.",
            field="ends",
        )
    if ends > newest:
        raise DomainError("This year is not over.", field="ends")


def check_nominee(member: Member, name: str, nominee: Member | None) -> None:
    """Raise DomainError for an organisation that names somebody, or a member who names themself."""
    if member.person_id is None:
        raise DomainError("Only a person names somebody for the time after their death.")
    if (nominee and nominee.pk == member.pk) or (name and name == member.name):
        raise DomainError("Name somebody else than yourself.", field="name")


def check_waiting(withdrawal: Withdrawal) -> None:
    """Raise DomainError for a withdrawal that was paid or taken back meanwhile."""
    if withdrawal.state != Withdrawal.WAITING:
        words = "paid" if withdrawal.state == Withdrawal.PAID else "taken back"
        raise DomainError(f"This was {words} meanwhile. Nothing was changed.")
