"""What workers did in the weeks before: hours for the averages and against the contract, faces for continuity, when
they last ended; and when next week begins for them.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from math import ceil
from zoneinfo import ZoneInfo

from django.db.models import Q

from kith.kernel.week import Week, Window, local_moment
from kith.rota.models import Away, Contract, Slot, Visit
from kith.rota.queries.availability import agreed_in, contracts_between
from kith.rota.rules.elsewhere import Elsewhere
from kith.rota.rules.travel import Spot, minutes_between
from kith.teams.models import Team

AVERAGE_WEEKS = 17  # Working Time Regulations 1998, regulation 4(3)
CONTINUITY_WEEKS = 4


@dataclass(slots=True)
class Past:
    """One worker's weeks before, as the rules count them: visits and the travel between them, in the weeks with work.

    `minutes` were worked in `counted` weeks, this week's visits for other teams added; `free_days` of those weeks were
    leave or sickness, as sevenths of a week (see `free_share`). `balance` are minutes above the contract in the last
    four weeks without any, None when there was none such. `met` counts visits to each person in the last four weeks.
    `elsewhere` are visits for other teams this week, `next_start` is the first visit of next week, if that is made.
    """

    minutes: int = 0
    counted: int = 0
    free_days: int = 0
    balance: int | None = None
    unsocial: int = 0
    last_end: datetime | None = None
    next_start: datetime | None = None
    met: defaultdict[uuid.UUID, int] = field(default_factory=lambda: defaultdict(int))
    elsewhere: list[Elsewhere] = field(default_factory=list)
    weeks: defaultdict[date, int] = field(default_factory=lambda: defaultdict(int))  # minutes
    days: set[date] = field(default_factory=set)  # worked on, in the weeks before


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
    """The weeks before this one for each worker, whichever team they worked for. Three queries.

    Weeks that were sent count as worked; this week's visits for other teams count towards the average too.
    """
    found: defaultdict[uuid.UUID, Past] = defaultdict(Past)
    known = list(workers)
    done = _done(team, week, known)
    for visit in done:
        _add(found[visit.worker], visit, week)
    for a, b in pairwise(done):
        if (a.worker, a.day, a.team) == (b.worker, b.day, b.team):
            found[a.worker].weeks[a.monday] += minutes_between(a.spot, b.spot)
    first = week.monday - timedelta(weeks=AVERAGE_WEEKS - 1)
    contracts = contracts_between(known, first, week.sunday)
    free = _free_days(known, first, week, team.coop.zone)
    for worker, past in found.items():
        _count(past, contracts[worker], free[worker], week)
    return found


def _add(past: Past, visit: _Done, week: Week) -> None:
    if visit.monday > week.monday:
        past.next_start = min(past.next_start or visit.start, visit.start)
        return
    past.weeks[visit.monday] += visit.minutes
    if visit.monday == week.monday:
        past.elsewhere.append(Elsewhere(visit.day, Window(visit.start, visit.end), visit.spot))
        return
    past.days.add(visit.day)
    past.unsocial += visit.minutes if visit.unsocial else 0
    past.last_end = max(past.last_end or visit.end, visit.end)
    if visit.monday >= week.monday - timedelta(weeks=CONTINUITY_WEEKS):
        past.met[visit.person] += 1


def _count(past: Past, contracts: list[Contract], free: set[date], week: Week) -> None:
    """Add up the weeks that the average counts: all, or those without an agreement to work more (regulation 4(5))."""
    nights = agreed_in(contracts, week).works_nights
    for monday, minutes in past.weeks.items():
        of_week = Week(monday)
        if monday >= week.monday:
            past.minutes += minutes if monday == week.monday else 0
            continue
        agreed, away = agreed_in(contracts, of_week), free.intersection(of_week.days)
        if nights or not agreed.opted_out:
            past.minutes += minutes
            past.counted += 1
            past.free_days += free_share(away, past.days.intersection(of_week.days) - free)
        recent = monday >= week.monday - timedelta(weeks=CONTINUITY_WEEKS)
        if recent and not away and agreed.minutes is not None:
            past.balance = (past.balance or 0) + minutes - agreed.minutes


def free_share(away: Collection[date], worked: Collection[date]) -> int:
    """How many sevenths of a week were leave or sickness, rounded up; `worked` are its other days with work.

    Regulation 4(6) counts excluded days against days worked, not against days of the calendar: two days of leave and
    three of work are two fifths of a week. Days off within a leave count as away, which is on the safe side.
    """
    return ceil(7 * len(away) / (len(away) + len(worked))) if away else 0


def _free_days(
    workers: list[uuid.UUID], first: date, week: Week, zone: ZoneInfo
) -> Mapping[uuid.UUID, set[date]]:
    """The days from `first` until this week that leave or sickness touches, by worker."""
    found: defaultdict[uuid.UUID, set[date]] = defaultdict(set)
    begins, ends = local_moment(first, time(), zone), week.starts(zone)
    rows = Away.objects.filter(worker__in=workers, kind__in=[Away.LEAVE, Away.SICK])
    for row in rows.filter(Q(ends__isnull=True) | Q(ends__gt=begins), starts__lt=ends):
        day = max(row.starts, begins).astimezone(zone).date()
        while day < week.monday and local_moment(day, time(), zone) < (row.ends or ends):
            found[row.worker_id].add(day)
            day += timedelta(days=1)
    return found


def _done(team: Team, week: Week, workers: list[uuid.UUID]) -> list[_Done]:
    first = week.monday - timedelta(weeks=AVERAGE_WEEKS - 1)
    before = Q(
        visit__rota__monday__gte=first,
        visit__rota__monday__lt=week.monday,
        visit__rota__published_at__isnull=False,
    )
    elsewhere = Q(visit__rota__monday=week.monday) & ~Q(visit__rota__team=team)
    following = Q(visit__rota__monday=week.next().monday)
    rows = Slot.objects.filter(
        before | elsewhere | following, worker__in=workers, visit__state=Visit.DUE
    )
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
