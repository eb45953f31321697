"""A worker is in one place at a time, and has the time to travel between two visits of a day."""

import itertools
from collections.abc import Iterator

from kith.engines.rota.week.problem import Problem, Worker
from kith.engines.rota.week.rules.violation import Violation
from kith.engines.rota.week.timeline import Job, Jobs, travel_between
from kith.engines.rota.week.words import clock, length, person_name

RULE = "overlap"


def check(problem: Problem, worker: Worker, jobs: Jobs) -> Iterator[Violation]:
    """Yield each visit that starts before the worker can be there."""
    for first, then in itertools.pairwise(jobs):
        if first.end + travel_between(problem, first, then) > then.start:
            words = f"{worker.name} {_words(problem, first, then)}"
            yield Violation(RULE, words, then.visit.id, worker.id)


def _words(problem: Problem, first: Job, then: Job) -> str:
    names = person_name(problem, first.visit), person_name(problem, then.visit)
    if first.end > then.start:
        times = clock(problem, first.end), clock(problem, then.start)
        return f"would be with {names[0]} until {times[0]}, yet with {names[1]} from {times[1]}"
    travel, left = travel_between(problem, first, then), then.start - first.end
    return f"would need {length(travel)} from {names[0]} to {names[1]}, and have {length(left)}"
