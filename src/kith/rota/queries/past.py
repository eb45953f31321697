"""What workers did in the weeks before: hours for the 48-hour average, faces for continuity, when they last ended."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db.models import Q

from kith.kernel.week import Week, Window
from kith.rota.models import Slot, Visit
from kith.rota.rules.travel import Spot, minutes_between
from kith.teams.models import Team

AVERAGE_WEEKS = 17  # Working Time Regulations 1998, regulation 4(3)
CONTINUITY_WEEKS = 4


@dataclass(slots=True)
class Past:
    """One worker's weeks before. Minutes count visits and the travel between them; weeks without work do not count.

    `met` counts visits to each person in the last four weeks. `busy` are visits for other teams this week.
    """

    minutes: int = 0
    mondays: set[date] = field(default_factory=set)
    unsocial: int = 0
    last_end: datetime | None = None
    met: defaultdict[uuid.UUID, int] = field(default_factory=lambda: defaultdict(int))
    busy: list[Window] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Done:
    worker: uuid.UUID
    person: uuid.UUID
    team: uuid.UUID
    monday: date
    day: date
    start: datetime
    minutes: int
    unsocial: bool
    spot: Spot

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.minutes)


def pasts(team: Team, week: Week, workers: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, Past]:
    """The weeks before this one for each worker, whichever team they worked for. One query.

    Weeks that were sent count as worked; this week's visits for other teams count towards the average too.
    """
    found: defaultdict[uuid.UUID, Past] = defaultdict(Past)
    done = _done(team, week, list(workers))
    for visit in done:
        _add(found[visit.worker], visit, week)
    for a, b in pairwise(done):
        if (a.worker, a.day, a.team) == (b.worker, b.day, b.team):
            found[a.worker].minutes += minutes_between(a.spot, b.spot)
    return found


def _add(past: Past, visit: _Done, week: Week) -> None:
    past.minutes += visit.minutes
    if visit.monday == week.monday:
        past.busy.append(Window(visit.start, visit.end))
        return
    past.mondays.add(visit.monday)
    past.unsocial += visit.minutes if visit.unsocial else 0
    past.last_end = max(past.last_end or visit.end, visit.end)
    if visit.monday >= week.monday - timedelta(weeks=CONTINUITY_WEEKS):
        past.met[visit.person] += 1


def _done(team: Team, week: Week, workers: list[uuid.UUID]) -> list[_Done]:
    first = week.monday - timedelta(weeks=AVERAGE_WEEKS - 1)
    before = Q(
        visit__rota__monday__gte=first,
        visit__rota__monday__lt=week.monday,
        visit__rota__published_at__isnull=False,
    )
    elsewhere = Q(visit__rota__monday=week.monday) & ~Q(visit__rota__team=team)
    rows = Slot.objects.filter(before | elsewhere, worker__in=workers, visit__state=Visit.DUE)
    values = rows.order_by("worker_id", "visit__starts_at", "visit_id").values_list(
        "worker_id",
        "visit__person_id",
        "visit__rota__team_id",
        "visit__rota__monday",
        "visit__day",
        "visit__starts_at",
        "visit__earliest",
        "visit__minutes",
        "visit__unsocial",
        "visit__latitude",
        "visit__longitude",
        "visit__postcode",
        "visit__address",
    )
    return [
        _Done(w, p, t, monday, day, starts or earliest, minutes, unsocial, Spot(lat, lng, code, at))
        for w, p, t, monday, day, starts, earliest, minutes, unsocial, lat, lng, code, at in values
        if w
    ]
