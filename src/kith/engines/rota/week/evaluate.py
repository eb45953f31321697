"""Judge a plan: what it breaks and what it costs. Shares no code with the search, so it can check the search."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kith.engines.rota.week.problem import Placement, Plan, Problem, Visit, Worker
from kith.engines.rota.week.rules import VISIT_RULES, WISHES, WORKER_RULES, Violation
from kith.engines.rota.week.timeline import Jobs, jobs_of_all

GAP = "gaps"


@dataclass(frozen=True)
class Evaluation:
    """A plan judged: broken hard rules, the empty places as (visit id, place), and points of each component."""

    violations: tuple[Violation, ...]
    gaps: tuple[tuple[str, int], ...]
    parts: Mapping[str, float]

    @cached_property
    def total(self) -> float:
        """All points together: fewer are better."""
        return sum(self.parts.values())

    @property
    def legal(self) -> bool:
        """True when no hard rule is broken; gaps are legal."""
        return not self.violations


def evaluate(problem: Problem, plan: Plan) -> Evaluation:
    """Return every violation and the points of every component, gaps included."""
    jobs = jobs_of_all(problem, plan)
    violations = list(_unknown(problem, plan))
    for visit in problem.visits:
        placement = plan.placements.get(visit.id)
        if placement is not None and any(placement.workers):
            violations += visit_violations(problem, visit, placement, plan)
    parts = {wish.NAME: 0.0 for wish in WISHES}
    for worker in problem.workers:
        violations += worker_violations(problem, worker, jobs[worker.id])
        for name, points in worker_parts(problem, worker, jobs[worker.id]).items():
            parts[name] += points
    gaps = tuple((visit.id, slot) for visit, slot in problem.gaps(plan))
    return Evaluation(tuple(violations), gaps, {GAP: problem.weights.gap * len(gaps), **parts})


def visit_violations(
    problem: Problem, visit: Visit, placement: Placement, plan: Plan
) -> list[Violation]:
    """Return what one placed visit breaks by itself and with the visits it is linked to."""
    return [v for rule in VISIT_RULES for v in rule.check(problem, visit, placement, plan)]


def worker_violations(problem: Problem, worker: Worker, jobs: Jobs) -> list[Violation]:
    """Return what one worker's week breaks."""
    return [v for rule in WORKER_RULES for v in rule.check(problem, worker, jobs)]


def worker_parts(problem: Problem, worker: Worker, jobs: Jobs) -> dict[str, float]:
    """Return the points of each wish for one worker's week."""
    return {wish.NAME: wish.cost(problem, worker, jobs) for wish in WISHES}


def _unknown(problem: Problem, plan: Plan) -> Iterator[Violation]:
    for visit in plan.placements:
        if visit not in problem.visit:
            yield Violation("pair", f"{visit} is not a visit of this week", visit)
