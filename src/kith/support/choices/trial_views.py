"""Pages of trial visits: asked, answered, called off, looked back on."""

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.permissions import Permission
from kith.people.forms import tried
from kith.people.queries import person_or_none, profile_of
from kith.support.choices import finding, trials
from kith.support.choices.forms import LookBackForm, TrialForm
from kith.support.choices.models import Trial
from kith.support.choices.queries import vetoes
from kith.support.choices.views import support_to_choose_in
from kith.support.views import address_of, today

WEEK = timedelta(days=7)


@page(Permission.CHOICE_MAKE)
def ask_trial(request: CoopRequest, support: uuid.UUID, worker: uuid.UUID) -> HttpResponse:
    """Ask a worker to come once."""
    found = support_to_choose_in(request, support)
    somebody = person_or_none(request.coop, worker)
    if somebody is None or not finding.may_be_asked(found, somebody, today(request)):
        raise Http404("There is no such worker here.")
    sent = request.method == "POST"
    form = TrialForm(
        request.POST if sent else None, initial={"day": today(request) + WEEK, "at": "14:00"}
    )
    if sent and form.is_valid():
        done = tried(
            form,
            lambda: trials.ask_trial(
                coop=request.coop,
                by=request.actor,
                support=found,
                worker=somebody,
                **form.cleaned_data,
            ),
        )
        if done:
            messages.success(request, f"{somebody.short} is asked, and will answer.")
            return redirect(address_of(request, "trial", trial=done.pk))
    context = {
        "support": found,
        "worker": somebody,
        "form": form,
        "form_has_errors": bool(form.errors),
        "mine": found.person_id == request.actor.person_id,
    }
    status = 422 if form.errors else 200
    return render(request, "support/choices/ask_trial.jinja", context, status=status)


def _trial(request: CoopRequest, trial: uuid.UUID) -> tuple[Trial, str]:
    """The trial visit, and the side that the reader is on. 404, or NotAllowed."""
    found = finding.trial_or_none(request.coop, trial)
    if found is None:
        raise Http404("There is no such trial visit here.")
    return found, trials.side_of(request.coop, request.actor, found)


@page(Permission.NOTICE_SEE)
def show_trial(request: CoopRequest, trial: uuid.UUID) -> HttpResponse:
    """One trial visit: what is agreed, and looking back once its day has come."""
    found, side = _trial(request, trial)
    sent = request.method == "POST"
    form = LookBackForm(
        request.POST if sent else None, initial={"says": getattr(found, f"{side}_back")}
    )
    if sent and form.is_valid():
        done = tried(
            form,
            lambda: trials.look_back(
                coop=request.coop, by=request.actor, trial=found, **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, "Thank you. It is written down.")
            return redirect(address_of(request, "trial", trial=trial))
    person, worker = found.support.person, found.worker
    over = found.day <= today(request)
    context = {
        "trial": found,
        "side": side,
        "mine": request.actor.person_id in (person.pk, worker.pk),
        "other": worker if side == trials.PERSON else person,
        "profile": profile_of(worker if side == trials.PERSON else person),
        "form": form if over and found.state == Trial.AGREED else None,
        "may_answer": side == trials.WORKER and found.state == Trial.ASKED and not over,
        "may_call_off": found.state in (Trial.ASKED, Trial.AGREED) and found.day >= today(request),
        "both_back": found.person_back and found.worker_back,
        "refused": (person.pk, worker.pk) in vetoes(request.coop, [person]),
        "form_has_errors": bool(form.errors),
    }
    status = 422 if form.errors else 200
    return render(request, "support/choices/trial.jinja", context, status=status)


@page(Permission.NOTICE_SEE)
@require_POST
def answer_trial(request: CoopRequest, trial: uuid.UUID) -> HttpResponse:
    """The worker says yes, or not now."""
    found, _ = _trial(request, trial)
    yes = request.POST.get("answer") == "yes"
    words = "It stands in your week." if yes else "Your answer is passed on."
    return _done(
        request,
        found,
        lambda: trials.answer_trial(coop=request.coop, by=request.actor, trial=found, yes=yes),
        words,
    )


@page(Permission.NOTICE_SEE)
@require_POST
def call_off_trial(request: CoopRequest, trial: uuid.UUID) -> HttpResponse:
    """Either calls it off."""
    found, _ = _trial(request, trial)
    return _done(
        request,
        found,
        lambda: trials.call_off_trial(coop=request.coop, by=request.actor, trial=found),
        "It is called off.",
    )


def _done(
    request: CoopRequest, trial: Trial, act: Callable[[], object], words: str
) -> HttpResponse:
    try:
        act()
    except NotAllowed:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, words)
    return redirect(address_of(request, "trial", trial=trial.pk))
