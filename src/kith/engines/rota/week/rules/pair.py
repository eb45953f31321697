"""A visit has as many places as it needs workers, and two different workers share it. They start together, because
a visit has one start.
"""

from collections.abc import Iterator

from kith.engines.rota.week.problem import Placement, Plan, Problem, Visit
from kith.engines.rota.week.rules.violation import Violation
from kith.engines.rota.week.words import person_name, worker_name

RULE = "pair"


def check(problem: Problem, visit: Visit, placement: Placement, plan: Plan) -> Iterator[Violation]:
    """Yield a wrong number of places, an unknown worker, or one worker in both places."""
    name = person_name(problem, visit)
    if len(placement.workers) != visit.needs:
        words = f"{name}’s visit needs {visit.needs} workers, not {len(placement.workers)}"
        yield Violation(RULE, words, visit.id)
    filled = [worker for worker in placement.workers if worker is not None]
    for worker in filled:
        if worker not in problem.worker:
            yield Violation(RULE, f"{worker} is not a worker of this team", visit.id, worker)
    if len(set(filled)) < len(filled):
        twice = worker_name(problem, filled[0])
        words = f"{name}’s visit needs two different workers; {twice} is down twice"
        yield Violation(RULE, words, visit.id, filled[0])
