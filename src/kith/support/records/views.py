"""Pages of consents, decisions about capacity, reviews, and the summary for whoever pays."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import NotAllowed
from kith.foundation.permissions import Permission, allows, require
from kith.people.forms import tried
from kith.support.models import Plan
from kith.support.plan.outcomes import outcomes_of
from kith.support.plan.views import begun
from kith.support.records import actions, forms, queries
from kith.support.views import address_of, today

HALF_YEAR = timedelta(days=182)


def _writable(request: CoopRequest, support: uuid.UUID) -> Plan:
    plan = begun(request, support)
    require(request.actor, Permission.PLAN_CHANGE, plan)
    return plan


def _form(request: CoopRequest, plan: Plan, form: object, **words: object) -> HttpResponse:
    errors = bool(getattr(form, "errors", None))
    context = words | {"form": form, "support": plan.support, "form_has_errors": errors}
    return render(request, "support/records/form.jinja", context, status=422 if errors else 200)


@page(Permission.PLAN_VIEW)
@require_safe
def show_consents(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """What the person agreed to, and decisions about what they can decide."""
    plan = begun(request, support)
    now = queries.consents_now(plan)
    context = {
        "support": plan.support,
        "purposes": [(key, words, now.get(key)) for key, words in queries.purposes().items()],
        "history": queries.consents_of(plan),
        "capacity": queries.capacity_of(plan),
        "mine": plan.support.person_id == request.person.pk,
        "may_write": allows(request.actor, Permission.PLAN_CHANGE, plan),
        "may_say": plan.support.person_id == request.person.pk
        or not plan.support.person.account_id,
        "titles": {key: words["title"] for key, words in queries.purposes().items()},
    }
    return render(request, "support/records/consents.jinja", context)


@page(Permission.PLAN_CHANGE)
def say_consent(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """Write down what the person says about one purpose."""
    plan = _writable(request, support)
    own = plan.support.person_id == request.person.pk
    if not own and plan.support.person.account_id:
        raise NotAllowed(f"{plan.support.person.short} says this themself.")
    unable = {str(one.number): one for one in queries.capacity_of(plan) if not one.can}
    decisions = [(key, one.decision) for key, one in unable.items()]
    sent = request.method == "POST"
    start = {"purpose": request.GET.get("for", "")}
    form = forms.ConsentForm(
        request.POST if sent else None, own=own, decisions=decisions, initial=start
    )
    if sent and form.is_valid():
        said = form.cleaned_data
        capacity = unable.get(said.pop("capacity", ""))
        done = tried(
            form,
            lambda: actions.say_consent(
                coop=request.coop, by=request.actor, plan=plan, capacity=capacity, **said
            ),
        )
        if done:
            messages.success(request, "It is written down, and holds from now on.")
            return redirect(address_of(request, "consents", support=support))
    return _form(
        request,
        plan,
        form,
        title="What I agree to" if own else f"What {plan.support.person.short} agrees to",
        lead="One thing at a time. It can be taken back at any time.",
        to="consents",
    )


@page(Permission.PLAN_CHANGE)
def write_capacity(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """Write down whether the person can make one decision."""
    plan = _writable(request, support)
    if plan.support.person_id == request.person.pk:
        raise NotAllowed("Somebody else writes this down, with you.")
    sent, day = request.method == "POST", today(request)
    start = {"on": day, "review_on": day + HALF_YEAR}
    form = forms.CapacityForm(request.POST if sent else None, initial=start)
    if sent and form.is_valid():
        done = tried(
            form,
            lambda: actions.write_capacity(
                coop=request.coop, by=request.actor, plan=plan, **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, "It is written down.")
            return redirect(address_of(request, "consents", support=support))
    return _form(
        request,
        plan,
        form,
        title=f"Can {plan.support.person.short} decide this?",
        lead="We begin from yes: everybody can decide until it is shown that they cannot, even unwisely.",
        to="consents",
    )


@page(Permission.PLAN_VIEW)
@require_safe
def show_reviews(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """How it went: each review, and how outcomes are now."""
    plan = begun(request, support)
    context = {
        "support": plan.support,
        "reviews": queries.reviews_of(plan),
        "outcomes": outcomes_of(plan),
        "omaha": queries.omaha_of(plan),
        "next": queries.next_review(plan),
        "mine": plan.support.person_id == request.person.pk,
        "may_write": allows(request.actor, Permission.PLAN_CHANGE, plan),
        "agrees": queries.agrees(plan, queries.FUNDER),
        "today": today(request),
    }
    return render(request, "support/records/reviews.jinja", context)


@page(Permission.PLAN_CHANGE)
def write_review(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """Look at the plan again together."""
    plan = _writable(request, support)
    sent, day = request.method == "POST", today(request)
    start = {"on": day, "next_on": day + HALF_YEAR}
    form = forms.ReviewForm(request.POST if sent else None, initial=start)
    if sent and form.is_valid():
        done = tried(
            form,
            lambda: actions.write_review(
                coop=request.coop, by=request.actor, plan=plan, **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, "It is written down, and the others are told.")
            return redirect(address_of(request, "reviews", support=support))
    return _form(
        request,
        plan,
        form,
        title="Look at the plan again",
        lead="Say first how it is now with each thing that should be different. Then: stop, start, keep.",
        to="reviews",
    )


@page(Permission.PLAN_CHANGE)
def rate_omaha(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """Rate one problem of the Omaha System, where the team uses it."""
    plan = _writable(request, support)
    if plan.support.person_id == request.person.pk:
        raise NotAllowed("Somebody who works in the team rates this.")
    sent = request.method == "POST"
    form = forms.OmahaForm(request.POST if sent else None)
    if sent and form.is_valid():
        done = tried(
            form,
            lambda: actions.rate_omaha(
                coop=request.coop, by=request.actor, plan=plan, **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, "It is written down.")
            return redirect(address_of(request, "reviews", support=support))
    return _form(
        request,
        plan,
        form,
        title="Rate by the Omaha System",
        lead="One problem at a time: what they know, what they do, how they are.",
        to="reviews",
    )


@page(Permission.PLAN_VIEW)
@require_safe
def print_summary(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """The summary for whoever pays, on paper; only while the person agrees to it."""
    plan = begun(request, support)
    consent = queries.consents_now(plan).get(queries.FUNDER)
    if consent is None or not queries.agrees(plan, queries.FUNDER):
        raise Http404(
            "There is no summary: the person has not agreed to one, or has taken that back."
        )
    context = {
        "support": plan.support,
        "consent": consent,
        "summary": queries.summary_of(plan, today(request)),
        "today": today(request),
    }
    return render(request, "support/records/summary.jinja", context)
