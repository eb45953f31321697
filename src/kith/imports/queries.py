"""Reading what was brought in, and where one may bring something in."""

import uuid

from django.db.models import QuerySet

from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission
from kith.imports.models import Import
from kith.teams.models import Team


def teams_to_bring_into(coop: Coop, by: Actor) -> QuerySet[Team]:
    """The open teams for which `by` may bring in spreadsheets."""
    teams = Team.objects.filter(coop=coop, closed_on__isnull=True)
    if by.reaches_all(Permission.IMPORT_RUN):
        return teams
    return teams.filter(pk__in=by.teams_with(Permission.IMPORT_RUN))


def imports_of(coop: Coop, by: Actor) -> QuerySet[Import]:
    """What was looked at or brought in for these teams, newest first, without the rows themselves."""
    found = Import.objects.filter(coop=coop, team__in=teams_to_bring_into(coop, by))
    return found.select_related("team", "by").defer("table", "report")


def import_or_none(coop: Coop, import_id: uuid.UUID) -> Import | None:
    """One of them, by id."""
    return Import.objects.select_related("team", "by").filter(coop=coop, pk=import_id).first()
