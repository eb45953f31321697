"""The problem and a plan as arrays of numbers, the form that the compiled search works on."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kith.engines.rota.week.problem import Plan, Problem, Visit, Worker
from kith.engines.rota.week.rules.choice import visit_cost
from kith.engines.rota.week.rules.continuity import face_cost
from kith.engines.rota.week.rules.week_limit import most_this_week

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NEVER = -(10**6)  # a worker with no visit last week
ENDLESS = 10**6  # a link without a longest gap


class Week(NamedTuple):
    """What does not change in a search. V visits, W workers, P people, S spans at most, L places."""

    earliest: Ints  # V
    latest: Ints  # V
    minutes: Ints  # V
    place: Ints  # V
    person: Ints  # V
    day: Ints  # V
    needs: Ints  # V
    unsocial: Flags  # V
    exact: Flags  # V: starts exactly at its floor, because another visit or worker depends on it
    after: Ints  # V: the visit before it, or -1
    gap_min: Ints  # V
    gap_max: Ints  # V
    followers: Ints  # V×F, filled up with -1
    pin: Ints  # V×2: the pinned worker of each place, or -1
    allowed: Flags  # V×W: skills and vetoes
    fit: Floats  # V×W: points for choice and change of worker
    face: Floats  # P×W: points for meeting at all
    base: Ints  # V: the start to stay near, or -1
    same: Flags  # V×W: whether the worker had the visit
    home: Ints  # W: place or -1
    last_end: Ints  # W: or NEVER
    most: Ints  # W: minutes this week at most
    contract: Ints  # W: or -1
    unsocial_before: Ints  # W
    fair: Floats  # W
    spans: Ints  # W×S×2
    span_count: Ints  # W
    travel: Ints  # L×L
    limits: Ints  # rest, weekly rest, break after, break, day limit
    weights: Floats  # travel, waiting, waiting cap, over, under, unsocial hour, shift, changed


class State(NamedTuple):
    """A plan under construction. `route[w, :count[w]]` are a worker's visits in order, day by day."""

    route: Ints  # W×(V+1)
    count: Ints  # W
    floor: Ints  # V: no earlier start than this; the start itself where the visit is exact
    who: Ints  # V×2: the worker of each place, or -1
    cost: Floats  # W: points of each worker's week
    seen: Ints  # P+1: the last stamp under which a person was met; the stamp itself is last
    starts: Ints  # V+1: starts of the route priced last
    trial: Ints  # V+1: a route being tried
    spare: Ints  # 3×(V+1): routes kept to take a move back


def week_arrays(problem: Problem, base: Plan | None = None, changed: float = 0.0) -> Week:
    """Return the problem as arrays.

    `base` is a plan to stay near, `changed` the points for each place that differs from it in
    worker or start;
    without one it is the published week, which costs what `Weights` says.
    """
    near = base if base is not None else problem.published
    index = {worker.id: number for number, worker in enumerate(problem.workers)}
    same = _same(problem, near, index)
    first = np.array([-1 if near is None else _start(near, v) for v in problem.visits], np.int64)
    return Week(
        **_visit_columns(problem, index),
        **_worker_columns(problem),
        fit=_fit(problem, same, first, changed),
        base=first,
        same=same,
        travel=np.array(problem.travel, np.int64).reshape(len(problem.travel), -1),
        limits=_limits(problem),
        weights=_weights(problem, changed),
    )


def empty_state(week: Week) -> State:
    """Return a plan with nobody in it."""
    visits, workers = week.pin.shape[0], week.home.shape[0]
    return State(
        route=np.zeros((workers, visits + 1), np.int64),
        count=np.zeros(workers, np.int64),
        floor=first_floor(week),
        who=np.full((visits, 2), -1, np.int64),
        cost=np.zeros(workers, np.float64),
        seen=np.zeros(week.face.shape[0] + 1, np.int64),
        starts=np.zeros(visits + 1, np.int64),
        trial=np.zeros(visits + 1, np.int64),
        spare=np.zeros((3, visits + 1), np.int64),
    )


def first_floor(week: Week) -> Ints:
    """Return where each visit's start begins: near the plan to stay close to, otherwise as early as
    it may.
    """
    near = np.where(week.base >= 0, week.base, week.earliest)
    return np.clip(near, week.earliest, np.maximum(week.earliest, week.latest))


def copy_state(state: State) -> State:
    """Return a state that shares nothing with the other."""
    return State(*(array.copy() for array in state))


