"""The search: legal whatever the week, honest about gaps, the same for a seed, as good as trying everything."""

import threading
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kith.engines.rota.stopping import Stop
from kith.engines.rota.week.evaluate import evaluate
from kith.engines.rota.week.problem import Placement, Plan, Problem
from kith.engines.rota.week.search import suggest
from kith.engines.rota.week.search.arrays import week_arrays
from kith.engines.rota.week.search.loading import load_plan
from kith.engines.rota.week.tests.brute import best, tiny
from kith.engines.rota.week.tests.cases import day_problem, every_plan, problems, visit, worker
from kith.engines.rota.week.tests.town import town

NINE = 9 * 60
quick = settings(max_examples=60, deadline=None)


@quick
@given(problem=problems())
def test_every_suggestion_keeps_every_rule(problem: Problem) -> None:
    result = suggest(problem, stop=Stop(iterations=400))
    assert result.evaluation.violations == ()


@quick
@given(problem=problems())
def test_the_price_of_the_search_is_the_price_of_the_evaluator(problem: Problem) -> None:
    plan = suggest(problem, stop=Stop(iterations=100)).plan
    problem = replace(problem, published=plan)
    week = week_arrays(problem)
    state = load_plan(problem, week, plan)
    judged = evaluate(problem, plan)
    assert state.cost.sum() == pytest.approx(judged.total - judged.parts["gaps"])
    assert (state.who >= 0).sum() == sum(v.needs for v in problem.visits) - len(judged.gaps)


@quick
@given(problem=problems(visits=8), data=st.data())
def test_any_start_plan_is_mended_first(problem: Problem, data: st.DataObject) -> None:
    names = [None, *(w.id for w in problem.workers)]
    wild = Plan(
        {
            v.id: Placement(
                data.draw(st.integers(v.earliest - 20, v.latest + 20)),
                tuple(data.draw(st.sampled_from(names)) for _ in range(v.needs)),
            )
            for v in problem.visits
        }
    )
    assert suggest(problem, stop=Stop(iterations=50), start=wild).evaluation.violations == ()


@settings(
    max_examples=60, deadline=None, derandomize=True
)  # a search by chance promises no optimum
@given(problem=problems(visits=3, days=1))
def test_tiny_weeks_come_out_as_good_as_trying_everything(problem: Problem) -> None:
    problem = _tiny(problem)
    assume(sum(v.needs for v in problem.visits) < 5)  # the rest takes too long to enumerate
    result = suggest(problem, stop=Stop(iterations=3000))
    judgements = (evaluate(problem, plan) for plan in _plans(problem))
    best = min(judged.total for judged in judgements if judged.legal)
    assert len(result.evaluation.gaps) * 100_000 <= best + 1e-6
    assert result.evaluation.total <= best + 1e-6 or result.evaluation.total - best < 5.0


@settings(max_examples=12, deadline=None, derandomize=True)
@given(problem=problems(visits=7, days=2))
def test_small_weeks_come_out_with_the_fewest_gaps_and_points(problem: Problem) -> None:
    problem = tiny(problem, wide=0)
    assume(sum(v.needs for v in problem.visits) < 8)  # the rest takes too long to enumerate
    result = suggest(problem, stop=Stop(iterations=20_000))

    def key(found: Plan) -> tuple[float, float]:
        judged = evaluate(problem, found)
        return len(judged.gaps), judged.total

    def low(found: Plan, count: int) -> tuple[float, float]:
        part = replace(problem, visits=problem.visits[:count])
        return len(list(part.gaps(found))), float("-inf")

    gaps, points = best(problem, Plan(), key, low)
    assert len(result.evaluation.gaps) == gaps
    assert result.evaluation.total <= points + 1e-6


def test_the_same_seed_gives_the_same_plan() -> None:
    problem = town()
    first, again, other = (
        suggest(problem, stop=Stop(iterations=3000), seed=seed).plan for seed in (5, 5, 6)
    )
    assert first == again != other


def test_the_made_up_town_has_a_legal_week_at_once_and_a_full_one_soon() -> None:
    problem = town()
    first = suggest(problem, stop=Stop(iterations=1)).evaluation
    later = suggest(problem, stop=Stop(iterations=200_000)).evaluation
    assert first.legal
    assert later.legal
    assert len(later.gaps) <= 2 <= len(first.gaps)
    assert sum(later.parts.values()) < sum(first.parts.values())


def test_a_signal_ends_the_search_with_the_best_so_far() -> None:
    signal, told = threading.Event(), []

    def progress(share: float, gaps: int, points: float) -> None:
        told.append((share, gaps, points))
        signal.set()

    result = suggest(town(), stop=Stop(seconds=60, signal=signal), progress=progress)
    assert result.seconds < 30
    assert result.evaluation.legal
    assert len(told) == 1


def test_nobody_trained_leaves_an_honest_gap() -> None:
    problem = day_problem(visit("one", NINE, skills=frozenset({"PEG"})), visit("two", NINE))
    result = suggest(problem, stop=Stop(iterations=100))
    assert result.evaluation.gaps == (("one", 0),)


def test_a_visit_that_may_be_late_is_late_only_where_nobody_can_come_sooner() -> None:
    busy = (visit("first", 540, minutes=60), visit("second", 540, 90, on_time=570))
    alone = day_problem(*busy, workers=(worker("a", "Ann"),))
    both = day_problem(*busy)
    for problem, starts in ((alone, [540, 600]), (both, [540, 540])):
        result = suggest(problem, stop=Stop(iterations=2000))
        assert [result.plan.start(v.id) for v in problem.visits] == starts


def test_half_of_a_double_visit_is_filled_when_only_one_can_come() -> None:
    problem = day_problem(visit("one", NINE, needs=2), workers=(worker("a", "Ann"),))
    result = suggest(problem, stop=Stop(iterations=100))
    assert result.evaluation.gaps == (("one", 1),)


def test_a_team_without_hours_gets_a_plan_of_gaps() -> None:
    problem = day_problem(visit("one", NINE), workers=(worker("a", "Ann", spans=()),))
    assert suggest(problem, stop=Stop(iterations=10)).plan == Plan()


def test_pins_are_kept_by_every_search() -> None:
    problem = day_problem(
        visit("one", NINE, 90, pins=("b",), pinned_start=NINE + 45), visit("two", NINE, 120)
    )
    plan = suggest(problem, stop=Stop(iterations=500)).plan
    assert plan.placements["one"] == Placement(NINE + 45, ("b",))


def _tiny(problem: Problem) -> Problem:
    """Cut windows and team so that everything can be tried; without pins, which stay even where leaving them pays."""
    visits = tuple(
        replace(
            v,
            latest=v.earliest + 10 * min(2, (v.latest - v.earliest) // 10),
            pinned_start=None,
            pins=(),
        )
        for v in problem.visits
    )
    return replace(problem, visits=visits, workers=problem.workers[:2])


def _plans(problem: Problem) -> list[Plan]:
    ids = [v.id for v in problem.visits]
    return [
        Plan({key: p for key, p in zip(ids, row, strict=True) if p and any(p.workers)})
        for row in every_plan(problem, 10)
    ]


def test_a_week_without_visits_or_without_workers_is_no_trouble() -> None:
    nothing = day_problem()
    assert suggest(nothing, stop=Stop(iterations=10)).plan == Plan()
    nobody = replace(day_problem(visit("one", NINE)), workers=())
    assert suggest(nobody, stop=Stop(iterations=10)).evaluation.gaps == (("one", 0),)
