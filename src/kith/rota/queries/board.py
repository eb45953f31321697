"""The week board: workers × days or people × days, with every visit, gap and change, in few queries."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Literal

from django.db.models import Q

from kith.foundation.models import Coop
from kith.kernel.week import Week
from kith.people.models import Person
from kith.rota.models import Rota, Visit
from kith.rota.queries.availability import DayOff, WorkerWeek, worker_weeks
from kith.rota.queries.cells import Cell, compared_with, shown, slots_of
from kith.rota.queries.jobs import Job, job_at
from kith.rota.queries.publications import Affected, affected_since, last_publication, snapshot_from
from kith.rota.queries.sorting import natural
from kith.rota.rules.travel import Spot, minutes_between
from kith.teams.models import Team, TeamRole
from kith.teams.rules import ROLES

By = Literal["workers", "people"]
EVENING = 18  # the hour from which a visit is in the evening


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
class Board:
    """A team's week. `rota` is None before the week is made; then there are rows of workers without visits.

    `affected` are those who would be told if the week were sent now, and of what.
    """

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
    affected: Affected | None

    @property
    def waiting(self) -> int:
        """How many people would be told if the week were sent now."""
        return self.affected.count if self.affected else 0

    @property
    def cells(self) -> Iterator[Cell]:
        """Every place of the week, row by row."""
        return (cell for row in self.rows for day in row.days for cell in day.cells)


def rota_of(coop: Coop, team: Team, week: Week) -> Rota | None:
    """The team's rota of a week, if it is made."""
    rows = Rota.objects.select_related("coop", "team")
    return rows.filter(coop=coop, team=team, monday=week.monday).first()


def rota_or_none(coop: Coop, rota_id: uuid.UUID) -> Rota | None:
    """A rota of this co-op by id."""
    return Rota.objects.select_related("coop", "team").filter(coop=coop, pk=rota_id).first()


def week_board(coop: Coop, team: Team, week: Week, by: By = "workers") -> Board:
    """Everything the board page shows. At most fifteen queries, however many visits there are."""
    job = job_at(coop, team, week)  # first: what has ended by now is in the rows read after it
    rota = rota_of(coop, team, week)
    workers = worker_weeks(team, week, coop.zone)
    slots = slots_of(rota)
    last = last_publication(rota) if rota else None
    before = compared_with(rota, last)
    cells = _clashing(shown(slots, before, coop.zone, told=last is not None), workers)
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
        job=job,
        affected=affected_since(last, rota, snapshot_from(slots)) if rota else None,
    )


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
