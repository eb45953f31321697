"""Why this worker, and who else could take a visit: every sentence checked against the evaluator."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kith.engines.rota.week.desk import (
    Change,
    Desk,
    Fit,
    broken_by,
    judge,
    open_desk,
    starts_to_try,
    try_fit,
)
from kith.engines.rota.week.problem import Placement, Plan, Problem, Visit, Worker
from kith.engines.rota.week.rules import WISHES
from kith.engines.rota.week.search import placing, pricing
from kith.engines.rota.week.timeline import jobs_with, travel_between, worked_minutes
from kith.engines.rota.week.words import clock, length, person_name, times, worker_name

# the order in which bars are told and ranked: what a small change could lift comes first
BARS = (
    "overlap", "break", "window", "order", "available", "day limit", "rest", "weekly rest",
    "week limit", "nights", "pair", "pin", "skills", "veto",
)  # fmt: skip


ALWAYS = {"skills", "veto", "pair", "pin"}  # no other start lifts these


@dataclass(frozen=True, slots=True)
class Reason:
    """One true reason for a worker: `code` is stable, `words` are plain."""

    worker: str
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Option:
    """One worker who might take a place of a visit.

    When `possible`, they would start at `start`, `cost` is the difference in points of the whole
    plan (below zero is
    better), `parts` the difference of each component, and `displaces` the visits of theirs that
    would start at another
    time, with that time. Otherwise `barred_by` names the rule, and `words` say how.
    """

    worker: str
    possible: bool
    start: int | None
    barred_by: str | None
    words: str
    cost: float
    parts: Mapping[str, float]
    displaces: tuple[tuple[str, int], ...] = ()
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the visit has the workers it has, and who else could take its first place, best first."""

    why: list[Reason]
    others: list[Option]


def options(problem: Problem, plan: Plan, visit_id: str, slot: int = 0) -> list[Option]:
    """Return what would happen if each other worker took this place: possible ones first, cheapest
    first.

    Each was tried in the worker's week and judged by the evaluator. Raises `KeyError` for an
    unknown visit.
    """
    return options_on(open_desk(problem, plan), visit_id, slot)


def options_on(desk: Desk, visit_id: str, slot: int) -> list[Option]:
    """Return `options` for a plan that is already laid out."""
    visit = desk.problem.visit[visit_id]
    v, present = desk.number[visit_id], desk.plan.workers(visit)
    seat = int(desk.state.who[v, slot])
    if seat >= 0:
        placing.take(desk.week, desk.state, v, slot)
    starts = starts_to_try(desk, visit)
    found = [
        option_for(desk, visit, slot, worker, starts)
        for worker in desk.problem.workers
        if worker.id not in present
    ]
    _put_back(desk, v, slot, seat)
    return sorted(found, key=_rank)


def explain(problem: Problem, plan: Plan, visit_id: str) -> Explanation:
    """Return the true reasons for the visit's workers, and the others who could take its first
    place.

    Raises `KeyError` for an unknown visit.
    """
    visit, desk = problem.visit[visit_id], open_desk(problem, plan)
    others = {slot: options_on(desk, visit_id, slot) for slot in range(visit.needs)}
    why = [
        reason
        for slot, worker in enumerate(plan.workers(visit))
        if worker in problem.worker
        for reason in _reasons(desk, visit, problem.worker[worker or ""], others[slot])
    ]
    return Explanation(why, others[0])


def option_for(desk: Desk, visit: Visit, slot: int, worker: Worker, starts: list[int]) -> Option:
    """Return what happens when this worker takes this place, which is empty on the desk."""
    fit = None
    w = desk.problem.workers.index(worker)
    if placing.may_take(desk.week, desk.state, desk.number[visit.id], slot, w):
        fit = try_fit(desk, visit, w, starts)
    if fit is not None:
        change = judge(desk, placements(desk, visit, slot, worker, fit))
        if not change.violations:
            return _possible(desk, visit, worker, fit, change)
    return _barred(desk, visit, slot, worker, starts)


def placements(
    desk: Desk, visit: Visit, slot: int, worker: Worker, fit: Fit
) -> dict[str, Placement | None]:
    """Return the placements that change when a worker takes a place in this way."""
    workers = list(desk.plan.workers(visit))
    workers[slot] = worker.id
    changed: dict[str, Placement | None] = {visit.id: Placement(fit.start, tuple(workers))}
    for other, start in fit.moved.items():
        changed[other] = Placement(start, desk.plan.placements[other].workers)
    return changed


def known_words(problem: Problem, visit: Visit, worker: Worker) -> str:
    """Say how the person and the worker know each other."""
    person, name = problem.person[visit.person], person_name(problem, visit)
    if worker.id in person.first:
        return f"{name}’s first choice"
    met = person.met.get(worker.id, 0)
    known = f"{name} has met {worker.name} {times(met)}" if met else f"new to {name}"
    return f"{name} has said yes; {known}" if worker.id in person.yes else known


def _possible(desk: Desk, visit: Visit, worker: Worker, fit: Fit, change: Change) -> Option:
    told = "; ".join(_possible_words(desk, visit, worker, fit, change))
    words, moved = told[0].upper() + told[1:], tuple(sorted(fit.moved.items()))
    return Option(
        worker=worker.id,
        possible=True,
        start=fit.start,
        barred_by=None,
        words=words,
        cost=change.cost,
        parts=change.parts,
        displaces=moved,
        plan=change.plan,
    )


