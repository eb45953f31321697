"""A co-op with a team for tests, made by the actions that people use."""

from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.membership.founding.actions import found_coop
from kith.membership.founding.rules import Founder
from kith.people.actions import add_person
from kith.people.models import Person
from kith.people.queries import actor_for
from kith.teams.actions import add_member, found_team
from kith.teams.models import Member, Team


def make_coop(slug: str = "harbour", model: str = "neighbourhood-teams") -> Coop:
    """A co-op with a secretary and a board member."""
    founders = [
        Founder("Sal Moor", f"sal@{slug}.example", ("secretary",)),
        Founder("Bo Lane", f"bo@{slug}.example", ("board",)),
    ]
    return found_coop(name=slug.title(), slug=slug, model=model, founders=founders)


def secretary_of(coop: Coop) -> Actor:
    """The co-op's secretary as one who asks."""
    return actor_for(Person.objects.get(coop=coop, name="Sal Moor"))


def make_team(coop: Coop, name: str = "Quayside") -> Team:
    """A team without members."""
    return found_team(coop=coop, by=secretary_of(coop), name=name)


def make_person(coop: Coop, name: str) -> Person:
    """Somebody the co-op knows, without hats."""
    return add_person(coop=coop, by=secretary_of(coop), name=name)


def make_member(team: Team, name: str) -> Member:
    """A new person in the team."""
    person = make_person(team.coop, name)
    return add_member(coop=team.coop, by=secretary_of(team.coop), team=team, person=person)
