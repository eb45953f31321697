"""At most 48 hours a week on average over 17 weeks. Working Time Regulations 1998, regulation 4.

A worker who has agreed in writing to work more is left out (regulation 5). Kith never assumes it.
"""

from collections.abc import Iterator

from kith.engines.rota.week.problem import Problem, Worker
from kith.engines.rota.week.rules.violation import Violation
from kith.engines.rota.week.timeline import Jobs, worked_minutes
from kith.engines.rota.week.words import length

RULE = "week limit"


def most_of_average(problem: Problem, worker: Worker, a_week: int) -> int:
    """Return what an average of so many minutes a week leaves for this week; below zero when the worker owes rest."""
    weeks = min(worker.weeks_before, problem.rules.average_weeks - 1) + 1
    days = max(
        7, 7 * weeks - worker.free_days_before
    )  # leave and sickness do not count (regulation 4(5))
    return a_week * days // 7 - worker.minutes_before


def most_this_week(problem: Problem, worker: Worker) -> int | None:
    """Return the most minutes the worker may work this week, None when they have opted out."""
    if worker.opted_out:
        return None
    return most_of_average(problem, worker, problem.rules.week_limit_minutes)


def check(problem: Problem, worker: Worker, jobs: Jobs) -> Iterator[Violation]:
    """Yield one violation when visits and travel exceed what the average leaves."""
    most = most_this_week(problem, worker)
    if not jobs or most is None:
        return
    minutes = worked_minutes(problem, jobs)
    if minutes > most:
        words = (
            f"{worker.name} would work {length(minutes)} this week; the average of"
            f" {length(problem.rules.week_limit_minutes)} a week leaves {length(max(0, most))}"
        )
        yield Violation(RULE, words, None, worker.id)
