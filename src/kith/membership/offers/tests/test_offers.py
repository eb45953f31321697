"""Share offers: pledged, received, ended; money received is always held, given back, or shares."""

import random
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.models import Coop
from kith.membership import actions as membership
from kith.membership.extensions import holdings_of
from kith.membership.factories import a_society, make_member
from kith.membership.models import Member
from kith.membership.offers import actions, queries
from kith.membership.offers.factories import an_offer, pledged
from kith.membership.shares.factories import hold_shares, the_treasurer
from kith.membership.shares.queries import balance_of
from kith.people.factories import somebody
from kith.people.queries import actor_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop() -> Coop:
    return a_society("van")


@pytest.fixture
def members(coop: Coop) -> list[Member]:
    return [
        make_member(coop, somebody(coop, name), "people") for name in ("Ada A", "Bob B", "Cy C")
    ]


def later(days: int = 31) -> object:
    return clock.stopped_at(clock.now() + timedelta(days=days))


def test_enough_comes_in_and_becomes_shares(coop: Coop, members: list[Member]) -> None:
    ada, bob, _ = members
    offer = an_offer(ada)
    pledged(offer, ada, 15_000)
    pledged(offer, bob, 10_000, paid=5_000)
    assert queries.sums_of(offer) == queries.Sums(25_000, 20_000, 0, 0)
    assert holdings_of(coop, [ada.pk])[ada.pk].other == 15_000
    with pytest.raises(DomainError, match="open until"):
        actions.end_offer(coop=coop, by=the_treasurer(ada), offer=offer)
    with later():
        actions.end_offer(coop=coop, by=the_treasurer(ada), offer=offer)
        with pytest.raises(DomainError, match="already"):
            actions.end_offer(coop=coop, by=the_treasurer(ada), offer=offer)
    assert (balance_of(ada).paid, balance_of(bob).paid) == (15_000, 5_000)
    assert queries.sums_of(offer) == queries.Sums(25_000, 20_000, 0, 20_000)
    assert holdings_of(coop, [ada.pk])[ada.pk].other == 0


def test_too_little_comes_in_and_every_penny_goes_back(coop: Coop, members: list[Member]) -> None:
    ada, bob, _ = members
    offer = an_offer(ada)
    pledge = pledged(offer, ada, 15_000)
    pledged(offer, bob, 5_000, paid=0)
    with later():
        ended = actions.end_offer(coop=coop, by=the_treasurer(ada), offer=offer)
        assert ended.reached is False and balance_of(ada).paid == 0
        day = clock.today(coop.zone)
        actions.give_back(coop=coop, by=the_treasurer(ada), pledge=pledge, day=day)
        with pytest.raises(DomainError, match="Nothing is held"):
            actions.give_back(coop=coop, by=the_treasurer(ada), pledge=pledge, day=day)
    assert queries.sums_of(offer) == queries.Sums(20_000, 15_000, 15_000, 0)


def test_who_has_left_meanwhile_is_given_the_money_back(coop: Coop, members: list[Member]) -> None:
    ada, bob, _ = members
    offer = an_offer(ada)
    pledge = pledged(offer, ada, 10_000)
    pledged(offer, bob, 10_000)
    membership.leave_coop(coop=coop, by=actor_for(ada.voter), member=ada)
    with later():
        actions.end_offer(coop=coop, by=the_treasurer(bob), offer=offer)
    assert (balance_of(ada).paid, balance_of(bob).paid) == (0, 10_000)
    assert queries.received_of(pledge) == 10_000


@pytest.mark.parametrize(
    ("amount", "words"),
    [(150, "whole shares"), (-100, "whole shares"), (50_100, "room for £500.00")],
)
def test_pledges_that_cannot_be(coop: Coop, members: list[Member], amount: int, words: str) -> None:
    ada = members[0]
    offer = an_offer(ada)
    with pytest.raises(DomainError, match=words) as said:
        actions.pledge_money(
            coop=coop, by=actor_for(ada.voter), offer=offer, member=ada, amount=amount
        )
    assert said.value.field == "amount"


def test_a_pledge_counts_with_what_is_held_and_can_be_taken_back(
    coop: Coop, members: list[Member]
) -> None:
    ada, bob, _ = members
    hold_shares(ada, 490_000)
    offer = an_offer(ada)
    by = actor_for(ada.voter)
    with pytest.raises(DomainError, match=r"room for £100\.00"):
        actions.pledge_money(coop=coop, by=by, offer=offer, member=ada, amount=20_000)
    actions.pledge_money(coop=coop, by=by, offer=offer, member=ada, amount=10_000)
    actions.pledge_money(coop=coop, by=by, offer=offer, member=ada, amount=0)
    assert queries.sums_of(offer).pledged == 0
    with pytest.raises(NotAllowed):
        actions.pledge_money(coop=coop, by=by, offer=offer, member=bob, amount=100)


def test_the_database_keeps_what_was_written(coop: Coop, members: list[Member]) -> None:
    pledged(an_offer(members[0]), members[0], 10_000)
    for statement in ("UPDATE offers_offerentry SET amount = 1", "DELETE FROM offers_offerentry"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.mark.parametrize("seed", range(20))
def test_money_is_held_given_back_or_shares_in_every_history(
    coop: Coop, members: list[Member], seed: int
) -> None:
    chance, by = random.Random(seed), the_treasurer(members[0])
    offer, moment = an_offer(members[0], minimum=10_000, target=30_000), clock.now()
    for _ in range(25):
        moment += timedelta(days=chance.choice((0, 0, 1, 5)))
        member, amount = chance.choice(members), chance.choice((0, 100, 5_000, 9_900, 30_000, 77))
        with clock.stopped_at(moment):
            day = clock.today(coop.zone)
            try:
                match chance.choice(("pledge", "receive", "receive", "back", "end", "leave")):
                    case "pledge":
                        actions.pledge_money(
                            coop=coop, by=by, offer=offer, member=member, amount=amount
                        )
                    case "end":
                        actions.end_offer(coop=coop, by=by, offer=offer)
                    case "leave" if chance.random() < 0.1:
                        membership.leave_coop(coop=coop, by=actor_for(member.voter), member=member)
                    case what:
                        pledge = queries.pledge_of(offer, member)
                        if pledge and what == "receive":
                            actions.receive_pledged(
                                coop=coop, by=by, pledge=pledge, amount=amount, day=day
                            )
                        elif pledge and what == "back":
                            actions.give_back(coop=coop, by=by, pledge=pledge, day=day)
            except (DomainError, NotAllowed):
                pass
            sums = queries.sums_of(offer)
            held = holdings_of(coop, [one.pk for one in members])
            assert sums.held == sum(one.other for one in held.values()) >= 0
            assert sums.pledged <= offer.target
            assert sums.allotted == sum(one.paid for one in held.values()) + sum(
                -entry.paid for one in members for entry in one.share_entries.filter(kind="repaid")
            )
