"""A meeting opens when its quorum is there, goes through its agenda, is adjourned for want of one, and ends."""

from datetime import date, time

from django.db import transaction

from kith.decisions.models import Proposal
from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, require
from kith.kernel.week import local_moment
from kith.meetings import rules
from kith.meetings.actions.calling import give_motions_back
from kith.meetings.actions.keeping import (
    every_voter,
    happen,
    held,
    moment_in,
    tell_about,
    when_words,
)
from kith.meetings.actions.presence import everybody_leaves
from kith.meetings.models import Happening, Item, Meeting, Minutes, MinutesVersion, Presence
from kith.meetings.queries.drafting import draft_of
from kith.meetings.queries.meetings import items_of, open_vote
from kith.meetings.queries.presence import Attendance, attendance_of
from kith.membership.models import Member
from kith.people.models import Person


@transaction.atomic
def open_meeting(*, coop: Coop, by: Actor, meeting: Meeting, chair: Member) -> Meeting:
    """Open the meeting, with one of those who are there in the chair; only with a quorum, and not before its time.

    Raises NotAllowed, or DomainError naming `chair`, or saying who is missing.
    """
    kept = held(meeting)
    require(by, Permission.MEETING_RUN, kept)
    attendance = attendance_of(kept)
    rules.check_can_open(kept, attendance.quorum, clock.now())
    _check_there(attendance, chair)
    again = kept.state == Meeting.ADJOURNED and kept.opened_at
    kept.state, kept.chair = Meeting.OPEN, chair.voter
    kept.opened_at = kept.opened_at or moment_in(kept)
    kept.save(update_fields=["state", "chair", "opened_at"])
    record(coop=coop, by=by, kind="meeting.opened", subject=kept)
    began = "The meeting went on" if again else "The meeting was opened"
    without = (
        " It was adjourned before for want of a quorum, and goes on with those who are there."
        if kept.without_quorum and not attendance.quorum.enough
        else ""
    )
    happen(
        kept,
        Happening.OPENED,
        f"{began}, {chair.voter.name} in the chair. {attendance.quorum.words}{without}",
    )
    return kept


def _check_there(attendance: Attendance, chair: Member) -> None:
    if chair.pk not in attendance.here:
        raise DomainError(f"{chair.name} is not marked as here.", field="chair")


@transaction.atomic
def change_chair(*, coop: Coop, by: Actor, meeting: Meeting, chair: Member) -> Meeting:
    """Somebody else who is there takes the chair. Raises NotAllowed, or DomainError naming `chair`."""
    kept = held(meeting)
    require(by, Permission.MEETING_RUN, kept)
    rules.check_state(kept, Meeting.OPEN)
    _check_there(attendance_of(kept), chair)
    kept.chair = chair.voter
    kept.save(update_fields=["chair"])
    record(coop=coop, by=by, kind="meeting.chaired", subject=kept)
    happen(kept, Happening.CHAIR, f"{chair.voter.name} took the chair.")
    return kept


@transaction.atomic
def take_up(*, coop: Coop, by: Actor, item: Item) -> Item:
    """Begin with a point of the agenda, or come back to it. Raises NotAllowed, or DomainError while votes are open."""
    meeting = held(item.meeting)
    require(by, Permission.MEETING_RUN, meeting)
    rules.check_state(meeting, Meeting.OPEN)
    _check_no_vote(meeting)
    there = Item.objects.get(pk=item.pk)
    if meeting.item_id == there.pk:
        return there
    happen(meeting, Happening.ITEM, f"{there.number}. {there.title}", there)
    there.taken_up_at = there.taken_up_at or meeting.last_at
    there.save(update_fields=["taken_up_at"])
    meeting.item = there
    meeting.save(update_fields=["item"])
    record(coop=coop, by=by, kind="meeting.item-taken-up", subject=there)
    return there


def _check_no_vote(meeting: Meeting) -> None:
    if open_vote(meeting):
        raise DomainError("Votes are open. Close them first.")


