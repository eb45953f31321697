"""Why this worker, and who else could take a visit: every sentence checked against the evaluator."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kith.engines.rota.week.desk import (
    Change,
    Desk,
    Fit,
    broken_by,
    fits,
    judge,
    open_desk,
    starts_to_try,
)
from kith.engines.rota.week.problem import Placement, Plan, Problem, Visit, Worker
from kith.engines.rota.week.rules import WISHES, Violation
from kith.engines.rota.week.search import placing, pricing
from kith.engines.rota.week.starts import first_points
from kith.engines.rota.week.timeline import jobs_of_all, travel_between, worked_minutes
from kith.engines.rota.week.words import clock, length, person_name, points, times, worker_name

# the order in which bars are told and ranked: what a small change could lift comes first
BARS = (
    "overlap", "break", "window", "order", "available", "day limit", "rest", "weekly rest",
    "week limit", "nights", "pair", "pin", "skills", "veto",
)  # fmt: skip


EVEN = 1e-6  # points that are nothing but rounding
TOLD = ("travel", "lateness", "fairness")  # the wishes whose difference is told of an option
ALWAYS = {"skills", "veto", "pair", "pin"}  # no other start lifts these


@dataclass(frozen=True, slots=True)
class Reason:
    """One true reason for a worker: `code` is stable, `words` are plain.

    The reason that compares the worker with others ("best", "better") has the next best as its `option`: who, at what
    cost, and whom that would touch.
    """

    worker: str
    code: str
    words: str
    option: "Option | None" = None


@dataclass(frozen=True, slots=True)
class Option:
    """One worker who might take a place of a visit.

    When `possible`, they would start at `start`, `cost` is the difference in points of the whole plan (below zero
    is better), `parts` the difference of each component, and `displaces` the visits of theirs that would start at
    another time, with that time; `new_faces` are the people who would meet a worker they do not know from recent
    weeks and have no other visit of this week. Otherwise no start at all is legal while nothing else moves,
    `barred_by` names a rule that is broken at the start `tried`, and `words` say how.
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
    new_faces: tuple[str, ...] = ()
    tried: int | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the visit has the workers it has, and who else could take its first place, best first."""

    why: list[Reason]
    others: list[Option]


def options(problem: Problem, plan: Plan, visit_id: str, slot: int = 0) -> list[Option]:
    """Return what would happen if each other worker took this place: possible ones first, cheapest first.

    Each was tried in the worker's week and judged by the evaluator. Raises `KeyError` for an unknown visit.
    """
    return options_on(open_desk(problem, plan), visit_id, slot)


def options_on(desk: Desk, visit_id: str, slot: int) -> list[Option]:
    """Return `options` for a plan that is already laid out."""
    visit = desk.problem.visit[visit_id]
    v, present = desk.number[visit_id], desk.plan.workers(visit)
    seat = int(desk.state.who[v, slot])
    if seat >= 0:
        placing.take(desk.week, desk.state, v, slot)
    found = [
        option_for(desk, visit, slot, worker)
        for worker in desk.problem.workers
        if worker.id not in present
    ]
    _put_back(desk, v, slot, seat)
    return sorted(found, key=_rank)


def explain(problem: Problem, plan: Plan, visit_id: str) -> Explanation:
    """Return the true reasons for the visit's workers, and the others who could take its first place.

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


def option_for(desk: Desk, visit: Visit, slot: int, worker: Worker) -> Option:
    """Return what happens when this worker takes this place, which is empty on the desk."""
    w = desk.problem.workers.index(worker)
    if not placing.may_take(desk.week, desk.state, desk.number[visit.id], slot, w):
        return _barred(desk, visit, slot, worker, _usual_starts(desk, visit))
    starts = starts_to_try(desk, visit, worker, desk.jobs[worker.id])
    for fit in fits(desk, visit, w, starts):
        change = judge(desk, placements(desk, visit, slot, worker, fit))
        if not change.violations:
            return _possible(desk, visit, worker, fit, change)
    weeks = [(desk.problem.worker[x], desk.jobs[x]) for x in (worker.id, *_partners(desk, visit))]
    starts = first_points(desk.problem, desk.plan, visit, weeks)
    return _barred(desk, visit, slot, worker, [*_usual_starts(desk, visit), *starts])


def _partners(desk: Desk, visit: Visit) -> Iterator[str]:
    """Yield the workers whom the plan gives the visit: another start is another start for them too."""
    for worker in desk.plan.workers(visit):
        if worker in desk.problem.worker:
            yield worker or ""


