"""Pages of what a circle does: asks and offers, days in the calendar, meetings, notes."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.permissions import Permission
from kith.people.forms import tried
from kith.support.circles import doing, forms, queries
from kith.support.circles.models import CircleAsk, CircleEvent
from kith.support.circles.seeing import Side
from kith.support.circles.views import circle_for, shown_form
from kith.support.views import address_of


def _to_circle(request: CoopRequest, person: uuid.UUID, part: str) -> HttpResponse:
    return redirect(f"{address_of(request, 'circle', person=person)}#{part}")


@page(Permission.CIRCLE_VIEW)
def add_ask(request: CoopRequest, person: uuid.UUID) -> HttpResponse:
    """Ask the circle for something, or offer something."""
    found, side = circle_for(request, person)
    doing.require_seeing(request.coop, request.actor, found, "asks")
    start = {"kind": CircleAsk.ASK if side is Side.PERSON else CircleAsk.OFFER}
    form = forms.AskForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        done = tried(
            form,
            lambda: doing.add_ask(
                coop=request.coop, by=request.actor, person=found, **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, "It stands in the circle.")
            return _to_circle(request, person, "asks")
    context = {"who": found, "title": "Ask for something, or offer it", "part": "asks"}
    return shown_form(request, "form", form, context)


def _ask(request: CoopRequest, ask: uuid.UUID) -> CircleAsk:
    found = queries.ask_or_none(request.coop, ask)
    if found is None:
        raise Http404("There is no such thing here.")
    circle_for(request, found.person_id)
    return found


def _asked(
    request: CoopRequest, ask: CircleAsk, act: Callable[[], object], words: str
) -> HttpResponse:
    try:
        act()
    except NotAllowed:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, words)
    return _to_circle(request, ask.person_id, "asks")


@page(Permission.CIRCLE_VIEW)
@require_POST
def take_ask(request: CoopRequest, ask: uuid.UUID) -> HttpResponse:
    """“I do it”."""
    found = _ask(request, ask)
    return _asked(
        request,
        found,
        lambda: doing.take_ask(coop=request.coop, by=request.actor, ask=found),
        "You take it. Whoever asked is told.",
    )


@page(Permission.CIRCLE_VIEW)
@require_POST
def give_back_ask(request: CoopRequest, ask: uuid.UUID) -> HttpResponse:
    """Not after all."""
    found = _ask(request, ask)
    return _asked(
        request,
        found,
        lambda: doing.give_back_ask(coop=request.coop, by=request.actor, ask=found),
        "It is open again, and the circle is told.",
    )


@page(Permission.CIRCLE_VIEW)
@require_POST
def end_ask(request: CoopRequest, ask: uuid.UUID) -> HttpResponse:
    """It is done, or not needed any more."""
    found, done = _ask(request, ask), request.POST.get("how") == "done"
    return _asked(
        request,
        found,
        lambda: doing.end_ask(coop=request.coop, by=request.actor, ask=found, done=done),
        "It is done. Thank you." if done else "It is taken out.",
    )


@page(Permission.CIRCLE_VIEW)
def add_event(request: CoopRequest, person: uuid.UUID) -> HttpResponse:
    """Put a day into the calendar."""
    found, _ = circle_for(request, person)
    doing.require_seeing(request.coop, request.actor, found, "calendar")
    form = forms.EventForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = tried(
            form,
            lambda: doing.add_event(
                coop=request.coop, by=request.actor, person=found, **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, "It stands in the calendar.")
            return _to_circle(request, person, "calendar")
    context = {"who": found, "title": "Put a day into the calendar", "part": "calendar"}
    return shown_form(request, "form", form, context)


def _event(request: CoopRequest, event: uuid.UUID) -> CircleEvent:
    found = queries.event_or_none(request.coop, event)
    if found is None:
        raise Http404("There is no such day here.")
    circle_for(request, found.person_id)
    return found


@page(Permission.CIRCLE_VIEW)
@require_POST
def cancel_event(request: CoopRequest, event: uuid.UUID) -> HttpResponse:
    """Take a day out of the calendar."""
    found = _event(request, event)
    try:
        doing.cancel_event(coop=request.coop, by=request.actor, event=found)
    except NotAllowed:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "It is out of the calendar.")
    return _to_circle(request, found.person_id, "calendar")


@page(Permission.CIRCLE_VIEW)
def add_note(request: CoopRequest, person: uuid.UUID) -> HttpResponse:
    """Write something for the circle."""
    found, _ = circle_for(request, person)
    doing.require_seeing(request.coop, request.actor, found, "notes")
    form = forms.NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = tried(
            form,
            lambda: doing.add_note(
                coop=request.coop, by=request.actor, person=found, **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, "It is written.")
            return _to_circle(request, person, "notes")
    context = {"who": found, "title": "Write something for the circle", "part": "notes"}
    return shown_form(request, "form", form, context)


@page(Permission.CIRCLE_VIEW)
def meet(request: CoopRequest, event: uuid.UUID) -> HttpResponse:
    """Write what was agreed at a meeting of the circle."""
    found = _event(request, event)
    doing.require_seeing(request.coop, request.actor, found.person, "notes")
    form = forms.NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = tried(
            form,
            lambda: doing.add_note(
                coop=request.coop,
                by=request.actor,
                person=found.person,
                event=found,
                **form.cleaned_data,
            ),
        )
        if done:
            messages.success(request, "It is written. Add what somebody does next as an ask.")
            return _to_circle(request, found.person_id, "notes")
    context = {"who": found.person, "title": f"What was agreed: {found.what}", "part": "notes"}
    return shown_form(request, "form", form, context)
