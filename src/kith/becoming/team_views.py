"""Pages for the team, the newcomer and the person: who wants to join us, the checklist, shadow visits, thanks."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kith.becoming import actions, forms, queries, thanking
from kith.becoming.models import Newcomer, Shadow, Thanks
from kith.becoming.steps import role
from kith.design.wording import clock as clock_words
from kith.design.wording import day as day_words
from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.attached import handed_out
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.permissions import Permission
from kith.people.forms import tried
from kith.people.models import Person, phone_words
from kith.people.queries import person_or_none
from kith.teams.models import Team
from kith.teams.queries import members_on


def _to(request: CoopRequest, name: str, **parts: object) -> HttpResponse:
    return redirect(reverse(f"becoming:{name}", kwargs={"coop": request.coop.slug, **parts}))


def _page(request: CoopRequest, name: str, **context: object) -> HttpResponse:
    errors = bool(getattr(context.get("form"), "errors", None))
    context["form_has_errors"] = errors
    return render(request, f"becoming/{name}.jinja", context, status=422 if errors else 200)


def _newcomer(request: CoopRequest, newcomer: uuid.UUID, permission: Permission) -> Newcomer:
    found = queries.newcomer_or_none(request.coop, newcomer)
    if found is None:
        raise Http404("There is no such newcomer here.")
    actions.require_seen(request.actor, found, permission)
    return found


def _team_of(request: CoopRequest) -> Team | None:
    """The team in which the reader welcomes newcomers."""
    teams = Team.objects.filter(coop=request.coop, closed_on__isnull=True)
    return teams.filter(pk__in=request.actor.teams_with(Permission.BECOMING_CHANGE)).first()


@page(Permission.BECOMING_VIEW)
@require_safe
def list_newcomers(request: CoopRequest) -> HttpResponse:
    """Who wants to work with us, and how far they are."""
    rows = queries.newcomers_seen_by(request.coop, request.actor)
    return _page(request, "newcomers", rows=list(rows[:100]))


@page(Permission.BECOMING_VIEW)
@require_safe
def show_newcomer(request: CoopRequest, newcomer: uuid.UUID) -> HttpResponse:
    """One newcomer: what they wrote, what is checked, and what comes next."""
    found = _newcomer(request, newcomer, Permission.BECOMING_VIEW)
    may = queries.may_see(request.actor, found, Permission.BECOMING_CHANGE)
    return _page(
        request,
        "newcomer",
        newcomer=found,
        checklist=queries.checklist_of(found, clock.today(request.coop.zone)),
        shadows=found.shadows.select_related("person", "buddy"),
        phone=phone_words(found.word("you", "phone")),
        ways={one["key"]: one["title"] for one in role()["way"]},
        may_change=may,
        team=_team_of(request),
    )


@page(Permission.BECOMING_CHANGE)
def add_check(request: CoopRequest, newcomer: uuid.UUID) -> HttpResponse:
    """Write down what was checked."""
    found = _newcomer(request, newcomer, Permission.BECOMING_CHANGE)
    sent = request.method == "POST"
    start = {
        "seen_on": clock.today(request.coop.zone),
        "kind": request.GET.get("kind", ""),
        "name": request.GET.get("name", ""),
        "fine": "yes",
    }
    form = forms.CheckForm(
        request.POST if sent else None, request.FILES if sent else None, initial=start
    )
    if sent and form.is_valid():
        done = tried(
            form,
            lambda: actions.add_check(
                coop=request.coop, by=request.actor, newcomer=found, **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, "It is written down.")
            return _to(request, "newcomer", newcomer=newcomer)
    title, lead = "What was checked?", f"For {found.name}."
    return _page(request, "form", newcomer=found, form=form, title=title, lead=lead)


@page(Permission.BECOMING_VIEW)
@require_safe
def hand_out(request: CoopRequest, check: uuid.UUID) -> HttpResponse:
    """The evidence of one check, as a download."""
    found = queries.check_or_none(request.coop, check)
    if found is None or not found.file:
        raise Http404("There is no such file here.")
    actions.require_seen(request.actor, found.newcomer, Permission.BECOMING_VIEW)
    return handed_out(request.coop.pk, found.file, found.file_name)


@page(Permission.BECOMING_CHANGE)
def welcome(request: CoopRequest, newcomer: uuid.UUID) -> HttpResponse:
    """Welcome them, with a buddy."""
    found = _newcomer(request, newcomer, Permission.BECOMING_CHANGE)
    team = _team_of(request)
    if team is None:
        raise NotAllowed("A team welcomes a newcomer. Ask one of its workers.")
    workers = [one.person for one in members_on(team, clock.today(request.coop.zone))]
    sent = request.method == "POST"
    form = forms.WelcomeForm(request.POST if sent else None, workers=workers)
    if sent and form.is_valid():
        buddy = next(one for one in workers if str(one.pk) == form.cleaned_data["buddy"])
        done = tried(
            form,
            lambda: actions.welcome(
                coop=request.coop, by=request.actor, newcomer=found, team=team, buddy=buddy
            ),
        )
        if done:
            messages.success(request, f"{found.name} is welcome, and told so.")
            return _to(request, "newcomer", newcomer=newcomer)
    title, lead = f"Welcome {found.name}", f"On the way into {team.name}, with a buddy."
    return _page(request, "form", newcomer=found, form=form, title=title, lead=lead)


@page(Permission.BECOMING_CHANGE)
def decline(request: CoopRequest, newcomer: uuid.UUID) -> HttpResponse:
    """Say that it is not now."""
    found = _newcomer(request, newcomer, Permission.BECOMING_CHANGE)
    sent = request.method == "POST"
    form = forms.DeclineForm(request.POST if sent else None)
    if sent and form.is_valid():
        done = tried(
            form,
            lambda: actions.decline(
                coop=request.coop, by=request.actor, newcomer=found, **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, "They are told, and what they wrote is removed.")
            return _to(request, "newcomer", newcomer=newcomer)
    title, lead = "Not now", f"{found.name} gets these words by e-mail."
    return _page(request, "form", newcomer=found, form=form, title=title, lead=lead)


@page(Permission.BECOMING_CHANGE)
def plan_shadow(request: CoopRequest, newcomer: uuid.UUID) -> HttpResponse:
    """Pick a visit of the buddy's to go along to."""
    found = _newcomer(request, newcomer, Permission.BECOMING_CHANGE)
    today = clock.today(request.coop.zone)
    visits = queries.visits_of_buddy(request.coop, found.buddy, today) if found.buddy else ()
    options = [
        (
            str(one.visit),
            f"{day_words(one.day)}, {clock_words(one.start)}: {one.person}, {one.what}",
        )
        for one in visits[:40]
    ]
    sent = request.method == "POST"
    form = forms.ShadowForm(request.POST if sent else None, visits=options)
    if sent and form.is_valid():
        said = form.cleaned_data
        done = tried(
            form,
            lambda: actions.ask_shadow(
                coop=request.coop,
                by=request.actor,
                newcomer=found,
                visit=uuid.UUID(said["visit"]),
                said_yes=said["said_yes"],
            ),
        )
        if done:
            words = "The person is asked." if done.state == Shadow.ASKED else "It is agreed."
            messages.success(request, words)
            return _to(request, "newcomer", newcomer=newcomer)
    missing = queries.checklist_of(found, today).missing_to_shadow
    return _page(
        request, "plan_shadow", newcomer=found, form=form, options=options, missing=missing
    )


