"""Every component counted by hand, and every absolute rule, broken on purpose, told in words."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kith.engines.rota.uhhc.evaluate import evaluate
from kith.engines.rota.uhhc.format import parse, parse_solution, solution_document
from kith.engines.rota.uhhc.model import LUNCH, Attendance, Route, Solution
from kith.engines.rota.uhhc.tests.towns import town_document

Change = Callable[[Attendance], Attendance]


def plan() -> Solution:
    """A plan by hand: c1 to p2, lunch, p1 in its second window; c2 to p3; c3 to p3, then p2."""
    return Solution(
        (
            Route(
                "c1",
                (
                    Attendance("p2", "s1", 20, 30),
                    Attendance("p2", LUNCH, 30, 45),
                    Attendance("p1", "s1", 60, 70),
                ),
            ),
            Route("c2", (Attendance("p3", "s2", 10, 30),)),
            Route("c3", (Attendance("p3", "s1", 10, 20), Attendance("p2", "s2", 34, 39))),
        )
    )


def changed(route: int, place: int, change: Change) -> Solution:
    routes = list(plan().routes)
    places = list(routes[route].locations)
    places[place] = change(places[place])
    routes[route] = replace(routes[route], locations=tuple(places))
    return Solution(tuple(routes))


def test_given_a_plan_when_evaluated_then_each_component_is_as_by_hand() -> None:
    evaluation = evaluate(parse(town_document()), plan())
    assert evaluation.broken == ()
    assert evaluation.amounts == {
        "travel_time": (6 + 7 + 4) + (2 + 2) + (2 + 4 + 3),
        "total_tardiness": 0,
        "highest_tardiness": 0,
        "total_waiting_time": (60 - 52) + (34 - 24),
        "max_waiting_time": 10,
        "total_extra_time": 0,
        # c1 leaves at 14 and is back at 74 in a shift from 10 to 100; c3 leaves at 8, is back at 42 of 0 to 90.
        "max_idle_time": 8 + 10 + 48,
        "caregiver_preferences": 1,
        "optional_patients": 0,
        "missed_lunch_break": 0,
        "qualification": 0,
        "incompabilities": 0,
        "working_time": (17 + 20) + (4 + 20) + (9 + 15),
        # Mean 28⅓: 8⅔, 4⅓ and 4⅓ away, each rounded up.
        "workload_balance": 9 + 5 + 5,
    }
    assert evaluation.total == 2 * 30 + 5 * 18 + 7 * 66 + 8


def test_given_a_start_between_two_windows_when_evaluated_then_it_is_late_by_the_first() -> None:
    solution = changed(0, 2, lambda at: replace(at, start=55, end=65))
    amounts = evaluate(parse(town_document()), solution).amounts
    assert (amounts["total_tardiness"], amounts["highest_tardiness"]) == (35, 35)


def test_given_windows_met_at_the_end_when_evaluated_then_the_end_counts() -> None:
    document = town_document()
    document["metadata"]["time_window_met"] = "at_service_end"
    solution = changed(0, 2, lambda at: replace(at, start=75, end=85))
    assert evaluate(parse(document), solution).amounts["total_tardiness"] == 5


def test_given_lunch_taken_first_when_evaluated_then_the_wait_after_it_is_idle_only() -> None:
    lunch = Attendance("p1", LUNCH, 30, 45)
    routes = (
        Route("c1", (lunch, Attendance("p1", "s1", 60, 70))),
        *plan().routes[1:],
    )
    amounts = evaluate(parse(town_document()), Solution(routes)).amounts
    assert amounts["total_waiting_time"] == 10
    assert amounts["max_idle_time"] == max(66, (25 - 10) + 15 + (100 - 74))


def test_given_an_empty_day_when_evaluated_then_the_shift_is_idle_and_lunch_missed() -> None:
    routes = (Route("c1", ()), *plan().routes[1:])
    amounts = evaluate(parse(town_document()), Solution(routes)).amounts
    assert (amounts["max_idle_time"], amounts["missed_lunch_break"]) == (90, 1)


def test_given_an_arrival_at_minute_nought_when_evaluated_then_it_is_as_not_given() -> None:
    document = solution_document(plan())
    document["routes"][0]["locations"][2]["arrival_at_patient"] = 0
    instance = parse(town_document())
    assert evaluate(instance, parse_solution(document)) == evaluate(instance, plan())


def test_given_two_lunches_when_evaluated_then_no_rule_is_broken() -> None:
    lunch = Attendance("p2", LUNCH, 30, 45)
    second = replace(lunch, start=45, end=60)
    routes = (Route("c1", (lunch, second)), *plan().routes[1:])
    told = evaluate(parse(town_document()), Solution(routes)).broken
    assert not any("lunch" in line.lower() for line in told)


def test_given_a_lunch_alone_when_evaluated_then_it_is_where_the_day_starts() -> None:
    routes = (Route("c1", (Attendance("d0", LUNCH, 30, 45),)), *plan().routes[1:])
    evaluation = evaluate(parse(town_document()), Solution(routes))
    assert evaluation.amounts["travel_time"] == 9 + 4 + 9
    assert evaluation.amounts["missed_lunch_break"] == 0


@pytest.mark.parametrize(
    ("route", "place", "change", "words"),
    [
        (0, 0, lambda a: replace(a, start=15, end=25), "leaves at 9, before the shift"),
        (0, 2, lambda a: replace(a, start=50), "can be there at 52"),
        (2, 0, lambda a: replace(a, start=9, end=19), "before the first window opens at 10"),
        (1, 0, lambda a: replace(a, end=25), "stays 15 minutes instead of 20"),
        (1, 0, lambda a: replace(a, service="s1"), "cannot give service s1"),
        (1, 0, lambda a: replace(a, service="s7"), "does not need service s7"),
        (1, 0, lambda a: replace(a, patient="p7"), "p7, who is not known"),
        (1, 0, lambda a: replace(a, patient="p2"), "p3 gets service s2 0 times"),
        (1, 0, lambda a: replace(a, start=12, end=32), "start 2 minutes apart"),
        (2, 1, lambda a: replace(a, start=40, end=45), "it starts 20 minutes after"),
        (0, 1, lambda a: replace(a, end=40), "lunch lasts 10 minutes instead of 15"),
        (0, 1, lambda a: replace(a, start=20, end=35), "outside the time for lunch"),
        (0, 2, lambda a: replace(a, arrived=61), "can be there at 61"),
    ],
)
def test_given_a_broken_rule_when_evaluated_then_it_is_told(
    route: int, place: int, change: Change, words: str
) -> None:
    evaluation = evaluate(parse(town_document()), changed(route, place, change))
    assert not evaluation.feasible
    assert any(words in line for line in evaluation.broken), evaluation.broken


@pytest.mark.parametrize(
    ("component", "units", "words"),
    [
        ("caregiver_preferences", 1, "not among those the patient prefers"),
        ("total_waiting_time", 18, "wait 18 minutes"),
        ("max_idle_time", 66, "idle for 66 minutes"),
    ],
)
def test_given_a_component_is_hard_when_it_is_not_nothing_then_it_is_told_and_counts_once(
    component: str, units: int, words: str
) -> None:
    document = town_document()
    document["metadata"]["cost_components"][component] = "HARD"
    evaluation = evaluate(parse(document), plan())
    assert any(words in line for line in evaluation.broken)
    assert evaluation.components[component] == units


def drop_lunch(document: dict[str, Any]) -> None:
    document["metadata"]["cost_components"].pop("missed_lunch_break")


def test_given_lunch_has_no_weight_when_it_is_missed_then_a_rule_is_broken() -> None:
    document = town_document()
    drop_lunch(document)
    routes = (Route("c1", (Attendance("p2", "s1", 20, 30),)), *plan().routes[1:])
    told = evaluate(parse(document), Solution(routes)).broken
    assert any("miss a lunch break" in line for line in told)


def test_given_vetoes_doubles_and_gaps_when_evaluated_then_they_are_told() -> None:
    both = Route("c3", (Attendance("p2", "s1", 22, 32), Attendance("p2", "s2", 34, 39)))
    vetoed = Route("c1", (Attendance("p3", "s1", 17, 27),))
    told = evaluate(parse(town_document()), Solution((both, vetoed))).broken
    for words in ("gets c3 twice", "must not meet", "p3 gets service s2 0 times"):
        assert any(words in line for line in told), words
    (missing,) = evaluate(parse(town_document()), Solution((both, *plan().routes[1:2]))).broken[-1:]
    assert "p3 gets service s1 0 times" in missing


def test_given_nobody_goes_when_evaluated_then_only_optional_patients_may_be_left_out() -> None:
    told = evaluate(parse(town_document()), Solution(())).broken
    assert told == ("Patient p2 is not visited.", "Patient p3 is not visited.")


def test_given_unknown_or_doubled_routes_when_evaluated_then_they_are_told() -> None:
    routes = (*plan().routes, Route("c9", ()), Route("c1", ()))
    told = evaluate(parse(town_document()), Solution(routes)).broken
    assert any("no caregiver c9" in line for line in told)
    assert any("c1 has 2 routes" in line for line in told)
