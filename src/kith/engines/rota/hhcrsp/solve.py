"""Solving an HHCRSP instance: a greedy first plan, then annealing in short compiled stretches until told to stop."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from kith.engines.rota.chance import State, state_of
from kith.engines.rota.hhcrsp.format import Attendance, Instance, Route, Solution
from kith.engines.rota.hhcrsp.search.anneal import Best, anneal, scratch_of
from kith.engines.rota.hhcrsp.search.arrays import Plan, Problem, plan_of, problem_of
from kith.engines.rota.hhcrsp.search.moves import empty_proposal
from kith.engines.rota.hhcrsp.search.routes import greedy, rebuild
from kith.engines.rota.side_by_side import side_by_side
from kith.engines.rota.stopping import Clock, Stop

STRETCH_SECONDS = 0.1
"""Between two stretches the clock, the signal and the progress bar get their turn."""
FIRST_STRETCH = 2_000
"""Moves in the first stretch, before the speed is known."""
HOT, COLD = 3.0, 0.012
"""Temperature at the start and the end of a cooling, as a share of the mean travel between near patients."""
HOTTER = 6.0
"""Where the search cools more than once each cooling starts here: hot enough to forget where the last one got stuck."""


@dataclass(frozen=True, slots=True)
class Result:
    """The best plan found; costs in minutes, `total` as the benchmark counts it."""

    solution: Solution
    travel: float
    tardiness: float
    highest_tardiness: float
    iterations: int
    seconds: float

    @property
    def total(self) -> float:
        """(travel + tardiness + highest tardiness) / 3."""
        return (self.travel + self.tardiness + self.highest_tardiness) / 3


def solve(
    instance: Instance,
    *,
    stop: Stop,
    seed: int = 1,
    cores: int = 1,
    progress: Callable[[Clock, float], None] | None = None,
) -> Result:
    """Return the best plan found before `stop`; the same one for the same seed, iterations and cores.

    `progress` is called about ten times a second with the clock and the best total so far.
    With more than one of the `cores`, each searches by itself from its own seed until `stop`, and the best plan counts.
    """

    def one(stop: Stop, seed: int, progress: Callable[[Clock, float], None] | None) -> Result:
        return _solve_one(instance, stop, seed, progress)

    found = side_by_side(one, stop=stop, seed=seed, cores=cores, progress=progress)
    best = min(found, key=lambda result: result.total)
    return replace(best, iterations=sum(result.iterations for result in found))


def _solve_one(
    instance: Instance, stop: Stop, seed: int, progress: Callable[[Clock, float], None] | None
) -> Result:
    clock = stop.clock()
    problem, state = problem_of(instance), state_of(seed)
    plan = _first_plan(problem)
    best = Best(plan.label.copy(), plan.worker.copy(), np.array([plan.totals.sum()]))
    _search(problem, plan, best, state, clock, progress)
    rebuild(problem, final := plan_of(best.label, best.worker, problem.caregivers))
    travel, tardiness, highest = (float(total) for total in final.totals)
    return Result(
        solution=_solution(instance, final),
        travel=travel,
        tardiness=tardiness,
        highest_tardiness=highest,
        iterations=clock.iterations,
        seconds=clock.elapsed,
    )


def _first_plan(problem: Problem) -> Plan:
    n = len(problem.earliest)
    plan = plan_of(np.zeros(n), np.zeros(2 * n, np.int64), problem.caregivers)
    here, free = np.zeros(problem.caregivers, np.int64), np.zeros(problem.caregivers)
    greedy(problem, plan, np.argsort(problem.earliest, kind="stable"), here, free)
    rebuild(problem, plan)
    return plan


def _coolings(patients: int) -> int:
    """How often the search cools: a small problem profits from fresh starts, a large one from patience."""
    for limit, coolings in ((15, 8), (60, 6), (90, 3), (120, 2)):
        if patients <= limit:
            return coolings
    return 1


def _search(
    problem: Problem,
    plan: Plan,
    best: Best,
    state: State,
    clock: Clock,
    progress: Callable[[Clock, float], None] | None,
) -> None:
    scratch, proposal = scratch_of(len(plan.label)), empty_proposal()
    scale, coolings = _scale(problem), _coolings(len(plan.label))
    hot = scale * (HOT if coolings == 1 else HOTTER)
    size = _first_size(clock.stop)
    while not clock.over:
        share = (clock.progress * coolings) % 1.0
        temperature = hot * (scale * COLD / hot) ** share
        began = time.monotonic()
        rebuild(problem, plan)
        anneal(problem, plan, best, proposal, scratch, state, temperature, size)
        clock.iterations += size
        size = _next_size(clock, size, time.monotonic() - began)
        if progress is not None:
            progress(clock, float(best.cost[0]) / 3)


def _scale(problem: Problem) -> float:
    """Mean travel (minutes) from a patient to the ones near them."""
    rows = np.arange(len(problem.earliest))[:, None]
    return max(1e-6, float(problem.distance[rows + 1, problem.near + 1].mean()))


def _first_size(stop: Stop) -> int:
    # Sizes that follow from the iterations alone keep the plan the same on every machine.
    return FIRST_STRETCH if stop.iterations is None else max(1, min(20_000, stop.iterations // 200))


def _next_size(clock: Clock, size: int, seconds: float) -> int:
    limit = clock.stop.iterations
    if limit is not None:
        return max(1, min(size, limit - clock.iterations))
    return int(min(4 * size, max(500, size * STRETCH_SECONDS / max(seconds, 1e-6))))


def _solution(instance: Instance, plan: Plan) -> Solution:
    home = len(plan.worker)
    routes = []
    for v, caregiver in enumerate(instance.caregivers):
        places, node = [], int(plan.after[home + v])
        while node < home:
            patient = instance.patients[node >> 1]
            places.append(
                Attendance(
                    patient=patient.id,
                    service=patient.requirements[node & 1].service,
                    arrival_time=float(plan.start[node]),
                    departure_time=float(plan.free[node]),
                )
            )
            node = int(plan.after[node])
        routes.append(Route(caregiver.id, tuple(places)))
    return Solution(tuple(routes))
