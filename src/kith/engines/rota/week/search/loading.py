"""From a plan to the search's state and back."""

import numpy as np

from kith.engines.rota.week.problem import Placement, Plan, Problem
from kith.engines.rota.week.search import placing, pricing
from kith.engines.rota.week.search.arrays import State, Week, empty_state


def load_plan(problem: Problem, week: Week, plan: Plan) -> State:
    """Return the plan as a state, leaving empty whatever breaks a rule: the fewest places that will
    do, one at a time.
    """
    state = empty_state(week)
    worker = {w.id: number for number, w in enumerate(problem.workers)}
    for number, visit in enumerate(problem.visits):
        start = plan.start(visit.id)
        if (
            start is not None
            and week.visit["earliest"][number] <= start <= week.visit["latest"][number]
        ):
            state.floor[number] = start
            _seat(week, state, number, [worker.get(w or "", -1) for w in plan.workers(visit)])
    _drop_broken_links(week, state)
    for w in range(len(problem.workers)):
        _route(week, state, w)
    return state


def plan_of(problem: Problem, week: Week, state: State) -> Plan:
    """Return the state as a plan."""
    starts = np.empty(len(problem.visits), np.int64)
    placing.starts_of(week, state, starts)
    names = [*(w.id for w in problem.workers), None]
    placements = {}
    for number, visit in enumerate(problem.visits):
        if starts[number] >= 0:
            workers = tuple(names[state.who[number, slot]] for slot in range(visit.needs))
            placements[visit.id] = Placement(int(starts[number]), workers)
    return Plan(placements)


def _seat(week: Week, state: State, visit: int, workers: list[int]) -> None:
    """Seat the workers who may come: pinned ones in their own place, the others in what is left."""
    places = range(int(week.visit["needs"][visit]))
    others = [w for w in dict.fromkeys(workers) if w >= 0 and week.allowed[visit, w]]
    for slot in places:
        if week.pin[visit, slot] in others:
            state.who[visit, slot] = week.pin[visit, slot]
            others.remove(week.pin[visit, slot])
    for slot in places:
        if others and state.who[visit, slot] < 0 and week.pin[visit, slot] < 0:
            state.who[visit, slot] = others.pop(0)


def _drop_broken_links(week: Week, state: State) -> None:
    for visit in np.flatnonzero(week.visit["after"] >= 0):
        low, high = placing.start_range(week, state, int(visit))
        if placing.filled(state, int(visit)) and not low <= state.floor[visit] <= high:
            loose = visit if (week.pin[visit] < 0).all() else week.visit["after"][visit]
            state.who[loose] = -1


def _route(week: Week, state: State, w: int) -> None:
    """Lay a worker's visits in order; while the week breaks a rule, drop the visit that mends it or
    costs most room.
    """
    visits = [int(v) for v in np.flatnonzero((state.who == w).any(axis=1))]
    visits.sort(key=lambda v: (week.visit["day"][v], state.floor[v], v))
    while True:
        points = _price(week, state, w, visits)
        if points < pricing.BARRED:
            break
        visits.remove(_worst(week, state, w, visits))
    state.who[(state.who == w) & ~np.isin(np.arange(len(state.who)), visits)[:, None]] = -1
    state.route[w, : len(visits)] = visits
    state.length[w] = len(visits)
    state.cost[w] = points


def _worst(week: Week, state: State, w: int, visits: list[int]) -> int:
    loose = [v for v in visits if w not in week.pin[v]] or visits
    for v in loose:
        if _price(week, state, w, [u for u in visits if u != v]) < pricing.BARRED:
            return v
    kept: list[int] = []
    pinned_first = sorted(
        visits, key=lambda v: (v in loose, week.visit["day"][v], state.floor[v], v)
    )
    for v in pinned_first:
        trial = sorted([*kept, v], key=lambda u: (week.visit["day"][u], state.floor[u], u))
        if _price(week, state, w, trial) >= pricing.BARRED:
            return v
        kept = trial
    return loose[-1]


def _price(week: Week, state: State, w: int, visits: list[int]) -> float:
    state.trial[: len(visits)] = visits
    return pricing.price(week, w, state.trial, len(visits), state.floor, state.starts, state.seen)
