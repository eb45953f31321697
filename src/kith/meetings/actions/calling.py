"""Planning a meeting, its notice to every member, changing where it is, and calling it off."""

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Max

from kith.articles.queries import articles_in_force
from kith.decisions.in_meeting import take_from_meeting
from kith.decisions.models import Proposal
from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require
from kith.kernel.week import local_moment
from kith.meetings import rules
from kith.meetings.actions.keeping import every_voter, happen, held, tell_about, when_words
from kith.meetings.models import Happening, Item, Meeting
from kith.meetings.queries.meetings import items_of, unapproved
from kith.membership.rules import day_words
from kith.people.models import line


@transaction.atomic
def plan_meeting(
    *,
    coop: Coop,
    by: Actor,
    title: str,
    day: date,
    at: time,
    where: str,
    kind: str = Meeting.GENERAL,
    phone: str = "",
    online: str = "",
) -> Meeting:
    """Plan a meeting; nobody is told yet. Minutes that wait for approval are put on its agenda.

    Raises NotAllowed, or DomainError naming a field: a day for which the notice would be too short names the first one.
    """
    require(by, Permission.MEETING_CALL, Place(coop.id))
    told = _told(title, where, phone, online)
    if kind not in dict(Meeting.KINDS):
        raise DomainError("Pick what kind of meeting it is.", field="kind")
    Coop.objects.select_for_update().get(pk=coop.pk)  # numbers follow one another
    rules.check_day(articles_in_force(coop), clock.today(coop.zone), day)
    last = Meeting.objects.filter(coop=coop).aggregate(last=Max("number"))["last"] or 0
    meeting = Meeting.objects.create(
        coop=coop,
        number=last + 1,
        kind=kind,
        starts_at=local_moment(day, at, coop.zone),
        planned_by_id=by.person_id,
        **told,
    )
    _put_minutes_on_it(meeting, by)
    record(coop=coop, by=by, kind="meeting.planned", subject=meeting)
    return meeting


def _told(title: str, where: str, phone: str, online: str) -> dict[str, str]:
    told = {
        "title": line(title)[:120],
        "where": line(where)[:200],
        "phone": line(phone)[:60],
        "online": line(online)[:300],
    }
    rules.check_where(told["where"], told["title"])
    if told["online"] and not told["online"].startswith(("https://", "http://")):
        raise DomainError("Write the whole address, beginning with https://.", field="online")
    return told


def _put_minutes_on_it(meeting: Meeting, by: Actor) -> None:
    on_one = Item.objects.filter(
        coop_id=meeting.coop_id,
        minutes__isnull=False,
        meeting__state__in=[Meeting.PLANNED, Meeting.CALLED, Meeting.OPEN, Meeting.ADJOURNED],
    )
    waiting = unapproved(meeting.coop, list(on_one.values_list("minutes_id", flat=True)))
    for number, minutes in enumerate(waiting, start=1):
        when = day_words(minutes.meeting.day)
        Item.objects.create(
            coop_id=meeting.coop_id,
            meeting=meeting,
            number=number,
            title=f"The minutes of {when}"[:120],
            minutes=minutes,
            added_by_id=by.person_id,
        )


@transaction.atomic
def send_notice(*, coop: Coop, by: Actor, meeting: Meeting) -> Meeting:
    """Call the meeting: every member who may vote is told when, where and about what.

    Raises NotAllowed, or DomainError when the clear days of the articles are no longer there.
    """
    require(by, Permission.MEETING_CALL, Place(coop.id))
    kept = held(meeting)
    rules.check_state(kept, Meeting.PLANNED)
    rules.check_day(articles_in_force(coop), clock.today(coop.zone), kept.day)
    kept.state, kept.called_at = Meeting.CALLED, clock.now()
    kept.save(update_fields=["state", "called_at"])
    record(coop=coop, by=by, kind="meeting.called", subject=kept)
    happen(kept, Happening.CALLED, "The notice was sent to every member.")
    agenda = " ".join(f"{one.number}. {one.title}." for one in items_of(kept))
    text = f"{when_words(kept)}, {kept.where}. {agenda}".strip()
    tell_about(kept, every_voter(coop), f"{kept.get_kind_display()}: {kept.title}", text)
    return kept


