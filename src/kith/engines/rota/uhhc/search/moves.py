"""The changes that the search tries, each made of taking items out and putting them in by rank."""

from kith.engines.rota.chance import State, below, draw
from kith.engines.rota.compiled import kernel
from kith.engines.rota.uhhc.search.arrays import COLUMNS, IDLE, SEQUENTIAL, Plan, Problem
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


@kernel
def some_able(problem: Problem, state: State, item: int) -> int:
    """Return a random caregiver who may give an item."""
    return int(problem.able[item, below(state, int(problem.able_count[item]))])


@kernel
def a_rank(problem: Problem, plan: Plan, state: State, unit: int, c: int) -> float:
    """Return a rank worth trying for a unit on caregiver c's route: in its window, or between two stops there."""
    item = problem.first[unit]
    if plan.length[c] > 0 and draw(state) < 0.5:
        k = below(state, plan.length[c] + 1)
        low = plan.rank[plan.route[c, k - 1]] if k > 0 else plan.rank[plan.route[c, 0]] - 5.0
        if k == plan.length[c]:
            return float(low + 5.0 * draw(state))
        high = plan.rank[plan.route[c, k]]
        return float(low + (high - low) * draw(state))
    w = problem.windows_from[problem.patient[item]] + plan.window[unit]
    low, high = problem.opens[w] - 15.0, problem.closes[w] + 30.0
    return float(low + (high - low) * draw(state))


@kernel
def split_or_join(
    problem: Problem, plan: Plan, scratch: Scratch, state: State, unit: int, d: int
) -> None:
    """Decide whether a sequential pair is timed at once or each item at its own rank, the second on d's route."""
    note(scratch, SPLIT, unit, plan.split[unit])
    plan.split[unit] = int(draw(state) < 0.3)
    if plan.split[unit] == 0:
        return
    two = problem.second[unit]
    rank = a_rank(problem, plan, state, unit, d)
    plan.rank[two] = max(rank, plan.rank[two] + 1e-3 + draw(state))
    note(scratch, HOLD, unit, plan.hold[unit])
    w = problem.windows_from[problem.patient[two]] + plan.window[unit]
    plan.hold[unit] = problem.opens[w]
    if draw(state) < 0.5:
        plan.hold[unit] += below(state, int(problem.closes[w] - problem.opens[w]) + 1)


@kernel
def place_unit(
    problem: Problem, plan: Plan, scratch: Scratch, state: State, unit: int, c: int, d: int
) -> None:
    """Put a unit that is off every route on the routes of c (and d) at a new rank and window."""
    patient = problem.patient[problem.first[unit]]
    windows = problem.windows_from[patient + 1] - problem.windows_from[patient]
    if windows > 1:
        note(scratch, WINDOW, unit, plan.window[unit])
        plan.window[unit] = below(state, windows)
    set_rank(problem, plan, scratch, unit, a_rank(problem, plan, state, unit, c))
    if problem.kind[unit] == SEQUENTIAL:
        split_or_join(problem, plan, scratch, state, unit, d)
    put_in(problem, plan, scratch, problem.first[unit], c)
    if problem.second[unit] >= 0:
        put_in(problem, plan, scratch, problem.second[unit], d)


@kernel
def another(problem: Problem, state: State, item: int, not_c: int) -> int:
    """Return a random caregiver for an item other than `not_c`, or -1 when none turns up."""
    for _ in range(6):
        c = some_able(problem, state, item)
        if c != not_c:
            return c
    return -1


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
    take_out(problem, plan, scratch, one)
    if two >= 0:
        take_out(problem, plan, scratch, two)
    place_unit(problem, plan, scratch, state, unit, c, d)
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
        if plan.worker[item] < 0 or problem.choice[item, idlest] == float("inf"):
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


@kernel
def swap(problem: Problem, plan: Plan, scratch: Scratch, state: State, unit: int) -> bool:
    """Exchange the caregivers of two units of one, and half the time their ranks too."""
    one = problem.first[unit]
    c = plan.worker[one]
    if c < 0 or problem.second[unit] >= 0:
        return False
    d = some_able(problem, state, one)
    if d == c or plan.length[d] == 0:
        return False
    other = plan.route[d, below(state, plan.length[d])]
    if other >= len(problem.place) or problem.choice[other, c] == float("inf"):
        return False
    if problem.second[problem.unit[other]] >= 0:
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
def cannot_take_over(problem: Problem, plan: Plan, c: int, d: int, rank: float) -> bool:
    """Say whether d may not give something that c does from `rank` on."""
    for k in range(plan.length[c]):
        item = plan.route[c, k]
        if item >= len(problem.place) or plan.rank[item] < rank:
            continue
        if problem.choice[item, d] == float("inf"):
            return True
        unit = problem.unit[item]
        if problem.second[unit] >= 0:
            other = problem.first[unit] + problem.second[unit] - item
            if plan.worker[other] == d and plan.rank[other] < rank:
                return True
    return False


