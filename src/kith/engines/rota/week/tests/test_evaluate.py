"""The evaluator: every rule is broken once by hand, and every wish is added up by hand."""

from dataclasses import replace

import pytest

from kith.engines.rota.week.evaluate import evaluate
from kith.engines.rota.week.problem import DAY, Person, Plan, Problem, Rules, Weights
from kith.engines.rota.week.tests.cases import day_problem, placed, visit, worker

NINE = 9 * 60


def broken(problem: Problem, plan: Plan) -> list[str]:
    return [violation.rule for violation in evaluate(problem, plan).violations]


def words(problem: Problem, plan: Plan) -> str:
    (violation,) = evaluate(problem, plan).violations
    return violation.words


def test_a_worker_without_the_skill_is_named() -> None:
    problem = day_problem(visit("one", NINE, skills=frozenset({"PEG"})))
    assert words(problem, placed(one=(NINE, "a"))) == "Ann is not trained for PEG"


def test_a_no_holds_both_ways() -> None:
    no_by_person = day_problem(visit("one", NINE), people=(Person("p", "Pat", no=frozenset("a")),))
    no_by_worker = day_problem(
        visit("one", NINE), workers=(worker("a", "Ann", refuses=frozenset("p")),)
    )
    assert words(no_by_person, placed(one=(NINE, "a"))) == "Ann does not make visits to Pat"
    assert broken(no_by_worker, placed(one=(NINE, "a"))) == ["veto"]


def test_a_start_outside_the_window_is_told_with_its_times() -> None:
    problem = day_problem(visit("one", NINE, 30))
    assert broken(problem, placed(one=(NINE + 30, "a"))) == []
    assert words(problem, placed(one=(NINE + 31, "a"))) == (
        "Pat’s visit would start at 09:31; it may start from 09:00 to 09:30"
    )


def test_a_late_start_is_allowed_and_costs_each_minute() -> None:
    problem = day_problem(visit("one", NINE, 45, on_time=NINE + 30, needs=2))
    on_time = evaluate(problem, placed(one=(NINE + 30, "ab")))
    late = evaluate(problem, placed(one=(NINE + 40, "ab")))
    assert late.legal
    assert (on_time.parts["lateness"], late.parts["lateness"]) == (0, 2 * 10 * Weights().late)


def test_two_different_workers_share_a_double_visit() -> None:
    problem = day_problem(visit("one", NINE, needs=2))
    assert broken(problem, placed(one=(NINE, "ab"))) == []
    assert "pair" in broken(problem, placed(one=(NINE, "aa")))
    assert broken(problem, placed(one=(NINE, "a"))) == ["pair"]
    assert broken(problem, placed(one=(NINE, "az"))) == ["pair"]
    half = evaluate(problem, placed(one=(NINE, "a-")))
    assert (half.legal, half.gaps) == (True, (("one", 1),))


def test_a_visit_after_another_keeps_both_gaps() -> None:
    problem = day_problem(
        visit("one", NINE), visit("two", NINE, 300, after="one", gap_min=60, gap_max=120)
    )
    for gap, expected in ((59, ["order"]), (60, []), (120, []), (121, ["order"])):
        plan = placed(one=(NINE, "a"), two=(NINE + 30 + gap, "b"))
        assert broken(problem, plan) == expected
    assert broken(problem, placed(two=(NINE + 30, "b"))) == []


def test_a_visit_lies_in_one_span() -> None:
    problem = day_problem(
        visit("one", NINE), workers=(worker("a", "Ann", spans=((0, NINE + 29),)),)
    )
    assert words(problem, placed(one=(NINE, "a"))) == "Ann is not available Monday 09:00 to 09:30"


def test_travel_needs_time_between_visits() -> None:
    problem = day_problem(visit("one", NINE), visit("two", NINE, 60, person="q", place=1))
    assert broken(problem, placed(one=(NINE, "a"), two=(NINE + 40, "a"))) == []
    assert words(problem, placed(one=(NINE, "a"), two=(NINE + 39, "a"))) == (
        "Ann would need 10 min from Pat to Quin, and have 9 min"
    )
    assert broken(problem, placed(one=(NINE, "a"), two=(NINE + 20, "a"))) == ["overlap"]


