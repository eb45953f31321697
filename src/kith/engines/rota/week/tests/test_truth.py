"""Every sentence is held to the numbers: each alternative is tried minute by minute and judged by the evaluator."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.engines.rota.stopping import Stop
from kith.engines.rota.week.evaluate import evaluate
from kith.engines.rota.week.explain import Option, Reason, explain, options
from kith.engines.rota.week.gaps import Fix, explain_gap
from kith.engines.rota.week.moving import new_violations
from kith.engines.rota.week.problem import DAY, Placement, Plan, Problem, Rules, Visit
from kith.engines.rota.week.rules import Violation, travel
from kith.engines.rota.week.search import suggest
from kith.engines.rota.week.tests.cases import SKILLS, problems
from kith.engines.rota.week.timeline import Job, jobs_of_all, worked_minutes

quick = settings(max_examples=50, deadline=None)


@st.composite
def weeks(draw: st.DrawFn, visits: int = 7) -> tuple[Problem, Plan]:
    """Return a small week with everything in it, and a legal plan with some gaps in it."""
    problem = draw(problems(visits=visits, days=2))
    if draw(st.integers(0, 3)):
        problem = easier(problem)
    if draw(st.booleans()):
        change = (draw(st.integers(0, 2 * DAY)), draw(st.sampled_from([60, -60])))
        problem = replace(problem, clock_change=change)
    if draw(st.booleans()):
        known = suggest(problem, stop=Stop(iterations=20), seed=7).plan
        problem = replace(problem, published=known)
    plan = suggest(problem, stop=Stop(iterations=draw(st.sampled_from([1, 60])))).plan
    lost = draw(st.sampled_from([None, *problem.visits]))
    emptied = plan.put(lost.id, None) if lost is not None else plan
    return problem, plan if new_violations(problem, plan, emptied) else emptied


def easier(problem: Problem) -> Problem:
    """The same week where everybody is trained, at work every day, and free of earlier hours: much is possible."""
    hours = tuple((day * DAY + 400, day * DAY + 1300) for day in range(2))
    able = [
        replace(w, skills=frozenset(SKILLS), spans=hours, refuses=frozenset())
        for w in problem.workers
    ]
    rested = tuple(replace(w, minutes_before=0, last_end_before=None) for w in able)
    rules = replace(Rules(), break_after=problem.rules.break_after)
    return replace(problem, workers=rested, rules=rules)


def starts_of(visit: Visit) -> range:
    """Every minute at which the visit may start: a pinned one at its own only."""
    if visit.pinned_start is not None:
        return range(visit.pinned_start, visit.pinned_start + 1)
    return range(visit.earliest, visit.latest + 1)


def given_to(plan: Plan, visit: Visit, slot: int, worker: str, start: int) -> Plan:
    """The plan with one place given to a worker at a start, and nothing else moved."""
    workers = list(plan.workers(visit))
    workers[slot] = worker
    return plan.put(visit.id, Placement(start, tuple(workers)))


def legal_costs(
    problem: Problem, plan: Plan, visit: Visit, slot: int, worker: str
) -> dict[int, float]:
    """The cost at every start that is legal for this worker while nothing else moves."""
    before = evaluate(problem, plan).total
    after = {s: given_to(plan, visit, slot, worker, s) for s in starts_of(visit)}
    judged = {s: evaluate(problem, p) for s, p in after.items()}
    return {s: found.total - before for s, found in judged.items() if found.legal}


def wall(problem: Problem, minute: int) -> str:
    """What the clock on the wall shows."""
    change = problem.clock_change
    minute += change[1] if change and minute >= change[0] else 0
    return f"{minute % DAY // 60:02d}:{minute % 60:02d}"


def minutes_in(words: str, pattern: str) -> int:
    """The minutes that a length in words comes to, 0 when it is not there; the sign counts."""
    found = re.search(r"([+−]?)(?:(\d+) h ?)?(?:(\d+) min)?" + pattern, words)
    if found is None or not (found[2] or found[3]):
        return 0
    size = 60 * int(found[2] or 0) + int(found[3] or 0)
    return -size if found[1] == "−" else size


@quick
@given(week=weeks(), data=st.data())
def test_an_option_costs_and_says_what_the_evaluator_finds(
    week: tuple[Problem, Plan], data: st.DataObject
) -> None:
    problem, plan = week
    visit = data.draw(st.sampled_from(problem.visits))
    slot = data.draw(st.integers(0, visit.needs - 1))
    found = options(problem, plan, visit.id, slot)
    able = [option for option in found if option.possible]
    assert {o.worker for o in found} == set(problem.worker) - set(plan.workers(visit))
    assert found[: len(able)] == able
    assert [o.cost for o in able] == sorted(o.cost for o in able)
    for option in found:
        if option.possible:
            assert_possible(problem, plan, visit, slot, option)
        else:
            assert_barred(problem, plan, visit, slot, option)


def assert_possible(problem: Problem, plan: Plan, visit: Visit, slot: int, option: Option) -> None:
    assert option.plan is not None
    assert option.start is not None
    before, after = evaluate(problem, plan), evaluate(problem, option.plan)
    assert after.violations == ()
    assert option.cost == pytest.approx(after.total - before.total)
    assert {n: p for n, p in option.parts.items() if n in after.parts} == pytest.approx(
        {n: after.parts[n] - before.parts[n] for n in after.parts}
    )
    moved = {
        v.id: option.plan.start(v.id) for v in problem.visits
        if v is not visit and option.plan.start(v.id) != plan.start(v.id)
    }  # fmt: skip
    assert dict(option.displaces) == moved
    expected = given_to(plan, visit, slot, option.worker, option.start)
    for other, start in option.displaces:
        expected = expected.put(other, Placement(start, plan.placements[other].workers))
    assert option.plan == expected
    assert_cheapest(problem, plan, visit, slot, option)
    assert_words(problem, plan, visit, option)


def assert_cheapest(problem: Problem, plan: Plan, visit: Visit, slot: int, option: Option) -> None:
    legal = legal_costs(problem, plan, visit, slot, option.worker)
    if any(plan.workers(visit)[:slot] + plan.workers(visit)[slot + 1 :]):
        now = plan.start(visit.id)
        legal = {s: cost for s, cost in legal.items() if s == now}  # the other worker's start
    assert option.cost <= min(legal.values(), default=option.cost) + 1e-6


def assert_words(problem: Problem, plan: Plan, visit: Visit, option: Option) -> None:
    assert option.plan is not None
    assert option.start is not None
    words, person = option.words, problem.person[visit.person]
    after, worker = jobs_of_all(problem, option.plan), problem.worker[option.worker]
    before = jobs_of_all(problem, plan)
    met = person.met.get(worker.id, 0)
    comes = any(job.visit.person == person.id for job in before[worker.id])
    assert (option.new_faces == (person.id,)) == (not met and not comes)
    assert ("first choice" in words) == (worker.id in person.first)
    if worker.id not in person.first:
        assert ("has said yes" in words) == (worker.id in person.yes)
        assert ("ew to " in words) == (met == 0)
        assert ("once" in words, "twice" in words) == (met == 1, met == 2)
    more = sum(
        travel.minutes(problem, w, after[w.id]) - travel.minutes(problem, w, before[w.id])
        for w in problem.workers
    )
    assert minutes_in(words, " travel") == more
    late = sum(
        max(0, job.start - job.visit.due) * (1 if jobs is after else -1)
        for jobs in (after, before) for week in jobs.values() for job in week
    )  # fmt: skip
    assert minutes_in(words, " late") == late
    assert ("would start at" in words) == (option.start != plan.start(visit.id))
    if "would start at" in words:
        assert f"would start at {wall(problem, option.start)}" in words
    assert words.count("visit would move to") == len(option.displaces)
    for other, start in option.displaces:
        name = problem.person[problem.visit[other].person].name
        assert f"{name}’s visit would move to {wall(problem, start)}" in words
    if worker.contract_minutes is not None:
        over = worked_minutes(problem, after[worker.id]) - worker.contract_minutes
        assert minutes_in(words, " over contract") == max(0, over)


def assert_barred(problem: Problem, plan: Plan, visit: Visit, slot: int, option: Option) -> None:
    """No start is legal, and the words are the evaluator's own at the start they speak of."""
    assert legal_costs(problem, plan, visit, slot, option.worker) == {}
    assert option.tried is not None
    broken = news(problem, plan, given_to(plan, visit, slot, option.worker, option.tried))
    said = option.words.removesuffix(f", starting at {wall(problem, option.tried)}")
    assert (option.barred_by, said) in {(violation.rule, violation.words) for violation in broken}
    if said == option.words and wall(problem, option.tried) not in said:
        for start in starts_of(visit):  # without a time, the rule bars every start
            tried = news(problem, plan, given_to(plan, visit, slot, option.worker, start))
            assert option.barred_by in {violation.rule for violation in tried}


