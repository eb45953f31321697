"""Polls with options: marked in four ways, refused in words when marks do not fit, counted and told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.decisions import actions, closing, options, queries
from kith.decisions.factories import opened, when_over
from kith.decisions.models import Proposal, Vote
from kith.decisions.tests.test_pages import address, browser, sent
from kith.foundation.errors import DomainError
from kith.foundation.models import Coop
from kith.membership.factories import a_society, make_member
from kith.membership.models import Member
from kith.people.factories import somebody, with_account
from kith.people.queries import actor_for

SOUPS = ["Leek", "Pea", "Lentil"]


@pytest.fixture
def coop(db: None) -> Coop:
    return a_society("soup")


@pytest.fixture
def members(coop: Coop) -> list[Member]:
    names = ("Ada", "Bob", "Cy")
    return [make_member(coop, with_account(somebody(coop, name)), "people") for name in names]


def poll(members: list[Member], marking: str, names: list[str] = SOUPS) -> Proposal:
    return actions.propose(
        coop=members[0].coop,
        by=actor_for(members[0].voter),
        form=Proposal.POLL,
        title="Which soup?",
        text="For the last Tuesday.",
        marking=marking,
        options=names,
    )


def marked(proposal: Proposal, member: Member, marks: dict[int, int]) -> Vote:
    own = queries.entitled_to(proposal).get(member=member)
    by = actor_for(member.voter)
    return actions.give_vote(coop=proposal.coop, by=by, entitlement=own, marks=marks)


@pytest.mark.parametrize(
    ("marking", "given_marks", "words"),
    [
        (Proposal.ONE, [{1: 1}, {2: 1}, {2: 1}], "Pea: 2 votes; Leek: 1 vote; Lentil: 0 votes."),
        (
            Proposal.APPROVAL,
            [{1: 1, 2: 1}, {2: 1}, {1: 1}],
            "Leek: 2 votes; Pea: 2 votes; Lentil: 0 votes. These have as many: Leek, Pea.",
        ),
        (
            Proposal.SCORE,
            [{1: 5, 2: 1, 3: 0}, {2: 4}, {3: 1}],
            "Leek: 5 points; Pea: 5 points; Lentil: 1 point. These have as many: Leek, Pea.",
        ),
        (
            Proposal.DOTS,
            [{1: 10}, {2: 3, 3: 7}, {3: 4}],
            "Lentil: 11 dots; Leek: 10 dots; Pea: 3 dots.",
        ),
    ],
)
def test_each_way_of_marking_is_counted_and_told(
    members: list[Member], marking: str, given_marks: list[dict[int, int]], words: str
) -> None:
    proposal = opened(poll(members, marking))
    marked(proposal, members[0], {1: 1})
    for member, marks in zip(members, given_marks, strict=True):
        marked(proposal, member, marks)  # the newest counts
    with when_over(proposal):  # type: ignore[attr-defined]
        done = closing.close(coop=proposal.coop, by=None, proposal=proposal)
    assert done.outcome == Proposal.ASKED
    assert done.outcome_words == f"3 of 3 members took part. {words} A poll binds nobody."


@pytest.mark.parametrize(
    ("marking", "marks", "words"),
    [
        (Proposal.ONE, {1: 1, 2: 1}, "Pick one option"),
        (Proposal.ONE, {1: 2}, "Pick one option"),
        (Proposal.ONE, {4: 1}, "not there"),
        (Proposal.APPROVAL, {1: 2}, "not there"),
        (Proposal.APPROVAL, {}, "Mark something"),
        (Proposal.SCORE, {1: 6}, "0 to 5 points"),
        (Proposal.SCORE, {1: -1}, "0 to 5 points"),
        (Proposal.DOTS, {1: 8, 2: 4}, "You laid 12 dots; there are 10"),
        (Proposal.DOTS, {1: 12, 2: -2}, "dots"),
        (Proposal.DOTS, {1: 0}, "Mark something"),
    ],
)
def test_marks_that_do_not_fit_are_refused_in_words(
    members: list[Member], marking: str, marks: dict[int, int], words: str
) -> None:
    proposal = opened(poll(members, marking))
    with pytest.raises(DomainError, match=words) as raised:
        marked(proposal, members[0], marks)
    assert raised.value.field == "marks"
    assert not Vote.objects.exists()


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["Leek"], "2 to 12 options"),
        ([str(one) for one in range(13)], "there are 13"),
        (["Leek", "leek"], "stands there twice"),
        (["Leek", "x" * 121], "has 121"),
    ],
)
def test_options_that_cannot_be_are_named(
    members: list[Member], names: list[str], words: str
) -> None:
    with pytest.raises(DomainError, match=words) as raised:
        poll(members, Proposal.ONE, names)
    assert raised.value.field == "options"
    with pytest.raises(DomainError, match="Pick how") as raised:
        poll(members, "best")
    assert raised.value.field == "marking"


@given(
    st.lists(
        st.dictionaries(st.integers(1, 3), st.integers(0, 3), min_size=1, max_size=3), max_size=20
    )
)
def test_no_dot_is_lost_or_made(ballots: list[dict[int, int]]) -> None:
    found = options.totals(Proposal.DOTS, SOUPS, ballots)
    assert sum(one.total for one in found) == sum(sum(one.values()) for one in ballots)
    assert {one.option for one in found} == set(SOUPS)
    assert [one.total for one in found] == sorted((one.total for one in found), reverse=True)


def test_the_pages_of_a_poll(coop: Coop, members: list[Member]) -> None:
    ada, bob = browser(members[0].voter), browser(members[1].voter)
    asked = {"title": "Which soup?", "text": "For Tuesday.", "marking": "dots", "at_once": "talk"}
    wrong = ada.post(address(coop, "ask"), asked | {"options": "Leek"})
    assert wrong.status_code == 422 and "there are 1" in wrong.text and "For Tuesday." in wrong.text
    told = sent(ada, address(coop, "ask"), **asked, options="Leek\n\n  Pea ")
    assert "Your poll is there" in told and "<li>Pea</li>" in told
    told = sent(
        ada, address(coop, "words", 1), title="Which soup?", text="Soon.", options="Leek\nBeet"
    )
    assert "<li>Beet</li>" in told
    proposal = opened(Proposal.objects.get())
    wrong = bob.post(address(coop, "vote", 1), {"marks_1": "10", "marks_2": "1"})
    assert wrong.status_code == 422 and "You laid 11 dots" in wrong.text
    assert bob.post(address(coop, "vote", 1), {"marks_1": "99"}).status_code == 422
    told = sent(bob, address(coop, "vote", 1), marks_1="7", marks_2="3", reason="I like <leek>.")
    assert "You said: Leek: 7, Beet: 3." in told
    with when_over(proposal):  # type: ignore[attr-defined]
        told = sent(ada, address(coop, "close", 1))
        assert "What the options got" in told and "I like &lt;leek&gt;." in told
        assert "Leek: 7, Beet: 3" in bob.get(address(coop, "mine")).text
