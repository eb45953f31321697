"""Pages about what is written at and after a meeting: minutes on screen and paper, and who does what."""

import uuid
from itertools import pairwise

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kith.decisions.words import changes
from kith.foundation.access import CoopRequest, page
from kith.foundation.permissions import Permission
from kith.meetings import forms
from kith.meetings.actions import after
from kith.meetings.models import Meeting, Minutes, MinutesVersion
from kith.meetings.queries import meetings as queries
from kith.meetings.views.finding import (
    at,
    at_item,
    find,
    find_item,
    find_to_run,
    form_page,
    get_or_post,
    may_run,
    press,
)
from kith.membership.queries import voters_of
from kith.people.models import Person

LONGEST = 150  # letters of a heading


def _minutes(request: CoopRequest, meeting: int) -> Minutes:
    found = queries.minutes_or_none(find(request, meeting))
    if found is None:
        raise Http404("There are no minutes yet: the meeting has not ended.")
    return found


def _headed(lines: list[str]) -> tuple[str, list[str]]:
    """A paragraph's heading, if its first line looks like one, and its other lines."""
    if len(lines) > 1 and len(lines[0]) < LONGEST and not lines[0].endswith("."):
        return lines[0], lines[1:]
    return "", lines


def _versions(minutes: Minutes) -> list[MinutesVersion]:
    return list(minutes.versions.select_related("by").order_by("-number"))


@page(Permission.MEETING_VIEW)
@require_safe
def show_minutes(request: CoopRequest, meeting: int) -> HttpResponse:
    """The minutes, with what was changed in them; fit for paper."""
    minutes = _minutes(request, meeting)
    versions = _versions(minutes)
    context = {
        "meeting": minutes.meeting,
        "minutes": minutes,
        "newest": versions[0],
        "paragraphs": [_headed(one.splitlines()) for one in versions[0].text.split("\n\n")],
        "earlier": [
            (newer, changes(older.text, newer.text)) for newer, older in pairwise(versions)
        ],
        "may_run": may_run(request, minutes.meeting) and minutes.state == Minutes.DRAFT,
    }
    return render(request, "meetings/minutes.jinja", context)


@page(Permission.MEETING_RUN)
@get_or_post
def write_minutes(request: CoopRequest, meeting: int) -> HttpResponse:
    """Put the draft right."""
    found = find_to_run(request, meeting)
    minutes = _minutes(request, meeting)
    newest = _versions(minutes)[0]
    start = {"text": newest.text, "after": newest.number}
    form = forms.MinutesForm(request.POST or None, initial=start)
    where = {"coop": request.coop.slug, "meeting": found.number}
    return form_page(
        request,
        form,
        lambda: after.write_minutes(
            coop=request.coop, by=request.actor, minutes=minutes, **form.cleaned_data
        ),
        said="The minutes are changed. The earlier words can still be read.",
        back=reverse("meetings:minutes", kwargs=where),
        title="Put the minutes right",
        lead="A draft, until the next meeting approves it. An empty line begins a new paragraph.",
    )


@page(Permission.MEETING_RUN)
@require_POST
def approve(request: CoopRequest, meeting: int, item: uuid.UUID) -> HttpResponse:
    """The meeting approves the minutes of an earlier one."""
    find_to_run(request, meeting)
    found = find_item(request, meeting, item)
    return press(
        request,
        lambda: after.approve_minutes(coop=request.coop, by=request.actor, item=found),
        "The minutes are approved.",
        at_item(found.meeting, found),
    )


@page(Permission.MEETING_RUN)
@get_or_post
def agree_task(request: CoopRequest, meeting: int) -> HttpResponse:
    """Write down who does what by when."""
    found = find_to_run(request, meeting)
    everybody: dict[str, Person] = {str(one.voter.pk): one.voter for one in voters_of(request.coop)}
    people = sorted(((key, one.name) for key, one in everybody.items()), key=lambda p: p[1])
    form = forms.TaskForm(request.POST or None, people=people)

    def act() -> object:
        given = dict(form.cleaned_data)
        who = everybody[given.pop("who")]
        return after.agree_task(
            coop=request.coop, by=request.actor, meeting=found, who=who, **given
        )

    return form_page(
        request,
        form,
        act,
        said="It is written down, and they are told.",
        back=_back(found),
        title="Who does what?",
    )


def _back(meeting: Meeting) -> str:
    return at_item(meeting, meeting.item) if meeting.item else at(meeting)


@page(Permission.MEETING_VIEW)
@require_POST
def finish_task(request: CoopRequest, task: uuid.UUID) -> HttpResponse:
    """Something that was agreed is done."""
    found = queries.task_or_none(request.coop, task)
    if found is None:
        raise Http404("There is no such task.")
    meeting = find(request, found.meeting.number)
    return press(
        request,
        lambda: after.finish_task(coop=request.coop, by=request.actor, task=found),
        "It is done. Thank you.",
        at(meeting),
    )
