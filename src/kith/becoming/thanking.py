"""Thanks for workers: read first by whom they are for."""

from django.db import transaction
from django.urls import reverse

from kith.becoming.models import Thanks
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.people.models import Person, line
from kith.people.telling import tell
from kith.teams.models import Member


@transaction.atomic
def give_thanks(*, coop: Coop, by: Actor, worker: Person, text: str) -> Thanks:
    """Write what one appreciates about a worker. They read it first. Raises DomainError naming `text`."""
    if not Member.objects.filter(coop=coop, person=worker).exists():
        raise DomainError("Thank somebody who works here.", field="text")
    if worker.pk == by.person_id:
        raise DomainError("Let others say it.", field="text")
    tidy = line(text)
    if not tidy or len(tidy) > 500:
        raise DomainError("Write one to 500 letters.", field="text")
    thanks = Thanks.objects.create(coop=coop, worker=worker, text=tidy, by_id=by.person_id)
    record(coop=coop, by=by, kind="thanks.given", subject=worker)
    tell(
        coop=coop,
        people=[worker],
        kind="thanks",
        title="Somebody appreciates you",
        link=reverse("becoming:thanks", kwargs={"coop": coop.slug}),
        subject=thanks.pk,
    )
    return thanks


@transaction.atomic
def share_thanks(*, coop: Coop, by: Actor, thanks: Thanks, shared: bool) -> Thanks:
    """The worker lets the team read it, or not. Raises NotAllowed."""
    if by.person_id != thanks.worker_id or thanks.coop_id != coop.pk:
        raise NotAllowed("Only whom it was written to decides who reads it.")
    thanks.shared = shared
    thanks.save(update_fields=["shared"])
    record(coop=coop, by=by, kind="thanks.shared", subject=thanks.worker)
    return thanks
