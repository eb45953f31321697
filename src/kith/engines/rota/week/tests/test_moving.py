"""Moves by hand: carried out when legal, refused with the rule when not."""

import pytest

from kith.engines.rota.week.moving import IllegalMove, move, swap
from kith.engines.rota.week.problem import Placement
from kith.engines.rota.week.tests.cases import day_problem, placed, visit, worker

NINE = 9 * 60


def test_a_move_changes_one_visit_only() -> None:
    problem = day_problem(visit("one", NINE, 60), visit("two", NINE + 100))
    plan = placed(one=(NINE, "a"), two=(NINE + 100, "a"))
    moved = move(problem, plan, "one", 0, "b", NINE + 20)
    assert moved.placements == {
        "one": Placement(NINE + 20, ("b",)),
        "two": plan.placements["two"],
    }
    assert plan.placements["one"].workers == ("a",)


def test_an_illegal_move_says_which_rule() -> None:
    problem = day_problem(visit("one", NINE), visit("two", NINE))
    plan = placed(one=(NINE, "a"), two=(NINE, "b"))
    with pytest.raises(IllegalMove) as refused:
        move(problem, plan, "one", 0, "b")
    assert refused.value.rule == "overlap"
    assert refused.value.words.startswith("Bob would be with Pat until 09:30")


def test_emptying_a_place_leaves_a_gap_but_never_a_pin() -> None:
    problem = day_problem(visit("one", NINE, needs=2, pins=("a",)))
    plan = placed(one=(NINE, "ab"))
    assert move(problem, plan, "one", 1, None).workers(problem.visits[0]) == ("a", None)
    with pytest.raises(IllegalMove, match="pinned"):
        move(problem, plan, "one", 0, None)


def test_an_old_fault_does_not_stop_a_new_move() -> None:
    problem = day_problem(
        visit("one", NINE),
        visit("two", NINE + 100),
        workers=(worker("a", "Ann", spans=()), worker("b", "Bob")),
    )
    plan = placed(one=(NINE, "a"))
    assert move(problem, plan, "two", 0, "b").start("two") == NINE + 100


def test_a_swap_exchanges_workers() -> None:
    problem = day_problem(visit("one", NINE), visit("two", NINE))
    plan = placed(one=(NINE, "a"), two=(NINE, "b"))
    swapped = swap(problem, plan, ("one", 0), ("two", 0))
    assert swapped == placed(one=(NINE, "b"), two=(NINE, "a"))


def test_a_swap_that_breaks_a_rule_is_refused() -> None:
    peg = frozenset({"PEG"})
    problem = day_problem(
        visit("one", NINE, skills=peg),
        visit("two", NINE),
        workers=(worker("a", "Ann", skills=peg), worker("b", "Bob")),
    )
    with pytest.raises(IllegalMove, match="Bob is not trained for PEG"):
        swap(problem, placed(one=(NINE, "a"), two=(NINE, "b")), ("one", 0), ("two", 0))
