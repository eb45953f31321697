"""Meetings and their agenda: what is coming, what was, what stands on one, and what can be put to it."""

import uuid
from collections.abc import Sequence

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from kith.decisions.models import Proposal, Wording
from kith.decisions.queries import free_for_a_meeting
from kith.foundation.models import Coop
from kith.meetings.models import (
    Amendment,
    Happening,
    Item,
    Meeting,
    Minutes,
    Paper,
    Task,
    Turn,
)
from kith.meetings.rules import speaking_order
from kith.people.models import Person

COMING = (Meeting.PLANNED, Meeting.CALLED, Meeting.OPEN, Meeting.ADJOURNED)


def meetings_of(coop: Coop) -> QuerySet[Meeting]:
    """Every meeting, the newest first."""
    return Meeting.objects.select_related("coop", "chair", "item").filter(coop=coop)


def coming(coop: Coop) -> QuerySet[Meeting]:
    """The meetings that are not over, the next one first."""
    return meetings_of(coop).filter(state__in=COMING).order_by("starts_at")


def next_meeting(coop: Coop) -> Meeting | None:
    """The meeting that is open, or the next one that is called; one query."""
    known = coming(coop).exclude(state=Meeting.PLANNED)
    return known.first()


def over(coop: Coop) -> QuerySet[Meeting]:
    """The meetings that were held or cancelled, the newest first."""
    return (
        meetings_of(coop)
        .exclude(state__in=COMING)
        .select_related("minutes")
        .order_by("-starts_at", "-number")
    )


def meeting_or_none(coop: Coop, number: int) -> Meeting | None:
    """A meeting of this co-op by number."""
    return meetings_of(coop).filter(number=number).first()


def items_of(meeting: Meeting) -> list[Item]:
    """The agenda in order, with motions and papers."""
    papers = Prefetch("papers", Paper.objects.order_by("at", "id"))
    found = meeting.items.select_related("proposal", "minutes__meeting").prefetch_related(papers)
    return list(found.order_by("number"))


def item_or_none(meeting: Meeting, item_id: uuid.UUID) -> Item | None:
    """A point of this meeting's agenda by id."""
    found = Item.objects.select_related("meeting__coop", "proposal__coop", "minutes__meeting")
    return found.filter(meeting=meeting, pk=item_id).first()


def papers_of(meeting: Meeting) -> QuerySet[Paper]:
    """The papers for the whole meeting."""
    return meeting.papers.filter(item=None).order_by("at", "id")


def paper_or_none(coop: Coop, paper_id: uuid.UUID) -> Paper | None:
    """A paper of this co-op by id."""
    return Paper.objects.select_related("meeting").filter(coop=coop, pk=paper_id).first()


def motions_for(coop: Coop) -> list[tuple[str, str]]:
    """What can be put to a meeting, for a list: the proposal's number and title."""
    return [
        (str(one.number), f"{one.number}. {one.title} ({one.get_form_display()})")  # type: ignore[attr-defined]
        for one in free_for_a_meeting(coop)
    ]


def motion_or_none(coop: Coop, number: int) -> Proposal | None:
    """A proposal by number that can be put to a meeting."""
    return free_for_a_meeting(coop).filter(number=number).first()


def amendments_of(item: Item) -> list[Amendment]:
    """The amendments moved to a motion, the oldest first, each with its title."""
    newest = Wording.objects.filter(proposal=OuterRef("proposal")).order_by("-number")
    found = item.amendments.select_related("proposal__coop", "proposal__proposed_by", "version")
    return list(found.annotate(text=Subquery(newest.values("text")[:1])).order_by("at", "id"))


def waiting_amendment(item: Item) -> Amendment | None:
    """The amendment that is not decided yet; there is one at a time."""
    return (
        Amendment.objects.select_related("proposal")
        .filter(item=item, proposal__state=Proposal.MEETING)
        .first()
    )


def open_vote(meeting: Meeting) -> Proposal | None:
    """The proposal on which votes are open at this meeting now; one at most."""
    if meeting.state != Meeting.OPEN:
        return None
    open_now = Proposal.objects.select_related("coop", "proposed_by").filter(
        coop_id=meeting.coop_id, state=Proposal.MEETING, opened_at__isnull=False
    )
    return (
        open_now.filter(items__meeting=meeting).first()
        or open_now.filter(amendment__item__meeting=meeting).first()
    )


def item_of(meeting: Meeting, proposal: Proposal) -> Item | None:
    """The point of this meeting's agenda at which a motion or an amendment is voted on."""
    own = Item.objects.select_related("meeting__coop", "proposal").filter(meeting=meeting)
    found = own.filter(proposal=proposal).first()
    return found or own.filter(amendments__proposal=proposal).first()


def happenings_of(meeting: Meeting) -> QuerySet[Happening]:
    """What happened, in order."""
    return meeting.happenings.select_related("item").order_by("number")


def turns_of(item: Item) -> tuple[list[Turn], list[Turn]]:
    """Who waits to speak, in order; and who has spoken or speaks, in order."""
    people = ("member__person", "member__organisation__representative")
    every = list(item.turns.select_related(*people).order_by("asked_at", "id"))
    spoke = sorted((one for one in every if one.began_at), key=lambda one: (one.began_at, one.pk))
    return speaking_order(every), spoke


def turn_or_none(item: Item, turn_id: uuid.UUID) -> Turn | None:
    """A turn to speak by id."""
    people = ("member__person", "member__organisation__representative")
    return Turn.objects.select_related(*people).filter(item=item, pk=turn_id).first()


def tasks_of(meeting: Meeting) -> QuerySet[Task]:
    """Who does what, by when."""
    return meeting.tasks.select_related("who", "done_by", "item").order_by("by_day", "id")


def task_or_none(coop: Coop, task_id: uuid.UUID) -> Task | None:
    """A task by id."""
    return Task.objects.select_related("who", "meeting").filter(coop=coop, pk=task_id).first()


def my_tasks(person: Person) -> QuerySet[Task]:
    """What somebody agreed to do and has not done, the soonest first."""
    found = Task.objects.select_related("meeting").filter(coop_id=person.coop_id, who=person)
    return found.filter(done_at__isnull=True).order_by("by_day", "id")


def minutes_or_none(meeting: Meeting) -> Minutes | None:
    """The minutes of a meeting, once it has ended."""
    found = Minutes.objects.select_related("meeting__coop", "approved_at")
    return found.filter(meeting=meeting).first()


def unapproved(coop: Coop, but: Sequence[uuid.UUID] = ()) -> QuerySet[Minutes]:
    """The minutes that no meeting has approved yet, but for these, the oldest first."""
    found = Minutes.objects.select_related("meeting").filter(coop=coop, state=Minutes.DRAFT)
    return found.exclude(pk__in=but).order_by("meeting__starts_at")
