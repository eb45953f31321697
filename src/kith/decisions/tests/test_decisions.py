"""A proposal's way: proposed, talked about, opened, voted on, closed, carried out; a refused step changes nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from kith.articles.actions import propose_articles, withdraw_articles
from kith.articles.models import ArticlesVersion
from kith.articles.queries import articles_in_force, newest_adopted
from kith.decisions import actions, closing, proposing, queries
from kith.decisions.factories import a_proposal, opened, vote_by, when_over
from kith.decisions.models import Entitlement, Proposal, Remark, Vote
from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.models import Coop
from kith.foundation.permissions import Held
from kith.membership.actions import leave_coop
from kith.membership.factories import a_society, make_member, make_organisation
from kith.membership.models import Member
from kith.membership.queries import members_of
from kith.people.factories import somebody
from kith.people.models import Notice
from kith.people.queries import actor_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop() -> Coop:
    return a_society("elm")


@pytest.fixture
def members(coop: Coop) -> list[Member]:
    people = [make_member(coop, somebody(coop, name), "people") for name in ("Ada", "Bob")]
    worker = make_member(coop, somebody(coop, "Cy"), "workers")
    return [*people, worker, make_organisation(coop, somebody(coop, "Dee"))]


def closed(proposal: Proposal) -> Proposal:
    with when_over(proposal):  # type: ignore[attr-defined]
        return closing.close(coop=proposal.coop, by=None, proposal=proposal)


def test_the_whole_way(coop: Coop, members: list[Member]) -> None:
    ada, bob, cy, dee = members
    proposal = opened(a_proposal(ada))
    assert [one.pk for one in queries.open_for(bob.voter)] == [proposal.pk]
    for member, choice in ((ada, "yes"), (bob, "no"), (bob, "yes"), (cy, "yes"), (dee, "no")):
        vote_by(proposal, member, choice)
    assert not queries.open_for(bob.voter).exists()
    done = closed(proposal)
    assert (done.outcome, done.state) == (Proposal.CARRIED, Proposal.CLOSED)
    assert done.outcome_words.startswith("4 of 4 members took part. 3 of 4 votes were yes")
    assert Notice.objects.filter(person=dee.voter, kind="decision").count() == 2
    assert Vote.objects.filter(entitlement__member=bob).count() == 2
    later = done.proposed_at + timedelta(days=99)
    assert queries.took_part(coop, done.proposed_at, later) == {
        "people": (2, 2),
        "workers": (1, 1),
        "supporters": (1, 1),
    }
    assert queries.took_part(coop, later, later) == {}


def test_who_may_vote_is_frozen_when_the_votes_open(coop: Coop, members: list[Member]) -> None:
    proposal = opened(a_proposal(members[0]))
    late = make_member(coop, somebody(coop, "Eve"), "people")
    assert queries.standing_of(proposal, late.voter).entitlement is None
    assert "no vote on this" in queries.standing_of(proposal, late.voter).why
    why = queries.standing_of(proposal, members[3].voter).why
    assert why.startswith("You vote for Helping Hands") and "Supporters" in why


def test_nobody_votes_for_another_or_after_leaving(coop: Coop, members: list[Member]) -> None:
    ada, bob, *_ = members
    proposal = opened(a_proposal(ada))
    own = queries.entitled_to(proposal).get(member=bob)
    with pytest.raises(NotAllowed):
        actions.give_vote(coop=coop, by=actor_for(ada.voter), entitlement=own, choice="yes")
    leave_coop(coop=coop, by=actor_for(bob.voter), member=bob, reason="moving")
    with pytest.raises((DomainError, NotAllowed)):
        actions.give_vote(coop=coop, by=actor_for(bob.voter), entitlement=own, choice="yes")
    assert not Vote.objects.exists()


def test_no_vote_before_or_after_and_none_is_lost(coop: Coop, members: list[Member]) -> None:
    proposal = opened(a_proposal(members[0]))
    vote_by(proposal, members[0], "yes")
    with when_over(proposal), pytest.raises(DomainError, match="have closed"):  # type: ignore[attr-defined]
        vote_by(proposal, members[0], "no")
    with pytest.raises(DomainError, match="3 members have not voted"):
        closing.close(coop=coop, by=actor_for(members[0].voter), proposal=proposal)
    closed(proposal)
    with pytest.raises(DomainError, match="decided"):
        vote_by(proposal, members[1], "no")


def test_everybody_has_voted_so_it_can_close_before_its_time(
    coop: Coop, members: list[Member]
) -> None:
    proposal = opened(a_proposal(members[0]))
    for member in members:
        vote_by(proposal, member, "yes")
    done = closing.close(coop=coop, by=actor_for(members[0].voter), proposal=proposal)
    assert done.outcome == Proposal.CARRIED


def test_an_objection_is_built_in_and_everybody_is_asked_anew(
    coop: Coop, members: list[Member]
) -> None:
    ada, bob, *_ = members
    proposal = opened(a_proposal(ada, Proposal.CONSENT))
    vote_by(proposal, bob, "no", "The door would be blocked.")
    ((_, objection),) = queries.objections_of(proposal)
    assert objection.reason == "The door would be blocked."
    first = queries.entitled_to(proposal).get(member=bob)
    changed = actions.word_anew(
        coop=coop,
        by=actor_for(ada.voter),
        proposal=proposal,
        title="A bench by the wall",
        text="We buy a bench and put it by the wall.",
    )
    assert changed.state == Proposal.TALKING
    again = opened(changed)
    assert again.round == 2 and not queries.objections_of(again)
    with pytest.raises(DomainError, match="words were changed"):
        actions.give_vote(coop=coop, by=actor_for(bob.voter), entitlement=first, choice="yes")
    for member in members:
        vote_by(again, member, "yes")
    assert closed(again).outcome == Proposal.CARRIED
    assert queries.wordings_of(again)[0].title == "A bench by the wall"
    assert closing.close_at_its_time.call(str(again.pk), 1) is False


def another_text(coop: Coop) -> str:
    return newest_adopted(coop).text.replace("notice_days = 14", "notice_days = 21")


def a_version(member: Member) -> ArticlesVersion:
    by = actor_for(member.voter)
    text = another_text(member.coop)
    return propose_articles(coop=member.coop, by=by, text=text, why="People need more time.")


def test_a_carried_change_of_the_articles_is_in_force_at_once(
    coop: Coop, members: list[Member]
) -> None:
    by = actor_for(members[0].voter)
    proposal = proposing.propose_articles_vote(coop=coop, by=by, version=a_version(members[0]))
    with pytest.raises(DomainError, match="already"):
        version = ArticlesVersion.objects.get(state="proposed")
        proposing.propose_articles_vote(coop=coop, by=by, version=version)
    proposal = opened(proposal)
    for member in members:
        vote_by(proposal, member, "yes")
    done = closed(proposal)
    assert done.effect_at and "Version 2 of our articles is in force" in done.effect_words
    with when_over(proposal):  # type: ignore[attr-defined]
        assert articles_in_force(coop).meetings.notice_days == 21


def test_a_class_that_says_no_keeps_the_articles_as_they_are(
    coop: Coop, members: list[Member]
) -> None:
    by = actor_for(members[0].voter)
    proposal = opened(
        proposing.propose_articles_vote(coop=coop, by=by, version=a_version(members[0]))
    )
    for member in members:
        vote_by(proposal, member, "no" if member.member_class == "workers" else "yes")
    done = closed(proposal)
    assert done.outcome == Proposal.LOST and not done.effect_at
    assert newest_adopted(coop).number == 1


def test_an_effect_that_cannot_happen_says_why_and_can_be_tried_again(
    coop: Coop, members: list[Member]
) -> None:
    by, version = actor_for(members[0].voter), a_version(members[0])
    proposal = opened(proposing.propose_articles_vote(coop=coop, by=by, version=version))
    for member in members:
        vote_by(proposal, member, "yes")
    withdraw_articles(coop=coop, by=by, version=version)
    done = closed(proposal)
    assert done.outcome == Proposal.CARRIED and done.effect_at is None
    assert "could not take effect: Version 2 is no proposal any more" in done.effect_words
    again = closing.try_effect_again(coop=coop, by=by, proposal=done)
    assert again.effect_at is None and newest_adopted(coop).number == 1


def test_a_resolution_is_never_enough_for_the_articles(coop: Coop, members: list[Member]) -> None:
    proposal = a_proposal(members[0])
    version = a_version(members[0])
    Proposal.objects.filter(pk=proposal.pk).update(
        effect="articles", about=f"articles.articlesversion:{version.pk}"
    )
    proposal = opened(Proposal.objects.get(pk=proposal.pk))
    for member in members:
        vote_by(proposal, member, "yes")
    assert not closed(proposal).effect_at
    assert newest_adopted(coop).number == 1


def test_a_reminder_goes_to_those_who_have_not_voted_alone(
    coop: Coop, members: list[Member]
) -> None:
    proposal = opened(a_proposal(members[0]))
    vote_by(proposal, members[0], "yes")
    assert closing.remind(proposal=proposal) == 3
    reminded = Notice.objects.filter(title__contains="close soon")
    assert members[0].voter not in [one.person for one in reminded]
    assert all("yes" not in one.text for one in reminded)


def test_what_was_said_goes_to_whoever_proposed_it(coop: Coop, members: list[Member]) -> None:
    proposal = a_proposal(members[0])
    by = actor_for(members[1].voter)
    actions.say(coop=coop, by=by, proposal=proposal, kind=Remark.QUESTION, text="How wide is it?")
    assert Notice.objects.filter(person=members[0].voter, text="How wide is it?").exists()
    with pytest.raises(DomainError) as caught:
        actions.say(coop=coop, by=by, proposal=proposal, kind=Remark.QUESTION, text=" ")
    assert caught.value.field == "text"


def test_only_whoever_proposed_it_or_the_secretary_ends_it(
    coop: Coop, members: list[Member]
) -> None:
    proposal = a_proposal(members[0])
    with pytest.raises(NotAllowed):
        actions.withdraw(coop=coop, by=actor_for(members[1].voter), proposal=proposal)
    gone = actions.withdraw(coop=coop, by=actor_for(members[0].voter), proposal=proposal)
    assert gone.state == Proposal.WITHDRAWN
    with pytest.raises(DomainError, match="taken back"):
        opened(gone)


def test_a_day_to_look_at_it_again(coop: Coop, members: list[Member]) -> None:
    proposal = closed(opened(a_proposal(members[0])))
    by, today = actor_for(members[0].voter), clock.today(coop.zone)
    with pytest.raises(DomainError) as caught:
        closing.review_later(coop=coop, by=by, proposal=proposal, on=today)
    assert caught.value.field == "on"
    assert proposal.outcome == Proposal.TOO_FEW


@pytest.mark.parametrize("table", ["vote", "entitlement", "wording", "remark"])
def test_the_database_keeps_votes_and_words_as_they_were(
    coop: Coop, members: list[Member], table: str
) -> None:
    proposal = opened(a_proposal(members[0]))
    vote_by(proposal, members[0], "yes")
    by = actor_for(members[0].voter)
    actions.say(coop=coop, by=by, proposal=proposal, kind="question", text="Why?")
    for statement in (f"DELETE FROM decisions_{table}", f"UPDATE decisions_{table} SET id = id"):  # noqa: S608  # fixed words
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert Entitlement.objects.count() == 4


def an_expulsion(coop: Coop, board: Member, member: Member, **more: object) -> Proposal:
    given = {"reason": "Hit somebody, twice.", "heard": True, **more}
    by = replace(actor_for(board.voter), holds=(Held("board"), Held("member")))
    return proposing.propose_expulsion(coop=coop, by=by, member=member, **given)  # type: ignore[arg-type]


def test_only_the_members_expel_and_by_each_class(coop: Coop, members: list[Member]) -> None:
    ada, bob, cy, dee = members
    more = [make_member(coop, somebody(coop, name), "people") for name in ("Eve", "Flo")]
    proposal = an_expulsion(coop, ada, bob)
    assert Notice.objects.filter(person=bob.voter, title__contains="expel you").exists()
    with pytest.raises(DomainError, match="is about Bob already"):
        an_expulsion(coop, ada, bob)
    proposal = opened(proposal)
    vote_by(proposal, bob, "no")
    for member in (ada, cy, dee, *more):
        vote_by(proposal, member, "yes")
    done = closed(proposal)
    assert done.effect_at and done.effect_words == "Bob is no longer a member, and was told why."
    with when_over(proposal):  # type: ignore[attr-defined]
        assert bob.pk not in [one.pk for one in members_of(coop)]


def test_a_vote_against_expelling_keeps_the_member(coop: Coop, members: list[Member]) -> None:
    ada, bob, cy, dee = members
    proposal = opened(an_expulsion(coop, ada, bob))
    for member, choice in ((ada, "yes"), (bob, "no"), (cy, "yes"), (dee, "yes")):
        vote_by(proposal, member, choice)
    assert closed(proposal).outcome == Proposal.LOST
    assert bob.pk in [one.pk for one in members_of(coop)]


def test_nobody_is_expelled_unheard_or_by_any_member(coop: Coop, members: list[Member]) -> None:
    ada, bob, *_ = members
    with pytest.raises(DomainError, match="unheard"):
        an_expulsion(coop, ada, bob, heard=False)
    with pytest.raises(NotAllowed):
        proposing.propose_expulsion(
            coop=coop, by=actor_for(ada.voter), member=bob, reason="A quarrel.", heard=True
        )
    assert not Proposal.objects.exists()


def test_on_its_day_those_who_decided_are_told_to_look_again(
    coop: Coop, members: list[Member]
) -> None:
    ada, bob, *_ = members
    done = closed(opened(a_proposal(ada)))
    assert done.closed_at
    with when_over(done):  # type: ignore[attr-defined]
        by, on = actor_for(ada.voter), clock.today(coop.zone) + timedelta(days=30)
        closing.review_later(coop=coop, by=by, proposal=done, on=on)
        assert closing.look_again.call(str(done.pk), on.isoformat()) == 4
        told = Notice.objects.get(person=bob.voter, title__startswith="To look at again")
        assert told.link.endswith(f"/decisions/{done.number}/")
        later = on + timedelta(days=1)
        closing.review_later(coop=coop, by=by, proposal=done, on=later)
        assert closing.look_again.call(str(done.pk), on.isoformat()) == 0  # the day was changed
