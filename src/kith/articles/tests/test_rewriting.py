"""One value changes in the text of the articles, and nothing else does."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.articles.reading import model_names, model_text, read_articles
from kith.articles.rewriting import brought_up_to_date, with_values
from kith.articles.tables import TABLES
from kith.articles.tests.test_reading import older

KEYS = [(table, key) for table, (_, keys) in TABLES.items() for key in keys]


def test_the_note_beside_a_value_stays() -> None:
    text = with_values(model_text("worker"), {("meetings", "notice_days"): 21})

    assert "notice_days = 21 # clear days, as societies' model rules usually ask" in text
    assert len(text.splitlines()) == len(model_text("worker").splitlines())


@given(
    st.sampled_from(model_names()),
    st.dictionaries(
        st.sampled_from([*KEYS, ("purpose",), ("classes", 0, "who")]),
        st.one_of(
            st.booleans(),
            st.integers(-(10**9), 10**9),
            st.text(st.characters(codec="utf-8"), max_size=30),
        ),
        max_size=5,
    ),
)
def test_exactly_the_values_asked_for_change(model: str, values: dict[Any, Any]) -> None:
    wanted: Any = tomllib.loads(model_text(model))
    for path, value in values.items():
        place = wanted
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = value

    assert tomllib.loads(with_values(model_text(model), values)) == wanted


def test_a_value_over_several_lines_is_replaced_whole() -> None:
    text = 'a = """one\ntwo = 2\n"""\n# a note\nb = 1\n'

    assert with_values(text, {("a",): "x"}) == 'a = "x"\n# a note\nb = 1\n'


def test_what_is_not_there_is_added_where_it_belongs() -> None:
    text = "# head\na = 1\n\n[t]\nb = 2 # two\n\n[u]\nc = 3\n"
    new = with_values(text, {("t", "d"): True, ("v", "e"): "x", ("z",): 1})

    assert new == (
        '# head\nz = 1\na = 1\n\n[t]\nb = 2 # two\nd = true\n\n[u]\nc = 3\n\n[v]\ne = "x"\n'
    )


@pytest.mark.parametrize("model", model_names())
def test_older_articles_are_written_in_todays_format_without_a_change_of_meaning(
    model: str,
) -> None:
    before = older(model_text(model))

    now = read_articles(brought_up_to_date(before))

    assert (now.format, now.assumed) == (2, ())
    old = read_articles(before)
    assert [getattr(now, part) for part in TABLES] == [getattr(old, part) for part in TABLES]
    assert now.classes == old.classes
    assert brought_up_to_date(model_text(model)) == model_text(model)
    assert brought_up_to_date("x = ") == "x = "
