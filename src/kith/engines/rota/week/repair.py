"""Mend a week that no longer holds: somebody is ill, a visit has moved.

Fewest gaps first, then fewest visits changed, and only then the wishes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from kith.engines.rota.stopping import Clock, Stop
from kith.engines.rota.week.evaluate import Evaluation, evaluate
from kith.engines.rota.week.problem import Plan, Problem, Visit
from kith.engines.rota.week.search import chains, mending, moves, placing
from kith.engines.rota.week.search.arrays import (
    Floats,
    State,
    Week,
    copy_state,
    empty_state,
    week_arrays,
)
from kith.engines.rota.week.search.loading import load_plan, plan_of
from kith.engines.rota.week.search.suggest import SOFT_GAP, places_by_day

BUDGET = 2  # visits that the first chain for a lost one may push out
FIRST_LIMIT = 400  # seatings that it may try, for each number of visits pushed out
POLISH = 200  # moves by which the changed visits of a promising plan are annealed for points
CHUNK = 2_000  # seatings in one stretch of rounds, about a tenth of a second
SHUFFLE = 60_000  # moves in one annealing of the days with gaps
HEATS = tuple(20.0 / 1.35**turn for turn in range(10))  # points that such a move may lose
CHANGED = 10.0  # points for each change while the days with gaps are annealed
STRETCH = 0.12  # the share of the seconds that one stretch takes
LEAVE = 0.92  # the share of the seconds for the search; the rest is for judging what it found
SETTLED = 0.5  # once no plan can have fewer gaps or changes, only this share goes into the wishes


@dataclass(frozen=True, slots=True)
class Repair:
    """A mended week: the plan, its judgement, and what changed.

    `changed` are the visits with another worker or start, `workers` and `people` those whose week that
    touches. `pinned_away` are the (visit, worker) whose place stays empty because it is pinned to a
    worker who cannot come.
    """

    plan: Plan
    evaluation: Evaluation
    iterations: int
    seconds: float
    changed: tuple[str, ...]
    workers: frozenset[str]
    people: frozenset[str]
    pinned_away: tuple[tuple[str, str], ...] = ()


def repair(problem: Problem, plan: Plan, *, stop: Stop, seed: int = 1) -> Repair:
    """Return `plan` mended: with the fewest gaps, then the fewest changed visits, then the fewest points.

    Every visit keeps its start and workers unless that fills a gap. Pins are never touched: a pinned
    worker who can no longer come leaves a gap. It ends early when nothing can be mended with fewer
    changes. The same seed and a limit of iterations alone give the same plan.
    """
    clock = _clock(stop)
    found = _mended(problem, plan, clock, seed)
    if not evaluate(problem, found).legal:  # no plan leaves here that the evaluator would not pass
        found = _kept(problem, plan)
    changed = changed_visits(problem, plan, found)
    return Repair(
        found,
        evaluate(problem, found),
        clock.iterations,
        clock.elapsed,
        tuple(visit.id for visit in changed),
        frozenset(w for visit in changed for w in _touched(visit, plan, found)),
        frozenset(visit.person for visit in changed),
        tuple(_pinned_away(problem, found)),
    )


def changed_visits(problem: Problem, before: Plan, after: Plan) -> list[Visit]:
    """Return the visits with other workers or another start; the order of two workers does not matter."""
    return [v for v in problem.visits if _state(before, v) != _state(after, v)]


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that a repair works with; the arrays are changed in place."""

    week: Week  # with every unchanged visit locked
    loose: Week  # with nothing locked, and a few points for each change
    old: chains.Old
    state: State
    best: State
    levels: tuple[State, ...]
    score: Floats  # gaps, changed visits, points: of the best plan, and of the last one tried
    bounds: tuple[int, int]  # no plan has fewer gaps; one without other gaps changes so many visits
    seed: int


def _clock(stop: Stop) -> Clock:
    return (stop if stop.seconds is None else replace(stop, seconds=LEAVE * stop.seconds)).clock()


def _mended(problem: Problem, plan: Plan, clock: Clock, seed: int) -> Plan:
    table = _table(problem, plan, seed)
    if not problem.visits or not problem.workers:
        return plan_of(problem, table.week, table.state)
    t, old = table, table.old
    first = seed % 2**32
    mending.first_round(
        t.week, t.state, t.best, old, t.levels, t.score, BUDGET, FIRST_LIMIT, first, 0
    )
    clock.iterations = int(old.tried[0])
    turn = 0
    while not _over(clock, table):
        gaps = table.score[0, 0] > table.bounds[0]
        (_shuffle if gaps and turn % 4 == 3 else _rounds)(table, clock)
        turn += 1
    mending.recall(t.week, old)
    mending.mark(t.week, t.best, old)  # a visit that was moved is timed by its own rule again
    return plan_of(problem, t.week, t.best)


def _kept(problem: Problem, plan: Plan) -> Plan:
    """Return what of a plan still keeps every rule."""
    week = week_arrays(problem)
    week.visit["exact"] = True
    return plan_of(problem, week, load_plan(problem, week, plan))


def _table(problem: Problem, plan: Plan, seed: int) -> Table:
    week = week_arrays(problem)
    old = _old(problem, week, plan)
    loose = week_arrays(problem, base=plan, changed=CHANGED)
    bounds = _bounds(week, old)
    week.visit["exact"] = True  # whatever cannot stay just as it was is lost
    state = load_plan(problem, week, plan)
    levels = tuple(copy_state(state) for _ in range(chains.DEPTH))
    return Table(week, loose, old, state, copy_state(state), levels, np.zeros((2, 3)), bounds, seed)


