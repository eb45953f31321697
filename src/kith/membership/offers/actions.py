"""What happens in a share offer, from its opening to shares or refunds."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from kith.articles.queries import articles_in_force
from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require
from kith.kernel.money import Money
from kith.membership.models import Member
from kith.membership.offers import rules
from kith.membership.offers.models import Offer, OfferEntry, Pledge
from kith.membership.offers.queries import pledges_of, received_of, sums_of
from kith.membership.queries import members_of
from kith.membership.rules import check_here, decision_given
from kith.membership.shares.actions import allot_paid_shares
from kith.membership.shares.queries import balance_of
from kith.people.models import line
from kith.people.telling import tell


@transaction.atomic
def open_offer(
    *,
    coop: Coop,
    by: Actor,
    title: str,
    purpose: str,
    minimum: int,
    target: int,
    opens_on: date,
    closes_on: date,
    decided_by: str,
) -> Offer:
    """Offer shares for a purpose. Every member is told. Raises NotAllowed, or DomainError naming the field."""
    require(by, Permission.SHARES_KEEP, Place(coop.id))
    if not line(title):
        raise DomainError("Give the offer a name.", field="title")
    rules.check_offer(
        minimum=minimum,
        target=target,
        opens_on=opens_on,
        closes_on=closes_on,
        today=clock.today(coop.zone),
        value=articles_in_force(coop).shares.value,
    )
    offer = Offer.objects.create(
        coop=coop,
        title=line(title)[:120],
        purpose=purpose.strip(),
        minimum=minimum,
        target=target,
        opens_on=opens_on,
        closes_on=closes_on,
        decided_by=decision_given(decided_by),
        written_by_id=by.person_id,
    )
    record(coop=coop, by=by, kind="offer.opened", subject=offer, target=target)
    _tell(offer, list(members_of(coop)), f"A new share offer: {offer.title}", offer.purpose)
    return offer


def _locked(offer: Offer) -> Offer:
    """The offer's row, held until the transaction ends: pledges share one target."""
    return Offer.objects.select_for_update(of=("self",)).select_related("coop").get(pk=offer.pk)


@transaction.atomic
def pledge_money(*, coop: Coop, by: Actor, offer: Offer, member: Member, amount: int) -> Pledge:
    """A member pledges an amount in minor units, changes it, or takes it back with nothing.

    Raises NotAllowed, or DomainError naming `amount`.
    """
    require(by, Permission.SHARES_CHANGE, member)
    kept, today = _locked(offer), clock.today(coop.zone)
    rules.check_open(kept, today)
    check_here(member, today)
    pledge = Pledge.objects.filter(offer=kept, member=member).first()
    received = received_of(pledge) if pledge else 0
    rules.check_pledge(
        kept,
        member,
        amount,
        others=sums_of(kept).pledged - (pledge.amount if pledge else 0),
        received=received,
        held=balance_of(member),
        articles=articles_in_force(coop),
    )
    pledge = pledge or Pledge(coop=coop, offer=kept, member=member)
    pledge.amount = amount
    pledge.save()
    record(coop=coop, by=by, kind="offer.pledged", subject=pledge, amount=amount)
    return pledge


def _write(
    pledge: Pledge, by: Actor, kind: str, day: date, amount: int, words: str = ""
) -> OfferEntry:
    """Add an entry to a pledge of a locked offer. Raises DomainError when less would be held than nothing."""
    if received_of(pledge) + amount < 0:
        raise DomainError("There is less held than that. Nothing was changed.")
    last = pledge.entries.aggregate(last=Max("number"))["last"] or 0
    return OfferEntry.objects.create(
        coop=pledge.coop,
        pledge=pledge,
        number=last + 1,
        kind=kind,
        day=day,
        amount=amount,
        words=line(words)[:200],
        written_by_id=by.person_id,
    )


