"""Pages for single dates of a repeat and for pauses."""

import uuid
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError
from kith.foundation.permissions import Permission, allows
from kith.support.dates import actions
from kith.support.dates.forms import EndPauseForm, OneDateForm, PauseForm
from kith.support.dates.queries import changes_of, next_dates, pause_or_none
from kith.support.models import ChangedDate, Pause, VisitPattern
from kith.support.views import address_of, pattern_for, support_for, to_support, today


@page(Permission.SUPPORT_VIEW)
def list_dates(request: CoopRequest, series: uuid.UUID) -> HttpResponse:
    """The next dates of a repeating visit, each with its own change if it has one."""
    pattern = pattern_for(request, series, Permission.SUPPORT_VIEW)
    context = {
        "pattern": pattern,
        "support": pattern.support,
        "dates": next_dates(pattern, today(request)),
        "may_change": allows(request.actor, Permission.SUPPORT_CHANGE, pattern.support),
    }
    return render(request, "support/dates.jinja", context)


@page(Permission.SUPPORT_CHANGE)
def change_date(request: CoopRequest, series: uuid.UUID, day: date) -> HttpResponse:
    """Change one date of a repeating visit. The others stay as they are."""
    pattern = pattern_for(request, series, Permission.SUPPORT_CHANGE)
    change = changes_of(request.coop, series).get(day)
    form = OneDateForm(request.POST or None, initial=_initial(pattern, day, change))
    if request.method == "POST" and form.is_valid() and _changed(request, form, pattern, day):
        return redirect(address_of(request, "dates", series=series))
    context = {
        "form": form,
        "pattern": pattern,
        "support": pattern.support,
        "day": day,
        "change": change,
    }
    status = 422 if form.errors else 200
    return render(request, "support/date.jinja", context, status=status)


def _initial(pattern: VisitPattern, day: date, change: ChangedDate | None) -> dict[str, object]:
    return {
        "what_changes": "other" if change and not change.skipped else "skip",
        "to_day": (change and change.to_day) or day,
        "earliest": (change and change.earliest) or pattern.earliest,
        "latest": (change and change.latest) or pattern.latest,
        "minutes": (change and change.minutes) or pattern.minutes,
        "workers_needed": (change and change.workers_needed) or pattern.workers_needed,
    }


def _changed(request: CoopRequest, form: OneDateForm, pattern: VisitPattern, day: date) -> bool:
    typed = dict(form.cleaned_data)
    skipped = typed.pop("what_changes") == "skip"
    try:
        actions.change_one_date(
            coop=request.coop, by=request.actor, pattern=pattern, day=day, skipped=skipped, **typed
        )
    except DomainError as error:
        form.refuse(error)
        return False
    messages.success(
        request, f"{day:%A} {day.day} {day:%B} is changed. All other dates stay as they are."
    )
    return True


@page(Permission.SUPPORT_CHANGE)
@require_POST
def put_back(request: CoopRequest, series: uuid.UUID, day: date) -> HttpResponse:
    """Undo the change of one date."""
    pattern_for(request, series, Permission.SUPPORT_CHANGE)
    change = changes_of(request.coop, series).get(day)
    if change:
        actions.put_back_date(coop=request.coop, by=request.actor, change=change)
    messages.success(request, f"{day:%A} {day.day} {day:%B} is as usual again.")
    return redirect(address_of(request, "dates", series=series))


@page(Permission.SUPPORT_CHANGE)
def begin_pause(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """The person is away for a while."""
    found = support_for(request, support, Permission.SUPPORT_CHANGE)
    form = PauseForm(request.POST or None, initial={"since": today(request)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.begin_pause(
                coop=request.coop, by=request.actor, support=found, **form.cleaned_data
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, "The pause is saved. There are no visits on those days.")
            return to_support(request, found)
    context = {"form": form, "support": found, "pause": None}
    status = 422 if form.errors else 200
    return render(request, "support/pause.jinja", context, status=status)


@page(Permission.SUPPORT_CHANGE)
def end_pause(request: CoopRequest, pause: uuid.UUID) -> HttpResponse:
    """Say when the person is back."""
    found = _pause_for(request, pause)
    form = EndPauseForm(request.POST or None, initial={"last_day": found.until})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_pause(coop=request.coop, by=request.actor, pause=found, **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, "The pause is changed.")
            return to_support(request, found.support)
    context = {"form": form, "support": found.support, "pause": found}
    status = 422 if form.errors else 200
    return render(request, "support/pause.jinja", context, status=status)


@page(Permission.SUPPORT_CHANGE)
@require_POST
def remove_pause(request: CoopRequest, pause: uuid.UUID) -> HttpResponse:
    """The person is not away after all."""
    found = _pause_for(request, pause)
    actions.remove_pause(coop=request.coop, by=request.actor, pause=found)
    messages.success(request, "The pause is taken away. Visits are as usual.")
    return to_support(request, found.support)


def _pause_for(request: CoopRequest, pause: uuid.UUID) -> Pause:
    found = pause_or_none(request.coop, pause)
    if found is None:
        raise Http404("There is no such pause, or somebody has changed it.")
    support_for(request, found.support_id, Permission.SUPPORT_CHANGE)
    return found
