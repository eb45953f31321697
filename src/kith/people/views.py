"""The people room's pages: who is here, one person, and what is written down about them."""

import uuid
from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError
from kith.foundation.events import event_words
from kith.foundation.permissions import Permission, Place, allows, holds, require, roles
from kith.people import actions, forms, queries
from kith.people.models import CommunicationNeeds, Hat, Person, Profile
from kith.people.rules import Details
from kith.people.team_names import team_names

Done = TypeVar("Done")
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@page(Permission.PEOPLE_VIEW)
@require_safe
def list_people(request: CoopRequest) -> HttpResponse:
    """The people one may see: searched by name, narrowed to a hat or a team."""
    asked = {name: request.GET.get(name, "") for name in ("q", "hat", "team")}
    teams = team_names(request.coop)
    found = queries.matching(
        queries.people_seen_by(request.coop, request.actor, Permission.PEOPLE_VIEW),
        text=asked["q"],
        role=asked["hat"],
        team_id=next((team for team in teams if str(team) == asked["team"]), None),
    )
    shown = Paginator(found, 30).get_page(request.GET.get("page"))
    context = {
        "shown": shown,
        "asked": asked,
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "hats_of": queries.hats_of(shown, request.coop),
        "roles": roles(),
        "teams": teams,
        "may_add": _may_add(request),
        "may_contact": holds(request.actor, Permission.CONTACT_VIEW),
    }
    return render(request, "people/people.jinja", context)


def _may_add(request: CoopRequest) -> bool:
    by = request.actor
    change = Permission.PEOPLE_CHANGE
    return by.reaches_all(change) or bool(by.teams_with(change))


@page(Permission.PEOPLE_VIEW)
@require_safe
def show_person(request: CoopRequest, person: uuid.UUID) -> HttpResponse:
    """One person: their profile, how to reach them, their hats, and what one may change."""
    found, place = _person(request, person, Permission.PEOPLE_VIEW)
    may = {
        name: allows(request.actor, permission, place)
        for name, permission in {
            "contact": Permission.CONTACT_VIEW,
            "change": Permission.PEOPLE_CHANGE,
            "profile": Permission.PROFILE_CHANGE,
            "needs": Permission.NEEDS_CHANGE,
            "hats": Permission.HATS_CHANGE,
        }.items()
    }
    worn = queries.hats_for(found)
    wears = {hat.role for hat in worn}
    may["coming"] = "person" in wears and allows(request.actor, Permission.SUPPORT_VIEW, place)
    may["availability"] = "worker" in wears and allows(
        request.actor, Permission.AVAILABILITY_VIEW, place
    )
    context = {
        "who": found,
        "me": found.pk == request.person.pk,
        "may": may,
        "profile": queries.profile_of(found),
        "needs": queries.needs_of([found]).get(found.id),
        "worn": worn,
        "roles": roles(),
        "teams": team_names(request.coop),
    }
    return render(request, "people/person.jinja", context)


@page(Permission.PEOPLE_CHANGE)
@get_or_post
def add_person(request: CoopRequest) -> HttpResponse:
    """Write down somebody new."""
    if not _may_add(request):
        require(request.actor, Permission.PEOPLE_CHANGE, Place(request.coop.id))
    form = forms.AddPersonForm(
        request.POST or None,
        coop=request.coop,
        hats=_hats_to_give(request),
        teams=_teams(request),
        initial={"hat": "person"},
    )
    if request.method == "POST" and form.is_valid():
        team = form.cleaned_data.get("team_id")
        added = forms.tried(
            form,
            lambda: actions.add_person(
                coop=request.coop,
                by=request.actor,
                hat=form.cleaned_data["hat"],
                team_id=uuid.UUID(team) if team else None,
                **form.details,
            ),
        )
        if added:
            messages.success(request, f"{added.name} is written down.")
            return _to(request, added)
    return _form(request, "people/add.jinja", form)


def _hats_to_give(request: CoopRequest) -> list[tuple[str, str]]:
    every = request.actor.reaches_all(Permission.HATS_CHANGE)
    given = [role for role in roles().values() if every or role.name in actions.FREE_HATS]
    return [*((role.name, role.title) for role in given), ("", "Nothing yet")]


def _teams(request: CoopRequest) -> list[tuple[str, str]]:
    """The teams to which the one who asks may add people."""
    by, change = request.actor, Permission.PEOPLE_CHANGE
    mine = by.teams_with(change)
    everywhere = by.reaches_all(change)
    named = [
        (str(team), name)
        for team, name in team_names(request.coop).items()
        if everywhere or team in mine
    ]
    return [("", "In no team"), *named] if everywhere and named else named


