"""Taking items off routes and putting them on by rank, each step written down so that it can be taken back."""

from kith.engines.rota.compiled import kernel
from kith.engines.rota.uhhc.search.arrays import COLUMNS, Plan, Problem
from kith.engines.rota.uhhc.search.timing import (
    HOLD,
    LEFT_OUT,
    RANK,
    SPLIT,
    START,
    WINDOW,
    WORKER,
    Scratch,
    index_of,
    note,
    push_next,
    touch_route,
)


@kernel
def take_out(problem: Problem, plan: Plan, scratch: Scratch, item: int) -> None:
    """Take an item off its route."""
    c = plan.worker[item]
    touch_route(plan, scratch, c)
    k = index_of(plan, c, item)
    plan.length[c] -= 1
    for i in range(k, plan.length[c]):
        plan.route[c, i] = plan.route[c, i + 1]
    note(scratch, WORKER, item, plan.worker[item])
    plan.worker[item] = -1
    push_next(problem, plan, scratch, c, k)


@kernel
def put_in(problem: Problem, plan: Plan, scratch: Scratch, item: int, c: int) -> None:
    """Put an item on caregiver c's route where its rank belongs."""
    touch_route(plan, scratch, c)
    note(scratch, WORKER, item, plan.worker[item])
    plan.worker[item] = c
    k = plan.length[c]
    while k > 0 and plan.rank[plan.route[c, k - 1]] > plan.rank[item]:
        plan.route[c, k] = plan.route[c, k - 1]
        k -= 1
    plan.route[c, k] = item
    plan.length[c] += 1
    push_next(problem, plan, scratch, c, k)
    push_next(problem, plan, scratch, c, k + 1)


@kernel
def lift(problem: Problem, plan: Plan, scratch: Scratch, unit: int) -> None:
    """Take every item of a unit off its route."""
    take_out(problem, plan, scratch, problem.first[unit])
    if problem.second[unit] >= 0:
        take_out(problem, plan, scratch, problem.second[unit])


@kernel
def set_rank(problem: Problem, plan: Plan, scratch: Scratch, unit: int, rank: float) -> None:
    """Give the items of a unit that is off every route a new rank."""
    one, two = problem.first[unit], problem.second[unit]
    note(scratch, RANK, one, plan.rank[one])
    plan.rank[one] = rank
    if two >= 0:
        note(scratch, RANK, two, plan.rank[two])
        plan.rank[two] = rank


@kernel
def undo(plan: Plan, scratch: Scratch) -> None:
    """Put everything back as it was before the move."""
    for n in range(scratch.sizes[2] - 1, -1, -1):
        kind, index, value = scratch.log_kind[n], scratch.log_index[n], scratch.log_value[n]
        if kind == RANK:
            plan.rank[index] = value
        elif kind == WORKER:
            plan.worker[index] = int(value)
        elif kind == WINDOW:
            plan.window[index] = int(value)
        elif kind == START:
            plan.start[index] = value
        elif kind == SPLIT:
            plan.split[index] = int(value)
        elif kind == HOLD:
            plan.hold[index] = value
        elif kind == LEFT_OUT:
            plan.left_out[0] = int(value)
    for i in range(scratch.sizes[1]):
        c = scratch.touched[i]
        for column in range(COLUMNS):
            plan.day[c, column] = scratch.old_day[c, column]
        if scratch.old_length[c] >= 0:
            plan.length[c] = scratch.old_length[c]
            for k in range(plan.length[c]):
                plan.route[c, k] = scratch.old_route[c, k]
    forget(scratch)


@kernel
def forget(scratch: Scratch) -> None:
    """Make the move final: clear what would take it back."""
    for i in range(scratch.sizes[1]):
        c = scratch.touched[i]
        scratch.day_touched[c] = 0
        scratch.old_length[c] = -1
    for i in range(scratch.sizes[0]):
        scratch.queued[scratch.queue[i]] = 0
    scratch.sizes[0] = scratch.sizes[1] = scratch.sizes[2] = 0
