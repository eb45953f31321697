"""A working day longer than six hours has a break of twenty minutes. Working Time Regulations 1998, regulation 12."""

import itertools
from collections.abc import Iterator

from kith.engines.rota.week.problem import Problem, Worker
from kith.engines.rota.week.rules.violation import Violation
from kith.engines.rota.week.timeline import Jobs, days, travel_between
from kith.engines.rota.week.words import DAYS, length

RULE = "break"


def check(problem: Problem, worker: Worker, jobs: Jobs) -> Iterator[Violation]:
    """Yield each long day without a pause, free of visits and travel, between two of its visits."""
    rules = problem.rules
    for day in days(jobs):
        span = day[-1].end - day[0].start
        pauses = (
            then.start - first.end - travel_between(problem, first, then)
            for first, then in itertools.pairwise(day)
        )
        if span > rules.break_after and max(pauses, default=0) < rules.break_minutes:
            words = (
                f"{worker.name}’s {DAYS[day[0].visit.day]} would last {length(span)}"
                f" without a break of {length(rules.break_minutes)}"
            )
            yield Violation(RULE, words, day[-1].visit.id, worker.id)
