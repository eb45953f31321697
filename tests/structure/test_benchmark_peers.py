"""Days that every router can express: the rule they are made by, and that the peers are asked the same question."""

from collections.abc import Callable

import pytest
from benchmarks.day_without_pairs import able, timed, without_pairs
from benchmarks.peer_cpsat import solve_with_cpsat
from benchmarks.peer_pyvrp import solve_with_pyvrp
from benchmarks.peer_vroom import solve_with_vroom

from kith.engines.rota.hhcrsp import evaluate as hhcrsp_evaluate
from kith.engines.rota.hhcrsp.format import Instance, parse
from kith.engines.rota.uhhc.evaluate import evaluate
from kith.engines.rota.uhhc.model import Instance as Plain
from kith.engines.rota.uhhc.model import Solution

NEED = {"service": "s"}


@pytest.fixture
def day() -> Instance:
    """Two caregivers, two patients with one service at opposite ends, and a pair in the middle."""
    services = [{"id": name, "default_duration": 10} for name in "st"]
    pair = [NEED, {"service": "t"}]
    return parse(
        {
            "services": services,
            "caregivers": [{"id": "a", "abilities": ["s"]}, {"id": "b", "abilities": ["s", "t"]}],
            "patients": [
                {"id": "west", "time_window": [0, 20], "required_caregivers": [NEED]},
                {
                    "id": "both",
                    "time_window": [0, 60],
                    "required_caregivers": pair,
                    "synchronization": {"type": "simultaneous"},
                },
                {
                    "id": "east",
                    "time_window": [0, 20],
                    "required_caregivers": [{"service": "t"}],
                },
            ],
            "distances": [[0, 9.5, 5, 9], [9.5, 0, 9, 18], [5, 9, 0, 9], [9, 18, 9, 0]],
        }
    )


def test_given_a_day_when_pairs_are_left_out_then_windows_end_later_and_travel_is_rounded_up(
    day: Instance,
) -> None:
    plain = without_pairs(day, "A1", later=30)
    assert [patient.id for patient in plain.patients] == ["west", "east"]
    assert [patient.windows[0].end for patient in plain.patients] == [50, 50]
    assert plain.distances == ((0, 10, 9), (10, 0, 18), (9, 18, 0))
    assert able(plain) == [{0}, {0, 1}]


def test_each_visit_begins_as_early_as_can_be(day: Instance) -> None:
    plain = without_pairs(day, "A1", later=30)
    found = timed(plain, [[], [0, 1]])
    assert [at.start for at in found.routes[1].locations] == [10, 38]
    assert evaluate(plain, found).broken == ()
    late = timed(without_pairs(day, "A1", later=0), [[], [0, 1]])
    assert evaluate(without_pairs(day, "A1", later=0), late).broken != ()


def pyvrp(day: Plain) -> Solution | None:
    pytest.importorskip("pyvrp")
    return solve_with_pyvrp(day, 0.2, 1)[0]


def vroom(day: Plain) -> Solution | None:
    pytest.importorskip("vroom")
    return solve_with_vroom(day, 0.2)[0]


@pytest.mark.parametrize("solve", [pyvrp, vroom])
@pytest.mark.parametrize(("later", "travel"), [(30, 37), (0, 38)])
def test_a_peer_finds_the_shortest_plan_that_nobody_is_late_in(
    day: Instance, solve: Callable[[Plain], Solution | None], later: float, travel: float
) -> None:
    plain = without_pairs(day, "A1", later)
    found = solve(plain)
    assert found is not None
    assert evaluate(plain, found).broken == ()
    assert evaluate(plain, found).total == travel


def test_cp_sat_proves_the_best_plan_of_a_day_with_a_pair(day: Instance) -> None:
    pytest.importorskip("ortools")
    found, _ = solve_with_cpsat(day, 20.0, 1)
    assert found is not None
    judged = hhcrsp_evaluate.evaluate(day, found)
    assert judged.broken == ()
    assert judged.total == pytest.approx((9.5 + 9 + 5 + 9 + 9 + 5) / 3)
