"""Why nobody has a visit, who comes nearest, and the cheapest thing that would fill it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kith.engines.rota.week.desk import Change, Desk, Fit, fits, judge, open_desk, starts_to_try
from kith.engines.rota.week.evaluate import evaluate
from kith.engines.rota.week.explain import Option, new_faces, options_on, placements
from kith.engines.rota.week.moving import new_violations
from kith.engines.rota.week.problem import Placement, Plan, Problem, Visit, Worker
from kith.engines.rota.week.search import moves, placing
from kith.engines.rota.week.timeline import Job, in_order
from kith.engines.rota.week.words import clock, length, person_name

WIDER = (5, 10, 15, 20, 30, 45, 60, 90, 120)  # minutes by which a window is tried wider


@dataclass(frozen=True, slots=True)
class Fix:
    """Something that would fill a gap.

    `kind` is "assign" (somebody could simply take it), "pass on" (after giving one of their visits to
    somebody else or another time) or "window" (if the visit might start earlier or later). `plan` is
    the plan after it, None for "window", which the team must first agree with the person. `cost` is
    the difference in points, the filled gap left out; `changed` the other visits that change;
    `new_faces` the people who would meet a worker they do not know.
    """

    kind: str
    words: str
    cost: float
    plan: Plan | None
    changed: tuple[str, ...] = ()
    new_faces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GapExplanation:
    """What bars each worker (the first is the nearest), and the cheapest fix found, if any."""

    bars: list[Option]
    nearest: Option | None
    fix: Fix | None


def explain_gap(problem: Problem, plan: Plan, visit_id: str, slot: int = 0) -> GapExplanation:
    """Return for each worker the rule that bars them from this empty place, and what would fill it.

    The fix is the first of these that there is, and the cheapest of its kind: somebody takes the visit; somebody takes
    it and passes one visit of that day on, or has it at another time; somebody takes it 5 to 120 minutes outside its
    window. A visit whose other place is filled keeps its start, and in a week that breaks a rule already only those
    whose own week keeps the rules can pass on.

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
        simply = Fix("assign", words, cost, able[0].plan, moved, able[0].new_faces)
        return GapExplanation(found, able[0], simply)
    fix = _cheapest(_chains(desk, visit, slot)) or _cheapest(_wider(desk, visit, slot))
    return GapExplanation(found, found[0] if found else None, fix)


def _cheapest(fixes: Iterator[Fix]) -> Fix | None:
    return min(fixes, key=lambda fix: fix.cost, default=None)


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
    floor = int(state.floor[v])
    placing.take(week, state, u, job.slot)
    jobs = tuple(other for other in desk.jobs[worker.id] if other is not job)
    starts = starts_to_try(desk, visit, worker, jobs)
    linked = job.visit.id == visit.after or visit.id == job.visit.after
    chains: list[tuple[float, Fit, Fit]] = []
    for fit in fits(desk, visit, w, starts):
        if not fit.moved:
            only_self = bool(chains) and not linked
            chains += _receivers(desk, visit, slot, fit, job, only_self=only_self)
    state.floor[v] = floor
    state.route[w], state.length[w], state.cost[w] = route, count, cost
    state.who[u, job.slot], state.floor[u], state.who[v, slot] = w, job.start, -1
    for chain in sorted(chains, key=lambda chain: chain[0]):
        fix = _checked_chain(desk, visit, slot, worker, job, chain)
        if fix is not None:
            yield fix
            return


def _receivers(
    desk: Desk, visit: Visit, slot: int, fit: Fit, job: Job, *, only_self: bool
) -> Iterator[tuple[float, Fit, Fit]]:
    """Yield who could have the visit passed on, each in the cheapest way, when the first worker has taken the gap."""
    week, state, v, u = desk.week, desk.state, desk.number[visit.id], desk.number[job.visit.id]
    first = fit.worker
    route, count, cost = state.route[first].copy(), int(state.length[first]), state.cost[first]
    state.floor[v] = fit.start
    moves.insert(week, state, first, v, slot)
    own = in_order(
        [
            *(x for x in desk.jobs[desk.problem.workers[first].id] if x is not job),
            Job(visit, fit.start, slot),
        ]
    )
    plan = desk.plan.put(visit.id, Placement(fit.start, (desk.problem.workers[first].id,)))
    for w, worker in enumerate(desk.problem.workers):
        if (w == first or not only_self) and placing.may_take(week, state, u, job.slot, w):
            jobs = own if w == first else desk.jobs[worker.id]
            starts = starts_to_try(desk, job.visit, worker, jobs, plan)
            for found in fits(desk, job.visit, w, starts):
                if found.moved.keys() <= {visit.id}:
                    yield fit.points + found.points, fit, found
                    break
    state.route[first], state.length[first], state.cost[first] = route, count, cost
    state.who[v, slot] = -1


