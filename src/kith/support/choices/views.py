"""Pages for choosing: faces of the team, and a worker's own answers."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError
from kith.foundation.permissions import Permission, allows
from kith.people.models import Person
from kith.people.queries import person_or_none
from kith.support.choices import actions
from kith.support.choices.queries import (
    choices_about,
    choices_in_force,
    people_of_worker,
    said_no_to_everybody,
    workers_of_teams,
)
from kith.support.models import Choice, Support
from kith.support.queries import place_of_supported
from kith.support.views import address_of, support_for, today


@page(Permission.SUPPORT_VIEW)
def choose_workers(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """The faces of the team, with first choice, yes or no beside each."""
    found = support_for(request, support, Permission.SUPPORT_VIEW)
    if request.method == "POST":
        return _say(request, found)
    day = today(request)
    workers = workers_of_teams(request.coop, [found.team_id], day)
    said = {row.worker_id: row for row in choices_in_force(request.coop, [found.person])}
    context = {
        "support": found,
        "rows": [(worker, said.get(worker.id)) for worker in workers],
        "choices": Choice.SAYS,
        "no_to_all": said_no_to_everybody(request.coop, found.person, day),
        "may_choose": allows(
            request.actor,
            Permission.CHOICE_MAKE,
            place_of_supported(request.coop, found.person),
        ),
        "mine": found.person_id == request.actor.person_id,
    }
    return render(request, "support/choices.jinja", context)


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
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{worker}: {choice.get_says_display().lower()}. Saved.")
    return redirect(address_of(request, "choices", support=support.id))


@page(Permission.CHOICE_ANSWER)
def answer_choices(request: CoopRequest) -> HttpResponse:
    """The people of one's teams, with one's own yes or no beside each."""
    me = person_or_none(request.coop, request.actor.person_id)
    if me is None:
        raise Http404
    if request.method == "POST":
        return _answer(request)
    said = {row.person_id: row for row in choices_about(request.coop, me)}
    people = people_of_worker(request.coop, me, today(request))
    context = {
        "rows": [(person, said.get(person.id)) for person in people],
        "answers": [(Choice.YES, "Yes"), (Choice.NO, "No"), (Choice.NONE, "Nothing yet")],
    }
    return render(request, "support/answers.jinja", context)


def _answer(request: CoopRequest) -> HttpResponse:
    person = _person_named(request, "person")
    me = person_or_none(request.coop, request.actor.person_id)
    if me is None:
        raise Http404
    try:
        actions.answer_choice(
            coop=request.coop,
            by=request.actor,
            worker=me,
            person=person,
            answer=request.POST.get("answer", ""),
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Your answer about {person} is saved.")
    return redirect(address_of(request, "answers"))


def _person_named(request: CoopRequest, field: str) -> Person:
    try:
        found = person_or_none(request.coop, uuid.UUID(request.POST.get(field, "")))
    except ValueError:
        found = None
    if found is None:
        raise Http404("There is no such person here.")
    return found
