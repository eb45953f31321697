"""The agenda: its points in order, motions, and papers to read."""

from django.db import transaction
from django.db.models import Max

from kith.articles.queries import articles_in_force
from kith.decisions.actions import propose
from kith.decisions.closing import title_of
from kith.decisions.in_meeting import put_to_meeting, take_from_meeting
from kith.decisions.models import Proposal
from kith.foundation import clock
from kith.foundation.attached import Attached, check_attached
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.files import keep_file
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require
from kith.meetings import rules
from kith.meetings.actions.keeping import every_voter, held, tell_about, when_words
from kith.meetings.models import Item, Meeting, Paper
from kith.people.models import line

BEFORE_END = (Meeting.PLANNED, Meeting.CALLED, Meeting.ADJOURNED, Meeting.OPEN)


@transaction.atomic
def add_item(*, coop: Coop, by: Actor, meeting: Meeting, title: str, text: str = "") -> Item:
    """Add a point to the agenda; members are told when the notice has gone out. Raises NotAllowed, or DomainError."""
    kept = _may_change(coop, by, meeting, *BEFORE_END)
    if not line(title):
        raise DomainError("Give it a short title.", field="title")
    return _added(kept, by, line(title)[:120], text.strip())


@transaction.atomic
def put_motion(*, coop: Coop, by: Actor, meeting: Meeting, proposal: Proposal) -> Item:
    """Put a proposal on the agenda as a motion. What needs a special resolution has to be on the notice in time.

    Raises NotAllowed, or DomainError.
    """
    kept = _may_change(coop, by, meeting, *BEFORE_END)
    _check_in_time(kept, proposal.form)
    moved = put_to_meeting(coop=coop, by=by, proposal=proposal)
    return _added(kept, by, title_of(moved), "", moved)


@transaction.atomic
def new_motion(
    *,
    coop: Coop,
    by: Actor,
    meeting: Meeting,
    form: str,
    title: str,
    text: str,
    why: str = "",
) -> Item:
    """Propose something new and put it on the agenda at once. Raises NotAllowed, or DomainError naming a field."""
    _check_in_time(held(meeting), form)
    proposal = propose(coop=coop, by=by, form=form, title=title, text=text, why=why)
    return put_motion(coop=coop, by=by, meeting=meeting, proposal=proposal)


def _check_in_time(meeting: Meeting, form: str) -> None:
    """Raise DomainError for a special resolution that would come after the clear days."""
    if form != Proposal.SPECIAL:
        return
    if meeting.state not in (Meeting.PLANNED, Meeting.CALLED):
        raise DomainError(
            "A special resolution has to stand on the notice of the meeting. Put it to the next one."
        )
    articles, today = articles_in_force(meeting.coop), clock.today(meeting.coop.zone)
    rules.check_on_notice(articles, today, meeting.day)


def _may_change(coop: Coop, by: Actor, meeting: Meeting, *states: str) -> Meeting:
    kept = held(meeting)
    if kept.state in (Meeting.OPEN, Meeting.ADJOURNED):
        require(by, Permission.MEETING_RUN, kept)
    else:
        require(by, Permission.MEETING_CALL, Place(coop.id))
    rules.check_state(kept, *states)
    return kept


def _added(
    meeting: Meeting, by: Actor, title: str, text: str, proposal: Proposal | None = None
) -> Item:
    last = meeting.items.aggregate(last=Max("number"))["last"] or 0
    if last >= rules.MOST_ITEMS:
        raise DomainError(f"An agenda has {rules.MOST_ITEMS} points at most. Plan another meeting.")
    item = Item.objects.create(
        coop_id=meeting.coop_id,
        meeting=meeting,
        number=last + 1,
        title=title,
        text=text,
        proposal=proposal,
        added_by_id=by.person_id,
    )
    record(coop=meeting.coop, by=by, kind="meeting.item-added", subject=item)
    if meeting.state in (Meeting.CALLED, Meeting.ADJOURNED):
        text = f"{when_words(meeting)}. New on the agenda: {item.title}."
        tell_about(meeting, every_voter(meeting.coop), f"{meeting.title}: one point more", text)
    return item


@transaction.atomic
def move_item(*, coop: Coop, by: Actor, item: Item, earlier: bool) -> Item:
    """Move a point of the agenda one place earlier, or later. Raises NotAllowed, or DomainError."""
    kept = _may_change(coop, by, item.meeting, *BEFORE_END)
    every = list(kept.items.order_by("number"))
    place = [one.pk for one in every].index(item.pk)
    other = place + (-1 if earlier else 1)
    if not 0 <= other < len(every):
        return every[place]
    one, two = every[place], every[other]
    numbers = one.number, two.number
    for row, number in ((one, 0), (two, numbers[0]), (one, numbers[1])):  # numbers are unique
        row.number = number
        row.save(update_fields=["number"])
    record(coop=coop, by=by, kind="meeting.item-moved", subject=one)
    return one


@transaction.atomic
def remove_item(*, coop: Coop, by: Actor, item: Item) -> None:
    """Take a point off the agenda before the notice is sent; a motion is talked about again.

    Raises NotAllowed, or DomainError.
    """
    kept = _may_change(coop, by, item.meeting, Meeting.PLANNED)
    there = Item.objects.select_related("proposal").get(pk=item.pk)
    if there.papers.exists():
        raise DomainError("Papers belong to this point, and are kept. It stays on the agenda.")
    if there.proposal:
        take_from_meeting(coop=coop, by=by, proposal=there.proposal)
    record(coop=coop, by=by, kind="meeting.item-removed", subject=there)
    there.delete()
    for number, one in enumerate(kept.items.order_by("number"), start=1):
        Item.objects.filter(pk=one.pk).exclude(number=number).update(number=number)


@transaction.atomic
def add_paper(
    *,
    coop: Coop,
    by: Actor,
    meeting: Meeting,
    title: str,
    file: Attached,
    item: Item | None = None,
) -> Paper:
    """Attach a file for members to read. Raises NotAllowed, or DomainError naming `title` or `file`."""
    kept = _may_change(coop, by, meeting, *BEFORE_END)
    if not line(title):
        raise DomainError("Say what it is.", field="title")
    good = check_attached(file)
    paper = Paper.objects.create(
        coop=coop,
        meeting=kept,
        item=item,
        title=line(title)[:120],
        file=keep_file(coop.id, good.content),
        file_name=good.name,
        file_bytes=len(good.content),
        added_by_id=by.person_id,
    )
    record(coop=coop, by=by, kind="meeting.paper-added", subject=paper, file=paper.file)
    return paper