@transaction.atomic
def change_place(
    *, coop: Coop, by: Actor, meeting: Meeting, where: str, phone: str = "", online: str = ""
) -> Meeting:
    """Change where a meeting is, or how to ring in or join; members are told when it is called already.

    Raises NotAllowed, or DomainError naming a field.
    """
    require(by, Permission.MEETING_CALL, Place(coop.id))
    kept = held(meeting)
    rules.check_state(kept, Meeting.PLANNED, Meeting.CALLED, Meeting.ADJOURNED)
    before = {name: getattr(kept, name) for name in ("where", "phone", "online")}
    told = _told(kept.title, where, phone, online)
    del told["title"]
    if told == before:
        return kept
    _set(kept, told)
    record(coop=coop, by=by, kind="meeting.changed", subject=kept)
    if kept.state != Meeting.PLANNED:
        ways = ", ".join(filter(None, told.values()))
        tell_about(
            kept,
            every_voter(coop),
            f"{kept.title}: another place",
            f"{when_words(kept)}. Where it is now: {ways}.",
        )
    return kept


@transaction.atomic
def move_meeting(*, coop: Coop, by: Actor, meeting: Meeting, day: date, at: time) -> Meeting:
    """Change when a meeting is, before its notice is sent. Raises NotAllowed, or DomainError naming `day`."""
    require(by, Permission.MEETING_CALL, Place(coop.id))
    kept = held(meeting)
    rules.check_state(kept, Meeting.PLANNED)
    rules.check_day(articles_in_force(coop), clock.today(coop.zone), day)
    _set(kept, {"starts_at": local_moment(day, at, coop.zone)})
    record(coop=coop, by=by, kind="meeting.changed", subject=kept)
    return kept


def _set(meeting: Meeting, values: Mapping[str, str | datetime]) -> None:
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.save(update_fields=list(values))


@transaction.atomic
def cancel_meeting(*, coop: Coop, by: Actor, meeting: Meeting, why: str) -> Meeting:
    """Call a meeting off before it is open; its motions are talked about again, and members are told why.

    Raises NotAllowed, or DomainError naming `why`.
    """
    require(by, Permission.MEETING_CALL, Place(coop.id))
    kept = held(meeting)
    rules.check_state(kept, Meeting.PLANNED, Meeting.CALLED, Meeting.ADJOURNED)
    if not why.strip():
        raise DomainError("Say why: members have kept the day free.", field="why")
    known = kept.state != Meeting.PLANNED
    kept.state, kept.cancelled_why = Meeting.CANCELLED, why.strip()
    kept.save(update_fields=["state", "cancelled_why"])
    give_motions_back(kept, by)
    record(coop=coop, by=by, kind="meeting.cancelled", subject=kept)
    if known:
        text = f"{when_words(kept)}: it is called off. {kept.cancelled_why}"
        tell_about(kept, every_voter(coop), f"Called off: {kept.title}", text)
    return kept


def give_motions_back(meeting: Meeting, by: Actor) -> list[Item]:
    """Motions on which the meeting did not vote are talked about again; amendments go with them. Returns the points."""
    back = []
    for item in items_of(meeting):
        for one in item.amendments.select_related("proposal"):
            if one.proposal.state == Proposal.MEETING:
                take_from_meeting(
                    coop=meeting.coop, by=by, proposal=one.proposal, to=Proposal.WITHDRAWN
                )
        if item.proposal and item.proposal.state == Proposal.MEETING:
            take_from_meeting(coop=meeting.coop, by=by, proposal=item.proposal)
            back.append(item)
    return back
