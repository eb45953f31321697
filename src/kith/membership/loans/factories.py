"""Loans for tests, made by the actions that people use."""

from datetime import timedelta

from kith.foundation import clock
from kith.membership.loans import actions
from kith.membership.loans.models import Loan
from kith.membership.models import Member
from kith.membership.shares.factories import the_treasurer


def an_offer(member: Member, amount: int = 100_000, basis_points: int = 300) -> Loan:
    """Terms offered to a member, from today for two years."""
    today = clock.today(member.coop.zone)
    return actions.offer_loan(
        coop=member.coop,
        by=the_treasurer(member),
        member=member,
        amount=amount,
        basis_points=basis_points,
        starts_on=today,
        repay_by=today + timedelta(days=730),
        purpose="A van for the team",
    )


def a_loan(member: Member, amount: int = 100_000, basis_points: int = 300) -> Loan:
    """A loan that the member agreed to on paper."""
    loan = an_offer(member, amount, basis_points)
    return actions.agree_loan(
        coop=member.coop, by=the_treasurer(member), loan=loan, words="signed paper"
    )
