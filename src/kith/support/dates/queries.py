"""Reading the changed dates and pauses of a support."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from kith.foundation.models import Coop
from kith.support.models import ChangedDate, Pause, Support, VisitPattern
from kith.support.rules import dates_between, day_after_change, is_paused


def pauses_of(support: Support) -> QuerySet[Pause]:
    """The pauses of a support, newest first."""
    return Pause.objects.filter(support=support, ended_at__isnull=True)


def changes_of(coop: Coop, series: uuid.UUID) -> dict[date, ChangedDate]:
    """The changed dates of one pattern, by the date of the repeat."""
    rows = ChangedDate.objects.filter(coop=coop, pattern=series, ended_at__isnull=True)
    return {row.day: row for row in rows}


@dataclass(frozen=True, slots=True)
class RepeatDate:
    """One date of a repeat: its day by the pattern, the day it really happens on, and its change if it has one."""

    repeat_day: date
    happens_on: date | None
    change: ChangedDate | None
    paused: bool


def next_dates(pattern: VisitPattern, first: date, weeks: int = 8) -> list[RepeatDate]:
    """The dates of a pattern's repeat in the `weeks` weeks from `first`, with what was changed about each."""
    rows = list(
        VisitPattern.objects.filter(series=pattern.series, ended_at__isnull=True).select_related(
            "support"
        )
    )
    changes = changes_of(pattern.coop, pattern.series)
    pauses = list(pauses_of(pattern.support))
    last = min(first + timedelta(weeks=weeks), pattern.support.until or date.max)
    days = sorted(day for row in rows for day in dates_between(row, first, last))
    found = []
    for day in days:
        change = changes.get(day)
        happens = day_after_change(day, change)
        found.append(RepeatDate(day, happens, change, is_paused(happens or day, pauses)))
    return found


def pause_or_none(coop: Coop, pause_id: uuid.UUID) -> Pause | None:
    """A pause in force, by id."""
    rows = Pause.objects.select_related("support__person", "support__team", "support__coop")
    return rows.filter(coop=coop, pk=pause_id, ended_at__isnull=True).first()
