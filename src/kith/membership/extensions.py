"""What smaller rooms inside this one add to it, each in its app's `ready`: they know this room, it knows none of them.

from kith.membership import extensions
extensions.HOLDINGS.append(holdings_of)
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kith.articles.extensions import WayOn
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.membership.models import Application, Member


@dataclass(frozen=True, slots=True)
class Holding:
    """What a member owns of the co-op, in minor units: the columns of the register that the Act keeps private.

    `shares` is their value at par, `paid` what is paid on them, `other` what the member has lent or left with the co-op
    (2014 Act, section 30(2)(b) and (c)).
    """

    shares: int = 0
    paid: int = 0
    other: int = 0

    def __add__(self, more: "Holding") -> "Holding":
        return Holding(self.shares + more.shares, self.paid + more.paid, self.other + more.other)


NOTHING = Holding()
Holdings = Callable[[Coop, Sequence[uuid.UUID]], Mapping[uuid.UUID, Holding]]

HOLDINGS: list[Holdings] = []
"""Each gives what these members (their ids) own in its own books, in one query; a member may be missing."""

WHEN_ENTERED: list[Callable[[Member, Actor | None, int], None]] = []
"""Each is called with a new member, who wrote it down, and the shares wanted (minor units), in the same transaction."""

WHEN_CEASED: list[Callable[[Member, Actor | None], None]] = []
"""Each is called with a member whose end has just been written down, `ceased_on` perhaps ahead; same transaction."""

WHEN_RESTORED: list[Callable[[Member, Actor | None], None]] = []
"""Each is called with a member whose end was taken back, so that they stay; same transaction."""

TO_THE_MEMBERS: list[Callable[[Member], str]] = []
"""Each gives the address where the members are asked to expel this member."""


APPLICATION_WAYS: list[Callable[[Application, Actor], WayOn | None]] = []
"""Each is asked where an application that waits goes on, for whoever is reading."""


def ways_of(application: Application, reader: Actor) -> list[WayOn]:
    """All ways on from an application, for this reader."""
    return [way for ask in APPLICATION_WAYS if (way := ask(application, reader))]


def holdings_of(coop: Coop, members: Sequence[uuid.UUID]) -> dict[uuid.UUID, Holding]:
    """What each of these members owns, from all the books; every one asked for is there."""
    found = dict.fromkeys(members, NOTHING)
    for ask in HOLDINGS:
        for member, holding in ask(coop, members).items():
            found[member] += holding
    return found
