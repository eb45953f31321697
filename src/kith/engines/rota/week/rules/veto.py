"""A no by the person or by the worker is absolute."""

from collections.abc import Iterator

from kith.engines.rota.week.problem import Problem, Worker
from kith.engines.rota.week.rules.violation import Violation
from kith.engines.rota.week.timeline import Jobs
from kith.engines.rota.week.words import person_name

RULE = "veto"


def check(problem: Problem, worker: Worker, jobs: Jobs) -> Iterator[Violation]:
    """Yield the visits where either has said no to the other."""
    for job in jobs:
        name, person = person_name(problem, job.visit), problem.person.get(job.visit.person)
        if person is not None and worker.id in person.no:
            yield Violation(RULE, f"{name} has said no to {worker.name}", job.visit.id, worker.id)
        elif job.visit.person in worker.refuses:
            words = f"{worker.name} has said no to visits at {name}’s"
            yield Violation(RULE, words, job.visit.id, worker.id)
