"""Visits as an iCalendar feed (RFC 5545).

A feed leaves the co-op: it holds first names and times, never an address, what is done, or how to get in.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from kith import __version__
from kith.rota.queries.sent import SentVisit


def calendar_of(name: str, visits: Iterable[SentVisit], *, as_worker: bool, now: datetime) -> bytes:
    """The feed as bytes: times in UTC, one event for each visit, with the publication's number as its sequence."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Kith//Kith {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    for visit in visits:
        calendar.add_component(_event(visit, now, as_worker=as_worker))
    return bytes(calendar.to_ical())


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
