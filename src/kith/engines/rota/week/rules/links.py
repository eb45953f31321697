"""Some visits come after another: a start no sooner and no later than agreed after the end of the other."""

from collections.abc import Iterator

from kith.engines.rota.week.problem import Placement, Plan, Problem, Visit
from kith.engines.rota.week.rules.violation import Violation
from kith.engines.rota.week.words import clock, length, person_name

RULE = "order"


def check(problem: Problem, visit: Visit, placement: Placement, plan: Plan) -> Iterator[Violation]:
    """Yield a start too soon or too late after the other visit; an other visit with nobody asks nothing."""
    other = problem.visit.get(visit.after) if visit.after is not None else None
    start = plan.start(other.id) if other else None
    if other is None or start is None:
        return
    gap = placement.start - (start + other.minutes)
    name, at = person_name(problem, visit), clock(problem, start + other.minutes)
    if gap < visit.gap_min:
        words = f"{name}’s visit must start at least {length(visit.gap_min)} after the one that ends at {at}"
        yield Violation(RULE, words, visit.id)
    elif visit.gap_max is not None and gap > visit.gap_max:
        words = (
            f"{name}’s visit must start within {length(visit.gap_max)} of the one that ends at {at}"
        )
        yield Violation(RULE, words, visit.id)
