"""Shares in Don Valley: paid by most, more by some; interest for a year; one is repaid, another waits."""

from datetime import date

from kith.articles.queries import articles_in_force
from kith.demo.cast import acting, person_named
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.membership.models import Member
from kith.membership.queries import members_of, membership_of
from kith.membership.shares.actions import (
    ask_back,
    pay_back,
    receive_payment,
    take_shares,
)
from kith.membership.shares.money_actions import give_interest
from kith.membership.shares.nominee_actions import nominate
from kith.membership.shares.queries import balance_of, capital_of, waiting_in
from kith.people.models import Notice
from kith.people.queries import actor_for
from kith.people.telling import see_notice

TREASURER = "Devinder Rana"
MORE = {
    "Anwar Malik": 250_00,
    "Joan Whitworth": 100_00,
    "Trevor Nettleship": 25_00,
    "Maya Robinson": 50_00,
}
NOT_YET = "Anwar Malik"  # has paid a part of what he took


def pay_for_shares(coop: Coop) -> None:
    """Everybody pays for their first shares; some take more; one names who is to have them."""
    for name, amount in MORE.items():
        member = _member(coop, name)
        take_shares(coop=coop, by=actor_for(member.voter), member=member, amount=amount)
    for member in members_of(coop):
        open_now = balance_of(member).unpaid
        if open_now:
            _receive(coop, member, open_now // 200 * 100 if member.name == NOT_YET else open_now)
    joan = _member(coop, "Joan Whitworth")
    nominate(
        coop=coop,
        by=actor_for(joan.voter),
        member=joan,
        name="Peter Whitworth",
        relation="my brother",
        address="4 Chapel Walk, Rotherham, S60 1EP",
    )


def pay_for_new_shares(coop: Coop) -> None:
    """Those who join today pay at once."""
    for member in members_of(coop).filter(entered_on=clock.today(coop.zone)).order_by("number"):
        open_now = balance_of(member).unpaid
        if open_now:
            _receive(coop, member, open_now)


def _receive(coop: Coop, member: Member, amount: int) -> None:
    treasurer = acting(coop, TREASURER)
    today = clock.today(coop.zone)
    receive_payment(
        coop=coop, by=treasurer, member=member, amount=amount, day=today, words="bank transfer"
    )
    for notice in Notice.objects.filter(coop=coop, person=member.voter, kind="shares"):
        see_notice(coop=coop, by=actor_for(notice.person), notice=notice)


def give_a_year_of_interest(coop: Coop, ends: date) -> None:
    """The members decided on one percent for the first year."""
    if capital_of(coop).paid and articles_in_force(coop).surplus.interest_most:
        give_interest(
            coop=coop,
            by=acting(coop, TREASURER),
            ends=ends,
            basis_points=100,
            decided_by="members’ meeting of the year",
        )


def repay_and_wait(coop: Coop) -> None:
    """Whoever has left is repaid; somebody else asks for a part of their shares."""
    treasurer, today = acting(coop, TREASURER), clock.today(coop.zone)
    for waiting in waiting_in(coop):
        if waiting.member.ceased_on and waiting.member.ceased_on <= today:
            pay_back(coop=coop, by=treasurer, withdrawal=waiting, day=today, words="bank transfer")
    trevor = _member(coop, "Trevor Nettleship")
    ask_back(coop=coop, by=actor_for(trevor.voter), member=trevor, amount=10_00)


def _member(coop: Coop, name: str) -> Member:
    member = membership_of(person_named(coop, name))
    if member is None:
        raise LookupError(f"{name} is not a member of {coop}.")
    return member
