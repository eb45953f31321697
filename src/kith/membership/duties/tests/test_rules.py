"""Days by property: any year's end, any months, any day somebody took a seat, 29 February among them."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.articles.reading import model_text, read_articles
from kith.articles.rules import Articles, DayOfYear
from kith.membership.duties.rules import (
    DAY,
    Duty,
    Seat,
    call_by,
    duties_of_year,
    last_day,
    rules_changed,
    term_on,
    terms_of,
    year_with,
)

ARTICLES = read_articles(model_text("multi-stakeholder"))
DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
MONTHS = st.integers(1, 240)


@st.composite
def other_articles(draw: st.DrawFn) -> Articles:
    """The model's articles with another year and other figures."""
    day = draw(st.dates(date(2001, 1, 1), date(2001, 12, 31)))
    year = replace(
        ARTICLES.year,
        ends=DayOfYear(day.month, day.day),
        meeting_months=draw(st.integers(1, 18)),
        accounts_months=draw(st.integers(1, 7)),
    )
    meetings = replace(ARTICLES.meetings, notice_days=draw(st.integers(0, 90)))
    board = replace(
        ARTICLES.board,
        term_years=draw(st.integers(1, 6)),
        most_terms=draw(st.integers(1, 4)),
    )
    return replace(ARTICLES, year=year, meetings=meetings, board=board)


def by_kind(articles: Articles, ended: date) -> dict[str, Duty]:
    return {duty.key.partition("-")[0]: duty for duty in duties_of_year(articles, ended)}


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 4, 1), 7, date(2026, 10, 31)),
        (date(2027, 3, 1), 7, date(2027, 9, 30)),  # a year that ends on 28 February
        (date(2028, 2, 29), 7, date(2028, 9, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 28)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2027, 1, 1), 6, date(2027, 6, 30)),
        (date(2026, 7, 1), 7, date(2027, 1, 31)),
        (date(2028, 2, 29), -12, date(2027, 2, 28)),
    ],
)
def test_months_end_where_the_calendar_says(first: date, months: int, last: date) -> None:
    assert last_day(first, months) == last


@given(DAYS, MONTHS)
def test_months_that_begin_a_day_later_never_end_earlier(first: date, months: int) -> None:
    assert last_day(first, months) <= last_day(first + DAY, months)
    assert last_day(first, months) < last_day(first, months + 1)
    assert 27 * months < (last_day(first, months) - first).days + 1 <= 31 * months


@given(DAYS, st.integers(0, 120))
def test_clear_days_lie_between_the_notice_and_the_meeting(meeting: date, clear: int) -> None:
    between = (meeting - call_by(meeting, clear)).days - 1
    assert between == clear


@given(other_articles(), DAYS)
def test_every_day_is_in_one_year_and_years_follow_each_other(
    articles: Articles, day: date
) -> None:
    year = year_with(articles, day)
    assert day in year
    assert 365 <= (year.last - year.first).days + 1 <= 366
    assert year_with(articles, year.last + DAY).first == year.last + DAY


@given(other_articles(), DAYS)
def test_the_duties_of_a_year_follow_its_end_and_hold_the_law(
    articles: Articles, day: date
) -> None:
    ended = articles.year.end_after(day)
    found = by_kind(articles, ended)
    meeting, returned = found["meeting"], found["return"]
    assert ended < meeting.due <= ended + timedelta(days=31 * articles.year.meeting_months)
    assert ended < returned.due <= last_day(ended + DAY, 7)  # section 89: seven months
    assert found["accounts"].due <= min(meeting.due, returned.due)
    assert found["notice"].due == call_by(meeting.due, articles.meetings.notice_days)
    assert found["board"].due == found["education"].due == ended
    assert all(duty.opens <= duty.due for duty in found.values())
    assert len({duty.key for duty in duties_of_year(articles, ended)}) == len(found)


@given(other_articles(), DAYS, DAYS)
def test_a_term_has_its_years_and_the_next_follows_it(
    articles: Articles, since: date, until: date
) -> None:
    seat = Seat(uuid.uuid4(), uuid.uuid4(), "Pat", since, None)
    ends = [duty.due for duty in terms_of(articles, [seat], until)]
    assert ends == sorted(set(ends))
    assert all(since < end <= until for end in ends)
    assert len({duty.key for duty in terms_of(articles, [seat], until)}) == len(ends)
    for number, end in enumerate(ends, 1):
        assert end.year - since.year in (
            articles.board.term_years * number,
            articles.board.term_years * number - 1,
        )


def test_who_has_had_the_most_terms_is_not_proposed_again() -> None:
    seat = Seat(uuid.uuid4(), uuid.uuid4(), "Pat Person", date(2020, 5, 1), None)
    first, second = terms_of(ARTICLES, [seat], date(2026, 12, 31))
    assert first.steps[0].startswith("Elect Pat Person again")
    assert second.steps[0].startswith("Elect somebody else")
    assert (first.due, second.due) == (date(2023, 4, 30), date(2026, 4, 30))


def test_given_a_seat_given_back_then_no_term_ends_after_that() -> None:
    seat = Seat(uuid.uuid4(), uuid.uuid4(), "Pat", date(2020, 5, 1), date(2022, 1, 1))
    assert list(terms_of(ARTICLES, [seat], date(2030, 1, 1))) == []


@given(other_articles(), DAYS, DAYS)
def test_the_term_of_a_day_ends_on_it_or_after(articles: Articles, since: date, day: date) -> None:
    seat = Seat(uuid.uuid4(), uuid.uuid4(), "Pat", since, None)
    end = term_on(articles, seat, day)
    assert end >= day
    if since <= day:
        assert end <= last_day(day, 12 * articles.board.term_years) + DAY
    assert end in [duty.due for duty in terms_of(articles, [seat], end)]


def test_what_the_articles_do_not_promise_is_no_duty() -> None:
    silent = replace(
        ARTICLES,
        education=replace(ARTICLES.education, plan="", hours_a_year=0),
        community=replace(ARTICLES.community, report_a_year=False),
    )
    ended = date(2026, 3, 31)
    assert set(by_kind(ARTICLES, ended)) - set(by_kind(silent, ended)) == {"education", "community"}


def test_the_promise_of_money_stands_with_the_surplus() -> None:
    steps = " ".join(by_kind(ARTICLES, date(2026, 3, 31))["surplus"].steps)
    assert "At least 50% stays in the reserve." in steps
    assert "5% is for learning together." in steps


def test_changed_rules_are_due_when_they_are_to_hold() -> None:
    duty = rules_changed(2, date(2026, 6, 1), date(2026, 5, 1))
    assert (duty.opens, duty.due) == (date(2026, 5, 1), date(2026, 6, 1))
