"""Every hard rule, broken on purpose, is told in words."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kith.engines.rota.hhcrsp.evaluate import evaluate
from kith.engines.rota.hhcrsp.format import Attendance, Route, Solution, parse
from kith.engines.rota.hhcrsp.tests.towns import town_document

Change = Callable[[Attendance], Attendance]


def plan() -> Solution:
    """A plan by hand: c1 to p1 then p2, c3 to p3 then p2, c2 to p3."""
    return Solution(
        (
            Route("c1", (Attendance("p1", "s1", 5, 15), Attendance("p2", "s1", 22, 32))),
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


def test_given_a_good_plan_when_evaluated_then_its_costs_are_those_by_hand() -> None:
    evaluation = evaluate(parse(town_document()), plan())
    assert evaluation.broken == ()
    assert evaluation.travel == (5 + 7 + 6) + (7 + 7) + (7 + 4 + 6)
    assert evaluation.tardiness == 0


def test_given_late_visits_when_evaluated_then_sum_and_highest_are_told() -> None:
    document = town_document()
    document["patients"][0]["time_window"] = [0, 3]
    document["patients"][1]["time_window"] = [20, 24]
    evaluation = evaluate(parse(document), plan())
    assert (evaluation.tardiness, evaluation.highest_tardiness) == (2 + 10, 10)
    assert evaluation.total == pytest.approx((49 + 12 + 10) / 3)


@pytest.mark.parametrize(
    ("route", "place", "change", "words"),
    [
        (0, 0, lambda a: replace(a, arrival_time=4, departure_time=14), "can be there at 5"),
        (1, 0, lambda a: replace(a, arrival_time=9, departure_time=29), "before the window opens"),
        (0, 0, lambda a: replace(a, departure_time=12), "stays 7 minutes instead of 10"),
        (1, 0, lambda a: replace(a, service="s1"), "cannot give service s1"),
        (1, 0, lambda a: replace(a, patient="p1"), "p3 gets service s2 0 times"),
        (2, 1, lambda a: replace(a, arrival_time=50, departure_time=55), "starts 28 minutes after"),
        (1, 0, lambda a: replace(a, arrival_time=11, departure_time=31), "start together"),
        (1, 0, lambda a: replace(a, patient="p7"), "not in the instance"),
    ],
)
def test_given_a_broken_rule_when_evaluated_then_it_is_told(
    route: int, place: int, change: Change, words: str
) -> None:
    evaluation = evaluate(parse(town_document()), changed(route, place, change))
    assert not evaluation.feasible
    assert any(words in line for line in evaluation.broken), evaluation.broken


def test_given_one_caregiver_for_both_services_when_evaluated_then_it_is_told() -> None:
    both = Route("c3", (Attendance("p2", "s1", 22, 32), Attendance("p2", "s2", 34, 39)))
    evaluation = evaluate(parse(town_document()), Solution((both,)))
    assert any("gets c3 twice" in line for line in evaluation.broken)


def test_given_unknown_or_doubled_routes_when_evaluated_then_they_are_told() -> None:
    routes = (*plan().routes, Route("c9", ()), Route("c1", ()))
    told = evaluate(parse(town_document()), Solution(routes)).broken
    assert any("no caregiver c9" in line for line in told)
    assert any("c1 has 2 routes" in line for line in told)
