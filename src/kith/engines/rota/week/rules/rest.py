"""Eleven hours' rest between two working days, over both ends of the week too.

Working Time Regulations 1998, regulation 10.
"""

from collections.abc import Iterator

from kith.engines.rota.week.problem import Problem, Worker
from kith.engines.rota.week.rules.violation import Violation
from kith.engines.rota.week.timeline import Jobs
from kith.engines.rota.week.words import length, when

RULE = "rest"


def check(problem: Problem, worker: Worker, jobs: Jobs) -> Iterator[Violation]:
    """Yield each first visit of a day that comes too soon after the last of the day before, or of last week.

    So too a last visit of the week that ends too soon before the first of next week.
    """
    need = problem.rules.rest_minutes
    before = [(worker.last_end_before, -1)] + [(job.end, job.visit.day) for job in jobs]
    for (end, day), job in zip(before, jobs, strict=False):
        if end is not None and day != job.visit.day and job.start - end < need:
            words = (
                f"{worker.name} would have {length(max(0, job.start - end))} of rest before"
                f" {when(problem, job.start)}, less than {length(need)}"
            )
            yield Violation(RULE, words, job.visit.id, worker.id)
    after = worker.first_start_after
    if jobs and after is not None and after - jobs[-1].end < need:
        words = (
            f"{worker.name} would have {length(max(0, after - jobs[-1].end))} of rest before next week’s first visit,"
            f" less than {length(need)}"
        )
        yield Violation(RULE, words, jobs[-1].visit.id, worker.id)