def news(problem: Problem, before: Plan, after: Plan) -> list[Violation]:
    return new_violations(problem, before, after)


@quick
@given(week=weeks(), data=st.data())
def test_a_reason_is_so(week: tuple[Problem, Plan], data: st.DataObject) -> None:
    problem, plan = week
    visit = data.draw(st.sampled_from(problem.visits))
    for reason in explain(problem, plan, visit.id).why:
        slot = plan.workers(visit).index(reason.worker)
        if reason.code in {"only", "best", "better"}:
            assert_against_others(problem, plan, visit, slot, reason)
        else:
            assert_of_the_week(problem, plan, visit, reason)


def assert_of_the_week(problem: Problem, plan: Plan, visit: Visit, reason: Reason) -> None:
    jobs = jobs_of_all(problem, plan)[reason.worker]
    if reason.code == "near":
        before = jobs[[job.visit.id for job in jobs].index(visit.id) - 1].visit
        assert before.day == visit.day
        assert reason.words.startswith(f"{problem.travel[before.place][visit.place]} min from ")
        assert problem.person[before.person].name in reason.words
    elif reason.code == "continuity":
        same = sum(job.visit.person == visit.person for job in jobs) - 1
        name = problem.worker[reason.worker].name
        assert reason.words.startswith(f"{name} has {same} more visit")
    elif reason.code == "published":
        assert problem.published is not None
        assert reason.worker in problem.published.placements[visit.id].workers
    elif reason.code == "pinned":
        assert reason.worker in visit.pins
    else:
        assert reason.code == "known"
        met = problem.person[visit.person].met.get(reason.worker, 0)
        told = "first choice" in reason.words, "ew to" in reason.words
        assert told == (
            (True, False)
            if reason.worker in problem.person[visit.person].first
            else (False, not met)
        )


