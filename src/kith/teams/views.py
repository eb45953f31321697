"""Pages of the teams room: the team, who is in it, its roles, coach and working agreement."""

import uuid
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.permissions import Permission, Place, allows, require
from kith.people.models import Person
from kith.teams import actions, queries
from kith.teams.forms import (
    AgreementForm,
    HandOverForm,
    JoinForm,
    LeaveForm,
    PersonForm,
    RoleForm,
    TeamForm,
    agreement_values,
)
from kith.teams.groups import key_of, keys_of_teams
from kith.teams.models import Member, Team
from kith.teams.rules import LEVELS, ROLES, WISHES, wishes_said


def find_team(request: CoopRequest, slug: str, permission: Permission) -> Team:
    """The team with this address, when the one who asks may do this to it. Raises Http404, NotAllowed."""
    team = queries.team_or_none(request.coop, slug)
    if team is None:
        raise Http404("There is no such team here.")
    require(request.actor, permission, team)
    return team


def find_member(team: Team, member_id: uuid.UUID) -> Member:
    """A member of the team. Raises Http404."""
    member = queries.member_or_none(team, member_id)
    if member is None:
        raise Http404("There is no such member in this team.")
    return member


def saved(form: forms.Form, do: Callable[[], object]) -> bool:
    """Do it when the form holds; a rule that says no becomes an error of the form, with everything typed kept."""
    if not form.is_valid():
        return False
    try:
        do()
    except NotAllowed:
        raise
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


def to_team(request: CoopRequest, team: Team, said: str, view: str = "team") -> HttpResponse:
    """Say what was done, and go to a page of the team."""
    messages.success(request, said)
    return redirect(f"teams:{view}", coop=request.coop.slug, slug=team.slug)


def show_form(
    request: HttpRequest, form: forms.Form, template: str, **context: object
) -> HttpResponse:
    """The page with its form: status 422 when what was typed does not hold."""
    status = 422 if form.is_bound else 200
    return render(request, f"teams/{template}.jinja", {"form": form, **context}, status=status)


@page(Permission.COOP_VIEW)
def list_teams(request: CoopRequest) -> HttpResponse:
    """The teams that the one who asks may see."""
    context = {
        "teams": queries.teams_seen_by(request.coop, request.actor),
        "may_found": allows(request.actor, Permission.TEAM_FOUND, Place(request.coop.id)),
    }
    return render(request, "teams/teams.jinja", context)


@page(Permission.TEAM_FOUND)
def new_team(request: CoopRequest) -> HttpResponse:
    """Start a team."""
    form = TeamForm(request.POST or None)

    def found() -> None:
        actions.found_team(coop=request.coop, by=request.actor, **form.cleaned_data)

    if request.method == "POST" and saved(form, found):
        messages.success(request, f"{form.cleaned_data['name']} is a team now. Who is in it?")
        return redirect("teams:teams", coop=request.coop.slug)
    return show_form(request, form, "new_team")


@page(Permission.TEAM_VIEW)
def show_team(request: CoopRequest, slug: str) -> HttpResponse:
    """The team: faces, roles, coach, agreement."""
    team = find_team(request, slug, Permission.TEAM_VIEW)
    context = {
        "team": team,
        "view": queries.team_view(team, clock.today(request.coop.zone)),
        "may_change": allows(request.actor, Permission.TEAM_CHANGE, team),
        "may_see_week": allows(request.actor, Permission.ROTA_VIEW, team),
        "may_see_people": allows(request.actor, Permission.SUPPORT_VIEW, team),
        "may_see_persons": allows(request.actor, Permission.PEOPLE_VIEW, team),
        "may_see_availability": allows(request.actor, Permission.AVAILABILITY_VIEW, team),
        "group": key_of(team) if key_of(team) in keys_of_teams(request.person) else "",
    }
    return render(request, "teams/team.jinja", context)


@page(Permission.TEAM_CHANGE)
def join(request: CoopRequest, slug: str) -> HttpResponse:
    """Take somebody into the team."""
    team = find_team(request, slug, Permission.TEAM_CHANGE)
    people = queries.could_join(request.coop, request.actor, team)
    form = JoinForm(
        request.POST or None, people=people, initial={"since": clock.today(request.coop.zone)}
    )

    def add() -> None:
        given = form.cleaned_data
        known, since = people.filter(pk=given["person"]).first(), given["since"]
        if known:
            actions.add_member(
                coop=request.coop, by=request.actor, team=team, person=known, since=since
            )
        else:
            actions.welcome_member(
                coop=request.coop,
                by=request.actor,
                team=team,
                name=given["name"],
                email=given["email"],
                since=since,
            )

    if request.method == "POST" and saved(form, add):
        return to_team(request, team, "The team has a new member.")
    return show_form(request, form, "join", team=team)


