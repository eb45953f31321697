"""What rooms above this one do for choices. Each registers itself when the site starts (`apps.py` of the room)."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.people.models import Person
from kith.support.models import VisitPattern


@dataclass(frozen=True, slots=True)
class Need:
    """One visit of a usual week: its weekday (0 is Monday), the window it may start in, and its minutes."""

    weekday: int
    earliest: time
    latest: time
    minutes: int


CanCome = Callable[[Coop, Sequence[Need], date], Mapping[uuid.UUID, int]]
AfterNo = Callable[[Coop, Actor, Person, Person], None]
KeepPlace = Callable[[Coop, Actor, VisitPattern, Person], None]

CAN_COME: list[CanCome] = []
"""How many of these visits each worker could come to by the hours they have given."""
AFTER_NO: list[AfterNo] = []
"""Called with the person and the worker after either has said no: made weeks may hold visits of theirs."""
KEEP_PLACE: list[KeepPlace] = []
"""Called with a one-day visit and the worker who is to make it."""


def can_come(coop: Coop, needs: Sequence[Need], day: date) -> dict[uuid.UUID, int]:
    """How many of `needs` each worker could come to; who is not named, to none."""
    found: dict[uuid.UUID, int] = {}
    for one in CAN_COME:
        found |= one(coop, needs, day)
    return found
