"""The visits of a week: every date that is wanted, and not one more."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.kernel.week import Week
from kith.support.dates.actions import (
    begin_pause,
    change_one_date,
    end_pause,
    put_back_date,
    remove_pause,
)
from kith.support.factories import MONDAY, make_pattern, make_support, make_team, worker_of
from kith.support.models import Pause, Support, VisitPattern
from kith.support.queries import next_of_people, visits_due
from kith.support.rules import dates_between, is_paused, window_on
from kith.teams.models import Skill

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
WEEK = Week(MONDAY)

days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
patterns = st.builds(
    VisitPattern,
    weekdays=st.lists(st.integers(0, 6), min_size=1, unique=True),
    every_weeks=st.integers(1, 5),
    starts_on=days,
    counted_from=days,
)


@given(patterns, days)
def test_a_repeat_has_the_same_dates_however_the_span_is_cut(
    pattern: VisitPattern, cut: date
) -> None:
    first, last = cut - timedelta(days=40), cut + timedelta(days=40)
    whole = list(dates_between(pattern, first, last))
    parts = [
        *dates_between(pattern, first, cut),
        *dates_between(pattern, cut + timedelta(days=1), last),
    ]
    assert whole == parts


@given(patterns)
def test_every_n_weeks_is_counted_across_years(pattern: VisitPattern) -> None:
    found = list(dates_between(pattern, pattern.starts_on, pattern.starts_on + timedelta(days=900)))
    mondays = sorted({Week.of(day).monday for day in found})
    gaps = {(later - before).days for before, later in pairwise(mondays)}
    assert gaps == {7 * pattern.every_weeks}


@given(days, st.times(), st.times())
def test_the_last_start_is_never_before_the_first(day: date, earliest: time, latest: time) -> None:
    first, last = window_on(day, earliest, latest, LONDON)
    assert first <= last <= first + timedelta(hours=25)


@given(
    patterns, st.lists(st.tuples(days, st.none() | st.integers(0, 30)), max_size=4), st.booleans()
)
def test_pauses_take_exactly_their_own_dates(
    pattern: VisitPattern, spans: list[tuple[date, int | None]], open_ended: bool
) -> None:
    pauses = [
        Pause(since=s, until=s + timedelta(days=n) if n is not None else None)
        for s, n in spans
        if open_ended or n is not None
    ]
    away = {
        day
        for s, n in spans
        if open_ended or n is not None
        for day in (s + timedelta(days=i) for i in range((n if n is not None else 1500) + 1))
    }
    for day in dates_between(pattern, date(2026, 1, 1), date(2028, 12, 31)):
        assert is_paused(day, pauses) == (day in away)


@pytest.fixture
def joan() -> Support:
    team = make_team()
    return make_support(team, worker_of(team))


def _by(support: Support):
    return worker_of(support.team, "Bo Carr")


def _all(support: Support) -> set[tuple[object, ...]]:
    week, found = WEEK, set()
    for _ in range(6):
        found |= {
            (v.series, v.repeat_day, v.earliest, v.latest) for v in visits_due(support.team, week)
        }
        week = week.next()
    return found


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_changing_one_date_changes_no_other(data: st.DataObject) -> None:
    team = make_team(slug=f"t{uuid.uuid4().hex}")
    by = worker_of(team)
    support = make_support(team, by)
    pattern = make_pattern(
        support, by, weekdays=data.draw(st.lists(st.integers(0, 6), min_size=1, unique=True))
    )
    make_pattern(support, by, what="Lunch", earliest=time(12), latest=time(13))
    before = _all(support)
    dates = list(dates_between(pattern, MONDAY, MONDAY + timedelta(days=27)))
    day = data.draw(st.sampled_from(dates))
    change = change_one_date(
        coop=team.coop,
        by=by,
        pattern=pattern,
        day=day,
        skipped=data.draw(st.booleans()),
        to_day=data.draw(st.none() | st.dates(MONDAY, MONDAY + timedelta(days=27))),
        earliest=data.draw(st.none() | st.just(time(8, 30))),
    )
    other = {visit for visit in before if visit[:2] != (pattern.series, day)}
    after = _all(support)
    assert {visit for visit in after if visit[:2] != (pattern.series, day)} == other
    assert len(after) == len(other) + (0 if change.skipped else 1)
    put_back_date(coop=team.coop, by=by, change=change)
    assert _all(support) == before


def test_a_date_moved_to_another_week_is_due_there(joan: Support) -> None:
    by = _by(joan)
    pattern = make_pattern(joan, by, weekdays=(6,), ends_on=MONDAY + timedelta(days=6))
    change_one_date(
        coop=joan.coop, by=by, pattern=pattern, day=WEEK.sunday, to_day=WEEK.next().monday
    )
    assert visits_due(joan.team, WEEK) == []
    (moved,) = visits_due(joan.team, WEEK.next())
    assert (moved.repeat_day, moved.day, moved.changed) == (WEEK.sunday, WEEK.next().monday, True)


def test_a_pause_without_an_end_goes_on_until_it_is_ended(joan: Support) -> None:
    by = _by(joan)
    make_pattern(joan, by)
    pause = begin_pause(
        coop=joan.coop, by=by, support=joan, kind="hospital", since=MONDAY + timedelta(days=2)
    )
    assert [v.day.weekday() for v in visits_due(joan.team, WEEK)] == [0, 1]
    assert visits_due(joan.team, Week(MONDAY + timedelta(days=700))) == []
    pause = end_pause(coop=joan.coop, by=by, pause=pause, last_day=MONDAY + timedelta(days=4))
    assert [v.day.weekday() for v in visits_due(joan.team, WEEK)] == [0, 1, 5, 6]
    remove_pause(coop=joan.coop, by=by, pause=pause)
    assert len(visits_due(joan.team, WEEK)) == 7


def test_windows_keep_the_wall_clock_on_both_days_the_clocks_change(joan: Support) -> None:
    make_pattern(joan, _by(joan), starts_on=date(2026, 3, 1), earliest=time(8), latest=time(9))
    spring = visits_due(joan.team, Week.of(date(2026, 3, 29)))
    autumn = visits_due(joan.team, Week.of(date(2026, 10, 25)))
    assert [v.earliest.hour for v in spring] == [8] * 6 + [7]
    assert [v.earliest.hour for v in autumn] == [7] * 6 + [8]


def test_a_night_visit_belongs_to_the_day_it_starts_on(joan: Support) -> None:
    make_pattern(joan, _by(joan), weekdays=(6,), earliest=time(22), latest=time(1))
    (visit,) = visits_due(joan.team, WEEK)
    assert visit.day == WEEK.sunday
    assert visit.earliest == datetime(2026, 11, 29, 22, tzinfo=UTC)
    assert visit.latest == datetime(2026, 11, 30, 1, tzinfo=UTC)


def test_following_is_told_only_when_both_are_due_that_day(joan: Support) -> None:
    by = _by(joan)
    first = make_pattern(joan, by, weekdays=(0, 1))
    make_pattern(
        joan, by, what="Bath", weekdays=(0, 1, 2), after=first.series, latest=time(11), gap_least=60
    )
    change_one_date(coop=joan.coop, by=by, pattern=first, day=MONDAY, skipped=True)
    baths = [v for v in visits_due(joan.team, WEEK) if v.what == "Bath"]
    assert [v.after for v in baths] == [None, first.series, None]


def test_a_visit_is_at_home_unless_the_pattern_has_its_own_place(joan: Support) -> None:
    by = _by(joan)
    make_pattern(joan, by, weekdays=(0,))
    make_pattern(joan, by, what="Swim", weekdays=(1,), address="The pool", postcode="DN2 2BB")
    assert [v.postcode for v in visits_due(joan.team, WEEK)] == ["DN1 1AA", "DN2 2BB"]


def test_next_of_people_skips_what_is_over(joan: Support) -> None:
    make_pattern(joan, _by(joan))
    moment = datetime(2026, 11, 24, 12, tzinfo=UTC)
    found = next_of_people([joan], WEEK, moment)
    assert found[joan.id].day == date(2026, 11, 25)


def test_a_week_of_fifty_people_with_eight_patterns_takes_few_queries(
    django_assert_max_num_queries,
) -> None:
    team = make_team()
    by = worker_of(team)
    skill = Skill.objects.create(coop=team.coop, name="Hoist")
    for number in range(50):
        support = make_support(team, by, name=f"Person {number}")
        pattern = make_pattern(support, by)
        pattern.skills.add(skill)
        copies = [
            VisitPattern(
                coop=team.coop,
                support=support,
                what="Tea",
                weekdays=[0, 1, 2],
                starts_on=MONDAY,
                counted_from=MONDAY,
                earliest=time(9 + n),
                latest=time(10 + n),
                minutes=30,
            )
            for n in range(7)
        ]
        VisitPattern.objects.bulk_create(copies)
    with django_assert_max_num_queries(5):
        found = visits_due(team, WEEK)
    assert len(found) == 50 * (7 + 7 * 3)
    assert found == sorted(found, key=lambda v: (v.earliest, v.latest, v.series))
