"""Reading circles: what one reader may see of one, the picture of it, one's own circles, and all of a team's."""

import math
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from django.db.models import QuerySet

from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.people.models import Person
from kith.support.circles.hooks import Coming, coming_to
from kith.support.circles.models import CircleAsk, CircleEvent, CircleNote, CircleWish, InCircle
from kith.support.circles.seeing import seen_by
from kith.support.models import Plan
from kith.support.plan.outcomes import Shown, outcomes_of
from kith.support.plan.queries import Written, written
from kith.support.queries import supports_of_person, supports_of_team
from kith.teams.models import Team

AHEAD = 14
"""How many days of visits the circle sees."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the calendar: a day of the circle, something asked for, or a visit."""

    day: date
    at: time | None
    what: str
    kind: str
    event: CircleEvent | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What one reader may see of a circle; what they may not see is not even read."""

    may: frozenset[str]
    people: Sequence[InCircle] = ()
    about: Sequence[Written] = ()
    plan: Sequence[Written] = ()
    outcomes: Sequence[Shown] = ()
    visits: Sequence[Coming] = ()
    asks: Sequence[CircleAsk] = ()
    ended: Sequence[CircleAsk] = ()
    calendar: Sequence[Entry] = ()
    notes: Sequence[CircleNote] = ()
    contact: Person | None = None


@dataclass(frozen=True, slots=True)
class Dot:
    """Somebody in the picture: where they stand, between −100 and 100 each way."""

    row: InCircle
    x: float
    y: float
    anchor: str = field(default="middle")


def circle_of(person: Person) -> QuerySet[InCircle]:
    """Everybody around the person now, the closest first."""
    rows = InCircle.objects.filter(person=person, ended_at__isnull=True)
    return rows.exclude(state=InCircle.OUT).select_related("member", "person", "coop")


def row_or_none(coop: Coop, series: uuid.UUID) -> InCircle | None:
    """Somebody in a circle of this co-op, as written down now."""
    rows = InCircle.objects.filter(coop=coop, series=series, ended_at__isnull=True)
    rows = rows.exclude(state=InCircle.OUT)
    return rows.select_related("person__account", "person__coop", "member", "coop").first()


def ask_or_none(coop: Coop, ask: uuid.UUID) -> CircleAsk | None:
    """Something asked or offered in this co-op, by id."""
    rows = CircleAsk.objects.select_related("person__account", "by", "taken_by", "coop")
    return rows.filter(coop=coop, pk=ask).first()


def event_or_none(coop: Coop, event: uuid.UUID) -> CircleEvent | None:
    """A day in a circle's calendar, by id."""
    rows = CircleEvent.objects.select_related("person__account", "by", "coop")
    return rows.filter(coop=coop, pk=event, off_at__isnull=True).first()


def wish_of(person: Person) -> CircleWish | None:
    """Whether the person wants a circle, as they last said."""
    return CircleWish.objects.filter(person=person, ended_at__isnull=True).first()


def circles_with(coop: Coop, member: Person) -> QuerySet[InCircle]:
    """The circles that somebody takes part in, or is asked into."""
    rows = InCircle.objects.filter(coop=coop, member=member, ended_at__isnull=True)
    rows = rows.filter(state__in=[InCircle.ASKED, InCircle.IN], person__left_at__isnull=True)
    return rows.select_related("person").order_by("person__name")


def seen_of(coop: Coop, by: Actor, person: Person, today: date) -> Seen:
    """The circle as `by` may see it today. About twelve queries for all of it."""
    may = seen_by(coop, by, person)
    plan = _plan(coop, person, today) if may & {"about", "plan"} else None
    words = written(plan) if plan else []
    asks = list(_asks(person)) if may & {"asks", "calendar"} else []
    visits = coming_to(coop, person, today, AHEAD) if "visits" in may else []
    return Seen(
        may=may,
        people=list(circle_of(person)) if "people" in may else (),
        about=[one for one in words if one.section.part == "about" and one.text]
        if "about" in may
        else (),
        plan=[one for one in words if one.section.part == "plan" and one.text]
        if "plan" in may
        else (),
        outcomes=outcomes_of(plan) if plan and "plan" in may else (),
        visits=visits,
        asks=[one for one in asks if one.open] if "asks" in may else (),
        ended=[one for one in reversed(asks) if not one.open][:10] if "asks" in may else (),
        calendar=_calendar(person, today, asks if "asks" in may else [], visits)
        if "calendar" in may
        else (),
        notes=list(_notes(person)[:20]) if "notes" in may else (),
        contact=person if "contact" in may else None,
    )


def _plan(coop: Coop, person: Person, today: date) -> Plan | None:
    supports = supports_of_person(coop, person, today)
    return Plan.objects.filter(support__in=supports).select_related("support__person").first()


def _asks(person: Person) -> QuerySet[CircleAsk]:
    return CircleAsk.objects.filter(person=person).select_related("by", "taken_by")


def _notes(person: Person) -> QuerySet[CircleNote]:
    return CircleNote.objects.filter(person=person).select_related("by", "event")


def _calendar(
    person: Person, today: date, asks: Sequence[CircleAsk], visits: Sequence[Coming]
) -> list[Entry]:
    events = CircleEvent.objects.filter(person=person, off_at__isnull=True)
    events = events.filter(day__gte=today - timedelta(days=1)).select_related("by")
    entries = [
        Entry(one.day, one.at, one.what, "meeting" if one.meeting else "event", one)
        for one in events
    ]
    for ask in asks:
        if ask.open and ask.day and ask.day >= today:
            who = f" ({ask.taken_by.short})" if ask.taken_by else " (open)"
            entries.append(Entry(ask.day, ask.at, ask.what + who, ask.kind))
    for visit in visits:
        who = " and ".join(visit.workers) or "nobody yet"
        entries.append(Entry(visit.day, visit.at, f"{visit.what}: {who}", "visit"))
    return sorted(entries, key=lambda one: (one.day, one.at or time.min, one.what))


def picture_of(rows: Sequence[InCircle]) -> list[Dot]:
    """Where each stands around the person: on the ring of how close they are, evenly round it."""
    rings: defaultdict[int, list[InCircle]] = defaultdict(list)
    for row in rows:
        rings[row.near].append(row)
    dots = []
    for near, on_ring in rings.items():
        radius = 24.0 * near - 2
        for number, row in enumerate(on_ring):
            # each ring begins a little further round, so that nobody stands behind another
            angle = 2 * math.pi * number / len(on_ring) + 2.4 * near
            dots.append(
                Dot(row, round(radius * math.cos(angle), 1), round(radius * math.sin(angle), 1))
            )
    return dots


@dataclass(frozen=True, slots=True)
class OfTeam:
    """A person of the team, with how many are around them and what they said about wanting a circle."""

    person: Person
    around: int
    in_kith: int
    wish: str


def circles_of_team(coop: Coop, team: Team, today: date) -> list[OfTeam]:
    """Everybody whom the team supports: who has a circle, who wants one. Three queries."""
    people = [one.person for one in supports_of_team(coop, team, today)]
    around: defaultdict[uuid.UUID, list[str]] = defaultdict(list)
    rows = InCircle.objects.filter(person__in=people, ended_at__isnull=True)
    for person, state in rows.exclude(state=InCircle.OUT).values_list("person_id", "state"):
        around[person].append(state)
    wishes = dict(
        CircleWish.objects.filter(person__in=people, ended_at__isnull=True).values_list(
            "person_id", "says"
        )
    )
    return [
        OfTeam(one, len(around[one.pk]), around[one.pk].count(InCircle.IN), wishes.get(one.pk, ""))
        for one in people
    ]
