"""Two wordings are told apart word by word, and nothing of either is lost."""

from hypothesis import given
from hypothesis import strategies as st

from kith.decisions.words import GONE, NEW, SAME, Piece, changes


def test_a_word_that_changed_is_told() -> None:
    assert changes("We buy a bench.", "We buy a long table.") == [
        Piece(SAME, "We buy a "),
        Piece(GONE, "bench"),
        Piece(NEW, "long table"),
        Piece(SAME, "."),
    ]
    assert changes("Same.", "Same.") == [Piece(SAME, "Same.")]


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_come_back_whole(before: str, after: str) -> None:
    pieces = changes(before, after)
    assert "".join(one.text for one in pieces if one.kind != NEW) == before
    assert "".join(one.text for one in pieces if one.kind != GONE) == after