def test_eleven_hours_between_days_and_across_weeks() -> None:
    late, early = visit("one", 21 * 60), visit("two", DAY + 8 * 60, day=1)
    problem = day_problem(late, early)
    assert "less than 11 h" in words(problem, placed(one=(21 * 60, "a"), two=(DAY + 8 * 60, "a")))
    before = day_problem(visit("one", 480), workers=(worker("a", "Ann", last_end_before=-120),))
    assert broken(before, placed(one=(480, "a"))) == ["rest"]


def test_a_day_free_in_the_week() -> None:
    rows = [visit(f"v{d}", d * DAY + 720, day=d, minutes=60) for d in range(7)]
    problem = day_problem(*rows, rules=Rules(weekly_rest_minutes=23 * 60 + 1))
    everyday = placed(**{row.id: (row.earliest, "a") for row in rows})
    assert broken(problem, everyday) == ["weekly rest"]
    assert broken(problem, everyday.put("v3", None)) == []


def test_the_average_week_counts_the_weeks_before() -> None:
    owing = worker("a", "Ann", minutes_before=16 * 2880 + 2851, weeks_before=16)
    problem = day_problem(visit("one", NINE), workers=(owing,))
    assert words(problem, placed(one=(NINE, "a"))) == (
        "Ann would work 30 min this week; the average of 48 h a week leaves 29 min"
    )


def test_days_of_leave_do_not_stretch_the_average() -> None:
    owing = worker("a", "Ann", minutes_before=2880 + 1440 - 29, weeks_before=1)
    rows = {days: replace(owing, free_days_before=days) for days in (3, 4)}
    verdicts = {
        days: broken(day_problem(visit("one", NINE), workers=(row,)), placed(one=(NINE, "a")))
        for days, row in rows.items()
    }
    assert verdicts == {3: [], 4: ["week limit"]}


def test_who_agreed_in_writing_may_work_more_on_average() -> None:
    owing = worker("a", "Ann", minutes_before=16 * 2880 + 2851, weeks_before=16, opted_out=True)
    problem = day_problem(visit("one", NINE), workers=(owing,))
    assert broken(problem, placed(one=(NINE, "a"))) == []


def test_nobody_opts_out_of_the_limit_for_nights() -> None:
    owing = worker(
        "a",
        "Ann",
        minutes_before=16 * 2880 + 2851,
        weeks_before=16,
        opted_out=True,
        night_worker=True,
    )
    problem = day_problem(visit("one", NINE), workers=(owing,))
    assert words(problem, placed(one=(NINE, "a"))) == (
        "Ann works nights and would work 30 min this week; the average of 8 h a day leaves 29 min"
    )


def test_eleven_hours_before_the_first_visit_of_next_week() -> None:
    late = visit("one", 6 * DAY + 21 * 60, day=6, minutes=60)
    ann = worker("a", "Ann", first_start_after=7 * DAY + 8 * 60)
    assert words(day_problem(late, workers=(ann,)), placed(one=(late.earliest, "a"))) == (
        "Ann would have 10 h of rest before next week’s first visit, less than 11 h"
    )
    later = worker("a", "Ann", first_start_after=7 * DAY + 9 * 60)
    assert broken(day_problem(late, workers=(later,)), placed(one=(late.earliest, "a"))) == []


@pytest.mark.parametrize(("last_end", "expected"), [(None, []), (-DAY, []), (61, ["weekly rest"])])
def test_a_free_day_lies_within_the_week(last_end: int | None, expected: list[str]) -> None:
    rows = [visit(f"v{d}", d * DAY + 720, day=d, minutes=60) for d in range(1, 7)]
    ann = worker("a", "Ann", last_end_before=last_end)
    rules = Rules(weekly_rest_minutes=DAY + 11 * 60)
    problem = day_problem(*rows, workers=(ann,), rules=rules)
    assert broken(problem, placed(**{row.id: (row.earliest, "a") for row in rows})) == expected


@pytest.mark.parametrize(("shift", "expected"), [(0, []), (60, ["weekly rest"]), (-60, [])])
def test_the_week_ends_when_the_clocks_say(shift: int, expected: list[str]) -> None:
    rows = [visit(f"v{d}", d * DAY + 720, day=d, minutes=61) for d in range(7)]
    rows[6] = visit("v6", 6 * DAY + 15, day=6, minutes=45)
    problem = day_problem(
        *rows,
        rules=Rules(rest_minutes=0, weekly_rest_minutes=23 * 60),
        clock_change=(6 * DAY + 60, shift) if shift else None,
    )
    assert broken(problem, placed(**{r.id: (r.earliest, "a") for r in rows})) == expected


