"""How the coming weeks would change, before anything is saved: done, looked at, and undone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kith.kernel.week import Week
from kith.support.models import Support
from kith.support.queries import DueVisit, visits_due_to

WEEKS = 2


@dataclass(frozen=True, slots=True)
class Look:
    """From a day on, for two weeks: the visits that would go, and those that would come."""

    since: date
    until: date
    gone: tuple[DueVisit, ...]
    new: tuple[DueVisit, ...]


def look_at(support: Support, act: Callable[[], object], since: date) -> Look:
    """What `act` would change in the weeks from the day on. Nothing stays of it. Raises what `act` raises."""
    weeks = [Week.of(since)]
    while len(weeks) < WEEKS:
        weeks.append(weeks[-1].next())
    before = _visits(support, weeks, since)
    with transaction.atomic():
        act()
        after = _visits(support, weeks, since)
        transaction.set_rollback(True)
    return Look(
        since,
        weeks[-1].sunday,
        tuple(visit for key, visit in before.items() if key not in after),
        tuple(visit for key, visit in after.items() if key not in before),
    )


def _visits(support: Support, weeks: list[Week], since: date) -> dict[tuple[object, ...], DueVisit]:
    """The visits from the day on, by all that a person would notice of them."""
    return {
        (one.day, one.what, one.earliest, one.latest, one.minutes, one.workers_needed): one
        for week in weeks
        for one in visits_due_to(support, week)
        if one.day >= since
    }
