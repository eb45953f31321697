"""Reading duties: what is due by when, what was written down about it, and what waits or is late."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Q, QuerySet

from kith.articles.models import ArticlesVersion
from kith.articles.queries import articles_in_force, articles_versions
from kith.articles.reading import read_articles
from kith.articles.rules import Articles
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.foundation.permissions import Permission, Reach, roles
from kith.membership.duties import rules
from kith.membership.duties.models import DutyRecord
from kith.membership.duties.rules import DAY, SOON, Duty, Period, Seat
from kith.membership.joining.queries import waiting_now
from kith.people.models import Hat, Person
from kith.people.queries import hats_worn

DONE, LATE, NEAR, OPEN, LATER = "done", "late", "soon", "open", "later"


@dataclass(frozen=True, slots=True)
class Line:
    """A duty with where it stands today: done, late, soon, open (can be done, not near) or later.

    `records` are everything written about it, oldest first; `by_other` is the record of another duty that met it.
    """

    duty: Duty
    state: str
    days: int
    records: tuple[DutyRecord, ...]
    by_other: DutyRecord | None = None

    @property
    def record(self) -> DutyRecord | None:
        """What counts of it: the newest record, when that says it was done."""
        last = self.records[-1] if self.records else None
        return last if last and last.done else None

    @property
    def done_on(self) -> date | None:
        """The day it was done, by its own record or by the other duty's."""
        found = self.record or self.by_other
        return found.done_on if found else None

    @property
    def was_late(self) -> bool:
        """True when it was done after its day."""
        return bool(self.record and self.record.done_on and self.record.done_on > self.duty.due)


@dataclass(frozen=True)
class Calendar:
    """All of a co-op's duties from its first year to the end of this one and what follows from it; by day."""

    today: date
    year: Period
    lines: tuple[Line, ...]
    unclaimed: tuple[DutyRecord, ...]

    def in_year(self, year: Period) -> list[Line]:
        """Those due in a year of the co-op."""
        return [line for line in self.lines if line.duty.due in year]

    @cached_property
    def late(self) -> list[Line]:
        """Those that should have been done."""
        return [line for line in self.lines if line.state == LATE]

    @cached_property
    def soon(self) -> list[Line]:
        """Those due within the next weeks."""
        return [line for line in self.lines if line.state == NEAR]

    def line(self, key: str) -> Line | None:
        """The duty with this key; also one that the articles no longer have, when something was written about it."""
        known = next((line for line in self.lines if line.duty.key == key), None)
        kept = tuple(one for one in self.unclaimed if one.duty == key)
        return known or (_unclaimed(kept) if kept else None)

    def others_in(self, year: Period) -> list[DutyRecord]:
        """What was done in a year about duties that the articles no longer have: the newest record of each."""
        newest = {one.duty: one for one in self.unclaimed}
        return [one for one in newest.values() if one.due in year]


def _unclaimed(records: tuple[DutyRecord, ...]) -> Line:
    last = records[-1]
    duty = Duty(
        last.duty, last.title, last.due, date.min, "The articles no longer ask for this.", ()
    )
    return Line(duty, DONE if last.done else OPEN, 0, records)


def calendar_of(coop: Coop) -> Calendar | None:
    """The co-op's duties as they stand today, in three queries; None for a co-op without articles in force."""
    today = clock.today(coop.zone)
    versions = list(articles_versions(coop))
    now = _read(versions, today)
    if now is None:
        return None
    year = rules.year_with(now, today)
    written = _records(coop)
    duties = sorted(
        {duty.key: duty for duty in _duties(coop, versions, now, year)}.values(),
        key=lambda duty: (duty.due, duty.title),
    )
    lines = tuple(_line(duty, written, today) for duty in duties)
    known = {duty.key for duty in duties}
    unclaimed = [one for key, rows in written.items() if key not in known for one in rows]
    return Calendar(today, year, lines, tuple(unclaimed))


def _read(versions: Sequence[ArticlesVersion], day: date) -> Articles | None:
    """The articles in force on a day; `versions` are newest first."""
    held = [one for one in versions if one.in_force_from and one.in_force_from <= day]
    return read_articles(held[0].text) if held else None


