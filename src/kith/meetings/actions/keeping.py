"""What every action on a meeting shares: the meeting held, its own time, what happened, and whom to tell."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max
from django.urls import reverse

from kith.design.wording import moment as moment_words
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.meetings.models import Happening, Item, Meeting
from kith.membership.queries import voters_of
from kith.people.models import Person
from kith.people.telling import tell


def held(meeting: Meeting) -> Meeting:
    """The meeting's row, held until the transaction ends."""
    found = Meeting.objects.select_for_update(of=("self",)).select_related("coop")
    return found.get(pk=meeting.pk)


def moment_in(meeting: Meeting) -> datetime:
    """Now, or the newest moment written down in this meeting when the computer's clock was put back; kept as newest."""
    meeting.last_at = max(meeting.last_at, clock.now())
    Meeting.objects.filter(pk=meeting.pk).update(last_at=meeting.last_at)
    return meeting.last_at


def happen(meeting: Meeting, kind: str, words: str, item: Item | None = None) -> Happening:
    """Write down that something happened in a held meeting."""
    last = meeting.happenings.aggregate(last=Max("number"))["last"] or 0
    return Happening.objects.create(
        coop_id=meeting.coop_id,
        meeting=meeting,
        number=last + 1,
        kind=kind,
        item=item,
        words=words,
        at=moment_in(meeting),
    )


def address_of(meeting: Meeting) -> str:
    """The page of a meeting."""
    where = {"coop": meeting.coop.slug, "meeting": meeting.number}
    return reverse("meetings:meeting", kwargs=where)


def when_words(meeting: Meeting) -> str:
    """When it is: Tue 8 December, 6:30pm."""
    return moment_words(meeting.local)


def tell_about(meeting: Meeting, people: Iterable[Person], title: str, text: str) -> None:
    """Tell these people something about a meeting, with a way to it."""
    tell(
        coop=meeting.coop,
        people=people,
        kind="meeting",
        title=title[:120],
        text=text,
        link=address_of(meeting),
        subject=meeting.pk,
    )


def every_voter(coop: Coop) -> list[Person]:
    """The human beings who vote, for themselves or an organisation."""
    return [one.voter for one in voters_of(coop)]
