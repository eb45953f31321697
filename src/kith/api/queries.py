"""Reading calendar addresses, and what they show."""

import uuid
from datetime import timedelta

from django.db.models import QuerySet

from kith.api.models import FeedAddress
from kith.api.rules import digest_of, may_see
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.people.models import Person
from kith.people.queries import actor_for
from kith.rota.queries.sent import SentVisit, published_visits

WEEKS_BACK, WEEKS_AHEAD = 4, 8


def addresses_of(coop: Coop, person: Person) -> QuerySet[FeedAddress]:
    """The addresses of a person that still work."""
    return FeedAddress.objects.filter(coop=coop, person=person, ended_at__isnull=True)


def address_or_none(coop: Coop, address_id: uuid.UUID) -> FeedAddress | None:
    """A working address of this co-op by id."""
    return FeedAddress.objects.filter(coop=coop, pk=address_id, ended_at__isnull=True).first()


def address_with(secret: str) -> FeedAddress | None:
    """The working address with this secret, of somebody who still may see what it shows."""
    found = (
        FeedAddress.objects.select_related("person__coop", "coop")
        .filter(digest=digest_of(secret), ended_at__isnull=True, person__left_at__isnull=True)
        .first()
    )
    if found and may_see(actor_for(found.person), found.kind):
        return found
    return None


def visits_for(address: FeedAddress) -> tuple[SentVisit, ...]:
    """What the address shows: sent visits of the last four weeks and the next eight."""
    today = clock.today(address.coop.zone)
    return published_visits(
        address.coop,
        address.person,
        today - timedelta(weeks=WEEKS_BACK),
        today + timedelta(weeks=WEEKS_AHEAD),
        as_worker=address.kind == FeedAddress.MY_WEEK,
    )
