"""Every plan keeps every rule, the same seed gives the same plan, and no plan is cheaper than the cheapest."""

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.engines.rota.stopping import Stop
from kith.engines.rota.uhhc.evaluate import evaluate
from kith.engines.rota.uhhc.format import parse
from kith.engines.rota.uhhc.solve import solve
from kith.engines.rota.uhhc.tests.towns import lowest_cost, random_town, town_document

seeds = st.integers(0, 2**32)


@settings(max_examples=60, deadline=None)
@given(town=seeds, patients=st.integers(1, 25), caregivers=st.integers(2, 7), seed=seeds)
def test_given_any_day_when_solved_then_no_rule_is_broken(
    town: int, patients: int, caregivers: int, seed: int
) -> None:
    told: list[float] = []
    instance = random_town(town, patients, caregivers)
    result = solve(
        instance,
        stop=Stop(iterations=5_000),
        seed=seed,
        progress=lambda _, best: told.append(best),
    )
    evaluation = evaluate(instance, result.solution)
    assert evaluation.broken == ()
    # The search counts by other means than the evaluator, and both come to the same.
    assert evaluation.total == pytest.approx(told[-1], abs=1e-6)
    assert evaluation.total == pytest.approx(result.total, abs=1e-6)


@settings(max_examples=5, deadline=None)
@given(town=seeds)
def test_given_a_tiny_day_when_solved_then_no_plan_is_cheaper(town: int) -> None:
    instance = random_town(town, 2, 2, step=10)
    if sum(len(patient.requirements) for patient in instance.patients) > 2:
        instance = random_town(town, 1, 2, step=10)
    result = solve(instance, stop=Stop(iterations=20_000))
    assert result.total == pytest.approx(lowest_cost(instance, 10, 150), abs=1e-6)


@settings(max_examples=10, deadline=None)
@given(town=seeds, seed=seeds)
def test_given_one_seed_when_solved_twice_then_the_plans_are_the_same(town: int, seed: int) -> None:
    instance = random_town(town, 15, 5)
    first, second = (solve(instance, stop=Stop(iterations=9_999), seed=seed) for _ in range(2))
    assert first.solution == second.solution
    assert first.iterations == second.iterations == 9_999


def test_given_lateness_forbidden_when_solved_then_nobody_is_late() -> None:
    document = town_document()
    document["metadata"]["cost_components"]["total_tardiness"] = "HARD"
    instance = parse(document)
    evaluation = evaluate(instance, solve(instance, stop=Stop(iterations=5_000)).solution)
    assert evaluation.broken == ()
    assert evaluation.amounts["total_tardiness"] == 0


def test_given_an_optional_patient_nobody_may_visit_when_solved_then_they_are_left_out() -> None:
    document = town_document()
    document["patients"][0]["incompatible_caregivers"] = ["c1", "c3"]
    instance = parse(document)
    evaluation = evaluate(instance, solve(instance, stop=Stop(iterations=2_000)).solution)
    assert evaluation.broken == ()
    assert evaluation.amounts["optional_patients"] == 1


@pytest.mark.parametrize(
    "component", ["workload_balance", "working_time", "max_waiting_time", "qualification"]
)
def test_given_a_rarer_component_when_solved_then_search_and_evaluator_agree(
    component: str,
) -> None:
    document = town_document()
    document["metadata"]["cost_components"][component] = 9
    told: list[float] = []
    instance = parse(document)
    result = solve(
        instance, stop=Stop(iterations=3_000), progress=lambda _, best: told.append(best)
    )
    assert result.total == pytest.approx(told[-1])


def test_given_a_stop_before_the_start_when_solved_then_every_patient_has_a_visit() -> None:
    stop = Stop(seconds=60, signal=threading.Event())
    stop.signal.set()
    instance = random_town(3, 40, 6)
    result = solve(instance, stop=stop)
    assert result.iterations == 0
    assert evaluate(instance, result.solution).broken == ()


def test_given_a_signal_while_searching_when_solved_then_it_ends_with_the_best_so_far() -> None:
    stop = Stop(seconds=60)
    told: list[float] = []

    def watch(_: object, best: float) -> None:
        told.append(best)
        if len(told) == 3:
            stop.signal.set()

    result = solve(random_town(3, 40, 6), stop=stop, progress=watch)
    assert len(told) == 3
    assert told == sorted(told, reverse=True)
    assert result.total == pytest.approx(told[-1])


def test_given_a_time_limit_when_solved_then_it_is_kept() -> None:
    result = solve(random_town(8, 30, 5), stop=Stop(seconds=0.5))
    assert 0.5 <= result.seconds < 1.5
