"""Pages for choosing: faces of the team, a few who fit, a worker's own answers, and the picture of the team."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.permissions import Permission, require
from kith.people.forms import tried
from kith.people.models import Person
from kith.people.queries import person_or_none, place_of, profile_of
from kith.support.choices import actions, finding, telling
from kith.support.choices.forms import EITHER, WishesForm, WorkProfileForm
from kith.support.choices.picture import picture_of
from kith.support.choices.queries import (
    choices_about,
    choices_in_force,
    people_of_worker,
    said_no_to_everybody,
)
from kith.support.models import Choice, Support
from kith.support.queries import support_or_none
from kith.support.views import address_of, today
from kith.teams.queries import team_or_none

FEW, PAGE = 3, 20


def support_to_choose_in(request: CoopRequest, support: uuid.UUID) -> Support:
    """The support of this id, for whoever chooses in it: 404 when there is none, NotAllowed for anybody else."""
    found = support_or_none(request.coop, support)
    if found is None:
        raise Http404("There is no such support here.")
    actions.require_voice(request.coop, request.actor, found.person)
    return found


def _mine(request: CoopRequest, support: Support) -> bool:
    return bool(support.person_id == request.actor.person_id)


@page(Permission.CHOICE_MAKE)
def choose_workers(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """The faces of the team, with first choice, yes or no beside each."""
    found = support_to_choose_in(request, support)
    if request.method == "POST":
        return _say(request, found)
    day = today(request)
    team = finding.team_of(found, day)
    said = {row.worker_id: row for row in choices_in_force(request.coop, [found.person])}
    context = {
        "support": found,
        "rows": [(one, said.get(one.worker.pk)) for one in finding.offered(found, team, day)],
        "choices": Choice.SAYS,
        "no_to_all": said_no_to_everybody(request.coop, found.person, day),
        "trials": finding.trials_of(found)[:10],
        "wishes": finding.wishes_of(found.person),
        "mine": _mine(request, found),
    }
    return render(request, "support/choices/choices.jinja", context)


@page(Permission.CHOICE_MAKE)
@require_safe
def find_workers(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """A few who fit by what the person said matters; `?all` shows everybody, page by page."""
    found, day = support_to_choose_in(request, support), today(request)
    fitting = finding.who_fits(found, day, only_team=request.GET.get("where") == "team")
    everybody = "all" in request.GET
    shown = Paginator(fitting, PAGE if everybody else FEW).get_page(
        request.GET.get("page") if everybody else 1
    )
    said = {row.worker_id: row for row in choices_in_force(request.coop, [found.person])}
    rows = [
        (one, said.get(one.worker.pk)) for one in finding.offered(found, shown.object_list, day)
    ]
    context = {
        "support": found,
        "rows": rows,
        "shown": shown,
        "everybody": everybody,
        "only_team": request.GET.get("where") == "team",
        "choices": Choice.SAYS,
        "wishes": finding.wishes_of(found.person),
        "mine": _mine(request, found),
    }
    return render(request, "support/choices/find.jinja", context)


@page(Permission.CHOICE_MAKE)
def say_wishes(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """What matters to the person when they choose who comes."""
    found = support_to_choose_in(request, support)
    last, sent = finding.wishes_of(found.person), request.method == "POST"
    start = {
        "languages": last.languages if last else [],
        "interests": last.interests if last else [],
        "describes": (last.describes if last else "") or EITHER,
        "words": last.words if last else "",
    }
    form = WishesForm(
        request.POST if sent else None, matters=last.matters if last else {}, initial=start
    )
    if sent and form.is_valid():
        done = tried(
            form,
            lambda: telling.write_wishes(
                coop=request.coop, by=request.actor, person=found.person, **form.wished
            ),
        )
        if done:
            messages.success(request, "It is written down. Here are the ones who fit best.")
            return redirect(address_of(request, "find-workers", support=support))
    return _form(request, "wishes", form, {"support": found, "mine": _mine(request, found)})


@page(Permission.PROFILE_CHANGE)
def say_about_work(request: CoopRequest, person: uuid.UUID) -> HttpResponse:
    """What a worker or volunteer says about themself, as those who choose read it."""
    found = person_or_none(request.coop, person)
    if found is None:
        raise Http404("There is no such person here.")
    require(request.actor, Permission.PROFILE_CHANGE, place_of(found))
    last, sent = finding.work_profile_of(found), request.method == "POST"
    start = {"describes": "other"}
    if last:
        start = {
            name: getattr(last, name)
            for name in ("languages", "interests", "hours", "describes", "volunteer")
        } | {"open_to_others": last.open}
    form = WorkProfileForm(request.POST if sent else None, initial=start)
    if sent and form.is_valid():
        done = tried(
            form,
            lambda: telling.write_work_profile(
                coop=request.coop, by=request.actor, person=found, **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, "Saved. This is what people read who choose.")
            return redirect(address_of(request, "working", person=person))
    profile = profile_of(found)
    mine = found.pk == request.actor.person_id
    return _form(request, "working", form, {"who": found, "profile": profile, "mine": mine})


def _form(
    request: CoopRequest, name: str, form: object, context: dict[str, object]
) -> HttpResponse:
    errors = bool(getattr(form, "errors", None))
    context |= {"form": form, "form_has_errors": errors}
    return render(request, f"support/choices/{name}.jinja", context, status=422 if errors else 200)


def _say(request: CoopRequest, support: Support) -> HttpResponse:
    worker = _person_named(request, "worker")
    try:
        choice = actions.say_choice(
            coop=request.coop,
            by=request.actor,
            person=support.person,
            worker=worker,
            says=request.POST.get("says", ""),
        )
    except NotAllowed:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{worker}: {choice.get_says_display().lower()}. Saved.")
    back = "find-workers" if request.POST.get("back") == "find" else "choices"
    return redirect(address_of(request, back, support=support.id))


@page(Permission.CHOICE_ANSWER)
def answer_choices(request: CoopRequest) -> HttpResponse:
    """The people of one's teams, with one's own yes or no beside each, and the trial visits one is asked for."""
    me = _me(request)
    if request.method == "POST":
        return _answer(request, me)
    said = {row.person_id: row for row in choices_about(request.coop, me)}
    people = set(people_of_worker(request.coop, me, today(request)))
    asking = [row.person for row in said.values() if row.says in (Choice.FIRST, Choice.YES)]
    context = {
        "rows": [
            (person, said.get(person.id))
            for person in sorted(people | set(asking), key=lambda one: one.name)
        ],
        "answers": [(Choice.YES, "Yes"), (Choice.NO, "No"), (Choice.NONE, "Nothing yet")],
        "trials": finding.trials_with(request.coop, me)[:20],
        "me": me,
    }
    return render(request, "support/choices/answers.jinja", context)


def _me(request: CoopRequest) -> Person:
    me = person_or_none(request.coop, request.actor.person_id)
    if me is None:
        raise Http404
    return me


def _answer(request: CoopRequest, me: Person) -> HttpResponse:
    person = _person_named(request, "person")
    try:
        actions.answer_choice(
            coop=request.coop,
            by=request.actor,
            worker=me,
            person=person,
            answer=request.POST.get("answer", ""),
        )
    except NotAllowed:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Your answer about {person} is saved.")
    return redirect(address_of(request, "answers"))


@page(Permission.SUPPORT_VIEW)
@require_safe
def show_picture(request: CoopRequest, team: str) -> HttpResponse:
    """Who has chosen whom in a team, and who is left out."""
    found = team_or_none(request.coop, team)
    if found is None:
        raise Http404("There is no such team.")
    require(request.actor, Permission.SUPPORT_VIEW, found)
    picture = picture_of(request.coop, found, today(request))
    return render(request, "support/choices/picture.jinja", {"team": found, "picture": picture})


def _person_named(request: CoopRequest, field: str) -> Person:
    try:
        found = person_or_none(request.coop, uuid.UUID(request.POST.get(field, "")))
    except ValueError:
        found = None
    if found is None:
        raise Http404("There is no such person here.")
    return found