def assert_against_others(
    problem: Problem, plan: Plan, visit: Visit, slot: int, reason: Reason
) -> None:
    if reason.code == "only":
        for other in set(problem.worker) - set(plan.workers(visit)):
            assert legal_costs(problem, plan, visit, slot, other) == {}
        return
    able = [option for option in options(problem, plan, visit.id, slot) if option.possible]
    best = able[0]
    assert reason.option == best
    assert reason.words.endswith(best.words)
    assert problem.worker[best.worker].name in reason.words
    assert (reason.code == "better") == (best.cost < -1e-6)
    size = re.search(r"(\d[\d,]*) points?", reason.words)
    if size is not None:
        assert int(size[1].replace(",", "")) == round(abs(best.cost))
    else:
        assert abs(best.cost) <= 0.5
    if reason.code == "best":
        count = "One other" if len(able) == 1 else f"{len(able)} others"
        assert reason.words.startswith(f"{count} could take it")


@settings(max_examples=40, deadline=None)
@given(week=weeks(visits=5))
def test_a_fix_fills_the_gap_and_no_other_of_its_kind_is_cheaper(
    week: tuple[Problem, Plan],
) -> None:
    problem, plan = week
    before = evaluate(problem, plan)
    for visit, slot in list(problem.gaps(plan))[:2]:
        found = explain_gap(problem, plan, visit.id, slot)
        fix, able = found.fix, [option for option in found.bars if option.possible]
        assert (fix is not None and fix.kind == "assign") == bool(able)
        if fix is not None and fix.plan is not None:
            after = evaluate(problem, fix.plan)
            assert after.violations == ()
            assert fix.plan.workers(visit)[slot] is not None
            assert len(after.gaps) == len(before.gaps) - 1
            assert fix.cost == pytest.approx(after.total - before.total + problem.weights.gap)
            assert set(fix.changed) == changed(problem, plan, fix.plan) - {visit.id}
        elif fix is not None:
            assert_widened(problem, plan, visit, slot, fix)
        if not able:
            assert_cheapest_chain(problem, plan, visit, slot, fix)


