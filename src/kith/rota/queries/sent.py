"""What has been sent: a worker's own week, who is coming to a person, and both as calendar entries.

Only what was published counts here; a draft is nobody's business but the team's.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kith.foundation.models import Coop
from kith.kernel.week import Week
from kith.people.models import Person
from kith.rota.models import Publication, Visit
from kith.rota.rules.changes import Sent, unpack


@dataclass(frozen=True, slots=True)
class Face:
    """A worker as a person meets them."""

    id: uuid.UUID
    name: str
    pronouns: str


@dataclass(frozen=True, slots=True)
class SentVisit:
    """A visit as it was sent, in local time. `changed` says what was told before: “it was Lucy at 09:00”.

    `workers` are those who come; `missing` counts the places that nobody has yet.
    """

    visit: uuid.UUID
    rota: uuid.UUID
    person_id: uuid.UUID
    person: str
    team: str
    day: date
    start: datetime
    end: datetime
    minutes: int
    what: str
    how: str
    address: str
    postcode: str
    getting_in: str
    workers: tuple[Face, ...]
    missing: int
    changed: str
    off: bool
    number: int
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class SentDay:
    """One day of sent visits, in order of time."""

    day: date
    visits: tuple[SentVisit, ...]


@dataclass(frozen=True, slots=True)
class MyWeek:
    """A worker's own week. `sent` is false while none of their teams has sent this week."""

    week: Week
    days: tuple[SentDay, ...]
    minutes: int
    sent: bool


def my_week(coop: Coop, worker: Person, week: Week) -> MyWeek:
    """The visits a worker makes in a week, as sent. At most five queries."""
    publications = _publications(coop, week.monday, week.sunday)
    visits = [v for v in _visits(coop, publications) if _makes(worker, v) and not v.off]
    days = tuple(SentDay(day, tuple(v for v in visits if v.day == day)) for day in week.days)
    mine = any(True for _ in publications)
    return MyWeek(week, days, sum(v.minutes for v in visits), sent=mine)


def who_is_coming(coop: Coop, person: Person, first: date, days: int = 7) -> tuple[SentDay, ...]:
    """Who comes to a person on each of `days` days from `first`, as sent. At most five queries.

    A visit that people were told of and that is now off stays, marked `off`, so that nobody waits at the door.
    """
    last = first + timedelta(days=days - 1)
    visits = list(_visits(coop, _publications(coop, first, last), person))
    return tuple(
        SentDay(day, tuple(v for v in visits if v.day == day))
        for day in (first + timedelta(days=n) for n in range(days))
    )


def published_visits(
    coop: Coop, whose: Person, first: date, last: date, *, as_worker: bool
) -> tuple[SentVisit, ...]:
    """The visits of a person, or of a worker, between two days, for a calendar feed. At most five queries.

    `number` (of the publication) serves as the calendar's sequence: it grows when the week is sent again.
    """
    publications = _publications(coop, first, last)
    found = _visits(coop, publications, None if as_worker else whose)
    return tuple(
        v
        for v in found
        if first <= v.day <= last and not v.off and (not as_worker or _makes(whose, v))
    )


def _makes(worker: Person, visit: SentVisit) -> bool:
    return any(face.id == worker.id for face in visit.workers)


Sendings = Mapping[uuid.UUID, list[Publication]]


def _publications(coop: Coop, first: date, last: date) -> Sendings:
    """Everything sent for the weeks that hold these days, newest first, by rota."""
    rows = Publication.objects.filter(
        coop=coop, rota__monday__range=(Week.of(first).monday, last)
    ).order_by("rota__monday", "-number")
    found: defaultdict[uuid.UUID, list[Publication]] = defaultdict(list)
    for row in rows:
        found[row.rota_id].append(row)
    return found


@dataclass(frozen=True, slots=True)
class _Told:
    """What was told last about a visit, what was told before that, and by which publication."""

    now: Sent | None
    before: Sent | None
    publication: Publication


def _visits(
    coop: Coop, publications: Sendings, person: Person | None = None
) -> Iterator[SentVisit]:
    rows = Visit.objects.filter(coop=coop, rota__in=list(publications))
    if person is not None:
        rows = rows.filter(person=person)
    visits = {str(v.id): v for v in rows.select_related("person", "rota__team")}
    told = {
        key: value
        for sendings in publications.values()
        for key, value in _told(sendings, visits.keys()).items()
    }
    faces = _faces(told.values())
    found = [_sent_visit(visits[key], value, faces, coop) for key, value in told.items()]
    yield from sorted(found, key=lambda visit: (visit.start, visit.what))


def _told(sendings: list[Publication], wanted: Iterable[str]) -> dict[str, _Told]:
    """The last word on each visit and the last different word before it."""
    history = [unpack({k: v for k, v in p.snapshot.items() if k in wanted}) for p in sendings]
    found = {}
    for key in {key for snapshot in history for key in snapshot}:
        words = [snapshot.get(key) for snapshot in history]
        before = next((w for w in words[1:] if w and w != words[0]), None)
        found[key] = _Told(words[0], before, sendings[0])
    return found


def _faces(told: Iterable[_Told]) -> Mapping[str, Face]:
    ids = {w for t in told for sent in (t.now, t.before) if sent for w in sent.workers if w}
    return {str(p.id): Face(p.id, p.short, p.pronouns) for p in Person.objects.filter(pk__in=ids)}


def _sent_visit(visit: Visit, told: _Told, faces: Mapping[str, Face], coop: Coop) -> SentVisit:
    sent = told.now or told.before
    if sent is None:
        raise ValueError("A visit that was never sent.")
    start = sent.start.astimezone(coop.zone)
    workers = tuple(faces[w] for w in sent.workers if w and w in faces)
    return SentVisit(
        visit=visit.id,
        rota=visit.rota_id,
        person_id=visit.person_id,
        person=visit.person.short,
        team=visit.rota.team.name,
        day=visit.day,
        start=start,
        end=(sent.start + timedelta(minutes=sent.minutes)).astimezone(coop.zone),
        minutes=sent.minutes,
        what=visit.what,
        how=visit.how,
        address=visit.address,
        postcode=visit.postcode,
        getting_in=visit.person.getting_in,
        workers=workers if told.now else (),
        missing=len(sent.workers) - len(workers) if told.now else 0,
        changed=_changed(told, faces, coop),
        off=told.now is None,
        number=told.publication.number,
        sent_at=told.publication.at.astimezone(coop.zone),
    )


def _changed(told: _Told, faces: Mapping[str, Face], coop: Coop) -> str:
    now, before = told.now, told.before
    if now is None:
        return "this visit is off"
    if before is None:
        return ""
    words = []
    gone = [faces[w].name for w in before.workers if w and w in faces and w not in now.workers]
    if gone:
        words.append(" and ".join(gone))
    if before.start != now.start:
        words.append(f"at {before.start.astimezone(coop.zone):%H:%M}")
    return f"it was {' '.join(words)}" if words else ""
