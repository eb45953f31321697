"""Pages for what is said beforehand: the promise of a team or the co-op, and who else can help."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kith.asking import promising, queries
from kith.asking.alternatives import standing
from kith.asking.forms import AlternativeForm, PromiseForm, initial_of
from kith.asking.models import Alternative, Promise
from kith.foundation.access import CoopRequest, page
from kith.foundation.permissions import Permission, Place, require
from kith.people.forms import tried
from kith.teams.models import Team
from kith.teams.queries import team_or_none

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@page(Permission.REFERRAL_ANSWER)
@get_or_post
def change_promise(request: CoopRequest) -> HttpResponse:
    """What the co-op promises where a team has no promise of its own."""
    require(request.actor, Permission.REFERRAL_ANSWER, Place(request.coop.id))
    return _promise(request, None, queries.promises_of(request.coop).of_coop)


@page(Permission.REFERRAL_ANSWER)
@get_or_post
def change_team_promise(request: CoopRequest, team: str) -> HttpResponse:
    """What one team promises."""
    found = team_or_none(request.coop, team)
    if found is None:
        raise Http404("There is no such team.")
    require(request.actor, Permission.REFERRAL_ANSWER, found)
    return _promise(request, found, queries.promises_of(request.coop).of(found.pk))


def _promise(request: CoopRequest, team: Team | None, before: Promise) -> HttpResponse:
    form = PromiseForm(request.POST or None, initial=initial_of(before))
    if request.method == "POST" and form.is_valid():
        done = tried(
            form,
            lambda: promising.set_promise(
                coop=request.coop, by=request.actor, team=team, **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, "The promise is saved. Everybody who asks reads it.")
            return redirect("asking:referrals", coop=request.coop.slug)
    context = {"form": form, "team": team, "form_has_errors": bool(form.errors)}
    return render(request, "asking/promise.jinja", context, status=422 if form.errors else 200)


@page(Permission.REFERRAL_ANSWER)
@get_or_post
def list_alternatives(request: CoopRequest) -> HttpResponse:
    """Who else can help: the co-op's own list, and those who help everywhere."""
    form = AlternativeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = tried(
            form,
            lambda: promising.add_alternative(
                coop=request.coop, by=request.actor, **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, f"{done.name} is on the list.")
            return redirect("asking:alternatives", coop=request.coop.slug)
    context = {
        "form": form,
        "own": queries.alternatives_of(request.coop),
        "standing": standing(),
        "form_has_errors": bool(form.errors),
    }
    return render(request, "asking/alternatives.jinja", context, status=422 if form.errors else 200)


@page(Permission.REFERRAL_ANSWER)
@require_POST
def end_alternative(request: CoopRequest, alternative: uuid.UUID) -> HttpResponse:
    """Take one off the list."""
    found = Alternative.objects.filter(coop=request.coop, pk=alternative).first()
    if found is None:
        raise Http404("There is no such entry.")
    promising.end_alternative(coop=request.coop, by=request.actor, alternative=found)
    messages.success(request, f"{found.name} is off the list.")
    return redirect("asking:alternatives", coop=request.coop.slug)
