"""What a circle does: asks and offers, a calendar, and notes. Each needs that one may see that thing."""

from datetime import date, time

from django.db import transaction
from django.urls import reverse

from kith.foundation import clock
from kith.foundation.errors import ChangedMeanwhile, DomainError, NotAllowed
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.people.models import Person, line
from kith.people.telling import tell
from kith.support.circles.models import CircleAsk, CircleEvent, CircleNote, InCircle
from kith.support.circles.seeing import Side, seen_by, side_of

LONGEST = 5_000


def require_seeing(coop: Coop, by: Actor, person: Person, thing: str) -> None:
    """Raise NotAllowed unless they may see this thing of the circle now."""
    if thing not in seen_by(coop, by, person):
        raise NotAllowed("This is not open to you, or not any more. Nothing was changed.")


@transaction.atomic
def add_ask(
    *,
    coop: Coop,
    by: Actor,
    person: Person,
    what: str,
    kind: str = CircleAsk.ASK,
    day: date | None = None,
    at: time | None = None,
) -> CircleAsk:
    """Ask the circle for something, or offer something. The others who see asks are told.

    Raises NotAllowed, DomainError naming `what` or `day`.
    """
    require_seeing(coop, by, person, "asks")
    if not line(what):
        raise DomainError("Write what it is.", field="what")
    if kind not in dict(CircleAsk.KINDS):
        raise DomainError("Is it asked for, or offered?", field="kind")
    _check_day(coop, day)
    ask = CircleAsk.objects.create(
        coop=coop,
        person=person,
        kind=kind,
        what=line(what)[:160],
        day=day,
        at=at if day else None,
        by_id=by.person_id,
    )
    record(coop=coop, by=by, kind="circle.ask-added", subject=ask)
    asks = kind == CircleAsk.ASK
    title = f"{person.short}’s circle: can somebody help?" if asks else f"An offer: {ask.what}"
    _tell(ask, _circle_seeing(person, "asks") if asks else [person], by, title)
    return ask


def _check_day(coop: Coop, day: date | None) -> None:
    if day and day < clock.today(coop.zone):
        raise DomainError("Pick a day to come.", field="day")


@transaction.atomic
def take_ask(*, coop: Coop, by: Actor, ask: CircleAsk) -> CircleAsk:
    """Say “I do it”, or take up an offer; whoever made it is told. Raises NotAllowed, ChangedMeanwhile."""
    kept = _held(coop, by, ask)
    if kept.taken_by_id:
        raise ChangedMeanwhile(f"{kept.taken_by} was quicker: it is taken already.")
    if kept.kind == CircleAsk.OFFER and side_of(coop, by, kept.person) is Side.CIRCLE:
        raise NotAllowed(f"This is offered to {kept.person.short}.")
    kept.taken_by_id, kept.taken_at = by.person_id, clock.now()
    kept.save(update_fields=["taken_by", "taken_at"])
    record(coop=coop, by=by, kind="circle.ask-taken", subject=kept)
    told = {kept.by_id, kept.person_id} - {by.person_id, None}
    _tell(kept, told, by, f"{by.name} takes it: {kept.what}"[:160])
    return kept


@transaction.atomic
def give_back_ask(*, coop: Coop, by: Actor, ask: CircleAsk) -> CircleAsk:
    """Whoever took it cannot do it after all; the circle is told. Raises NotAllowed, ChangedMeanwhile."""
    kept = _held(coop, by, ask)
    if kept.taken_by_id != by.person_id:
        raise NotAllowed("Only whoever took it gives it back.")
    kept.taken_by, kept.taken_at = None, None
    kept.save(update_fields=["taken_by", "taken_at"])
    record(coop=coop, by=by, kind="circle.ask-back", subject=kept)
    told = {*_circle_seeing(kept.person, "asks"), kept.by_id} - {by.person_id, None}
    _tell(kept, told, by, f"It is open again: {kept.what}"[:160])
    return kept


