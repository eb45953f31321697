"""Pages for everybody: what the role is, the self-check, ways of working, the kit, and the steps of an application."""

from typing import cast

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kith.becoming import actions
from kith.becoming.forms import STEP_FORMS, BeginForm
from kith.becoming.models import Newcomer
from kith.becoming.queries import newcomer_with
from kith.becoming.steps import STEPS, first_open, is_done, role
from kith.foundation.access import open_to_all
from kith.foundation.errors import DomainError
from kith.foundation.models import Coop
from kith.membership.joining.views import coop_at
from kith.people.forms import tried

OPEN = "whoever thinks about becoming a personal assistant reads what the role is before they sign in anywhere"
OWN = "a newcomer cannot sign in yet: the address itself is the secret, sent to them alone"


def _show(request: HttpRequest, coop: Coop, name: str, **context: object) -> HttpResponse:
    form = context.get("form")
    errors = bool(getattr(form, "errors", None))
    context |= {"the_coop": coop, "role": role(), "form_has_errors": errors}
    answer = render(request, f"becoming/{name}.jinja", context, status=422 if errors else 200)
    if "secret" in context:
        answer["X-Robots-Tag"] = "noindex"
    return answer


@open_to_all(OPEN)
@require_safe
def show_role(request: HttpRequest, coop: str) -> HttpResponse:
    """What the role is, in stories, and what is hard."""
    return _show(request, coop_at(coop), "role")


@open_to_all(OPEN)
@require_safe
def self_check(request: HttpRequest, coop: str) -> HttpResponse:
    """Honest questions. The answers are read from the address and kept nowhere."""
    answers = {one["key"]: request.GET.get(one["key"], "") for one in role()["check"]}
    talk = [one["no"] for one in role()["check"] if answers[one["key"]] == "no"]
    answered = all(value in ("yes", "no") for value in answers.values())
    return _show(
        request, coop_at(coop), "self_check", answers=answers, talk=talk, answered=answered
    )


@open_to_all(OPEN)
@require_safe
def show_ways(request: HttpRequest, coop: str) -> HttpResponse:
    """Three ways of working, and what each means."""
    return _show(request, coop_at(coop), "ways")


@open_to_all(OPEN)
@require_safe
def show_kit(request: HttpRequest, coop: str) -> HttpResponse:
    """What a person does who employs somebody themself, on paper too."""
    return _show(request, coop_at(coop), "kit")


@open_to_all(OPEN)
def begin(request: HttpRequest, coop: str) -> HttpResponseBase:
    """Begin to write."""
    found = coop_at(coop)
    form = BeginForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        refused = ratelimit.consume_or_429(request, action="signup")
        if refused:
            return cast("HttpResponseBase", refused)
        made = tried(form, lambda: actions.begin(coop=found, by=None, **form.cleaned_data))
        if made:
            messages.success(request, "We have sent you a letter with the way back to this page.")
            return redirect("becoming:mine", coop=coop, secret=made[1])
    return _show(request, found, "begin", form=form)


def _own(coop: Coop, secret: str) -> Newcomer:
    found = newcomer_with(coop, secret)
    if found is None:
        raise Http404("There is nothing at this address.")
    return found


@open_to_all(OWN)
@require_safe
def show_mine(request: HttpRequest, coop: str, secret: str) -> HttpResponse:
    """How far it is: the steps, and what comes next."""
    found = coop_at(coop)
    newcomer = _own(found, secret)
    steps = [(step, is_done(newcomer.said, step.key)) for step in STEPS.values()]
    return _show(
        request,
        found,
        "mine",
        newcomer=newcomer,
        secret=secret,
        steps=steps,
        open_step=first_open(newcomer.said),
    )


@open_to_all(OWN)
def write_step(request: HttpRequest, coop: str, secret: str, step: str) -> HttpResponse:
    """One step. What is not finished is kept too."""
    found = coop_at(coop)
    newcomer = _own(found, secret)
    if step not in STEPS or newcomer.state != Newcomer.WRITING:
        raise Http404("There is nothing to write here any more.")
    sent = request.method == "POST"
    form = STEP_FORMS[step](request.POST if sent else None, initial=newcomer.said.get(step, {}))
    if sent and form.is_valid():
        done = tried(
            form,
            lambda: actions.write_step(
                coop=found, newcomer=newcomer, step=step, said=form.cleaned_data
            ),
        )
        if done:
            return _after(request, done, step, secret)
    return _show(
        request, found, "step", newcomer=newcomer, secret=secret, step=STEPS[step], form=form
    )


def _after(request: HttpRequest, newcomer: Newcomer, step: str, secret: str) -> HttpResponse:
    """On to the next step that is open; back to all of them when this one is not finished."""
    coop, later = newcomer.coop.slug, list(STEPS)[list(STEPS).index(step) + 1 :]
    if not is_done(newcomer.said, step):
        messages.success(request, "It is kept. Some of it is still to be filled in.")
        return redirect("becoming:mine", coop=coop, secret=secret)
    following = next((key for key in later if not is_done(newcomer.said, key)), None)
    messages.success(request, "It is kept.")
    if following:
        return redirect("becoming:step", coop=coop, secret=secret, step=following)
    return redirect("becoming:mine", coop=coop, secret=secret)


@open_to_all(OWN)
@require_POST
def send(request: HttpRequest, coop: str, secret: str) -> HttpResponse:
    """Send it to the co-op."""
    found = coop_at(coop)
    try:
        actions.send(coop=found, newcomer=_own(found, secret))
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "It is with us. Somebody will ring you.")
    return redirect("becoming:mine", coop=coop, secret=secret)


@open_to_all(OWN)
@require_POST
def take_back(request: HttpRequest, coop: str, secret: str) -> HttpResponse:
    """Take it back."""
    found = coop_at(coop)
    try:
        actions.take_back(coop=found, newcomer=_own(found, secret))
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "It is taken back, and what you wrote is removed.")
    return redirect("becoming:mine", coop=coop, secret=secret)
