"""A night worker works at most 8 hours in 24 on average. Working Time Regulations 1998, regulation 6; no opting out.

The law divides the hours of the 17 weeks by their days less one day of weekly rest a week: six days a week count, so
the average allows 6 × 8 = 48 hours a week. All work counts, overtime too, which is on the safe side.
"""

from collections.abc import Iterator

from kith.engines.rota.week.problem import Problem, Worker
from kith.engines.rota.week.rules.violation import Violation
from kith.engines.rota.week.rules.week_limit import most_of_average, most_this_week
from kith.engines.rota.week.timeline import Jobs, worked_minutes
from kith.engines.rota.week.words import length

RULE = "nights"
DAYS = 6  # of a week: the day of weekly rest does not count
NO_LIMIT = 10**6


def most_at_night(problem: Problem, worker: Worker) -> int | None:
    """Return the most minutes a night worker may work this week, None for anybody else."""
    if not worker.night_worker:
        return None
    return most_of_average(problem, worker, DAYS * problem.rules.night_minutes)


def most_minutes(problem: Problem, worker: Worker) -> int:
    """Return the most minutes that this rule and the week limit leave together; `NO_LIMIT` when neither holds."""
    limits = most_this_week(problem, worker), most_at_night(problem, worker)
    return min((limit for limit in limits if limit is not None), default=NO_LIMIT)


def check(problem: Problem, worker: Worker, jobs: Jobs) -> Iterator[Violation]:
    """Yield one violation when a night worker's visits and travel exceed what the average leaves."""
    most = most_at_night(problem, worker)
    if not jobs or most is None:
        return
    minutes = worked_minutes(problem, jobs)
    if minutes > most:
        words = (
            f"{worker.name} works nights and would work {length(minutes)} this week; the average of"
            f" {length(problem.rules.night_minutes)} a day leaves {length(max(0, most))}"
        )
        yield Violation(RULE, words, None, worker.id)
