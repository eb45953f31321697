"""Simulated annealing over (global order, workers): each move mends only the routes it touches.

Order-based representation after Kummer et al. (2021) and Ceschia et al. (2024); the incremental repair is Kith's own.
A move takes up to two patients out, gives them new labels or workers, puts them back, and lets changed times run on in
label order. Each patient is met at most once, and the run stops as soon as the plan cannot be accepted any more.
"""

import math
from typing import NamedTuple

import numpy as np

from kith.engines.rota.chance import State, draw
from kith.engines.rota.compiled import kernel
from kith.engines.rota.hhcrsp.search.arrays import SINGLE, Flags, Floats, Ints, Plan, Problem
from kith.engines.rota.hhcrsp.search.moves import Proposal, cut, propose, splice
from kith.engines.rota.hhcrsp.search.routes import (
    highest,
    link,
    link_after,
    place,
    schedule,
    unlink,
)


class Best(NamedTuple):
    """The best plan so far."""

    label: Floats  # (n,)
    worker: Ints  # (2n,)
    cost: Floats  # (1,) travel + tardiness + highest tardiness


class Scratch(NamedTuple):
    """Room that moves reuse."""

    moved: Ints  # (4,) nodes taken out
    old_worker: Ints  # (4,)
    old_before: Ints  # (4,)
    old_label: Floats  # (2,)
    ends: Ints  # (4,) of two routes
    queue: Ints  # (n + 1,) patients whose times may change, by label
    queued: Flags  # (n,)
    log: Ints  # (n,) patients whose times were set anew
    log_start: Floats  # (2n,)


def scratch_of(patients: int) -> Scratch:
    """Return scratch room for `patients` patients."""
    return Scratch(
        moved=np.zeros(4, dtype=np.int64),
        old_worker=np.zeros(4, dtype=np.int64),
        old_before=np.zeros(4, dtype=np.int64),
        old_label=np.zeros(2),
        ends=np.zeros(4, dtype=np.int64),
        queue=np.zeros(patients + 1, dtype=np.int64),
        queued=np.zeros(patients, dtype=np.bool_),
        log=np.zeros(patients, dtype=np.int64),
        log_start=np.zeros(2 * patients),
    )


@kernel
def push(plan: Plan, scratch: Scratch, head: int, tail: int, p: int) -> int:
    """Queue patient `p` by label unless already queued; return the new tail."""
    if scratch.queued[p]:
        return tail
    scratch.queued[p] = True
    label = plan.label[p]
    i = tail
    while i > head:
        q = scratch.queue[i - 1]
        if plan.label[q] < label or (plan.label[q] == label and q < p):
            break
        scratch.queue[i] = q
        i -= 1
    scratch.queue[i] = p
    return tail + 1


@kernel
def restore(problem: Problem, plan: Plan, node: int, start: float) -> None:
    """Put a node's times back to a start known from before."""
    plan.start[node] = start
    plan.free[node] = start + problem.duration[node]
    plan.late[node] = max(0.0, start - problem.latest[node >> 1])


@kernel
def run_on(
    problem: Problem, plan: Plan, scratch: Scratch, tail: int, budget: float
) -> tuple[int, float, float, float]:
    """Let changed times run on from the queued patients.

    Returns how many patients were set, the change of tardiness, the highest tardiness among them after and before.
    Stops early, with infinity, once the tardiness met alone is more than `budget`.
    """
    nodes = len(plan.worker)
    head, count = 0, 0
    gained, lost, top, top_was = 0.0, 0.0, 0.0, 0.0
    while head < tail:
        p = scratch.queue[head]
        head += 1
        scratch.queued[p] = False
        k = 2 * p
        scratch.log[count] = p
        scratch.log_start[2 * count] = plan.start[k]
        scratch.log_start[2 * count + 1] = plan.start[k + 1]
        lost += plan.late[k] + plan.late[k + 1]
        top_was = max(top_was, plan.late[k], plan.late[k + 1])
        schedule(problem, plan, p)
        gained += plan.late[k] + plan.late[k + 1]
        top = max(top, plan.late[k], plan.late[k + 1])
        if gained + top > budget:
            while head < tail:
                scratch.queued[scratch.queue[head]] = False
                head += 1
            return count + 1, np.inf, top, top_was
        if plan.start[k] != scratch.log_start[2 * count] and plan.after[k] < nodes:
            tail = push(plan, scratch, head, tail, plan.after[k] >> 1)
        if (
            problem.kind[p] != SINGLE
            and plan.start[k + 1] != scratch.log_start[2 * count + 1]
            and plan.after[k + 1] < nodes
        ):
            tail = push(plan, scratch, head, tail, plan.after[k + 1] >> 1)
        count += 1
    return count, gained - lost, top, top_was


@kernel
def settle(
    problem: Problem, plan: Plan, scratch: Scratch, tail: int, travel: float, limit: float
) -> float:
    """Run times on, and keep the new totals if they sum to at most `limit`; else put times back, return infinity."""
    count, late, top, top_was = run_on(problem, plan, scratch, tail, limit - travel)
    cost = travel + plan.totals[1] + late + top
    if cost <= limit:
        peak = max(plan.totals[2], top)
        if top_was >= plan.totals[2] and top < top_was:
            peak = highest(plan.late)
        cost = travel + plan.totals[1] + late + peak
        if cost <= limit:
            plan.totals[0], plan.totals[1], plan.totals[2] = travel, plan.totals[1] + late, peak
            return float(cost)
    for i in range(count):
        k = 2 * scratch.log[i]
        restore(problem, plan, k, scratch.log_start[2 * i])
        if problem.kind[k >> 1] != SINGLE:
            restore(problem, plan, k + 1, scratch.log_start[2 * i + 1])
    return np.inf


