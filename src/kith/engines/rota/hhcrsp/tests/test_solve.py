"""Every plan keeps every rule, the same seed gives the same plan, and small towns get the best plan there is."""

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.engines.rota.hhcrsp.evaluate import evaluate
from kith.engines.rota.hhcrsp.solve import solve
from kith.engines.rota.hhcrsp.tests.towns import lowest_cost, random_town
from kith.engines.rota.stopping import Stop

seeds = st.integers(0, 2**32)


@settings(max_examples=60, deadline=None)
@given(town=seeds, patients=st.integers(1, 25), caregivers=st.integers(2, 7), seed=seeds)
def test_given_any_town_when_solved_then_no_rule_is_broken(
    town: int, patients: int, caregivers: int, seed: int
) -> None:
    instance = random_town(town, patients, caregivers)
    result = solve(instance, stop=Stop(iterations=5_000), seed=seed)
    evaluation = evaluate(instance, result.solution)
    assert evaluation.broken == ()
    assert evaluation.total == pytest.approx(result.total, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(town=seeds, patients=st.integers(1, 4), caregivers=st.integers(2, 3))
def test_given_a_small_town_when_solved_then_no_plan_is_better(
    town: int, patients: int, caregivers: int
) -> None:
    instance = random_town(town, patients, caregivers)
    result = solve(instance, stop=Stop(iterations=30_000))
    assert result.total == pytest.approx(lowest_cost(instance), abs=1e-6)


@settings(max_examples=10, deadline=None)
@given(town=seeds, seed=seeds)
def test_given_one_seed_when_solved_twice_then_the_plans_are_the_same(town: int, seed: int) -> None:
    instance = random_town(town, 15, 5)
    first, second = (solve(instance, stop=Stop(iterations=9_999), seed=seed) for _ in range(2))
    assert first.solution == second.solution
    assert first.iterations == second.iterations == 9_999


def test_given_two_seeds_when_solved_briefly_then_the_plans_differ() -> None:
    instance = random_town(5, 30, 5)
    plans = [solve(instance, stop=Stop(iterations=2_000), seed=seed).solution for seed in (1, 2)]
    assert plans[0] != plans[1]


def test_given_a_stop_before_the_start_when_solved_then_the_plan_keeps_every_rule() -> None:
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

    instance = random_town(3, 40, 6)
    result = solve(instance, stop=stop, progress=watch)
    assert len(told) == 3
    assert told == sorted(told, reverse=True)
    assert result.total == pytest.approx(told[-1])
    assert result.seconds < 30


def test_given_a_time_limit_when_solved_then_it_is_kept() -> None:
    result = solve(random_town(8, 30, 5), stop=Stop(seconds=0.5))
    assert 0.5 <= result.seconds < 1.5
