"""Run beside a served demo, with its KITH_VAR: lets days pass until a meeting begins.

`python -m tests.journeys.days_pass TITLE` moves what is kept of the meeting back in time, since a served clock cannot
be put forward: its notice went out long ago, and it begins now.
"""

import sys
from datetime import timedelta

import django

django.setup()

from django.db.models import F  # noqa: E402  # only after the rooms are ready

from kith.foundation import clock  # noqa: E402
from kith.meetings.models import Item, Meeting  # noqa: E402


def main(title: str) -> None:
    meeting = Meeting.objects.get(title=title)
    passed = meeting.starts_at - clock.now() + timedelta(minutes=1)
    Item.objects.filter(meeting=meeting).update(added_at=F("added_at") - passed)
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=meeting.starts_at - passed,
        called_at=meeting.called_at - passed if meeting.called_at else None,
    )


if __name__ == "__main__":
    main(sys.argv[1])
