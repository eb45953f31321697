"""Evenings, nights and weekends shared fairly, by contract hours, over the weeks that are counted."""

from kith.engines.rota.week.problem import Problem, Worker
from kith.engines.rota.week.timeline import Jobs
from kith.engines.rota.week.words import length

NAME = "fairness"


def cost(problem: Problem, worker: Worker, jobs: Jobs) -> float:
    """Return the points for unsocial hours above the worker's fair share."""
    done = worker.unsocial_before + sum(j.visit.minutes for j in jobs if j.visit.unsocial)
    over = max(0.0, done - problem.fair_unsocial[worker.id])
    return problem.weights.unsocial * over / 60


def words(problem: Problem, points: float) -> str:
    """Say the difference in hours above the fair share."""
    minutes = abs(points) / problem.weights.unsocial * 60
    return (
        f"{length(minutes)} {'more' if points > 0 else 'less'} above a fair share of unsocial hours"
    )
