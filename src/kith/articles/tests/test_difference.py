"""What a proposal changes is said in words, a sentence for each change and none left out."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.articles import difference as said
from kith.articles import tables
from kith.articles.difference import difference
from kith.articles.reading import model_names, model_text, read_articles
from kith.articles.rules import Articles

WORKER = read_articles(model_text("worker"))


def changed(**lines: str) -> Articles:
    text = model_text("worker")
    for key, value in lines.items():
        rows = [row for row in text.splitlines() if row.startswith(f"{key} = ")]
        assert len(rows) == 1, key
        text = text.replace(f"\n{rows[0]}\n", f"\n{key} = {value}\n")
    return read_articles(text)


def test_a_change_of_a_number_says_from_what_to_what() -> None:
    assert difference(WORKER, changed(quorum_percent="30"), "GBP") == (
        "The quorum of a members’ meeting goes from 25% to 30%.",
    )
    assert difference(WORKER, changed(term_years="1"), "GBP") == (
        "The time for which a board member is elected goes from 2 years to 1 year.",
    )
    assert difference(WORKER, changed(least="5000"), "GBP") == (
        "What a member pays in to join goes from £100.00 to £50.00.",
    )


def test_a_change_of_who_or_how_says_what_holds_now() -> None:
    new = changed(welcomed_by='"board"', coach_from_outside="false", special='"at least 2/3"')

    assert difference(WORKER, new, "GBP") == (
        "Who answers somebody that asks to join: now the board, no longer the members’ meeting.",
        "The majority to change these articles goes from at least three quarters to at least two thirds.",
        "A coach may now come from the team itself.",
    )


def test_classes_that_come_go_and_change_are_said() -> None:
    old = read_articles(model_text("multi-stakeholder"))
    people, supporters, workers = old.classes
    friends = replace(supporters, key="friends", title="Friends")
    new = replace(
        old, classes=(replace(people, title="Neighbours", board_seats=4), workers, friends)
    )

    told = "\n".join(difference(old, new, "GBP"))

    assert "The class “Supporters” ends. Its members need another class." in told
    assert "There is a new class of members, “Friends”" in told
    assert "The class “People drawing on support” is called “Neighbours”." in told
    assert "“People drawing on support” elects 4 members of the board, not 3." in told


def test_every_key_of_the_articles_has_its_sentence() -> None:
    assert {t: set(keys) for t, keys in said.TABLES.items()} == {
        t: set(keys) for t, (_, keys) in tables.TABLES.items()
    }
    assert set(said.TOP) == set(tables.TOP)
    assert set(said.CLASS) == set(tables.CLASS) - {"key"}


MODELS = [read_articles(model_text(model)) for model in model_names()]
PARTS = [(table, key) for table, (_, keys) in tables.TABLES.items() for key in keys]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(MODELS), st.sampled_from(MODELS), st.sets(st.sampled_from(PARTS)))
def test_as_many_sentences_as_changes(old: Articles, other: Articles, taken: set[Any]) -> None:
    new, count = old, 0
    for table, key in taken:
        mine, theirs = getattr(new, table), getattr(getattr(other, table), key)
        count += getattr(mine, key) != theirs
        new = replace(new, **{table: replace(mine, **{key: theirs})})

    told = difference(old, new, "GBP")

    assert len(told) == count
    assert all(one.endswith((".", "”")) for one in told)


@pytest.mark.parametrize("articles", MODELS)
def test_the_same_articles_have_no_difference(articles: Articles) -> None:
    assert difference(articles, articles, "GBP") == ()
