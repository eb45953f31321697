"""What the pages of meetings share: finding what an address names, a form's page, a press."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kith.decisions.models import Proposal
from kith.decisions.queries import proposal_or_none
from kith.foundation.access import CoopRequest
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.permissions import Permission, Place, allows, require
from kith.meetings.models import Item, Meeting
from kith.meetings.queries import meetings as queries
from kith.membership.models import Member
from kith.membership.queries import member_or_none
from kith.people.forms import tried

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def find(request: CoopRequest, number: int) -> Meeting:
    """The meeting of this number. Raises Http404; one that is being prepared is for those who may call it."""
    found = queries.meeting_or_none(request.coop, number)
    if found is None or (found.state == Meeting.PLANNED and not may_call(request)):
        raise Http404("There is no such meeting.")
    return found


def find_item(request: CoopRequest, number: int, item: uuid.UUID) -> Item:
    """A point of a meeting's agenda. Raises Http404."""
    found = queries.item_or_none(find(request, number), item)
    if found is None:
        raise Http404("There is no such point on the agenda.")
    return found


def find_proposal(request: CoopRequest, meeting: Meeting, number: int) -> tuple[Proposal, Item]:
    """A motion or an amendment of this meeting, with its point of the agenda. Raises Http404."""
    found = proposal_or_none(request.coop, number)
    item = queries.item_of(meeting, found) if found else None
    if found is None or item is None:
        raise Http404("There is no such motion at this meeting.")
    return found, item


def find_member(request: CoopRequest, key: str) -> Member:
    """A line of the register by what a form sent. Raises DomainError."""
    try:
        found = member_or_none(request.coop, uuid.UUID(key))
    except ValueError:
        found = None
    if found is None:
        raise DomainError("There is no such member.")
    return found


def may_call(request: CoopRequest) -> bool:
    """Whether whoever asks calls meetings."""
    return allows(request.actor, Permission.MEETING_CALL, Place(request.coop.id))


def may_run(request: CoopRequest, meeting: Meeting) -> bool:
    """Whether whoever asks runs this meeting."""
    return allows(request.actor, Permission.MEETING_RUN, meeting)


def find_to_run(request: CoopRequest, number: int) -> Meeting:
    """The meeting, for whoever runs it. Raises Http404, NotAllowed."""
    found = find(request, number)
    require(request.actor, Permission.MEETING_RUN, found)
    return found


def may_change_agenda(request: CoopRequest, meeting: Meeting) -> bool:
    """Whether whoever asks may change the agenda now."""
    if meeting.state in (Meeting.PLANNED, Meeting.CALLED):
        return may_call(request)
    return meeting.state in (Meeting.OPEN, Meeting.ADJOURNED) and may_run(request, meeting)


def at(meeting: Meeting) -> str:
    """The page of a meeting."""
    where = {"coop": meeting.coop.slug, "meeting": meeting.number}
    return reverse("meetings:meeting", kwargs=where)


def at_item(meeting: Meeting, item: Item) -> str:
    """The page of a point of the agenda."""
    where = {"coop": meeting.coop.slug, "meeting": meeting.number, "item": item.pk}
    return reverse("meetings:item", kwargs=where)


def form_page(
    request: CoopRequest,
    form: Form,
    act: Callable[[], object],
    *,
    said: str,
    back: str,
    title: str,
    lead: str = "",
    submit: str = "",
    onward: str = "",
    **more: object,
) -> HttpResponse:
    """The form's page, or what it asks done and on to another page."""
    done = tried(form, act) if request.method == "POST" and form.is_valid() else None
    if done:
        messages.success(request, said)
        return redirect(onward or back)
    context = more | {
        "form": form,
        "form_has_errors": bool(form.errors),
        "title": title,
        "lead": lead,
        "submit": submit,
        "back_to": back,
    }
    status = 422 if form.errors else 200
    return render(request, "meetings/form.jinja", context, status=status)


def press(request: CoopRequest, act: Callable[[], object], said: str, onward: str) -> HttpResponse:
    """Do something by one press, or say why not; and on to another page."""
    try:
        act()
    except NotAllowed:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said)
    return redirect(onward)
