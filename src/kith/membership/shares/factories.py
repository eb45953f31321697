"""Share accounts for tests, made by the actions that people use where these do not ask for a day to pass."""

from datetime import timedelta

from kith.foundation import clock
from kith.foundation.permissions import Actor, Held
from kith.membership.models import Member
from kith.membership.shares import actions, nominee_actions
from kith.membership.shares.models import Nomination, Withdrawal


def the_treasurer(member: Member) -> Actor:
    """Somebody who may do all that a treasurer may in this member's co-op."""
    return Actor(member.coop_id, member.voter.pk, "The treasurer", (Held("treasurer"),))


def hold_shares(member: Member, amount: int, paid: int | None = None) -> Member:
    """The member holds shares of this amount in minor units; `paid` of it is paid, or all."""
    by, today = the_treasurer(member), clock.today(member.coop.zone)
    actions.take_shares(coop=member.coop, by=by, member=member, amount=amount)
    received = amount if paid is None else paid
    if received:
        actions.receive_payment(coop=member.coop, by=by, member=member, amount=received, day=today)
    return member


def wait_for_money(member: Member, amount: int, why: str = Withdrawal.ASKED) -> Withdrawal:
    """Something that waits to be paid back to the member."""
    today = clock.today(member.coop.zone)
    return Withdrawal.objects.create(
        coop=member.coop,
        member=member,
        amount=amount,
        why=why,
        asked_on=today,
        pay_by=today + timedelta(days=180),
    )


def name_somebody(member: Member, nominee: Member | None = None) -> Nomination:
    """The member names who is to have their shares."""
    return nominee_actions.nominate(
        coop=member.coop,
        by=the_treasurer(member),
        member=member,
        name=nominee.name if nominee else "Robin Heir",
        address="3 Mill Lane",
        nominee=nominee,
    )
