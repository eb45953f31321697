"""The starts of a visit at which anything about it can change, so that trying these is as good as trying every minute.

With the rest of the plan fixed, every hard rule asks a start to be no sooner or no later than some minute, and every
wish has a price that is straight between such minutes. So wherever a rule can be kept it can be kept at one of these
minutes, and no start between two of them is cheaper than both.
"""

from collections.abc import Iterable, Iterator

from kith.engines.rota.week.problem import Plan, Problem, Visit, Worker
from kith.engines.rota.week.timeline import Jobs


def turning_points(
    problem: Problem, plan: Plan, visit: Visit, weeks: Iterable[tuple[Worker, Jobs]]
) -> list[int]:
    """Return the starts within the visit's window worth trying, in order, for these workers with these jobs."""
    weeks = tuple(weeks)
    found = {visit.latest, visit.due, *_wished(problem, plan, visit)}
    found.update(_linked(problem, plan, visit))
    for worker, jobs in weeks:
        found.update(_no_later(problem, visit, worker, jobs))
    return sorted({*first_points(problem, plan, visit, weeks), *_allowed(visit, found)})


def first_points(
    problem: Problem, plan: Plan, visit: Visit, weeks: Iterable[tuple[Worker, Jobs]]
) -> list[int]:
    """Return those of the turning points at which a rule begins to be kept: enough to know that no start is legal."""
    found = {visit.earliest, *_linked(problem, plan, visit)}
    for worker, jobs in weeks:
        found.update(_no_sooner(problem, visit, worker, jobs))
    return sorted(_allowed(visit, found))


def _allowed(visit: Visit, starts: Iterable[int]) -> set[int]:
    if visit.pinned_start is not None:
        return {visit.pinned_start}
    return {start for start in starts if visit.earliest <= start <= visit.latest}


def _wished(problem: Problem, plan: Plan, visit: Visit) -> Iterator[int]:
    """Yield the start in the plan and the one that people know."""
    for known in (plan, problem.published):
        start = known.start(visit.id) if known else None
        if start is not None:
            yield start


def _linked(problem: Problem, plan: Plan, visit: Visit) -> Iterator[int]:
    """Yield where the agreed gaps to linked visits begin and end."""
    before = problem.visit.get(visit.after or "")
    start = plan.start(before.id) if before else None
    if before is not None and start is not None:
        yield start + before.minutes + visit.gap_min
        yield start + before.minutes + (visit.gap_max or 0)
    for other in problem.followers.get(visit.id, ()):
        start = plan.start(other.id)
        if start is not None:
            yield start - visit.minutes - other.gap_min
            yield start - visit.minutes - (other.gap_max or 0)


def _no_sooner(problem: Problem, visit: Visit, worker: Worker, jobs: Jobs) -> Iterator[int]:
    """Yield the minutes from which on a rule of the worker's week is kept, or the order of their visits is another."""
    rules = problem.rules
    yield from (begin for begin, _ in worker.spans)
    if worker.last_end_before is not None:
        yield worker.last_end_before + rules.rest_minutes
    yield max(0, worker.last_end_before or 0) + rules.weekly_rest_minutes
    for job in jobs:
        if job.visit.id == visit.id:
            continue
        there = job.end + problem.travel[job.visit.place][visit.place]
        yield from (there, there + rules.break_minutes)
        yield from (job.end + rules.rest_minutes, job.end + rules.weekly_rest_minutes)
        yield from (job.start, job.start + 1, job.end - rules.break_after)


def _no_later(problem: Problem, visit: Visit, worker: Worker, jobs: Jobs) -> Iterator[int]:
    """Yield the minutes up to which a rule of the worker's week is kept, and those where waiting begins or ends."""
    rules, cap = problem.rules, problem.weights.waiting_cap
    yield from (end - visit.minutes for _, end in worker.spans)
    yield problem.end - visit.minutes - rules.weekly_rest_minutes
    if worker.first_start_after is not None:
        yield worker.first_start_after - rules.rest_minutes - visit.minutes
    for job in jobs:
        if job.visit.id == visit.id:
            continue
        back = job.start - problem.travel[visit.place][job.visit.place] - visit.minutes
        yield from (back, back - rules.break_minutes, back - cap)
        yield job.end + problem.travel[job.visit.place][visit.place] + cap
        before = job.start - visit.minutes
        yield from (before - rules.rest_minutes, before - rules.weekly_rest_minutes)
        yield before + rules.break_after
