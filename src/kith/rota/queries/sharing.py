"""How the work is shared: each worker's hours and unsocial hours, how few faces each person meets, and both over weeks.

This week's numbers are the engine's own: the same problem, the same plan, the same rules that a suggestion weighs.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from kith.engines.rota.week.problem import Problem, Worker
from kith.engines.rota.week.timeline import Jobs, jobs_of_all, worked_minutes
from kith.foundation.models import Coop
from kith.kernel.week import Week
from kith.people.models import Person
from kith.rota.models import Contract, Rota, Slot, Visit
from kith.rota.problem import TeamWeek, team_week
from kith.rota.queries.sorting import natural
from kith.rota.rules.travel import Spot, minutes_between
from kith.support.models import Choice

WEEKS_BEFORE = 5  # how many weeks that were sent before stand beside this one


@dataclass(frozen=True, slots=True)
class WorkerShare:
    """One worker's part. Minutes: `worked` and `contract` this week (None without a contract), `unsocial` and the
    `fair` share of it over this week and the weeks before that count, `average` a week over `weeks` weeks.

    `away` when they cannot work at all this week; `most` is the average that the law allows.
    """

    id: uuid.UUID
    name: str
    worked: int
    contract: int | None
    away: bool
    unsocial: int
    fair: int
    average: int
    weeks: int
    most: int

    @property
    def over(self) -> int:
        """Minutes beyond what was agreed, below zero when short of it; 0 without a contract or when away."""
        return 0 if self.contract is None or self.away else self.worked - self.contract

    @property
    def over_fair(self) -> int:
        """Unsocial minutes beyond the fair share, below zero when short of it."""
        return self.unsocial - self.fair


@dataclass(frozen=True, slots=True)
class PersonShare:
    """One person's continuity: different workers `now` (this week) and `recent` (the four weeks before as well), how
    many of them are `new` this week, and how many of `visits` are `chosen`: made by a first choice, if there is one.
    """

    id: uuid.UUID
    name: str
    visits: int
    now: int
    new: int
    recent: int
    chosen: int
    has_first: bool


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """A team's week in three figures, each None when there is nothing to count.

    `faces`: different workers a person meets, on average. `chosen`: per cent of the visits to people with a first
    choice that it makes. `apart`: minutes between hours worked and agreed, on average over those who worked.
    """

    week: Week
    faces: float | None
    chosen: int | None
    apart: int | None


@dataclass(frozen=True, slots=True)
class Sharing:
    """A team's week shared out. `before` are weeks that were sent, oldest first; `gaps` places have nobody yet."""

    week: Week
    workers: tuple[WorkerShare, ...]
    people: tuple[PersonShare, ...]
    figures: WeekFigures
    before: tuple[WeekFigures, ...]
    gaps: int


def sharing_of(rota: Rota) -> Sharing:
    """How the work of one week is shared. About eighteen queries, however many workers, people and visits there are."""
    of_week = team_week(rota)
    jobs = jobs_of_all(of_week.problem, of_week.plan)
    workers = tuple(_worker(of_week.problem, w, jobs[w.id]) for w in of_week.problem.workers)
    people = _people(of_week, jobs)
    return Sharing(
        week=rota.week,
        workers=tuple(sorted(workers, key=lambda one: natural(one.name))),
        people=tuple(sorted(people, key=lambda one: natural(one.name))),
        figures=_figures_now(rota.week, workers, people),
        before=_weeks_before(rota),
        gaps=sum(1 for _ in of_week.problem.gaps(of_week.plan)),
    )


def _worker(problem: Problem, worker: Worker, jobs: Jobs) -> WorkerShare:
    worked = worked_minutes(problem, jobs)
    weeks = min(worker.weeks_before, problem.rules.average_weeks - 1) + 1
    unsocial = sum(job.visit.minutes for job in jobs if job.visit.unsocial)
    return WorkerShare(
        id=uuid.UUID(worker.id),
        name=worker.name,
        worked=worked,
        contract=worker.contract_minutes,
        away=not worker.spans and not jobs,
        unsocial=worker.unsocial_before + unsocial,
        fair=round(problem.fair_unsocial[worker.id]),
        average=round((worker.minutes_before + worked) / (weeks - worker.free_days_before / 7)),
        weeks=weeks,
        most=problem.rules.week_limit_minutes,
    )


def _people(of_week: TeamWeek, jobs: Mapping[str, Jobs]) -> list[PersonShare]:
    made: defaultdict[str, list[str]] = defaultdict(list)
    for worker, of_worker in jobs.items():
        for job in of_worker:
            made[job.visit.person].append(worker)
    found = []
    for person in of_week.problem.people:
        faces = set(made[person.id])
        met = {worker for worker, times in person.met.items() if times}
        found.append(
            PersonShare(
                id=uuid.UUID(person.id),
                name=person.name,
                visits=len(made[person.id]),
                now=len(faces),
                new=len(faces - met),
                recent=len(faces | met),
                chosen=sum(worker in person.first for worker in made[person.id]),
                has_first=bool(person.first),
            )
        )
    return found


def _figures_now(
    week: Week, workers: Iterable[WorkerShare], people: Iterable[PersonShare]
) -> WeekFigures:
    met = [person.now for person in people if person.now]
    chosen = [(p.chosen, p.visits) for p in people if p.has_first]
    apart = [abs(w.worked - w.contract) for w in workers if w.worked and w.contract is not None]
    return _figures(week, met, chosen, apart)


