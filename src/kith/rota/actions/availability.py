"""When a worker can work: contract, working times, leave and sickness."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, require
from kith.people.models import Person
from kith.people.queries import place_of
from kith.rota.models import Away, Contract, WorkTime
from kith.rota.rules.agreements import Marks, marks_from, stretches
from kith.rota.rules.working_time import (
    Span,
    check_contract,
    check_notice,
    check_opting_out,
    check_spans,
)
from kith.teams.models import Member, Team

ONE_DAY = timedelta(days=1)


@transaction.atomic
def agree_contract(
    *,
    coop: Coop,
    by: Actor,
    worker: Person,
    minutes_per_week: int,
    since: date,
    opted_out: bool | None = None,
    works_nights: bool | None = None,
) -> Contract:
    """Write down the hours a worker has agreed to from a day on; the contract before ends the day before.

    `opted_out`: the worker agrees in writing to more than 48 hours a week, or no longer does; only they can say either.
    `works_nights`: as a rule. None leaves either as it was agreed, now and on later days; so does an `opted_out` that
    holds on `since` already. Where either begins or ends later, there are more contracts with these hours; the first is
    returned. Raises NotAllowed, DomainError naming the field when the hours cannot be, when somebody else opts the
    worker out, or when the notice is too short.
    """
    require(by, Permission.AVAILABILITY_CHANGE, place_of(worker))
    check_contract(minutes_per_week)
    running = Contract.objects.select_for_update().filter(coop=coop, worker=worker)
    before = list(running.filter(Q(until__isnull=True) | Q(until__gte=since)))
    marks = marks_from(before, since)
    if opted_out is not None and opted_out != (marks[since].opted_out_on is not None):
        agreed_on = _opting(since, coop, opted_out=opted_out, own=by.person_id == worker.pk)
        marks = {day: replace(mark, opted_out_on=agreed_on) for day, mark in marks.items()}
    if works_nights is not None:
        marks = {day: replace(mark, works_nights=works_nights) for day, mark in marks.items()}
    running.filter(since__gte=since).delete()
    running.filter(Q(until__isnull=True) | Q(until__gte=since)).update(until=since - ONE_DAY)
    written = [
        _write_contract(coop, by, worker, minutes_per_week, stretch) for stretch in stretches(marks)
    ]
    return written[0]


def _opting(since: date, coop: Coop, *, opted_out: bool, own: bool) -> date | None:
    """The day of an agreement to more than 48 hours, None for its end. Raises DomainError when neither can be."""
    today = clock.today(coop.zone)
    if opted_out:
        check_opting_out(own=own, since=since, today=today)
        return today
    check_notice(own=own, since=since, today=today)
    return None


def _write_contract(
    coop: Coop, by: Actor, worker: Person, minutes: int, stretch: tuple[date, date | None, Marks]
) -> Contract:
    since, then, marks = stretch
    contract = Contract.objects.create(
        coop=coop,
        worker=worker,
        minutes_per_week=minutes,
        since=since,
        until=then - ONE_DAY if then else None,
        opted_out_on=marks.opted_out_on,
        works_nights=marks.works_nights,
    )
    record(
        coop=coop,
        by=by,
        kind="contract.agreed",
        subject=worker,
        minutes=minutes,
        since=since,
        opted_out_on=marks.opted_out_on,
        works_nights=marks.works_nights,
    )
    return contract


@transaction.atomic
def set_work_times(
    *, coop: Coop, by: Actor, worker: Person, team: Team, spans: Sequence[Span], since: date
) -> list[WorkTime]:
    """Write down when a worker can work for a team from a day on; what held before ends the day before.

    `spans` are all spans of a week; an end at or before its start is on the next day. Raises NotAllowed, DomainError
    when two overlap or the worker is not in the team.
    """
    require(by, Permission.AVAILABILITY_CHANGE, place_of(worker))
    check_spans(spans)
    if not Member.objects.filter(team=team, person=worker, until__isnull=True).exists():
        raise DomainError(f"{worker.short} is not in {team.name}. Add them to the team first.")
    held = WorkTime.objects.select_for_update().filter(coop=coop, worker=worker, team=team)
    held.filter(since__gte=since).delete()
    held.filter(Q(until__isnull=True) | Q(until__gte=since)).update(until=since - ONE_DAY)
    times = WorkTime.objects.bulk_create(
        WorkTime(
            coop=coop,
            worker=worker,
            team=team,
            weekday=span.weekday,
            starts=span.starts,
            ends=span.ends,
            since=since,
        )
        for span in spans
    )
    record(coop=coop, by=by, kind="work-times.set", subject=worker, spans=len(times), since=since)
    return times


@transaction.atomic
def take_leave(
    *,
    coop: Coop,
    by: Actor,
    worker: Person,
    starts: datetime,
    ends: datetime,
    kind: str = Away.LEAVE,
    note: str = "",
) -> Away:
    """A worker is away from one moment (UTC) until another: leave, training or something else.

    Raises NotAllowed, DomainError when it ends before it starts or they are away then already.
    """
    if kind == Away.SICK:
        return report_sick(coop=coop, by=by, worker=worker, starts=starts, ends=ends, note=note)
    return _away(coop, by, worker, kind, starts, ends, note)


@transaction.atomic
def report_sick(
    *,
    coop: Coop,
    by: Actor,
    worker: Person,
    starts: datetime,
    ends: datetime | None = None,
    note: str = "",
) -> Away:
    """A worker is ill from a moment on; without an end until they say they are well. Their weeks then need mending.

    Raises as `take_leave`.
    """
    return _away(coop, by, worker, Away.SICK, starts, ends, note)


@transaction.atomic
def end_away(*, coop: Coop, by: Actor, away: Away, ends: datetime) -> Away | None:
    """The worker is back from `ends` (UTC) on; a time away that has not begun by then goes, and None is returned."""
    require(by, Permission.AVAILABILITY_CHANGE, place_of(away.worker))
    kept = Away.objects.select_for_update().get(pk=away.pk, coop=coop)
    record(coop=coop, by=by, kind="away.ended", subject=away.worker, away=kept.kind, ends=ends)
    if ends <= kept.starts:
        kept.delete()
        return None
    kept.ends = ends
    kept.save(update_fields=["ends"])
    return kept


def _away(
    coop: Coop,
    by: Actor,
    worker: Person,
    kind: str,
    starts: datetime,
    ends: datetime | None,
    note: str,
) -> Away:
    require(by, Permission.AVAILABILITY_CHANGE, place_of(worker))
    if ends is not None and ends <= starts:
        raise DomainError("It ends before it begins. Change one of the two.", field="ends")
    same = Away.objects.filter(coop=coop, worker=worker, kind=kind).filter(
        Q(ends__isnull=True) | Q(ends__gt=starts)
    )
    if same.filter(starts__lt=ends).exists() if ends else same.exists():
        raise DomainError(
            f"{worker.short} is already away then. Change the time away that is there.",
            field="starts",
        )
    away = Away.objects.create(
        coop=coop,
        worker=worker,
        kind=kind,
        starts=starts,
        ends=ends,
        note=note.strip(),
        told_at=clock.now(),
        told_by_id=by.person_id,
    )
    record(coop=coop, by=by, kind="away.told", subject=worker, away=kind, starts=starts, ends=ends)
    return away