@transaction.atomic
def receive_pledged(
    *, coop: Coop, by: Actor, pledge: Pledge, amount: int, day: date, words: str = ""
) -> OfferEntry:
    """Money for a pledge came in. Raises NotAllowed, or DomainError naming `amount` or `day`."""
    require(by, Permission.SHARES_KEEP, Place(coop.id))
    offer = _locked(pledge.offer)
    if offer.closed_on:
        raise DomainError("This offer has ended: give the money back.")
    kept = Pledge.objects.select_related("member__coop").get(pk=pledge.pk, coop=coop)
    rules.check_day(day, kept.member.entered_on, clock.today(coop.zone))
    rules.check_receiving(amount, kept.amount, received_of(kept), coop.currency)
    entry = _write(kept, by, OfferEntry.RECEIVED, day, amount, words)
    record(coop=coop, by=by, kind="offer.received", subject=kept, amount=amount)
    money = Money(amount, coop.currency)
    _tell(offer, [kept.member], f"We received {money} for {offer.title}", "Thank you.")
    return entry


@transaction.atomic
def end_offer(*, coop: Coop, by: Actor, offer: Offer) -> Offer:
    """End an offer after its last day, or when its target has come in: shares for everybody, or all to be given back.

    Whoever is no longer a member, or has no room for more shares, is given the money back.
    Raises NotAllowed, or DomainError.
    """
    require(by, Permission.SHARES_KEEP, Place(coop.id))
    kept, today = _locked(offer), clock.today(coop.zone)
    sums = sums_of(kept)
    rules.check_closing(kept, sums.received, today)
    kept.closed_on, kept.reached = today, sums.received >= kept.minimum
    kept.save(update_fields=["closed_on", "reached"])
    record(coop=coop, by=by, kind="offer.ended", subject=kept, reached=kept.reached)
    pledges = list(pledges_of(kept))
    if kept.reached:
        for pledge in pledges:
            _allot(pledge, by, today)
    said = (
        "The minimum was reached."
        if kept.reached
        else "The minimum was not reached: you get all back."
    )
    _tell(kept, [one.member for one in pledges], f"{kept.title} has ended", said)
    return kept


def _allot(pledge: Pledge, by: Actor, day: date) -> None:
    """Whole shares for what came in; what cannot be shares stays to be given back."""
    articles = articles_in_force(pledge.coop)
    held = received_of(pledge)
    amount = held - held % articles.shares.value
    if not amount:
        return
    try:
        with transaction.atomic():
            allot_paid_shares(
                coop=pledge.coop,
                by=by,
                member=pledge.member,
                amount=amount,
                day=day,
                words=pledge.offer.title,
            )
            _write(pledge, by, OfferEntry.ALLOTTED, day, -amount)
    except DomainError as error:
        record(
            coop=pledge.coop, by=by, kind="offer.not-allotted", subject=pledge, why=error.message
        )


@transaction.atomic
def give_back(*, coop: Coop, by: Actor, pledge: Pledge, day: date, words: str = "") -> OfferEntry:
    """All that is held for a pledge was given back on this day, once the offer has ended or the pledge was taken back.

    Raises NotAllowed, or DomainError naming `day`.
    """
    require(by, Permission.SHARES_KEEP, Place(coop.id))
    offer = _locked(pledge.offer)
    kept = Pledge.objects.select_related("member__coop").get(pk=pledge.pk, coop=coop)
    rules.check_day(day, kept.member.entered_on, clock.today(coop.zone))
    held = received_of(kept)
    if not held:
        raise DomainError("Nothing is held for this pledge.")
    if not offer.closed_on:
        kept.amount = 0  # the money goes back before the end: so does the pledge
        kept.save(update_fields=["amount"])
    entry = _write(kept, by, OfferEntry.REFUNDED, day, -held, words)
    record(coop=coop, by=by, kind="offer.refunded", subject=kept, amount=held)
    money = Money(held, coop.currency)
    _tell(offer, [kept.member], f"We gave you {money} back for {offer.title}")
    return entry


def _tell(offer: Offer, members: list[Member], title: str, text: str = "") -> None:
    where = {"coop": offer.coop.slug, "offer": offer.pk}
    tell(
        coop=offer.coop,
        people=[one.voter for one in members],
        kind="offer",
        title=title[:120],
        text=text,
        link=reverse("offers:offer", kwargs=where),
        subject=offer.id,
    )
