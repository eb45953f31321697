from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.kernel.week import Week, Window, local_moment

LONDON = ZoneInfo("Europe/London")
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(days)
def test_every_day_is_in_its_own_week(day: date) -> None:
    assert day in Week.of(day).days


@pytest.mark.parametrize(
    ("monday", "hours"),
    [(date(2026, 3, 23), 167), (date(2026, 10, 19), 169), (date(2026, 11, 23), 168)],
)
def test_a_week_is_as_long_as_its_clock_change_makes_it(monday: date, hours: int) -> None:
    week = Week(monday)
    assert week.ends(LONDON) - week.starts(LONDON) == timedelta(hours=hours)


@given(days, st.integers(0, 10_000))
def test_minutes_into_the_week_go_there_and_back(day: date, minute: int) -> None:
    week = Week.of(day)
    assert week.minute_of(week.moment_at(minute, LONDON), LONDON) == minute


def test_a_night_over_the_spring_change_is_an_hour_shorter() -> None:
    night = Window.local(date(2026, 3, 28), time(22), time(7), LONDON)
    assert night.minutes == 8 * 60


def test_a_night_over_the_autumn_change_is_an_hour_longer() -> None:
    night = Window.local(date(2026, 10, 24), time(22), time(7), LONDON)
    assert night.minutes == 10 * 60


def test_a_time_the_spring_change_skips_falls_after_it() -> None:
    assert local_moment(date(2026, 3, 29), time(1, 30), LONDON) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )


def test_a_time_autumn_repeats_means_the_first() -> None:
    assert local_moment(date(2026, 10, 25), time(1, 30), LONDON) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def test_a_week_reads_its_own_name_and_any_date_in_it() -> None:
    assert Week.parse("2026-W48") == Week(date(2026, 11, 23)) == Week.parse("2026-11-26")
    assert str(Week(date(2026, 11, 23))) == "2026-W48"


def test_a_week_starts_on_monday() -> None:
    with pytest.raises(ValueError, match="Monday"):
        Week(date(2026, 11, 24))


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 2, 1), timezones=st.just(UTC))
windows = st.tuples(moments, moments).map(lambda pair: Window(min(pair), max(pair)))


@given(windows, windows, moments)
def test_what_is_left_of_a_window_is_what_the_other_does_not_cover(
    one: Window, other: Window, moment: datetime
) -> None:
    inside = one.start <= moment < one.end and not other.start <= moment < other.end
    assert any(part.start <= moment < part.end for part in one.minus(other)) == inside


@pytest.mark.parametrize("text", ["0001-W01", "9999-W52", "2026-W99", "soon", "1899-12-31", ""])
def test_a_week_that_is_none_of_ours_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Week.parse(text)