@page(Permission.NOTICE_SEE)
def show_shadow(request: CoopRequest, shadow: uuid.UUID) -> HttpResponse:
    """One shadow visit: for the newcomer, the buddy, the person, and those who welcome newcomers."""
    found = queries.shadow_or_none(request.coop, shadow)
    if found is None:
        raise Http404("There is no such visit here.")
    side = _side(request, found)
    if not side:
        actions.require_seen(request.actor, found.newcomer, Permission.BECOMING_VIEW)
    over = found.day <= clock.today(request.coop.zone)
    sent = request.method == "POST" and bool(side)
    start = {"says": getattr(found, f"{side}_back", "") if side else ""}
    form = forms.LookBackForm(request.POST if sent else None, initial=start)
    if sent and form.is_valid():
        done = tried(
            form,
            lambda: actions.look_back(
                coop=request.coop, by=request.actor, shadow=found, **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, "Thank you. It is written down.")
            return _to(request, "shadow", shadow=shadow)
    return _page(
        request,
        "shadow",
        shadow=found,
        side=side,
        form=form if side and over and found.state == Shadow.YES else None,
        may_answer=side == "person" and found.state == Shadow.ASKED,
    )


def _side(request: CoopRequest, shadow: Shadow) -> str:
    try:
        return actions.side_of(request.actor, shadow)
    except NotAllowed:
        return ""


@page(Permission.NOTICE_SEE)
@require_POST
def answer_shadow(request: CoopRequest, shadow: uuid.UUID) -> HttpResponse:
    """The person says yes, or not this time."""
    found = queries.shadow_or_none(request.coop, shadow)
    if found is None:
        raise Http404("There is no such visit here.")
    yes = request.POST.get("answer") == "yes"
    words = "Thank you. They come along." if yes else "Nobody else comes along. The buddy is told."
    return _done(
        request,
        lambda: actions.answer_shadow(coop=request.coop, by=request.actor, shadow=found, yes=yes),
        words,
        "shadow",
        shadow=shadow,
    )


@page(Permission.BECOMING_CHANGE)
@require_POST
def join_team(request: CoopRequest, newcomer: uuid.UUID) -> HttpResponse:
    """They join the team."""
    found = _newcomer(request, newcomer, Permission.BECOMING_CHANGE)
    return _done(
        request,
        lambda: actions.join_team(coop=request.coop, by=request.actor, newcomer=found),
        f"{found.name} is in the team. People can choose them now.",
        "newcomer",
        newcomer=newcomer,
    )


def _done(
    request: CoopRequest, act: Callable[[], object], words: str, to: str, **parts: object
) -> HttpResponse:
    try:
        act()
    except NotAllowed:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, words)
    return _to(request, to, **parts)


