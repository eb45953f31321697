"""What must hold of a plan's words, and of agreeing it."""

from datetime import date, timedelta

from kith.foundation.errors import DomainError
from kith.foundation.permissions import Actor
from kith.support.models import Plan, PlanWords
from kith.support.plan.sections import sections

LONGEST = 12_000
REVIEW_MOST = timedelta(days=366)


def check_section(key: str) -> None:
    """Raise DomainError for a heading that no plan has."""
    if key not in sections():
        raise DomainError("A plan has no such heading.", field="section")


def tidy(text: str) -> str:
    """A text as it is compared and kept: one kind of line ending, no invisible signs, no space at the ends of lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n")
    return "\n".join(lines)


def check_text(text: str) -> None:
    """Raise DomainError naming `text` when it is too long for one heading."""
    if len(text) > LONGEST:
        raise DomainError(
            f"Keep this to {LONGEST:,} letters; it has {len(text):,}. Nothing is lost: shorten it here.",
            field="text",
        )


def check_whose(whose: str) -> None:
    """Raise DomainError naming `whose`."""
    if whose not in dict(PlanWords.WHOSE):
        raise DomainError("Say whose words these are.", field="whose")


def whose_by(by: Actor, plan: Plan) -> str:
    """Whose words are taken to be written, until somebody says: the person's own, or found together."""
    return PlanWords.OWN if by.person_id == plan.support.person_id else PlanWords.TOGETHER


def check_review(on: date, today: date, *, field: str = "review_on") -> None:
    """Raise DomainError naming the field: a plan is looked at again within a year (Care Act guidance 13.32)."""
    if on <= today:
        raise DomainError("Pick a day to come.", field=field)
    if on > today + REVIEW_MOST:
        raise DomainError(
            "A plan is looked at again within a year. Pick an earlier day.", field=field
        )
