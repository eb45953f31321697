"""One unbroken rest of 24 hours in the week. Working Time Regulations 1998, regulation 11."""

from collections.abc import Iterator

from kith.engines.rota.week.problem import WEEK, Problem, Worker
from kith.engines.rota.week.rules.violation import Violation
from kith.engines.rota.week.timeline import Jobs
from kith.engines.rota.week.words import length

RULE = "weekly rest"


def check(problem: Problem, worker: Worker, jobs: Jobs) -> Iterator[Violation]:
    """Yield one violation when no rest is long enough; it may begin when last week's last visit
    ended.
    """
    if not jobs:
        return
    begun = 0 if worker.last_end_before is None else worker.last_end_before
    ends = [begun, *(job.end for job in jobs)]
    starts = [*(job.start for job in jobs), WEEK]
    longest = max(start - end for start, end in zip(starts, ends, strict=True))
    if longest < problem.rules.weekly_rest_minutes:
        words = (
            f"{worker.name}’s longest rest in the week would be {length(max(0, longest))},"
            f" less than {length(problem.rules.weekly_rest_minutes)}"
        )
        yield Violation(RULE, words, None, worker.id)
