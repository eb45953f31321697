"""Dates, times and amounts in words."""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from kith.design import wording
from kith.design.faces import face_colour, initials, mood


def test_a_moment_is_shown_in_the_zone_of_the_coop() -> None:
    # given a moment of British summer, kept in UTC
    moment = datetime(2026, 7, 6, 6, 30, tzinfo=UTC)
    with timezone.override(ZoneInfo("Europe/London")):
        assert wording.moment(moment) == "Mon 6 July, 7:30am"
        assert wording.clock24(moment) == "07:30"
        assert wording.span_with(moment, 45) == "7:30 to 8:15am"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (time(7, 30), time(8, 15), "7:30 to 8:15am"),
        (time(11, 30), time(12, 15), "11:30am to 12:15pm"),
        (time(0, 5), time(0, 50), "12:05 to 12:50am"),
    ],
)
def test_spans(start: time, end: time, words: str) -> None:
    assert wording.span(start, end) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 11, 23), date(2026, 11, 29), "23 to 29 November"),
        (date(2026, 11, 30), date(2026, 12, 6), "30 November to 6 December"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 December 2026 to 3 January 2027"),
    ],
)
def test_weeks_in_words(first: date, last: date, words: str) -> None:
    assert wording.days_between(first, last) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (150, "2 hours 30 minutes"),
    ],
)
def test_minutes_in_words(amount: int, words: str) -> None:
    assert wording.minutes(amount) == words


def test_hours_to_the_half() -> None:
    assert [wording.hours_short(amount) for amount in (0, 30, 1620, 1650)] == [
        "0 h",
        "0.5 h",
        "27 h",
        "27.5 h",
    ]


def test_days_in_words() -> None:
    day = date(2026, 11, 23)
    assert (wording.day(day), wording.day_short(day)) == ("Mon 23 November", "Mon 23")
    assert wording.day_long(day) == "Monday 23 November 2026"


def test_plurals() -> None:
    assert [wording.plural(n, "visit", "visits") for n in (0, 1, 2)] == [
        "0 visits",
        "1 visit",
        "2 visits",
    ]


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Amina Khan", "AK"), ("Norma", "N"), ("Jo van der Berg", "JB"), ("", "?"), ("(x) y", "Y")],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_face_keeps_its_colour_and_faces_differ() -> None:
    assert face_colour("018f") == face_colour("018f")
    assert len({face_colour(number) for number in range(200)}) == 10


def test_a_mood_smiles_the_more_the_higher_the_number() -> None:
    mouths = [re.search(r"18 ([\d.]+)Q32 ([\d.]+)", mood(value)) for value in range(11)]
    bends = [float(found[2]) - float(found[1]) for found in mouths if found]
    assert bends == sorted(set(bends)) and len(bends) == 11
    assert bends[5] == 0 and mood(99) == mood(10)
