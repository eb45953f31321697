"""A plan laid out so that one change can be tried at once: who could take a visit, when, and what else would move."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from kith.engines.rota.week.evaluate import visit_violations, worker_parts, worker_violations
from kith.engines.rota.week.problem import Placement, Plan, Problem, Visit, Worker
from kith.engines.rota.week.rules import OF_A_DAY, OF_A_VISIT, WORKER_RULES, Violation
from kith.engines.rota.week.search import placing, pricing
from kith.engines.rota.week.search.arrays import State, Week, empty_state, week_arrays
from kith.engines.rota.week.starts import turning_points
from kith.engines.rota.week.timeline import Jobs, in_day_order, jobs_of_all, jobs_with

STAY = 2.0  # points for moving another visit: it stays where it is when that costs little more


@dataclass(frozen=True, slots=True)
class Fit:
    """A worker can take a visit at `start`.

    `moved` are their other visits that would start at another time, `points` what their week then costs more.
    """

    worker: int
    start: int
    moved: Mapping[str, int]
    points: float


@dataclass(frozen=True, slots=True)
class Change:
    """A plan after a change, judged: what it newly breaks, and the difference in points of each component."""

    plan: Plan
    violations: tuple[Violation, ...]
    parts: Mapping[str, float]

    @property
    def cost(self) -> float:
        """The difference in points: below zero is better."""
        return sum(self.parts.values())


@dataclass(frozen=True)
class Desk:
    """A problem and a plan, ready for trying changes. The arrays are used as scratch paper and always put back."""

    problem: Problem
    plan: Plan
    jobs: Mapping[str, Jobs]
    week: Week
    state: State
    number: Mapping[str, int]
    judged: dict[str, tuple[set[Violation], dict[str, float]]] = field(default_factory=dict)
    broken: dict[tuple[str, tuple[tuple[str, int], ...]], list[Violation]] = field(
        default_factory=dict
    )


def open_desk(problem: Problem, plan: Plan) -> Desk:
    """Lay the plan out just as it is, legal or not."""
    week = week_arrays(problem)
    state, jobs = empty_state(week), jobs_of_all(problem, plan)
    number = {visit.id: i for i, visit in enumerate(problem.visits)}
    for w, worker in enumerate(problem.workers):
        ordered = sorted(jobs[worker.id], key=lambda job: (job.visit.day, job.start))
        for job in ordered:
            v = number[job.visit.id]
            state.floor[v], state.who[v, job.slot] = job.start, w
        state.route[w, : len(ordered)] = [number[job.visit.id] for job in ordered]
        state.length[w] = len(ordered)
    placing.reprice(week, state)
    return Desk(problem, plan, jobs, week, state, number)


def starts_to_try(
    desk: Desk, visit: Visit, worker: Worker, jobs: Jobs, plan: Plan | None = None
) -> list[int]:
    """Return the starts worth trying for a worker with these jobs.

    Only the present one when a second worker depends on it. `plan` is where the linked visits are, when that is not
    the desk's own plan.
    """
    v, now = desk.number[visit.id], desk.plan.start(visit.id)
    low, high = (int(x) for x in placing.start_range(desk.week, desk.state, v))
    if now is not None and (placing.filled(desk.state, v) or low > high):
        return [now]
    points = turning_points(desk.problem, plan or desk.plan, visit, [(worker, jobs)])
    return [start for start in points if low <= start <= high]


def fits(desk: Desk, visit: Visit, w: int, starts: Iterable[int]) -> list[Fit]:
    """Return the ways to put the visit into a worker's week, the cheapest first. Vetoes and skills are not asked here.

    A week that is against the rules already has none.
    """
    found: dict[tuple[int, tuple[tuple[str, int], ...]], Fit] = {}
    v, week, state = desk.number[visit.id], desk.week, desk.state
    floor = int(state.floor[v])
    for start in starts if state.cost[w] < pricing.BARRED else ():
        state.floor[v] = start
        count = placing.without(week, state, w, v, state.trial)
        points, where = placing.best_position(week, state, w, v, state.trial, count, state.cost[w])
        if where >= 0:
            fit = _read_fit(desk, v, w, count, where, points)
            found.setdefault((fit.start, tuple(sorted(fit.moved.items()))), fit)
    state.floor[v] = floor
    now = desk.plan.start(visit.id)
    return sorted(
        found.values(),
        key=lambda fit: (round(fit.points + STAY * len(fit.moved), 6), fit.start != now, fit.start),
    )


def _read_fit(desk: Desk, v: int, w: int, count: int, where: int, points: float) -> Fit:
    week, state = desk.week, desk.state
    route = np.insert(state.trial[:count], where, v)
    pricing.price(week, w, route, count + 1, state.floor, state.starts, state.seen)
    starts = dict(zip(route.tolist(), state.starts[: count + 1].tolist(), strict=True))
    moved = {
        desk.problem.visits[u].id: start
        for u, start in starts.items()
        if u != v and start != desk.plan.start(desk.problem.visits[u].id)
    }
    return Fit(w, starts[v], moved, points)


def judge(desk: Desk, changes: Mapping[str, Placement | None]) -> Change:
    """Evaluate the plan with these placements changed, looking only at the workers and visits concerned."""
    problem, after = desk.problem, _after(desk, changes)
    parts: dict[str, float] = {}
    for worker, jobs in _weeks_after(desk, changes):
        before = _judged(desk, worker)[1]
        for name, points in worker_parts(problem, worker, jobs).items():
            parts[name] = parts.get(name, 0.0) + points - before[name]
    parts["gaps"] = problem.weights.gap * sum(
        _empty(problem.visit[key], after) - _empty(problem.visit[key], desk.plan) for key in changes
    )
    return Change(after, broken_by(desk, changes), parts)


def broken_by(desk: Desk, changes: Mapping[str, Placement | None]) -> tuple[Violation, ...]:
    """Return what the plan with these placements changed newly breaks."""
    found = list(_visit_news(desk, changes, _after(desk, changes)))
    for worker, jobs in _weeks_after(desk, changes):
        key = worker.id, tuple((job.visit.id, job.start) for job in jobs)
        if key not in desk.broken:  # one worker loses the visit in the same way whoever gets it
            known = _judged(desk, worker)[0]
            desk.broken[key] = [
                x for x in _asked_again(desk, worker, jobs, changes) if x not in known
            ]
        found += desk.broken[key]
    return tuple(found)


def _asked_again(
    desk: Desk, worker: Worker, jobs: Jobs, changes: Container[str]
) -> Iterator[Violation]:
    """Yield what these jobs break, asking the rules of one visit or one day only where the week is another."""
    before = desk.jobs[worker.id]
    changed = tuple(job for job in jobs if job.visit.id in changes)
    days = {job.visit.day for job in (*before, *changed) if job.visit.id in changes}
    by_day = in_day_order(before) and in_day_order(jobs)
    touched = tuple(job for job in jobs if job.visit.day in days) if by_day else jobs
    for rule in WORKER_RULES:
        asked = changed if rule in OF_A_VISIT else touched if rule in OF_A_DAY else jobs
        yield from rule.check(desk.problem, worker, asked)


def _after(desk: Desk, changes: Mapping[str, Placement | None]) -> Plan:
    placements = dict(desk.plan.placements)
    for visit_id, placement in changes.items():
        placements.pop(visit_id, None)
        if placement is not None and any(placement.workers):
            placements[visit_id] = placement
    return Plan(placements)


def _weeks_after(
    desk: Desk, changes: Mapping[str, Placement | None]
) -> Iterator[tuple[Worker, Jobs]]:
    """Yield each worker whom the changes touch, with their jobs after them."""
    for worker_id in dict.fromkeys(_workers_of(desk, changes)):
        jobs = jobs_with(desk.jobs[worker_id], worker_id, desk.problem, changes)
        yield desk.problem.worker[worker_id], jobs


def _judged(desk: Desk, worker: Worker) -> tuple[set[Violation], dict[str, float]]:
    if worker.id not in desk.judged:
        jobs = desk.jobs[worker.id]
        desk.judged[worker.id] = (
            set(worker_violations(desk.problem, worker, jobs)),
            worker_parts(desk.problem, worker, jobs),
        )
    return desk.judged[worker.id]


def _visit_news(
    desk: Desk, changes: Mapping[str, Placement | None], after: Plan
) -> Iterator[Violation]:
    """Yield what the changed visits, and those that come after them, newly break."""
    problem = desk.problem
    followers = [f for key in changes for f in problem.followers.get(key, ())]
    for visit in dict.fromkeys([*(problem.visit[key] for key in changes), *followers]):
        old, new = desk.plan.placements.get(visit.id), after.placements.get(visit.id)
        known = set(visit_violations(problem, visit, old, desk.plan)) if old else set()
        for violation in visit_violations(problem, visit, new, after) if new else ():
            if violation not in known:
                yield violation


def _workers_of(desk: Desk, changes: Mapping[str, Placement | None]) -> Iterator[str]:
    for visit_id, placement in changes.items():
        old = desk.plan.placements.get(visit_id)
        for worker in (*(old.workers if old else ()), *(placement.workers if placement else ())):
            if worker in desk.problem.worker:
                yield worker  # type: ignore[misc]


def _empty(visit: Visit, plan: Plan) -> int:
    return sum(worker is None for worker in plan.workers(visit))
