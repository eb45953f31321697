"""Two texts from one: nothing that either wrote is lost, nothing that either took out stays."""

from hypothesis import given
from hypothesis import strategies as st

from kith.kernel.merging import merged, words_of

TEXTS = st.lists(
    st.sampled_from(["tea", "at", "ten", "with", "milk", ".", " ", "\n", "é"]), max_size=30
).map("".join)


def edited(base: str, draw: st.DataObject, mark: str) -> tuple[str, list[str]]:
    """The base with words put in that nobody else has, and some taken out."""
    words, put_in = words_of(base), []
    for number in range(draw.draw(st.integers(0, 4))):
        place = draw.draw(st.integers(0, len(words)))
        new = f"{mark}{number}"
        put_in.append(new)
        words[place:place] = [" ", new, " "]
    for _ in range(draw.draw(st.integers(0, 4))):
        old = [place for place, one in enumerate(words) if not one.startswith(mark)]
        if old:
            del words[draw.draw(st.sampled_from(old))]
    return "".join(words), put_in


@given(TEXTS, st.data())
def test_no_word_of_either_is_lost(base: str, draw: st.DataObject) -> None:
    mine, by_me = edited(base, draw, "m")
    theirs, by_them = edited(base, draw, "t")
    found = merged(base, mine, theirs)
    for one in (*by_me, *by_them):
        assert found.count(one) == 1, (one, mine, theirs)


@given(TEXTS, TEXTS)
def test_one_hand_alone_is_taken_as_it_is(base: str, other: str) -> None:
    assert merged(base, other, base) == other
    assert merged(base, base, other) == other
    assert merged(base, other, other) == other


def test_both_at_one_place_stand_side_by_side() -> None:
    assert merged("I like tea.", "I like green tea.", "I like black tea.") == (
        "I like black green tea."
    )
    assert merged("", "Tea", "Milk") == "Milk Tea"
    assert merged("one two", "one", "one two three") == "one three"


def test_what_is_sent_again_adds_nothing() -> None:
    base, mine = "I like tea.", "I like tea. No coffee."
    saved = merged(base, mine, base)
    more = f"{saved} Nor cocoa."  # by somebody else, while the answer was lost
    assert merged(base, mine, more) == more
    assert merged(base, more, mine) == more


def test_what_either_took_out_is_gone() -> None:
    assert merged("tea and milk", "tea", "tea and milk, please") == "tea, please"


def test_joined_again_the_words_make_the_text() -> None:
    text = "Don’t  rush\n\n– I hate it!"
    assert "".join(words_of(text)) == text
