"""The moves: each proposes new labels and workers for one or two patients, or exchanges the ends of two routes."""

from typing import NamedTuple

import numpy as np

from kith.engines.rota.chance import State, below, draw
from kith.engines.rota.compiled import kernel
from kith.engines.rota.hhcrsp.search.arrays import SINGLE, Floats, Ints, Plan, Problem


class Proposal(NamedTuple):
    """What a move wants: slot s is patient[s], whose two nodes are the cells 2s and 2s + 1 of `worker`."""

    patient: Ints  # (2,)
    label: Floats  # (2,)
    worker: Ints  # (4,)


def empty_proposal() -> Proposal:
    """Return room for one proposal."""
    return Proposal(np.zeros(2, np.int64), np.zeros(2), np.zeros(4, np.int64))


@kernel
def keep(plan: Plan, proposal: Proposal, slot: int, p: int) -> None:
    """Fill a slot with patient `p` as they are."""
    proposal.patient[slot] = p
    proposal.label[slot] = plan.label[p]
    proposal.worker[2 * slot] = plan.worker[2 * p]
    proposal.worker[2 * slot + 1] = plan.worker[2 * p + 1]


@kernel
def side_of(problem: Problem, p: int, state: State) -> int:
    """Return which of the services of patient `p` to look at, 0 or 1."""
    return 0 if problem.kind[p] == SINGLE else below(state, 2)


@kernel
def neighbour(problem: Problem, p: int, state: State) -> int:
    """Return a patient who fits well beside `p`, nearer ones more often."""
    u = draw(state)
    return int(problem.near[p, int(u * u * problem.near.shape[1])])


@kernel
def wished(problem: Problem, node: int, wish: int, state: State) -> int:
    """Return `wish` if they can serve the node, else any caregiver who can."""
    if problem.can[node, wish]:
        return wish
    return int(problem.able[node, below(state, problem.able_count[node])])


@kernel
def assign(problem: Problem, proposal: Proposal, slot: int, side: int, worker: int) -> bool:
    """Give one service of a slot to `worker`, who swaps sides if they had the other; return False if they cannot."""
    p = proposal.patient[slot]
    cell, other = 2 * slot + side, 2 * slot + 1 - side
    if problem.kind[p] != SINGLE and proposal.worker[other] == worker:
        if not problem.can[2 * p + 1 - side, proposal.worker[cell]]:
            return False
        proposal.worker[other] = proposal.worker[cell]
    proposal.worker[cell] = worker
    return True


@kernel
def propose(problem: Problem, plan: Plan, proposal: Proposal, state: State) -> int:
    """Fill `proposal` with one random move; return how many slots it uses, 0 if the draw led nowhere."""
    p = below(state, len(plan.label))
    keep(plan, proposal, 0, p)
    u = draw(state)
    if u < 0.50:
        return beside(problem, plan, proposal, p, state)
    if u < 0.62:
        return reassign(problem, plan, proposal, p, state)
    if u < 0.70:
        # Alone: a shift in the order, over distances from one patient to a quarter of them.
        reach = (len(plan.label) / 4.0) ** draw(state)
        proposal.label[0] += (2.0 * draw(state) - 1.0) * max(1.0, reach)
        return 1
    if u < 0.86:
        return exchange(problem, plan, proposal, p, state)
    return together(problem, plan, proposal, p, state)


@kernel
def beside(problem: Problem, plan: Plan, proposal: Proposal, p: int, state: State) -> int:
    """Move `p` just before or after a near patient, one service onto that patient's route."""
    r = neighbour(problem, p, state)
    proposal.label[0] = plan.label[r] + 2.0 * draw(state) - 1.0
    side = side_of(problem, p, state)
    worker = plan.worker[2 * r + side_of(problem, r, state)]
    good = assign(problem, proposal, 0, side, wished(problem, 2 * p + side, worker, state))
    if good and problem.kind[p] != SINGLE and draw(state) < 0.5:
        r = neighbour(problem, p, state)
        worker = plan.worker[2 * r + side_of(problem, r, state)]
        worker = wished(problem, 2 * p + 1 - side, worker, state)
        if worker != proposal.worker[side]:
            proposal.worker[1 - side] = worker
    return 1 if good else 0


@kernel
def reassign(problem: Problem, plan: Plan, proposal: Proposal, p: int, state: State) -> int:
    """Give one service of `p` to somebody else at the same place in the order."""
    side = side_of(problem, p, state)
    node = 2 * p + side
    worker = problem.able[node, below(state, problem.able_count[node])]
    if worker == plan.worker[node]:
        return 0
    return 1 if assign(problem, proposal, 0, side, worker) else 0


