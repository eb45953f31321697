"""The worker a person wants: first choice, then yes, then anybody who may come."""

from kith.engines.rota.week.problem import Problem, Worker
from kith.engines.rota.week.timeline import Jobs

NAME = "choice"


def cost(problem: Problem, worker: Worker, jobs: Jobs) -> float:
    """Return the points for visits that somebody else would be more welcome at."""
    return sum(visit_cost(problem, worker.id, job.visit.person) for job in jobs)


def visit_cost(problem: Problem, worker: str, person_id: str) -> float:
    """Return the points for one visit of this worker to this person."""
    person = problem.person.get(person_id)
    if person is None or worker in person.first:
        return 0.0
    if worker in person.yes:
        return problem.weights.not_first if person.first else 0.0
    return problem.weights.not_chosen if person.first or person.yes else 0.0


def words(problem: Problem, points: float) -> str:
    """Say whether the change is nearer to what the person chose."""
    return "further from what people chose" if points > 0 else "nearer to what people chose"
