"""Suggest a whole week: a first plan by careful insertion, then simulated annealing from it.

Kirkpatrick, Gelatt and Vecchi 1983, with the destroy-and-repair move of Shaw 1998. Hard rules are
kept at every step.
"""

from dataclasses import replace

import numpy as np

from kith.engines.rota.side_by_side import side_by_side
from kith.engines.rota.stopping import Clock, Stop
from kith.engines.rota.week.evaluate import evaluate
from kith.engines.rota.week.problem import Plan, Problem
from kith.engines.rota.week.search import moves, placing
from kith.engines.rota.week.search.arrays import (
    Ints,
    State,
    Week,
    copy_state,
    empty_state,
    week_arrays,
)
from kith.engines.rota.week.search.loading import load_plan, plan_of
from kith.engines.rota.week.search.outcome import Progress, Result

CHUNK = 20_000  # moves between two looks at the clock, about a tenth of a second
FEW = 100  # visits placed between two looks at the clock
HOT, COLD = 40.0, 0.7  # points that a move may lose: at first readily, at last hardly ever
SOFT_GAP = 400.0  # what a gap weighs while searching: enough to be filled, little enough to be left for a moment


def suggest(
    problem: Problem,
    *,
    stop: Stop,
    seed: int = 1,
    cores: int = 1,
    start: Plan | None = None,
    progress: Progress | None = None,
) -> Result:
    """Return the best plan found before `stop`. All hard rules are kept; places that nobody can
    fill stay empty.

    `start` is a plan to improve; whatever in it breaks a rule is placed anew. The same seed and a
    limit of iterations
    alone give the same plan. With more than one of the `cores`, each searches by itself from its own seed until `stop`,
    and the plan with the fewest gaps, then the fewest points, counts.
    """

    def one(stop: Stop, seed: int, progress: Progress | None) -> Result:
        return _suggest_one(problem, stop, seed, start, progress)

    found = side_by_side(one, stop=stop, seed=seed, cores=cores, progress=progress)
    best = min(found, key=lambda r: (len(r.evaluation.gaps), r.evaluation.total))
    return replace(best, iterations=sum(result.iterations for result in found))


def _suggest_one(
    problem: Problem, stop: Stop, seed: int, start: Plan | None, progress: Progress | None
) -> Result:
    clock = stop.clock()
    week = week_arrays(problem)
    state = empty_state(week) if start is None else load_plan(problem, week, start)
    fill(week, state, clock)
    best = search(
        week, state, clock, seed, hot=HOT if start is None else HOT / 8, progress=progress
    )
    plan = plan_of(problem, week, best)
    return Result(plan, evaluate(problem, plan), clock.iterations, clock.elapsed)


def fill(week: Week, state: State, clock: Clock) -> None:
    """Place every visit that can be placed: pinned first, then pairs and linked ones, then those
    with fewest workers. What has no place when the clock is over stays a gap.
    """
    pinned = (week.pin >= 0).any(axis=1)
    order = np.lexsort(
        (
            week.visit["earliest"],
            week.visit["latest"] - week.visit["earliest"],
            week.allowed.sum(axis=1),
            ~week.visit["exact"],
            ~pinned,
        )
    )
    placing.reprice(week, state)  # an empty week has a price too: hours under the contract
    for first in range(0, len(order), FEW):
        if first and clock.over:
            return
        placing.place_all(week, state, order[first : first + FEW], 0.0)


def search(
    week: Week,
    state: State,
    clock: Clock,
    seed: int,
    *,
    hot: float = HOT,
    soft_gap: float = SOFT_GAP,
    progress: Progress | None = None,
) -> State:
    """Anneal from `state` until the clock is over; return the best state met. `state` is used up."""
    best, back = copy_state(state), copy_state(state)
    slots, day_from = places_by_day(week)
    gaps = count_gaps(week, state)
    score = np.array([gaps, gaps, state.cost.sum()], np.float64)
    while len(slots) and len(week.worker) and not clock.over:
        steps = _steps(clock)
        heat = hot * (COLD / hot) ** clock.progress
        chunk_seed = (seed * 1_000_003 + clock.iterations) % 2**32
        moves.anneal(
            week,
            state,
            best,
            back,
            slots,
            day_from,
            score,
            steps,
            float(heat),
            float(soft_gap),
            chunk_seed,
        )
        clock.iterations += steps
        if progress is not None:
            progress(clock.progress, int(score[1]), float(score[2]))
    return best


def _steps(clock: Clock) -> int:
    """Return how many moves to make before the next look at the clock; the last stretch ends about on time."""
    limit, seconds = clock.stop.iterations, clock.stop.seconds
    if limit is not None:
        return min(CHUNK, limit - clock.iterations, max(1, limit // 50))
    if seconds is None or not clock.iterations:
        return CHUNK // 4
    left = clock.iterations * (seconds - clock.elapsed) / clock.elapsed
    return max(100, min(CHUNK, int(left)))


def places_by_day(week: Week) -> tuple[Ints, Ints]:
    """Return every place (visit, slot) by day, and where each of the seven days begins."""
    places = [
        (v, slot)
        for v in np.argsort(week.visit["day"], kind="stable")
        for slot in range(week.visit["needs"][v])
    ]
    slots = np.array(places, np.int64).reshape(-1, 2)
    return slots, np.searchsorted(week.visit["day"][slots[:, 0]], np.arange(8)).astype(np.int64)


def count_gaps(week: Week, state: State) -> int:
    """Return how many places are empty."""
    return int(week.visit["needs"].sum() - (state.who >= 0).sum())
