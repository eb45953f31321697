"""A visit starts inside the times agreed with the person."""

from collections.abc import Iterator

from kith.engines.rota.week.problem import Placement, Plan, Problem, Visit
from kith.engines.rota.week.rules.violation import Violation
from kith.engines.rota.week.words import clock, person_name

RULE = "window"


def check(problem: Problem, visit: Visit, placement: Placement, plan: Plan) -> Iterator[Violation]:
    """Yield a start before the earliest or after the latest time."""
    if not visit.earliest <= placement.start <= visit.latest:
        words = (
            f"{person_name(problem, visit)}’s visit would start at {clock(problem, placement.start)};"
            f" it may start from {clock(problem, visit.earliest)} to {clock(problem, visit.latest)}"
        )
        yield Violation(RULE, words, visit.id)
