"""Each of the seven principles stops an amendment that breaks it, in words that anybody understands."""

import pytest

from kith.articles.principles.checking import (
    PRINCIPLES,
    BrokenPrinciples,
    check,
    require_principles,
)
from kith.articles.principles.finding import Weight
from kith.articles.reading import model_names, model_text, read_articles

# (principle, model, the line as it is, the amendment, words of the reason)
BREAKING = [
    (1, "worker", "answer_days = 42", "answer_days = 90", "not an open door"),
    (1, "worker", "leave_notice_days = 30", "leave_notice_days = 400", "free will"),
    (1, "worker", "suspended_most_days = 60", "suspended_most_days = 400", "putting somebody out"),
    (1, "participation", "appeal_days = 28", "appeal_days = 0", "keep others out"),
    (
        1,
        "worker",
        'who = "Everyone who has worked in the co-op for six months."',
        'who = "Anybody who is invited by a founder."',
        "favour",
    ),
    (
        1,
        "worker",
        'who = "Everyone who has worked in the co-op for six months."',
        'who = "White people only."',
        "the colour of their skin",
    ),
    (2, "worker", 'counted_by = "member"', 'counted_by = "share"', "people decide, not money"),
    (2, "multi-stakeholder", "class_by_class = true", "class_by_class = false", "outvote the rest"),
    (2, "multi-stakeholder", "equal_voice = true", "equal_voice = false", "outvote the rest"),
    (2, "worker", "meeting_months = 6", "meeting_months = 15", "without being asked"),
    (3, "worker", 'decided_by = "members"', 'decided_by = "board"', "belongs to all"),
    (3, "worker", 'shared_by = "hours"', 'shared_by = "shares"', "rewards money"),
    (4, "worker", "outside_veto = false", "outside_veto = true", "no longer run their co-op"),
    (4, "worker", "outside_seats = 0", "outside_seats = 4", "instead of the members"),
    (4, "multi-stakeholder", "outside_seats = 1", "outside_seats = 4", "back door"),
    (4, "worker", "one_source_percent = 50", "one_source_percent = 100", "decides everything"),
    (5, "worker", 'plan = "Every', 'plan = "" # "Every', "what they understand"),
    (5, "participation", "hours_a_year = 12", "hours_a_year = 0", "stays on paper"),
    (6, "worker", 'with_whom = "Other', 'with_whom = "none" # "Other', "strong together"),
    (7, "worker", 'concern = "We', 'concern = "" # "We', "not its members"),
    (7, "worker", "report_a_year = true", "report_a_year = false", "nobody hears of"),
]


def amended(model: str, old: str, new: str) -> str:
    text = model_text(model)
    assert text.count(f"\n{old}") == 1
    text = text.replace(f"\n{old}", f"\n{new}")
    if old.startswith("hours_a_year"):
        text = text.replace("surplus_percent = 5", "surplus_percent = 0", 1)
    if old.startswith("report_a_year"):
        text = text.replace("community_least = 10", "community_least = 0")
    return text


@pytest.mark.parametrize("model", model_names())
def test_the_five_models_keep_all_seven_principles(model: str) -> None:
    checked = require_principles(read_articles(model_text(model)))

    assert [one.principle.number for one in checked] == [1, 2, 3, 4, 5, 6, 7]
    assert [finding for one in checked for finding in one.findings] == []


@pytest.mark.parametrize(("number", "model", "old", "new", "words"), BREAKING)
def test_an_amendment_that_breaks_a_principle_is_stopped(
    number: int, model: str, old: str, new: str, words: str
) -> None:
    articles = read_articles(amended(model, old, new))

    with pytest.raises(BrokenPrinciples) as caught:
        require_principles(articles)

    assert [one.principle.number for one in caught.value.broken] == [number]
    assert words in caught.value.message
    assert "Nothing was changed" in caught.value.message
    assert all(not finding.law for one in caught.value.broken for finding in one.stopped)


def test_every_principle_has_an_amendment_that_it_stops() -> None:
    assert {number for number, *_ in BREAKING} == {one.number for one in PRINCIPLES}


FLAGGED = [
    (1, "worker", "withdrawal_most_percent = 15", "withdrawal_most_percent = 0"),
    (1, "worker", 'expelled_by = "members"', 'expelled_by = "board"'),
    (1, "worker", "appeal_days = 28", "appeal_days = 0"),
    (
        1,
        "worker",
        'who = "Everyone who has worked in the co-op for six months."',
        'who = "Women who work in the co-op."',
    ),
    (2, "worker", 'special = "at least 3/4"', 'special = "more than 1/2"'),
    (2, "worker", "most_proxies = 1", "most_proxies = 5"),
    (2, "worker", "most_terms = 3", "most_terms = 8"),
    (3, "worker", "interest_most = 5", "interest_most = 9"),
    (3, "worker", "reserve_least = 30", "reserve_least = 0"),
    (4, "worker", "outside_seats = 0", "outside_seats = 2"),
    (4, "worker", "one_source_percent = 50", "one_source_percent = 80"),
    (5, "worker", "hours_a_year = 24", "hours_a_year = 0"),
    (7, "worker", "report_a_year = true", "report_a_year = false"),
    (7, "worker", "community_least = 10", "community_least = 0"),
]


@pytest.mark.parametrize(("number", "model", "old", "new"), FLAGGED)
def test_what_the_law_allows_is_flagged_and_says_why(
    number: int, model: str, old: str, new: str
) -> None:
    text = model_text(model).replace(f"\n{old}", f"\n{new}")

    checked = require_principles(read_articles(text))

    found = [(one.principle.number, f) for one in checked for f in one.flagged]
    assert [one for one, _ in found] == [number]
    assert found[0][1].law
    assert found[0][1].weight == Weight.FLAGGED


@pytest.mark.parametrize(
    "who",
    [
        "Men and women of the neighbourhood.",
        "Everybody who draws on support, disabled or not yet.",
        "Workers, blackberry pickers and anybody who likes the whiteboard.",
    ],
)
def test_a_class_open_to_all_bars_nobody_by_colour_sex_or_politics(who: str) -> None:
    text = model_text("worker").replace("Everyone who has worked in the co-op for six months.", who)

    stopped = [one for one in check(read_articles(text)) if one.stopped]
    about = [f.why for one in check(read_articles(text)) for f in one.flagged]

    assert stopped == []
    assert not [why for why in about if "their sex" in why]


def test_what_an_older_kith_did_not_ask_is_flagged_and_not_stopped() -> None:
    from kith.articles.tests.test_reading import older

    checked = require_principles(read_articles(older(model_text("worker"))))

    assert [one.principle.number for one in checked if one.flagged] == [5, 6, 7]
