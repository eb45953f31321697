"""Articles are read whole, or refused with everything that is wrong in them."""

import tomllib
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.articles.lines import line_of, lines_of
from kith.articles.reading import MODELS, OLDER, model_names, model_text, read_articles
from kith.articles.rules import Fault, WrongArticles
from kith.articles.tables import CLASS, TABLES, TOP
from kith.articles.words import assumed, sections
from kith.engines.tally.majority import Majority


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(WrongArticles) as caught:
        read_articles(text)
    return caught.value.errors


def line_number(text: str, start: str) -> int:
    return next(n for n, row in enumerate(text.splitlines(), 1) if row.startswith(start))


@pytest.mark.parametrize("model", model_names())
def test_each_model_is_sound_and_reads_in_plain_words(model: str) -> None:
    articles = read_articles(MODELS / f"{model}.toml")

    assert articles.model == model
    assert articles.teams.most_members <= 12
    assert sum(one.board_seats for one in articles.classes) == articles.board.seats
    assert all(section.sentences for section in sections(articles, "GBP"))


def test_the_five_models_are_there() -> None:
    assert model_names() == (
        "multi-stakeholder",
        "neighbourhood-teams",
        "participation",
        "personal-assistants",
        "worker",
    )


def test_the_multi_stakeholder_model_gives_every_class_equal_voice() -> None:
    articles = read_articles(model_text("multi-stakeholder"))

    assert [one.board_seats for one in articles.classes] == [3, 3, 3]
    assert articles.votes.class_by_class
    assert articles.meetings.quorum_in_each_class


def test_every_mistake_is_told_at_once_with_its_line() -> None:
    good = model_text("worker")
    text = (
        good.replace("notice_days = 14", "notice_days = 1")
        .replace("coach = true", "coatch = true")
        .replace('ordinary = "more than 1/2"', 'ordinary = "many"')
        .replace("most_members = 12", "most_members = 13")
        .replace("quorum_heads = 3", 'quorum_heads = "three"')
    )

    found = {fault.key: fault for fault in faults(text)}

    assert set(found) == {
        "meetings.notice_days",
        "teams.coatch",
        "teams.coach",
        "votes.ordinary",
        "teams.most_members",
        "meetings.quorum_heads",
    }
    assert found["meetings.notice_days"].line == line_number(text, "notice_days")
    assert found["teams.most_members"].line == line_number(text, "most_members")
    assert found["teams.coatch"].line == line_number(text, "coatch")
    assert "Did you mean “coach”?" in found["teams.coatch"].reason
    assert found["teams.coach"].line == line_number(text, "[teams]")


def test_mistakes_of_writing_do_not_hide_the_others() -> None:
    text = (
        model_text("worker")
        .replace('title = "Workers"', "title = ")
        .replace("most_members = 12", "most_members = 40")
        .replace("quorum = 4", "quorum = = 4")
    )

    found = faults(text)

    lines = [line_number(text, start) for start in ("title", "quorum = =", "most_members")]
    assert [fault.line for fault in found] == lines


def test_a_text_that_ends_in_the_middle_is_refused() -> None:
    assert faults('model = "worker"\nname = """unfinished')


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ("seats = 7\nterm", "seats = 9\nterm", "board.seats", "the classes elect 7"),
        ("quorum = 4", "quorum = 8", "board.quorum", "only 7 seats"),
        ("equal_voice = false", "equal_voice = true", "board.equal_voice", "two classes"),
        ("most = 2000000", "most = 20000000", "shares.most", "£100,000"),
        ("most = 2000000", "most = 5000", "shares.most", "less than the least"),
        ("least = 10000", "least = 150", "shares.least", "whole shares"),
        ("members_most = 50", "members_most = 70", "surplus.members_most", "does not fit"),
        ('shared_by = "hours"', 'shared_by = "hour"', "surplus.shared_by", "“hours”"),
        ('"at least 3/4"', '"at least 1/2"', "votes.special", "more than 1/2"),
        ("coach = true", "coach = false", "teams.coach_from_outside", "no coach"),
        ('key = "workers"', 'key = "The Workers"', "classes.1.key", "small letters"),
        ("organisations = false", "organisations = 0", "classes.1.organisations", "true or false"),
    ],
)
def test_what_cannot_be_is_said_with_its_key(old: str, new: str, key: str, words: str) -> None:
    text = model_text("worker")
    assert old in text

    found = faults(text.replace(old, new))

    assert [fault.key for fault in found] == [key]
    assert words in found[0].reason


