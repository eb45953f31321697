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
        no = person is not None and worker.id in person.no
        if no or job.visit.person in worker.refuses:
            # the same words for both: who of the two said no is nobody's business
            words = f"{worker.name} does not make visits to {name}"
            yield Violation(RULE, words, job.visit.id, worker.id)
