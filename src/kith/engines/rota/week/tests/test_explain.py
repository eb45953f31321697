"""Options, reasons and gaps: what a sentence says is what the evaluator finds."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.engines.rota.stopping import Stop
from kith.engines.rota.week.evaluate import evaluate
from kith.engines.rota.week.explain import explain, options
from kith.engines.rota.week.gaps import explain_gap
from kith.engines.rota.week.moving import IllegalMove, move, new_violations
from kith.engines.rota.week.problem import DAY, Person, Plan, Problem
from kith.engines.rota.week.search import suggest
from kith.engines.rota.week.starts import turning_points
from kith.engines.rota.week.tests.cases import day_problem, placed, problems, visit, worker

NINE = 9 * 60
quick = settings(max_examples=40, deadline=None)


@quick
@given(problem=problems(), data=st.data())
def test_every_option_is_what_the_evaluator_finds(problem: Problem, data: st.DataObject) -> None:
    plan = suggest(problem, stop=Stop(iterations=100)).plan
    row = data.draw(st.sampled_from(problem.visits))
    slot = data.draw(st.integers(0, row.needs - 1))
    before = evaluate(problem, plan)
    for option in options(problem, plan, row.id, slot):
        if option.possible:
            assert option.plan is not None
            after = evaluate(problem, option.plan)
            assert after.violations == ()
            assert option.cost == pytest.approx(after.total - before.total)
            for name, points in option.parts.items():
                assert points == pytest.approx(after.parts[name] - before.parts[name])
            assert option.plan.workers(row)[slot] == option.worker
            assert option.plan.start(row.id) == option.start
        else:
            _assert_really_barred(problem, plan, row.id, slot, option.worker)
            assert option.barred_by
            assert option.words


def _assert_really_barred(problem: Problem, plan: Plan, visit_id: str, slot: int, who: str) -> None:
    """At no start does the place go to this worker when nothing else moves."""
    row = problem.visit[visit_id]
    for start in {row.earliest, row.latest, (row.earliest + row.latest) // 2, plan.start(row.id)}:
        with pytest.raises(IllegalMove):
            move(problem, plan, visit_id, slot, who, start if start is not None else row.earliest)


@quick
@given(problem=problems())
def test_every_fix_of_a_gap_is_legal_and_fills_it(problem: Problem) -> None:
    plan = suggest(problem, stop=Stop(iterations=20)).plan
    for row, slot in list(problem.gaps(plan))[:3]:
        found = explain_gap(problem, plan, row.id, slot)
        assert {bar.worker for bar in found.bars} >= set(problem.worker) - set(plan.workers(row))
        if found.fix and found.fix.plan is not None:
            assert new_violations(problem, plan, found.fix.plan) == []
            assert found.fix.plan.workers(row)[slot] is not None
            judged, before = evaluate(problem, found.fix.plan), evaluate(problem, plan)
            assert len(judged.gaps) == len(before.gaps) - 1
            assert found.fix.cost == pytest.approx(
                judged.total - before.total + problem.weights.gap
            )


def two_people() -> Problem:
    """Pat at nine, Quin at ten or later; Ann lives at Pat's, Bob has met Pat once."""
    people = (Person("p", "Pat", first=("a",), met={"a": 4, "b": 1}), Person("q", "Quin"))
    return day_problem(
        visit("one", NINE),
        visit("two", 600, 120, person="q", place=1),
        workers=(
            worker("a", "Ann", home=0),
            worker("b", "Bob", home=1),
            worker("c", "Cy", skills=frozenset()),
        ),
        people=people,
    )


def test_an_option_says_travel_acquaintance_and_start() -> None:
    problem, plan = two_people(), placed(one=(NINE, "a"), two=(600, "a"))
    bob, cy = options(problem, plan, "two")
    assert bob.worker == "b"
    assert bob.words == "New to Quin; −20 min travel"
    bob_for_pat = next(o for o in options(problem, plan, "one") if o.worker == "b")
    assert bob_for_pat.words == "Pat has met Bob once; +20 min travel"
    assert cy.possible


def test_an_option_says_when_another_visit_would_move() -> None:
    problem = two_people()
    problem = replace(
        problem, visits=(replace(problem.visits[0], earliest=600, latest=620), *problem.visits[1:])
    )
    plan = placed(one=(610, "a"), two=(600, "b"))
    bob = next(o for o in options(problem, plan, "one") if o.worker == "b")
    assert bob.displaces == (("two", 650),)
    assert "Quin’s visit would move to 10:50" in bob.words


