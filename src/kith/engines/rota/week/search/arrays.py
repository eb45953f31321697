"""The problem and a plan as arrays of numbers, the form that the compiled search works on."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from kith.engines.rota.week.problem import Plan, Problem, Visit, Worker
from kith.engines.rota.week.rules.choice import visit_cost
from kith.engines.rota.week.rules.continuity import face_cost
from kith.engines.rota.week.rules.nights import most_minutes

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Records = Any  # a structured array: the compiled code reads its fields as attributes

NEVER = -(10**6)  # a worker with no visit last week
ENDLESS = 10**6  # a link without a longest gap, a next week not made yet


VISIT = np.dtype(
    [
        ("earliest", np.int64),
        ("latest", np.int64),
        ("minutes", np.int64),
        ("place", np.int64),
        ("person", np.int64),
        ("day", np.int64),
        ("needs", np.int64),
        ("unsocial", np.bool_),
        ("exact", np.bool_),  # starts exactly at its floor: another visit or worker depends on it
        ("after", np.int64),  # the visit before it, or -1
        ("gap_min", np.int64),
        ("gap_max", np.int64),
        ("due", np.int64),  # a later start is late
        ("base", np.int64),  # the start to stay near, or -1
    ],
    align=True,
)
WORKER = np.dtype(
    [
        ("home", np.int64),  # a place, or -1
        ("last_end", np.int64),  # or NEVER
        ("next_start", np.int64),  # next week's first start, or ENDLESS
        ("most", np.int64),  # minutes this week at most
        ("contract", np.int64),  # minutes, or -1
        ("unsocial_before", np.int64),
        ("fair", np.float64),  # a fair share of unsocial minutes
        ("balance", np.int64),  # minutes above the contract in recent weeks
        ("balance_point", np.float64),  # 0 when they are not counted
        ("span_count", np.int64),
    ]
)
RULE = np.dtype(
    [
        ("week_end", np.int64),
        ("rest", np.int64),
        ("weekly_rest", np.int64),
        ("break_after", np.int64),
        ("break_minutes", np.int64),
        ("day_limit", np.int64),
        ("travel_point", np.float64),
        ("waiting_point", np.float64),
        ("waiting_cap", np.float64),
        ("over_point", np.float64),
        ("under_point", np.float64),
        ("unsocial_point", np.float64),
        ("late_point", np.float64),
        ("shift_point", np.float64),
        (
            "changed_point",
            np.float64,
        ),  # for each place that differs from the base in worker or start
    ]
)


class Week(NamedTuple):
    """What does not change in a search. V visits, W workers, P people, S spans at most, L places."""

    visit: Records  # V of VISIT
    worker: Records  # W of WORKER
    rule: Records  # one of RULE
    followers: Ints  # V×F, filled up with -1
    pin: Ints  # V×2: the pinned worker of each place, or -1
    allowed: Flags  # V×W: skills and vetoes
    fit: Floats  # V×W: points for choice and change of worker
    face: Floats  # P×W: points for meeting at all
    same: Flags  # V×W: whether the worker had the visit in the base
    spans: Ints  # W×S×2
    travel: Ints  # L×L


class State(NamedTuple):
    """A plan under construction. `route[w, :length[w]]` are a worker's visits in order, day by day."""

    route: Ints  # W×(V+1)
    length: Ints  # W
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
    visits = _visits(problem, near)
    people, size = problem.people, (len(problem.visits), len(problem.workers))
    return Week(
        visit=visits,
        worker=_workers(problem),
        rule=_rule(problem, changed),
        followers=_followers(problem),
        pin=_table([_pins(visit, index) for visit in problem.visits], 2),
        allowed=_allowed(problem).reshape(size),
        fit=_fit(problem).reshape(size) + changed * (~same & (visits["base"] >= 0)[:, None]),
        face=np.array(
            [[face_cost(problem, w.id, p.id) for w in problem.workers] for p in people], np.float64
        ).reshape(len(people), size[1]),
        same=same,
        spans=_spans(problem.workers),
        travel=np.array(problem.travel, np.int64).reshape(len(problem.travel), len(problem.travel)),
    )


def empty_state(week: Week) -> State:
    """Return a plan with nobody in it."""
    visits, workers = len(week.visit), len(week.worker)
    return State(
        route=np.zeros((workers, visits + 1), np.int64),
        length=np.zeros(workers, np.int64),
        floor=first_floor(week),
        who=np.full((visits, 2), -1, np.int64),
        cost=np.zeros(workers, np.float64),
        seen=np.zeros(week.face.shape[0] + 1, np.int64),
        starts=np.zeros(visits + 1, np.int64),
        trial=np.zeros(visits + 1, np.int64),
        spare=np.zeros((3, visits + 1), np.int64),
    )


def first_floor(week: Week) -> Ints:
    """Return where each start begins: at the base where there is one, otherwise as early as it may."""
    visits = week.visit
    near = np.where(visits["base"] >= 0, visits["base"], visits["earliest"])
    floor: Ints = np.clip(
        near, visits["earliest"], np.maximum(visits["earliest"], visits["latest"])
    )
    return floor


def copy_state(state: State) -> State:
    """Return a state that shares nothing with the other."""
    return State(
        route=state.route.copy(),
        length=state.length.copy(),
        floor=state.floor.copy(),
        who=state.who.copy(),
        cost=state.cost.copy(),
        seen=state.seen.copy(),
        starts=state.starts.copy(),
        trial=state.trial.copy(),
        spare=state.spare.copy(),
    )


