"""Counts of preferences: against a second, slow count on random elections, and what must hold for every one."""

import pytest
from hypothesis import given, settings

from kith.engines.tally.by_class import count_by_class
from kith.engines.tally.election import Ballots, Election, WrongElection
from kith.engines.tally.meek import count_meek
from kith.engines.tally.rules import RULES, as_data
from kith.engines.tally.scottish import UNIT, count_scottish
from kith.engines.tally.tests import slowly
from kith.engines.tally.tests.elections import election, elections
from kith.engines.tally.words import tell


@settings(max_examples=400)
@given(elections())
def test_scottish_agrees_with_a_slow_count_to_the_last_decimal(taken: Election) -> None:
    count, slow = count_scottish(taken), slowly.Scottish(taken).count()
    assert list(count.winners) == sorted(slow.elected)
    assert [{one: stage.totals[one - 1] for one in taken.standing} for stage in count.stages] == [
        {one: votes * UNIT for one, votes in totals.items()} for totals in slow.history
    ]


@settings(max_examples=200)
@given(elections())
def test_meek_agrees_with_a_slow_count(taken: Election) -> None:
    count, slow = count_meek(taken), slowly.Meek(taken).count()
    assert list(count.winners) == sorted(slow.elected)


@given(elections())
def test_no_vote_appears_or_vanishes_but_by_rounding(taken: Election) -> None:
    for stage in count_scottish(taken).stages:
        votes = count_scottish(taken).votes * UNIT
        told = sum(stage.totals) + stage.exhausted
        assert 0 <= votes - told <= len(taken.ballots.weights) * 4 * stage.number
        assert all(total >= 0 for total in stage.totals)


@given(elections())
def test_each_seat_is_filled_as_long_as_somebody_stands(taken: Election) -> None:
    for rule in RULES.values():
        count = rule(taken)
        assert len(count.winners) == min(taken.seats, len(taken.standing))
        assert not set(count.winners) & taken.withdrawn
        decided = [one for stage in count.stages for one in (*stage.elected, *stage.excluded)]
        assert len(decided) == len(set(decided))
        assert len(tell(count)) == len(count.stages) + 1
        assert as_data(count, taken)["winners"] == list(count.winners)


@given(elections())
def test_a_solid_majority_of_papers_is_never_left_without_a_seat(taken: Election) -> None:
    """Droop proportionality for one candidate: whoever is first on a quota of papers is elected."""
    papers = slowly.papers_of(taken)
    for rule in RULES.values():
        winners = rule(taken).winners
        for one in taken.standing:
            first = sum(1 for prefs in papers if prefs[0] == one)
            if first >= len(papers) // (taken.seats + 1) + 1:
                assert one in winners


def test_a_surplus_goes_on_at_five_decimals_and_the_rest_is_ignored() -> None:
    count = count_scottish(election(2, {"ab": 5, "ac": 2, "c": 2, "d": 1}))
    second = count.stages[1]
    assert second.quota == 4 * UNIT  # 10 papers, 3 shares
    assert {one.to: (one.papers, one.value) for one in second.transfers} == {
        2: (5, 42_857),  # 3 of 7 votes, of which 5/7 of a paper each
        3: (2, 42_857),
    }


def test_equals_are_told_apart_by_the_latest_stage_at_which_they_differed() -> None:
    """C and B have three each at the end; B had fewer at the first stage, and is out."""
    count = count_scottish(election(1, {"a": 4, "b": 2, "c": 3, "db": 1}, lot=(3, 2, 1, 4)))
    tie = next(tie for stage in count.stages for tie in stage.ties)
    assert (tie.candidates, tie.chosen, tie.by_stage) == ((2, 3), 2, 1)


@pytest.mark.parametrize("lot", [(1, 2, 3), (2, 1, 3)])
def test_equals_at_every_stage_are_told_apart_by_the_lot(lot: tuple[int, ...]) -> None:
    count = count_scottish(election(1, {"a": 2, "b": 2, "c": 3}, lot=lot))
    assert count.stages[0].excluded == lot[:1]
    assert "by the lot drawn before the count" in " ".join(tell(count))


def test_without_a_lot_the_order_of_the_paper_serves_and_is_told() -> None:
    count = count_scottish(election(1, {"a": 2, "b": 2, "c": 3}))
    assert count.stages[0].excluded == (1,)
    assert "no lot was given, so by the order of the paper A is chosen" in " ".join(tell(count))


def test_who_withdrew_gets_nothing_and_their_papers_go_on() -> None:
    count = count_scottish(election(1, {"ab": 9, "c": 5}, withdrawn=[1]))
    assert count.stages[0].totals == (0, 9 * UNIT, 5 * UNIT)
    assert count.winners == (2,)


def test_papers_for_nobody_are_not_valid() -> None:
    taken = Election(("A", "B"), 1, Ballots.of([(3, [1]), (50, [])]))
    assert count_scottish(taken).votes == count_meek(taken).votes == 3
    nobody = Election(("A", "B"), 1, Ballots.of([]))
    assert count_scottish(nobody).winners == count_meek(nobody).winners != ()


def test_a_count_is_told_in_words() -> None:
    words = tell(count_scottish(election(2, {"ab": 5, "ac": 2, "c": 2, "d": 1})))
    assert words[0] == (
        "Stage 1: first preferences. 10 papers for 2 seats; whoever has 4 votes is elected. A is elected."
    )
    assert words[1] == (
        "Stage 2: A has more votes than needed, and passes the rest on. 5 papers (2.14285) to B; "
        "2 papers (0.85714) to C. D has the fewest votes, 1.00000, and is out."
    )
    assert words[-1] == "Elected: A and C."


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"names": ()}, "1 to"),
        ({"seats": 0}, "at least one seat"),
        ({"withdrawn": frozenset({9})}, "not among the candidates"),
        ({"withdrawn": frozenset({1, 2})}, "Every candidate has withdrawn"),
        ({"lot": (1, 1)}, "every candidate once"),
        ({"ballots": Ballots.of([(1, [3])])}, "does not stand"),
        ({"ballots": Ballots.of([(0, [1])])}, "count for 1 each"),
        ({"ballots": Ballots.of([(2_000_000_000, [1])])}, "in all at most"),
        ({"ballots": Ballots.of([(1, [2, 2])])}, "twice"),
    ],
)
def test_what_cannot_be_counted_is_refused(wrong: dict[str, object], words: str) -> None:
    given: dict[str, object] = {"names": ("A", "B"), "seats": 1, "ballots": Ballots.of([(1, [1])])}
    with pytest.raises(WrongElection, match=words):
        Election(**(given | wrong))  # type: ignore[arg-type]


def test_a_board_is_elected_class_by_class() -> None:
    workers, people = election(1, {"a": 3, "b": 2}), election(2, {"a": 1, "b": 5, "c": 4})
    counts = count_by_class(
        {"workers": workers, "people": people}, {"people": 2, "workers": 1}, count_scottish
    )
    assert list(counts) == ["people", "workers"]
    assert (counts["people"].winners, counts["workers"].winners) == ((2, 3), (1,))
    for seats, words in (
        ({"people": 2}, "no seats to “workers”"),
        ({"people": 1, "workers": 1}, "fills 1 seats by the articles, and 2 here"),
        ({"people": 2, "workers": 1, "others": 1}, "“others” is missing"),
    ):
        with pytest.raises(WrongElection, match=words):
            count_by_class({"workers": workers, "people": people}, seats, count_scottish)
