"""After a meeting: its minutes are put right and approved, and what was agreed is done."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from kith.foundation import clock
from kith.foundation.errors import ChangedMeanwhile, DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, allows, require
from kith.meetings import rules
from kith.meetings.actions.keeping import happen, held, moment_in, tell_about
from kith.meetings.models import Happening, Item, Meeting, Minutes, MinutesVersion, Task
from kith.membership.rules import day_words
from kith.people.models import Person, line


@transaction.atomic
def write_minutes(
    *, coop: Coop, by: Actor, minutes: Minutes, text: str, after: int
) -> MinutesVersion:
    """Put the draft's words right; the earlier ones stay. `after` is the version that the writer read.

    Raises NotAllowed, ChangedMeanwhile, or DomainError naming `text`.
    """
    require(by, Permission.MEETING_RUN, minutes.meeting)
    kept = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes.pk)
    if kept.state != Minutes.DRAFT:
        raise DomainError("These minutes are approved, and stay as they are.")
    tidy = text.replace("\r\n", "\n").strip()
    if not tidy:
        raise DomainError("Write what happened.", field="text")
    last = kept.versions.aggregate(last=Max("number"))["last"] or 0
    if last != after:
        raise ChangedMeanwhile(
            "Somebody else has changed the minutes meanwhile. Read theirs, then put yours in.",
            field="text",
        )
    written = MinutesVersion.objects.create(
        coop=coop, minutes=kept, number=last + 1, text=tidy, by_id=by.person_id
    )
    record(coop=coop, by=by, kind="minutes.written", subject=kept)
    return written


@transaction.atomic
def approve_minutes(*, coop: Coop, by: Actor, item: Item) -> Minutes:
    """The meeting approves the minutes of an earlier one, at that point of its agenda. Raises as `write_minutes`."""
    meeting = held(item.meeting)
    require(by, Permission.MEETING_RUN, meeting)
    there = Item.objects.select_related("minutes__meeting").get(pk=item.pk)
    if there.minutes is None or not rules.is_current(meeting, there):
        raise DomainError("The meeting is not dealing with these minutes now.")
    kept = Minutes.objects.select_for_update(of=("self",)).get(pk=there.minutes.pk)
    if kept.state != Minutes.DRAFT:
        raise DomainError("These minutes are approved already.")
    kept.state, kept.approved_at = Minutes.APPROVED, meeting
    kept.approved_on = clock.today(coop.zone)
    kept.save(update_fields=["state", "approved_at", "approved_on"])
    record(coop=coop, by=by, kind="minutes.approved", subject=kept)
    when = day_words(there.minutes.meeting.day)
    happen(meeting, Happening.DONE, f"The minutes of {when} were approved.", there)
    return kept


@transaction.atomic
def agree_task(
    *, coop: Coop, by: Actor, meeting: Meeting, what: str, who: Person, by_day: date
) -> Task:
    """Write down that somebody will do something by a day; they are told. Raises NotAllowed, or DomainError."""
    kept = held(meeting)
    require(by, Permission.MEETING_RUN, kept)
    rules.check_state(kept, Meeting.OPEN, Meeting.ENDED)
    if not line(what):
        raise DomainError("Write what is to be done.", field="what")
    if by_day < clock.today(coop.zone):
        raise DomainError("Pick today or a day to come.", field="by_day")
    task = Task.objects.create(
        coop=coop,
        meeting=kept,
        item=kept.item,
        what=line(what)[:200],
        who=who,
        by_day=by_day,
        written_by_id=by.person_id,
        at=moment_in(kept),
    )
    record(coop=coop, by=by, kind="meeting.task-agreed", subject=task)
    if kept.state == Meeting.OPEN:
        words = f"{who.name} will do this by {day_words(by_day)}: {task.what}"
        happen(kept, Happening.DONE, words, kept.item)
    tell_about(kept, [who], f"To do by {day_words(by_day)}", task.what)
    return task


@transaction.atomic
def finish_task(*, coop: Coop, by: Actor, task: Task) -> Task:
    """It is done: whoever agreed to do it says so, or who runs meetings. Raises NotAllowed, or DomainError."""
    if not allows(by, Permission.MEETING_ATTEND, task):
        require(by, Permission.MEETING_RUN, task.meeting)
    kept = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if kept.done_at:
        raise DomainError("This was done already.")
    kept.done_at, kept.done_by_id = clock.now(), by.person_id
    kept.save(update_fields=["done_at", "done_by"])
    record(coop=coop, by=by, kind="meeting.task-done", subject=kept)
    return kept
