from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from kith.api.calendars import calendar_of
from kith.kernel.ids import uuid7
from kith.rota.queries.sent import Face, SentVisit

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def visit(**changes: object) -> SentVisit:
    start = datetime(2026, 11, 23, 7, 30, tzinfo=LONDON)
    given: dict[str, object] = {
        "visit": uuid7(),
        "rota": uuid7(),
        "person_id": uuid7(),
        "person": "Norma",
        "team": "Don Valley",
        "day": date(2026, 11, 23),
        "start": start,
        "end": start + timedelta(minutes=45),
        "minutes": 45,
        "what": "Getting up, breakfast",
        "how": "The blue towel",
        "address": "3 Weir Lane",
        "postcode": "S9 9ZZ",
        "getting_in": "Key safe 4711",
        "workers": (Face(uuid7(), "Amina", "Amina Khan"),),
        "missing": 0,
        "changed": "",
        "off": False,
        "number": 3,
        "sent_at": NOW,
    }
    return SentVisit(**(given | changes))  # type: ignore[arg-type]


def events(body: bytes) -> list:
    return list(Calendar.from_ical(body).walk("VEVENT"))


def test_a_visit_stands_in_the_calendar_at_its_moment() -> None:
    (event,) = events(calendar_of("x", [visit()], as_worker=False, now=NOW))
    assert event["dtstart"].dt == datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(minutes=45)
    assert (str(event["summary"]), int(event["sequence"])) == ("Amina", 3)


def test_a_visit_in_summer_time_is_given_in_utc() -> None:
    start = datetime(2026, 7, 6, 7, 30, tzinfo=LONDON)
    one = visit(start=start, end=start + timedelta(minutes=30))
    (event,) = events(calendar_of("x", [one], as_worker=True, now=NOW))
    assert event["dtstart"].dt == datetime(2026, 7, 6, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize("as_worker", [True, False])
def test_a_feed_never_tells_where_what_or_how(as_worker: bool) -> None:
    body = calendar_of("x", [visit()], as_worker=as_worker, now=NOW).decode()
    for private in ("Weir", "S9", "4711", "breakfast", "towel", "Khan"):
        assert private not in body


def test_a_visit_without_a_worker_is_tentative() -> None:
    (event,) = events(calendar_of("x", [visit(workers=())], as_worker=False, now=NOW))
    assert str(event["status"]) == "TENTATIVE"


def test_the_uid_of_a_visit_stays_when_the_week_is_sent_again() -> None:
    one = visit()
    first, again = (
        events(calendar_of("x", [visit(visit=one.visit, number=n)], as_worker=False, now=NOW))[0]
        for n in (1, 2)
    )
    assert str(first["uid"]) == str(again["uid"])