def assert_cheapest_chain(
    problem: Problem, plan: Plan, visit: Visit, slot: int, fix: Fix | None
) -> None:
    cheapest = min(passed_on(problem, plan, visit, slot), default=None)
    if cheapest is not None:
        assert fix is not None
        assert fix.kind == "pass on"
        assert fix.cost <= cheapest + 1e-6
    if fix is not None and fix.plan is not None:
        at = fix.plan.start(visit.id)
        assert at is not None
        assert f"at {wall(problem, at)} if" in fix.words


def changed(problem: Problem, before: Plan, after: Plan) -> set[str]:
    return {
        v.id
        for v in problem.visits
        if (before.start(v.id), before.workers(v)) != (after.start(v.id), after.workers(v))
    }


def assert_widened(problem: Problem, plan: Plan, visit: Visit, slot: int, fix: Fix) -> None:
    """With the window agreed wider, exactly that is legal and costs that."""
    told = re.fullmatch(r"(.*) could come if it may start (.*) (earlier|later), at (.*)", fix.words)
    assert told is not None
    by = minutes_in(told[2], "$")
    start = visit.latest + by if told[3] == "later" else visit.earliest - by
    assert wall(problem, start) == told[4]
    wide = replace(visit, earliest=min(start, visit.earliest), latest=max(start, visit.latest))
    agreed = replace(problem, visits=tuple(wide if v is visit else v for v in problem.visits))
    worker = next(w.id for w in problem.workers if w.name == told[1])
    before = evaluate(agreed, plan)
    after = evaluate(agreed, given_to(plan, visit, slot, worker, start))
    assert after.violations == ()
    assert fix.cost == pytest.approx(after.total - before.total + problem.weights.gap)


def passed_on(problem: Problem, plan: Plan, visit: Visit, slot: int) -> Iterator[float]:
    """The cost of every way to take the visit and give one other of that day to somebody else, on a grid of starts."""
    before = evaluate(problem, plan)
    for worker in set(problem.worker) - set(plan.workers(visit)):
        for job in jobs_of_all(problem, plan)[worker]:
            linked = job.visit.id == visit.after or visit.id == job.visit.after
            if job.visit.day == visit.day and worker not in job.visit.pins and not linked:
                for start in grid(plan, visit, slot):
                    first = given_to(plan, visit, slot, worker, start)
                    for after in handed_on(problem, first, job):
                        judged = evaluate(problem, after)
                        if judged.legal:
                            yield judged.total - before.total + problem.weights.gap


def handed_on(problem: Problem, plan: Plan, job: Job) -> Iterator[Plan]:
    """The plans in which somebody else makes one visit of a worker."""
    for receiver in set(problem.worker) - set(plan.workers(job.visit)):
        for start in grid(plan, job.visit, job.slot):
            yield given_to(plan, job.visit, job.slot, receiver, start)


def grid(plan: Plan, visit: Visit, slot: int) -> list[int]:
    """Some of the starts that the visit may have: only its own when the other place is filled."""
    others = [w for number, w in enumerate(plan.workers(visit)) if number != slot]
    if any(others):
        return [plan.placements[visit.id].start]
    return sorted({*range(visit.earliest, visit.latest + 1, 23), visit.latest, visit.due})
