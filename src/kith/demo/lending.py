"""A share offer in Don Valley that is open, a loan that is being repaid, and one whose member has not answered."""

from datetime import timedelta

from kith.demo.cast import acting, person_named
from kith.demo.money import TREASURER
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.membership.loans.actions import agree_loan, offer_loan, receive_loan, repay_loan
from kith.membership.loans.actions import give_interest as give_loan_interest
from kith.membership.loans.models import Loan
from kith.membership.models import Member
from kith.membership.offers.actions import open_offer, pledge_money, receive_pledged
from kith.membership.offers.models import Offer
from kith.membership.queries import members_of, membership_of
from kith.people.models import Notice
from kith.people.queries import actor_for
from kith.people.telling import see_notice

LENDER, ASKED = "Anwar Malik", "Joan Whitworth"
LENT = 600_00
PLEDGED = (  # name, pence, and whether it has come in
    ("Joan Whitworth", 250_00, True),
    ("Maya Robinson", 40_00, True),
    ("Samira Hussain", 75_00, True),
    ("Margaret Ollerenshaw", 20_00, True),
    ("Anwar Malik", 500_00, True),
    ("Tom Ashworth", 50_00, False),
    ("Tinsley Food Bank", 400_00, False),
)


def borrow(coop: Coop) -> None:
    """The shopkeeper lends the money for bicycles, on terms that he reads and agrees to."""
    loan = _offer(coop, LENDER, LENT, "Electric bicycles for the team")
    loan = agree_loan(coop=coop, by=actor_for(loan.member.voter), loan=loan)
    day = clock.today(coop.zone)
    treasurer = acting(coop, TREASURER)
    receive_loan(coop=coop, by=treasurer, loan=loan, amount=LENT, day=day, words="bank transfer")
    _read(coop, "loans")


def repay_some(coop: Coop) -> None:
    """Half a year later: the interest until yesterday, and a first part of the money back."""
    loan, treasurer = Loan.objects.get(coop=coop, state=Loan.AGREED), acting(coop, TREASURER)
    today = clock.today(coop.zone)
    give_loan_interest(coop=coop, by=treasurer, loan=loan, until=today - timedelta(days=1))
    repay_loan(coop=coop, by=treasurer, loan=loan, amount=150_00, day=today, words="bank transfer")
    _read(coop, "loans")
    _offer(coop, ASKED, 1_000_00, "A deposit for a room of our own on Staniforth Road")


def offer_shares(coop: Coop) -> None:
    """The members decided on a van with a ramp; some have pledged, and most of them have paid."""
    today = clock.today(coop.zone)
    offer = open_offer(
        coop=coop,
        by=acting(coop, TREASURER),
        title="A van with a ramp",
        purpose="A second-hand van that takes two wheelchairs, so that nobody misses the Tuesday dinner for want of a "
        "lift. If less than the minimum comes in, everybody gets their money back.",
        minimum=2_000_00,
        target=6_000_00,
        opens_on=today,
        closes_on=today + timedelta(days=56),
        decided_by="general meeting, item 6",
    )
    for name, amount, paid in PLEDGED:
        _pledges(offer, name, amount, paid=paid)
    _read(coop, "offer")


def _pledges(offer: Offer, name: str, amount: int, *, paid: bool) -> None:
    coop, member = offer.coop, _member(offer.coop, name)
    pledge = pledge_money(
        coop=coop, by=actor_for(member.voter), offer=offer, member=member, amount=amount
    )
    if paid:
        receive_pledged(
            coop=coop,
            by=acting(coop, TREASURER),
            pledge=pledge,
            amount=amount,
            day=clock.today(coop.zone),
            words="bank transfer",
        )


def _offer(coop: Coop, name: str, amount: int, purpose: str) -> Loan:
    today = clock.today(coop.zone)
    return offer_loan(
        coop=coop,
        by=acting(coop, TREASURER),
        member=_member(coop, name),
        amount=amount,
        basis_points=250,
        starts_on=today,
        repay_by=today + timedelta(days=730),
        purpose=purpose,
    )


def _member(coop: Coop, name: str) -> Member:
    """A member by name: an organisation's, or a person's."""
    of_society = members_of(coop).filter(organisation__name=name).first()
    member = of_society or membership_of(person_named(coop, name))
    if member is None:
        raise LookupError(f"{name} is not a member of {coop}.")
    return member


def _read(coop: Coop, kind: str) -> None:
    """Those who were told have read it."""
    for notice in Notice.objects.filter(coop=coop, kind=kind, seen_at=None):
        see_notice(coop=coop, by=actor_for(notice.person), notice=notice)
