"""The bridge between rows and engine: a team's week as the engine's problem and plan, and a plan back into rows.

Ids cross as strings, moments as minutes that truly pass since Monday 00:00, so a change of clocks is no special case.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q

from kith.engines.rota.week import problem as engine
from kith.kernel.week import Week, Window
from kith.rota.models import Rota, Slot, Visit
from kith.rota.queries.availability import WorkerWeek, worker_weeks
from kith.rota.queries.board import spot_of
from kith.rota.queries.past import Past, pasts
from kith.rota.queries.publications import last_publication
from kith.rota.rules import spans
from kith.rota.rules.changes import Sent, unpack
from kith.rota.rules.elsewhere import blocked
from kith.rota.rules.travel import Spot, matrix
from kith.support.choices.queries import choices_in_force
from kith.support.models import Choice
from kith.teams.models import HasSkill
from kith.teams.queries import weights_of


@dataclass(frozen=True)
class TeamWeek:
    """A rota with the engine's view of it. `slots` are each visit's places in order, by visit id."""

    rota: Rota
    visits: Mapping[str, Visit]
    slots: Mapping[str, list[Slot]]
    problem: engine.Problem
    plan: engine.Plan

    def moment(self, minute: int) -> datetime:
        """The UTC moment of a minute of the week."""
        return self.rota.week.moment_at(minute, self.rota.coop.zone)

    def minute(self, moment: datetime) -> int:
        """The minute of the week of a moment."""
        return self.rota.week.minute_of(moment, self.rota.coop.zone)


def team_week(rota: Rota) -> TeamWeek:
    """Read a rota as the engine sees it. About seventeen queries, however many visits there are."""
    zone, week = rota.coop.zone, rota.week
    visits = {
        str(v.id): v
        for v in Visit.objects.filter(rota=rota, state=Visit.DUE).select_related("person")
    }
    slots: defaultdict[str, list[Slot]] = defaultdict(list)
    for slot in Slot.objects.filter(visit__in=list(visits.values())).order_by("visit_id", "number"):
        slots[str(slot.visit_id)].append(slot)
    workers = worker_weeks(rota.team, week, zone)
    past = pasts(rota.team, week, [w.worker.id for w in workers])
    workers = [_without_elsewhere(w, past[w.worker.id], visits.values(), rota) for w in workers]
    places = _Places()
    skills = _Skills(workers, week)
    choices = list(choices_in_force(rota.coop, {v.person_id for v in visits.values()}))
    last = last_publication(rota)
    known = {str(w.worker.id) for w in workers}
    problem = engine.Problem(
        visits=tuple(
            _visit(v, slots[key], visits, places, skills, rota, known) for key, v in visits.items()
        ),
        workers=tuple(
            _worker(w, past[w.worker.id], places, skills, choices, rota) for w in workers
        ),
        people=_people(visits.values(), choices, past),
        travel=matrix(places.spots),
        weights=weights_of(rota.team),
        published=_published(unpack(last.snapshot), visits, rota) if last else None,
        clock_change=clock_change(week, rota),
    )
    return TeamWeek(rota, visits, slots, problem, _plan(visits, slots, rota, known))


class _Places:
    """Doors, numbered in the order in which they are first named."""

    def __init__(self) -> None:
        self.spots: list[Spot] = []
        self._index: dict[Spot | uuid.UUID, int] = {}

    def number(self, spot: Spot, whose: uuid.UUID) -> int:
        """A door without coordinates and address is one's own, never the same as another's."""
        key = spot if spot.address or spot.latitude is not None else whose
        if key not in self._index:
            self._index[key] = len(self.spots)
            self.spots.append(spot)
        return self._index[key]


class _Skills:
    """Skills by name. One whose training begins or ends within the week is asked for by name and day."""

    def __init__(self, workers: list[WorkerWeek], week: Week) -> None:
        self.week = week
        rows = HasSkill.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=week.monday),
            person__in=[w.worker.id for w in workers],
            since__lte=week.sunday,
        )
        self._held: defaultdict[uuid.UUID, list[HasSkill]] = defaultdict(list)
        for row in rows.select_related("skill"):
            self._held[row.person_id].append(row)
        self._partly = {
            row.skill.name for held in self._held.values() for row in held if not self._whole(row)
        }

    def asked(self, names: Iterable[str], day: date) -> frozenset[str]:
        """What a visit on a day asks for."""
        return frozenset(self._name(name, day) if name in self._partly else name for name in names)

    def held(self, worker: uuid.UUID) -> frozenset[str]:
        """What a worker can do in this week."""
        found: set[str] = set()
        for row in self._held[worker]:
            name = row.skill.name
            if name in self._partly:
                found |= {self._name(name, day) for day in self.week.days if _valid(row, day)}
            else:
                found.add(name)
        return frozenset(found)

    def _whole(self, row: HasSkill) -> bool:
        return _valid(row, self.week.monday) and _valid(row, self.week.sunday)

    @staticmethod
    def _name(skill: str, day: date) -> str:
        return f"{skill} (valid on {day:%A})"


def _valid(row: HasSkill, day: date) -> bool:
    return row.since <= day and (row.valid_until is None or day <= row.valid_until)


def _visit(
    visit: Visit,
    slots: list[Slot],
    visits: Mapping[str, Visit],
    places: _Places,
    skills: _Skills,
    rota: Rota,
    known: set[str],
) -> engine.Visit:
    week, zone = rota.week, rota.coop.zone
    pinned = [s for s in slots if s.pinned and str(s.worker_id) in known]
    stays = any(not s.pinned_always for s in pinned)  # “always” keeps the worker, not the minute
    return engine.Visit(
        id=str(visit.id),
        person=str(visit.person_id),
        place=places.number(spot_of(visit), visit.person_id),
        earliest=week.minute_of(visit.earliest, zone),
        latest=week.minute_of(visit.latest, zone) + visit.late_most,
        on_time=week.minute_of(visit.latest, zone) if visit.late_most else None,
        minutes=visit.minutes,
        day=(visit.day - week.monday).days,
        needs=visit.workers_needed,
        skills=skills.asked(visit.skills, visit.day),
        after=str(visit.after_id) if str(visit.after_id) in visits else None,
        gap_min=visit.gap_least,
        gap_max=visit.gap_most,
        unsocial=visit.unsocial,
        label=visit.what,
        pins=tuple(str(s.worker_id) for s in pinned),
        pinned_start=week.minute_of(visit.starts_at, zone) if stays and visit.starts_at else None,
    )


def _worker(
    of_week: WorkerWeek,
    past: Past,
    places: _Places,
    skills: _Skills,
    choices: list[Choice],
    rota: Rota,
) -> engine.Worker:
    worker, week, zone = of_week.worker, rota.week, rota.coop.zone
    home = spot_of(worker)
    has_home = home.latitude is not None or home.postcode
    return engine.Worker(
        id=str(worker.id),
        name=worker.short,
        home=places.number(home, worker.id) if has_home else None,
        skills=skills.held(worker.id),
        spans=tuple(_minutes(window, week, rota) for window in of_week.windows),
        contract_minutes=of_week.contract_minutes,
        minutes_before=past.minutes,
        weeks_before=past.counted,
        free_days_before=past.free_days,
        refuses=frozenset(
            str(c.person_id) for c in choices if c.worker_id == worker.id and c.answer == Choice.NO
        ),
        unsocial_before=past.unsocial,
        last_end_before=week.minute_of(past.last_end, zone) if past.last_end else None,
        first_start_after=week.minute_of(past.next_start, zone) if past.next_start else None,
        opted_out=of_week.opted_out,
        night_worker=of_week.works_nights,
        contract_balance=past.balance,
    )


def _without_elsewhere(
    of_week: WorkerWeek, past: Past, visits: Collection[Visit], rota: Rota
) -> WorkerWeek:
    """Cut out what the worker's visits for other teams take of the week."""
    if not past.elsewhere:
        return of_week
    latest_ends: dict[date, datetime] = {}
    for visit in visits:
        end = visit.latest + timedelta(minutes=visit.late_most + visit.minutes)
        latest_ends[visit.day] = max(end, latest_ends.get(visit.day, end))
    doors = {spot_of(visit) for visit in visits}
    gone = blocked(past.elsewhere, doors, latest_ends, rota.coop.zone)
    return replace(of_week, windows=tuple(spans.without(of_week.windows, gone)))


