"""A worker's week laid out in time: the visits they make, in order, and their working days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kith.engines.rota.week.problem import Placement, Plan, Problem, Visit


@dataclass(frozen=True, slots=True)
class Job:
    """One worker's part in a visit: when it starts, in minutes, and which place of the visit it fills."""

    visit: Visit
    start: int
    slot: int

    @property
    def end(self) -> int:
        """When the visit is over."""
        return self.start + self.visit.minutes


Jobs = tuple[Job, ...]


def jobs_of_all(problem: Problem, plan: Plan) -> dict[str, Jobs]:
    """Return every worker's jobs in order of start; workers and visits that the problem does not know are left out."""
    found: dict[str, list[Job]] = {worker.id: [] for worker in problem.workers}
    for visit in problem.visits:
        placement = plan.placements.get(visit.id)
        if placement is not None:
            for worker, job in _jobs(visit, placement):
                if worker in found:
                    found[worker].append(job)
    return {worker: in_order(jobs) for worker, jobs in found.items()}


def in_order(jobs: Sequence[Job]) -> Jobs:
    """Return the jobs by start; the visit id settles ties."""
    return tuple(sorted(jobs, key=lambda job: (job.start, job.visit.id, job.slot)))


def in_day_order(jobs: Jobs) -> bool:
    """True when the working days follow one another, as in every legal week."""
    days = [job.visit.day for job in jobs]
    return days == sorted(days)


def days(jobs: Jobs) -> Iterator[Jobs]:
    """Yield the jobs of each working day that has any."""
    for _, day in groupby(jobs, key=lambda job: job.visit.day):
        yield tuple(day)


def travel_between(problem: Problem, first: Job, then: Job) -> int:
    """Return the minutes of travel between two visits."""
    return problem.travel[first.visit.place][then.visit.place]


def worked_minutes(problem: Problem, jobs: Jobs) -> int:
    """Return working time: visits, and travel between the visits of one day."""
    total, before = 0, None
    for job in jobs:
        total += job.visit.minutes
        if before is not None and before.visit.day == job.visit.day:
            total += travel_between(problem, before, job)
        before = job
    return total


def _jobs(visit: Visit, placement: Placement) -> Iterator[tuple[str, Job]]:
    for slot, worker in enumerate(placement.workers):
        if worker is not None:
            yield worker, Job(visit, placement.start, slot)


def jobs_with(
    jobs: Jobs, worker: str, problem: Problem, changes: Mapping[str, Placement | None]
) -> Jobs:
    """Return a worker's jobs after some visits were placed anew (None: nobody has them)."""
    kept = [job for job in jobs if job.visit.id not in changes]
    for visit_id, placement in changes.items():
        if placement is not None:
            found = _jobs(problem.visit[visit_id], placement)
            kept += [job for name, job in found if name == worker]
    return in_order(kept)
