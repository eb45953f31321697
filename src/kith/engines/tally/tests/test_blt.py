"""BLT files are read with every fault at its line, and come back the same."""

import pytest
from hypothesis import given

from kith.engines.tally.blt import WrongBallots, read_blt, write_blt
from kith.engines.tally.election import Election
from kith.engines.tally.tests.elections import elections

WHOLE = """3 2  # a remark
[tie 3 1 2]
[withdrawn 2]
28 2 3 0
1 1 0

0
"Ada \\"Ace\\" Able"
Bob Best
"Cy #1"
The title
What follows is nobody’s business: 5 = 6
"""


def faults(text: str) -> list[str]:
    with pytest.raises(WrongBallots) as caught:
        read_blt(text)
    return [str(one) for one in caught.value.faults]


def test_a_whole_file_is_read() -> None:
    taken = read_blt("\ufeff" + WHOLE)
    assert taken.names == ('Ada "Ace" Able', "Bob Best", "Cy #1")
    assert (taken.seats, taken.title, taken.lot) == (2, "The title", (3, 1, 2))
    assert taken.withdrawn == {2}
    assert taken.ballots.ranks.tolist() == [[1, 2], [0, -1]]
    assert taken.ballots.weights.tolist() == [28, 1]


def test_short_names_and_minus_for_withdrawn_are_understood() -> None:
    taken = read_blt('2 1\n[nick x y]\n-2\n4 y x 0\n0\n"X"\n"Y"\n"T"')
    assert taken.ballots.ranks.tolist() == [[1, 0]] and taken.withdrawn == {2}


@given(elections())
def test_what_is_written_is_read_back_the_same(taken: Election) -> None:
    again = read_blt(write_blt(taken))
    assert write_blt(again) == write_blt(taken)
    assert (again.names, again.seats, again.lot) == (taken.names, taken.seats, taken.lot)
    assert again.ballots.ranks.tolist() == taken.ballots.ranks.tolist()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write the number of candidates and of seats first, such as “5 3”."),
        ("five 3\n", "Line 1: Write the number of candidates"),
        ("0 3\n", "Line 1: There must be 1 to"),
        ("3 0\n", "Line 1: There must be 1 to"),
        (WHOLE.replace("28 2 3 0", "28 2 3"), "Line 4: A ballot ends with 0."),
        (
            WHOLE.replace("28 2 3 0", "28 2 4 0"),
            "Line 4: “4” is no candidate: they are numbered 1 to 3.",
        ),
        (
            WHOLE.replace("28 2 3 0", "28 2=3 0"),
            "Line 4: “2=3” gives two candidates the same rank.",
        ),
        (WHOLE.replace("28 2 3 0", "28 - 3 0"), "Line 4: “-” leaves a rank out."),
        (WHOLE.replace("28 2 3 0", "28 2 0 3 0"), "Line 4: 0 ends a ballot, and something follows"),
        (WHOLE.replace("28 2 3 0", "28 3 3 0"), "Line 4: Candidate 3 stands on this ballot twice."),
        (WHOLE.replace("28 2 3 0", "2.5 3 0"), "Line 4: “2.5” is not a number of people"),
        (WHOLE.replace("[tie 3 1 2]", "[tie 3 1]"), "Line 2: “tie” must name every candidate once"),
        (WHOLE.replace("[withdrawn 2]", "[withdrawn 8]"), "Line 3: “8” is no candidate"),
        (WHOLE.replace("[withdrawn 2]", "[withdrawn 1 2 3]"), "Every candidate has withdrawn."),
        (WHOLE.replace("\n0\n", "\n"), "Line 7: The ballots must end with a line “0”"),
        ("2 1\n3 1 0\n", "The ballots do not end: a line “0” is missing"),
        ("2 1\n3 1 0\n0\nAda\n", "Line 4: 2 candidates need names; 1 are there."),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, words: str) -> None:
    assert faults(text)[0].startswith(words)


def test_every_fault_is_told_at_once() -> None:
    assert len(faults("2 1\n1 3 0\n1 1\n1 2 2 0\n0\nAda\n")) == 4
    assert len(faults("2 1\n" + "1 3 0\n" * 100 + "0\nAda\nBob\n")) == 20
