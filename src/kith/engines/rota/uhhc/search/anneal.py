"""Simulated annealing over plans: try a change, keep it if it is better or not much worse, cool down."""

import math
from typing import NamedTuple

import numpy as np

from kith.engines.rota.chance import State, below, draw
from kith.engines.rota.compiled import compiled, kernel
from kith.engines.rota.uhhc.search.arrays import APART, FAR, Floats, Ints, Plan, Problem
from kith.engines.rota.uhhc.search.costs import breach, total
from kith.engines.rota.uhhc.search.exchanging import cross, swap
from kith.engines.rota.uhhc.search.leaving import move_lunch, toggle
from kith.engines.rota.uhhc.search.moving import beside, fill_idlest, move_unit, together
from kith.engines.rota.uhhc.search.placing import another, some_able
from kith.engines.rota.uhhc.search.routes import forget, put_in, set_rank, undo
from kith.engines.rota.uhhc.search.timing import (
    Scratch,
    index_of,
    measure,
    push,
    settle,
)


class Best(NamedTuple):
    """The best plan so far: all that is needed to build it again."""

    cost: Floats  # (1,)
    breach: Floats  # (1,) how much it has of what must not be
    rank: Floats
    worker: Ints
    window: Ints
    split: Ints
    hold: Floats
    left_out: Ints


def best_of(plan: Plan) -> Best:
    """Return room for the best plan."""
    return Best(
        np.array([FAR**2]),
        np.array([FAR**2]),
        plan.rank.copy(),
        plan.worker.copy(),
        plan.window.copy(),
        plan.split.copy(),
        plan.hold.copy(),
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
    for item in range(len(problem.place)):
        plan.start[item] = -1.0
    for item in range(len(problem.place)):
        push(problem, plan, scratch, item)
    settle(problem, plan, scratch)
    forget(scratch)
    for c in range(len(problem.departs)):
        measure(problem, plan, scratch, c)


@kernel
def before(problem: Problem, plan: Plan, item: int) -> float:
    """Return the rank of the service before an item on its route, -FAR for the first."""
    c = plan.worker[item]
    k = index_of(plan, c, item) - 1
    if k >= 0 and plan.route[c, k] >= len(problem.place):
        k -= 1
    return float(plan.rank[plan.route[c, k]]) if k >= 0 else -FAR


@compiled
def rerank(problem: Problem, plan: Plan, state: State) -> None:
    """Bring ranks close to starting times without changing any route, so that new ranks can be drawn from windows."""
    items = len(problem.place)
    for item in np.argsort(plan.rank[:items]):
        unit = problem.unit[item]
        one, two = problem.first[unit], problem.second[unit]
        split = plan.split[unit] == 1
        if plan.worker[item] < 0 or (item == two and not split):
            continue
        low = max(before(problem, plan, item), plan.start[item])
        if item == two:
            low = max(low, plan.rank[one])
        elif two >= 0 and not split:
            low = max(low, before(problem, plan, two))
        plan.rank[item] = low + 1e-3 * (1.0 + draw(state))
        if two >= 0 and not split:
            plan.rank[two] = plan.rank[item]
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
    if which < 0.16:
        return move_unit(problem, plan, scratch, state, unit, -1)
    if which < 0.48:
        return beside(problem, plan, scratch, state, unit)
    if which < 0.56:
        return together(problem, plan, scratch, state, unit)
    if which < 0.72:
        return swap(problem, plan, scratch, state, unit)
    if which < 0.80:
        return cross(problem, plan, scratch, state, unit)
    if which < 0.88:
        return toggle(problem, plan, scratch, state)
    if which < 0.94:
        return move_lunch(problem, plan, scratch, state)
    return fill_idlest(problem, plan, scratch, state)


@kernel
def keep(problem: Problem, plan: Plan, best: Best, cost: float) -> None:
    """Take a plan for the best if it is: less of what must not be comes first, then the cost."""
    broken = breach(problem, plan)
    cost -= problem.weight[APART] * broken  # as the price of a breach changes while cooling
    if broken > best.breach[0] or (broken == best.breach[0] and cost >= best.cost[0]):
        return
    best.cost[0], best.breach[0], best.left_out[0] = cost, broken, plan.left_out[0]
    for i in range(len(plan.rank)):
        best.rank[i] = plan.rank[i]
        best.worker[i] = plan.worker[i]
    for i in range(len(plan.window)):
        best.window[i] = plan.window[i]
        best.split[i] = plan.split[i]
        best.hold[i] = plan.hold[i]


@kernel
def anneal(
    problem: Problem,
    plan: Plan,
    best: Best,
    scratch: Scratch,
    state: State,
    temperature: float,
    ease: float,
    iterations: int,
) -> None:
    """Try `iterations` changes at one temperature (in cost), changing `plan` and `best` in place.

    `ease` is that of `total`.
    """
    cost = total(problem, plan, ease)
    for _ in range(iterations):
        limit = cost - temperature * math.log(1.0 - draw(state))
        done = change(problem, plan, scratch, state) and settle(problem, plan, scratch)
        if not done:
            undo(plan, scratch)
            continue
        for i in range(scratch.sizes[1]):
            measure(problem, plan, scratch, scratch.touched[i])
        tried = total(problem, plan, ease)
        if tried > limit:
            undo(plan, scratch)
            continue
        forget(scratch)
        cost = tried
        # An eased cost is never more than the true one.
        if cost < best.cost[0] - 1e-7 or best.breach[0] > 0.0:
            keep(problem, plan, best, total(problem, plan, 0.0))
