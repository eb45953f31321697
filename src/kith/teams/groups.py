"""A team as a group that decides together: its members of today."""

import uuid

from kith.decisions.groups import Group
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.people.models import Person
from kith.teams.models import Member, Team
from kith.teams.queries import members_on


def key_of(team: Team) -> str:
    """How a proposal names the team that decides."""
    return f"team:{team.pk}"


def team_group(coop: Coop, team_id: str) -> Group | None:
    """The team of this id with its members of today."""
    try:
        found = Team.objects.filter(coop=coop, pk=uuid.UUID(team_id)).first()
    except ValueError:
        return None
    if found is None:
        return None
    members = members_on(found, clock.today(coop.zone)).select_related("person")
    return Group(key_of(found), f"Team {found.name}", tuple(one.person for one in members))


def keys_of_teams(person: Person) -> list[str]:
    """The teams that this human being is a member of today."""
    teams = Team.objects.filter(coop=person.coop, closed_on__isnull=True)
    today = clock.today(person.coop.zone)
    mine = Member.objects.filter(person=person, team__in=teams, since__lte=today)
    return [
        key_of(one.team)
        for one in mine.select_related("team")
        if one.until is None or one.until >= today
    ]
