"""What meetings add to a member's own part in decisions, and to who is heard."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from kith.decisions.participation import Heard, Waiting
from kith.foundation.models import Coop
from kith.meetings.models import Meeting, Presence, Proxy
from kith.meetings.queries.meetings import coming
from kith.membership.queries import register_of, votes_of
from kith.people.models import Person


def meetings_to_come_to(person: Person) -> Sequence[Waiting]:
    """Called meetings, where this human being votes for a member; and who asks them to carry a vote."""
    if not votes_of(person).exists():
        return []
    called = list(coming(person.coop).exclude(state=Meeting.PLANNED))
    asked = (
        Proxy.objects.filter(meeting__in=called, state=Proxy.ASKED)
        .select_related("meeting", "member__person", "member__organisation")
        .select_related("holder__person", "holder__organisation__representative")
    )
    zone = person.coop.zone
    found = [
        Waiting(
            f"{one.member.name} asks you to carry their vote at “{one.meeting.title}”",
            _address(person.coop, one.meeting),
            one.meeting.starts_at.astimezone(zone).date(),
        )
        for one in asked
        if one.holder.voter.pk == person.pk
    ]
    for one in called:
        day = one.starts_at.astimezone(zone).date()
        found.append(Waiting(f"Come to “{one.title}”", _address(person.coop, one), day))
    return found


def _address(coop: Coop, meeting: Meeting) -> str:
    return reverse("meetings:meeting", kwargs={"coop": coop.slug, "meeting": meeting.number})


def came_to_meetings(coop: Coop, since: datetime, until: datetime) -> Heard:
    """Of the meetings held between these moments: who was a member, and who came or sent a proxy; four queries."""
    held = list(
        Meeting.objects.filter(
            coop=coop, state=Meeting.ENDED, starts_at__gte=since, starts_at__lt=until
        )
    )
    register = list(register_of(coop))
    classes = {one.pk: one.member_class for one in register}
    could: Counter[str] = Counter()
    for meeting in held:
        day = meeting.starts_at.astimezone(coop.zone).date()
        for one in register:
            if one.entered_on <= day and (one.ceased_on is None or one.ceased_on > day):
                could[one.member_class] += 1
    presences = Presence.objects.filter(meeting__in=held, here=True)
    there = set(presences.order_by().values_list("meeting", "member"))
    carried = Proxy.objects.filter(meeting__in=held, state=Proxy.ACCEPTED)
    there |= {
        (one.meeting_id, one.member_id)
        for one in carried
        if (one.meeting_id, one.holder_id) in there
    }
    did = Counter(classes[member] for _, member in there)
    return Heard("Meetings: came, or sent a proxy", {key: (could[key], did[key]) for key in could})
