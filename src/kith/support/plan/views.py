"""Pages of a plan: read, written together, agreed, compared, and on paper."""

import json
import uuid
from datetime import timedelta
from itertools import pairwise

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.permissions import Permission, allows, require
from kith.people.forms import tried
from kith.people.models import Person
from kith.people.queries import person_or_none
from kith.support.circles.queries import circle_of
from kith.support.media.queries import media_of
from kith.support.models import Plan, PlanWords, Support
from kith.support.plan import actions, forms, queries
from kith.support.plan.outcomes import outcomes_of
from kith.support.plan.sections import PARTS, sections
from kith.support.queries import patterns_of_support, support_or_none
from kith.support.records.queries import next_review
from kith.support.rules import DAYS
from kith.support.views import address_of, support_for, today

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
YEAR = timedelta(days=365)


def _readable(request: CoopRequest, support: uuid.UUID) -> tuple[Support, Plan | None]:
    """The support and its plan, for who may read it: the person, the team, and whom the person named to agree it."""
    found = support_or_none(request.coop, support)
    if found is None:
        raise Http404("There is no such support here.")
    plan = queries.plan_or_none(request.coop, found)
    if plan is None or plan.agrees_id != request.person.pk:
        require(request.actor, Permission.PLAN_VIEW, found)
    return found, plan


def begun(request: CoopRequest, support: uuid.UUID) -> Plan:
    """The plan, as `_readable` gives it. Raises Http404 when none is begun."""
    _, plan = _readable(request, support)
    if plan is None:
        raise Http404("There is no plan yet.")
    return plan


def _may_agree(request: CoopRequest, plan: Plan) -> bool:
    """Whether the reader can agree it, themself or by writing down how somebody did."""
    agrees = plan.agrees or plan.support.person
    if request.person.pk == agrees.pk:
        return True
    return not agrees.account_id and allows(request.actor, Permission.PLAN_CHANGE, plan)


def _numbers(plan: Plan) -> str:
    """Which words stand on the page, as the form that agrees them sends it back."""
    newest = queries.newest_words(plan)
    return json.dumps({key: one.number for key, one in newest.items() if one.text}, sort_keys=True)


