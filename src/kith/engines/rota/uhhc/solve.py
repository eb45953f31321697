"""Solving a UHHC instance: a first plan, annealed in short compiled stretches until told to stop."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from kith.engines.rota.chance import State, state_of
from kith.engines.rota.side_by_side import side_by_side
from kith.engines.rota.stopping import Clock, Stop
from kith.engines.rota.uhhc.evaluate import evaluate
from kith.engines.rota.uhhc.model import (
    LUNCH,
    Attendance,
    Instance,
    Patient,
    Requirement,
    Route,
    Solution,
)
from kith.engines.rota.uhhc.search.anneal import Best, anneal, best_of, fill, keep, rebuild, rerank
from kith.engines.rota.uhhc.search.arrays import FIRM, SOFT, Plan, Problem, empty_plan, problem_of
from kith.engines.rota.uhhc.search.costs import total
from kith.engines.rota.uhhc.search.timing import Scratch, scratch_of

STRETCH = 10_000
"""Moves between two looks at the clock: about a tenth of a second on one slow core."""
HOT, COLD = 150.0, 1.0
"""Temperature at the start and the end of a cooling, in cost."""
EASED = 0.7
"""The share of a cooling over which the largest idle time comes to count in full."""


@dataclass(frozen=True, slots=True)
class Result:
    """The best plan found, its cost by component, and what finding it took."""

    solution: Solution
    costs: Mapping[str, float]
    iterations: int
    seconds: float

    @property
    def total(self) -> float:
        """The objective of the benchmark."""
        return sum(self.costs.values())


def solve(
    instance: Instance,
    *,
    stop: Stop,
    seed: int = 1,
    cores: int = 1,
    progress: Callable[[Clock, float], None] | None = None,
) -> Result:
    """Return the best plan found before `stop`; the same one for the same seed, iterations and cores.

    `progress` is called about ten times a second with the clock and the best cost so far.
    With more than one of the `cores`, each searches by itself from its own seed until `stop`, and the best plan counts.
    """

    def one(
        stop: Stop, seed: int, progress: Callable[[Clock, float], None] | None
    ) -> tuple[float, Result]:
        return _solve_one(instance, stop, seed, progress)

    found = side_by_side(one, stop=stop, seed=seed, cores=cores, progress=progress)
    _, best = min(found, key=lambda ranked: (ranked[0], ranked[1].total))
    return replace(best, iterations=sum(result.iterations for _, result in found))


def _solve_one(
    instance: Instance, stop: Stop, seed: int, progress: Callable[[Clock, float], None] | None
) -> tuple[float, Result]:
    """Return how much one search's best plan has of what must not be, which comes before any cost, and that plan."""
    clock = stop.clock()
    problem, state = problem_of(instance), state_of(seed)
    plan, scratch = empty_plan(problem), scratch_of(problem)
    fill(problem, plan, scratch, state)
    rebuild(problem, plan, scratch)
    best = best_of(plan)
    keep(problem, plan, best, total(problem, plan, 0.0))
    _search(problem, plan, best, scratch, state, clock, progress)
    solution = solution_of(instance, problem, best, scratch)
    result = Result(
        solution=solution,
        costs=evaluate(instance, solution).components,
        iterations=clock.iterations,
        seconds=clock.elapsed,
    )
    return float(best.breach[0]), result


def _search(
    problem: Problem,
    plan: Plan,
    best: Best,
    scratch: Scratch,
    state: State,
    clock: Clock,
    progress: Callable[[Clock, float], None] | None,
) -> None:
    coolings = _coolings(len(problem.first))
    while not clock.over:
        share = (clock.progress * coolings) % 1.0
        temperature = HOT * (COLD / HOT) ** share
        _press(problem, SOFT * (FIRM / SOFT) ** share)
        rebuild(problem, plan, scratch)
        size = _stretch(clock)
        ease = max(0.0, 1.0 - share / EASED)
        anneal(problem, plan, best, scratch, state, temperature, ease, size)
        rerank(problem, plan, state)
        clock.iterations += size
        if progress is not None:
            progress(clock, float(best.cost[0]))


def _coolings(units: int) -> int:
    """How often the search cools: a small problem profits from fresh starts, a large one from patience."""
    return 4 if units <= 40 else 1


def _press(problem: Problem, price: float) -> None:
    # A rule that costs little at first lets the search pass through plans that break it.
    problem.weight[problem.hard > 0] = price


def _stretch(clock: Clock) -> int:
    # Sizes that follow from the iterations alone keep the plan the same on every machine.
    limit = clock.stop.iterations
    if limit is None:
        return STRETCH
    return max(1, min(STRETCH, limit // 100, limit - clock.iterations))


def solution_of(instance: Instance, problem: Problem, best: Best, scratch: Scratch) -> Solution:
    """Return the routes of the best plan with their times."""
    plan = empty_plan(problem)
    plan.rank[:], plan.worker[:], plan.window[:] = best.rank, best.worker, best.window
    plan.split[:], plan.hold[:], plan.left_out[:] = best.split, best.hold, best.left_out
    for item in np.argsort(plan.rank, kind="stable"):
        c = plan.worker[item]
        if c >= 0:
            plan.route[c, plan.length[c]] = item
            plan.length[c] += 1
    rebuild(problem, plan, scratch)
    return Solution(
        tuple(_route(instance, problem, plan, c) for c in range(len(instance.caregivers)))
    )


def _route(instance: Instance, problem: Problem, plan: Plan, c: int) -> Route:
    needs = [(p, need) for p in instance.patients for need in p.requirements]
    items = [int(item) for item in plan.route[c, : plan.length[c]]]
    visits = []
    for number, item in enumerate(items):
        begin = float(plan.final[item])
        if item < len(needs):
            patient, need = needs[item]
            visit = Attendance(patient.id, need.service, begin, begin + need.duration)
        elif begin < 0:
            continue
        else:
            place = _lunch_place(instance, items, number, int(plan.spot[c]), c, needs)
            visit = Attendance(place, LUNCH, begin, begin + float(problem.lunch[2]))
        visits.append(visit)
    return Route(instance.caregivers[c].id, tuple(visits))


def _lunch_place(
    instance: Instance,
    items: list[int],
    number: int,
    spot: int,
    c: int,
    needs: list[tuple[Patient, Requirement]],
) -> str:
    """Return where lunch is taken: at the stop after it, the one before, or the departing point."""
    if spot == 2:
        row = instance.caregivers[c].departs
        return next(name for name, place in instance.terminals.items() if place == row)
    return needs[items[number + 1 if spot == 0 else number - 1]][0].id
