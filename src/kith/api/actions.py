"""Making calendar addresses and taking them back."""

from django.db import transaction

from kith.api.models import FeedAddress
from kith.api.queries import addresses_of
from kith.api.rules import check_may_see, check_room_for_another, digest_of, new_secret
from kith.foundation import clock
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require
from kith.people.models import Person


@transaction.atomic
def make_address(*, coop: Coop, by: Actor, kind: str, label: str = "") -> str:
    """Make a calendar address for the one who asks and return its secret, which is shown once and never kept.

    Raises NotAllowed, TooManyAddresses.
    """
    require(by, Permission.CALENDAR_MAKE, Place(coop.id, person_id=by.person_id))
    check_may_see(by, kind)
    person = Person.objects.select_for_update().get(pk=by.person_id, coop=coop)
    check_room_for_another(addresses_of(coop, person).count())
    secret = new_secret()
    address = FeedAddress.objects.create(
        coop=coop, person=person, kind=kind, label=label, digest=digest_of(secret)
    )
    record(coop=coop, by=by, kind="calendar.address_made", subject=address)
    return secret


@transaction.atomic
def end_address(*, coop: Coop, by: Actor, address: FeedAddress) -> None:
    """Take a calendar address back: from now on it answers nobody. Raises NotAllowed."""
    require(by, Permission.CALENDAR_MAKE, address)
    address.ended_at = clock.now()
    address.save(update_fields=["ended_at"])
    record(coop=coop, by=by, kind="calendar.address_ended", subject=address)


def note_fetch(address: FeedAddress) -> None:
    """Remember when a calendar last asked, so that an unused address can be seen and taken back."""
    FeedAddress.objects.filter(pk=address.pk).update(fetched_at=clock.now())
