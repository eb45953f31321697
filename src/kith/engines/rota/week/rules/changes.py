"""Few changes to the week that people already know: the same workers at the same times."""

from kith.engines.rota.week.problem import Problem, Worker
from kith.engines.rota.week.timeline import Job, Jobs

NAME = "changes"


def cost(problem: Problem, worker: Worker, jobs: Jobs) -> float:
    """Return the points for changed workers and moved starts; none before a week is published."""
    return sum(_job_cost(problem, worker.id, job) for job in jobs)


def _job_cost(problem: Problem, worker: str, job: Job) -> float:
    known = problem.published.placements.get(job.visit.id) if problem.published else None
    if known is None:
        return 0.0
    moved = problem.weights.shift * abs(job.start - known.start)
    return moved + (0.0 if worker in known.workers else problem.weights.change)


def words(problem: Problem, points: float) -> str:
    """Say whether more or less of the published week changes."""
    return "changes more of the published week" if points > 0 else "closer to the published week"
