"""Loans for tests, made by the actions that people use."""

from datetime import timedelta

from kith.foundation import clock
from kith.foundation.permissions import Actor, Held
from kith.membership.loans import actions
from kith.membership.loans.models import Loan
from kith.membership.models import Member
from kith.people.models import Person
from kith.people.queries import actor_for


def the_keeper(member: Member) -> Actor:
    """Somebody else than the member, who may do all that a treasurer may in the member's co-op."""
    other = Person.objects.filter(coop=member.coop_id).exclude(pk=member.voter.pk)[0]
    return Actor(member.coop_id, other.pk, "The treasurer", (Held("treasurer"),))


def offer_a_loan(member: Member, amount: int = 100_000, basis_points: int = 300) -> Loan:
    """Terms for two years from today that wait for the member's answer."""
    today = clock.today(member.coop.zone)
    return actions.offer_loan(
        coop=member.coop,
        by=the_keeper(member),
        member=member,
        amount=amount,
        basis_points=basis_points,
        starts_on=today,
        repay_by=today + timedelta(days=730),
        purpose="the deposit for our office",
    )


def lend(member: Member, amount: int = 100_000, basis_points: int = 300) -> Loan:
    """A loan that the member agreed to and has paid in today."""
    loan = offer_a_loan(member, amount, basis_points)
    loan = actions.agree_loan(coop=member.coop, by=actor_for(member.voter), loan=loan)
    today = clock.today(member.coop.zone)
    actions.receive_loan(
        coop=member.coop, by=the_keeper(member), loan=loan, amount=amount, day=today
    )
    return loan
