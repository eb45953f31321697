"""What a team has pinned stays: a pinned worker keeps the place, a pinned start keeps the time. An
empty place is a gap.
"""

from collections.abc import Iterator

from kith.engines.rota.week.problem import Placement, Plan, Problem, Visit
from kith.engines.rota.week.rules.violation import Violation
from kith.engines.rota.week.words import clock, person_name, worker_name

RULE = "pin"


def check(problem: Problem, visit: Visit, placement: Placement, plan: Plan) -> Iterator[Violation]:
    """Yield a pinned start that moved, and each pinned worker whose place somebody else has."""
    name = person_name(problem, visit)
    if visit.pinned_start is not None and placement.start != visit.pinned_start:
        words = f"{name}’s visit is pinned to {clock(problem, visit.pinned_start)}"
        yield Violation(RULE, words, visit.id)
    free = sum(worker is None for worker in placement.workers)
    missing = [worker for worker in visit.pins if worker not in placement.workers]
    for worker in missing[free:]:
        words = f"{name}’s visit is pinned to {worker_name(problem, worker)}"
        yield Violation(RULE, words, visit.id, worker)
