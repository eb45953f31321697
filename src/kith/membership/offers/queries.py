"""Reading share offers: what was pledged, received, given back and made into shares."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet, Sum

from kith.foundation.models import Coop
from kith.membership.extensions import Holding
from kith.membership.models import Member
from kith.membership.offers.models import Offer, OfferEntry, Pledge


@dataclass(frozen=True, slots=True)
class Sums:
    """An offer in minor units. What was received is held, given back, or made into shares."""

    pledged: int
    received: int
    refunded: int
    allotted: int

    @property
    def held(self) -> int:
        """What the co-op holds for the pledgers."""
        return self.received - self.refunded - self.allotted


def offers_of(coop: Coop) -> QuerySet[Offer]:
    """All offers, the newest first."""
    return Offer.objects.select_related("coop").filter(coop=coop).order_by("-opens_on", "-id")


def offer_or_none(coop: Coop, offer_id: uuid.UUID) -> Offer | None:
    """An offer of this co-op by id."""
    return offers_of(coop).filter(pk=offer_id).first()


def pledges_of(offer: Offer) -> QuerySet[Pledge]:
    """The pledges of an offer with their members and entries, the oldest first."""
    people = ("member__coop", "member__person", "member__organisation__representative")
    entries = Prefetch("entries", OfferEntry.objects.order_by("number"))
    return Pledge.objects.select_related(*people).prefetch_related(entries).filter(offer=offer)


def sums_of(offer: Offer) -> Sums:
    """What the pledges and their entries add up to; two queries."""
    pledged = offer.pledges.aggregate(all=Sum("amount", default=0))["all"]
    entries = OfferEntry.objects.filter(pledge__offer=offer).order_by().values("kind")
    moved = dict(entries.annotate(all=Sum("amount")).values_list("kind", "all"))
    return Sums(
        pledged=pledged,
        received=moved.get(OfferEntry.RECEIVED, 0),
        refunded=-moved.get(OfferEntry.REFUNDED, 0),
        allotted=-moved.get(OfferEntry.ALLOTTED, 0),
    )


def pledge_of(offer: Offer, member: Member) -> Pledge | None:
    """What this member pledged in the offer."""
    return pledges_of(offer).filter(member=member).first()


def received_of(pledge: Pledge) -> int:
    """What came in for a pledge and is held."""
    return int(pledge.entries.aggregate(all=Sum("amount", default=0))["all"])


def holdings_of(coop: Coop, members: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Holding]:
    """Money of these members that waits for an offer to end."""
    entries = OfferEntry.objects.filter(coop=coop, pledge__member__in=members).order_by()
    held = entries.values("pledge__member").annotate(all=Sum("amount"))
    rows = held.values_list("pledge__member", "all")
    return {member: Holding(other=amount) for member, amount in rows}
