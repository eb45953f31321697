"""What must hold for a share offer: whole shares, within everybody's limit, never above the target, nothing lost."""

from datetime import date

from kith.articles.rules import Articles
from kith.foundation.errors import DomainError
from kith.kernel.money import Money
from kith.membership.models import Member
from kith.membership.offers.models import Offer
from kith.membership.rules import day_words
from kith.membership.shares.rules import Balance, check_day, check_positive, most_of

__all__ = ["check_day", "check_positive"]


def check_offer(
    *, minimum: int, target: int, opens_on: date, closes_on: date, today: date, value: int
) -> None:
    """Raise DomainError naming the field for amounts or days that cannot be."""
    for field, amount in (("minimum", minimum), ("target", target)):
        if amount <= 0 or amount % value:
            raise DomainError("Write an amount of whole shares above zero.", field=field)
    if target < minimum:
        raise DomainError("The target is less than the minimum.", field="target")
    if opens_on < today:
        raise DomainError("This day has passed.", field="opens_on")
    if closes_on < opens_on:
        raise DomainError("The offer would end before it begins.", field="closes_on")


def check_open(offer: Offer, today: date) -> None:
    """Raise DomainError unless the offer takes pledges today."""
    if offer.closed_on:
        raise DomainError("This offer has ended. Nothing was changed.")
    if today < offer.opens_on:
        raise DomainError(f"This offer opens on {day_words(offer.opens_on)}.")
    if today > offer.closes_on:
        raise DomainError(f"This offer took pledges until {day_words(offer.closes_on)}.")


def check_pledge(
    offer: Offer,
    member: Member,
    amount: int,
    *,
    others: int,
    received: int,
    held: Balance,
    articles: Articles,
) -> None:
    """Raise DomainError naming `amount` for a pledge that is not whole shares, or beyond a limit.

    `others` is what all others have pledged, `received` what came in from this member already.
    """
    currency = offer.coop.currency
    if amount < 0 or amount % articles.shares.value:
        value = Money(articles.shares.value, currency)
        raise DomainError(f"A share costs {value}: write whole shares.", field="amount")
    if amount < received:
        raise DomainError(
            f"{Money(received, currency)} came in from you already: pledge that at least.",
            field="amount",
        )
    room = min(offer.target - others, most_of(member, articles) - held.shares)
    if amount > room:
        raise DomainError(
            f"There is room for {Money(max(0, room), currency)}: the offer takes no more than its target, and a member "
            f"may hold {Money(most_of(member, articles), currency)} at most.",
            field="amount",
        )


def check_receiving(amount: int, pledged: int, received: int, currency: str) -> None:
    """Raise DomainError naming `amount` for more than was pledged."""
    check_positive(amount)
    if received + amount > pledged:
        raise DomainError(
            f"{Money(pledged, currency)} was pledged, and {Money(received, currency)} came in already.",
            field="amount",
        )


def check_closing(offer: Offer, received: int, today: date) -> None:
    """Raise DomainError for an offer that has ended, or whose last day is still to come without its target."""
    if offer.closed_on:
        raise DomainError("This offer has ended already.")
    if today <= offer.closes_on and received < offer.target:
        raise DomainError(
            f"It is open until {day_words(offer.closes_on)}. It ends sooner only when all of the target has come in."
        )
