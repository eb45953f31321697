"""What a worker's visits for other teams leave of the week: the way to and from them, and the rest around their day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kith.engines.rota.week.problem import Rules
from kith.kernel.week import Window, local_moment
from kith.rota.rules.travel import Spot, minutes_between

REST = timedelta(minutes=Rules().rest_minutes)  # Working Time Regulations 1998, regulation 10
NEXT_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A visit for another team: the working day it belongs to, when, and at which door."""

    day: date
    window: Window
    spot: Spot


def blocked(
    visits: Collection[Elsewhere],
    doors: Collection[Spot],
    latest_ends: Mapping[date, datetime],
    zone: ZoneInfo,
) -> list[Window]:
    """When the worker cannot be with this team. `doors` are this team's, `latest_ends` its latest visit's end by day.

    Around each visit the longest way to a door of this team is kept free, which is on the safe side. Eleven hours are
    kept free before the first and after the last visit of a working day, outside that day: within it one may work for
    both teams. A night of the day before runs on after midnight, so the rest before reaches until that night is over.
    """
    return [_with_way(visit, doors) for visit in visits] + [
        window
        for day, of_day in _by_day(visits).items()
        for window in _rests(day, of_day, latest_ends, zone)
    ]


def _with_way(visit: Elsewhere, doors: Iterable[Spot]) -> Window:
    way = timedelta(minutes=max((minutes_between(visit.spot, door) for door in doors), default=0))
    return Window(visit.window.start - way, visit.window.end + way)


def _by_day(visits: Iterable[Elsewhere]) -> Mapping[date, list[Window]]:
    found: defaultdict[date, list[Window]] = defaultdict(list)
    for visit in visits:
        found[visit.day].append(visit.window)
    return found


def _rests(
    day: date, visits: list[Window], latest_ends: Mapping[date, datetime], zone: ZoneInfo
) -> Iterable[Window]:
    begins, ends = (local_moment(d, time(), zone) for d in (day, day + NEXT_DAY))
    first, last = min(v.start for v in visits), max(v.end for v in visits)
    night_over = max(begins, latest_ends.get(day - NEXT_DAY, begins))
    if first - REST < min(first, night_over):
        yield Window(first - REST, min(first, night_over))
    if last + REST > ends:
        yield Window(ends, last + REST)