def _duties(
    coop: Coop, versions: Sequence[ArticlesVersion], now: Articles, year: Period
) -> Iterator[Duty]:
    """Every duty: of each year since the founding, of the seats on the board, of changed articles."""
    founded = min(one.in_force_from for one in versions if one.in_force_from)
    read: dict[date, Articles] = {}
    ended = now.year.end_after(founded)
    while ended <= year.last:
        following = now.year.end_after(ended + DAY)
        on = min(following, clock.today(coop.zone))  # the year in which these duties are done
        articles = read.setdefault(on, _read(versions, on) or now)
        yield from rules.duties_of_year(articles, ended)
        ended = following
    yield from rules.terms_of(now, _seats(coop), year.last + timedelta(days=366))
    for one in versions:
        if one.number > 1 and one.in_force_from and one.adopted_at:
            adopted = one.adopted_at.astimezone(coop.zone).date()
            yield rules.rules_changed(one.number, one.in_force_from, adopted)


def _seats(coop: Coop) -> list[Seat]:
    """The seats on the board that somebody has today."""
    day = clock.today(coop.zone)
    worn = Hat.objects.select_related("person").filter(coop=coop, role="board", since__lte=day)
    worn = worn.filter(Q(until__isnull=True) | Q(until__gte=day))
    return [Seat(h.id, h.person_id, h.person.name, h.since, h.until) for h in worn]


def _records(coop: Coop) -> Mapping[str, list[DutyRecord]]:
    found: dict[str, list[DutyRecord]] = {}
    for one in records_of(coop):
        found.setdefault(one.duty, []).append(one)
    return found


def records_of(coop: Coop) -> QuerySet[DutyRecord]:
    """Everything written about duties, of each the oldest first."""
    kept = DutyRecord.objects.select_related("written_by", "coop").filter(coop=coop)
    return kept.order_by("duty", "number")


def record_or_none(coop: Coop, record_id: uuid.UUID) -> DutyRecord | None:
    """A record of this co-op by id."""
    return records_of(coop).filter(pk=record_id).first()


def _line(duty: Duty, written: Mapping[str, list[DutyRecord]], today: date) -> Line:
    records = tuple(written.get(duty.key, ()))
    other = written.get(duty.met_by, [])
    met = other[-1] if other and other[-1].done and not (records and records[-1].done) else None
    done = bool(met or (records and records[-1].done))
    return Line(duty, _state(duty, today, done=done), (duty.due - today).days, records, met)


def _state(duty: Duty, today: date, *, done: bool) -> str:
    if done:
        return DONE
    if duty.due < today:
        return LATE
    if duty.due <= today + timedelta(days=SOON):
        return NEAR
    return OPEN if duty.opens <= today else LATER


def who_keeps(coop: Coop, permission: Permission = Permission.DUTIES_KEEP) -> QuerySet[Person]:
    """The people whose hats let them write down that a duty was done."""
    keeping = [r.name for r in roles().values() if r.permissions.get(permission) == Reach.COOP]
    worn = hats_worn(coop).filter(role__in=keeping)
    return Person.objects.filter(pk__in=worn.values("person"), left_at__isnull=True)


@dataclass(frozen=True, slots=True)
class Seats:
    """The board's seats: how many the articles have; of each that is taken, whose it is and when their term ends."""

    all: int
    terms: tuple[tuple[str, date], ...]

    @property
    def taken(self) -> int:
        """How many seats somebody has today."""
        return len(self.terms)


def board_seats(coop: Coop) -> Seats:
    """Whether the board is whole. Raises ArticlesVersion.DoesNotExist before the co-op had articles."""
    articles, today = articles_in_force(coop), clock.today(coop.zone)
    terms = [(seat.name, rules.term_on(articles, seat, today)) for seat in _seats(coop)]
    return Seats(articles.board.seats, tuple(sorted(terms, key=lambda one: one[::-1])))


def facts_about(coop: Coop, duty: Duty) -> list[str]:
    """What Kith itself knows that helps with a duty, in words."""
    if duty.key.startswith("register-"):
        waiting = waiting_now(coop)
        return [
            "Nobody waits for an answer to their application."
            if not waiting.all
            else f"{waiting.all} still wait for an answer to their application; {waiting.late} should have had it."
        ]
    if duty.key.startswith("meeting-"):
        seats = board_seats(coop)
        if seats.taken < seats.all:
            return [
                f"{seats.taken} of the {seats.all} seats on the board are taken: elect the others."
            ]
    return []


@dataclass(frozen=True, slots=True)
class ToDo:
    """What Today shows: the duties that are late and those that are due soon."""

    late: Sequence[Line]
    soon: Sequence[Line]


def to_do(coop: Coop) -> ToDo | None:
    """What waits; None when nothing does."""
    found = calendar_of(coop)
    if found is None or not (found.late or found.soon):
        return None
    return ToDo(found.late, found.soon)
