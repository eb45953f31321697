"""Rows for tests: a team with its people, and patterns made by the room's own actions."""

from datetime import date, time
from typing import Any

from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Held
from kith.people.models import Hat, Person
from kith.people.queries import actor_for
from kith.support.actions import begin_support, write_pattern
from kith.support.models import Support, VisitPattern
from kith.support.rules import Wanted
from kith.teams.models import Member, Team

MONDAY = date(2026, 11, 23)
EVERY_DAY = tuple(range(7))


def make_team(*, slug: str = "harbour", coop: Coop | None = None) -> Team:
    """A team in a co-op of its own."""
    coop = coop or Coop.objects.create(slug=f"{slug}-coop", name=slug.title())
    return Team.objects.create(coop=coop, name=slug.title(), slug=slug, founded_on=date(2020, 1, 1))


def make_worker(team: Team, name: str = "Ana Bell") -> Person:
    """A worker of the team, with the hat."""
    worker = Person.objects.create(coop=team.coop, name=name)
    since = date(2020, 1, 1)
    Member.objects.create(coop=team.coop, team=team, person=worker, since=since)
    Hat.objects.create(coop=team.coop, person=worker, role="worker", team_id=team.id, since=since)
    return worker


def worker_of(team: Team, name: str = "Ana Bell") -> Actor:
    """A worker of the team as one who asks."""
    return actor_for(make_worker(team, name))


def secretary_of(coop: Coop) -> Actor:
    """The co-op's secretary as one who asks."""
    person = Person.objects.create(coop=coop, name="Sal Moor")
    return Actor(coop.id, person.id, "Sal", (Held("secretary"),))


def make_support(
    team: Team, by: Actor, *, name: str = "Joan Hill", since: date = date(2024, 1, 1)
) -> Support:
    """A person who draws on support from the team."""
    person = Person.objects.create(coop=team.coop, name=name, address="1 Quay", postcode="DN1 1AA")
    return begin_support(coop=team.coop, by=by, person=person, team=team, since=since)


def wanted(**other: Any) -> Wanted:
    """A morning visit of half an hour every day, unless said otherwise."""
    fields: dict[str, Any] = {
        "what": "Getting up",
        "weekdays": EVERY_DAY,
        "starts_on": MONDAY,
        "earliest": time(8),
        "latest": time(9),
        "minutes": 30,
    }
    return Wanted(**{**fields, **other})


def make_pattern(support: Support, by: Actor, **other: Any) -> VisitPattern:
    """A pattern of the support; see `wanted`."""
    return write_pattern(coop=support.coop, by=by, support=support, wanted=wanted(**other))
