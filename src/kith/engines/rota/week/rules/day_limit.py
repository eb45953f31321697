"""At most twelve hours' work in one working day: visits, and the travel between them."""

from collections.abc import Iterator

from kith.engines.rota.week.problem import Problem, Worker
from kith.engines.rota.week.rules.violation import Violation
from kith.engines.rota.week.timeline import Jobs, days, worked_minutes
from kith.engines.rota.week.words import DAYS, length

RULE = "day limit"


def check(problem: Problem, worker: Worker, jobs: Jobs) -> Iterator[Violation]:
    """Yield each day that is too long."""
    for day in days(jobs):
        minutes = worked_minutes(problem, day)
        if minutes > problem.rules.day_limit_minutes:
            words = (
                f"{worker.name} would work {length(minutes)} on {DAYS[day[0].visit.day]},"
                f" more than {length(problem.rules.day_limit_minutes)}"
            )
            yield Violation(RULE, words, day[-1].visit.id, worker.id)