@page(Permission.PEOPLE_CHANGE)
@get_or_post
def change_person(request: CoopRequest, person: uuid.UUID) -> HttpResponse:
    """Change a person's details."""
    found, _ = _person(request, person, Permission.PEOPLE_CHANGE)
    kept = {name: getattr(found, name) for name in Details.__annotations__}
    kept |= {"phone": found.phone_shown, "revision": found.revision}
    form = forms.ChangePersonForm(request.POST or None, coop=request.coop, initial=kept)
    if request.method == "POST" and form.is_valid():
        changed = _tried_on_newest(
            form,
            "revision",
            found.revision,
            lambda: actions.change_person(
                coop=request.coop,
                by=request.actor,
                person=found,
                revision=form.cleaned_data["revision"],
                **form.details,
            ),
        )
        if changed:
            messages.success(request, f"{changed.short}’s details are saved.")
            return _to(request, found)
    return _form(request, "people/change.jinja", form, who=found, now=kept)


def _tried_on_newest(form: Form, number: str, newest: int, act: Callable[[], Done]) -> Done | None:
    """Do the action. If somebody was first, the form takes the newest number, so that saving again is meant."""
    done = forms.tried(form, act)
    if done is None and form.cleaned_data.get(number) != newest:
        data = cast("QueryDict", form.data).copy()
        data[number] = str(newest)
        form.data = data
    return done


@page(Permission.PROFILE_CHANGE)
@get_or_post
def write_profile(request: CoopRequest, person: uuid.UUID) -> HttpResponse:
    """Write a one-page profile."""
    found, _ = _person(request, person, Permission.PROFILE_CHANGE)
    last = queries.profile_of(found)
    fields = ("appreciated", "matters", "support")
    return _versioned(request, found, last, forms.ProfileForm, fields, actions.write_profile)


@page(Permission.NEEDS_CHANGE)
@get_or_post
def write_needs(request: CoopRequest, person: uuid.UUID) -> HttpResponse:
    """Write down how a person needs information."""
    found, _ = _person(request, person, Permission.NEEDS_CHANGE)
    last = queries.needs_of([found]).get(found.id)
    fields = ("none_known", "contact_by", "formats", "language", "professional", "notes", "share")
    return _versioned(request, found, last, forms.NeedsForm, fields, actions.write_needs)


def _versioned(
    request: CoopRequest,
    person: Person,
    last: Profile | CommunicationNeeds | None,
    kind: type[forms.VersionForm],
    fields: tuple[str, ...],
    action: Callable[..., Profile | CommunicationNeeds],
) -> HttpResponse:
    """A form that writes the next version of something about a person."""
    newest = last.number if last else 0
    kept = {name: getattr(last, name) for name in fields} if last else {}
    form = kind(request.POST or None, initial={**kept, "after": newest})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        written = _tried_on_newest(
            form,
            "after",
            newest,
            lambda: action(coop=request.coop, by=request.actor, person=person, **said),
        )
        if written:
            messages.success(request, "Saved. What was written before is kept, too.")
            return _to(request, person)
    name = "people/profile.jinja" if kind is forms.ProfileForm else "people/needs.jinja"
    return _form(request, name, form, who=person, last=last)


@page(Permission.PEOPLE_VIEW)
@require_safe
def show_history(request: CoopRequest, person: uuid.UUID) -> HttpResponse:
    """Every version of a person's profile and needs, and when their details changed."""
    found, place = _person(request, person, Permission.PEOPLE_VIEW)
    may_contact = allows(request.actor, Permission.CONTACT_VIEW, place)
    context = {
        "who": found,
        "profiles": queries.profile_history(found),
        "needs": queries.needs_history(found) if may_contact else [],
        "changes": queries.changes_of(found),
        "words": event_words(),
        "roles": roles(),
    }
    return render(request, "people/history.jinja", context)


@page(Permission.NEEDS_CHANGE)
@require_safe
def list_reviews(request: CoopRequest) -> HttpResponse:
    """Whom to ask, or ask again, how they need information."""
    people = queries.people_seen_by(request.coop, request.actor, Permission.NEEDS_CHANGE)
    due = queries.reviews_due(people, request.coop)
    shown = Paginator(due, 30).get_page(request.GET.get("page"))
    return render(request, "people/reviews.jinja", {"shown": shown})


