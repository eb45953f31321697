"""Simulated annealing over plans: try a change, keep it if it is better or not much worse, cool down."""

import math
from typing import NamedTuple

import numpy as np

from kith.engines.rota.chance import State, below, draw
from kith.engines.rota.compiled import compiled, kernel
from kith.engines.rota.uhhc.search.arrays import FAR, Floats, Ints, Plan, Problem
from kith.engines.rota.uhhc.search.moves import (
    another,
    cross,
    fill_idlest,
    forget,
    move_lunch,
    move_unit,
    put_in,
    set_rank,
    some_able,
    swap,
    toggle,
    undo,
)
from kith.engines.rota.uhhc.search.timing import (
    Scratch,
    index_of,
    is_clean,
    measure,
    push,
    settle,
    total,
)


class Best(NamedTuple):
    """The best plan so far: all that is needed to build it again."""

    cost: Floats  # (1,)
    clean: Ints  # (1,) 1 once it has nothing that must not be
    rank: Floats
    worker: Ints
    window: Ints
    left_out: Ints


def best_of(plan: Plan) -> Best:
    """Return room for the best plan."""
    return Best(
        np.array([FAR**2]),
        np.zeros(1, dtype=np.int64),
        plan.rank.copy(),
        plan.worker.copy(),
        plan.window.copy(),
        plan.left_out.copy(),
    )


@kernel
def fill(problem: Problem, plan: Plan, scratch: Scratch, state: State) -> None:
    """Build a first plan: everybody visited, in order of their first window, by one of three with the least to do."""
    for patient in range(len(problem.servable)):
        if problem.servable[patient] == 0:
            plan.left_out[0] += 1
            continue
        for unit in range(problem.units_from[patient], problem.units_from[patient + 1]):
            one, two = problem.first[unit], problem.second[unit]
            opens = problem.opens[problem.windows_from[patient]]
            set_rank(problem, plan, scratch, unit, opens + draw(state))
            c = some_able(problem, state, one)
            for _ in range(2):
                d = some_able(problem, state, one)
                if plan.length[d] < plan.length[c]:
                    c = d
            put_in(problem, plan, scratch, one, c)
            if two >= 0:
                d = another(problem, state, two, c)
                while d < 0:
                    d = another(problem, state, two, c)
                put_in(problem, plan, scratch, two, d)
    for c in problem.eaters:
        item = len(problem.place) + c
        plan.rank[item] = problem.lunch[0] + draw(state)
        put_in(problem, plan, scratch, item, c)


@kernel
def rebuild(problem: Problem, plan: Plan, scratch: Scratch) -> None:
    """Time a plan and measure every day from nothing but its routes."""
    forget(scratch)
    for unit in range(len(problem.first)):
        plan.start[problem.first[unit]] = -1.0
        if problem.second[unit] >= 0:
            plan.start[problem.second[unit]] = -1.0
    for unit in range(len(problem.first)):
        push(problem, plan, scratch, unit)
        scratch.sizes[2] = 0
    settle(problem, plan, scratch)
    forget(scratch)
    for c in range(len(problem.departs)):
        measure(problem, plan, scratch, c)


@compiled
def rerank(problem: Problem, plan: Plan, state: State) -> None:
    """Bring ranks close to starting times without changing any route, so that new ranks can be drawn from windows."""
    units = len(problem.first)
    rank = np.empty(units)
    for unit in range(units):
        rank[unit] = plan.rank[problem.first[unit]]
    items = len(problem.place)
    for unit in np.argsort(rank):
        low = -FAR
        for item in (problem.first[unit], problem.second[unit]):
            if item < 0 or plan.worker[item] < 0:
                continue
            c = plan.worker[item]
            k = index_of(plan, c, item) - 1
            if k >= 0 and plan.route[c, k] >= items:
                k -= 1
            if k >= 0:
                low = max(low, plan.rank[plan.route[c, k]])
        one, two = problem.first[unit], problem.second[unit]
        if plan.worker[one] < 0:
            continue
        plan.rank[one] = max(low, plan.start[one]) + 1e-3 * (1.0 + draw(state))
        if two >= 0:
            plan.rank[two] = plan.rank[one]
    for c in problem.eaters:
        item = items + c
        if plan.worker[item] < 0:
            continue
        k = index_of(plan, c, item)
        low = plan.rank[plan.route[c, k - 1]] if k > 0 else problem.lunch[0]
        high = plan.rank[plan.route[c, k + 1]] if k + 1 < plan.length[c] else low + 1.0
        plan.rank[item] = low + (high - low) * 0.5 if k > 0 else high - 1.0


@kernel
def change(problem: Problem, plan: Plan, scratch: Scratch, state: State) -> bool:
    """Make one random change; False if it came to nothing."""
    which = draw(state)
    unit = below(state, len(problem.first))
    if which < 0.50:
        return move_unit(problem, plan, scratch, state, unit, -1)
    if which < 0.72:
        return swap(problem, plan, scratch, state, unit)
    if which < 0.78:
        return cross(problem, plan, scratch, state, unit)
    if which < 0.86:
        return toggle(problem, plan, scratch, state)
    if which < 0.93:
        return move_lunch(problem, plan, scratch, state)
    return fill_idlest(problem, plan, scratch, state)


@kernel
def keep(problem: Problem, plan: Plan, best: Best, cost: float) -> None:
    """Take a plan for the best if it is: a clean one before any other, then the cheaper one."""
    clean = int(is_clean(problem, plan))
    if clean < best.clean[0] or (clean == best.clean[0] and cost >= best.cost[0]):
        return
    best.cost[0], best.clean[0], best.left_out[0] = cost, clean, plan.left_out[0]
    for i in range(len(plan.rank)):
        best.rank[i] = plan.rank[i]
        best.worker[i] = plan.worker[i]
    for i in range(len(plan.window)):
        best.window[i] = plan.window[i]


@kernel
def anneal(
    problem: Problem,
    plan: Plan,
    best: Best,
    scratch: Scratch,
    state: State,
    temperature: float,
    iterations: int,
) -> None:
    """Try `iterations` changes at one temperature (in cost), changing `plan` and `best` in place."""
    cost = total(problem, plan)
    for _ in range(iterations):
        limit = cost - temperature * math.log(1.0 - draw(state))
        done = change(problem, plan, scratch, state) and settle(problem, plan, scratch)
        if not done:
            undo(plan, scratch)
            continue
        for i in range(scratch.sizes[1]):
            measure(problem, plan, scratch, scratch.touched[i])
        tried = total(problem, plan)
        if tried > limit:
            undo(plan, scratch)
            continue
        forget(scratch)
        cost = tried
        if cost < best.cost[0] - 1e-7 or best.clean[0] == 0:
            keep(problem, plan, best, cost)
