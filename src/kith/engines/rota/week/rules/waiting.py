"""Little waiting between visits. A long pause is time at home, so only its first part counts."""

import itertools

from kith.engines.rota.week.problem import Problem, Worker
from kith.engines.rota.week.timeline import Jobs, days, travel_between
from kith.engines.rota.week.words import length

NAME = "waiting"


def cost(problem: Problem, worker: Worker, jobs: Jobs) -> float:
    """Return the points for idle minutes between visits."""
    idle = 0
    for day in days(jobs):
        for first, then in itertools.pairwise(day):
            pause = then.start - first.end - travel_between(problem, first, then)
            idle += min(max(0, pause), problem.weights.waiting_cap)
    return problem.weights.waiting * idle


def words(problem: Problem, points: float) -> str:
    """Say the difference in minutes."""
    change = points / problem.weights.waiting
    return f"{'+' if change > 0 else '−'}{length(abs(change))} waiting"
