"""Pages of outcomes: written, rated."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from kith.foundation.access import CoopRequest, page
from kith.foundation.permissions import Permission, require
from kith.people.forms import tried
from kith.support.models import Outcome, Plan, Rating
from kith.support.plan import forms, outcomes
from kith.support.plan.queries import team_of
from kith.support.plan.views import begun, get_or_post
from kith.support.views import address_of


def _plan(request: CoopRequest, support: uuid.UUID) -> Plan:
    plan = begun(request, support)
    require(request.actor, Permission.PLAN_CHANGE, plan)
    return plan


def _outcome(plan: Plan, series: uuid.UUID) -> Outcome:
    found = outcomes.outcome_or_none(plan, series)
    if found is None:
        raise Http404("There is no such outcome in this plan.")
    return found


def _to_outcomes(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    return redirect(f"{address_of(request, 'plan', support=support)}#outcomes")


def _page(request: CoopRequest, plan: Plan, form: object, **words: object) -> HttpResponse:
    context = words | {"form": form, "support": plan.support}
    errors = bool(getattr(form, "errors", None))
    context["form_has_errors"] = errors
    return render(request, "support/plan/form.jinja", context, status=422 if errors else 200)


@page(Permission.PLAN_CHANGE)
@get_or_post
def add(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """Write down what should be different."""
    plan = _plan(request, support)
    form = forms.OutcomeForm(request.POST if request.method == "POST" else None, new=True)
    if request.method == "POST" and form.is_valid():
        done = tried(
            form,
            lambda: outcomes.write_outcome(
                coop=request.coop, by=request.actor, plan=plan, **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, "It stands in the plan.")
            return _to_outcomes(request, support)
    return _page(
        request,
        plan,
        form,
        title="What should be different?",
        lead="In the person’s own words, if you can. One thing at a time.",
    )


@page(Permission.PLAN_CHANGE)
@get_or_post
def change(request: CoopRequest, support: uuid.UUID, series: uuid.UUID) -> HttpResponse:
    """Change an outcome, say that it is reached, or let it go."""
    plan = _plan(request, support)
    found = _outcome(plan, series)
    start = {
        "title": found.title,
        "how": found.how,
        "importance": found.importance,
        "care_act_keys": found.care_act,
        "state": found.state,
        "after": found.number,
    }
    sent = request.method == "POST"
    form = forms.OutcomeForm(request.POST if sent else None, new=False, initial=start)
    if sent and form.is_valid():
        done = tried(
            form,
            lambda: outcomes.write_outcome(
                coop=request.coop,
                by=request.actor,
                plan=plan,
                series=series,
                **form.cleaned_data,
            ),
        )
        if done:
            messages.success(request, "It is changed. The words before are kept.")
            return _to_outcomes(request, support)
    return _page(request, plan, form, title="Change an outcome", lead=found.title)


@page(Permission.PLAN_CHANGE)
@get_or_post
def rate(request: CoopRequest, support: uuid.UUID, series: uuid.UUID) -> HttpResponse:
    """Say how it is now."""
    plan = _plan(request, support)
    found, person = _outcome(plan, series), plan.support.person
    sides = []
    if request.person.pk == person.pk or not person.account_id:
        sides.append((Rating.PERSON, person.name))
    if request.person.pk in {one.pk for one in team_of(plan)}:
        sides.append((Rating.TEAM, f"The team, {plan.support.team.name}"))
    sent = request.method == "POST"
    form = forms.RateForm(request.POST if sent else None, sides=sides)
    if sent and form.is_valid():
        done = tried(
            form,
            lambda: outcomes.rate_outcome(
                coop=request.coop,
                by=request.actor,
                plan=plan,
                series=series,
                **form.cleaned_data,
            ),
        )
        if done:
            messages.success(request, "It is written down.")
            return _to_outcomes(request, support)
    return _page(request, plan, form, title="How is it now?", lead=found.title)
