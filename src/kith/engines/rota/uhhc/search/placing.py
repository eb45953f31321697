"""Where a unit may go: who can give it, who fits well beside it, and at which rank and window."""

from kith.engines.rota.chance import State, below, draw
from kith.engines.rota.compiled import kernel
from kith.engines.rota.uhhc.search.arrays import SEQUENTIAL, Plan, Problem
from kith.engines.rota.uhhc.search.routes import put_in, set_rank
from kith.engines.rota.uhhc.search.timing import HOLD, SPLIT, WINDOW, Scratch, index_of, note


@kernel
def some_able(problem: Problem, state: State, item: int) -> int:
    """Return a random caregiver who may give an item."""
    return int(problem.able[item, below(state, int(problem.able_count[item]))])


@kernel
def another(problem: Problem, state: State, item: int, not_c: int) -> int:
    """Return a random caregiver for an item other than `not_c`, or -1 when none turns up."""
    for _ in range(6):
        c = some_able(problem, state, item)
        if c != not_c:
            return c
    return -1


@kernel
def can(problem: Problem, item: int, c: int) -> bool:
    """Say whether caregiver c may give an item."""
    return bool(problem.choice[item, c] < float("inf"))


@kernel
def neighbour(problem: Problem, plan: Plan, state: State, item: int) -> int:
    """Return a service on the plan that fits well beside an item, better ones more often; -1 when none turns up."""
    for _ in range(3):
        u = draw(state)
        other = int(problem.near[item, int(u * u * problem.near.shape[1])])
        if plan.worker[other] >= 0 and problem.patient[other] != problem.patient[item]:
            return other
    return -1


@kernel
def partner(problem: Problem, plan: Plan, state: State, item: int, taken: int) -> int:
    """Return who is to give the other item of a pair: mostly who does now, never `taken`; -1 when nobody turns up."""
    now = int(plan.worker[item])
    if now != taken and draw(state) < 0.7:
        return now
    r = neighbour(problem, plan, state, item)
    if r < 0 or draw(state) < 0.5:
        return another(problem, state, item, taken)
    c = int(plan.worker[r])
    return c if c != taken and can(problem, item, c) else -1


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
def rank_beside(plan: Plan, state: State, r: int) -> float:
    """Return a rank just before or just after item r on its route."""
    c = plan.worker[r]
    k = index_of(plan, c, r)
    if draw(state) < 0.5:
        high = plan.rank[r]
        low = plan.rank[plan.route[c, k - 1]] if k > 0 else high - 5.0
    else:
        low = plan.rank[r]
        high = plan.rank[plan.route[c, k + 1]] if k + 1 < plan.length[c] else low + 5.0
    return float(low + (high - low) * draw(state))


@kernel
def window_at(
    problem: Problem, plan: Plan, scratch: Scratch, state: State, unit: int, time: float
) -> None:
    """Choose the window of a unit: mostly the first that is not over by `time`, sometimes any."""
    patient = problem.patient[problem.first[unit]]
    start, end = problem.windows_from[patient], problem.windows_from[patient + 1]
    if end - start == 1:
        return
    note(scratch, WINDOW, unit, plan.window[unit])
    if draw(state) < 0.2:
        plan.window[unit] = below(state, int(end - start))
        return
    w = start
    while w + 1 < end and problem.closes[w] < time:
        w += 1
    plan.window[unit] = w - start


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
def put_on(
    problem: Problem,
    plan: Plan,
    scratch: Scratch,
    state: State,
    unit: int,
    rank: float,
    c: int,
    d: int,
) -> None:
    """Put a unit that is off every route on the routes of c (and d) at a rank."""
    set_rank(problem, plan, scratch, unit, rank)
    if problem.kind[unit] == SEQUENTIAL:
        split_or_join(problem, plan, scratch, state, unit, d)
    put_in(problem, plan, scratch, problem.first[unit], c)
    if problem.second[unit] >= 0:
        put_in(problem, plan, scratch, problem.second[unit], d)


@kernel
def place_unit(
    problem: Problem, plan: Plan, scratch: Scratch, state: State, unit: int, c: int, d: int
) -> None:
    """Put a unit that is off every route on the routes of c (and d) at a random rank and window."""
    patient = problem.patient[problem.first[unit]]
    windows = problem.windows_from[patient + 1] - problem.windows_from[patient]
    if windows > 1:
        note(scratch, WINDOW, unit, plan.window[unit])
        plan.window[unit] = below(state, windows)
    put_on(problem, plan, scratch, state, unit, a_rank(problem, plan, state, unit, c), c, d)


@kernel
def place_beside(
    problem: Problem,
    plan: Plan,
    scratch: Scratch,
    state: State,
    unit: int,
    r: int,
    c: int,
    d: int,
) -> None:
    """Put a unit that is off every route on the routes of c (and d), in rank just before or just after item r."""
    window_at(problem, plan, scratch, state, unit, plan.start[r])
    put_on(problem, plan, scratch, state, unit, rank_beside(plan, state, r), c, d)
