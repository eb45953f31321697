"""What rooms above add to the pages of this room, each in its app's `ready`: they know this room, it knows none.

from kith.decisions import extensions
extensions.WAYS_ON.append(way_on)
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from kith.articles.extensions import WayOn
from kith.decisions.models import Proposal
from kith.decisions.participation import (
    Decided,
    Heard,
    Waiting,
    in_writing,
    my_votes,
    my_waiting_votes,
)
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.people.models import Person

WAYS_ON: list[Callable[[Proposal, Actor], WayOn | None]] = []
"""Each is asked for a proposal and who is reading."""

WAITING: list[Callable[[Person], Sequence[Waiting]]] = [my_waiting_votes]
"""Each is asked what waits for a human being's answer."""

DECIDED: list[Callable[[Person], Sequence[Decided]]] = [my_votes]
"""Each is asked what a human being had a part in that is decided."""

HEARD: list[Callable[[Coop, datetime, datetime], Heard]] = [in_writing]
"""Each is asked how many of each class could take part between two moments, and how many did."""


def ways_on(proposal: Proposal, reader: Actor) -> list[WayOn]:
    """All ways on from a proposal, for this reader."""
    return [way for ask in WAYS_ON if (way := ask(proposal, reader))]


def waiting_for(person: Person) -> list[Waiting]:
    """All that waits for this human being, what ends soonest first."""
    found = [one for ask in WAITING for one in ask(person)]
    return sorted(found, key=lambda one: (one.until is None, one.until or 0, one.text))


def decided_by(person: Person) -> list[Decided]:
    """All that this human being had a part in, the newest first."""
    return sorted(
        (one for ask in DECIDED for one in ask(person)), key=lambda one: one.on, reverse=True
    )


def heard(coop: Coop, since: datetime, until: datetime) -> list[Heard]:
    """Every way of taking part, with how many could and did."""
    return [ask(coop, since, until) for ask in HEARD]
