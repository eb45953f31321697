"""Less travel: each minute between visits, from home to the day's first and from its last back home."""

import itertools

from kith.engines.rota.week.problem import Problem, Worker
from kith.engines.rota.week.timeline import Jobs, days, travel_between
from kith.engines.rota.week.words import length

NAME = "travel"


def minutes(problem: Problem, worker: Worker, jobs: Jobs) -> int:
    """Return all minutes of travel in the week."""
    total = 0
    for day in days(jobs):
        total += sum(travel_between(problem, a, b) for a, b in itertools.pairwise(day))
        if worker.home is not None:
            total += problem.travel[worker.home][day[0].visit.place]
            total += problem.travel[day[-1].visit.place][worker.home]
    return total


def cost(problem: Problem, worker: Worker, jobs: Jobs) -> float:
    """Return the points for travel."""
    return problem.weights.travel * minutes(problem, worker, jobs)


def words(problem: Problem, points: float) -> str:
    """Say the difference in minutes."""
    change = points / problem.weights.travel
    return f"{'+' if change > 0 else '−'}{length(abs(change))} travel"
