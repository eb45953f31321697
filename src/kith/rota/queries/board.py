"""The week board: workers × days or people × days, with every visit, gap and change, in few queries."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from django.db.models import Q

from kith.foundation import clock
from kith.foundation.models import Coop
from kith.kernel.week import Week
from kith.people.models import Person
from kith.rota.models import Publication, Rota, Slot, Suggestion, Visit
from kith.rota.queries.availability import DayOff, WorkerWeek, worker_weeks
from kith.rota.queries.sorting import natural
from kith.rota.rules.changes import Sent, unpack
from kith.rota.rules.travel import Spot, minutes_between
from kith.teams.models import Team, TeamRole
from kith.teams.rules import ROLES

By = Literal["workers", "people"]
State = Literal["gap", "changed", "pinned", "double", "normal"]
SILENT_AFTER = timedelta(seconds=120)  # longer than the engine takes to start on a slow machine
CUT_OFF = "This was cut off. Nothing was changed. Ask again."
EVENING = 18  # the hour from which a visit is in the evening


@dataclass(frozen=True, slots=True)
class Cell:
    """One worker's part in one visit, as the board shows it. Times are local.

    `number` counts the places of a visit from 0; `beside` names the other worker of a visit for two ("" for one).
    `changed` says what people were told before, such as “it was Lucy”; empty when nothing differs. `clash` says when
    the worker cannot work then after all, such as “Lucy cannot work then (Off sick)”.
    """

    slot: uuid.UUID
    visit: uuid.UUID
    number: int
    day: date
    start: datetime
    end: datetime
    earliest: datetime
    latest: datetime
    minutes: int
    what: str
    person_id: uuid.UUID
    person: str
    worker_id: uuid.UUID | None
    worker: str
    beside: str
    workers_needed: int
    pinned: bool
    pinned_always: bool
    unsocial: bool
    changed: str
    why: tuple[str, ...]
    nearest: tuple[str, ...]
    clash: str = ""

    @property
    def gap(self) -> bool:
        """True when nobody has it."""
        return self.worker_id is None

    @property
    def state(self) -> State:
        """The one thing to show first."""
        if self.gap:
            return "gap"
        if self.changed:
            return "changed"
        if self.pinned:
            return "pinned"
        return "double" if self.workers_needed > 1 else "normal"


@dataclass(frozen=True, slots=True)
class BoardDay:
    """One day of a row: what it says (`words`, such as “07:00–15:00” or “On leave”) and its visits in order."""

    day: date
    words: str
    off: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A worker, a person, or (with no id) the places that nobody has yet.

    Minutes count visits and the travel between them; `contract_minutes` is None for people and without a contract.
    """

    id: uuid.UUID | None
    name: str
    roles: tuple[str, ...]
    planned_minutes: int
    contract_minutes: int | None
    days: tuple[BoardDay, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The week in figures. `changes` counts visits that differ from `changes_since` (what was sent, or last week).

    `faces` is the average of different workers per person; evenings are days with a visit from 18:00 on, for the
    worker with the fewest and the one with the most.
    """

    visits: int
    filled: int
    gaps: int
    changes: int
    changes_since: str
    faces: float
    evenings_least: int
    evenings_most: int
    clashes: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """The suggestion that is under way, or the last one. `progress` is 0 to 100."""

    id: uuid.UUID
    kind: str
    state: str
    progress: int
    words: str

    @property
    def running(self) -> bool:
        """True while it waits or works."""
        return self.state in (Suggestion.WAITING, Suggestion.RUNNING)


@dataclass(frozen=True, slots=True)
class Board:
    """A team's week. `rota` is None before the week is made; then there are rows of workers without visits."""

    week: Week
    team: str
    rota: uuid.UUID | None
    state: str
    revision: int
    sent_at: datetime | None
    by: By
    rows: tuple[Row, ...]
    figures: Figures
    job: Job | None


def rota_of(coop: Coop, team: Team, week: Week) -> Rota | None:
    """The team's rota of a week, if it is made."""
    rows = Rota.objects.select_related("coop", "team")
    return rows.filter(coop=coop, team=team, monday=week.monday).first()


def rota_or_none(coop: Coop, rota_id: uuid.UUID) -> Rota | None:
    """A rota of this co-op by id."""
    return Rota.objects.select_related("coop", "team").filter(coop=coop, pk=rota_id).first()


def week_board(coop: Coop, team: Team, week: Week, by: By = "workers") -> Board:
    """Everything the board page shows. At most fifteen queries, however many visits there are."""
    rota = rota_of(coop, team, week)
    workers = worker_weeks(team, week, coop.zone)
    slots = _slots(rota)
    last = Publication.objects.filter(rota=rota).order_by("-number").first() if rota else None
    before = _before(rota, last)
    cells = _clashing(_cells(slots, before, coop.zone, told=last is not None), workers)
    spots = {slot.visit_id: spot_of(slot.visit) for slot in slots}
    rows = (
        _rows_of_workers(team, week, workers, cells, spots)
        if by == "workers"
        else _rows_of_people(week, cells)
    )
    return Board(
        week=week,
        team=team.name,
        rota=rota.id if rota else None,
        state=rota.state if rota else "",
        revision=rota.revision if rota else 0,
        sent_at=last.at.astimezone(coop.zone) if last else None,
        by=by,
        rows=rows,
        figures=_figures(cells, workers, "what was sent" if last else "last week"),
        job=job_of(rota),
    )


def cells_of(rota: Rota) -> list[Cell]:
    """Every place of a week as the board shows it, in order of time."""
    last = Publication.objects.filter(rota=rota).order_by("-number").first()
    return _cells(_slots(rota), _before(rota, last), rota.coop.zone, told=last is not None)


def cell_of(slot: Slot) -> Cell:
    """One place as the board shows it. `slot.visit.rota.coop` is read."""
    rota = slot.visit.rota
    return next(cell for cell in cells_of(rota) if cell.slot == slot.id)


_SHOWN = (
    "person",
    "day",
    "what",
    "earliest",
    "latest",
    "starts_at",
    "minutes",
    "workers_needed",
    "unsocial",
    "latitude",
    "longitude",
    "postcode",
    "address",
)


def _slots(rota: Rota | None) -> list[Slot]:
    """Every place with its visit, person and worker, each row read once. Three queries."""
    if rota is None:
        return []
    visits = {v.pk: v for v in Visit.objects.filter(rota=rota, state=Visit.DUE).only(*_SHOWN)}
    rows = Slot.objects.filter(visit__rota=rota, visit__state=Visit.DUE).defer("coop")
    slots = [slot for slot in rows.order_by("number") if slot.visit_id in visits]
    ids = {v.person_id for v in visits.values()} | {s.worker_id for s in slots if s.worker_id}
    people = Person.objects.only("name", "called").in_bulk(list(ids))
    for visit in visits.values():
        visit.person = people[visit.person_id]
    for slot in slots:
        slot.visit = visits[slot.visit_id]
        if slot.worker_id:
            slot.worker = people[slot.worker_id]
    return sorted(slots, key=lambda slot: (slot.visit.earliest, slot.visit_id, slot.number))


Before = Mapping[str, Sent]


def _before(rota: Rota | None, last: Publication | None) -> Before:
    """What this week is compared with: what was sent, else the same visits of the week before (workers only)."""
    if rota is None:
        return {}
    if last is not None:
        return unpack(last.snapshot)
    return _last_week(rota)


def _last_week(rota: Rota) -> Before:
    previous = Slot.objects.filter(
        visit__rota__team=rota.team_id,
        visit__rota__monday=rota.week.previous().monday,
        visit__state=Visit.DUE,
    ).order_by("number")
    then: defaultdict[tuple[uuid.UUID, int], list[str | None]] = defaultdict(list)
    for series, day, worker in previous.values_list("visit__series", "visit__day", "worker_id"):
        then[series, day.weekday()].append(str(worker) if worker else None)
    if not then:
        return {}
    now = Visit.objects.filter(rota=rota, state=Visit.DUE)
    return {
        str(v.id): Sent(v.planned_start, v.minutes, tuple(then[v.series, v.day.weekday()]))
        for v in now.only("series", "day", "starts_at", "earliest", "minutes")
        if (v.series, v.day.weekday()) in then
    }


def _cells(slots: list[Slot], before: Before, zone: ZoneInfo, *, told: bool) -> list[Cell]:
    """`told` when `before` is what people were told: then a visit that is not in it is new to them."""
    of_visit: defaultdict[uuid.UUID, list[Slot]] = defaultdict(list)
    for slot in slots:
        of_visit[slot.visit_id].append(slot)
    names = {str(s.worker_id): s.worker.short for s in slots if s.worker}
    missing = {w for sent in before.values() for w in sent.workers if w and w not in names}
    if missing:
        names |= {str(p.id): p.short for p in Person.objects.filter(pk__in=missing)}
    return [
        _cell(
            slot, of_visit[slot.visit_id], _changed(slot, of_visit, before, names, zone, told), zone
        )
        for slot in slots
    ]


def _cell(slot: Slot, together: list[Slot], changed: str, zone: ZoneInfo) -> Cell:
    visit = slot.visit
    return Cell(
        slot=slot.id,
        visit=visit.id,
        number=slot.number,
        day=visit.day,
        start=visit.planned_start.astimezone(zone),
        end=visit.planned_end.astimezone(zone),
        earliest=visit.earliest.astimezone(zone),
        latest=visit.latest.astimezone(zone),
        minutes=visit.minutes,
        what=visit.what,
        person_id=visit.person_id,
        person=visit.person.short,
        worker_id=slot.worker_id,
        worker=slot.worker.short if slot.worker else "",
        beside=" and ".join(s.worker.short for s in together if s is not slot and s.worker),
        workers_needed=visit.workers_needed,
        pinned=slot.pinned,
        pinned_always=slot.pinned_always,
        unsocial=visit.unsocial,
        changed=changed,
        why=tuple(slot.why),
        nearest=tuple(slot.nearest),
    )


def _changed(
    slot: Slot,
    of_visit: Mapping[uuid.UUID, list[Slot]],
    before: Before,
    names: Mapping[str, str],
    zone: ZoneInfo,
    told: bool,  # noqa: FBT001  a private helper, called once
) -> str:
    """What was said before about this place; two workers who only changed places are no change."""
    sent = before.get(str(slot.visit_id))
    if not told and slot.worker_id is None:
        return ""  # a plan that is not finished has gaps, not changes
    if sent is None:
        return "it is new" if told else ""
    now = {str(s.worker_id) for s in of_visit[slot.visit_id] if s.worker_id}
    gone = [w for w in sent.workers if w and w not in now]
    words = []
    if str(slot.worker_id) not in sent.workers:
        words += [names.get(w, "somebody who has left") for w in gone] or (
            ["nobody"] if slot.worker_id else []
        )
    if sent.start != slot.visit.planned_start:
        words.append(f"{sent.start.astimezone(zone):%H:%M}")
    return f"it was {' and '.join(words)}" if words else ""


def _clashing(cells: list[Cell], workers: list[WorkerWeek]) -> list[Cell]:
    """Mark the visits of workers who cannot work then: ill, on leave, or at another time of day."""
    weeks = {w.worker.id: w for w in workers}
    return [
        replace(cell, clash=clash)
        if cell.worker_id and (clash := _clash(cell, weeks.get(cell.worker_id)))
        else cell
        for cell in cells
    ]


def _clash(cell: Cell, of_worker: WorkerWeek | None) -> str:
    if of_worker is None:
        return f"{cell.worker} is not in the team this week"
    if any(w.start <= cell.start and cell.end <= w.end for w in of_worker.windows):
        return ""
    day = next((d for d in of_worker.days if d.day == cell.day), None)
    return f"{cell.worker} cannot work then" + (f" ({day.words})" if day else "")


def _rows_of_workers(
    team: Team,
    week: Week,
    workers: list[WorkerWeek],
    cells: list[Cell],
    spots: Mapping[uuid.UUID, Spot],
) -> tuple[Row, ...]:
    mine: defaultdict[uuid.UUID | None, list[Cell]] = defaultdict(list)
    for cell in cells:
        mine[cell.worker_id].append(cell)
    roles = _roles(team, week)
    rows = [
        Row(
            id=w.worker.id,
            name=w.worker.short,
            roles=tuple(roles.get(w.worker.id, ())),
            planned_minutes=_worked(mine[w.worker.id], spots),
            contract_minutes=w.contract_minutes,
            days=_days(w.days, mine[w.worker.id]),
        )
        for w in workers
    ]
    strangers = set(mine) - {w.worker.id for w in workers} - {None}
    rows += [_left_the_team(who, week, mine[who], spots) for who in strangers]
    if mine[None]:
        rows.insert(0, Row(None, "Nobody yet", (), 0, None, _days(_plain(week), mine[None])))
    return tuple(rows)


def _left_the_team(
    who: uuid.UUID | None, week: Week, cells: list[Cell], spots: Mapping[uuid.UUID, Spot]
) -> Row:
    """Somebody who has visits here but is not in the team this week is shown, never hidden."""
    days = tuple(DayOff(day, "Not in the team", off=True) for day in week.days)
    return Row(who, cells[0].worker, (), _worked(cells, spots), None, _days(days, cells))


def _rows_of_people(week: Week, cells: list[Cell]) -> tuple[Row, ...]:
    theirs: defaultdict[uuid.UUID, list[Cell]] = defaultdict(list)
    for cell in cells:
        theirs[cell.person_id].append(cell)
    people = sorted(theirs, key=lambda person: natural(theirs[person][0].person))
    return tuple(
        Row(
            id=person,
            name=theirs[person][0].person,
            roles=(),
            planned_minutes=sum(cell.minutes for cell in theirs[person]),
            contract_minutes=None,
            days=_days(_plain(week), theirs[person]),
        )
        for person in people
    )


def _plain(week: Week) -> tuple[DayOff, ...]:
    return tuple(DayOff(day, "", off=False) for day in week.days)


def _days(days: Iterable[DayOff], cells: list[Cell]) -> tuple[BoardDay, ...]:
    on: defaultdict[date, list[Cell]] = defaultdict(list)
    for cell in sorted(cells, key=lambda cell: (cell.start, cell.person, cell.number)):
        on[cell.day].append(cell)
    return tuple(BoardDay(d.day, d.words, d.off, tuple(on[d.day])) for d in days)


def _worked(cells: list[Cell], spots: Mapping[uuid.UUID, Spot]) -> int:
    """Visits and the travel between the visits of each day: travel is working time."""
    ordered = sorted(cells, key=lambda cell: cell.start)
    travel = sum(
        minutes_between(spots[a.visit], spots[b.visit])
        for a, b in pairwise(ordered)
        if a.day == b.day
    )
    return sum(cell.minutes for cell in cells) + travel


def spot_of(at: Visit | Person) -> Spot:
    """The door of a visit or of somebody's home."""
    return Spot(at.latitude, at.longitude, at.postcode, at.address)


def _roles(team: Team, week: Week) -> Mapping[uuid.UUID, list[str]]:
    found: defaultdict[uuid.UUID, list[str]] = defaultdict(list)
    rows = TeamRole.objects.filter(member__team=team, since__lte=week.sunday).filter(
        Q(until__isnull=True) | Q(until__gte=week.monday)
    )
    for who, role in rows.values_list("member__person_id", "role"):
        found[who].append(ROLES[role].title if role in ROLES else role)
    return found


def _figures(cells: list[Cell], workers: list[WorkerWeek], since: str) -> Figures:
    faces: defaultdict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    evenings: dict[uuid.UUID, set[date]] = {w.worker.id: set() for w in workers if w.windows}
    for cell in cells:
        if cell.worker_id:
            faces[cell.person_id].add(cell.worker_id)
            if cell.start.hour >= EVENING and cell.worker_id in evenings:
                evenings[cell.worker_id].add(cell.day)
    shared = [len(days) for days in evenings.values()] or [0]
    gaps = {cell.visit for cell in cells if cell.gap}
    visits = {cell.visit for cell in cells}
    return Figures(
        visits=len(visits),
        filled=len(visits - gaps),
        gaps=sum(cell.gap for cell in cells),
        changes=len({cell.visit for cell in cells if cell.changed}),
        changes_since=since,
        faces=round(sum(map(len, faces.values())) / len(faces), 1) if faces else 0.0,
        evenings_least=min(shared),
        evenings_most=max(shared),
        clashes=sum(bool(cell.clash) for cell in cells),
    )


def suggestion_under_way(rota: Rota) -> Suggestion | None:
    """The suggestion for this week that waits or is being worked out."""
    states = [Suggestion.WAITING, Suggestion.RUNNING]
    return Suggestion.objects.filter(rota=rota, state__in=states).first()


def job_of(rota: Rota | None) -> Job | None:
    """The suggestion under way for this week, or the last one. One that has fallen silent is shown as failed."""
    last = Suggestion.objects.filter(rota=rota).first() if rota else None
    if last is None:
        return None
    state, words = last.state, last.words
    if state in (Suggestion.WAITING, Suggestion.RUNNING) and is_silent(last.heartbeat):
        state, words = Suggestion.FAILED, CUT_OFF
    return Job(last.id, last.kind, state, last.progress, words)


def is_silent(heartbeat: datetime) -> bool:
    """True when whoever works on a suggestion has not been heard of for too long."""
    return heartbeat < clock.now() - SILENT_AFTER
