"""Share offers for tests."""

from datetime import timedelta

from kith.foundation import clock
from kith.foundation.models import Coop
from kith.membership.models import Member
from kith.membership.offers import actions
from kith.membership.offers.models import Offer, Pledge
from kith.membership.shares.factories import the_treasurer


def an_offer(member: Member, minimum: int = 20_000, target: int = 50_000) -> Offer:
    """An offer that is open for thirty days, written down by the treasurer of this member's co-op."""
    today = clock.today(member.coop.zone)
    return actions.open_offer(
        coop=member.coop,
        by=the_treasurer(member),
        title="A van for the round",
        purpose="So that meals come warm.",
        minimum=minimum,
        target=target,
        opens_on=today,
        closes_on=today + timedelta(days=30),
        decided_by="members’ meeting of today",
    )


def pledged(offer: Offer, member: Member, amount: int, paid: int | None = None) -> Pledge:
    """The member's pledge; `paid` of it has come in, or all."""
    by, coop = the_treasurer(member), member.coop
    pledge = actions.pledge_money(coop=coop, by=by, offer=offer, member=member, amount=amount)
    received = amount if paid is None else paid
    if received:
        day = clock.today(Coop.objects.get(pk=coop.pk).zone)
        actions.receive_pledged(coop=coop, by=by, pledge=pledge, amount=received, day=day)
    return pledge
