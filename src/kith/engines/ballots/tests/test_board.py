"""A board proves what is on it, and nothing else."""

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kith.engines.ballots import board

BALLOT = board.Ballot("board-2026", "workers", "5e71a1", (2, 1), "a1b2")


def leaves(size: int) -> list[bytes]:
    return [board.leaf_hash(str(number).encode()) for number in range(size)]


def changed(data: bytes) -> bytes:
    return bytes([data[0] ^ 1]) + data[1:]


def test_an_empty_board_has_the_root_of_nothing() -> None:
    assert board.root([]) == hashlib.sha256().digest()


def test_three_leaves_stand_as_the_rfc_draws_them() -> None:
    one, two, three = leaves(3)
    assert board.root([one, two, three]) == board.node_hash(board.node_hash(one, two), three)


@settings(deadline=None)
@given(size=some.integers(1, 70), data=some.data())
def test_each_leaf_is_proved_at_its_own_place_only(size: int, data: some.DataObject) -> None:
    place = data.draw(some.integers(0, size - 1))
    hashes = leaves(size)
    proof, top = board.inclusion(hashes, place), board.root(hashes)
    assert board.is_included(hashes[place], place, size, proof, top)
    assert not board.is_included(changed(hashes[place]), place, size, proof, top)
    assert not board.is_included(hashes[place], place, size, proof, changed(top))
    assert not board.is_included(hashes[place], place, size, (*proof, top), top)
    assert not board.is_included(hashes[place], size, size, proof, top)
    for at, step in enumerate(proof):
        broken = (*proof[:at], changed(step), *proof[at + 1 :])
        assert not board.is_included(hashes[place], place, size, broken, top)


@settings(deadline=None)
@given(size=some.integers(1, 70), data=some.data())
def test_a_board_is_proved_to_have_begun_as_an_earlier_one(
    size: int, data: some.DataObject
) -> None:
    earlier = data.draw(some.integers(1, size))
    hashes = leaves(size)
    proof = board.consistency(hashes, earlier)
    first, second = board.root(hashes[:earlier]), board.root(hashes)
    assert board.is_consistent((earlier, size), (first, second), proof)
    assert not board.is_consistent((earlier, size), (changed(first), second), proof)
    assert not board.is_consistent((earlier, size), (first, changed(second)), proof)
    assert not board.is_consistent((earlier, size), (first, second), (*proof, first))


def test_a_ballot_is_one_line_of_canonical_words() -> None:
    assert BALLOT.leaf() == (
        b'{"choice":[2,1],"class":"workers","election":"board-2026",'
        b'"serial":"5e71a1","signature":"a1b2","way":"web"}'
    )


def test_the_order_of_ballots_says_nothing_about_when_they_came() -> None:
    ballots = [replace(BALLOT, serial=str(number)) for number in range(20)]
    assert board.in_order(ballots) == board.in_order(ballots[::-1])


def test_a_receipt_changes_with_the_choice() -> None:
    kept = board.receipt(BALLOT)
    assert kept.serial == BALLOT.serial
    assert kept != board.receipt(replace(BALLOT, choice="yes"))


def test_a_serial_twice_is_named() -> None:
    with pytest.raises(board.BoardError, match="5e71a1 is on the board twice"):
        board.in_order([BALLOT, replace(BALLOT, choice="no")])


def test_a_place_or_size_the_board_has_not_is_named() -> None:
    with pytest.raises(board.BoardError, match="none at place 3"):
        board.inclusion(leaves(3), 3)
    with pytest.raises(board.BoardError, match="never had 4"):
        board.consistency(leaves(3), 4)
    assert not board.is_consistent((0, 3), (b"", b""), ())
