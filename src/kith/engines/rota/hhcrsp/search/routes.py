"""The compiled parts that keep a plan's routes and times true while single nodes move."""

import numpy as np

from kith.engines.rota.compiled import kernel
from kith.engines.rota.hhcrsp.search.arrays import SIMULTANEOUS, SINGLE, Floats, Ints, Plan, Problem


@kernel
def place(node: int, nodes: int) -> int:
    """Return the row of `distance` where a node is; 0 is the office."""
    return (node >> 1) + 1 if node < nodes else 0


@kernel
def unlink(problem: Problem, plan: Plan, node: int) -> float:
    """Take a node out of its route; return the change of travel."""
    nodes = len(plan.worker)
    b, a = plan.before[node], plan.after[node]
    plan.after[b] = a
    plan.before[a] = b
    x, y, z = place(b, nodes), place(node, nodes), place(a, nodes)
    return float(problem.distance[x, z] - problem.distance[x, y] - problem.distance[y, z])


@kernel
def link_after(problem: Problem, plan: Plan, node: int, b: int) -> float:
    """Put a node behind node `b`; return the change of travel."""
    nodes = len(plan.worker)
    a = plan.after[b]
    plan.after[b] = node
    plan.before[node] = b
    plan.after[node] = a
    plan.before[a] = node
    x, y, z = place(b, nodes), place(node, nodes), place(a, nodes)
    return float(problem.distance[x, y] + problem.distance[y, z] - problem.distance[x, z])


@kernel
def link(problem: Problem, plan: Plan, node: int) -> float:
    """Put a node where its label belongs on its worker's route; return the change of travel."""
    nodes = len(plan.worker)
    home = nodes + plan.worker[node]
    p = node >> 1
    label = plan.label[p]
    b = plan.before[home]
    while b != home and (
        plan.label[b >> 1] > label or (plan.label[b >> 1] == label and (b >> 1) > p)
    ):
        b = plan.before[b]
    return link_after(problem, plan, node, b)


@kernel
def schedule(problem: Problem, plan: Plan, p: int) -> None:
    """Set the earliest times of patient `p` from those of the nodes before theirs."""
    nodes = len(plan.worker)
    k = 2 * p
    b = plan.before[k]
    s = max(problem.earliest[p], plan.free[b] + problem.distance[place(b, nodes), p + 1])
    if problem.kind[p] != SINGLE:
        b = plan.before[k + 1]
        t = max(problem.earliest[p], plan.free[b] + problem.distance[place(b, nodes), p + 1])
        if problem.kind[p] == SIMULTANEOUS:
            s = max(s, t)
            t = s
        else:
            t = max(t, s + problem.least[p])
            s = max(s, t - problem.most[p])
        plan.start[k + 1] = t
        plan.free[k + 1] = t + problem.duration[k + 1]
        plan.late[k + 1] = max(0.0, t - problem.latest[p])
    plan.start[k] = s
    plan.free[k] = s + problem.duration[k]
    plan.late[k] = max(0.0, s - problem.latest[p])


def rebuild(problem: Problem, plan: Plan) -> None:
    """Build routes, times and totals anew from labels and workers; labels become ranks 0, 1, 2…"""
    decode(problem, plan, np.argsort(plan.label, kind="stable"))


@kernel
def decode(problem: Problem, plan: Plan, order: Ints) -> None:
    """Build routes, times and totals for patients visited in `order`."""
    nodes = len(plan.worker)
    for v in range(problem.caregivers):
        plan.before[nodes + v] = nodes + v
        plan.after[nodes + v] = nodes + v
        plan.free[nodes + v] = 0.0
    travel = 0.0
    for rank in range(len(order)):
        p = order[rank]
        plan.label[p] = rank
        for k in range(2 * p, 2 * p + (1 if problem.kind[p] == SINGLE else 2)):
            home = nodes + plan.worker[k]
            travel += link_after(problem, plan, k, plan.before[home])
        schedule(problem, plan, p)
    plan.totals[0] = travel
    plan.totals[1] = plan.late.sum()
    plan.totals[2] = highest(plan.late)


@kernel
def highest(values: Floats) -> float:
    """Return the greatest of some numbers ≥ 0."""
    top = 0.0
    for i in range(len(values)):
        top = max(top, values[i])
    return top


@kernel
def greedy(problem: Problem, plan: Plan, order: Ints, here: Ints, free: Floats) -> None:
    """Give every patient, in `order`, the workers who cost least just then: a first plan that keeps every rule.

    `here` and `free` are zeros, one a caregiver: where they are and when they can leave.
    """
    for rank in range(len(order)):
        p = order[rank]
        plan.label[p] = rank
        sides = 1 if problem.kind[p] == SINGLE else 2
        for k in range(2 * p, 2 * p + sides):
            plan.worker[k] = cheapest(
                problem, k, here, free, plan.worker[2 * p] if k > 2 * p else -1
            )
            if plan.worker[k] < 0:
                # The only one who can do the second service has the first: somebody else takes the first.
                plan.worker[k] = plan.worker[2 * p]
                plan.worker[2 * p] = cheapest(problem, 2 * p, here, free, plan.worker[k])
        start = problem.earliest[p]
        for k in range(2 * p, 2 * p + sides):
            v = plan.worker[k]
            start = max(start, free[v] + problem.distance[here[v], p + 1])
        for k in range(2 * p, 2 * p + sides):
            v = plan.worker[k]
            shift = problem.least[p] if k > 2 * p else 0.0
            here[v] = p + 1
            free[v] = start + shift + problem.duration[k]


@kernel
def cheapest(problem: Problem, node: int, here: Ints, free: Floats, taken: int) -> int:
    """Return the able caregiver, other than `taken`, for whom the node costs least next; -1 if there is none."""
    p = node >> 1
    best, best_cost = -1, np.inf
    for i in range(problem.able_count[node]):
        v = problem.able[node, i]
        if v == taken:
            continue
        travel = problem.distance[here[v], p + 1]
        start = max(problem.earliest[p], free[v] + travel)
        cost = (
            travel + 0.3 * (start - problem.earliest[p]) + 2.0 * max(0.0, start - problem.latest[p])
        )
        if cost < best_cost:
            best, best_cost = v, cost
    return best