def _over(clock: Clock, table: Table) -> bool:
    gaps, changes = table.score[0, 0], table.score[0, 1]
    settled = gaps <= table.bounds[0] and changes <= table.bounds[1]
    return clock.over or bool(settled and clock.progress >= SETTLED)


def _rounds(table: Table, clock: Clock) -> None:
    """Destroy and repair around the best plan for a while."""
    t, before = table, int(table.old.tried[0])
    until = before + _steps(clock, CHUNK)
    mending.rounds(
        t.week, t.state, t.best, t.old, t.levels, t.score, until, _seed(t, clock), POLISH
    )
    clock.iterations += int(t.old.tried[0]) - before


def _shuffle(table: Table, clock: Clock) -> None:
    """Anneal the days with gaps, everything on them free to move; what changed needlessly is then undone."""
    t, loose = table, table.loose
    needed = np.arange(2) < loose.visit["needs"][:, None]
    empty = (t.best.who < 0) & needed
    slots, _ = places_by_day(loose)
    day = loose.visit["day"]
    few = slots[np.isin(day[slots[:, 0]], day[empty.any(axis=1)])]
    day_from = np.searchsorted(day[few[:, 0]], np.arange(8)).astype(np.int64)
    now, found, steps = copy_state(t.best), copy_state(t.best), _steps(clock, SHUFFLE)
    placing.reprice(loose, now)
    score = np.array([empty.sum(), empty.sum(), now.cost.sum()], np.float64)
    for heat in HEATS:
        moves.anneal(
            loose, now, found, t.levels[0], few, day_from, score, steps // len(HEATS) + 1,
            heat, SOFT_GAP, _seed(t, clock),
        )  # fmt: skip
        clock.iterations += steps // len(HEATS) + 1
    t.week.visit["exact"] = t.old.exact  # nothing was locked while it was annealed
    mending.mark(t.week, found, t.old)
    mending.compare(t.week, found, t.best, t.old, t.levels, t.score, 0)


def _seed(table: Table, clock: Clock) -> int:
    return (table.seed * 1_000_003 + clock.iterations) % 2**32


def _steps(clock: Clock, most: int) -> int:
    """Return how much to try before the next look at the clock; the last stretch ends about on time."""
    limit, seconds = clock.stop.iterations, clock.stop.seconds
    if limit is not None:
        return max(1, min(most, limit - clock.iterations))
    if seconds is None or not clock.elapsed:
        return most // 4
    left = most * (seconds - clock.elapsed) / (STRETCH * seconds)
    return max(20, min(most, int(left)))


def _old(problem: Problem, week: Week, plan: Plan) -> chains.Old:
    """Lay out the plan to stay near. A worker who is unknown now counts as −2, nobody as −1."""
    visits = len(problem.visits)
    number: dict[str | None, int] = {w.id: i for i, w in enumerate(problem.workers)}
    number[None] = -1
    start, who = np.full(visits, -1, np.int64), np.full((visits, 2), -1, np.int64)
    for v, visit in enumerate(problem.visits):
        at = plan.start(visit.id)
        start[v] = -1 if at is None else at
        workers = plan.workers(visit)[:2]
        who[v, : len(workers)] = [number.get(w, -2) for w in workers]
    return chains.Old(
        start=start,
        who=who,
        exact=week.visit["exact"].copy(),
        free=np.zeros(visits, np.bool_),
        kept=np.zeros(visits, np.bool_),
        tabu=np.zeros(visits, np.bool_),
        pool=np.zeros(visits + 1, np.int64),
        queue=np.zeros(visits + 1, np.int64),
        now=np.zeros(visits, np.int64),
        frames=np.zeros(chains.DEPTH, chains.FRAME),
        tried=np.zeros(2, np.int64),
    )


def _bounds(week: Week, old: chains.Old) -> tuple[int, int]:
    """Return how many places nobody can fill even if the visit were the only one, and how many visits must change
    when no other place stays empty.
    """
    alone, gaps, changes = empty_state(week), 0, 0
    placing.reprice(week, alone)
    for v in range(len(week.visit)):
        needs = int(week.visit["needs"][v])
        kept = bool(chains.put_back(week, alone, old, v))
        if not (kept and chains.full(week, alone, v)):
            chains.empty_out(week, alone, v)
            chains.release(week, old, v)
            placing.place(week, alone, v, 0.0)
            empty, before = (int((who[v, :needs] == -1).sum()) for who in (alone.who, old.who))
            gaps += empty
            changes += empty < before or not (kept or empty == before == needs)
        chains.empty_out(week, alone, v)
    return gaps, changes


def _pinned_away(problem: Problem, plan: Plan) -> Iterator[tuple[str, str]]:
    for visit in problem.visits:
        workers = plan.workers(visit)
        if None in workers:
            yield from ((visit.id, pin) for pin in visit.pins if pin not in workers)


def _state(plan: Plan, visit: Visit) -> tuple[int | None, frozenset[str]]:
    return plan.start(visit.id), frozenset(filter(None, plan.workers(visit)))


def _touched(visit: Visit, before: Plan, after: Plan) -> frozenset[str]:
    return _state(before, visit)[1] | _state(after, visit)[1]
