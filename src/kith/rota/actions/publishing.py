"""Agreeing a week and sending it: exactly those whose day changed are told, with what changed."""

from django.db import transaction
from django.urls import reverse

from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission
from kith.people.telling import tell
from kith.rota.actions.revisions import locked
from kith.rota.models import Publication, Rota, Visit
from kith.rota.queries.publications import (
    Affected,
    Told,
    affected_by_publish,
    last_publication,
    snapshot_of,
)
from kith.rota.rules.changes import pack


@transaction.atomic
def agree_week(*, coop: Coop, by: Actor, rota: Rota, expected_revision: int) -> Rota:
    """The team agrees to the week as it stands; it is not sent yet. Raises ChangedMeanwhile, NotAllowed."""
    kept = locked(coop, by, rota, expected_revision, Permission.ROTA_PUBLISH)
    kept.state = Rota.AGREED
    kept.agreed_at, kept.agreed_by_id = clock.now(), by.person_id
    kept.revision += 1
    kept.save(update_fields=["state", "agreed_at", "agreed_by", "revision"])
    record(coop=coop, by=by, kind="rota.agreed", subject=kept)
    return kept


@transaction.atomic
def publish_week(*, coop: Coop, by: Actor, rota: Rota, expected_revision: int) -> Affected:
    """Agree to the week as it stands and send it; return exactly those who were told.

    Each is told once, with a line for every visit of theirs that is new, moved, changed hands or is off. A week with
    gaps may be sent: those people read that somebody is still being found. Raises ChangedMeanwhile when the week has
    moved on or was sent by somebody else first, DomainError when it is empty or nothing changed, NotAllowed.
    """
    kept = locked(coop, by, rota, expected_revision, Permission.ROTA_PUBLISH)
    if not Visit.objects.filter(rota=kept).exists():
        raise DomainError("This week has no visits yet. Make the week first, then send it.")
    affected = affected_by_publish(kept)
    if not affected.count and not affected.first:
        raise DomainError("Nothing has changed since this week was sent, so nobody has to be told.")
    last = last_publication(kept)
    _mark_sent(kept, by)
    publication = Publication.objects.create(
        coop=coop,
        rota=kept,
        number=last.number + 1 if last else 1,
        at=kept.published_at or clock.now(),
        by_id=by.person_id,
        snapshot=pack(snapshot_of(kept)),
        told=[str(told.person_id) for told in (*affected.people, *affected.workers)],
    )
    for told in (*affected.people, *affected.workers):
        _tell(kept, told, affected.first)
    record(
        coop=coop,
        by=by,
        kind="rota.published",
        subject=kept,
        number=publication.number,
        told=affected.count,
        changes=affected.changes,
    )
    return affected


def _mark_sent(rota: Rota, by: Actor) -> None:
    moment = clock.now()
    if rota.agreed_at is None:
        rota.agreed_at, rota.agreed_by_id = moment, by.person_id
    rota.published_at, rota.published_by_id = moment, by.person_id
    rota.state = Rota.PUBLISHED
    rota.revision += 1
    rota.save()


def _tell(rota: Rota, told: Told, first: bool) -> None:  # noqa: FBT001  a private helper, called once
    week = f"{rota.monday:%-d %B}"
    what = "Your visits" if told.is_worker else "Who is coming"
    title = f"{what} in the week of {week}" + ("" if first else ": something has changed")
    page = "rota:my-week" if told.is_worker else "rota:coming"
    tell(
        coop=rota.coop,
        people=[told.person_id],
        kind="rota",
        title=title,
        text="\n".join(told.lines),
        link=reverse(page, kwargs={"coop": rota.coop.slug}) + f"?week={rota.week}",
        subject=rota.pk,
    )
