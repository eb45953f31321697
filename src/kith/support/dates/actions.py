"""Changing single dates of a repeat, and pausing all of them. The rest of the repeat stays as it is."""

from datetime import date, time

from django.db import transaction
from django.db.models import Q

from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, require
from kith.support.actions import REMOVAL, UPDATE, follow
from kith.support.dates.queries import changes_of
from kith.support.models import ChangedDate, Pause, Support, VisitPattern
from kith.support.rules import LONGEST, SHORTEST, check_window, falls_on


@transaction.atomic
def change_one_date(
    *,
    coop: Coop,
    by: Actor,
    pattern: VisitPattern,
    day: date,
    skipped: bool = False,
    to_day: date | None = None,
    earliest: time | None = None,
    latest: time | None = None,
    minutes: int | None = None,
    workers_needed: int | None = None,
    reason: str = "",
) -> ChangedDate:
    """Leave out, move or alter one date of a repeat. Every other date stays as it is.

    Empty values keep what the pattern says. Raises DomainError when the repeat does not have that date.
    """
    require(by, Permission.SUPPORT_CHANGE, pattern.support)
    rows = list(VisitPattern.objects.filter(series=pattern.series, ended_at__isnull=True))
    row = next((row for row in rows if falls_on(row, day)), None)
    if row is None:
        raise DomainError(
            f"“{pattern.what}” is not on {day:%A %d %B}. Choose one of its dates.", field="day"
        )
    if not skipped:
        check_window(earliest or row.earliest, latest or row.latest)
        _check_one_date(pattern.support, to_day, minutes, workers_needed)
    before = changes_of(coop, pattern.series).get(day)
    change = follow(
        ChangedDate(
            coop=coop,
            support=pattern.support,
            pattern=pattern.series,
            day=day,
            skipped=skipped,
            to_day=None if skipped or to_day == day else to_day,
            earliest=None if skipped else earliest,
            latest=None if skipped else latest,
            minutes=None if skipped else minutes,
            workers_needed=None if skipped else workers_needed,
        ),
        before,
        by,
        UPDATE if before else "first",
        reason,
    )
    record(coop=coop, by=by, kind="date.changed", subject=change, series=pattern.series, day=day)
    return change


@transaction.atomic
def put_back_date(*, coop: Coop, by: Actor, change: ChangedDate, reason: str = "") -> None:
    """Undo the change of one date, so that the repeat holds there again."""
    require(by, Permission.SUPPORT_CHANGE, change.support)
    undone = ChangedDate(
        coop=coop,
        support=change.support,
        pattern=change.pattern,
        day=change.day,
        ended_at=clock.now(),
    )
    follow(undone, change, by, REMOVAL, reason)
    record(coop=coop, by=by, kind="date.put_back", series=change.pattern, day=change.day)


@transaction.atomic
def begin_pause(
    *,
    coop: Coop,
    by: Actor,
    support: Support,
    kind: str,
    since: date,
    until: date | None = None,
    reason: str = "",
) -> Pause:
    """Stop all visits from the first day away to the last, or until somebody says that the person is back.

    Raises DomainError when the days are the wrong way round, or another pause has some of them.
    """
    require(by, Permission.SUPPORT_CHANGE, support)
    _check_pause(support, since, until)
    pause = follow(
        Pause(coop=coop, support=support, kind=kind, since=since, until=until),
        None,
        by,
        "first",
        reason,
    )
    record(coop=coop, by=by, kind="pause.begun", subject=pause, since=since, until=until)
    return pause


@transaction.atomic
def end_pause(
    *, coop: Coop, by: Actor, pause: Pause, last_day: date | None, reason: str = ""
) -> Pause:
    """Set the last day away; None makes it open again, as when a stay in hospital lasts longer than thought."""
    require(by, Permission.SUPPORT_CHANGE, pause.support)
    _check_pause(pause.support, pause.since, last_day, besides=pause)
    new = follow(
        Pause(coop=coop, support=pause.support, kind=pause.kind, since=pause.since, until=last_day),
        pause,
        by,
        UPDATE,
        reason,
    )
    record(coop=coop, by=by, kind="pause.ended", subject=new, until=last_day)
    return new


@transaction.atomic
def remove_pause(*, coop: Coop, by: Actor, pause: Pause, reason: str = "") -> None:
    """Take a pause away altogether, because the person is not away after all."""
    require(by, Permission.SUPPORT_CHANGE, pause.support)
    removed = Pause(
        coop=coop,
        support=pause.support,
        kind=pause.kind,
        since=pause.since,
        until=pause.until,
        ended_at=clock.now(),
    )
    follow(removed, pause, by, REMOVAL, reason)
    record(coop=coop, by=by, kind="pause.removed", series=pause.series)


def _check_one_date(
    support: Support, to_day: date | None, minutes: int | None, workers_needed: int | None
) -> None:
    if to_day and (to_day < support.since or (support.until and to_day > support.until)):
        raise DomainError("There is no support on that day. Choose another day.", field="to_day")
    if minutes is not None and not SHORTEST <= minutes <= LONGEST:
        raise DomainError(f"A visit lasts from {SHORTEST} to {LONGEST} minutes.", field="minutes")
    if workers_needed is not None and workers_needed not in (1, 2):
        raise DomainError("A visit needs 1 worker or 2 workers.", field="workers_needed")


def _check_pause(
    support: Support, since: date, until: date | None, besides: Pause | None = None
) -> None:
    if until and until < since:
        raise DomainError(
            "The last day away is before the first. Change one of them.", field="until"
        )
    others = Pause.objects.filter(support=support, ended_at__isnull=True)
    others = others.filter(Q(until__isnull=True) | Q(until__gte=since))
    if besides:
        others = others.exclude(series=besides.series)
    if until:
        others = others.filter(since__lte=until)
    clash = others.first()
    if clash:
        raise DomainError(
            f"There is already a pause from {clash.since:%d %B %Y}. Change that one instead.",
            field="since",
        )
