"""The speakers' list: who asks to speak, who speaks now, and whose turn is over."""

from django.db import transaction

from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, allows, require
from kith.meetings import rules
from kith.meetings.actions.keeping import held, moment_in
from kith.meetings.models import Item, Meeting, Turn
from kith.meetings.queries.presence import attendance_of
from kith.membership.models import Member


@transaction.atomic
def ask_to_speak(*, coop: Coop, by: Actor, item: Item, member: Member) -> Turn:
    """Put a member who is there on the list, once. Raises NotAllowed, or DomainError."""
    meeting = _held_for(by, item, member)
    if not rules.is_current(meeting, item):
        raise DomainError("The meeting is not dealing with this point now.")
    if member.pk not in attendance_of(meeting).here:
        raise DomainError(f"{member.name} is not marked as here.")
    waiting = item.turns.filter(member=member, began_at__isnull=True, dropped=False).first()
    if waiting:
        return waiting
    turn = Turn.objects.create(coop=coop, item=item, member=member, asked_at=moment_in(meeting))
    record(coop=coop, by=by, kind="meeting.asked-to-speak", subject=item)
    return turn


def _held_for(by: Actor, item: Item, member: Member) -> Meeting:
    meeting = held(item.meeting)
    if not allows(by, Permission.MEETING_RUN, meeting):
        require(by, Permission.MEETING_ATTEND, member)
    return meeting


@transaction.atomic
def drop_turn(*, coop: Coop, by: Actor, turn: Turn) -> Turn:
    """Take a member off the list who no longer wants to speak. Raises NotAllowed, or DomainError."""
    _held_for(by, turn.item, turn.member)
    kept = Turn.objects.get(pk=turn.pk)
    if kept.began_at:
        raise DomainError("They have spoken already.")
    kept.dropped = True
    kept.save(update_fields=["dropped"])
    record(coop=coop, by=by, kind="meeting.dropped-turn", subject=turn.item)
    return kept


@transaction.atomic
def give_word(*, coop: Coop, by: Actor, turn: Turn) -> Turn:
    """Give somebody on the list the word; whoever spoke before has ended. Raises NotAllowed, or DomainError."""
    meeting = held(turn.item.meeting)
    require(by, Permission.MEETING_RUN, meeting)
    if not rules.is_current(meeting, turn.item):
        raise DomainError("The meeting is not dealing with this point now.")
    kept = Turn.objects.get(pk=turn.pk)
    if kept.dropped or kept.began_at:
        raise DomainError("They are no longer waiting to speak.")
    _end_current(meeting, turn.item)
    kept.began_at = moment_in(meeting)
    kept.save(update_fields=["began_at"])
    record(coop=coop, by=by, kind="meeting.spoke", subject=turn.item)
    return kept


@transaction.atomic
def end_word(*, coop: Coop, by: Actor, item: Item) -> None:
    """Whoever speaks has ended. Raises NotAllowed."""
    meeting = held(item.meeting)
    require(by, Permission.MEETING_RUN, meeting)
    _end_current(meeting, item)


def _end_current(meeting: Meeting, item: Item) -> None:
    speaking = item.turns.filter(began_at__isnull=False, ended_at__isnull=True)
    speaking.update(ended_at=moment_in(meeting))