@transaction.atomic
def end_ask(*, coop: Coop, by: Actor, ask: CircleAsk, done: bool) -> CircleAsk:
    """It is done, or it is not needed any more: said by the person, whoever made it, or whoever took it.

    Raises NotAllowed, ChangedMeanwhile.
    """
    kept = _held(coop, by, ask)
    if by.person_id not in (kept.person_id, kept.by_id, kept.taken_by_id):
        raise NotAllowed("Whoever asked, or took it, says that it is done.")
    if done:
        kept.done_at = clock.now()
    else:
        kept.off_at = clock.now()
    kept.save(update_fields=["done_at", "off_at"])
    record(coop=coop, by=by, kind="circle.ask-ended", subject=kept)
    return kept


def _held(coop: Coop, by: Actor, ask: CircleAsk) -> CircleAsk:
    require_seeing(coop, by, ask.person, "asks")
    kept = CircleAsk.objects.select_for_update(of=("self",)).get(pk=ask.pk, coop=coop)
    if not kept.open:
        raise ChangedMeanwhile("This is done, or not needed any more.")
    return kept


@transaction.atomic
def add_event(
    *,
    coop: Coop,
    by: Actor,
    person: Person,
    what: str,
    day: date,
    at: time | None = None,
    where: str = "",
    meeting: bool = False,
) -> CircleEvent:
    """Put something into the circle's calendar; for a meeting everybody who sees it is told.

    Raises NotAllowed, DomainError naming `what` or `day`.
    """
    require_seeing(coop, by, person, "calendar")
    if not line(what):
        raise DomainError("Write what it is.", field="what")
    _check_day(coop, day)
    event = CircleEvent.objects.create(
        coop=coop,
        person=person,
        what=line(what)[:160],
        day=day,
        at=at,
        where=line(where)[:160],
        meeting=meeting,
        by_id=by.person_id,
    )
    record(coop=coop, by=by, kind="circle.event-added", subject=event)
    if meeting:
        told = {*_circle_seeing(person, "calendar"), person.pk}
        _tell(event, told, by, f"{person.short}’s circle meets: {event.what}"[:160])
    return event


@transaction.atomic
def cancel_event(*, coop: Coop, by: Actor, event: CircleEvent) -> CircleEvent:
    """Take it out of the calendar again: by whoever put it in, or the person. Raises NotAllowed, ChangedMeanwhile."""
    require_seeing(coop, by, event.person, "calendar")
    kept = CircleEvent.objects.select_for_update(of=("self",)).get(pk=event.pk, coop=coop)
    if by.person_id not in (kept.by_id, kept.person_id):
        raise NotAllowed("Whoever put it in takes it out.")
    if kept.off_at:
        raise ChangedMeanwhile("It is out already.")
    kept.off_at = clock.now()
    kept.save(update_fields=["off_at"])
    record(coop=coop, by=by, kind="circle.event-off", subject=kept)
    return kept


@transaction.atomic
def add_note(
    *, coop: Coop, by: Actor, person: Person, text: str, event: CircleEvent | None = None
) -> CircleNote:
    """Write something for the circle; with a meeting, what was agreed there. Raises NotAllowed, DomainError."""
    require_seeing(coop, by, person, "notes")
    words = text.strip()
    if not words:
        raise DomainError("Write something first.", field="text")
    if len(words) > LONGEST:
        raise DomainError(f"Keep this to {LONGEST:,} letters; it has {len(words):,}.", field="text")
    if event and event.person_id != person.pk:
        raise DomainError("That meeting is of another circle.")
    note = CircleNote.objects.create(
        coop=coop, person=person, event=event, text=words, by_id=by.person_id
    )
    record(coop=coop, by=by, kind="circle.note-added", subject=person)
    return note


def _circle_seeing(person: Person, thing: str) -> set[object]:
    """Those of the circle who take part and see this thing."""
    rows = InCircle.objects.filter(person=person, ended_at__isnull=True, state=InCircle.IN)
    return {row.member_id for row in rows if thing in row.may}


def _tell(of: CircleAsk | CircleEvent, people: object, by: Actor, title: str) -> None:
    told = {getattr(one, "pk", one) for one in people} - {by.person_id, None}  # type: ignore[attr-defined]
    tell(
        coop=of.coop,
        people=told,
        kind="circle",
        title=title[:160],
        text=of.what,
        link=reverse("support:circle", kwargs={"coop": of.coop.slug, "person": of.person_id}),
        subject=of.pk,
    )
