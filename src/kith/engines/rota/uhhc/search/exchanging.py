"""Moves that exchange: two services of two caregivers, or the rest of their days."""

from kith.engines.rota.chance import State, below, draw
from kith.engines.rota.compiled import kernel
from kith.engines.rota.uhhc.search.arrays import FAR, Plan, Problem
from kith.engines.rota.uhhc.search.placing import can, neighbour, some_able
from kith.engines.rota.uhhc.search.routes import put_in, set_rank, take_out
from kith.engines.rota.uhhc.search.timing import Scratch, index_of, touch_route


@kernel
def counterpart(problem: Problem, plan: Plan, state: State, item: int) -> int:
    """Return a service to exchange an item with: mostly one that fits well beside it; -1 when none turns up."""
    if draw(state) < 0.6:
        return neighbour(problem, plan, state, item)
    d = some_able(problem, state, item)
    if plan.length[d] == 0:
        return -1
    other = int(plan.route[d, below(state, plan.length[d])])
    return other if other < len(problem.place) else -1


@kernel
def swap(problem: Problem, plan: Plan, scratch: Scratch, state: State, unit: int) -> bool:
    """Exchange the caregivers of two units of one, and half the time their ranks too."""
    one = problem.first[unit]
    c = plan.worker[one]
    if c < 0 or problem.second[unit] >= 0:
        return False
    other = counterpart(problem, plan, state, one)
    if other < 0 or problem.second[problem.unit[other]] >= 0:
        return False
    d = plan.worker[other]
    if d == c or not can(problem, one, d) or not can(problem, other, c):
        return False
    rank, other_rank = plan.rank[one], plan.rank[other]
    take_out(problem, plan, scratch, one)
    take_out(problem, plan, scratch, other)
    if draw(state) < 0.5:
        set_rank(problem, plan, scratch, unit, other_rank)
        set_rank(problem, plan, scratch, problem.unit[other], rank)
    put_in(problem, plan, scratch, one, d)
    put_in(problem, plan, scratch, other, c)
    return True


@kernel
def cannot_take_over(
    problem: Problem, plan: Plan, c: int, d: int, rank: float, head: float
) -> bool:
    """Say whether d, who keeps what comes before `head`, may not give something that c does from `rank` on."""
    for k in range(plan.length[c]):
        item = plan.route[c, k]
        if item >= len(problem.place) or plan.rank[item] < rank:
            continue
        if not can(problem, item, d):
            return True
        unit = problem.unit[item]
        if problem.second[unit] >= 0:
            other = problem.first[unit] + problem.second[unit] - item
            if plan.worker[other] == d and plan.rank[other] < head:
                return True
    return False


@kernel
def rank_after(problem: Problem, plan: Plan, item: int) -> float:
    """Return the rank of the service after an item on its route, lunch passed over; FAR if there is none."""
    c = plan.worker[item]
    k = index_of(plan, c, item) + 1
    if k < plan.length[c] and plan.route[c, k] >= len(problem.place):
        k += 1
    return float(plan.rank[plan.route[c, k]]) if k < plan.length[c] else FAR


@kernel
def cross(problem: Problem, plan: Plan, scratch: Scratch, state: State, unit: int) -> bool:
    """Exchange the rest of two days, mostly so that a service that fits well comes next (2-opt*)."""
    one = problem.first[unit]
    c = plan.worker[one]
    if c < 0:
        return False
    if draw(state) < 0.6:
        r = neighbour(problem, plan, state, one)
        if r < 0 or plan.rank[r] < plan.rank[one]:
            return False
        d, mine, theirs = int(plan.worker[r]), rank_after(problem, plan, one), float(plan.rank[r])
    else:
        d, mine, theirs = (
            some_able(problem, state, one),
            float(plan.rank[one]),
            float(plan.rank[one]),
        )
    if (
        d == c
        or cannot_take_over(problem, plan, c, d, mine, theirs)
        or cannot_take_over(problem, plan, d, c, theirs, mine)
    ):
        return False
    exchange_ends(problem, plan, scratch, c, d, mine, theirs)
    return True


@kernel
def exchange_ends(
    problem: Problem,
    plan: Plan,
    scratch: Scratch,
    c: int,
    d: int,
    mine: float,
    theirs: float,
) -> None:
    """Give d what c does from rank `mine` on, and c what d does from rank `theirs` on; everybody keeps their lunch."""
    items = len(problem.place)
    touch_route(plan, scratch, c)
    touch_route(plan, scratch, d)
    for k in range(scratch.old_length[c]):
        item = scratch.old_route[c, k]
        if item < items and plan.rank[item] >= mine:
            take_out(problem, plan, scratch, item)
    for k in range(scratch.old_length[d]):
        item = scratch.old_route[d, k]
        if item < items and plan.rank[item] >= theirs:
            take_out(problem, plan, scratch, item)
            put_in(problem, plan, scratch, item, c)
    for k in range(scratch.old_length[c]):
        item = scratch.old_route[c, k]
        if item < items and plan.worker[item] < 0:
            put_in(problem, plan, scratch, item, d)