def test_a_missing_table_says_what_belongs_in_it() -> None:
    text = model_text("worker")
    text = text[: text.index("[teams]")] + text[text.index("[year]") :]

    (fault,) = faults(text)

    assert fault.key == "teams"
    assert "most_members" in fault.reason


def test_a_file_that_is_not_utf8_says_so(tmp_path: Path) -> None:
    file = tmp_path / "articles.toml"
    file.write_bytes('model = "worker"\nname = "Caf\xe9"'.encode("latin-1"))

    with pytest.raises(WrongArticles) as caught:
        read_articles(file)

    assert caught.value.errors[0].line == 2
    assert "UTF-8" in caught.value.errors[0].reason


@given(st.text(max_size=200))
def test_any_text_is_refused_in_words_and_never_breaks(text: str) -> None:
    assert all(fault.reason for fault in faults(text))


def test_lines_are_found_past_long_values_and_tables() -> None:
    text = (
        'a = 1\n[[x]]\nb = """\nc = 2\n"""\nd = [1,\n2]\n[[x]]\ne = 3\n[t.u]\nz.q = "#["\nw = 1\n'
    )

    found = lines_of(text)

    assert found[("x", 0, "d")] == 6
    assert found[("x", 1, "e")] == 9
    assert found[("t", "u", "z", "q")] == 11
    assert found[("t", "u", "w")] == 12
    assert ("x", 0, "c") not in found
    assert line_of(("t", "u", "nothing"), found) == 10


def test_a_majority_is_counted_of_the_votes_cast() -> None:
    more_than_half = Majority(Fraction(1, 2), more_than=True)
    three_quarters = Majority(Fraction(3, 4), more_than=False)

    assert not more_than_half.carried(5, 10)
    assert more_than_half.carried(6, 10)
    assert three_quarters.carried(3, 4)
    assert not three_quarters.carried(0, 0)


def test_the_quorum_is_the_greater_of_heads_and_share() -> None:
    meetings = read_articles(model_text("worker")).meetings

    assert meetings.quorum(4) == 3
    assert meetings.quorum(41) == 11


def older(text: str) -> str:
    """The text as an older Kith wrote it: without the tables and keys that came with format 2."""
    known = tomllib.loads((OLDER / "format_1.toml").read_text(encoding="utf-8"))
    new_tables = [t for t in known if t not in {"classes", "votes", "shares", "surplus"}]
    new_keys = {key for table in known.values() for key in table}
    kept, skipping = [], False
    for row in text.splitlines():
        if row.startswith("["):
            skipping = row.split("]")[0].strip("[") in new_tables
        if not skipping and row.split(" =")[0] not in {"format", *new_keys}:
            kept.append(row)
    return "\n".join(kept)


@pytest.mark.parametrize("model", model_names())
def test_articles_of_an_older_kith_are_read_and_say_what_was_assumed(model: str) -> None:
    articles = read_articles(older(model_text(model)))

    assert articles.format == 1
    assert "joining.answer_days" in articles.assumed
    assert "classes.contributes" in articles.assumed
    assert "board.seats" not in articles.assumed
    assert "Joining and leaving" in assumed(articles)
    assert articles.votes.counted_by == "member"


def test_articles_of_today_assume_nothing() -> None:
    articles = read_articles(model_text("worker"))

    assert (articles.format, articles.assumed) == (2, ())


def test_articles_for_a_newer_kith_are_refused_by_one_clear_reason() -> None:
    text = model_text("worker").replace("format = 2", "format = 3") + "\n[space_travel]\nfar = true"

    (fault,) = faults(text)

    assert fault.key == "format"
    assert "newer Kith" in fault.reason


@pytest.mark.parametrize("written", ['"03-32"', '"02-29"', '"March"', "331"])
def test_a_year_ends_on_a_day_that_every_year_has(written: str) -> None:
    (fault,) = faults(model_text("worker").replace('"03-31"', written))

    assert fault.key == "year.ends"


def test_the_coops_year_is_found_from_any_day() -> None:
    year = read_articles(model_text("worker")).year

    assert year.end_after(date(2026, 3, 31)) == date(2026, 3, 31)
    assert year.end_after(date(2026, 4, 1)) == date(2027, 3, 31)
    assert year.end_before(date(2026, 4, 1)) == date(2026, 3, 31)


def test_every_key_stands_in_the_reference() -> None:
    page = (Path(__file__).parents[4] / "docs" / "reference" / "articles.md").read_text("utf-8")
    keys = {*TOP, *CLASS, "format", *(key for _, keys in TABLES.values() for key in keys)}

    assert {key for key in keys if f"`{key}`" not in page} == set()
    assert {table for table in TABLES if f"`[{table}]`" not in page} == set()
