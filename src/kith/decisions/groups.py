"""Who decides, when it is not all members: the board, and whatever groups rooms above add, such as teams.

A room above adds a kind in its app's `ready`: `groups.KINDS["team"] = Kind(found=…, of=…)`. What a group decides is
for the people in it to see.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from kith.foundation.models import Coop
from kith.people.models import Hat, Person
from kith.people.queries import hats_worn

BOARD = "board"


@dataclass(frozen=True, slots=True)
class Group:
    """Some people who decide together now. `key` names it on a proposal: a kind, and perhaps an id behind a colon."""

    key: str
    title: str
    people: tuple[Person, ...]

    def has(self, person: uuid.UUID) -> bool:
        """Whether this human being is in it."""
        return any(one.pk == person for one in self.people)


@dataclass(frozen=True, slots=True)
class Kind:
    """`found` is the group of a co-op by what stands behind the colon; `of` the keys of those somebody is in."""

    found: Callable[[Coop, str], Group | None]
    of: Callable[[Person], Sequence[str]]


def _board(coop: Coop, _id: str) -> Group:
    worn = _seats(coop).select_related("person").order_by("person__name", "person_id")
    return Group(BOARD, "The board", tuple(hat.person for hat in worn))


def _seats(coop: Coop) -> QuerySet[Hat]:
    return hats_worn(coop).filter(role=BOARD, team_id__isnull=True)


def _boards_of(person: Person) -> list[str]:
    return [BOARD] if _seats(person.coop).filter(person=person).exists() else []


KINDS: dict[str, Kind] = {BOARD: Kind(_board, _boards_of)}
"""Every kind of group by the first part of its key."""


def group_or_none(coop: Coop, key: str) -> Group | None:
    """The group of this key; None for all members, and for one that is not there."""
    kind, _, rest = key.partition(":")
    found = KINDS.get(kind)
    return found.found(coop, rest) if found else None


def keys_of(person: Person) -> list[str]:
    """The groups that this human being is in."""
    return [key for kind in KINDS.values() for key in kind.of(person)]


def groups_of(person: Person) -> list[Group]:
    """The same, with all their people."""
    found = (group_or_none(person.coop, key) for key in keys_of(person))
    return [one for one in found if one]