@page(Permission.TEAM_CHANGE)
def leave(request: CoopRequest, slug: str, member_id: uuid.UUID) -> HttpResponse:
    """Write down a member's last day."""
    team = find_team(request, slug, Permission.TEAM_CHANGE)
    member = find_member(team, member_id)
    form = LeaveForm(request.POST or None)

    def end() -> None:
        actions.end_membership(
            coop=request.coop, by=request.actor, member=member, **form.cleaned_data
        )

    if request.method == "POST" and saved(form, end):
        return to_team(request, team, f"The last day of {member.person.short} is written down.")
    return show_form(request, form, "leave", team=team, member=member)


@page(Permission.TEAM_VIEW)
def roles(request: CoopRequest, slug: str) -> HttpResponse:
    """Who holds which role, who held it before, and taking one."""
    team = find_team(request, slug, Permission.TEAM_VIEW)
    day = clock.today(request.coop.zone)
    members = queries.members_on(team, day)
    form = RoleForm(request.POST or None, members=members)

    def take() -> None:
        given = form.cleaned_data
        member = find_member(team, given["member"])
        actions.take_role(coop=request.coop, by=request.actor, member=member, role=given["role"])

    if request.method == "POST" and saved(form, take):
        return to_team(request, team, "The role is taken.", "roles")
    context = {
        "team": team,
        "history": queries.role_history(team),
        "all_roles": ROLES.values(),
        "may_change": allows(request.actor, Permission.TEAM_CHANGE, team),
    }
    return show_form(request, form, "roles", **context)


@page(Permission.TEAM_CHANGE)
def hand_over(request: CoopRequest, slug: str, role_id: uuid.UUID) -> HttpResponse:
    """A role goes to another member, or to nobody for now."""
    team = find_team(request, slug, Permission.TEAM_CHANGE)
    held = queries.role_or_none(team, role_id)
    if held is None:
        raise Http404("There is no such role in this team.")
    members = queries.members_on(team, clock.today(request.coop.zone)).exclude(pk=held.member_id)
    form = HandOverForm(request.POST or None, members=members)

    def go() -> None:
        to = form.cleaned_data["to"]
        member = find_member(team, to) if to else None
        actions.hand_over_role(coop=request.coop, by=request.actor, held=held, to=member)

    if request.method == "POST" and saved(form, go):
        return to_team(request, team, "The role is handed over.", "roles")
    return show_form(request, form, "hand_over", team=team, held=held, role=ROLES[held.role])


@page(Permission.TEAM_CHANGE)
def coach(request: CoopRequest, slug: str) -> HttpResponse:
    """The team chooses its coach."""
    team = find_team(request, slug, Permission.TEAM_CHANGE)
    people = queries.could_coach(request.coop, request.actor, team)
    form = PersonForm(request.POST or None, people=people, initial={"person": team.coach_id})

    def choose() -> None:
        person: Person = people.get(pk=form.cleaned_data["person"])
        actions.choose_coach(coop=request.coop, by=request.actor, team=team, person=person)

    if request.method == "POST" and saved(form, choose):
        return to_team(request, team, "The team has chosen its coach.")
    return show_form(request, form, "coach", team=team)


@page(Permission.TEAM_VIEW)
def agreement(request: CoopRequest, slug: str) -> HttpResponse:
    """The working agreement, and every version before it."""
    team = find_team(request, slug, Permission.TEAM_VIEW)
    versions = list(queries.agreements(team))
    context = {
        "team": team,
        "versions": versions,
        "wishes": WISHES.values(),
        "said": wishes_said(versions[0].weights if versions else {}),
        "levels": LEVELS,
        "may_change": allows(request.actor, Permission.TEAM_CHANGE, team),
    }
    return render(request, "teams/agreement.jinja", context)


@page(Permission.TEAM_CHANGE)
def write_agreement(request: CoopRequest, slug: str) -> HttpResponse:
    """Write the next version of the agreement."""
    team = find_team(request, slug, Permission.TEAM_CHANGE)
    values = agreement_values(queries.agreement_of(team), clock.today(request.coop.zone))
    form = AgreementForm(request.POST or None, initial=values)

    def write() -> None:
        given = form.cleaned_data
        actions.write_agreement(
            coop=request.coop,
            by=request.actor,
            team=team,
            text=given["text"],
            wishes=form.wishes,
            after=given["after"],
            agreed_on=given["agreed_on"],
        )

    if request.method == "POST" and saved(form, write):
        return to_team(request, team, "The agreement is written down.", "agreement")
    newest = queries.agreement_of(team) if form.is_bound else None
    return show_form(request, form, "write_agreement", team=team, newest=newest)
