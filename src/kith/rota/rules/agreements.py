"""What a worker agrees to beside the hours: more than 48 hours a week in writing, and work at night as a rule.

Both outlive a change of hours. An agreement to more than 48 hours lasts until the worker ends it with notice (Working
Time Regulations 1998, regulation 5(2)); work at night is protected until somebody says that it is over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Protocol


class Held(Protocol):
    """A contract, as far as it matters here."""

    since: date
    opted_out_on: date | None
    works_nights: bool


@dataclass(frozen=True, slots=True)
class Marks:
    """`opted_out_on`: when the worker agreed to more than 48 hours, None when not. `works_nights`: as a rule."""

    opted_out_on: date | None = None
    works_nights: bool = False


def marks_from(contracts: Iterable[Held], since: date) -> Mapping[date, Marks]:
    """What is agreed from `since` on, by the first day of each stretch; `contracts` are those that hold then or later.

    An agreement that ends or begins on a later day still does so on that day, whatever becomes of the hours.
    """
    found = {since: Marks()}
    for row in sorted(contracts, key=lambda row: row.since):
        found[max(row.since, since)] = Marks(row.opted_out_on, row.works_nights)
    return found


def stretches(marks: Mapping[date, Marks]) -> list[tuple[date, date | None, Marks]]:
    """First day, day on which the next stretch begins (None for the last), marks; equal neighbours are one stretch."""
    days = sorted(marks)
    starts = days[:1] + [day for before, day in pairwise(days) if marks[before] != marks[day]]
    ends: list[date | None] = [*starts[1:], None]
    return [(day, end, marks[day]) for day, end in zip(starts, ends, strict=True)]
