"""Members come to a meeting and leave it: in the room, at a telephone, online."""

from django.db import transaction

from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, allows, require
from kith.meetings import rules
from kith.meetings.actions.keeping import happen, held, moment_in
from kith.meetings.models import Happening, Meeting, Presence
from kith.membership.models import Member
from kith.membership.queries import voters_of


@transaction.atomic
def arrive(*, coop: Coop, by: Actor, meeting: Meeting, member: Member, way: str) -> Presence:
    """A member is here. Those who run the meeting mark anybody; a member marks themself as online.

    Whoever comes themself is no longer carried by a proxy while they are here. Twice the same changes nothing.
    Raises NotAllowed, or DomainError.
    """
    kept = _held_for(coop, by, meeting, member, online=way == Presence.ONLINE)
    rules.check_doors(kept, clock.now())
    if way not in dict(Presence.WAYS):
        raise DomainError("Pick how they are here.", field="way")
    if not voters_of(coop).filter(pk=member.pk).exists():
        raise DomainError(f"{member.name} is no member who may vote today.")
    last = newest(kept, member)
    if last and last.here and last.way == way:
        return last
    return _written(kept, by, member, last, way=way, here=True)


@transaction.atomic
def leave(*, coop: Coop, by: Actor, meeting: Meeting, member: Member) -> Presence:
    """A member leaves. Raises NotAllowed, or DomainError when they are not here."""
    kept = _held_for(coop, by, meeting, member, online=True)
    rules.check_state(kept, Meeting.CALLED, Meeting.ADJOURNED, Meeting.OPEN)
    last = newest(kept, member)
    if last is None or not last.here:
        raise DomainError(f"{member.name} is not marked as here.")
    return _written(kept, by, member, last, way=last.way, here=False)


def newest(meeting: Meeting, member: Member) -> Presence | None:
    """The newest word on a member."""
    return meeting.presences.filter(member=member).order_by("-number").first()


def _held_for(coop: Coop, by: Actor, meeting: Meeting, member: Member, *, online: bool) -> Meeting:
    kept = held(meeting)
    if not allows(by, Permission.MEETING_RUN, kept):
        require(by, Permission.MEETING_ATTEND, member)
        if not online:
            require(by, Permission.MEETING_RUN, kept)
    return kept


def _written(
    meeting: Meeting,
    by: Actor,
    member: Member,
    last: Presence | None,
    *,
    way: str,
    here: bool,
) -> Presence:
    made = Presence.objects.create(
        coop_id=meeting.coop_id,
        meeting=meeting,
        member=member,
        number=last.number + 1 if last else 1,
        here=here,
        way=way,
        written_by_id=by.person_id,
        at=moment_in(meeting),
    )
    if here:
        record(coop=meeting.coop, by=by, kind="meeting.came", subject=meeting)
    else:
        record(coop=meeting.coop, by=by, kind="meeting.left", subject=meeting)
    if meeting.state == Meeting.OPEN:
        how = f"{member.name} came, {dict(Presence.WAYS)[way]}." if here else f"{member.name} left."
        happen(meeting, Happening.CAME if here else Happening.LEFT, how)
    return made


def everybody_leaves(meeting: Meeting, here: list[Presence], by: Actor) -> None:
    """When a meeting is adjourned, whoever was here comes anew when it goes on."""
    at = moment_in(meeting)
    Presence.objects.bulk_create(
        Presence(
            coop_id=meeting.coop_id,
            meeting=meeting,
            member_id=one.member_id,
            number=one.number + 1,
            here=False,
            way=one.way,
            written_by_id=by.person_id,
            at=at,
        )
        for one in here
    )