@page(Permission.PLAN_VIEW)
@require_safe
def show_plan(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """About me and the plan, as they are written now; what is agreed, and what is not yet."""
    found, plan = _readable(request, support)
    return render(request, "support/plan/plan.jinja", _context(request, found, plan))


@page(Permission.PLAN_VIEW)
@require_safe
def print_plan(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """The same on paper; `?easy` in Easy Read, `?large` in large print."""
    found, plan = _readable(request, support)
    shape = {"easy": "easy" in request.GET, "large": "large" in request.GET}
    context = _context(request, found, plan) | shape
    return render(request, "support/plan/paper.jinja", context)


def _context(request: CoopRequest, support: Support, plan: Plan | None) -> dict[str, object]:
    read = queries.read(plan) if plan else queries.Read([], None, [])
    changed = read.changed
    return {
        "support": support,
        "plan": plan,
        "parts": PARTS,
        "written": read.written,
        "agreed": read.agreed,
        "review_on": next_review(plan) if plan else None,
        "outcomes": outcomes_of(plan) if plan else [],
        "media": media_of(plan) if plan else {},
        "changed": changed,
        "patterns": [
            one
            for one in patterns_of_support(support)
            if one.ends_on is None or one.ends_on >= today(request)
        ],
        "around": [one for one in circle_of(support.person) if one.does],
        "day_names": DAYS,
        "mine": support.person_id == request.person.pk,
        "may_write": allows(request.actor, Permission.PLAN_CHANGE, support),
        "may_agree": plan is not None and bool(changed) and _may_agree(request, plan),
        "today": today(request),
    }


@page(Permission.PLAN_CHANGE)
@get_or_post
def write(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """Every heading on one screen, saved as it is typed; a plan is begun by opening it."""
    found = support_for(request, support, Permission.PLAN_CHANGE)
    plan = actions.begin_plan(coop=request.coop, by=request.actor, support=found)
    context = {
        "support": found,
        "plan": plan,
        "parts": PARTS,
        "written": queries.written(plan),
        "mine": found.person_id == request.person.pk,
        "whose": PlanWords.WHOSE,
    }
    return render(request, "support/plan/write.jinja", context)


@page(Permission.PLAN_CHANGE)
@require_POST
def save_words(request: CoopRequest, support: uuid.UUID, section: str) -> HttpResponse:
    """Save one heading: the answer to a browser that typed is JSON, to a form a page."""
    plan, form = begun(request, support), forms.WordsForm(request.POST)
    typed = "application/json" in request.headers.get("Accept", "")
    if section not in sections():
        raise Http404("A plan has no such heading.")
    words = None
    if form.is_valid():
        words = tried(
            form,
            lambda: actions.write_words(
                coop=request.coop,
                by=request.actor,
                plan=plan,
                section=section,
                **form.cleaned_data,
            ),
        )
    if typed:
        if words is None:
            said = " ".join(str(one) for errors in form.errors.values() for one in errors)
            return JsonResponse({"error": said}, status=422)
        return JsonResponse(_as_data(words))
    if words is None:
        said = " ".join(str(one) for errors in form.errors.values() for one in errors)
        messages.error(request, said)
    else:
        messages.success(request, f"“{sections()[section].title}” is saved.")
    where = address_of(request, "write-plan", support=support)
    return redirect(f"{where}#{section}")


def _as_data(words: PlanWords) -> dict[str, object]:
    return {
        "section": words.section,
        "number": words.number,
        "text": words.text,
        "whose": words.whose,
    }


@page(Permission.PLAN_CHANGE)
@require_safe
def words_now(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """The newest words of every heading, for a browser in which the plan is open."""
    plan = begun(request, support)
    require(request.actor, Permission.PLAN_CHANGE, plan)
    return JsonResponse({"words": [_as_data(one) for one in queries.newest_words(plan).values()]})


@page(Permission.PLAN_VIEW)
@get_or_post
def agree(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """Agree the plan as it is written now."""
    plan = begun(request, support)
    asks_how = request.person.pk != (plan.agrees or plan.support.person).pk
    sent = request.method == "POST"
    start = {"review_on": today(request) + YEAR}
    form = forms.AgreeForm(request.POST if sent else None, asks_how=asks_how, initial=start)
    if sent and form.is_valid():
        done = tried(
            form,
            lambda: actions.agree_plan(
                coop=request.coop,
                by=request.actor,
                plan=plan,
                seen=_seen(request.POST.get("seen", "")),
                **form.cleaned_data,
            ),
        )
        if done:
            messages.success(request, "The plan is agreed, and the team is told.")
            return redirect(address_of(request, "plan", support=support))
    context = {
        "support": plan.support,
        "plan": plan,
        "form": form,
        "changed": queries.changed_since_agreed(plan),
        "seen": _numbers(plan),
        "agrees": plan.agrees or plan.support.person,
        "mine": plan.support.person_id == request.person.pk,
        "may_agree": _may_agree(request, plan),
        "form_has_errors": bool(form.errors),
    }
    status = 422 if form.errors else 200
    return render(request, "support/plan/agree.jinja", context, status=status)


@page(Permission.PLAN_CHANGE)
@require_POST
def ask_to_agree(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """Tell whoever agrees the plan that it is ready."""
    plan = begun(request, support)
    try:
        asked = actions.ask_to_agree(coop=request.coop, by=request.actor, plan=plan)
    except NotAllowed:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{asked.short} is told that it is ready to read.")
    return redirect(address_of(request, "plan", support=support))


def _seen(text: str) -> dict[str, int]:
    """Which words were on the page that was agreed; nothing where somebody has tampered with it."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


@page(Permission.PLAN_VIEW)
@require_safe
def versions(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """Every agreed version, with what changed from the one before."""
    plan = begun(request, support)
    found = list(queries.versions_of(plan))
    words = [queries.words_with(plan, one.words) for one in found] + [{}]
    context = {
        "support": plan.support,
        "mine": plan.support.person_id == request.person.pk,
        "versions": [
            (one, queries.changed_between(before, after))
            for one, (after, before) in zip(found, pairwise(words), strict=True)
        ],
    }
    return render(request, "support/plan/versions.jinja", context)


@page(Permission.PLAN_VIEW)
@get_or_post
def who_agrees(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """Name somebody who agrees the plan in the person's name, or take that back."""
    found = support_for(request, support, Permission.PLAN_VIEW)
    plan = begun(request, support)
    people = [
        (str(one.pk), one.name)
        for one in Person.objects.filter(coop=request.coop, left_at__isnull=True)
        .exclude(pk=found.person_id)
        .order_by("name")
        if one.account_id
    ]
    start = {"person": str(plan.agrees_id or "")}
    form = forms.WhoAgreesForm(
        request.POST if request.method == "POST" else None,
        people=people,
        me=f"{found.person.name}, the person",
        initial=start,
    )
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["person"]
        person = person_or_none(request.coop, uuid.UUID(key)) if key else None
        done = tried(
            form,
            lambda: actions.name_who_agrees(
                coop=request.coop, by=request.actor, plan=plan, person=person
            ),
        )
        if done:
            messages.success(request, "It is written down.")
            return redirect(address_of(request, "plan", support=support))
    context = {"support": found, "form": form, "form_has_errors": bool(form.errors)}
    status = 422 if form.errors else 200
    return render(request, "support/plan/who_agrees.jinja", context, status=status)
