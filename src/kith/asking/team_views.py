"""Pages of the team: who asks for support, one asking with everything said, and each step."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.asking import actions, beginning, forms, queries, rules
from kith.asking.models import Referral
from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.permissions import Permission, Place, allows
from kith.people.forms import tried
from kith.people.models import Format
from kith.support.plan.queries import plan_or_none
from kith.teams.models import Team

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@page(Permission.REFERRAL_VIEW)
@require_safe
def list_referrals(request: CoopRequest) -> HttpResponse:
    """Who asks for support: new ones with what is left of their time, conversations, the waiting list, the rest."""
    coop = request.coop
    seen = queries.seen_by(coop, request.actor, Permission.REFERRAL_VIEW)
    now = clock.now()

    def left(one: Referral) -> str:
        return rules.left_in_words(rules.time_left(one, coop, now))

    context = {
        "lists": queries.lists_of(seen),
        "finished": Paginator(queries.finished_of(seen), 30).get_page(request.GET.get("page")),
        "left": left,
        "today": clock.today(coop.zone),
        "honest": queries.honest_times(coop),
        "promises": queries.promises_of(coop),
        "may": lambda team: allows(
            request.actor,
            Permission.REFERRAL_ANSWER,
            Place(coop.id, frozenset({team} if team else ())),
        ),
        "ask": request.build_absolute_uri(reverse("asking:ask", kwargs={"coop": coop.slug})),
    }
    return render(request, "asking/referrals.jinja", context)


def _found(
    request: CoopRequest, referral: uuid.UUID, permission: Permission = Permission.REFERRAL_ANSWER
) -> Referral:
    found = queries.referral_or_none(request.coop, request.actor, permission, referral)
    if found is None:
        raise Http404("There is no such asking for you.")
    return found


@page(Permission.REFERRAL_VIEW)
@require_safe
def show_referral(request: CoopRequest, referral: uuid.UUID) -> HttpResponse:
    """Everything said, everything that happened, who it may be, and what can be done next."""
    found = _found(request, referral, Permission.REFERRAL_VIEW)
    coop, promises = request.coop, queries.promises_of(request.coop)
    place = queries.place_of(found, promises)
    may = allows(request.actor, Permission.REFERRAL_ANSWER, place)
    teams = [
        team
        for key, team in promises.teams.items()
        if allows(request.actor, Permission.REFERRAL_ANSWER, Place(coop.id, frozenset({key})))
    ]
    context = {
        "one": found,
        "goes_on": queries.leading(found),
        "left": rules.left_in_words(rules.time_left(found, coop, clock.now())),
        "late": found.due_on < clock.today(coop.zone),
        "steps": queries.steps_of(found),
        "alike": queries.alike(found, request.actor) if found.is_open else [],
        "may_answer": may,
        "may_begin": may and allows(request.actor, Permission.PLAN_CHANGE, place),
        "teams": [team for team in teams if team.id in place.team_ids],
        "may_see_plan": found.support is not None
        and allows(request.actor, Permission.PLAN_VIEW, found.support),
        "plan": plan_or_none(coop, found.support) if found.support else None,
        "kept_days": rules.KEPT_DAYS,
        "formats": [Format(code).label for code in found.formats],
    }
    return render(request, "asking/referral.jinja", context)


def _back(request: CoopRequest, found: Referral) -> HttpResponse:
    return redirect("asking:referral", coop=request.coop.slug, referral=found.pk)


def _at_once(
    request: CoopRequest, found: Referral, act: Callable[[], object], said: str
) -> HttpResponse:
    """Do what a button asks, say what came of it, and go back to the asking."""
    try:
        act()
    except NotAllowed:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said)
    return _back(request, found)


def _with_form(
    request: CoopRequest,
    found: Referral,
    form: Form,
    act: Callable[[], object],
    said: str,
    **words: object,
) -> HttpResponse:
    """The form's page, or what it asks done and back to the asking."""
    done: object = None
    if request.method == "POST" and form.is_valid():
        done = tried(form, act)
    if done:
        messages.success(request, said)
        return _back(request, found)
    context = words | {"form": form, "one": found, "form_has_errors": bool(form.errors)}
    return render(request, "asking/step.jinja", context, status=422 if form.errors else 200)


@page(Permission.REFERRAL_ANSWER)
@require_POST
def take(request: CoopRequest, referral: uuid.UUID) -> HttpResponse:
    """A team takes it."""
    found = _found(request, referral)
    team = Team.objects.filter(coop=request.coop, pk=_posted_id(request, "team")).first()
    if team is None:
        raise Http404("There is no such team.")
    return _at_once(
        request,
        found,
        lambda: actions.take_referral(
            coop=request.coop, by=request.actor, referral=found, team=team
        ),
        f"{team} has it now.",
    )


def _posted_id(request: CoopRequest, name: str) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError as error:
        raise Http404("There is nothing of that name.") from error


@page(Permission.REFERRAL_ANSWER)
@require_POST
def same(request: CoopRequest, referral: uuid.UUID) -> HttpResponse:
    """It is the same human being."""
    found, other = _found(request, referral), _posted_id(request, "other")
    answer = _at_once(
        request,
        found,
        lambda: beginning.join_same(
            coop=request.coop, by=request.actor, referral=found, other=other
        ),
        "It is the same: nothing is entered twice.",
    )
    found.refresh_from_db()
    return _back(request, queries.leading(found)) if found.same_as else answer


@page(Permission.REFERRAL_ANSWER)
@require_POST
def different(request: CoopRequest, referral: uuid.UUID) -> HttpResponse:
    """It is somebody else."""
    found, other = _found(request, referral), _posted_id(request, "other")
    return _at_once(
        request,
        found,
        lambda: beginning.keep_apart(
            coop=request.coop, by=request.actor, referral=found, other=other
        ),
        "It is somebody else: nobody will ask again.",
    )


