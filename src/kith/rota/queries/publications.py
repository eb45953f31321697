"""What people have been told: the last publication of each week, and who must be told of what has changed."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from kith.people.models import Person
from kith.rota.models import Publication, Rota, Slot, Visit
from kith.rota.queries.sorting import natural
from kith.rota.rules.changes import Change, Sent, Snapshot, changes_between, unpack


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody whose week changed, with one line of plain words for each change, in order of time."""

    person_id: uuid.UUID
    name: str
    is_worker: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Affected:
    """Exactly those whose day changes when the week is sent. `first` when it has never been sent before."""

    first: bool
    people: tuple[Told, ...]
    workers: tuple[Told, ...]
    changes: int

    @property
    def count(self) -> int:
        """How many will be told."""
        return len(self.people) + len(self.workers)


def last_publication(rota: Rota) -> Publication | None:
    """What was sent last for this week."""
    return Publication.objects.filter(rota=rota).order_by("-number").first()


def snapshot_of(rota: Rota) -> dict[str, Sent]:
    """The week as it stands: every visit that is due. One query."""
    slots = Slot.objects.filter(visit__rota=rota, visit__state=Visit.DUE).select_related("visit")
    return snapshot_from(slots)


def snapshot_from(slots: Iterable[Slot]) -> dict[str, Sent]:
    """The week of these places, which come with their visits."""
    of_visit: defaultdict[Visit, list[Slot]] = defaultdict(list)
    for slot in sorted(slots, key=lambda slot: slot.number):
        of_visit[slot.visit].append(slot)
    return {
        str(visit.id): Sent(
            visit.planned_start,
            visit.minutes,
            tuple(str(slot.worker_id) if slot.worker_id else None for slot in places),
        )
        for visit, places in of_visit.items()
    }


def changes_of(rota: Rota) -> list[Change]:
    """Every visit that differs from what was sent last."""
    last = last_publication(rota)
    return list(changes_between(unpack(last.snapshot) if last else {}, snapshot_of(rota)))


def affected_by_publish(rota: Rota) -> Affected:
    """Who would be told, and of what, if the week were sent now. At most five queries."""
    return affected_since(last_publication(rota), rota, snapshot_of(rota))


def affected_since(last: Publication | None, rota: Rota, now: Snapshot) -> Affected:
    """Who would be told, and of what, when `last` was sent last and the week stands as `now`."""
    was: Snapshot = unpack(last.snapshot) if last else {}
    changes = list(changes_between(was, now))
    return affected(rota, changes, first=last is None)


def affected(rota: Rota, changes: list[Change], *, first: bool) -> Affected:
    """Who these changes concern: the person of each visit, and every worker whose own day differs."""
    visits = {
        str(visit.id): visit
        for visit in Visit.objects.filter(pk__in=[c.visit for c in changes]).select_related(
            "person"
        )
    }
    changes = sorted(changes, key=_moment)
    names = _names(changes)
    people: defaultdict[uuid.UUID, list[str]] = defaultdict(list)
    workers: defaultdict[str, list[str]] = defaultdict(list)
    zone = rota.coop.zone
    for change in changes:
        visit = visits[change.visit]
        people[visit.person_id].append(_line_for_person(change, visit, names, zone))
        for worker, line in _lines_for_workers(change, visit, names, zone):
            workers[worker].append(line)
    persons = {visit.person_id: visit.person.short for visit in visits.values()}
    return Affected(
        first,
        _told(((p, persons[p], lines) for p, lines in people.items()), is_worker=False),
        _told(((uuid.UUID(w), names[w], lines) for w, lines in workers.items()), is_worker=True),
        len(changes),
    )


def _told(rows: Iterable[tuple[uuid.UUID, str, list[str]]], *, is_worker: bool) -> tuple[Told, ...]:
    found = [Told(who, name, is_worker, tuple(lines)) for who, name, lines in rows]
    return tuple(sorted(found, key=lambda told: natural(told.name)))


def _names(changes: list[Change]) -> Mapping[str, str]:
    ids = {w for c in changes for sent in (c.was, c.now) if sent for w in sent.workers if w}
    return {str(p.id): p.short for p in Person.objects.filter(pk__in=ids)}


def _moment(change: Change) -> datetime:
    sent = change.now or change.was
    assert sent is not None  # noqa: S101  a change has at least one side
    return sent.start


def _when(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%A %H:%M}"


def _who(sent: Sent, names: Mapping[str, str]) -> str:
    """“Lucy”, “Lucy and Sam”, “Lucy, and one more to be found”, “nobody yet”."""
    there = [names.get(w, "somebody") for w in sent.workers if w]
    missing = len(sent.workers) - len(there)
    if not there:
        return "nobody yet"
    return " and ".join(there) + (", and one more to be found" if missing else "")


def _line_for_person(change: Change, visit: Visit, names: Mapping[str, str], zone: ZoneInfo) -> str:
    was, now = change.was, change.now
    if was is None and now is not None:
        return f"{_when(now.start, zone)}, {visit.what}: {_who(now, names)}"
    if was is not None and now is None:
        return f"{_when(was.start, zone)}, {visit.what}: this visit is off"
    if was is None or now is None:
        return ""
    line = f"{_when(now.start, zone)}, {visit.what}: {_who(now, names)}"
    if not change.same_workers:
        line += f" (it was {_who(was, names)})"
    if was.start != now.start:
        line += f" (it was {_when(was.start, zone)})"
    elif change.moved:
        line += f" ({now.minutes} minutes; it was {was.minutes})"
    return line


def _lines_for_workers(
    change: Change, visit: Visit, names: Mapping[str, str], zone: ZoneInfo
) -> Iterator[tuple[str, str]]:
    """A line for each worker who comes, goes, or stays while the time or the one beside them changes."""
    name = visit.person.short
    if change.was is not None:
        for worker in change.workers_gone:
            yield worker, f"{_when(change.was.start, zone)}, {name}: no longer yours"
    if change.now is None:
        return
    for worker in change.workers_new:
        yield worker, f"{_when(change.now.start, zone)}, {name}: now yours"
    for worker in change.workers_kept:
        yield worker, _line_for_kept(worker, change, name, names, zone)


def _line_for_kept(
    worker: str, change: Change, person: str, names: Mapping[str, str], zone: ZoneInfo
) -> str:
    now, was = change.now, change.was
    if now is None or was is None:
        return ""
    line = f"{_when(now.start, zone)}, {person}"
    if was.start != now.start:
        line += f" (it was {_when(was.start, zone)})"
    elif change.moved:
        line += f" ({now.minutes} minutes; it was {was.minutes})"
    if not change.same_workers:
        beside = tuple(w for w in now.workers if w != worker)
        line += f", with {_who(Sent(now.start, now.minutes, beside), names)}"
    return line
