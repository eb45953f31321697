"""Moves of one unit or two in a row: to anywhere, beside one that fits well, or to whoever is idle for longest."""

from kith.engines.rota.chance import State, below, draw
from kith.engines.rota.compiled import kernel
from kith.engines.rota.uhhc.search.arrays import IDLE, Plan, Problem
from kith.engines.rota.uhhc.search.placing import (
    another,
    can,
    neighbour,
    partner,
    place_beside,
    place_unit,
    rank_beside,
    some_able,
    window_at,
)
from kith.engines.rota.uhhc.search.routes import lift, put_in, set_rank, take_out
from kith.engines.rota.uhhc.search.timing import Scratch, index_of


@kernel
def move_unit(
    problem: Problem, plan: Plan, scratch: Scratch, state: State, unit: int, c: int
) -> bool:
    """Move a unit to another rank; its first item to c if c is given, else to anybody."""
    one, two = problem.first[unit], problem.second[unit]
    if plan.worker[one] < 0:
        return False
    d = -1
    if two < 0:
        if c < 0:
            c = plan.worker[one] if draw(state) < 0.3 else some_able(problem, state, one)
    else:
        c, d = plan.worker[one], plan.worker[two]
        which = draw(state)
        if which < 0.35:
            c = another(problem, state, one, d)
        elif which < 0.7:
            d = another(problem, state, two, c)
        elif which < 0.8:
            c = some_able(problem, state, one)
            d = another(problem, state, two, c)
        if c < 0 or d < 0:
            return False
    lift(problem, plan, scratch, unit)
    place_unit(problem, plan, scratch, state, unit, c, d)
    return True


@kernel
def beside(problem: Problem, plan: Plan, scratch: Scratch, state: State, unit: int) -> bool:
    """Move a unit beside a service that fits well, one of its items onto that route."""
    one, two = problem.first[unit], problem.second[unit]
    if plan.worker[one] < 0:
        return False
    item = two if two >= 0 and draw(state) < 0.5 else one
    r = neighbour(problem, plan, state, item)
    if r < 0 or not can(problem, item, plan.worker[r]):
        return False
    c, d = plan.worker[r], -1
    if two >= 0:
        d = partner(problem, plan, state, one + two - item, c)
        if d < 0:
            return False
        if item == two:
            c, d = d, c
    lift(problem, plan, scratch, unit)
    place_beside(problem, plan, scratch, state, unit, r, c, d)
    return True


@kernel
def next_alone(problem: Problem, plan: Plan, item: int) -> int:
    """Return the service after an item on its route, lunch passed over; -1 if there is none or it is one of a pair."""
    c = plan.worker[item]
    k = index_of(plan, c, item) + 1
    if k < plan.length[c] and plan.route[c, k] >= len(problem.place):
        k += 1
    if k >= plan.length[c]:
        return -1
    other = int(plan.route[c, k])
    return other if problem.second[problem.unit[other]] < 0 else -1


@kernel
def together(problem: Problem, plan: Plan, scratch: Scratch, state: State, unit: int) -> bool:
    """Move a service and the next on its route beside a third that fits well, a tenth of them turned round (or-opt)."""
    one = problem.first[unit]
    if plan.worker[one] < 0 or problem.second[unit] >= 0:
        return False
    two = next_alone(problem, plan, one)
    if two < 0:
        return False
    r = neighbour(problem, plan, state, one if draw(state) < 0.5 else two)
    if r < 0 or r in (one, two):
        return False
    c = plan.worker[r]
    if not can(problem, one, c) or not can(problem, two, c):
        return False
    take_out(problem, plan, scratch, one)
    take_out(problem, plan, scratch, two)
    far = rank_beside(plan, state, r)
    near = plan.rank[r] + (far - plan.rank[r]) * draw(state)
    flip = draw(state) < 0.1
    for item, early in ((one, not flip), (two, flip)):
        window_at(problem, plan, scratch, state, problem.unit[item], plan.start[r])
        rank = min(near, far) if early else max(near, far)
        set_rank(problem, plan, scratch, problem.unit[item], rank)
        put_in(problem, plan, scratch, item, c)
    return True


@kernel
def fill_idlest(problem: Problem, plan: Plan, scratch: Scratch, state: State) -> bool:
    """Give the caregiver with the most idle time a visit that they may give."""
    idlest = 0
    for c in range(len(problem.departs)):
        if plan.day[c, IDLE] > plan.day[idlest, IDLE]:
            idlest = c
    for _ in range(20):
        unit = below(state, len(problem.first))
        item = problem.first[unit]
        if problem.second[unit] >= 0 and draw(state) < 0.5:
            item = problem.second[unit]
        if plan.worker[item] < 0 or not can(problem, item, idlest):
            continue
        if problem.second[unit] < 0:
            return move_unit(problem, plan, scratch, state, unit, idlest)
        other = problem.first[unit] + problem.second[unit] - item
        if plan.worker[other] == idlest or plan.worker[item] == idlest:
            continue
        take_out(problem, plan, scratch, item)
        put_in(problem, plan, scratch, item, idlest)
        return True
    return False
