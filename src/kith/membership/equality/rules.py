"""What may be shown of counted answers, so that nobody's own answer can be worked out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kith.foundation.errors import DomainError

BATCH = 10
"""Results are renewed when ten more people have answered: whoever looks every day learns nothing about one of them."""
SMALL = 5
"""A smaller count is hidden; so is the next larger one, when the hidden count could be worked out from the total."""


class AnsweredAlready(DomainError):
    """They have answered: a second time would count them twice."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer: how many gave it, or None where that is hidden."""

    title: str
    count: int | None


def cells(answers: Mapping[str, str], counts: Mapping[str, int], people: int) -> list[Cell]:
    """The counts of one question that `people` were asked, with small ones hidden.

    Counts of nobody are shown only where no other count is hidden. Those who left a question out are a count, too.
    """
    left_out = people - sum(counts.get(key, 0) for key in answers)
    whole = [
        *((title, counts.get(key, 0)) for key, title in answers.items()),
        ("Left out", left_out),
    ]
    hidden = hide([count for _, count in whole])
    return [
        Cell(title, None if place in hidden else count)
        for place, (title, count) in enumerate(whole)
    ]


def hide(counts: Sequence[int]) -> frozenset[int]:
    """The places of the counts to hide: all small ones but nought, and more until those hidden are `SMALL` together.

    Nought is hidden too as soon as anything is, so that a hidden count is never known to be the only one there.
    """
    small = {place for place, count in enumerate(counts) if 0 < count < SMALL}
    if not small:
        return frozenset()
    small |= {place for place, count in enumerate(counts) if count == 0}
    others = sorted((count, place) for place, count in enumerate(counts) if place not in small)
    if sum(0 < counts[place] < SMALL for place in small) == 1 and others:
        small.add(others[0][1])
    return frozenset(small)
