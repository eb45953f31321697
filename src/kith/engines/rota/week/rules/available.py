"""A worker visits only in the hours they can work; leave and sickness are taken out of these."""

from collections.abc import Iterator

from kith.engines.rota.week.problem import Problem, Worker
from kith.engines.rota.week.rules.violation import Violation
from kith.engines.rota.week.timeline import Jobs
from kith.engines.rota.week.words import clock, when

RULE = "available"


def check(problem: Problem, worker: Worker, jobs: Jobs) -> Iterator[Violation]:
    """Yield the visits that do not lie wholly in one of the worker's spans."""
    for job in jobs:
        begin, over = job.start, job.end
        if not any(start <= begin and over <= end for start, end in worker.spans):
            at = f"{when(problem, job.start)} to {clock(problem, job.end)}"
            words = f"{worker.name} is not available {at}"
            yield Violation(RULE, words, job.visit.id, worker.id)
