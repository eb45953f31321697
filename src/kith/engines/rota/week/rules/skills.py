"""A worker has every skill that the visit needs, trained and in date."""

from collections.abc import Iterator

from kith.engines.rota.week.problem import Problem, Worker
from kith.engines.rota.week.rules.violation import Violation
from kith.engines.rota.week.timeline import Jobs
from kith.engines.rota.week.words import listed

RULE = "skills"


def check(problem: Problem, worker: Worker, jobs: Jobs) -> Iterator[Violation]:
    """Yield the visits that need a skill the worker does not have."""
    for job in jobs:
        missing = sorted(job.visit.skills - worker.skills)
        if missing:
            words = f"{worker.name} is not trained for {listed(missing)}"
            yield Violation(RULE, words, job.visit.id, worker.id)