@kernel
def exchange(problem: Problem, plan: Plan, proposal: Proposal, p: int, state: State) -> int:
    """Exchange the workers of `p` and a near patient, half the time their places in the order as well."""
    r = neighbour(problem, p, state)
    keep(plan, proposal, 1, r)
    if draw(state) < 0.5:
        proposal.label[0], proposal.label[1] = plan.label[r], plan.label[p]
    side, other = side_of(problem, p, state), side_of(problem, r, state)
    mine, theirs = plan.worker[2 * p + side], plan.worker[2 * r + other]
    if not problem.can[2 * p + side, theirs] or not problem.can[2 * r + other, mine]:
        return 0
    if mine == theirs:
        return 2 if proposal.label[0] != plan.label[p] else 0
    good = assign(problem, proposal, 0, side, theirs) and assign(problem, proposal, 1, other, mine)
    return 2 if good else 0


@kernel
def together(problem: Problem, plan: Plan, proposal: Proposal, p: int, state: State) -> int:
    """Move `p` and the patient who follows on the same route beside a third, both onto one route."""
    side = side_of(problem, p, state)
    node = 2 * p + side
    follower = plan.after[node]
    if follower >= len(plan.worker):
        return 0
    q = follower >> 1
    r = neighbour(problem, p, state) if draw(state) < 0.5 else neighbour(problem, q, state)
    if r in (p, q):
        return 0
    worker = plan.worker[2 * r + side_of(problem, r, state)]
    if not problem.can[node, worker] or not problem.can[follower, worker]:
        return 0
    keep(plan, proposal, 1, q)
    a, b = 2.0 * draw(state) - 1.0, 2.0 * draw(state) - 1.0
    # A tenth of the pairs are turned round on the way.
    flip = draw(state) < 0.1
    proposal.label[0] = plan.label[r] + (max(a, b) if flip else min(a, b))
    proposal.label[1] = plan.label[r] + (min(a, b) if flip else max(a, b))
    if worker == plan.worker[node]:
        return 2
    good = assign(problem, proposal, 0, side, worker)
    return 2 if good and assign(problem, proposal, 1, follower & 1, worker) else 0


@kernel
def cut(problem: Problem, plan: Plan, state: State, ends: Ints) -> bool:
    """Choose two routes to exchange ends so that a near patient comes next; fill `ends` with x, after x, y, after y."""
    nodes = len(plan.worker)
    p = below(state, len(plan.label))
    r = neighbour(problem, p, state)
    x, after_y = 2 * p + side_of(problem, p, state), 2 * r + side_of(problem, r, state)
    if plan.worker[x] == plan.worker[after_y] or not before(plan, p, r):
        return False
    after_x, y = plan.after[x], plan.before[after_y]
    if after_x < nodes and y < nodes and not before(plan, y >> 1, after_x >> 1):
        return False
    ends[0], ends[1], ends[2], ends[3] = x, after_x, y, after_y
    return serves(problem, plan, after_x, plan.worker[after_y]) and serves(
        problem, plan, after_y, plan.worker[x]
    )


@kernel
def before(plan: Plan, p: int, q: int) -> bool:
    """Say whether `p` comes before `q` in the global order."""
    return plan.label[p] < plan.label[q] or (plan.label[p] == plan.label[q] and p < q)


@kernel
def serves(problem: Problem, plan: Plan, node: int, worker: int) -> bool:
    """Say whether `worker` can serve `node` and all that follow on its route."""
    while node < len(plan.worker):
        if not problem.can[node, worker]:
            return False
        node = plan.after[node]
    return True


@kernel
def splice(plan: Plan, ends: Ints) -> None:
    """Exchange the route ends behind x and y; doing it twice changes nothing but `ends` order."""
    nodes = len(plan.worker)
    x, after_x, y, after_y = ends[0], ends[1], ends[2], ends[3]
    v = plan.worker[x] if x < nodes else x - nodes
    w = plan.worker[y] if y < nodes else y - nodes
    hang(plan, x, after_y, v)
    hang(plan, y, after_x, w)
    ends[1], ends[3] = after_y, after_x


@kernel
def hang(plan: Plan, x: int, node: int, worker: int) -> None:
    """Make `node` and all behind it the end of `worker`'s route, behind `x`."""
    nodes = len(plan.worker)
    home = nodes + worker
    last = x
    while node < nodes:
        plan.after[last] = node
        plan.before[node] = last
        plan.worker[node] = worker
        last = node
        node = plan.after[node]
    plan.after[last] = home
    plan.before[home] = last
