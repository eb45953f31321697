"""Changes made by hand: each is carried out only when the plan stays legal."""

from kith.engines.rota.week.evaluate import evaluate
from kith.engines.rota.week.problem import Placement, Plan, Problem, Visit
from kith.engines.rota.week.rules import Violation
from kith.engines.rota.week.words import person_name


class IllegalMove(Exception):
    """A move that would break a hard rule: `rule` is its name, `words` says why in plain words."""

    def __init__(self, rule: str, words: str) -> None:
        super().__init__(words)
        self.rule = rule
        self.words = words


def move(
    problem: Problem,
    plan: Plan,
    visit_id: str,
    slot: int,
    worker: str | None,
    start: int | None = None,
) -> Plan:
    """Return the plan with one place of a visit given to `worker` (None empties it).

    The visit starts at `start`, or when that is None at its start in the plan, or else as early as it
    may. Nothing else moves. Raises `IllegalMove` when that breaks a rule which the plan did not break
    before, `KeyError` for an unknown visit and `IndexError` for a place it does not have.
    """
    visit = problem.visit[visit_id]
    workers = list(plan.workers(visit))
    if worker is None and workers[slot] in visit.pins:
        raise IllegalMove("pin", f"{person_name(problem, visit)}’s visit is pinned")
    workers[slot] = worker
    if start is None:
        start = _usual_start(plan, visit)
    changed = plan.put(visit_id, Placement(start, tuple(workers)))
    return _checked(problem, plan, changed)


def swap(problem: Problem, plan: Plan, a: tuple[str, int], b: tuple[str, int]) -> Plan:
    """Return the plan with the workers of two places, each (visit id, place), exchanged; starts stay.

    Raises like `move`.
    """
    first, then = problem.visit[a[0]], problem.visit[b[0]]
    workers = plan.workers(first)[a[1]], plan.workers(then)[b[1]]
    changed = _with_worker(_with_worker(plan, first, a[1], workers[1]), then, b[1], workers[0])
    return _checked(problem, plan, changed)


def _with_worker(plan: Plan, visit: Visit, slot: int, worker: str | None) -> Plan:
    workers = list(plan.workers(visit))
    workers[slot] = worker
    return plan.put(visit.id, Placement(_usual_start(plan, visit), tuple(workers)))


def _usual_start(plan: Plan, visit: Visit) -> int:
    start = plan.start(visit.id)
    if start is not None:
        return start
    return visit.earliest if visit.pinned_start is None else visit.pinned_start


def _checked(problem: Problem, before: Plan, after: Plan) -> Plan:
    """Return `after`, or raise for the first thing it breaks that `before` did not."""
    new = new_violations(problem, before, after)
    if new:
        raise IllegalMove(new[0].rule, new[0].words)
    return after


def new_violations(problem: Problem, before: Plan, after: Plan) -> list[Violation]:
    """Return what `after` breaks and `before` did not."""
    known = set(evaluate(problem, before).violations)
    return [v for v in evaluate(problem, after).violations if v not in known]