def _visits(problem: Problem, near: Plan | None) -> Records:
    people = {person.id: number for number, person in enumerate(problem.people)}
    number = {visit.id: i for i, visit in enumerate(problem.visits)}
    rows = []
    for visit in problem.visits:
        pinned, base = visit.pinned_start, near.start(visit.id) if near else None
        rows.append(
            (
                visit.earliest if pinned is None else pinned,
                visit.latest if pinned is None else pinned,
                visit.minutes,
                visit.place,
                people[visit.person],
                visit.day,
                visit.needs,
                visit.unsocial,
                _exact(problem, visit),
                number.get(visit.after or "", -1),
                visit.gap_min,
                ENDLESS if visit.gap_max is None else visit.gap_max,
                visit.due,
                -1 if base is None else base,
            )
        )
    return np.array(rows, VISIT)


def _workers(problem: Problem) -> Records:
    rows = [
        (
            -1 if w.home is None else w.home,
            NEVER if w.last_end_before is None else w.last_end_before,
            ENDLESS if w.first_start_after is None else w.first_start_after,
            most_minutes(problem, w),
            -1 if w.contract_minutes is None else w.contract_minutes,
            w.unsocial_before,
            problem.fair_unsocial[w.id],
            w.contract_balance or 0,
            0.0 if w.contract_balance is None else problem.weights.balance,
            len(w.spans),
        )
        for w in problem.workers
    ]
    return np.array(rows, WORKER)


def _rule(problem: Problem, changed: float) -> Records:
    r, w = problem.rules, problem.weights
    row = (
        problem.end,
        r.rest_minutes,
        r.weekly_rest_minutes,
        r.break_after,
        r.break_minutes,
        r.day_limit_minutes,
        w.travel,
        w.waiting,
        w.waiting_cap,
        w.over,
        w.under,
        w.unsocial,
        w.late,
        w.shift if problem.published is not None else 0.0,
        changed,
    )
    return np.array([row], RULE)


def _followers(problem: Problem) -> Ints:
    number = {visit.id: i for i, visit in enumerate(problem.visits)}
    rows = [[number[f.id] for f in problem.followers.get(v.id, ())] for v in problem.visits]
    width = max((len(row) for row in rows), default=0) or 1
    return _table([row + [-1] * (width - len(row)) for row in rows], width)


def _spans(workers: tuple[Worker, ...]) -> Ints:
    width = max((len(w.spans) for w in workers), default=0) or 1
    table = np.zeros((len(workers), width, 2), np.int64)
    for row, worker in enumerate(workers):
        if worker.spans:
            table[row, : len(worker.spans)] = sorted(worker.spans)
    return table


def _fit(problem: Problem) -> Floats:
    """Return the points of each visit (row) by each worker: what the person chose, what a published place says."""
    index = {worker.id: number for number, worker in enumerate(problem.workers)}
    of_person = {
        p: np.array([visit_cost(problem, w.id, p) for w in problem.workers], np.float64)
        for p in {visit.person for visit in problem.visits}
    }
    published = problem.published.placements if problem.published else {}
    fit = np.zeros((len(problem.visits), len(problem.workers)), np.float64)
    for row, visit in enumerate(problem.visits):
        fit[row] = of_person[visit.person]
        known = published.get(visit.id)
        if known is not None:
            fit[row] += problem.weights.change
            same = sorted({index[w] for w in known.workers if w in index})
            fit[row, same] -= problem.weights.change
    return fit


def _exact(problem: Problem, visit: Visit) -> bool:
    return (
        visit.needs == 2
        or visit.after is not None
        or visit.id in problem.followers
        or visit.pinned_start is not None
    )


def _allowed(problem: Problem) -> Flags:
    """Return which worker (column) may make which visit (row): skills, and a no by either side."""
    workers = problem.workers
    able = {
        skills: np.array([skills <= w.skills for w in workers], np.bool_)
        for skills in {visit.skills for visit in problem.visits}
    }
    welcome = {
        p: np.array([not _vetoed(problem, p, w) for w in workers], np.bool_)
        for p in {visit.person for visit in problem.visits}
    }
    allowed = np.zeros((len(problem.visits), len(workers)), np.bool_)
    for row, visit in enumerate(problem.visits):
        allowed[row] = able[visit.skills] & welcome[visit.person]
    return allowed


def _vetoed(problem: Problem, person_id: str, worker: Worker) -> bool:
    person = problem.person.get(person_id)
    return (person is not None and worker.id in person.no) or person_id in worker.refuses


def _pins(visit: Visit, worker: Mapping[str, int]) -> list[int]:
    pins = [worker.get(pin, -1) for pin in visit.pins[:2]]
    return pins + [-1] * (2 - len(pins))


def _same(problem: Problem, near: Plan | None, worker: Mapping[str, int]) -> Flags:
    same = np.zeros((len(problem.visits), len(problem.workers)), np.bool_)
    for row, visit in enumerate(problem.visits):
        for name in near.workers(visit) if near else ():
            if name is not None and name in worker:
                same[row, worker[name]] = True
    return same


def _table(rows: list[list[int]], width: int) -> Ints:
    return np.array(rows, np.int64).reshape(len(rows), width)
