"""Pages that plan and call a meeting and make its agenda."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith.articles.queries import articles_in_force
from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError
from kith.foundation.permissions import Permission
from kith.meetings import forms, rules
from kith.meetings.actions import agenda, calling
from kith.meetings.models import Item, Meeting
from kith.meetings.queries import meetings as queries
from kith.meetings.views.finding import (
    at,
    find,
    find_item,
    find_to_run,
    form_page,
    get_or_post,
    may_call,
    press,
)
from kith.membership.rules import day_words


@page(Permission.MEETING_CALL)
@get_or_post
def plan(request: CoopRequest) -> HttpResponse:
    """Plan a meeting."""
    articles = articles_in_force(request.coop)
    first = rules.first_day(articles, clock.today(request.coop.zone))
    start = {"day": first, "at": forms.USUAL, "kind": Meeting.GENERAL}
    form = forms.PlanForm(request.POST or None, initial=start)
    made: list[Meeting] = []

    def act() -> bool:
        made.append(calling.plan_meeting(coop=request.coop, by=request.actor, **form.cleaned_data))
        return True

    listed = reverse("meetings:meetings", kwargs={"coop": request.coop.slug})
    answer = form_page(
        request,
        form,
        act,
        said="The meeting is planned. Write its agenda; then send the notice.",
        back=listed,
        title="Plan a meeting",
        lead=f"Our articles ask for {articles.meetings.notice_days} clear days between the notice and the meeting. "
        f"If the notice goes out today, {day_words(first)} is the first day that can be.",
        submit="Plan it",
    )
    return redirect(at(made[0])) if made else answer


@page(Permission.MEETING_CALL)
@get_or_post
def change_place(request: CoopRequest, meeting: int) -> HttpResponse:
    """Change where a meeting is."""
    found = find(request, meeting)
    start = {"where": found.where, "phone": found.phone, "online": found.online}
    form = forms.PlaceForm(request.POST or None, initial=start)
    told = "" if found.state == Meeting.PLANNED else "Every member is told."
    return form_page(
        request,
        form,
        lambda: calling.change_place(
            coop=request.coop, by=request.actor, meeting=found, **form.cleaned_data
        ),
        said="It is changed.",
        back=at(found),
        title="Change where it is",
        lead=told,
    )


@page(Permission.MEETING_CALL)
@get_or_post
def move(request: CoopRequest, meeting: int) -> HttpResponse:
    """Change when a meeting is."""
    found = find(request, meeting)
    local = found.starts_at.astimezone(request.coop.zone)
    form = forms.WhenForm(request.POST or None, initial={"day": local.date(), "at": local.time()})
    first = rules.first_day(articles_in_force(request.coop), clock.today(request.coop.zone))
    return form_page(
        request,
        form,
        lambda: calling.move_meeting(
            coop=request.coop, by=request.actor, meeting=found, **form.cleaned_data
        ),
        said="It is changed.",
        back=at(found),
        title="Change when it is",
        lead=f"If the notice goes out today, {day_words(first)} is the first day that can be.",
    )


@page(Permission.MEETING_CALL)
@require_POST
def send(request: CoopRequest, meeting: int) -> HttpResponse:
    """Send the notice to every member."""
    found = find(request, meeting)
    return press(
        request,
        lambda: calling.send_notice(coop=request.coop, by=request.actor, meeting=found),
        "The meeting is called. Every member is told when, where and about what.",
        at(found),
    )


@page(Permission.MEETING_CALL)
@get_or_post
def cancel(request: CoopRequest, meeting: int) -> HttpResponse:
    """Call a meeting off."""
    found = find(request, meeting)
    form = forms.ReasonForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: calling.cancel_meeting(
            coop=request.coop, by=request.actor, meeting=found, **form.cleaned_data
        ),
        said="The meeting is called off.",
        back=at(found),
        title="Call this meeting off?",
        lead="Its motions are talked about again. Members who were told of it are told that, and why.",
        submit="Call it off",
        danger=True,
    )


def _agenda_of(request: CoopRequest, meeting: int) -> Meeting:
    """The meeting, for whoever may change its agenda now. Raises Http404, NotAllowed."""
    found = find(request, meeting)
    if found.state in (Meeting.PLANNED, Meeting.CALLED) and may_call(request):
        return found
    return find_to_run(request, meeting)


@page(Permission.MEETING_VIEW)
@get_or_post
def add_item(request: CoopRequest, meeting: int) -> HttpResponse:
    """Add a point to the agenda."""
    found = _agenda_of(request, meeting)
    form = forms.ItemForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: agenda.add_item(
            coop=request.coop, by=request.actor, meeting=found, **form.cleaned_data
        ),
        said="It stands on the agenda.",
        back=at(found),
        title="Add a point to the agenda",
        lead="" if found.state == Meeting.PLANNED else "Members who know of the meeting are told.",
        submit="Add it",
    )


@page(Permission.MEETING_VIEW)
@get_or_post
def put_motion(request: CoopRequest, meeting: int) -> HttpResponse:
    """Put a proposal that is talked about on the agenda."""
    found = _agenda_of(request, meeting)
    proposals = queries.motions_for(request.coop)
    form = forms.MotionForm(request.POST or None, proposals=proposals)
    by_number = dict(proposals)

    def act() -> Item:
        proposal = queries.motion_or_none(request.coop, int(form.cleaned_data["number"]))
        if proposal is None:
            raise DomainError("This is not talked about any more.", field="number")
        return agenda.put_motion(
            coop=request.coop, by=request.actor, meeting=found, proposal=proposal
        )

    new = {"coop": request.coop.slug, "meeting": found.number}
    return form_page(
        request,
        form,
        act,
        said="It is a motion of this meeting now: its words stand.",
        back=at(found),
        title="Put a proposal to the meeting",
        lead="The members vote on it at the meeting, and only there its words can be amended.",
        submit="Put it on the agenda",
        nothing=not by_number,
        other={
            "href": reverse("meetings:new-motion", kwargs=new),
            "text": "Write something new instead",
        },
    )


@page(Permission.MEETING_VIEW)
@get_or_post
def new_motion(request: CoopRequest, meeting: int) -> HttpResponse:
    """Write a motion for this meeting."""
    found = _agenda_of(request, meeting)
    form = forms.NewMotionForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: agenda.new_motion(
            coop=request.coop, by=request.actor, meeting=found, **form.cleaned_data
        ),
        said="It is a motion of this meeting now: its words stand.",
        back=at(found),
        title="Write a motion",
        lead="It is a proposal like any other, and members vote on it at this meeting.",
        submit="Put it on the agenda",
    )


@page(Permission.MEETING_VIEW)
@get_or_post
def add_paper(request: CoopRequest, meeting: int) -> HttpResponse:
    """Add a paper for members to read."""
    found = _agenda_of(request, meeting)
    items = queries.items_of(found)
    form = forms.PaperForm(request.POST or None, request.FILES or None, items=items)

    def act() -> object:
        chosen = form.cleaned_data["item"]
        return agenda.add_paper(
            coop=request.coop,
            by=request.actor,
            meeting=found,
            title=form.cleaned_data["title"],
            file=form.cleaned_data["file"],
            item=next((one for one in items if str(one.pk) == chosen), None),
        )

    return form_page(
        request,
        form,
        act,
        said="Members can read it now.",
        back=at(found),
        title="Add a paper",
        lead="Every member can read it. It stays with the meeting.",
        submit="Add it",
    )


@page(Permission.MEETING_VIEW)
@require_POST
def move_item(request: CoopRequest, meeting: int, item: uuid.UUID) -> HttpResponse:
    """Move a point of the agenda one place earlier or later."""
    _agenda_of(request, meeting)
    found = find_item(request, meeting, item)
    earlier = request.POST.get("to") == "earlier"
    return press(
        request,
        lambda: agenda.move_item(coop=request.coop, by=request.actor, item=found, earlier=earlier),
        f"“{found.title}” is moved.",
        at(found.meeting),
    )


@page(Permission.MEETING_CALL)
@require_POST
def remove_item(request: CoopRequest, meeting: int, item: uuid.UUID) -> HttpResponse:
    """Take a point off the agenda."""
    found = find_item(request, meeting, item)
    return press(
        request,
        lambda: agenda.remove_item(coop=request.coop, by=request.actor, item=found),
        f"“{found.title}” is off the agenda.",
        at(found.meeting),
    )