def _minutes(window: Window, week: Week, rota: Rota) -> tuple[int, int]:
    return week.minute_of(window.start, rota.coop.zone), week.minute_of(window.end, rota.coop.zone)


def _people(
    visits: Iterable[Visit], choices: list[Choice], past: Mapping[uuid.UUID, Past]
) -> tuple[engine.Person, ...]:
    says: defaultdict[tuple[uuid.UUID, str], list[str]] = defaultdict(list)
    for choice in choices:
        says[choice.person_id, choice.says].append(str(choice.worker_id))
    names = {v.person_id: v.person.short for v in visits}
    return tuple(
        engine.Person(
            id=str(person),
            name=name,
            first=tuple(says[person, Choice.FIRST]),
            yes=tuple(says[person, Choice.YES]),
            no=frozenset(says[person, Choice.NO]),
            met={str(w): p.met[person] for w, p in past.items() if person in p.met},
        )
        for person, name in names.items()
    )


def _plan(
    visits: Mapping[str, Visit], slots: Mapping[str, list[Slot]], rota: Rota, known: set[str]
) -> engine.Plan:
    sent = {
        key: Sent(
            visit.planned_start,
            visit.minutes,
            tuple(str(s.worker_id) if str(s.worker_id) in known else None for s in slots[key]),
        )
        for key, visit in visits.items()
    }
    return _placements(sent, rota)


def _published(sent: Mapping[str, Sent], visits: Mapping[str, Visit], rota: Rota) -> engine.Plan:
    same = {
        key: value
        for key, value in sent.items()
        if key in visits and len(value.workers) == visits[key].workers_needed
    }
    return _placements(same, rota)


def _placements(sent: Mapping[str, Sent], rota: Rota) -> engine.Plan:
    week, zone = rota.week, rota.coop.zone
    return engine.Plan(
        {
            key: engine.Placement(week.minute_of(value.start, zone), value.workers)
            for key, value in sent.items()
            if any(value.workers)
        }
    )


def clock_change(week: Week, rota: Rota) -> tuple[int, int] | None:
    """The minute at which the clocks change and by how many minutes, or None in the other fifty weeks."""
    zone = rota.coop.zone
    start, end = week.starts(zone), week.ends(zone)
    before, after = start.astimezone(zone).utcoffset(), end.astimezone(zone).utcoffset()
    if before is None or after is None or before == after:
        return None
    moment = start
    while moment.astimezone(zone).utcoffset() == before:
        moment += timedelta(minutes=30)
    return week.minute_of(moment, zone), int((after - before).total_seconds() // 60)