def _possible_words(
    desk: Desk, visit: Visit, worker: Worker, fit: Fit, change: Change
) -> Iterator[str]:
    problem, now = desk.problem, desk.plan.start(visit.id)
    yield known_words(problem, visit, worker)
    for wish in WISHES:
        points = change.parts.get(wish.NAME, 0.0)
        if wish.NAME in {"travel", "fairness"} and abs(points) > 1e-6:
            yield wish.words(problem, points)
    if now is None or fit.start != now:
        yield f"would start at {clock(problem, fit.start)}"
    for other, start in sorted(fit.moved.items()):
        name = person_name(problem, problem.visit[other])
        yield f"{name}’s visit would move to {clock(problem, start)}"
    over = _over_contract(desk, worker, visit, change.plan)
    if over > 0:
        yield f"{length(over)} over contract hours"


def _over_contract(desk: Desk, worker: Worker, visit: Visit, plan: Plan) -> int:
    if worker.contract_minutes is None:
        return 0
    changes = {visit.id: plan.placements[visit.id]}
    jobs = jobs_with(desk.jobs[worker.id], worker.id, desk.problem, changes)
    return worked_minutes(desk.problem, jobs) - worker.contract_minutes


def _barred(desk: Desk, visit: Visit, slot: int, worker: Worker, starts: list[int]) -> Option:
    """Return why not: the bar of the start that breaks least, when nothing else moves."""
    tried: list[tuple[int, int, int]] = []
    for order, start in enumerate(starts[:4] or [visit.earliest]):
        fit = Fit(0, start, {}, 0.0)
        broken = broken_by(desk, placements(desk, visit, slot, worker, fit))
        tried.append((len(broken), order, start))
        if any(violation.rule in ALWAYS for violation in broken):
            break
    start = min(tried)[2]
    fit = Fit(0, start, {}, 0.0)
    change = judge(desk, placements(desk, visit, slot, worker, fit))
    if not change.violations:
        return _possible(desk, visit, worker, fit, change)
    bar = max(change.violations, key=lambda v: BARS.index(v.rule))
    return Option(
        worker=worker.id,
        possible=False,
        start=None,
        barred_by=bar.rule,
        words=bar.words,
        cost=change.cost,
        parts=change.parts,
    )


def _rank(option: Option) -> tuple[bool, float, int, str]:
    bar = BARS.index(option.barred_by) if option.barred_by else 0
    return not option.possible, option.cost if option.possible else 0.0, bar, option.worker


def _put_back(desk: Desk, v: int, slot: int, seat: int) -> None:
    """Lay the route of the worker who has the place out again, as the plan says."""
    if seat < 0:
        return
    state, worker = desk.state, desk.problem.workers[seat]
    ordered = sorted(desk.jobs[worker.id], key=lambda job: (job.visit.day, job.start))
    state.route[seat, : len(ordered)] = [desk.number[job.visit.id] for job in ordered]
    state.length[seat], state.who[v, slot] = len(ordered), seat
    state.cost[seat] = pricing.price(
        desk.week, seat, state.route[seat], len(ordered), state.floor, state.starts, state.seen
    )


def _reasons(desk: Desk, visit: Visit, worker: Worker, others: list[Option]) -> Iterator[Reason]:
    problem = desk.problem
    if worker.id in visit.pins:
        yield Reason(worker.id, "pinned", f"The team has pinned {worker.name} to this visit")
    yield Reason(worker.id, "known", _capital(known_words(problem, visit, worker)))
    yield from _nearby(desk, visit, worker)
    yield from _week_reasons(desk, visit, worker)
    yield _against_others(problem, worker, others)


def _nearby(desk: Desk, visit: Visit, worker: Worker) -> Iterator[Reason]:
    jobs = desk.jobs[worker.id]
    for first, then in itertools.pairwise(jobs):
        if then.visit.id == visit.id and first.visit.day == visit.day:
            minutes = travel_between(desk.problem, first, then)
            words = (
                f"{length(minutes)} from {person_name(desk.problem, first.visit)}, the visit before"
            )
            yield Reason(worker.id, "near", words)


def _week_reasons(desk: Desk, visit: Visit, worker: Worker) -> Iterator[Reason]:
    same = sum(job.visit.person == visit.person for job in desk.jobs[worker.id]) - 1
    if same > 0:
        visits, name = "visit" if same == 1 else "visits", person_name(desk.problem, visit)
        words = f"{worker.name} has {same} more {visits} with {name} this week"
        yield Reason(worker.id, "continuity", words)
    published = desk.problem.published
    known = published.placements.get(visit.id) if published else None
    if known and worker.id in known.workers:
        yield Reason(worker.id, "published", "The same worker as in the published week")


def _against_others(problem: Problem, worker: Worker, others: list[Option]) -> Reason:
    able = [option for option in others if option.possible]
    if not able:
        return Reason(worker.id, "only", "Nobody else could take this place")
    next_best = worker_name(problem, able[0].worker)
    if able[0].cost < -1e-6:
        words = f"{next_best} would suit the week’s wishes better: {able[0].words}"
        return Reason(worker.id, "better", words)
    others_who = "One other" if len(able) == 1 else f"{len(able)} others"
    words = f"{others_who} could take it; the next best is {next_best}: {able[0].words}"
    return Reason(worker.id, "best", words)


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