def _figures(
    week: Week, met: list[int], chosen: list[tuple[int, int]], apart: list[int]
) -> WeekFigures:
    visits = sum(all_of_them for _, all_of_them in chosen)
    return WeekFigures(
        week=week,
        faces=round(sum(met) / len(met), 1) if met else None,
        chosen=round(100 * sum(kept for kept, _ in chosen) / visits) if visits else None,
        apart=round(sum(apart) / len(apart)) if apart else None,
    )


@dataclass(frozen=True, slots=True)
class _Made:
    """One place of a visit that somebody made."""

    monday: date
    worker: uuid.UUID
    person: uuid.UUID
    day: date
    minutes: int
    spot: Spot


def _weeks_before(rota: Rota) -> tuple[WeekFigures, ...]:
    """The figures of the weeks before that were sent, from three queries."""
    sent = _sent_before(rota)
    made: defaultdict[date, list[_Made]] = defaultdict(list)
    for one in _made(rota, sent):
        made[one.monday].append(one)
    everybody = [one for of_week in made.values() for one in of_week]
    contracts = _Contracts({one.worker for one in everybody})
    firsts = _Firsts(rota.coop, {one.person for one in everybody})
    return tuple(
        _figures_then(Week(monday), made[monday], contracts, firsts, told)
        for monday, told in sent.items()
    )


def _sent_before(rota: Rota) -> dict[date, datetime]:
    """When the weeks before were sent, oldest first, by their Monday: choices count as they were then."""
    first = rota.monday - timedelta(weeks=WEEKS_BEFORE)
    rows = Rota.objects.filter(team=rota.team_id, monday__gte=first, monday__lt=rota.monday)
    sent = rows.filter(published_at__isnull=False).order_by("monday")
    return {monday: at for monday, at in sent.values_list("monday", "published_at") if at}


def _made(rota: Rota, mondays: Iterable[date]) -> list[_Made]:
    """In order of worker and time, so that neighbours are one way apart."""
    rows = Slot.objects.filter(
        visit__rota__team=rota.team_id,
        visit__rota__monday__in=list(mondays),
        visit__state=Visit.DUE,
        worker__isnull=False,
    ).order_by("worker_id", "visit__starts_at", "visit_id")
    values = rows.values_list(
        "visit__rota__monday",
        "worker_id",
        "visit__person_id",
        "visit__day",
        "visit__minutes",
        "visit__latitude",
        "visit__longitude",
        "visit__postcode",
        "visit__address",
    )
    return [
        _Made(monday, worker, person, day, minutes, Spot(lat, lng, code, at))
        for monday, worker, person, day, minutes, lat, lng, code, at in values
        if worker
    ]


def _figures_then(
    week: Week, made: list[_Made], contracts: "_Contracts", firsts: "_Firsts", told: datetime
) -> WeekFigures:
    faces: defaultdict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    worked: defaultdict[uuid.UUID, int] = defaultdict(int)
    for one in made:
        faces[one.person].append(one.worker)
        worked[one.worker] += one.minutes
    for a, b in pairwise(made):
        if (a.worker, a.day) == (b.worker, b.day):
            worked[a.worker] += minutes_between(a.spot, b.spot)
    chosen = [
        (sum(worker in wanted for worker in workers), len(workers))
        for person, workers in faces.items()
        if (wanted := firsts.of(person, told))
    ]
    apart = [
        abs(minutes - agreed)
        for worker, minutes in worked.items()
        if (agreed := contracts.of(worker, week.sunday)) is not None
    ]
    return _figures(week, [len(set(workers)) for workers in faces.values()], chosen, apart)


class _Contracts:
    """What was agreed with workers, and when."""

    def __init__(self, workers: set[uuid.UUID]) -> None:
        self._rows = list(Contract.objects.filter(worker__in=workers).order_by("since"))

    def of(self, worker: uuid.UUID, day: date) -> int | None:
        """Minutes a week as agreed on a day."""
        held = [
            row.minutes_per_week
            for row in self._rows
            if row.worker_id == worker
            and row.since <= day
            and (row.until is None or day <= row.until)
        ]
        return held[-1] if held else None


class _Firsts:
    """First choices, and from when to when each was one."""

    def __init__(self, coop: Coop, people: set[uuid.UUID]) -> None:
        self._rows: defaultdict[uuid.UUID, list[tuple[uuid.UUID, datetime, datetime | None]]] = (
            defaultdict(list)
        )
        rows = Choice.objects.filter(coop=coop, person__in=people, says=Choice.FIRST)
        values = rows.values_list("person_id", "worker_id", "written_at", "ended_at")
        for person, worker, since, until in values:
            self._rows[person].append((worker, since, until))

    def of(self, person: uuid.UUID, moment: datetime) -> set[uuid.UUID]:
        """The first choices of a person at a moment."""
        return {
            worker
            for worker, since, until in self._rows[person]
            if since <= moment and (until is None or moment < until)
        }


def faces_met(coop: Coop, person: Person, first: date, last: date) -> int:
    """How many different workers came to a person between two days, in weeks that were sent. One query."""
    rows = Slot.objects.filter(
        coop=coop,
        visit__rota__published_at__isnull=False,
        visit__person=person,
        visit__state=Visit.DUE,
        visit__day__range=(first, last),
        worker__isnull=False,
    )
    return rows.values("worker").distinct().count()
