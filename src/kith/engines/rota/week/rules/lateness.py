"""Visits start on time. Some may start later than agreed when nobody can come sooner, at a price for each minute."""

from kith.engines.rota.week.problem import Problem, Worker
from kith.engines.rota.week.timeline import Jobs
from kith.engines.rota.week.words import length

NAME = "lateness"


def cost(problem: Problem, worker: Worker, jobs: Jobs) -> float:
    """Return the points for the minutes by which this worker's visits start late."""
    return problem.weights.late * sum(max(0, job.start - job.visit.due) for job in jobs)


def words(problem: Problem, points: float) -> str:
    """Say the difference in minutes."""
    change = points / problem.weights.late
    return f"{'+' if change > 0 else '−'}{length(abs(change))} late"
