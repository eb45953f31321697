"""Pages for whoever runs a meeting: who is here, opening, the agenda, votes, adjourning, ending."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.decisions.models import Entitlement, Proposal
from kith.decisions.queries import entitled_to
from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.permissions import Permission
from kith.meetings import forms, rules
from kith.meetings.actions import amending, running, speaking, voting
from kith.meetings.actions.presence import arrive, leave
from kith.meetings.models import Item, Meeting, Presence
from kith.meetings.queries import meetings as queries
from kith.meetings.queries import presence
from kith.meetings.views.finding import (
    at,
    at_item,
    find_item,
    find_member,
    find_proposal,
    find_to_run,
    form_page,
    get_or_post,
    press,
)
from kith.membership.queries import named, voters_of

SHOWN = 60


@page(Permission.MEETING_RUN)
@get_or_post
def came(request: CoopRequest, meeting: int) -> HttpResponse:
    """Write down who has come, and how."""
    found = find_to_run(request, meeting)
    asked = request.GET.get("q", "")
    here = presence.attendance_of(found).here
    absent = named(voters_of(request.coop), asked).exclude(pk__in=list(here))
    members = forms.as_choices(absent if request.method == "POST" else absent[:SHOWN])
    start = {"way": Presence.ROOM}
    form = forms.CameForm(request.POST or None, members=members, initial=start)
    return form_page(
        request,
        form,
        lambda: _mark(request, found, form),
        said="It is written down.",
        back=at(found),
        onward=request.path,
        title="Who has come?",
        lead=_quorum_words(found),
        submit="They are here",
        search=asked,
        search_label="Find a member by name or number",
        nothing=not members,
        everybody=[
            (one.member.name, one.get_way_display(), one.at)
            for one in sorted(here.values(), key=lambda each: each.member.name)
        ],
    )


def _quorum_words(meeting: Meeting) -> str:
    return presence.attendance_of(meeting).quorum.words


@transaction.atomic
def _mark(request: CoopRequest, meeting: Meeting, form: forms.CameForm) -> bool:
    for key in form.cleaned_data["members"]:
        arrive(
            coop=request.coop,
            by=request.actor,
            meeting=meeting,
            member=find_member(request, key),
            way=form.cleaned_data["way"],
        )
    return True


@page(Permission.MEETING_RUN)
@get_or_post
def left(request: CoopRequest, meeting: int) -> HttpResponse:
    """Write down who has left."""
    found = find_to_run(request, meeting)
    here = presence.attendance_of(found).here.values()
    members = forms.as_choices(one.member for one in here)
    form = forms.LeftForm(request.POST or None, members=members)

    @transaction.atomic
    def act() -> bool:
        for key in form.cleaned_data["members"]:
            member = find_member(request, key)
            leave(coop=request.coop, by=request.actor, meeting=found, member=member)
        return True

    return form_page(
        request,
        form,
        act,
        said="It is written down.",
        back=at(found),
        title="Who has left?",
        lead=_quorum_words(found),
        submit="They have left",
        nothing=not members,
    )


@page(Permission.MEETING_RUN)
@get_or_post
def open_meeting(request: CoopRequest, meeting: int) -> HttpResponse:
    """Open the meeting, with somebody in the chair."""
    found = find_to_run(request, meeting)
    return _chair(request, found, "Open the meeting", running.open_meeting)


@page(Permission.MEETING_RUN)
@get_or_post
def change_chair(request: CoopRequest, meeting: int) -> HttpResponse:
    """Give the chair to somebody else."""
    found = find_to_run(request, meeting)
    return _chair(request, found, "Somebody else takes the chair", running.change_chair)


def _chair(request: CoopRequest, meeting: Meeting, title: str, action: object) -> HttpResponse:
    here = presence.attendance_of(meeting).here.values()
    members = forms.as_choices(one.member for one in here)
    form = forms.OneMemberForm(request.POST or None, members=members, label="Who takes the chair?")
    return form_page(
        request,
        form,
        lambda: action(  # type: ignore[operator]  # one of two actions with the same arguments
            coop=request.coop,
            by=request.actor,
            meeting=meeting,
            chair=find_member(request, form.cleaned_data["member"]),
        ),
        said="The meeting is open." if action is running.open_meeting else "It is written down.",
        back=at(meeting),
        title=title,
        lead=_quorum_words(meeting),
        submit=title if action is running.open_meeting else "Save",
        nothing=not members,
    )


@page(Permission.MEETING_RUN)
@get_or_post
def adjourn(request: CoopRequest, meeting: int) -> HttpResponse:
    """Adjourn the meeting to another day."""
    found = find_to_run(request, meeting)
    local = found.starts_at.astimezone(request.coop.zone)
    first = clock.today(request.coop.zone) + timedelta(days=rules.ADJOURNED_LEAST)
    form = forms.WhenForm(request.POST or None, initial={"day": first, "at": local.time()})
    return form_page(
        request,
        form,
        lambda: running.adjourn_meeting(
            coop=request.coop, by=request.actor, meeting=found, **form.cleaned_data
        ),
        said="It is adjourned, and every member is told.",
        back=at(found),
        title="Adjourn the meeting",
        lead=f"{_quorum_words(found)} A meeting that is adjourned for want of a quorum goes on with those who come, "
        "7 to 28 days later.",
        submit="Adjourn it",
    )


@page(Permission.MEETING_RUN)
@require_POST
def end(request: CoopRequest, meeting: int) -> HttpResponse:
    """End the meeting."""
    found = find_to_run(request, meeting)
    return press(
        request,
        lambda: running.end_meeting(coop=request.coop, by=request.actor, meeting=found),
        "The meeting has ended. Its minutes are drafted: read them, and put them right.",
        at(found),
    )


@page(Permission.MEETING_RUN)
@get_or_post
def note(request: CoopRequest, meeting: int) -> HttpResponse:
    """Write something down for the minutes."""
    found = find_to_run(request, meeting)
    form = forms.NoteForm(request.POST or None)
    current = found.item
    return form_page(
        request,
        form,
        lambda: running.note(
            coop=request.coop, by=request.actor, meeting=found, **form.cleaned_data
        ),
        said="It will stand in the minutes.",
        back=at_item(found, current) if current else at(found),
        title="Write something down for the minutes",
        lead=f"At the point “{current.title}”." if current else "",
    )


def _run_item(request: CoopRequest, meeting: int, item: uuid.UUID) -> Item:
    find_to_run(request, meeting)
    return find_item(request, meeting, item)


@page(Permission.MEETING_RUN)
@require_POST
def take_up(request: CoopRequest, meeting: int, item: uuid.UUID) -> HttpResponse:
    """Begin with a point of the agenda."""
    found = _run_item(request, meeting, item)
    return press(
        request,
        lambda: running.take_up(coop=request.coop, by=request.actor, item=found),
        "The meeting deals with this now.",
        at_item(found.meeting, found),
    )


@page(Permission.MEETING_RUN)
@require_POST
def give_word(request: CoopRequest, meeting: int, item: uuid.UUID, turn: uuid.UUID) -> HttpResponse:
    """Give somebody the word."""
    found = _run_item(request, meeting, item)
    waits = queries.turn_or_none(found, turn)
    if waits is None:
        raise Http404("There is no such turn.")
    return press(
        request,
        lambda: speaking.give_word(coop=request.coop, by=request.actor, turn=waits),
        f"{waits.member.name} has the word.",
        at_item(found.meeting, found),
    )


@page(Permission.MEETING_RUN)
@require_POST
def end_word(request: CoopRequest, meeting: int, item: uuid.UUID) -> HttpResponse:
    """Whoever speaks has ended."""
    found = _run_item(request, meeting, item)
    return press(
        request,
        lambda: speaking.end_word(coop=request.coop, by=request.actor, item=found),
        "Nobody has the word now.",
        at_item(found.meeting, found),
    )


@page(Permission.MEETING_RUN)
@require_POST
def open_vote(request: CoopRequest, meeting: int, number: int) -> HttpResponse:
    """Open the votes on a motion or an amendment."""
    found = find_to_run(request, meeting)
    proposal, item = find_proposal(request, found, number)
    return press(
        request,
        lambda: voting.open_vote_on(
            coop=request.coop, by=request.actor, meeting=found, proposal=proposal
        ),
        "Votes are open. Who is here or carried now may vote.",
        at_item(found, item),
    )


@page(Permission.MEETING_RUN)
@require_POST
def close_vote(request: CoopRequest, meeting: int, number: int) -> HttpResponse:
    """Close the votes."""
    found = find_to_run(request, meeting)
    proposal, item = find_proposal(request, found, number)
    return press(
        request,
        lambda: voting.close_vote(
            coop=request.coop, by=request.actor, meeting=found, proposal=proposal
        ),
        "The votes are counted.",
        at_item(found, item),
    )


@page(Permission.MEETING_RUN)
@get_or_post
def hands(request: CoopRequest, meeting: int, number: int) -> HttpResponse:
    """Write down votes by a show of hands, on paper or by telephone."""
    found = find_to_run(request, meeting)
    proposal, item = find_proposal(request, found, number)
    if proposal.state != Proposal.MEETING or not proposal.opened_at:
        return redirect(at_item(found, item))
    seats = _seats(found, item, proposal)
    form = forms.HandsForm(
        request.POST or None, form=proposal.form, seats=seats, initial={"way": "show"}
    )

    def act() -> bool:
        voting.enter_votes(
            coop=request.coop,
            by=request.actor,
            meeting=found,
            proposal=proposal,
            way=form.cleaned_data["way"],
            choices=form.choices,
            others=form.said_by_others,
        )
        return True

    return form_page(
        request,
        form,
        act,
        said="The votes are written down. Look at who has not voted; then close.",
        back=at_item(found, item),
        title="Write down the votes",
        lead="One vote for each member. The newest counts until you close.",
        submit="Write them down",
    )


def _seats(meeting: Meeting, item: Item, proposal: Proposal) -> list[tuple[Entitlement, str]]:
    """Whose vote can be written down, each with what is known of it; directed ones are cast already."""
    there = presence.attendance_of(meeting)
    told = presence.directed(meeting, item) if item.proposal_id == proposal.pk else {}
    carriers = {one.member_id: one.holder.name for one in there.carried}
    found = []
    for one in entitled_to(proposal):
        if one.member_id in told and one.member_id not in there.here:
            continue
        way = there.here.get(one.member_id)
        how = way.get_way_display() if way else "has left"
        if one.member_id in carriers:
            how = f"carried by {carriers[one.member_id]}"
        votes = list(one.votes.all())
        if votes:
            how += f"; has voted {votes[-1].get_way_display()}"
        found.append((one, how[0].upper() + how[1:]))
    return sorted(found, key=lambda pair: pair[0].name)


@page(Permission.MEETING_RUN)
@get_or_post
def set_aside(request: CoopRequest, meeting: int, item: uuid.UUID) -> HttpResponse:
    """Set the amendment aside that waits."""
    found = _run_item(request, meeting, item)
    waits = queries.waiting_amendment(found)
    if waits is None:
        return redirect(at_item(found.meeting, found))
    form = forms.ReasonForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: amending.set_amendment_aside(
            coop=request.coop, by=request.actor, amendment=waits, **form.cleaned_data
        ),
        said="It is not put to the vote.",
        back=at_item(found.meeting, found),
        title="Set the amendment aside",
        lead="Because it goes beyond the notice, or whoever moved it takes it back.",
        submit="Set it aside",
    )
