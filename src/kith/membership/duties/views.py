"""Pages about the co-op's duties: the year by date, one duty, writing it down, and the file that shows it."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.attached import handed_out
from kith.foundation.files import FileGone
from kith.foundation.permissions import Permission, Place, allows, require
from kith.membership.duties import actions, queries
from kith.membership.duties.forms import DoneForm, PutRightForm
from kith.membership.duties.models import DutyRecord
from kith.membership.duties.queries import Calendar, Line
from kith.membership.duties.rules import DAY, Period, last_day
from kith.people.forms import tried

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _calendar(request: CoopRequest) -> Calendar:
    found = queries.calendar_of(request.coop)
    if found is None:
        raise Http404("This co-op has no articles in force yet, and so no duties.")
    return found


def _found(request: CoopRequest, duty: str) -> Line:
    line = _calendar(request).line(duty)
    if line is None:
        raise Http404("There is no such duty.")
    return line


def _keeps(request: CoopRequest) -> bool:
    return allows(request.actor, Permission.DUTIES_KEEP, Place(request.coop.id))


def _may_open(request: CoopRequest, record: DutyRecord) -> bool:
    return bool(record.file) and (record.for_members or _keeps(request))


@page(Permission.DUTIES_VIEW)
@require_safe
def list_duties(request: CoopRequest) -> HttpResponse:
    """The duties of this year of the co-op or of the last one, by date; what is late comes first."""
    found, before = _calendar(request), request.GET.get("year") == "last"
    last_year = Period(last_day(found.year.first, -12) + DAY, found.year.first - DAY)
    year = last_year if before else found.year
    shown = found.in_year(year)
    context = {
        "calendar": found,
        "year": year,
        "before": before,
        "lines": shown,
        "late_before": [] if before else [one for one in found.late if one not in shown],
        "others": found.others_in(year),
        "seats": queries.board_seats(request.coop),
        "keeps": _keeps(request),
    }
    return render(request, "duties/duties.jinja", context)


@page(Permission.DUTIES_VIEW)
@require_safe
def show_duty(request: CoopRequest, duty: str) -> HttpResponse:
    """One duty: by when, why, how, and all that was written about it."""
    line = _found(request, duty)
    context = {
        "line": line,
        "today": clock.today(request.coop.zone),
        "records": [(one, _may_open(request, one)) for one in reversed(line.records)],
        "facts": queries.facts_about(request.coop, line.duty) if _keeps(request) else [],
        "keeps": _keeps(request),
    }
    return render(request, "duties/duty.jinja", context)


@page(Permission.DUTIES_KEEP)
@get_or_post
def mark(request: CoopRequest, duty: str) -> HttpResponse:
    """Write down that a duty was done."""
    line = _found(request, duty)
    if line.records and request.method != "POST":
        return redirect("duties:put-right", coop=request.coop.slug, duty=duty)
    form = DoneForm(
        request.POST or None,
        request.FILES or None,
        initial={"done_on": clock.today(request.coop.zone)},
    )
    return _written(
        request,
        line,
        form,
        lambda: actions.mark_done(
            coop=request.coop, by=request.actor, duty=duty, **form.cleaned_data
        ),
        said="It is written down. Thank you.",
        title="Write down that it was done",
    )


@page(Permission.DUTIES_KEEP)
@get_or_post
def put_right(request: CoopRequest, duty: str) -> HttpResponse:
    """Put right what was written; the earlier record stays."""
    line = _found(request, duty)
    if not line.records:
        return redirect("duties:done", coop=request.coop.slug, duty=duty)
    last = line.records[-1]
    initial = {
        "number": last.number,
        "done": "" if last.done else "yes",
        "done_on": last.done_on,
        "words": last.words if last.done else "",
        "for_members": last.for_members,
    }
    form = PutRightForm(request.POST or None, request.FILES or None, initial=initial)
    return _written(
        request,
        line,
        form,
        lambda: actions.put_right(
            coop=request.coop, by=request.actor, duty=duty, **form.cleaned_data
        ),
        said="It is put right. What was written before can still be read.",
        title="Put it right",
    )


def _written(
    request: CoopRequest,
    line: Line,
    form: DoneForm,
    act: Callable[[], DutyRecord],
    *,
    said: str,
    title: str,
) -> HttpResponse:
    """The form's page, or the record written and back to the duty."""
    done = tried(form, act) if request.method == "POST" and form.is_valid() else None
    if done:
        messages.success(request, said)
        return redirect("duties:duty", coop=request.coop.slug, duty=line.duty.key)
    context = {"form": form, "form_has_errors": bool(form.errors), "line": line, "title": title}
    return render(request, "duties/form.jinja", context, status=422 if form.errors else 200)


@page(Permission.DUTIES_VIEW)
@require_safe
def download(request: CoopRequest, record: uuid.UUID) -> HttpResponse:
    """The file of a record, only ever as a download."""
    found = queries.record_or_none(request.coop, record)
    if found is None or not found.file:
        raise Http404("There is no such file.")
    if not found.for_members:
        require(request.actor, Permission.DUTIES_KEEP, found)
    try:
        return handed_out(request.coop.id, found.file, found.file_name)
    except FileGone as gone:
        messages.error(request, gone.message)
        return redirect("duties:duty", coop=request.coop.slug, duty=found.duty)
