"""What a carried decision does by itself: welcome, appoint, share a surplus; and that there is no other way to it."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from kith.articles.decisions import BOARD, Count, Decision, NotDecided, about
from kith.articles.queries import articles_in_force
from kith.decisions import closing, proposing, surplus
from kith.decisions.actions import give_vote
from kith.decisions.effects import EFFECTS
from kith.decisions.factories import opened, vote_by, when_over
from kith.decisions.models import Proposal, SurplusRule
from kith.decisions.tests.test_pages import address, browser, sent
from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.models import Coop
from kith.membership.factories import a_society, make_member
from kith.membership.joining import actions as joining
from kith.membership.models import Application, Member
from kith.membership.queries import members_of
from kith.people.actions import wear_hat
from kith.people.factories import somebody, the_secretary, with_account
from kith.people.models import Person
from kith.people.queries import actor_for, hats_worn
from kith.people.rules import Details

pytestmark = pytest.mark.django_db
PARTS = {"reserve": 40, "community": 10, "education": 5, "cooperation": 5, "members": 40}


@pytest.fixture
def coop() -> Coop:
    """A workers' co-op: its members welcome, and share the surplus."""
    return a_society("forge", "worker")


@pytest.fixture
def members(coop: Coop) -> list[Member]:
    names = ("Ada", "Bob", "Cy", "Dee")
    found = [make_member(coop, with_account(somebody(coop, name)), "workers") for name in names]
    wear_hat(coop=coop, by=None, person=found[0].voter, role="secretary")
    return found


def asks_to_join(coop: Coop) -> Application:
    details = Details(
        name="Nia New", email="nia@kith.example", phone="", address="1 Mill Lane", postcode=""
    )
    least = articles_in_force(coop).shares.least
    made, _ = joining.apply_to_join(
        coop=coop, by=None, member_class="workers", details=details, shares_wanted=least
    )
    return made


def decided(proposal: Proposal, members: list[Member], *, no: int = 0) -> Proposal:
    proposal = opened(proposal)
    for place, one in enumerate(members):
        vote_by(proposal, one, "no" if place < no else "yes")
    with when_over(proposal):  # type: ignore[attr-defined]
        return closing.close(coop=proposal.coop, by=None, proposal=proposal)


def welcome(coop: Coop, by: Member, application: Application) -> Proposal:
    return proposing.propose_welcome(coop=coop, by=actor_for(by.voter), application=application)


def test_the_members_welcome_somebody(coop: Coop, members: list[Member]) -> None:
    application, ada = asks_to_join(coop), members[0]
    with pytest.raises(NotDecided, match="the members welcome"):
        joining.welcome_applicant(
            coop=coop, by=actor_for(ada.voter), application=application, decided_by="us"
        )
    with pytest.raises(NotAllowed):
        welcome(coop, members[1], application)
    proposal = welcome(coop, ada, application)
    with pytest.raises(DomainError, match="is about Nia New already"):
        welcome(coop, ada, application)
    done = decided(proposal, members, no=1)
    assert done.effect_words == "Nia New is a member, with the number 5, and was told."
    application.refresh_from_db()
    assert application.state == Application.WELCOMED
    assert application.decided_by.startswith("Proposal 1: 4 of 4 members took part")
    assert members_of(coop).count() == 5


def test_a_vote_against_welcomes_nobody(coop: Coop, members: list[Member]) -> None:
    application = asks_to_join(coop)
    done = decided(welcome(coop, members[0], application), members, no=3)
    assert done.outcome == Proposal.LOST and not done.effect_at
    application.refresh_from_db()
    assert application.state == Application.WAITING


def test_an_appeal_is_answered_by_the_members(coop: Coop, members: list[Member]) -> None:
    application, ada = asks_to_join(coop), actor_for(members[0].voter)
    joining.refuse_applicant(
        coop=coop, by=ada, application=application, reason="Too far away.", decided_by="board"
    )
    application.refresh_from_db()
    with pytest.raises(DomainError, match="is answered"):
        welcome(coop, members[0], application)
    joining.appeal_refusal(coop=coop, by=None, application=application, appeal="I cycle.")
    application.refresh_from_db()
    done = decided(welcome(coop, members[0], application), members)
    application.refresh_from_db()
    assert done.effect_at and application.appeal_upheld and application.member


def test_an_application_taken_back_meanwhile_is_told_and_can_be_tried_again(
    coop: Coop, members: list[Member]
) -> None:
    application = asks_to_join(coop)
    proposal = welcome(coop, members[0], application)
    joining.withdraw_application(coop=coop, by=None, application=application)
    done = decided(proposal, members)
    assert done.outcome == Proposal.CARRIED and not done.effect_at
    assert done.effect_words.startswith("It could not take effect:")


def appoint(coop: Coop, by: Member, person: Person, office: str = "treasurer") -> Proposal:
    return proposing.propose_office(
        coop=coop, by=actor_for(by.voter), person=person, office=office, group=""
    )


