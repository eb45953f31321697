"""Few different workers for each person, and those they know from recent weeks."""

from kith.engines.rota.week.problem import Problem, Worker
from kith.engines.rota.week.timeline import Jobs

NAME = "continuity"


def cost(problem: Problem, worker: Worker, jobs: Jobs) -> float:
    """Return the points for every person who meets this worker in the week."""
    return sum(
        face_cost(problem, worker.id, person) for person in sorted({j.visit.person for j in jobs})
    )


def face_cost(problem: Problem, worker: str, person_id: str) -> float:
    """Return the points for this person meeting this worker at all."""
    person = problem.person.get(person_id)
    known = person is not None and person.met.get(worker, 0) > 0
    return problem.weights.face + (0.0 if known else problem.weights.new_face)


def words(problem: Problem, points: float) -> str:
    """Say whether people would meet more or fewer different workers."""
    return "more different faces" if points > 0 else "fewer different faces"
