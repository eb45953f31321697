"""Writing down that a duty was done, putting such a record right, and reminding those who have to do it."""

import uuid
from datetime import date

from django.db import transaction
from django.urls import reverse

from kith.foundation import clock
from kith.foundation.attached import Attached, check_attached
from kith.foundation.errors import ChangedMeanwhile, DomainError
from kith.foundation.events import record
from kith.foundation.files import keep_file
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require
from kith.membership.duties.models import DutyRecord
from kith.membership.duties.queries import LATE, NEAR, Line, calendar_of, who_keeps
from kith.people.models import Notice
from kith.people.telling import tell

REMINDER = "duty.reminder"
WEEK = 7


@transaction.atomic
def mark_done(
    *,
    coop: Coop,
    by: Actor,
    duty: str,
    done_on: date,
    words: str,
    file: Attached | None = None,
    for_members: bool = False,
) -> DutyRecord:
    """Write down that a duty was done, on which day, what was done, and the file that shows it.

    Raises NotAllowed, ChangedMeanwhile when somebody has written it down already, DomainError naming the field.
    """
    line = _locked(coop, by, duty)
    if line.record:
        raise ChangedMeanwhile(
            f"{line.record.written_by.short} has written this down already. Nothing was changed."
        )
    given = {"done_on": done_on, "words": words, "for_members": for_members}
    return _written(coop, by, line, file, given)


@transaction.atomic
def put_right(
    *,
    coop: Coop,
    by: Actor,
    duty: str,
    number: int,
    done: bool,
    words: str,
    done_on: date | None = None,
    file: Attached | None = None,
    for_members: bool = False,
) -> DutyRecord:
    """Add a record that puts right the newest one, which was `number`; the earlier ones stay as they are.

    Without a new file the earlier one stays the evidence, when it was done after all. Raises as `mark_done`.
    """
    line = _locked(coop, by, duty)
    last = line.records[-1] if line.records else None
    if last is None or last.number != number:
        raise ChangedMeanwhile(
            "Somebody else has written something here meanwhile. Read it first: nothing was changed."
        )
    given: dict[str, object] = {"done_on": done_on, "words": words, "for_members": for_members}
    if not done:
        given = {"done": False, "words": words}
    elif file is None and last.file:
        given |= {"file": last.file, "file_name": last.file_name, "file_bytes": last.file_bytes}
    return _written(coop, by, line, file if done else None, given)


def _locked(coop: Coop, by: Actor, key: str) -> Line:
    """The duty as it stands, held until the end of the transaction. Raises NotAllowed, DomainError."""
    require(by, Permission.DUTIES_KEEP, Place(coop.id))
    Coop.objects.select_for_update().get(pk=coop.pk)
    calendar = calendar_of(coop)
    line = calendar.line(key) if calendar else None
    if line is None:
        raise DomainError("The articles do not ask for this any more. Nothing was changed.")
    return line


def _written(
    coop: Coop, by: Actor, line: Line, file: Attached | None, given: dict[str, object]
) -> DutyRecord:
    given["words"] = _words(str(given["words"]))
    if given.get("done", True):
        _check_day(coop, line, given["done_on"])
    if file:
        kept = check_attached(file)
        digest = keep_file(coop.id, kept.content)
        given |= {"file": digest, "file_name": kept.name, "file_bytes": len(kept.content)}
    made = DutyRecord.objects.create(
        coop=coop,
        duty=line.duty.key,
        number=line.records[-1].number + 1 if line.records else 1,
        title=line.duty.title,
        due=line.duty.due,
        written_by_id=by.person_id,
        **given,
    )
    kind = "duty.done" if made.number == 1 else "duty.put-right"
    details = {"duty": made.duty, "number": made.number, "done": made.done, "file": made.file}
    record(coop=coop, by=by, kind=kind, subject=made, **details)
    return made


def _words(words: str) -> str:
    tidy = words.replace("\r\n", "\n").strip()
    if not tidy:
        raise DomainError(
            "Write in a sentence what was done, so that others can follow it.", field="words"
        )
    if len(tidy) > 4000:
        raise DomainError(f"Keep this to 4000 letters; it has {len(tidy)}.", field="words")
    return tidy


def _check_day(coop: Coop, line: Line, day: object) -> None:
    """Raise DomainError naming `done_on` for a day that is missing, still to come, or before it could be done."""
    if not isinstance(day, date):
        raise DomainError("Enter the day on which it was done.", field="done_on")
    if day > clock.today(coop.zone):
        raise DomainError(
            "This day is still to come. Write it down once it is done.", field="done_on"
        )
    first = line.duty.opens
    if day < first:
        raise DomainError(
            f"This could not be done before {first.day} {first:%B %Y}. Check the date.",
            field="done_on",
        )


@transaction.atomic
def remind(*, coop: Coop) -> int:
    """Tell those who keep the duties what is due in thirty days, what in seven, and what is late: each stage once.

    For the daily job: it asks no permission. Whose term ends is told too. Returns how many notices went out.
    """
    Coop.objects.select_for_update().get(pk=coop.pk)
    calendar = calendar_of(coop)
    waiting = [(line, _stage(line)) for line in calendar.lines] if calendar else []
    subjects = {_subject(coop, line, stage): line for line, stage in waiting if stage}
    told = Notice.objects.filter(coop=coop, kind=REMINDER, subject__in=subjects)
    known = set(told.values_list("subject", flat=True))
    new = {subject: line for subject, line in subjects.items() if subject not in known}
    keepers = list(who_keeps(coop).values_list("id", flat=True)) if new else []
    return sum(_tell(coop, keepers, line, subject) for subject, line in new.items())


def _stage(line: Line) -> str:
    if line.state == LATE:
        return LATE
    if line.state == NEAR:
        return "week" if line.days <= WEEK else NEAR
    return ""


def _subject(coop: Coop, line: Line, stage: str) -> uuid.UUID:
    return uuid.uuid5(coop.id, f"{line.duty.key} {line.duty.due} {stage}")


def _tell(coop: Coop, keepers: list[uuid.UUID], line: Line, subject: uuid.UUID) -> int:
    duty = line.duty
    day = f"{duty.due.day} {duty.due:%B %Y}"
    title = f"Late: {duty.title}" if line.state == LATE else f"By {day}: {duty.title}"
    text = f"It should have been done by {day}. {duty.why}" if line.state == LATE else duty.why
    told = tell(
        coop=coop,
        people=[*keepers, *([duty.about] if duty.about else [])],
        kind=REMINDER,
        title=title[:160],
        text=text,
        link=reverse("duties:duty", kwargs={"coop": coop.slug, "duty": duty.key}),
        subject=subject,
    )
    return len(told)
