"""The event record: append-only, and hash-chained per co-op so that a changed row shows.

Each row's hash covers its own content and the hash before it (SHA-256 over canonical JSON), so one
altered, removed or inserted row breaks the chain from there on.
"""

import hashlib
import json
import tomllib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from django.db import models, transaction

from kith.foundation import clock
from kith.foundation.models import Coop, Event
from kith.foundation.permissions import Actor


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first place where a co-op's record does not hold together."""

    coop: str
    number: int
    reason: str


@transaction.atomic
def record(
    *,
    coop: Coop,
    by: Actor | None,
    kind: str,
    subject: models.Model | None = None,
    **details: object,
) -> Event:
    """Add one event to the co-op's chain, in the caller's transaction.

    `kind` is 'noun.verb_in_past' such as 'rota.published'. `details` must be plain JSON values; give ids as
    strings and never a person's care details or contact, which belong to their own rows.
    """
    Coop.objects.select_for_update().get(pk=coop.pk)
    last = Event.objects.filter(coop=coop).order_by("-number").only("number", "hash").first()
    event = Event(
        coop=coop,
        number=last.number + 1 if last else 1,
        at=clock.now(),
        by=by.person_id if by else None,
        kind=kind,
        subject=f"{subject._meta.label_lower}:{subject.pk}" if subject else "",
        details=json.loads(json.dumps(details, default=str)),
        previous=last.hash if last else "",
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    return event


def hash_of(event: Event) -> str:
    """The SHA-256 hex digest of an event's content and the hash before it."""
    content = {
        "coop": str(event.coop_id),
        "number": event.number,
        "at": _moment(event.at),
        "by": str(event.by) if event.by else None,
        "kind": event.kind,
        "subject": event.subject,
        "details": event.details,
        "previous": event.previous,
        "id": str(uuid.UUID(str(event.id))),
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def verify() -> Iterator[BrokenLink]:
    """Walk every co-op's chain and yield the first broken link of each chain that has one."""
    for coop in Coop.objects.order_by("slug").iterator():
        broken = first_broken_link(coop)
        if broken:
            yield broken


def first_broken_link(coop: Coop) -> BrokenLink | None:
    """Walk one co-op's chain: where it breaks first, or None when it is whole."""
    number, previous = 0, ""
    for event in Event.objects.filter(coop=coop).order_by("number").iterator(chunk_size=2000):
        if event.number != number + 1:
            return BrokenLink(coop.slug, number + 1, "the event is missing")
        if event.previous != previous:
            return BrokenLink(coop.slug, event.number, "it does not follow the event before it")
        if event.hash != hash_of(event):
            return BrokenLink(
                coop.slug, event.number, "its content was changed after it was written"
            )
        number, previous = event.number, event.hash
    return None


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


@cache
def event_words() -> Mapping[str, str]:
    """What each kind of event is called on screens, such as “Sent a week”."""
    with Path(__file__).with_name("events.toml").open("rb") as file:
        return {kind: str(words) for kind, words in tomllib.load(file).items()}