@page(Permission.REFERRAL_ANSWER)
@require_POST
def take_back(request: CoopRequest, referral: uuid.UUID) -> HttpResponse:
    """They told the team that they take it back."""
    found = _found(request, referral)
    return _at_once(
        request,
        found,
        lambda: actions.withdraw_referral(coop=request.coop, by=request.actor, referral=found),
        "It is taken back.",
    )


@page(Permission.REFERRAL_ANSWER)
@get_or_post
def note(request: CoopRequest, referral: uuid.UUID) -> HttpResponse:
    """Write down a ring, a letter or a meeting."""
    found, form = _found(request, referral), forms.ContactForm(request.POST or None)
    return _with_form(
        request,
        found,
        form,
        lambda: actions.note_contact(
            coop=request.coop, by=request.actor, referral=found, **form.cleaned_data
        ),
        "It is written down.",
        title="Write down what you did",
        lead="Only the team reads it. Who asked sees that you rang and nobody answered.",
        submit="Write it down",
    )


@page(Permission.REFERRAL_ANSWER)
@get_or_post
def talk(request: CoopRequest, referral: uuid.UUID) -> HttpResponse:
    """Write down the first conversation."""
    found = _found(request, referral)
    fields = ("talked_with", "matters", "next_step", "decides")
    initial = {name: getattr(found, name) for name in fields} | {
        "on": found.talked_on or clock.today(request.coop.zone),
        "agrees": found.agrees,
    }
    form = forms.TalkForm(request.POST or None, initial=initial)
    return _with_form(
        request,
        found,
        form,
        lambda: actions.write_conversation(
            coop=request.coop, by=request.actor, referral=found, **form.cleaned_data
        ),
        "The first conversation is written down.",
        title="The first conversation",
        lead="What matters to them becomes the first words of their plan.",
        submit="Write it down",
    )


@page(Permission.REFERRAL_ANSWER)
@get_or_post
def wait(request: CoopRequest, referral: uuid.UUID) -> HttpResponse:
    """Put on the waiting list, or change until when."""
    found = _found(request, referral)
    initial = {"expected_on": found.expected_on, "why": found.why_waiting}
    form = forms.WaitForm(request.POST or None, initial=initial)
    return _with_form(
        request,
        found,
        form,
        lambda: actions.put_on_waiting_list(
            coop=request.coop, by=request.actor, referral=found, **form.cleaned_data
        ),
        "It is on the waiting list.",
        title="The waiting list",
        lead="They read the day and the reason. An honest late day is better than a hopeful early one.",
        submit="Put on the waiting list",
    )


@page(Permission.REFERRAL_ANSWER)
@get_or_post
def decline(request: CoopRequest, referral: uuid.UUID) -> HttpResponse:
    """Say that the co-op cannot support them, and who else can help."""
    found = _found(request, referral)
    form = forms.DeclineForm(request.POST or None, own=queries.alternatives_of(request.coop))
    return _with_form(
        request,
        found,
        form,
        lambda: actions.decline_referral(
            coop=request.coop,
            by=request.actor,
            referral=found,
            reason=form.cleaned_data["reason"],
            instead=form.ticked,
        ),
        "They have the answer, and who else can help.",
        title=f"Can we not support {found}?",
        lead="Nobody is sent away with nothing: tick at least one who can help.",
        submit="Give this answer",
        danger=True,
    )


@page(Permission.REFERRAL_ANSWER)
@get_or_post
def pass_on(request: CoopRequest, referral: uuid.UUID) -> HttpResponse:
    """Pass it to another team."""
    found = _found(request, referral)
    teams = [one for one in queries.open_teams(request.coop) if one.pk != found.team_id]
    form = forms.PassForm(request.POST or None, teams=teams)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        done = tried(
            form,
            lambda: actions.pass_referral(
                coop=request.coop,
                by=request.actor,
                referral=found,
                team=form.teams[typed["team"]],
                words=typed["words"],
            ),
        )
        if done:  # the page may be another team's from now on
            messages.success(request, f"{done.team} has it now, and was told.")
            return redirect("asking:referrals", coop=request.coop.slug)
    context = {
        "form": form,
        "one": found,
        "form_has_errors": bool(form.errors),
        "title": "Pass to another team",
        "lead": "The other team is told. The promised day stays.",
        "submit": "Pass it on",
    }
    return render(request, "asking/step.jinja", context, status=422 if form.errors else 200)


@page(Permission.REFERRAL_ANSWER)
@get_or_post
def begin(request: CoopRequest, referral: uuid.UUID) -> HttpResponse:
    """Support begins; it leads to the plan, where the first words stand."""
    found = _found(request, referral)
    form = forms.BeginForm(request.POST or None, initial={"since": clock.today(request.coop.zone)})
    if request.method == "POST" and form.is_valid():
        support = tried(
            form,
            lambda: beginning.begin_support_asked(
                coop=request.coop,
                by=request.actor,
                referral=found,
                since=form.cleaned_data["since"],
            ),
        )
        if support:
            messages.success(request, "Support begins. What was said stands in the plan already.")
            return redirect("support:plan", coop=request.coop.slug, support=support.pk)
    context = {
        "form": form,
        "one": found,
        "form_has_errors": bool(form.errors),
        "title": f"Support begins for {found}",
        "lead": "The person, their wishes and how they need information are carried on. Nothing is typed twice.",
        "submit": "Support begins",
    }
    return render(request, "asking/step.jinja", context, status=422 if form.errors else 200)
