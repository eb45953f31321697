"""One choice, approval, score, dots, consent, and majorities in all and class by class."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.engines.tally.majority import Majority
from kith.engines.tally.simple import (
    ASIDE,
    CONSENT,
    OBJECTION,
    Half,
    WrongBallot,
    count_approval,
    count_dots,
    count_one_choice,
    count_score,
    has_consent,
    is_carried,
)

HALF = Majority(Fraction(1, 2), more_than=True)
THREE_QUARTERS = Majority(Fraction(3, 4), more_than=False)


def test_options_are_counted_by_each_rule() -> None:
    assert count_one_choice([1, 2, 2], 3).winners == (2,)
    assert count_approval([{1, 2}, {2}, {3, 2}, {1}], 3, seats=2).winners == (1, 2)
    score = count_score([{1: 5, 2: 3}, {2: 4}], 2, most=5)
    assert (score.totals, score.winners) == ((5, 7), (2,))
    assert count_dots([{1: 3}, {2: 2, 3: 1}], 3, dots=3).totals == (3, 2, 1)


def test_equals_for_the_last_place_are_told_apart_by_the_lot() -> None:
    result = count_one_choice([1, 2, 3, 3], 3, lot=(2, 1, 3), seats=2)
    assert result.winners == (2, 3)
    assert result.tie and (result.tie.candidates, result.tie.chosen) == ((1, 2), 2)
    assert count_one_choice([1, 2, 3, 3], 3).tie is None


def test_an_option_that_got_nothing_never_wins() -> None:
    assert count_approval([set(), set()], 2, seats=2).winners == ()


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (lambda: count_one_choice([1, 4], 3), "Ballot 2 names option 4; there are 3"),
        (lambda: count_approval([[1, 1]], 3), "Ballot 1 names an option twice"),
        (lambda: count_score([{1: 6}], 3, most=5), "Ballot 1 gives an option fewer than 0 or more"),
        (lambda: count_dots([{}, {1: 2, 2: 2}], 3, dots=3), "Ballot 2 lays more than 3 dots"),
        (lambda: count_dots([{1: -1}], 3, dots=3), "fewer than none"),
        (lambda: has_consent(["consent", "maybe"]), "Answer 2, “maybe”, is none of"),
        (lambda: is_carried(Half(3, 2, 5), HALF), "more for than cast"),
    ],
)
def test_a_wrong_ballot_is_named(count, words: str) -> None:
    with pytest.raises(WrongBallot, match=words):
        count()


def test_one_objection_stops_consent_and_standing_aside_does_not() -> None:
    assert has_consent([CONSENT, ASIDE, CONSENT])
    assert not has_consent([CONSENT, OBJECTION])
    assert not has_consent([])


def test_every_class_with_somebody_in_it_has_to_agree() -> None:
    whole = Half(9, 12, 20)
    assert is_carried(whole, THREE_QUARTERS).carried
    split = {"workers": Half(9, 9, 10), "people": Half(0, 3, 10), "others": Half(0, 0, 0)}
    result = is_carried(whole, THREE_QUARTERS, split)
    assert (result.carried, result.all) == (False, True)
    assert result.by_class == {"workers": True, "people": False}


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_a_majority_is_exact(votes_for: int, against: int) -> None:
    cast = votes_for + against
    carried = is_carried(Half(votes_for, cast, 2000), THREE_QUARTERS).carried
    assert carried == (cast > 0 and 4 * votes_for >= 3 * cast)
    carried = is_carried(Half(votes_for, cast, 2000), HALF).carried
    assert carried == (votes_for > against)
