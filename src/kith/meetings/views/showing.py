"""Pages for everybody: the meetings, one meeting with how it stands now, one point of its agenda, a paper."""

import uuid
from dataclasses import dataclass
from itertools import pairwise

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kith.articles.queries import articles_in_force
from kith.decisions import queries as decisions
from kith.decisions.effects import EFFECTS
from kith.decisions.models import Entitlement, Proposal
from kith.decisions.rules import CHOICES, majority_of
from kith.decisions.views import new_articles
from kith.decisions.words import Piece, changes
from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.attached import handed_out
from kith.foundation.files import FileGone
from kith.foundation.permissions import Permission
from kith.meetings import forms, rules
from kith.meetings.models import Amendment, Item, Meeting
from kith.meetings.queries import meetings as queries
from kith.meetings.queries import presence
from kith.meetings.views.finding import (
    at,
    find,
    find_item,
    may_call,
    may_change_agenda,
    may_run,
)
from kith.people.models import Person

SHOWN = 30
SOON = rules.DOORS


@page(Permission.MEETING_VIEW)
@require_safe
def list_meetings(request: CoopRequest) -> HttpResponse:
    """The meetings that are coming, and those that were."""
    may = may_call(request)
    context = {
        "coming": [
            one for one in queries.coming(request.coop) if may or one.state != Meeting.PLANNED
        ],
        "over": queries.over(request.coop)[:SHOWN],
        "tasks": list(queries.my_tasks(request.person)),
        "may_call": may,
    }
    return render(request, "meetings/meetings.jinja", context)


def live_context(request: CoopRequest, meeting: Meeting) -> dict[str, object]:
    """How a meeting stands now: who is there, whether that is enough, and what it deals with."""
    near = meeting.state in (Meeting.CALLED, Meeting.ADJOURNED) and (
        clock.now() >= meeting.starts_at - SOON
    )
    live = meeting.state == Meeting.OPEN or near
    vote = queries.open_vote(meeting) if live else None
    there = presence.attendance_of(meeting) if live else None
    sign = f"{meeting.state} {meeting.item_id} {vote.pk if vote else ''} {meeting.chair_id}"
    newest = str(uuid.uuid5(meeting.pk, sign))
    return {
        "meeting": meeting,
        "live": live,
        "attendance": there,
        "vote": vote,
        "vote_item": queries.item_of(meeting, vote) if vote else None,
        "sign": newest,
        "changed": request.GET.get("seen", newest) != newest,
        "seen": request.GET.get("seen", newest),
    }


@page(Permission.MEETING_VIEW)
@require_safe
def show_live(request: CoopRequest, meeting: int) -> HttpResponse:
    """The part of a meeting's pages that asks again every few seconds."""
    found = find(request, meeting)
    return render(request, "meetings/live.jinja", live_context(request, found))


@page(Permission.MEETING_VIEW)
@require_safe
def show_meeting(request: CoopRequest, meeting: int) -> HttpResponse:
    """One meeting: when and where, its agenda, how one takes part, and what came of it."""
    found = find(request, meeting)
    articles = articles_in_force(request.coop)
    person: Person = request.person
    runs = may_run(request, found)
    takes_part = found.state in (Meeting.CALLED, Meeting.ADJOURNED, Meeting.OPEN)
    own = presence.own_member(found, person) if takes_part else None
    context = live_context(request, found) | {
        "items": queries.items_of(found),
        "papers": list(queries.papers_of(found)),
        "tasks": list(queries.tasks_of(found)),
        "minutes": queries.minutes_or_none(found),
        "own": own,
        "here": presence.here_now(found, person) if own else None,
        "given": presence.given_by(found, person) if own else None,
        "held": presence.held_by(found, person) if own else [],
        "most_proxies": articles.meetings.most_proxies,
        "notice_days": articles.meetings.notice_days,
        "takes_part": takes_part,
        "needed": presence.needed_for(found) if takes_part else None,
        "may_call": may_call(request),
        "may_run": runs,
        "may_change": may_change_agenda(request, found),
        "late": clock.now() >= found.starts_at + rules.WAIT,
        "started": clock.now() >= found.starts_at,
    }
    return render(request, "meetings/meeting.jinja", context)


@dataclass(frozen=True, slots=True)
class Moved:
    """An amendment for the page: who moved it, what it changes, and what came of it."""

    amendment: Amendment
    proposal: Proposal
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class MyVote:
    """A vote that whoever reads may give now, for themself or another; or why it is fixed."""

    entitlement: Entitlement
    form: forms.CastForm | None
    said: str
    fixed: str