def test_a_worker_short_of_hours_last_month_gets_more_now() -> None:
    owed = worker("a", "Ann", contract_minutes=600, contract_balance=-300)
    had = worker("b", "Bob", contract_minutes=600, contract_balance=300)
    problem = day_problem(visit("one", NINE), workers=(owed, had))
    costs = [evaluate(problem, placed(one=(NINE, who))).parts["balance"] for who in "ab"]
    assert costs == pytest.approx([(870 + 300) * 0.05, (900 + 270) * 0.05])


def test_a_day_has_a_limit_of_work() -> None:
    problem = day_problem(visit("one", NINE, minutes=40), rules=Rules(day_limit_minutes=39))
    assert broken(problem, placed(one=(NINE, "a"))) == ["day limit"]


def test_a_long_day_needs_a_pause_without_travel() -> None:
    first, then = visit("one", NINE, minutes=300), visit("two", NINE, 500, person="q", place=1)
    problem = day_problem(first, then)
    plan = placed(one=(NINE, "a"), two=(NINE + 300 + 10 + 21, "a"))
    assert broken(problem, plan) == []  # six hours and a minute, with 21 minutes of pause
    longer = day_problem(visit("one", NINE, minutes=340), then)
    assert broken(longer, placed(one=(NINE, "a"), two=(NINE + 350, "a"))) == ["break"]
    assert broken(longer, placed(one=(NINE, "a"), two=(NINE + 369, "a"))) == ["break"]
    assert broken(longer, placed(one=(NINE, "a"), two=(NINE + 370, "a"))) == []


def test_pins_hold_worker_and_start() -> None:
    problem = day_problem(visit("one", NINE, 60, pins=("a",), pinned_start=NINE + 10))
    assert broken(problem, placed(one=(NINE + 10, "a"))) == []
    assert broken(problem, placed(one=(NINE + 10, "b"))) == ["pin"]
    assert broken(problem, placed(one=(NINE, "a"))) == ["pin"]
    assert broken(problem, Plan()) == []


def test_wishes_are_added_up() -> None:
    ann = worker("a", "Ann", home=1, contract_minutes=60, contract_balance=-60)
    people = (Person("p", "Pat", first=("b",), yes=("a",), met={"b": 3}), Person("q", "Quin"))
    problem = day_problem(
        visit("one", NINE, unsocial=True),
        visit("two", NINE, 120, person="q", place=1),
        workers=(ann, worker("b", "Bob", contract_minutes=60)),
        people=people,
        published=placed(one=(NINE - 30, "b")),
    )
    parts = evaluate(problem, placed(one=(NINE, "a"), two=(NINE + 50, "a"))).parts
    weights = Weights()
    assert parts == pytest.approx(
        {
            "gaps": 0,
            "travel": 10 + 10 + 0,  # from home to Pat, on to Quin, who lives at home's place
            "lateness": 0,
            "choice": weights.not_first,
            "continuity": 2 * (weights.face + weights.new_face),
            "fairness": weights.unsocial * 15 / 60,  # thirty minutes, half of them Bob's share
            "hours": weights.under * 60,
            "overtime": weights.over * 10,
            "balance": weights.balance * 50,
            "waiting": weights.waiting * 10,
            "changes": weights.change + weights.shift * 30,
        }
    )


def test_a_gap_outweighs_every_wish() -> None:
    problem = day_problem(visit("one", NINE))
    empty, filled = evaluate(problem, Plan()), evaluate(problem, placed(one=(NINE, "a")))
    assert empty.parts["gaps"] == 100_000 > 100 * filled.total


def test_a_visit_the_problem_does_not_know_is_a_violation() -> None:
    assert broken(day_problem(visit("one", NINE)), placed(other=(NINE, "a"))) == ["pair"]


def test_times_follow_the_clock_on_the_wall() -> None:
    sunday = 6 * DAY
    problem = day_problem(
        visit("one", sunday + 8 * 60, day=6),
        clock_change=(sunday + 60, 60),
        workers=(worker("a", "Ann", spans=()),),
    )
    assert "Sunday 09:00 to 09:30" in words(problem, placed(one=(sunday + 8 * 60, "a")))
