"""What the model co-ops had to do until now, written down as done; some of it with a file that shows it."""

from datetime import timedelta

from kith.foundation.attached import Attached
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.membership.duties.actions import mark_done
from kith.membership.duties.queries import Line, calendar_of, who_keeps
from kith.people.queries import actor_for

DAYS_BEFORE = 9  # a co-op that does things in time
DONE = {
    "board": "We met every other month, upstairs at the community centre, and kept minutes.",
    "education": "Everybody who wanted them had their hours: evenings about direct payments, and about meetings.",
    "register": "We went through every line. Two addresses were out of date and are right now.",
    "notice": "Sent to every member: by letter, by e-mail, read out on the telephone, as each had asked.",
    "meeting": "Held in the church hall, with tea. The accounts were shown and the questions answered.",
    "accounts": "Drawn up by our bookkeeper and looked at by two members who are not on the board.",
    "return": "Sent through the Authority’s page. The receipt is attached.",
    "surplus": "Decided at the general meeting: most of it stays in the reserve, the rest as the articles say.",
    "community": "Told at the general meeting, with photographs: eleven neighbours got a budget of their own.",
}
FILES = {
    "meeting": (
        "minutes of the general meeting.txt",
        "Minutes. Present: 17 members, 2 proxies. The quorum was met.\n",
        True,
    ),
    "return": (
        "receipt of the yearly return.txt",
        "The yearly return and the accounts were received.\n",
        False,
    ),
}


def do_what_was_due(coop: Coop) -> None:
    """Write down every duty that would be late today as done in its time."""
    calendar = calendar_of(coop)
    keepers = who_keeps(coop).order_by("name")
    keeper = keepers.filter(hats__role="secretary").first() or keepers.first()
    for line in calendar.late if calendar and keeper else ():
        kind = line.duty.key.partition("-")[0]
        if kind in DONE and keeper:
            _done(coop, line, kind, actor_for(keeper))


def _done(coop: Coop, line: Line, kind: str, by: Actor) -> None:
    name, text, for_members = FILES.get(kind, ("", "", False))
    mark_done(
        coop=coop,
        by=by,
        duty=line.duty.key,
        done_on=max(line.duty.opens, line.duty.due - timedelta(days=DAYS_BEFORE)),
        words=DONE[kind],
        file=Attached(name, text.encode()) if name else None,
        for_members=for_members,
    )
