"""From a provider's week to a team's week and back: what the search calls legal the evaluator calls legal."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.engines.rota.stopping import Stop
from kith.engines.rota.week.evaluate import evaluate as evaluate_week
from kith.engines.rota.week.search import suggest
from kith.engines.rota.weekly.as_week import WEIGHTS, as_solution, as_week, fair_shares
from kith.engines.rota.weekly.evaluate import evaluate
from kith.engines.rota.weekly.format import DAYS, Instance, Operator, Patient
from kith.engines.rota.weekly.patterns import choose_patterns
from kith.engines.rota.weekly.solve import solve
from kith.engines.rota.weekly.tests.weeks import week

SHORT = 3_000
PATTERNS = tuple(
    days
    for days in itertools.product((0, 1, 2), repeat=DAYS)
    if 1 <= sum(day > 0 for day in days) <= 2
)
needs = st.sampled_from(sorted({(days.count(1), days.count(2)) for days in PATTERNS}))


@st.composite
def weeks(draw: st.DrawFn) -> Instance:
    places = draw(st.integers(1, 3))
    minutes = st.integers(0, 40)
    row = st.tuples(*[minutes] * places)
    patients = [
        Patient(f"p{n}", 2, draw(needs), draw(st.integers(0, places - 1)))
        for n in range(draw(st.integers(1, 8)))
    ]
    others = [
        Operator(f"o{n}", draw(st.integers(1, 2)), draw(st.integers(1, 4)))
        for n in range(draw(st.integers(0, 2)))
    ]
    travel = tuple(draw(row) for _ in range(places))
    return Instance(tuple(patients), (Operator("head", 2, 4), *others), travel, PATTERNS)


@settings(max_examples=30, deadline=None)
@given(weeks())
def test_a_week_and_its_plan_say_the_same_on_both_sides(instance: Instance) -> None:
    """Travel agrees to the minute, and whatever is not left out is legal in the provider's own terms."""
    patterns = choose_patterns(instance)
    problem = as_week(instance, patterns)
    found = suggest(problem, stop=Stop(iterations=SHORT))
    judged = evaluate(instance, as_solution(instance, patterns, problem, found.plan))
    # an operator without visits has no way to the depot and back, in both
    assert judged.travel * WEIGHTS.travel == pytest.approx(found.evaluation.parts["travel"])
    left_out = len(found.evaluation.gaps)
    missing = [words for words in judged.broken if "has 0 visits" in words]
    too_many = [words for words in judged.broken if "meets" in words]
    assert evaluate_week(problem, found.plan).legal
    assert len(missing) == left_out
    assert set(judged.broken) == {*missing, *too_many}


def test_the_small_week_is_solved_with_one_operator_each() -> None:
    found = solve(week(), stop=Stop(iterations=SHORT))
    judged = evaluate(week(), found.solution)
    assert (judged.broken, judged.worst_workers) == ((), 1)


def test_the_same_seed_gives_the_same_plan() -> None:
    plans = [solve(week(), stop=Stop(iterations=SHORT), seed=5).solution for _ in range(2)]
    assert plans[0] == plans[1]


@given(weeks())
def test_days_chosen_are_the_patients_own_and_no_one_change_would_be_more_even(
    instance: Instance,
) -> None:
    chosen = choose_patterns(instance)
    assert all(chosen[who.id] in instance.patterns_for(who) for who in instance.patients)
    now = _uneven(instance, chosen)
    for who in instance.patients:
        for other in instance.patterns_for(who):
            assert _uneven(instance, {**chosen, who.id: other}) >= now - 1e-6


def _uneven(instance: Instance, chosen: dict[str, int]) -> float:
    hours = sum(o.hours for o in instance.operators)
    skilled = sum(o.hours for o in instance.operators if o.skill == 2)
    days = [[instance.patterns[n][day] for n in chosen.values()] for day in range(DAYS)]
    everything = sum((sum(s > 0 for s in day) / hours) ** 2 for day in days)
    return everything + sum((day.count(2) / skilled) ** 2 for day in days)


@given(weeks(), st.floats(0, 20))
def test_fair_shares_together_are_all_the_work(instance: Instance, trip: float) -> None:
    fair = fair_shares(instance, trip)
    work = sum(sum(who.visits) for who in instance.patients) * (30 + trip)
    given_out = sum(fair[o.skill] * o.week_minutes for o in instance.operators)
    if any(o.skill == 1 for o in instance.operators):
        assert given_out == pytest.approx(work)
    assert min(fair.values()) >= -1e-9
