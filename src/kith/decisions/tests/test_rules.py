"""What votes add up to: quorum, majorities, classes, consent; whatever the votes, nothing is carried against them."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.articles.reading import model_text, read_articles
from kith.decisions import rules
from kith.decisions.models import Proposal, Vote
from kith.decisions.rules import Cast
from kith.foundation.errors import DomainError

ARTICLES = read_articles(model_text("multi-stakeholder"))
CLASSES = [one.key for one in ARTICLES.classes]
TODAY = date(2026, 11, 23)


def casts(**by_class: str) -> list[Cast]:
    """`people="yyn-"` is two yes, one no and one who said nothing."""
    words = {"y": Vote.YES, "n": Vote.NO, "a": Vote.ABSTAIN, "s": Vote.ASIDE, "-": ""}
    return [Cast(key, words[one]) for key, marks in by_class.items() for one in marks]


def outcome(form: str, given_casts: Sequence[Cast]) -> str:
    return rules.result_of(form, ARTICLES, given_casts).outcome


def test_a_resolution_needs_more_than_half_of_the_votes() -> None:
    result = rules.result_of(
        "resolution", ARTICLES, casts(people="yyyn", workers="yan", supporters="yn")
    )
    assert result.outcome == Proposal.CARRIED
    assert result.words == (
        "9 of 9 members took part. 5 of 8 votes were yes; more than half was needed. Carried."
    )
    assert outcome("resolution", casts(people="yn", workers="yn", supporters="yn")) == Proposal.LOST


def test_a_special_resolution_needs_every_class() -> None:
    for_it = casts(people="yyyyyyyy", workers="yyyy", supporters="ny")
    result = rules.result_of("special", ARTICLES, for_it)
    assert result.outcome == Proposal.LOST and "Supporters" in result.words
    assert outcome("resolution", for_it) == Proposal.CARRIED
    assert outcome("special", casts(people="yyyyyy", workers="yyy", supporters="yyy")) == "carried"


def test_too_few_decide_nothing() -> None:
    result = rules.result_of(
        "resolution", ARTICLES, casts(people="yy--------" * 4, workers="-", supporters="-")
    )
    assert result.outcome == Proposal.TOO_FEW and "Of “Supporters” 0 took part" in result.words


def test_one_objection_stops_consent_and_standing_aside_does_not() -> None:
    assert outcome("consent", casts(people="yyss", workers="y", supporters="y")) == "carried"
    lost = rules.result_of("consent", ARTICLES, casts(people="yyyn", workers="y", supporters="y"))
    assert lost.outcome == Proposal.LOST and "1 objection stands" in lost.words


def test_a_poll_binds_nobody() -> None:
    assert outcome("poll", casts(people="y")) == Proposal.ASKED


@given(st.lists(st.tuples(st.sampled_from(CLASSES), st.sampled_from(["", "yes", "no", "abstain"]))))
def test_nothing_is_carried_without_its_majority(votes: list[tuple[str, str]]) -> None:
    given_casts = [Cast(*one) for one in votes]
    for form in rules.BINDING:
        result = rules.result_of(form, ARTICLES, given_casts)
        yes, no = rules.count_of(given_casts, "yes"), rules.count_of(given_casts, "no")
        assert (result.count.votes_for, result.count.votes_cast) == (yes, yes + no)
        assert sum(one.entitled for one in result.by_class.values()) == len(votes)
        if result.outcome == Proposal.CARRIED:
            assert yes > no
            assert rules.majority_of(form, ARTICLES).carried(yes, yes + no)


@given(
    st.lists(st.tuples(st.sampled_from(CLASSES), st.sampled_from(["", "yes", "no"])), min_size=1)
)
def test_another_yes_never_turns_a_decision_down(votes: list[tuple[str, str]]) -> None:
    """But for the quorum: who says yes instead of no, or instead of nothing, helps."""
    before = rules.result_of("resolution", ARTICLES, [Cast(*one) for one in votes])
    changed = [(votes[0][0], "yes"), *votes[1:]]
    after = rules.result_of("resolution", ARTICLES, [Cast(*one) for one in changed])
    if before.outcome == Proposal.CARRIED:
        assert after.outcome == Proposal.CARRIED


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (lambda: rules.check_words("", "text"), "title"),
        (lambda: rules.check_words("Title", ""), "text"),
        (lambda: rules.check_choice("resolution", "aside", ""), "choice"),
        (lambda: rules.check_choice("consent", "no", ""), "reason"),
        (
            lambda: rules.check_last_day("resolution", ARTICLES, TODAY, date(2026, 12, 7)),
            "last_day",
        ),
        (lambda: rules.check_last_day("poll", ARTICLES, TODAY, TODAY), "last_day"),
        (lambda: rules.check_last_day("poll", ARTICLES, TODAY, date(2028, 1, 1)), "last_day"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(act, field: str) -> None:
    with pytest.raises(DomainError) as caught:
        act()
    assert caught.value.field == field


def test_fourteen_clear_days_lie_between() -> None:
    assert rules.earliest_close("special", ARTICLES, TODAY) == date(2026, 12, 8)
    rules.check_last_day("special", ARTICLES, TODAY, date(2026, 12, 8))
