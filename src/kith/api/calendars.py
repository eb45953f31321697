"""Visits, and the co-op's duties, as iCalendar feeds (RFC 5545).

A feed leaves the co-op: it holds first names and times, never an address, what is done, or how to get in. The feed
of duties names nobody: not whose term ends, nor what was written down.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from kith import __version__
from kith.foundation.models import Coop
from kith.membership.duties.queries import DONE, LATE, Line
from kith.rota.queries.sent import SentVisit


def calendar_of(name: str, visits: Iterable[SentVisit], *, as_worker: bool, now: datetime) -> bytes:
    """The feed as bytes: times in UTC, one event for each visit, with the publication's number as its sequence."""
    calendar = _named(name)
    for visit in visits:
        calendar.add_component(_event(visit, now, as_worker=as_worker))
    return bytes(calendar.to_ical())


def duties_as_calendar(coop: Coop, lines: Iterable[Line], *, now: datetime) -> bytes:
    """The co-op's duties as bytes: each a whole day, the last one on which it is in time."""
    calendar = _named(f"{coop.name}: what to do")
    for line in lines:
        event = Event()
        event.add("uid", f"{line.duty.key}@{coop.id}")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", line.duty.due)
        event.add("dtend", line.duty.due + timedelta(days=1))
        event.add("summary", _duty(line))
        event.add("transp", "TRANSPARENT")
        event.add("status", "CONFIRMED")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _duty(line: Line) -> str:
    title = "A term on the board ends" if line.duty.about else line.duty.title
    state = {DONE: " (done)", LATE: " (late)"}.get(line.state, "")
    return f"{title}{state}"


def _named(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//Kith//Kith {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    return calendar


def _event(visit: SentVisit, now: datetime, *, as_worker: bool) -> Event:
    event = Event()
    event.add("uid", f"{visit.visit}@kith")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("last-modified", visit.sent_at.astimezone(UTC))
    event.add("sequence", visit.number)
    event.add("dtstart", visit.start.astimezone(UTC))
    event.add("dtend", visit.end.astimezone(UTC))
    event.add("summary", _summary(visit, as_worker=as_worker))
    event.add("status", "CONFIRMED" if visit.workers else "TENTATIVE")
    if visit.changed:
        event.add("description", f"Changed: {visit.changed}")
    return event


def _summary(visit: SentVisit, *, as_worker: bool) -> str:
    names = " and ".join(face.name for face in visit.workers)
    if as_worker:
        return visit.person
    return names or "The team is looking for somebody"
