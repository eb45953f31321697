"""Who may see what of a circle. `seeing.toml` is the whole of it; this file only reads that table."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, allows
from kith.people.models import Person
from kith.support.circles.models import InCircle
from kith.support.queries import place_of_supported


class Side(StrEnum):
    """Where somebody stands to a person's circle."""

    PERSON = "person"
    TEAM = "team"
    CIRCLE = "circle"
    NOBODY = "nobody"


@cache
def table() -> Mapping[str, Mapping[str, str]]:
    """Each thing with its words, and whether the team sees it."""
    with Path(__file__).with_name("seeing.toml").open("rb") as file:
        return tomllib.load(file)


def things() -> list[str]:
    """The keys of everything that can be seen."""
    return list(table())


def words_of(thing: str) -> str:
    """What a thing is called when a person gives it to somebody to see."""
    return table()[thing]["what"]


def membership(person: Person, by: Actor) -> InCircle | None:
    """The row by which `by` takes part in this circle, or is asked to."""
    return (
        InCircle.objects.filter(
            person=person,
            member_id=by.person_id,
            ended_at__isnull=True,
            state__in=[InCircle.ASKED, InCircle.IN],
        )
        .select_related("person", "member")
        .first()
    )


def side_of(coop: Coop, by: Actor, person: Person) -> Side:
    """Where `by` stands. A worker whom the person has taken into the circle is still of the team."""
    if person.coop_id != coop.pk or by.coop_id != coop.pk:
        return Side.NOBODY
    if by.person_id == person.pk:
        return Side.PERSON
    if allows(by, Permission.PLAN_VIEW, place_of_supported(coop, person)):
        return Side.TEAM
    row = membership(person, by)
    return Side.CIRCLE if row and row.state == InCircle.IN else Side.NOBODY


def seen_by(coop: Coop, by: Actor, person: Person) -> frozenset[str]:
    """The things that `by` may see of this person's circle; at most three queries."""
    side = side_of(coop, by, person)
    row = membership(person, by) if side in (Side.TEAM, Side.CIRCLE) else None
    given = frozenset(row.may) if row and row.state == InCircle.IN else frozenset[str]()
    return frozenset(
        thing
        for thing in things()
        if sees(side, thing, given=given, helped=person.account_id is None)
    )


def sees(side: Side, thing: str, *, given: frozenset[str], helped: bool) -> bool:
    """One field of the table."""
    of_team = table()[thing]["team"]
    if side is Side.PERSON:
        return True
    if side is Side.TEAM and (of_team == "yes" or (of_team == "helped" and helped)):
        return True
    return side in (Side.TEAM, Side.CIRCLE) and thing in given