def test_reasons_tell_what_is_so() -> None:
    problem, plan = two_people(), placed(one=(NINE, "a"), two=(600, "a"))
    told = explain(problem, plan, "two")
    assert [(reason.code, reason.words) for reason in told.why] == [
        ("known", "New to Quin"),
        ("near", "10 min from Pat, the visit before"),
        (
            "better",
            "Bob would suit the week’s wishes better, by 22 points: New to Quin; −20 min travel",
        ),
    ]
    assert [o.worker for o in told.others] == ["b", "c"]
    assert told.why[-1].option == told.others[0]
    assert told.others[0].new_faces == ("q",)


def test_a_bar_names_the_rule() -> None:
    people = (Person("p", "Pat", no=frozenset("b")), Person("q", "Quin"))
    problem = day_problem(
        visit("one", NINE, skills=frozenset({"PEG"})),
        people=people,
        workers=(worker("a", "Ann"), worker("b", "Bob", skills=frozenset({"PEG"}))),
    )
    found = explain_gap(problem, Plan(), "one")
    assert [(bar.barred_by, bar.words) for bar in found.bars] == [
        ("skills", "Ann is not trained for PEG"),
        ("veto", "Bob does not make visits to Pat"),
    ]
    assert found.fix is None


def test_a_gap_is_filled_by_passing_a_visit_on() -> None:
    peg = frozenset({"PEG"})
    problem = day_problem(
        visit("one", NINE, skills=peg),
        visit("two", NINE, person="q"),
        workers=(worker("a", "Ann", skills=peg), worker("b", "Bob")),
    )
    found = explain_gap(problem, placed(two=(NINE, "a")), "one")
    assert found.nearest is not None
    assert found.nearest.barred_by == "overlap"
    assert found.fix is not None
    assert found.fix.words == "Ann could come to Pat at 09:00 if Bob takes Quin’s visit"


def test_a_gap_is_filled_by_a_wider_window() -> None:
    problem = day_problem(
        visit("one", NINE), visit("two", NINE, person="q"), workers=(worker("a", "Ann"),)
    )
    found = explain_gap(problem, placed(two=(NINE, "a")), "one")
    assert found.fix is not None
    assert found.fix.words in {
        "Ann could come if it may start 30 min earlier, at 08:30",
        "Ann could come if it may start 30 min later, at 09:30",
    }


def test_an_option_may_begin_with_the_first_minute_after_a_day_of_rest() -> None:
    """With less than a day between all later visits, only Monday is free: the night visit waits until it is over."""
    noons = [visit(f"noon{day}", day * DAY + 720, day=day) for day in range(1, 7)]
    busy = placed(**{noon.id: (noon.earliest, "a") for noon in noons})
    ann = worker("a", "Ann", last_end_before=-600)
    problem = day_problem(visit("late", 20 * 60, 360), *noons, workers=(ann,))
    assert [(o.possible, o.start) for o in options(problem, busy, "late")] == [(True, DAY)]


@pytest.mark.parametrize("shift", [-60, 0, 60])
def test_a_start_that_leaves_just_the_rest_before_next_week_is_tried(shift: int) -> None:
    """People know half past nine: of the starts that leave the rest, the nearest to it is the last."""
    end = 7 * DAY - shift
    evening = visit("one", 6 * DAY + 17 * 60, 300, day=6)
    ann = worker("a", "Ann", first_start_after=end + 7 * 60)
    known = placed(one=(6 * DAY + 21 * 60 + 30, "a"))
    problem = day_problem(evening, workers=(ann,), published=known)
    if shift:
        problem = replace(problem, clock_change=(6 * DAY + 60, shift))
    points = turning_points(problem, Plan(), evening, [(ann, ())])
    assert end + 7 * 60 - problem.rules.rest_minutes - evening.minutes in points
    assert options(problem, Plan(), "one")[0].start == end - 4 * 60 - evening.minutes


def test_a_filled_place_is_no_gap() -> None:
    problem = two_people()
    with pytest.raises(ValueError, match="is filled"):
        explain_gap(problem, placed(one=(NINE, "a")), "one")


def test_a_pin_that_is_too_soon_after_another_visit_is_told_as_the_order() -> None:
    problem = day_problem(
        visit("one", NINE), visit("two", NINE, width=60, after="one", pinned_start=NINE)
    )
    barred = options(problem, placed(one=(NINE, "a")), "two")
    assert [(option.possible, option.barred_by, option.tried) for option in barred] == [
        (False, "order", NINE)
    ] * 2
    assert (
        barred[0].words == "Pat’s visit must start at least 0 min after the one that ends at 09:30"
    )
