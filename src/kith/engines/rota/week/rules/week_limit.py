"""At most 48 hours a week on average over 17 weeks. Working Time Regulations 1998, regulation 4.

The same limit keeps nights to an average of 8 hours in 24 (regulation 6): the law divides the hours of the 17 weeks by
their 119 days less the 17 days of weekly rest, and 8 × 102 hours are 48 × 17. A worker cannot opt out of that one, so
Kith offers no opting out of this.
"""

from collections.abc import Iterator

from kith.engines.rota.week.problem import Problem, Worker
from kith.engines.rota.week.rules.violation import Violation
from kith.engines.rota.week.timeline import Jobs, worked_minutes
from kith.engines.rota.week.words import length

RULE = "week limit"


def most_this_week(problem: Problem, worker: Worker) -> int:
    """Return the most minutes the worker may work this week, from the weeks before; below zero when
    they owe rest.
    """
    weeks = min(worker.weeks_before, problem.rules.average_weeks - 1) + 1
    return problem.rules.week_limit_minutes * weeks - worker.minutes_before


def check(problem: Problem, worker: Worker, jobs: Jobs) -> Iterator[Violation]:
    """Yield one violation when visits and travel exceed what the average leaves."""
    minutes, most = worked_minutes(problem, jobs), most_this_week(problem, worker)
    if jobs and minutes > most:
        words = (
            f"{worker.name} would work {length(minutes)} this week; the average of"
            f" {length(problem.rules.week_limit_minutes)} a week leaves {length(max(0, most))}"
        )
        yield Violation(RULE, words, None, worker.id)
