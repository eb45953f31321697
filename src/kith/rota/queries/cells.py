"""The places of a week as the board shows them: each with its visit, who has it, and what was said before."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from kith.people.models import Person
from kith.rota.models import Publication, Rota, Slot, Visit
from kith.rota.rules.changes import Sent, unpack

State = Literal["gap", "changed", "pinned", "double", "normal"]


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
    late_most: int
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
    def late(self) -> int:
        """Minutes by which it starts later than agreed."""
        return max(0, int((self.start - self.latest).total_seconds()) // 60)

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


def cells_of(rota: Rota) -> list[Cell]:
    """Every place of a week as the board shows it, in order of time."""
    last = Publication.objects.filter(rota=rota).order_by("-number").first()
    return shown(slots_of(rota), compared_with(rota, last), rota.coop.zone, told=last is not None)


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
    "late_most",
    "starts_at",
    "minutes",
    "workers_needed",
    "unsocial",
    "latitude",
    "longitude",
    "postcode",
    "address",
)


def slots_of(rota: Rota | None) -> list[Slot]:
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


def compared_with(rota: Rota | None, last: Publication | None) -> Before:
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


def shown(slots: list[Slot], before: Before, zone: ZoneInfo, *, told: bool) -> list[Cell]:
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
        late_most=visit.late_most,
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
