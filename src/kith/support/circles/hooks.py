"""What rooms above this one tell circles. Each registers itself when the site starts (`apps.py` of the room)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time

from kith.foundation.models import Coop
from kith.people.models import Person


@dataclass(frozen=True, slots=True)
class Coming:
    """One visit as the person was told of it."""

    day: date
    at: time
    what: str
    workers: tuple[str, ...]


COMING: list[Callable[[Coop, Person, date, int], Sequence[Coming]]] = []
"""Who comes to a person on each of some days from the first."""


def coming_to(coop: Coop, person: Person, first: date, days: int) -> list[Coming]:
    """Every visit that the person was told of."""
    return [one for tell in COMING for one in tell(coop, person, first, days)]