@page(Permission.NOTICE_SEE)
@require_safe
def my_way(request: CoopRequest) -> HttpResponse:
    """A newcomer's own page: what is checked, who the buddy is, what comes next."""
    found = Newcomer.objects.filter(coop=request.coop, person=request.person).first()
    if found is None:
        return _page(request, "no_way")
    today = clock.today(request.coop.zone)
    return _page(
        request,
        "my_way",
        newcomer=found,
        checklist=queries.checklist_of(found, today),
        shadows=found.shadows.select_related("person", "buddy"),
        me=request.person,
    )


@page(Permission.NOTICE_SEE)
@require_safe
def my_thanks(request: CoopRequest) -> HttpResponse:
    """What people appreciate about me: read first by me."""
    found = queries.recognised(request.person, clock.today(request.coop.zone))
    return _page(request, "thanks", found=found, me=request.person)


@page(Permission.NOTICE_SEE)
def give_thanks(request: CoopRequest, worker: uuid.UUID) -> HttpResponse:
    """Write what one appreciates about a worker; what they share stands below."""
    found: Person | None = person_or_none(request.coop, worker)
    if found is None or not found.memberships.exists():
        raise Http404("There is no such worker here.")
    sent = request.method == "POST"
    form = forms.ThanksForm(request.POST if sent else None)
    if sent and form.is_valid():
        done = tried(
            form,
            lambda: thanking.give_thanks(
                coop=request.coop, by=request.actor, worker=found, **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, f"{found.short} reads it first. Thank you.")
            return _to(request, "give-thanks", worker=worker)
    shared = Thanks.objects.filter(worker=found, shared=True).select_related("by")
    return _page(request, "give_thanks", worker=found, form=form, shared=shared)


@page(Permission.NOTICE_SEE)
@require_POST
def share_thanks(request: CoopRequest, thanks: uuid.UUID) -> HttpResponse:
    """Let the team read it, or not."""
    found = Thanks.objects.select_related("worker").filter(coop=request.coop, pk=thanks).first()
    if found is None:
        raise Http404("There is no such note here.")
    shared = request.POST.get("shared") == "yes"
    return _done(
        request,
        lambda: thanking.share_thanks(
            coop=request.coop, by=request.actor, thanks=found, shared=shared
        ),
        "The team reads it." if shared else "Only you read it.",
        "thanks",
    )
