"""Every legal plan of a tiny week, by trying everything: what the search and the repair are held against.

Only the evaluator is asked what is legal, place by place; with travel that obeys the triangle inequality a plan that
breaks a rule breaks it with more visits too, so its branches need not be followed.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from typing import TypeVar

from kith.engines.rota.week.evaluate import evaluate
from kith.engines.rota.week.problem import Placement, Plan, Problem, Visit

STEP = 10  # minutes between two starts that are tried
Key = TypeVar("Key", bound=tuple[float, ...])


def tiny(problem: Problem, *, wide: int = 1, workers: int = 3) -> Problem:
    """Return the week with narrow windows, a small team, no pinned workers, and travel from 8 to 15 minutes."""
    visits = tuple(
        replace(v, latest=_latest(v, wide), pinned_start=None, pins=()) for v in problem.visits
    )
    legs = tuple(
        tuple(0 if a == b else 8 + leg % 8 for b, leg in enumerate(row))
        for a, row in enumerate(problem.travel)
    )
    return replace(problem, visits=visits, workers=problem.workers[:workers], travel=legs)


def best(
    problem: Problem, near: Plan, key: Callable[[Plan], Key], low: Callable[[Plan, int], Key]
) -> Key:
    """Return the least key of all legal plans. `low(plan, n)` is no more than the key of any plan that begins with the
    first n visits placed so.
    """
    found: list[Key] = []

    def hope(plan: Plan, count: int) -> bool:
        return not found or low(plan, count) < found[-1]

    for plan in _plans(problem, near, Plan(), 0, hope):
        found.append(min([*found[-1:], key(plan)]))
    return found[-1]


def _plans(
    problem: Problem, near: Plan, plan: Plan, n: int, hope: Callable[[Plan, int], bool]
) -> Iterator[Plan]:
    if n == len(problem.visits):
        yield plan
        return
    visit = problem.visits[n]
    for placement in _placements(problem, near, visit):
        then = plan.put(visit.id, placement)
        if hope(then, n + 1) and evaluate(problem, then).legal:
            yield from _plans(problem, near, then, n + 1, hope)


def _placements(problem: Problem, near: Plan, visit: Visit) -> Iterator[Placement | None]:
    """Yield the ways to place a visit, the one in the near plan first, nobody last."""
    known = near.placements.get(visit.id)
    if known is not None:
        yield known
    starts = dict.fromkeys([*range(visit.earliest, visit.latest + 1, STEP), visit.latest])
    if known is not None and visit.earliest <= known.start <= visit.latest:
        starts[known.start] = None
    names = [*(w.id for w in problem.workers), None]
    for who in product(names, repeat=visit.needs):
        if any(who):
            yield from (Placement(start, who) for start in starts)
    yield None


def _latest(visit: Visit, wide: int) -> int:
    return visit.earliest + STEP * min(wide, (visit.latest - visit.earliest) // STEP)
