"""Judging a plan from the file alone: figures counted by hand, and every rule broken once."""

from dataclasses import replace

import pytest

from kith.engines.rota.weekly.evaluate import evaluate
from kith.engines.rota.weekly.format import Route, Solution
from kith.engines.rota.weekly.tests.weeks import week

PLAN = Solution(
    {"1001": 4, "1002": 5, "1003": 0, "1004": 2, "1005": 6},
    (
        Route("41", 0, ("1001", "1003", "1005")),
        Route("41", 1, ("1005",)),
        Route("41", 2, ("1005",)),
        Route("41", 4, ("1001",)),
        Route("42", 0, ("1004", "1002")),
        Route("42", 4, ("1002",)),
    ),
)


def test_the_figures_are_those_counted_by_hand() -> None:
    judged = evaluate(week(), PLAN)
    # 41: 3+9+3+8, 9+8, 9+8, 3+3; 42: 3+9+8, 9+8
    assert judged.travel == 23 + 17 + 17 + 6 + 20 + 17
    assert judged.use == {"41": (180 + 63) / 2400, "42": (90 + 37) / 1800}
    assert (judged.mean_workers, judged.worst_workers, judged.share_with(1)) == (1.0, 1, 1.0)
    assert judged.spread == pytest.approx(243 / 2400 - 127 / 1800)
    assert judged.broken == ()


@pytest.mark.parametrize(
    ("routes", "words"),
    [
        ({4: Route("41", 0, ("1004", "1002"))}, "Operator 41 has 2 routes on day 0."),
        ({4: Route("42", 0, ("1002",))}, "Patient 1004 has 0 visits on day 0, not 1."),
        ({5: Route("41", 3, ("1002",))}, "Patient 1002 has 1 visits on day 3, not 0."),
        ({5: Route("99", 4, ("1002",))}, "The route of 99 on day 4 names what is not in the file."),
        ({5: Route("42", 5, ("1002",))}, "The route of 42 on day 5 names what is not in the file."),
    ],
)
def test_a_wrong_route_is_told(routes: dict[int, Route], words: str) -> None:
    changed = tuple(routes.get(n, route) for n, route in enumerate(PLAN.routes))
    assert words in evaluate(week(), replace(PLAN, routes=changed)).broken


def test_a_visit_without_the_skill_is_told() -> None:
    routes = (*PLAN.routes[:3], Route("41", 4, ("1001", "1002")), PLAN.routes[4])
    assert evaluate(week(), replace(PLAN, routes=routes)).broken == (
        "Operator 41 lacks skill 2 for patient 1002.",
    )


def test_a_pattern_that_does_not_fit_is_told() -> None:
    plan = replace(PLAN, patterns={**PLAN.patterns, "1003": 2})
    assert evaluate(week(), plan).broken == ("Patient 1003 has a pattern that does not fit.",)


def test_a_day_longer_than_the_hours_is_told() -> None:
    judged = evaluate(week({7: "41 1 1"}), PLAN)
    assert judged.broken == ("Operator 41 works 113 minutes on day 0.",)


def test_more_operators_than_the_file_allows_are_told() -> None:
    routes = (PLAN.routes[0], Route("42", 1, ("1005",)), *PLAN.routes[2:])
    one = week({6: "1005 1 3 0 1"})
    assert evaluate(week(), replace(PLAN, routes=routes)).broken == ()
    assert evaluate(one, replace(PLAN, routes=routes)).broken == (
        "Patient 1005 meets 2 operators, over 1.",
    )
