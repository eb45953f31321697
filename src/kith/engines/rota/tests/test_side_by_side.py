"""Several cores: as many searches, one plan for a seed and a number of cores, and all of them stop when one must."""

import threading
import time
from typing import Any

import pytest

from kith.engines.rota.hhcrsp.solve import solve as solve_hhcrsp
from kith.engines.rota.hhcrsp.tests.towns import random_town as hhcrsp_town
from kith.engines.rota.side_by_side import Progress, seed_of, side_by_side
from kith.engines.rota.stopping import Stop
from kith.engines.rota.uhhc.solve import solve as solve_uhhc
from kith.engines.rota.uhhc.tests.towns import random_town as uhhc_town
from kith.engines.rota.week.search import suggest
from kith.engines.rota.week.tests.town import town

LONG = Stop(seconds=60)


def until_stopped(stop: Stop, seed: int, progress: Progress | None) -> int:
    """A search that finds nothing until it is told to stop."""
    clock = stop.clock()
    while not clock.over:
        if progress is not None:
            progress(clock, seed)
        time.sleep(0.002)
    return seed


def test_one_core_is_the_search_itself() -> None:
    told: list[tuple[object, ...]] = []

    def one(stop: Stop, seed: int, progress: Progress | None) -> tuple[Stop, int]:
        assert progress is not None
        progress("clock", 3.0)
        return stop, seed

    found = side_by_side(one, stop=LONG, seed=7, cores=1, progress=lambda *x: told.append(x))
    assert found == [(LONG, 7)]
    assert told == [("clock", 3.0)]


def test_each_core_has_its_own_seed_and_the_first_the_one_given() -> None:
    seeds = side_by_side(
        lambda stop, seed, progress: seed, stop=LONG, seed=7, cores=3, progress=None
    )
    assert seeds == [7, seed_of(7, 1), seed_of(7, 2)]
    assert len(set(seeds)) == 3


def test_less_than_one_core_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a core"):
        side_by_side(until_stopped, stop=LONG, seed=1, cores=0, progress=None)


def test_the_signal_ends_every_search_and_the_best_of_all_is_told_from_the_calling_thread() -> None:
    signal, told = threading.Event(), set()

    def progress(_clock: object, best: float) -> None:
        told.add((threading.current_thread(), best))
        if best < 0:
            signal.set()

    def search(stop: Stop, seed: int, progress: Progress | None) -> int:
        return until_stopped(stop, -seed, progress)  # so the second core has the better figure

    stop = Stop(seconds=60, signal=signal)
    found = side_by_side(search, stop=stop, seed=0, cores=2, progress=progress)
    assert found == [0, -seed_of(0, 1)]
    assert {thread for thread, _ in told} == {threading.current_thread()}
    assert -seed_of(0, 1) in {best for _, best in told}


@pytest.mark.parametrize("failing", [0, 1])
@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
def test_an_error_in_one_search_ends_the_others_and_is_raised(
    failing: int, error: type[BaseException]
) -> None:
    begun, stop = threading.Barrier(2, timeout=30), Stop(seconds=60)
    ended: list[int] = []

    def search(stop: Stop, seed: int, progress: Progress | None) -> int:
        begun.wait()
        if seed == seed_of(1, failing):
            raise error
        ended.append(until_stopped(stop, seed, progress))
        return seed

    with pytest.raises(error):
        side_by_side(search, stop=stop, seed=1, cores=2, progress=None)
    assert ended == [seed_of(1, 1 - failing)]
    assert not stop.signal.is_set()  # it is the caller's


def test_a_week_is_the_same_for_a_seed_and_cores_and_the_better_of_two_searches() -> None:
    problem, stop = town(), Stop(iterations=3000)
    alone = [suggest(problem, stop=stop, seed=seed_of(5, core)) for core in (0, 1)]
    both, again = (suggest(problem, stop=stop, seed=5, cores=2) for _ in range(2))
    assert both.plan == again.plan
    assert both.plan in [result.plan for result in alone]
    ranks = [(len(r.evaluation.gaps), r.evaluation.total) for r in (both, *alone)]
    assert ranks[0] == min(ranks[1:])
    assert both.iterations == sum(result.iterations for result in alone)


@pytest.mark.parametrize(
    ("solve", "made_up"), [(solve_hhcrsp, hhcrsp_town), (solve_uhhc, uhhc_town)]
)
def test_a_day_is_the_same_for_a_seed_and_cores_and_the_better_of_two_searches(
    solve: Any, made_up: Any
) -> None:
    instance, stop = made_up(3, 25, 7), Stop(iterations=3000)
    alone = [solve(instance, stop=stop, seed=seed_of(5, core)) for core in (0, 1)]
    both, again = (solve(instance, stop=stop, seed=5, cores=2) for _ in range(2))
    assert both.solution == again.solution
    assert both.solution in [result.solution for result in alone]
    assert both.total == min(result.total for result in alone)
    assert both.iterations == sum(result.iterations for result in alone) == 6000
