"""What the workers of a team can do, and until when their training is valid."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.permissions import Permission, allows
from kith.teams import actions, queries
from kith.teams.forms import SkillForm
from kith.teams.views import find_member, find_team, saved, show_form, to_team


@page(Permission.TEAM_VIEW)
def skills(request: CoopRequest, slug: str) -> HttpResponse:
    """Every member with their skills; what has run out or soon will stands out."""
    team = find_team(request, slug, Permission.TEAM_VIEW)
    day = clock.today(request.coop.zone)
    context = {
        "team": team,
        "view": queries.team_view(team, day),
        "may_change": allows(request.actor, Permission.TEAM_CHANGE, team),
    }
    return render(request, "teams/skills.jinja", context)


@page(Permission.TEAM_CHANGE)
def give(request: CoopRequest, slug: str, member_id: uuid.UUID) -> HttpResponse:
    """Write down a skill of one member, or renew it."""
    team = find_team(request, slug, Permission.TEAM_CHANGE)
    member = find_member(team, member_id)
    form = SkillForm(request.POST or None)

    def do() -> None:
        actions.give_skill(
            coop=request.coop, by=request.actor, person=member.person, **form.cleaned_data
        )

    if request.method == "POST" and saved(form, do):
        return to_team(
            request, team, f"The skill of {member.person.short} is written down.", "skills"
        )
    context = {
        "team": team,
        "member": member,
        "has": queries.skills_of(request.coop, [member.person_id]),
        "known": queries.skills_known(request.coop),
        "today": clock.today(request.coop.zone),
    }
    return show_form(request, form, "give_skill", **context)


@page(Permission.TEAM_CHANGE)
@require_POST
def end(request: CoopRequest, slug: str, has_skill_id: uuid.UUID) -> HttpResponse:
    """A skill is not valid any more."""
    team = find_team(request, slug, Permission.TEAM_CHANGE)
    has = queries.has_skill_or_none(request.coop, has_skill_id)
    if has is None:
        raise Http404("There is no such skill here.")
    actions.end_skill(coop=request.coop, by=request.actor, has=has)
    return to_team(request, team, f"{has.skill} of {has.person.short} has ended.", "skills")
