"""What rooms above this one do for choices. Each registers itself when the site starts (`apps.py` of the room)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db.models import IntegerField, Value

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


CanCome = Callable[[Sequence[Need], date], Any]
AfterNo = Callable[[Coop, Actor, Person, Person], None]
KeepPlace = Callable[[Coop, Actor, VisitPattern, Person], None]

CAN_COME: list[CanCome] = []
"""How many of these visits a person of a query could come to by the hours they have given, as an expression."""
AFTER_NO: list[AfterNo] = []
"""Called with the person and the worker after either has said no: made weeks may hold visits of theirs."""
KEEP_PLACE: list[KeepPlace] = []
"""Called with a one-day visit and the worker who is to make it."""


def can_come(needs: Sequence[Need], day: date) -> Any:
    """How many of `needs` each person of a query could come to, as an expression over its `pk`; 0 without hours."""
    found = [one(needs, day) for one in CAN_COME]
    return sum(found, start=Value(0, output_field=IntegerField()))