@kernel
def take_out(
    problem: Problem, plan: Plan, proposal: Proposal, slots: int, scratch: Scratch
) -> tuple[int, float]:
    """Unlink each node that a proposal moves, and note where it was; return how many, and the change of travel."""
    travel, count = 0.0, 0
    for slot in range(slots):
        p = proposal.patient[slot]
        for side in range(1 if problem.kind[p] == SINGLE else 2):
            node = 2 * p + side
            worker = proposal.worker[2 * slot + side]
            if proposal.label[slot] == plan.label[p] and worker == plan.worker[node]:
                continue
            scratch.moved[count] = node
            scratch.old_worker[count] = plan.worker[node]
            scratch.old_before[count] = plan.before[node]
            travel += unlink(problem, plan, node)
            plan.worker[node] = worker
            count += 1
    for slot in range(slots):
        scratch.old_label[slot] = plan.label[proposal.patient[slot]]
        plan.label[proposal.patient[slot]] = proposal.label[slot]
    return count, travel


@kernel
def put_back(
    problem: Problem, plan: Plan, proposal: Proposal, slots: int, scratch: Scratch, count: int
) -> None:
    """Undo `take_out` and the linking after it."""
    for i in range(count):
        unlink(problem, plan, scratch.moved[i])
    for slot in range(slots):
        plan.label[proposal.patient[slot]] = scratch.old_label[slot]
    for i in range(count - 1, -1, -1):
        plan.worker[scratch.moved[i]] = scratch.old_worker[i]
        link_after(problem, plan, scratch.moved[i], scratch.old_before[i])


@kernel
def queue_moved(plan: Plan, scratch: Scratch, count: int) -> int:
    """Queue the moved patients and all who now follow somebody else; return the queue's tail."""
    nodes = len(plan.worker)
    tail = 0
    for i in range(count):
        node = scratch.moved[i]
        tail = push(plan, scratch, 0, tail, node >> 1)
        if plan.after[node] < nodes:
            tail = push(plan, scratch, 0, tail, plan.after[node] >> 1)
        follower = plan.after[scratch.old_before[i]]
        if follower < nodes:
            tail = push(plan, scratch, 0, tail, follower >> 1)
    return tail


@kernel
def try_proposal(
    problem: Problem, plan: Plan, proposal: Proposal, slots: int, scratch: Scratch, limit: float
) -> float:
    """Carry a proposal out if the cost stays within `limit`; return the cost, or infinity with nothing changed."""
    count, change = take_out(problem, plan, proposal, slots, scratch)
    travel = plan.totals[0] + change
    for i in range(count):
        travel += link(problem, plan, scratch.moved[i])
    if travel <= limit:
        tail = queue_moved(plan, scratch, count)
        cost = settle(problem, plan, scratch, tail, travel, limit)
        if cost < np.inf:
            return cost
    put_back(problem, plan, proposal, slots, scratch, count)
    return np.inf


@kernel
def try_cut(problem: Problem, plan: Plan, scratch: Scratch, limit: float) -> float:
    """Exchange the route ends in `scratch.ends` if the cost stays within `limit`; return as `try_proposal` does."""
    nodes = len(plan.worker)
    ends = scratch.ends
    a, b = place(ends[0], nodes), place(ends[1], nodes)
    c, d = place(ends[2], nodes), place(ends[3], nodes)
    distance = problem.distance
    travel = plan.totals[0] + distance[a, d] + distance[c, b] - distance[a, b] - distance[c, d]
    if travel > limit:
        return np.inf
    splice(plan, ends)
    tail = 0
    if ends[1] < nodes:
        tail = push(plan, scratch, 0, tail, ends[1] >> 1)
    if ends[3] < nodes:
        tail = push(plan, scratch, 0, tail, ends[3] >> 1)
    cost = settle(problem, plan, scratch, tail, travel, limit)
    if cost == np.inf:
        splice(plan, ends)
    return cost


@kernel
def anneal(
    problem: Problem,
    plan: Plan,
    best: Best,
    proposal: Proposal,
    scratch: Scratch,
    state: State,
    temperature: float,
    iterations: int,
) -> None:
    """Try `iterations` moves at one temperature (minutes), changing `plan` and `best` in place."""
    cost = plan.totals[0] + plan.totals[1] + plan.totals[2]
    for _ in range(iterations):
        limit = cost - temperature * math.log(1.0 - draw(state))
        if draw(state) < 0.1:
            tried = (
                try_cut(problem, plan, scratch, limit)
                if cut(problem, plan, state, scratch.ends)
                else np.inf
            )
        else:
            slots = propose(problem, plan, proposal, state)
            tried = (
                try_proposal(problem, plan, proposal, slots, scratch, limit) if slots else np.inf
            )
        if tried == np.inf:
            continue
        cost = tried
        if cost < best.cost[0] - 1e-7:
            best.cost[0] = cost
            for i in range(len(plan.label)):
                best.label[i] = plan.label[i]
            for i in range(len(plan.worker)):
                best.worker[i] = plan.worker[i]
