"""One unbroken rest of 24 hours in the week. Working Time Regulations 1998, regulation 11.

Only what lies between Monday 00:00 and the next counts: one rest never serves two weeks.
"""

from collections.abc import Iterator

from kith.engines.rota.week.problem import Problem, Worker
from kith.engines.rota.week.rules.violation import Violation
from kith.engines.rota.week.timeline import Jobs
from kith.engines.rota.week.words import length

RULE = "weekly rest"


def check(problem: Problem, worker: Worker, jobs: Jobs) -> Iterator[Violation]:
    """Yield one violation when no rest within the week is long enough; none is possible before last week's last end."""
    if not jobs:
        return
    begun = max(0, worker.last_end_before or 0)
    ends = [begun, *(job.end for job in jobs)]
    starts = [*(min(job.start, problem.end) for job in jobs), problem.end]
    longest = max(start - end for start, end in zip(starts, ends, strict=True))
    if longest < problem.rules.weekly_rest_minutes:
        words = (
            f"{worker.name}’s longest rest in the week would be {length(max(0, longest))},"
            f" less than {length(problem.rules.weekly_rest_minutes)}"
        )
        yield Violation(RULE, words, None, worker.id)