def test_an_officer_takes_over_at_once(coop: Coop, members: list[Member]) -> None:
    the_secretary(coop)
    ada, bob, *_ = members
    with pytest.raises(DomainError, match="is secretary already"):
        appoint(coop, ada, ada.voter, "secretary")
    with pytest.raises(DomainError, match="Pick an office") as raised:
        appoint(coop, ada, bob.voter, "coach")
    assert raised.value.field == "office"
    done = decided(appoint(coop, ada, bob.voter, "secretary"), members)
    assert done.effect_words.startswith("Bob is our secretary. Our thanks to")
    with when_over(done):  # type: ignore[attr-defined]
        worn = hats_worn(coop).filter(role="secretary")
        assert [hat.person.name for hat in worn] == ["Bob"]


def test_the_board_appoints_too(coop: Coop, members: list[Member]) -> None:
    ada, bob, cy, _ = (one.voter for one in members)
    for one in (ada, bob, cy):
        wear_hat(coop=coop, by=None, person=one, role="board", since=clock.today(coop.zone))
    proposal = proposing.propose_office(
        coop=coop, by=actor_for(ada), person=bob, office="treasurer", group="board"
    )
    own = opened(proposal).entitlements
    for one in own.select_related("voter"):
        give_vote(coop=coop, by=actor_for(one.voter), entitlement=one, choice="yes")
    done = closing.close(coop=coop, by=actor_for(ada), proposal=proposal)
    assert done.effect_words == "Bob is our treasurer."
    with pytest.raises(DomainError, match="Only somebody of the board"):
        proposing.propose_office(
            coop=coop, by=actor_for(members[3].voter), person=cy, office="treasurer", group="board"
        )


def share(coop: Coop, by: Member, **other: int) -> Proposal:
    return proposing.propose_surplus(coop=coop, by=actor_for(by.voter), parts=PARTS | other)


def test_a_surplus_is_shared_as_decided(coop: Coop, members: list[Member]) -> None:
    proposal = share(coop, members[0])
    words = proposal.wordings.get().text
    assert "Reserve that is never shared: 40 %" in words and "by hours worked" in words
    assert not surplus.rules_of(coop)  # proposed is not decided
    done = decided(proposal, members)
    (rule,) = surplus.rules_of(coop)
    assert done.effect_at and rule.members == 40
    assert rule == surplus.rule_of_year(coop, rule.year_ends)
    assert rule.decided_by.startswith("Proposal 1: ")
    with pytest.raises(DomainError, match="decided already"):
        share(coop, members[0])


@pytest.mark.parametrize(
    ("parts", "field", "words"),
    [
        ({"reserve": 20, "members": 60}, "reserve", "at least"),
        ({"members": 55, "reserve": 25}, "reserve", "at least"),
        ({"reserve": 30, "members": 51, "community": 9}, "community", "at least"),
        ({"reserve": 30, "members": 55}, "members", "at most"),
        ({"reserve": 50}, "members", "make 110 %"),
    ],
)
def test_a_share_beyond_the_articles_is_named(
    coop: Coop, members: list[Member], parts: dict[str, int], field: str, words: str
) -> None:
    with pytest.raises(DomainError, match=words) as raised:
        share(coop, members[0], **parts)
    assert raised.value.field == field
    assert not SurplusRule.objects.exists()


def test_no_rule_without_this_very_decision_of_whom_the_articles_name(
    coop: Coop, members: list[Member]
) -> None:
    share(coop, members[0])
    rule = SurplusRule.objects.get()
    whole = Count(4, 4, 4)
    said = Decision(
        "1", about(rule), "Proposal 1", date(2026, 11, 23), "members", passed=True, count=whole
    )
    for wrong in (
        replace(said, about="decisions.surplusrule:1"),
        replace(said, by=BOARD),
        replace(said, passed=False),
        replace(said, count=Count(2, 4, 4)),
        replace(said, count=Count(5, 4, 4)),
    ):
        with pytest.raises(NotDecided):
            surplus.put_in_force(coop=coop, rule=rule, decision=wrong)
    surplus.put_in_force(coop=coop, rule=rule, decision=said)
    assert surplus.rule_of_year(coop, rule.year_ends)


def test_every_effect_stands_in_the_registry_that_members_read(
    coop: Coop, members: list[Member]
) -> None:
    page = browser(members[1].voter).get(address(coop, "effects")).text
    for one in EFFECTS.values():
        assert one.title in page
    assert "Share the surplus" in page


def test_the_pages_that_put_it_to_the_members(coop: Coop, members: list[Member]) -> None:
    ada, bob = browser(members[0].voter), members[1].voter
    application = asks_to_join(coop)
    where = {"coop": coop.slug, "application": application.pk}
    page = ada.get(reverse("membership:application", kwargs=where)).text
    assert "Put it to the members" in page and "Welcome them" not in page
    told = sent(ada, reverse("decisions:welcome", kwargs=where), why="We have met her.")
    assert "It is put to the members" in told and "We have met her." in told
    assert "Proposal 1" in ada.get(reverse("membership:application", kwargs=where)).text
    wrong = ada.post(address(coop, "appoint"), {"office": "treasurer", "group": "members"})
    assert wrong.status_code == 422
    told = sent(
        ada, address(coop, "appoint"), office="treasurer", person=str(bob.pk), group="members"
    )
    assert "Bob: treasurer" in told
    wrong = ada.post(address(coop, "surplus"), PARTS | {"reserve": 10})
    assert wrong.status_code == 422 and "Our articles ask for 30 % at least." in wrong.text
    assert "is proposed" in sent(ada, address(coop, "surplus"), **PARTS)
