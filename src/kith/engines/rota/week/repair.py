"""Mend a week that no longer holds: somebody is ill, a visit has moved. As few visits change as may
be.
"""

from dataclasses import dataclass, replace

from kith.engines.rota.stopping import Stop
from kith.engines.rota.week.evaluate import Evaluation, evaluate
from kith.engines.rota.week.problem import Plan, Problem, Visit
from kith.engines.rota.week.search.arrays import week_arrays
from kith.engines.rota.week.search.loading import load_plan, plan_of
from kith.engines.rota.week.search.suggest import count_gaps, fill, search

CHANGED = (
    300.0  # points for each place that changes: more than the wishes of one visit ever make up
)
GAP = 3_000.0  # points for a gap while mending: filling one is worth several changes
WARM = 60.0
SEARCHING = 0.9  # the share of the seconds for the search; the rest is for judging what it found


@dataclass(frozen=True, slots=True)
class Repair:
    """A mended week: the plan and its judgement, the visits that changed (worker or start, or lost
    or found one), and
    the workers and people whose week that touches."""

    plan: Plan
    evaluation: Evaluation
    iterations: int
    seconds: float
    changed: tuple[str, ...]
    workers: frozenset[str]
    people: frozenset[str]


def repair(problem: Problem, plan: Plan, *, stop: Stop, seed: int = 1) -> Repair:
    """Return `plan` mended for `problem`: everything still legal is kept, gaps are filled, then as
    few visits as
    possible change, and only then the wishes count. Pins are never touched: a pinned worker who can
    no longer come
    leaves a gap. The same seed and a limit of iterations alone give the same plan.
    """
    clock = (
        stop.clock()
        if stop.seconds is None
        else replace(stop, seconds=SEARCHING * stop.seconds).clock()
    )
    week = week_arrays(problem, base=plan, changed=CHANGED)
    state = load_plan(problem, week, plan)
    kept = plan_of(problem, week, state)
    if count_gaps(week, state) > 0:
        fill(week, state, seed)
    candidates = [kept, plan_of(problem, week, state)]
    best = search(week, state, clock, seed, hot=WARM, soft_gap=GAP)
    candidates.append(plan_of(problem, week, best))
    found = min(candidates, key=lambda p: _rank(problem, plan, p))
    changed = changed_visits(problem, plan, found)
    return Repair(
        found,
        evaluate(problem, found),
        clock.iterations,
        clock.elapsed,
        tuple(visit.id for visit in changed),
        frozenset(w for visit in changed for w in _touched(visit, plan, found)),
        frozenset(visit.person for visit in changed),
    )


def changed_visits(problem: Problem, before: Plan, after: Plan) -> list[Visit]:
    """Return the visits with other workers or another start; the order of two workers does not
    matter.
    """
    return [v for v in problem.visits if _state(before, v) != _state(after, v)]


def _rank(problem: Problem, before: Plan, after: Plan) -> tuple[int, int, float]:
    judged = evaluate(problem, after)
    return len(judged.gaps), len(changed_visits(problem, before, after)), judged.total


def _state(plan: Plan, visit: Visit) -> tuple[int | None, frozenset[str]]:
    return plan.start(visit.id), frozenset(filter(None, plan.workers(visit)))


def _touched(visit: Visit, before: Plan, after: Plan) -> frozenset[str]:
    return _state(before, visit)[1] | _state(after, visit)[1]
