"""Finding what an address names, within the co-op, for somebody who may see it."""

import uuid

from django.http import Http404

from kith.foundation.access import CoopRequest
from kith.foundation.permissions import Permission, require
from kith.kernel.week import Week
from kith.rota.models import Rota, Slot
from kith.rota.queries.board import rota_of
from kith.rota.queries.detail import slot_or_none
from kith.teams.models import Team
from kith.teams.queries import team_or_none


def team_here(request: CoopRequest, slug: str, permission: Permission) -> Team:
    """The team with this slug. 404 when the co-op has none; NotAllowed when it is not theirs to see."""
    team = team_or_none(request.coop, slug)
    if team is None:
        raise Http404("There is no such team.")
    require(request.actor, permission, team)
    return team


def week_named(text: str) -> Week:
    """The week with this name, such as 2026-W48. 404 when there is none."""
    try:
        return Week.parse(text)
    except ValueError as error:
        raise Http404("There is no such week.") from error


def rota_here(request: CoopRequest, slug: str, week: str, permission: Permission) -> Rota:
    """The made rota of a week. 404 when it is not made."""
    rota = rota_of(request.coop, team_here(request, slug, permission), week_named(week))
    if rota is None:
        raise Http404("This week is not made yet.")
    return rota


def slot_here(request: CoopRequest, slot: uuid.UUID, permission: Permission) -> Slot:
    """A place in a visit of this co-op."""
    found = slot_or_none(request.coop, slot)
    if found is None:
        raise Http404("There is no such visit.")
    require(request.actor, permission, found.visit.rota)
    return found