def _checked_chain(
    desk: Desk, visit: Visit, slot: int, worker: Worker, job: Job, chain: tuple[float, Fit, Fit]
) -> Fix | None:
    """Return the chain as a fix, or None when the evaluator finds that it breaks a rule."""
    _, first, then = chain
    problem, receiver = desk.problem, desk.problem.workers[then.worker]
    workers = list(desk.plan.placements[job.visit.id].workers)
    workers[job.slot] = receiver.id
    start = then.moved.get(visit.id, first.start)
    changes = placements(desk, visit, slot, worker, Fit(first.worker, start, {}, 0.0))
    changes[job.visit.id] = Placement(then.start, tuple(workers))
    change = judge(desk, changes)
    if change.violations:
        return None
    name, other = person_name(problem, visit), person_name(problem, job.visit)
    met = list(new_faces(desk, visit, worker))
    if receiver is worker:
        passed = f"{other}’s visit starts at {clock(problem, then.start)}"
    else:
        late = "" if then.start == job.start else f" at {clock(problem, then.start)}"
        passed = f"{receiver.name} takes {other}’s visit{late}"
        met += new_faces(desk, job.visit, receiver)
    words = f"{worker.name} could come to {name} at {clock(problem, start)} if {passed}"
    changed, people = (job.visit.id,), tuple(dict.fromkeys(met))
    return Fix("pass on", words, _wishes(change), change.plan, changed, people)


def _wider(desk: Desk, visit: Visit, slot: int) -> Iterator[Fix]:
    """Yield the least widening of the window, of those in `WIDER`, that lets somebody take the visit."""
    if desk.plan.start(visit.id) is not None or visit.pinned_start is not None:
        return
    for minutes in WIDER:
        found = [
            fix
            for start, side in (
                (visit.latest + minutes, "later"),
                (visit.earliest - minutes, "earlier"),
            )
            if start >= 0
            for fix in _widened(desk, visit, slot, start, f"{length(minutes)} {side}")
        ]
        yield from found
        if found:
            return


def _widened(desk: Desk, visit: Visit, slot: int, start: int, by: str) -> Iterator[Fix]:
    """Yield each worker who could take the visit at this start outside its window, as the evaluator finds."""
    problem, v = desk.problem, desk.number[visit.id]
    wide = replace(visit, earliest=min(start, visit.earliest), latest=max(start, visit.latest))
    agreed = replace(problem, visits=tuple(wide if x is visit else x for x in problem.visits))
    before = evaluate(agreed, desk.plan)
    row = desk.week.visit[v]
    row["earliest"], row["latest"], row["due"] = wide.earliest, wide.latest, wide.due
    for w, worker in enumerate(problem.workers):
        if not placing.may_take(desk.week, desk.state, v, slot, w):
            continue
        for fit in fits(desk, visit, w, [start]):
            after = desk.plan.put(visit.id, placements(desk, visit, slot, worker, fit)[visit.id])
            if fit.start != start or fit.moved or new_violations(agreed, desk.plan, after):
                continue
            cost = evaluate(agreed, after).total - before.total + problem.weights.gap
            words = f"{worker.name} could come if it may start {by}, at {clock(problem, start)}"
            met = tuple(new_faces(desk, visit, worker))
            yield Fix("window", words, cost, None, (), met)
    row["earliest"], row["latest"], row["due"] = visit.earliest, visit.latest, visit.due


def _wishes(change: Change) -> float:
    return change.cost - change.parts["gaps"]