@transaction.atomic
def note(*, coop: Coop, by: Actor, meeting: Meeting, words: str) -> Happening:
    """Write down something that happened or was agreed, for the minutes. Raises NotAllowed, or DomainError."""
    kept = held(meeting)
    require(by, Permission.MEETING_RUN, kept)
    rules.check_state(kept, Meeting.OPEN)
    if not words.strip():
        raise DomainError("Write something.", field="words")
    record(coop=coop, by=by, kind="meeting.noted", subject=kept)
    return happen(kept, Happening.DONE, words.strip(), kept.item)


@transaction.atomic
def adjourn_meeting(*, coop: Coop, by: Actor, meeting: Meeting, day: date, at: time) -> Meeting:
    """Adjourn to another day and tell every member: for want of a quorum half an hour after the start, or as it wishes.

    For want of a quorum, the meeting then goes on with those who come. Raises NotAllowed, or DomainError naming `day`.
    """
    kept = held(meeting)
    require(by, Permission.MEETING_RUN, kept)
    attendance = attendance_of(kept)
    rules.check_can_adjourn(kept, attendance.quorum, clock.now())
    _check_no_vote(kept)
    rules.check_adjourned_to(clock.today(coop.zone), day)
    for_want = not attendance.quorum.enough
    everybody_leaves(kept, list(attendance.here.values()), by)
    kept.starts_at = local_moment(day, at, coop.zone)
    kept.state, kept.item = Meeting.ADJOURNED, None
    kept.without_quorum = kept.without_quorum or for_want
    kept.save(update_fields=["starts_at", "state", "item", "without_quorum"])
    record(coop=coop, by=by, kind="meeting.adjourned", subject=kept, for_want_of_quorum=for_want)
    why = f" for want of a quorum: {attendance.quorum.words}" if for_want else "."
    happen(kept, Happening.ADJOURNED, f"It was adjourned to {when_words(kept)}{why}")
    then = (
        "It then goes on with those who come, whatever their number."
        if for_want
        else "It then goes on where it stopped."
    )
    text = f"It goes on {when_words(kept)}, {kept.where}. {then}"
    tell_about(kept, every_voter(coop), f"Adjourned: {kept.title}", text)
    return kept


@transaction.atomic
def end_meeting(*, coop: Coop, by: Actor, meeting: Meeting) -> Meeting:
    """End the meeting: its minutes are drafted from what happened, and members who were not there are told of it.

    Motions on which it did not vote are talked about again. Raises NotAllowed, or DomainError while votes are open.
    """
    kept = held(meeting)
    require(by, Permission.MEETING_RUN, kept)
    rules.check_state(kept, Meeting.OPEN)
    _check_no_vote(kept)
    for item in give_motions_back(kept, by):
        happen(kept, Happening.DONE, f"“{item.title}” was not put to the vote.", item)
    here = list(attendance_of(kept).here.values())
    happen(kept, Happening.ENDED, "The meeting ended.")
    kept.state, kept.ended_at, kept.item = Meeting.ENDED, kept.last_at, None
    kept.save(update_fields=["state", "ended_at", "item"])
    record(coop=coop, by=by, kind="meeting.ended", subject=kept)
    minutes = Minutes.objects.create(coop=coop, meeting=kept)
    MinutesVersion.objects.create(
        coop=coop, minutes=minutes, number=1, text=draft_of(kept), by_id=by.person_id
    )
    _tell_the_absent(kept, here)
    return kept


def _tell_the_absent(meeting: Meeting, here: list[Presence]) -> None:
    were_there = {one.member.voter.pk for one in here}
    absent: list[Person] = [one for one in every_voter(meeting.coop) if one.pk not in were_there]
    decided = [
        f"“{item.title}”: {item.proposal.get_outcome_display()}."
        for item in items_of(meeting)
        if item.proposal and item.proposal.state == Proposal.CLOSED
    ]
    text = " ".join(decided) or "No motion was put to the vote."
    tell_about(meeting, absent, f"What was decided: {meeting.title}", text)