@kernel
def cross(problem: Problem, plan: Plan, scratch: Scratch, state: State, unit: int) -> bool:
    """Exchange the rest of the day of two caregivers but for lunch; no pair ends up with one caregiver."""
    one, items = problem.first[unit], len(problem.place)
    c = plan.worker[one]
    if c < 0:
        return False
    d = some_able(problem, state, one)
    rank = plan.rank[one]
    if (
        d == c
        or cannot_take_over(problem, plan, c, d, rank)
        or cannot_take_over(problem, plan, d, c, rank)
    ):
        return False
    touch_route(plan, scratch, c)
    touch_route(plan, scratch, d)
    for k in range(scratch.old_length[c]):
        item = scratch.old_route[c, k]
        if item < items and plan.rank[item] >= rank:
            take_out(problem, plan, scratch, item)
    for k in range(scratch.old_length[d]):
        item = scratch.old_route[d, k]
        if item < items and plan.rank[item] >= rank:
            take_out(problem, plan, scratch, item)
            put_in(problem, plan, scratch, item, c)
    for k in range(scratch.old_length[c]):
        item = scratch.old_route[c, k]
        if item < items and plan.worker[item] < 0:
            put_in(problem, plan, scratch, item, d)
    return True


@kernel
def leave_out(problem: Problem, plan: Plan, scratch: Scratch, patient: int) -> None:
    """Take every service of a patient off the plan."""
    for unit in range(problem.units_from[patient], problem.units_from[patient + 1]):
        take_out(problem, plan, scratch, problem.first[unit])
        if problem.second[unit] >= 0:
            take_out(problem, plan, scratch, problem.second[unit])
    note(scratch, LEFT_OUT, 0, plan.left_out[0])
    plan.left_out[0] += 1


@kernel
def bring_in(problem: Problem, plan: Plan, scratch: Scratch, state: State, patient: int) -> bool:
    """Put every service of a patient who was left out on the plan."""
    for unit in range(problem.units_from[patient], problem.units_from[patient + 1]):
        c, d = some_able(problem, state, problem.first[unit]), -1
        if problem.second[unit] >= 0:
            d = another(problem, state, problem.second[unit], c)
            if d < 0:
                return False
        place_unit(problem, plan, scratch, state, unit, c, d)
    note(scratch, LEFT_OUT, 0, plan.left_out[0])
    plan.left_out[0] -= 1
    return True


@kernel
def toggle(problem: Problem, plan: Plan, scratch: Scratch, state: State) -> bool:
    """Leave an optional patient out or bring one in; half the time, bring one in for another."""
    n = len(problem.optional)
    if n == 0:
        return False
    patient = problem.optional[below(state, n)]
    is_in = plan.worker[problem.first[problem.units_from[patient]]] >= 0
    if draw(state) < 0.5:
        other = problem.optional[below(state, n)]
        other_in = plan.worker[problem.first[problem.units_from[other]]] >= 0
        if is_in == other_in:
            return False
        leave_out(problem, plan, scratch, patient if is_in else other)
        return bring_in(problem, plan, scratch, state, other if is_in else patient)
    if is_in:
        leave_out(problem, plan, scratch, patient)
        return True
    return bring_in(problem, plan, scratch, state, patient)


@kernel
def move_lunch(problem: Problem, plan: Plan, scratch: Scratch, state: State) -> bool:
    """Give a caregiver's lunch another place in their day, or leave it out."""
    if len(problem.eaters) == 0:
        return False
    c = problem.eaters[below(state, len(problem.eaters))]
    item = len(problem.place) + c
    if plan.worker[item] >= 0:
        take_out(problem, plan, scratch, item)
        if draw(state) < 0.15:
            return True
    note(scratch, RANK, item, plan.rank[item])
    rank = problem.lunch[0] - 60.0
    rank += (problem.lunch[1] + 60.0 - rank) * draw(state)
    if plan.length[c] > 0 and draw(state) < 0.5:
        k = below(state, plan.length[c])
        rank = plan.rank[plan.route[c, k]] + (draw(state) - 0.5) * 1e-3
    plan.rank[item] = rank
    put_in(problem, plan, scratch, item, c)
    return True