def _visit_columns(
    problem: Problem, worker: Mapping[str, int]
) -> dict[str, npt.NDArray[np.generic]]:
    visits = problem.visits
    people = {person.id: number for number, person in enumerate(problem.people)}
    number = {visit.id: i for i, visit in enumerate(visits)}
    followers = [[number[f.id] for f in problem.followers.get(v.id, ())] for v in visits]
    width = max((len(row) for row in followers), default=0) or 1
    return {
        "earliest": _ints(v.earliest if v.pinned_start is None else v.pinned_start for v in visits),
        "latest": _ints(v.latest if v.pinned_start is None else v.pinned_start for v in visits),
        "minutes": _ints(v.minutes for v in visits),
        "place": _ints(v.place for v in visits),
        "person": _ints(people[v.person] for v in visits),
        "day": _ints(v.day for v in visits),
        "needs": _ints(v.needs for v in visits),
        "unsocial": np.array([v.unsocial for v in visits], np.bool_),
        "exact": np.array([_exact(problem, v) for v in visits], np.bool_),
        "after": _ints(number.get(v.after, -1) if v.after else -1 for v in visits),
        "gap_min": _ints(v.gap_min for v in visits),
        "gap_max": _ints(ENDLESS if v.gap_max is None else v.gap_max for v in visits),
        "followers": _table([row + [-1] * (width - len(row)) for row in followers], width),
        "pin": _table([_pins(v, worker) for v in visits], 2),
        "allowed": np.array(
            [[_may(problem, v, w) for w in problem.workers] for v in visits], np.bool_
        ).reshape(len(visits), len(problem.workers)),
        "face": np.array(
            [[face_cost(problem, w.id, p.id) for w in problem.workers] for p in problem.people]
        ).reshape(len(problem.people), len(problem.workers)),
    }


def _worker_columns(problem: Problem) -> dict[str, npt.NDArray[np.generic]]:
    workers = problem.workers
    width = max((len(w.spans) for w in workers), default=0) or 1
    spans = np.zeros((len(workers), width, 2), np.int64)
    for row, worker in enumerate(workers):
        if worker.spans:
            spans[row, : len(worker.spans)] = sorted(worker.spans)
    return {
        "home": _ints(-1 if w.home is None else w.home for w in workers),
        "last_end": _ints(
            NEVER if w.last_end_before is None else w.last_end_before for w in workers
        ),
        "most": _ints(most_this_week(problem, w) for w in workers),
        "contract": _ints(
            -1 if w.contract_minutes is None else w.contract_minutes for w in workers
        ),
        "unsocial_before": _ints(w.unsocial_before for w in workers),
        "fair": np.array([problem.fair_unsocial[w.id] for w in workers], np.float64),
        "spans": spans,
        "span_count": _ints(len(w.spans) for w in workers),
    }


def _fit(problem: Problem, same: Flags, first: Ints, changed: float) -> Floats:
    published = problem.published
    rows = []
    for visit in problem.visits:
        known = published.placements.get(visit.id) if published else None
        rows.append(
            [
                visit_cost(problem, w.id, visit.person)
                + (problem.weights.change if known and w.id not in known.workers else 0.0)
                for w in problem.workers
            ]
        )
    table = np.array(rows, np.float64).reshape(same.shape)
    return table + changed * (~same & (first >= 0)[:, None])


def _limits(problem: Problem) -> Ints:
    r = problem.rules
    return _ints(
        [r.rest_minutes, r.weekly_rest_minutes, r.break_after, r.break_minutes, r.day_limit_minutes]
    )


def _weights(problem: Problem, changed: float) -> Floats:
    w = problem.weights
    shift = w.shift if problem.published is not None else 0.0
    return np.array(
        [w.travel, w.waiting, w.waiting_cap, w.over, w.under, w.unsocial, shift, changed],
        np.float64,
    )


def _exact(problem: Problem, visit: Visit) -> bool:
    return (
        visit.needs == 2
        or visit.after is not None
        or visit.id in problem.followers
        or visit.pinned_start is not None
    )


def _may(problem: Problem, visit: Visit, worker: Worker) -> bool:
    person = problem.person.get(visit.person)
    vetoed = person is not None and worker.id in person.no
    return visit.skills <= worker.skills and not vetoed and visit.person not in worker.refuses


def _pins(visit: Visit, worker: Mapping[str, int]) -> list[int]:
    pins = [worker.get(pin, -1) for pin in visit.pins[:2]]
    return pins + [-1] * (2 - len(pins))


def _same(problem: Problem, near: Plan | None, worker: Mapping[str, int]) -> Flags:
    same = np.zeros((len(problem.visits), len(problem.workers)), np.bool_)
    for row, visit in enumerate(problem.visits):
        for name in near.workers(visit) if near else ():
            if name in worker:
                same[row, worker[name]] = True
    return same


def _start(plan: Plan, visit: Visit) -> int:
    start = plan.start(visit.id)
    return -1 if start is None else start


def _ints(values: object) -> Ints:
    return np.array(list(values), np.int64)  # type: ignore[call-overload]


def _table(rows: list[list[int]], width: int) -> Ints:
    return np.array(rows, np.int64).reshape(len(rows), width)