@page(Permission.HATS_CHANGE)
@get_or_post
def give_hat(request: CoopRequest, person: uuid.UUID) -> HttpResponse:
    """The hats of a person: give one, take one."""
    found, _ = _person(request, person, Permission.HATS_CHANGE)
    teams = team_names(request.coop)
    choices = [(str(team), name) for team, name in teams.items()]
    form = forms.HatForm(request.POST or None, teams=choices)
    if request.method == "POST" and form.is_valid():
        team = form.cleaned_data["team_id"]
        given = forms.tried(
            form,
            lambda: actions.give_hat(
                coop=request.coop,
                by=request.actor,
                person=found,
                role=form.cleaned_data["role"],
                team_id=uuid.UUID(team) if team else None,
                since=form.day,
            ),
        )
        if given:
            messages.success(request, f"{found.short} has a new hat.")
            return redirect("people:hats", coop=request.coop.slug, person=found.pk)
    worn = queries.hats_for(found)
    return _form(
        request, "people/hats.jinja", form, who=found, worn=worn, roles=roles(), teams=teams
    )


@page(Permission.HATS_CHANGE)
@require_POST
def take_hat(request: CoopRequest, person: uuid.UUID, hat: uuid.UUID) -> HttpResponse:
    """Take one hat."""
    found, _ = _person(request, person, Permission.HATS_CHANGE)
    worn: Hat | None = next((one for one in queries.hats_for(found) if one.pk == hat), None)
    if worn is None:
        raise Http404("There is no such hat.")
    try:
        actions.take_hat(coop=request.coop, by=request.actor, hat=worn)
        messages.success(request, "The hat is taken. What they did in it stays in the record.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("people:hats", coop=request.coop.slug, person=found.pk)


@page(Permission.PEOPLE_CHANGE)
@require_POST
def invite_person(request: CoopRequest, person: uuid.UUID) -> HttpResponse:
    """Let somebody sign in."""
    found, _ = _person(request, person, Permission.PEOPLE_CHANGE)
    try:
        actions.invite_person(coop=request.coop, by=request.actor, person=found)
        messages.success(request, f"{found.short} can sign in now. We have sent them an e-mail.")
    except DomainError as error:
        messages.error(request, error.message)
    return _to(request, found)


@page(Permission.PEOPLE_CHANGE)
@get_or_post
def person_leaves(request: CoopRequest, person: uuid.UUID) -> HttpResponse:
    """Ask once, then let somebody leave."""
    found, _ = _person(request, person, Permission.PEOPLE_CHANGE)
    if request.method != "POST":
        return render(request, "people/leave.jinja", {"who": found})
    try:
        actions.person_leaves(coop=request.coop, by=request.actor, person=found)
    except DomainError as error:
        messages.error(request, error.message)
        return _to(request, found)
    messages.success(request, f"{found.name} has left. What is written about them is kept.")
    return redirect("people:people", coop=request.coop.slug)


@page(Permission.PEOPLE_CHANGE)
@require_POST
def person_comes_back(request: CoopRequest, person: uuid.UUID) -> HttpResponse:
    """Somebody who left is here again."""
    found, _ = _person(request, person, Permission.PEOPLE_CHANGE)
    actions.person_comes_back(coop=request.coop, by=request.actor, person=found)
    messages.success(request, f"{found.short} is here again. Give them their hats.")
    return _to(request, found)


@page(Permission.COOP_VIEW)
@require_POST
def switch_hat(request: CoopRequest) -> HttpResponse:
    """Wear another of one's hats from now on."""
    asked = request.GET.get("hat") or request.POST.get("hat")
    hat = queries.chosen_hat(queries.hats_for(request.person), asked)
    if hat is None or str(hat.id) != asked:
        raise Http404("You do not wear this hat.")
    request.session[queries.hat_key(request.person)] = asked
    return redirect(f"/at/{request.coop.slug}/")


def _person(
    request: CoopRequest, person_id: uuid.UUID, permission: Permission
) -> tuple[Person, Place]:
    """The person of this co-op and where they stand. 404 when there is none, 403 without the permission."""
    person = queries.person_or_none(request.coop, person_id)
    if person is None:
        raise Http404("There is no such person here.")
    place = queries.place_of(person)
    require(request.actor, permission, place)
    return person, place


def _to(request: CoopRequest, person: Person) -> HttpResponse:
    return redirect("people:person", coop=request.coop.slug, person=person.pk)


def _form(request: CoopRequest, template: str, form: Form, **more: Any) -> HttpResponse:
    """The page with its form: 422 when something is wrong with what was typed."""
    wrong = form.is_bound and bool(form.errors)
    context = {"form": form, "form_has_errors": wrong, **more}
    return render(request, template, context, status=422 if wrong else 200)
