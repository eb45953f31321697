"""Pages about what a decision can do by itself, and those that put such a thing to the members or the board."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kith.articles.queries import articles_in_force, version_or_none
from kith.decisions import forms, proposing, surplus
from kith.decisions.changing_views import written
from kith.decisions.effects import EFFECTS
from kith.decisions.groups import BOARD, groups_of
from kith.decisions.views import allows_own, at, get_or_post, reads_all
from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.permissions import Permission
from kith.membership.joining.queries import application_or_none
from kith.membership.queries import member_or_none, voters_of
from kith.membership.rules import day_words
from kith.people.models import Person


def _askers(request: CoopRequest) -> list[tuple[str, str]]:
    """Whom this reader can ask: all members, the board."""
    found = [("", "All members")] if reads_all(request) else []
    return found + [(one.key, one.title) for one in groups_of(request.person) if one.key == BOARD]


def _registry(request: CoopRequest) -> str:
    return reverse("decisions:effects", kwargs={"coop": request.coop.slug})


@page(Permission.DECISION_VIEW)
@require_safe
def list_effects(request: CoopRequest) -> HttpResponse:
    """What a carried decision can do by itself: nothing else happens by itself."""
    articles = articles_in_force(request.coop)
    board = articles.surplus.decided_by == BOARD
    askers = dict(_askers(request)) if allows_own(request, Permission.DECISION_PROPOSE) else {}
    context = {
        "effects": list(EFFECTS.values()),
        "articles": articles,
        "rules": surplus.rules_of(request.coop),
        "titles": surplus.TITLES,
        "may_appoint": bool(askers),
        "may_share": (BOARD if board else "") in askers,
    }
    return render(request, "decisions/effects.jinja", context)


@page(Permission.DECISION_PROPOSE)
@require_POST
def put_articles(request: CoopRequest, version: int) -> HttpResponse:
    """Put a proposed version of the articles to the members."""
    found = version_or_none(request.coop, version)
    if found is None:
        raise Http404("There is no such version.")
    try:
        made = proposing.propose_articles_vote(coop=request.coop, by=request.actor, version=found)
    except DomainError as error:
        messages.error(request, error.message)
        where = {"coop": request.coop.slug, "number": version}
        return redirect(reverse("articles:version", kwargs=where))
    messages.success(
        request, "It is put to the members. Talk about it first; then open it for votes."
    )
    return redirect(at(request, made.number))


@page(Permission.STANDING_CHANGE)
@get_or_post
def expel(request: CoopRequest, member: uuid.UUID) -> HttpResponse:
    """Ask the members to expel one of them."""
    found = member_or_none(request.coop, member)
    if found is None:
        raise Http404("There is no such line in this register.")
    form = forms.ExpelForm(request.POST or None)
    return written(
        request,
        form,
        lambda: proposing.propose_expulsion(
            coop=request.coop, by=request.actor, member=found, **form.cleaned_data
        ),
        f"It is put to the members, and {found.name} was told.",
        reverse("membership:line", kwargs={"coop": request.coop.slug, "member": member}),
        title=f"Ask the members to expel {found.name}?",
        lead=f"It needs {articles_in_force(request.coop).votes.special} of the votes. {found.name} can speak below the "
        "proposal, and has a vote.",
        submit="Put it to the members",
    )


@page(Permission.APPLICATION_ANSWER)
@get_or_post
def welcome(request: CoopRequest, application: uuid.UUID) -> HttpResponse:
    """Ask the members to welcome somebody."""
    found = application_or_none(request.coop, application)
    if found is None:
        raise Http404("There is no such application.")
    form = forms.WhyForm(request.POST if request.method == "POST" else None)
    where = {"coop": request.coop.slug, "application": application}
    return written(
        request,
        form,
        lambda: proposing.propose_welcome(
            coop=request.coop, by=request.actor, application=found, **form.cleaned_data
        ),
        "It is put to the members. Talk about it first; then open the votes.",
        reverse("membership:application", kwargs=where),
        title=f"Ask the members to welcome {found.applicant}?",
        lead="Members read the name and the class, and what you write here. What the applicant wrote stays with those "
        "who answer.",
        submit="Put it to the members",
    )


@page(Permission.DECISION_PROPOSE)
@get_or_post
def appoint(request: CoopRequest) -> HttpResponse:
    """Propose somebody for an office."""
    groups = _askers(request)
    if not groups:
        raise NotAllowed("Only members propose something, and the board.")
    everybody: dict[str, Person] = {str(one.voter.pk): one.voter for one in voters_of(request.coop)}
    people = sorted(((key, one.name) for key, one in everybody.items()), key=lambda one: one[1])
    start = {"group": groups[0][0] or forms.EVERYBODY}
    form = forms.OfficeForm(request.POST or None, people=people, groups=groups, initial=start)
    return written(
        request,
        form,
        lambda: proposing.propose_office(
            coop=request.coop,
            by=request.actor,
            **(form.cleaned_data | {"person": everybody[form.cleaned_data["person"]]}),
        ),
        "It is proposed, and they are told.",
        _registry(request),
        title="Appoint somebody to an office",
        lead="Once it is carried they have the office at once, and whoever had it before gives it over.",
        submit="Propose it",
    )


@page(Permission.DECISION_PROPOSE)
@get_or_post
def share_surplus(request: CoopRequest) -> HttpResponse:
    """Propose how the surplus of the newest year is shared."""
    articles = articles_in_force(request.coop)
    bounds = surplus.bounds(articles)
    start = {key: least for key, (least, _) in bounds.items()}
    start["members"] = min(bounds["members"][1], 100 - sum(start.values()))
    start["reserve"] += 100 - sum(start.values())
    form = forms.SurplusForm(request.POST or None, bounds=bounds, initial=start)
    ends = articles.year.end_before(clock.today(request.coop.zone))
    return written(
        request,
        form,
        lambda: proposing.propose_surplus(
            coop=request.coop,
            by=request.actor,
            parts=form.parts,
            why=form.cleaned_data["why"],
        ),
        "It is proposed. Talk about it first; then open the votes.",
        _registry(request),
        title="Share the surplus",
        lead=f"Of what was left at the end of the year to {day_words(ends)}. They make 100 %.",
        submit="Propose it",
    )