@page(Permission.MEETING_VIEW)
@require_safe
def show_item(request: CoopRequest, meeting: int, item: uuid.UUID) -> HttpResponse:
    """One point of the agenda."""
    return item_page(request, find_item(request, meeting, item))


def item_page(
    request: CoopRequest, item: Item, *, sent: forms.CastForm | None = None
) -> HttpResponse:
    """The page of a point, with a vote's form as it was sent when something was wrong with it."""
    found = find(request, item.meeting.number)
    context = live_context(request, found)
    current = rules.is_current(found, item)
    waiting, spoke = queries.turns_of(item)
    own = presence.own_member(found, request.person)
    vote = context["vote"] if item == context["vote_item"] else None
    context |= {
        "item": item,
        "current": current,
        "may_run": may_run(request, found),
        "waiting": waiting,
        "speaking": [one for one in spoke if not one.ended_at],
        "spoke": len(spoke),
        "own": own,
        "here": presence.here_now(found, request.person) if own else None,
        "papers": list(item.papers.order_by("at", "id")),
        "tasks": [one for one in queries.tasks_of(found) if one.item_id == item.pk],
        "mine": my_votes(request, found, item, vote, sent) if isinstance(vote, Proposal) else [],
        "vote_here": vote,
        "form_has_errors": bool(sent and sent.errors),
        "sent": sent,
    }
    if item.proposal:
        context |= motion_context(request, item, item.proposal)
    status = 422 if context["form_has_errors"] else 200
    return render(request, "meetings/item.jinja", context, status=status)


def motion_context(request: CoopRequest, item: Item, proposal: Proposal) -> dict[str, object]:
    """A motion with its words, what was changed in them, and the amendments."""
    wordings = decisions.wordings_of(proposal)
    articles = articles_in_force(request.coop)
    text = wordings[0].text
    moved = [
        Moved(one, one.proposal, changes(text, getattr(one, "text", "")))
        for one in queries.amendments_of(item)
    ]
    return {
        "proposal": proposal,
        "words": wordings[0],
        "earlier": [
            (before, after, changes(before.text, after.text))
            for after, before in pairwise(wordings)
        ],
        "effect": EFFECTS.get(proposal.effect),
        "new": new_articles(request, proposal),
        "majority": majority_of(proposal.form, articles),
        "each_class": proposal.form == Proposal.SPECIAL and articles.votes.class_by_class,
        "amendments": moved,
        "may_amend": not proposal.about or proposal.effect == "articles",
        "waits": next((one for one in moved if one.proposal.state == Proposal.MEETING), None),
    }


def my_votes(
    request: CoopRequest,
    meeting: Meeting,
    item: Item,
    proposal: Proposal,
    sent: forms.CastForm | None,
) -> list[MyVote]:
    """The votes that whoever reads may give, each with its form."""
    person: Person = request.person
    there = presence.attendance_of(meeting)
    told = presence.directed(meeting, item) if item.proposal_id == proposal.pk else {}
    words, found = dict(CHOICES[proposal.form]), []
    for number, one in enumerate(decisions.entitled_to(proposal)):
        here = one.member_id in there.here
        if person.pk != (one.voter_id if here or not one.carried_by_id else one.carried_by_id):
            continue
        votes = list(one.votes.all())
        fixed = words[told[one.member_id]] if one.member_id in told and not here else ""
        last = votes[-1].choice if votes else ""
        form = None
        if not fixed:
            form = forms.CastForm(
                form=proposal.form,
                initial={"entitlement": one.pk, "choice": last},
                auto_id=f"id_{number}_%s",
                label=f"What do you say for {one.name}?" if not here else "",
            )
        if sent and str(sent["entitlement"].value()) == str(one.pk):
            form = sent
        found.append(MyVote(one, form, words.get(last, ""), fixed))
    return found


@page(Permission.MEETING_VIEW)
@require_safe
def download(request: CoopRequest, paper: uuid.UUID) -> HttpResponse:
    """A paper, only ever as a download."""
    found = queries.paper_or_none(request.coop, paper)
    if found is None:
        raise Http404("There is no such paper.")
    meeting = find(request, found.meeting.number)
    try:
        return handed_out(request.coop.id, found.file, found.file_name)
    except FileGone as gone:
        messages.error(request, gone.message)
        return redirect(at(meeting))