def _usual_starts(desk: Desk, visit: Visit) -> list[int]:
    """Return the start that comes to mind first: the present one, or the earliest there may be."""
    now = desk.plan.start(visit.id)
    if now is not None:
        return [now]
    return [visit.earliest if visit.pinned_start is None else visit.pinned_start]


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
        new_faces=tuple(new_faces(desk, visit, worker)),
    )


def new_faces(desk: Desk, visit: Visit, worker: Worker) -> Iterator[str]:
    """Yield the visit's person when the worker is neither known to them nor comes to them this week already."""
    met = desk.problem.person[visit.person].met.get(worker.id, 0)
    comes = any(
        job.visit.person == visit.person and job.visit.id != visit.id
        for job in desk.jobs[worker.id]
    )
    if not met and not comes:
        yield visit.person


def _possible_words(
    desk: Desk, visit: Visit, worker: Worker, fit: Fit, change: Change
) -> Iterator[str]:
    problem, now = desk.problem, desk.plan.start(visit.id)
    yield known_words(problem, visit, worker)
    for wish in WISHES:
        change_of = change.parts.get(wish.NAME, 0.0)
        if wish.NAME in TOLD and not wish.words(problem, change_of).lstrip("+−").startswith(
            "0 min"
        ):
            yield wish.words(problem, change_of)
    if now is None or fit.start != now:
        yield f"would start at {clock(problem, fit.start)}"
    for other, start in sorted(fit.moved.items()):
        name = person_name(problem, problem.visit[other])
        yield f"{name}’s visit would move to {clock(problem, start)}"
    over = _over_contract(desk, worker, change.plan)
    if over > 0:
        yield f"{length(over)} over contract hours"


def _over_contract(desk: Desk, worker: Worker, plan: Plan) -> int:
    if worker.contract_minutes is None:
        return 0
    jobs = jobs_of_all(desk.problem, plan)[worker.id]
    return worked_minutes(desk.problem, jobs) - worker.contract_minutes


def _barred(desk: Desk, visit: Visit, slot: int, worker: Worker, starts: list[int]) -> Option:
    """Return why not, when every start is against a rule while nothing else moves; else the cheapest start that is not.

    A rule that bars every start is named before one that bars only some, and then for the start that breaks least.
    """
    tried: dict[int, tuple[Violation, ...]] = {}
    for start in dict.fromkeys(starts):
        changes = placements(desk, visit, slot, worker, Fit(0, start, {}, 0.0))
        tried[start] = broken_by(desk, changes)
        if any(violation.rule in ALWAYS for violation in tried[start]):
            break
    legal = [start for start, broken in tried.items() if not broken]
    if legal:
        found = [
            (judge(desk, placements(desk, visit, slot, worker, fit)), fit)
            for fit in (Fit(0, start, {}, 0.0) for start in legal)
        ]
        change, fit = min(found, key=lambda pair: pair[0].cost)
        return _possible(desk, visit, worker, fit, change)
    start, bar, words = _bar(desk.problem, tried)
    change = judge(desk, placements(desk, visit, slot, worker, Fit(0, start, {}, 0.0)))
    return Option(
        worker=worker.id,
        possible=False,
        start=None,
        barred_by=bar.rule,
        words=words,
        cost=change.cost,
        parts=change.parts,
        tried=start,
    )


def _bar(
    problem: Problem, tried: Mapping[int, tuple[Violation, ...]]
) -> tuple[int, Violation, str]:
    """Return the start that breaks least, what bars it, and the words, which name the start where they need it."""
    start = min(tried, key=lambda start: len(tried[start]))
    always = set.intersection(*({x.rule for x in broken} for broken in tried.values()))
    named = [x for x in tried[start] if x.rule in always] or list(tried[start])
    bar = max(named, key=lambda violation: BARS.index(violation.rule))
    at = clock(problem, start)
    if at in bar.words or all(bar in broken for broken in tried.values()):
        return start, bar, bar.words
    return start, bar, f"{bar.words}, starting at {at}"


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
    best = able[0]
    name = worker_name(problem, best.worker)
    if best.cost < -EVEN:
        words = f"{name} would suit the week’s wishes better, by {points(-best.cost)}: {best.words}"
        return Reason(worker.id, "better", words, best)
    more = "just as good" if best.cost <= EVEN else f"{points(best.cost)} worse"
    others_who = "One other" if len(able) == 1 else f"{len(able)} others"
    words = f"{others_who} could take it; the next best is {name}, {more}: {best.words}"
    return Reason(worker.id, "best", words, best)


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
