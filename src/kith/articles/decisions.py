"""A decision of the members, as the rooms see it that carry it out: what was decided, and the votes that decided it.

The room where people vote makes it. Who carries it out counts again: a flag alone puts nothing in force.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Model

from kith.articles.rules import Articles
from kith.engines.tally.majority import Majority
from kith.foundation.errors import DomainError

MEMBERS, BOARD = "members", "board"


class NotDecided(DomainError):
    """What was asked for needs a decision that was not taken, or not so, or about something else."""


@dataclass(frozen=True, slots=True)
class Count:
    """Votes for, votes cast, and how many could vote."""

    votes_for: int
    votes_cast: int
    entitled: int


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.

    `about` is `about(row)` of what it decides; `passed` says that the meeting was in order and found it carried;
    `by` is "members" or "board". `by_class` has the count of every class: 0 of 0 where a class has nobody.
    """

    id: str
    about: str
    words: str
    taken_on: date
    by: str
    passed: bool
    count: Count
    by_class: Mapping[str, Count] = field(default_factory=dict)


def about(row: Model) -> str:
    """How a decision names the row that it is about."""
    return f"{row._meta.label_lower}:{row.pk}"


def require_ordinary(decision: Decision, articles: Articles, row: Model, by: str = MEMBERS) -> None:
    """Raise NotDecided unless these ("members" or "board") decided about this very row by ordinary majority."""
    _require_said(decision, row, by)
    _require(decision.count, articles.votes.ordinary, "of the votes")


def require_special(decision: Decision, articles: Articles, row: Model) -> None:
    """Raise NotDecided unless the members decided about this very row by the special majority of the articles."""
    _require_said(decision, row, MEMBERS)
    special = articles.votes.special
    _require(decision.count, special, "of the votes")
    if articles.votes.class_by_class:
        for one in articles.classes:
            if one.key not in decision.by_class:
                raise NotDecided(f"The votes of “{one.title}” are missing. Nothing was changed.")
            if decision.by_class[one.key].entitled:
                _require(decision.by_class[one.key], special, f"of the votes of “{one.title}”")


def _require_said(decision: Decision, row: Model, by: str) -> None:
    if decision.about != about(row):
        raise NotDecided("This decision is about something else. Nothing was changed.")
    if decision.by != by or not decision.passed:
        who = "The members have" if by == MEMBERS else "The board has"
        raise NotDecided(f"{who} not said yes to this. Nothing was changed.")


def _require(count: Count, majority: Majority, of_what: str) -> None:
    if not 0 <= count.votes_for <= count.votes_cast <= count.entitled:
        raise NotDecided("The votes do not add up. Nothing was changed.")
    if not majority.carried(count.votes_for, count.votes_cast):
        raise NotDecided(
            f"This needs {majority} {of_what}; {count.votes_for} of {count.votes_cast} said yes. "
            "Nothing was changed."
        )
