"""Why nobody has a visit, who comes nearest, and the cheapest thing that would fill it."""

from collections.abc import Iterator
from dataclasses import dataclass

from kith.engines.rota.week.desk import Change, Desk, Fit, judge, open_desk, starts_to_try, try_fit
from kith.engines.rota.week.explain import Option, options_on, placements
from kith.engines.rota.week.problem import Placement, Plan, Problem, Visit, Worker
from kith.engines.rota.week.search import moves, placing
from kith.engines.rota.week.timeline import Job
from kith.engines.rota.week.words import clock, length, person_name

WIDER = (5, 10, 15, 20, 30, 45, 60, 90, 120)  # minutes by which a window is tried wider


@dataclass(frozen=True, slots=True)
class Fix:
    """Something that would fill a gap.

    `kind` is "assign" (somebody could simply take it), "pass on" (after giving one of their visits
    to somebody else or
    another time) or "window" (if the visit might start earlier or later). `plan` is the plan after
    it, None for
    "window", which the team must first agree with the person. `cost` is the difference in points,
    the filled gap left
    out; `changed` the other visits that change.
    """

    kind: str
    words: str
    cost: float
    plan: Plan | None
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GapExplanation:
    """What bars each worker (the first is the nearest), and the cheapest fix found, if any."""

    bars: list[Option]
    nearest: Option | None
    fix: Fix | None


def explain_gap(problem: Problem, plan: Plan, visit_id: str, slot: int = 0) -> GapExplanation:
    """Return for each worker the rule that bars them from this empty place, and what would fill it.

    Raises `KeyError` for an unknown visit and `ValueError` when the place is filled.
    """
    visit = problem.visit[visit_id]
    if plan.workers(visit)[slot] is not None:
        raise ValueError(f"Place {slot} of {visit_id} is filled: ask `explain` instead.")
    desk = open_desk(problem, plan)
    found = options_on(desk, visit_id, slot)
    able = [option for option in found if option.possible]
    if able:
        words = f"{problem.worker[able[0].worker].name} could take it: {able[0].words}"
        cost, moved = able[0].cost + problem.weights.gap, tuple(v for v, _ in able[0].displaces)
        return GapExplanation(found, able[0], Fix("assign", words, cost, able[0].plan, moved))
    fix = _cheapest(_chains(desk, visit, slot)) or _cheapest(_wider(desk, visit, slot))
    return GapExplanation(found, found[0] if found else None, fix)


def _cheapest(fixes: Iterator[Fix]) -> Fix | None:
    return min(fixes, key=lambda fix: (len(fix.changed), fix.cost), default=None)


def _chains(desk: Desk, visit: Visit, slot: int) -> Iterator[Fix]:
    """Yield every way in which one worker takes the visit and passes on one of that day's visits."""
    for w, worker in enumerate(desk.problem.workers):
        if placing.may_take(desk.week, desk.state, desk.number[visit.id], slot, w):
            for job in desk.jobs[worker.id]:
                if job.visit.day == visit.day and worker.id not in job.visit.pins:
                    yield from _pass_on(desk, visit, slot, worker, job)


def _pass_on(desk: Desk, visit: Visit, slot: int, worker: Worker, job: Job) -> Iterator[Fix]:
    """Yield the cheapest chain through one worker and one visit of theirs, or nothing."""
    week, state, w = desk.week, desk.state, desk.problem.workers.index(worker)
    route, count, cost = state.route[w].copy(), int(state.length[w]), float(state.cost[w])
    v, u = desk.number[visit.id], desk.number[job.visit.id]
    placing.take(week, state, u, job.slot)
    fit = try_fit(desk, visit, w, starts_to_try(desk, visit))
    chain: tuple[float, Fit, Fit] | None = None
    if fit is not None and not fit.moved:
        chain = _receiver(desk, visit, slot, fit, job)
    state.route[w], state.length[w], state.cost[w] = route, count, cost
    state.who[u, job.slot], state.floor[u], state.who[v, slot] = w, job.start, -1
    if chain is not None:
        yield from _checked_chain(desk, visit, slot, worker, job, chain)


def _receiver(
    desk: Desk, visit: Visit, slot: int, fit: Fit, job: Job
) -> tuple[float, Fit, Fit] | None:
    """Return the cheapest worker for the visit passed on, when the first worker has taken the gap."""
    week, state, v, u = desk.week, desk.state, desk.number[visit.id], desk.number[job.visit.id]
    floor = int(state.floor[v])
    state.floor[v] = fit.start
    moves.insert(week, state, fit.worker, v, slot)
    starts = starts_to_try(desk, job.visit)
    fits = [
        found
        for w in range(len(desk.problem.workers))
        if placing.may_take(week, state, u, job.slot, w)
        and (found := try_fit(desk, job.visit, w, starts))
        and found.moved.keys() <= {visit.id}
    ]
    state.floor[v] = floor
    best = min(fits, key=lambda found: found.points, default=None)
    return None if best is None else (fit.points + best.points, fit, best)


def _checked_chain(
    desk: Desk, visit: Visit, slot: int, worker: Worker, job: Job, chain: tuple[float, Fit, Fit]
) -> Iterator[Fix]:
    _, first, then = chain
    problem, receiver = desk.problem, desk.problem.workers[then.worker]
    workers = list(desk.plan.placements[job.visit.id].workers)
    workers[job.slot] = receiver.id
    start = then.moved.get(visit.id, first.start)
    changes = placements(desk, visit, slot, worker, Fit(first.worker, start, {}, 0.0))
    changes[job.visit.id] = Placement(then.start, tuple(workers))
    change = judge(desk, changes)
    if change.violations:
        return
    name, other = person_name(problem, visit), person_name(problem, job.visit)
    if receiver is worker:
        passed = f"{other}’s visit starts at {clock(problem, then.start)}"
    else:
        late = "" if then.start == job.start else f" at {clock(problem, then.start)}"
        passed = f"{receiver.name} takes {other}’s visit{late}"
    words = f"{worker.name} could come to {name} at {clock(problem, start)} if {passed}"
    yield Fix("pass on", words, _wishes(change), change.plan, (job.visit.id,))


def _wider(desk: Desk, visit: Visit, slot: int) -> Iterator[Fix]:
    """Yield the least widening of the window that lets each worker take the visit."""
    problem, v = desk.problem, desk.number[visit.id]
    if desk.plan.start(visit.id) is not None or visit.pinned_start is not None:
        return
    row = desk.week.visit[v]
    for minutes in WIDER:
        for earlier in (False, True):
            start = visit.earliest - minutes if earlier else visit.latest + minutes
            if start < 0:
                continue
            row["earliest"], row["latest"] = min(start, visit.earliest), max(start, visit.latest)
            found = [
                (fit.points, worker.name)
                for w, worker in enumerate(problem.workers)
                if placing.may_take(desk.week, desk.state, v, slot, w)
                and (fit := try_fit(desk, visit, w, [start]))
                and fit.start == start
                and not fit.moved
            ]
            row["earliest"], row["latest"] = visit.earliest, visit.latest
            if found:
                points, name = min(found)
                side = "earlier" if earlier else "later"
                words = f"{name} could come if it may start {length(minutes)} {side}, at {clock(problem, start)}"
                yield Fix("window", words, points, None)
        if found:
            return


def _wishes(change: Change) -> float:
    return change.cost - change.parts["gaps"]
