"""Changing support. Every change is a new row that says who, when and why; what was true before stays readable."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet

from kith.foundation import clock
from kith.foundation.errors import ChangedMeanwhile, DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require
from kith.people.actions import wear_hat
from kith.people.models import Hat, Person
from kith.support.models import CareRecord, Support, VisitPattern
from kith.support.queries import last_number, newest_of_each
from kith.support.rules import (
    Wanted,
    check_after,
    check_wanted,
)
from kith.teams.models import Skill, Team

UPDATE, CORRECTION, REMOVAL = "update", "correction", "removal"
Row = TypeVar("Row", bound=CareRecord)


@transaction.atomic
def begin_support(*, coop: Coop, by: Actor, person: Person, team: Team, since: date) -> Support:
    """Write down that a person draws on support from a team, and give them that hat.

    Raises DomainError when they do already, or when the team has closed.
    """
    require(by, Permission.SUPPORT_CHANGE, Place(coop.id, frozenset({team.id})))
    same_coop(coop, person, team)
    if team.closed_on and team.closed_on <= since:
        raise DomainError(f"{team} has closed. Choose another team.", field="team")
    running = Support.objects.filter(person=person, team=team)
    if running.filter(Q(until__isnull=True) | Q(until__gte=since)).exists():
        raise DomainError(f"{person} already has support from {team}.", field="person")
    support = Support.objects.create(coop=coop, person=person, team=team, since=since)
    _wear_the_hat(support, by)
    record(coop=coop, by=by, kind="support.begun", subject=support, since=since)
    return support


@transaction.atomic
def end_support(*, coop: Coop, by: Actor, support: Support, until: date) -> Support:
    """Set the last day of support. Patterns stay as they are and have no dates after it.

    Raises DomainError when the day is before the support began.
    """
    require(by, Permission.SUPPORT_CHANGE, support)
    if until < support.since:
        raise DomainError(
            f"Support began on {support.since:%d %B %Y}. Choose that day or a later one.",
            field="until",
        )
    support.until = until
    support.save(update_fields=["until"])
    hats = Hat.objects.filter(person=support.person_id, role="person", team_id=support.team_id)
    hats.filter(until__isnull=True).update(until=until)
    record(coop=coop, by=by, kind="support.ended", subject=support, until=until)
    return support


@transaction.atomic
def write_pattern(
    *, coop: Coop, by: Actor, support: Support, wanted: Wanted, reason: str = ""
) -> VisitPattern:
    """Add a repeating visit to a person's support.

    Raises DomainError, with the field, for the first thing that cannot be.
    """
    require(by, Permission.SUPPORT_CHANGE, support)
    check_wanted(wanted)
    check_after(wanted, None, newest_of_each(support))
    pattern = _write(support, by, wanted, counted_from=wanted.starts_on, reason=reason)
    record(coop=coop, by=by, kind="pattern.written", subject=pattern, series=pattern.series)
    return pattern


@transaction.atomic
def change_pattern(
    *,
    coop: Coop,
    by: Actor,
    pattern: VisitPattern,
    wanted: Wanted,
    seen: int,
    reason: str,
    correction: bool = False,
) -> VisitPattern:
    """Change a repeating visit from `wanted.starts_on` onward, or correct what was written by mistake.

    A change leaves the days before it as they were and replaces everything planned after. A correction replaces the
    row itself. `seen` is the newest version number the writer had seen. Raises ChangedMeanwhile when there is a newer
    one, DomainError for what cannot be.
    """
    require(by, Permission.SUPPORT_CHANGE, pattern.support)
    check_wanted(wanted)
    _check_reason(reason)
    check_after(wanted, pattern.series, newest_of_each(pattern.support))
    number = _claim(pattern, seen)
    if correction:
        _end(VisitPattern.objects.filter(pk=pattern.pk))
    else:
        number = _cut(pattern, by, wanted.starts_on, number, UPDATE, reason)
    same_start = wanted.starts_on == pattern.starts_on
    same_rhythm = wanted.every_weeks == pattern.every_weeks and (same_start or not correction)
    new = _write(
        pattern.support,
        by,
        wanted,
        counted_from=pattern.counted_from if same_rhythm else wanted.starts_on,
        reason=reason,
        series=pattern.series,
        number=number + 1,
        change=CORRECTION if correction else UPDATE,
    )
    _check_one_a_date(new)
    record(
        coop=coop, by=by, kind="pattern.changed", subject=new, series=new.series, change=new.change
    )
    return new


@transaction.atomic
def remove_pattern(
    *, coop: Coop, by: Actor, pattern: VisitPattern, from_day: date, seen: int, reason: str
) -> None:
    """Stop a repeating visit from a day onward. The days before it stay as they were.

    Raises ChangedMeanwhile when somebody changed the pattern first.
    """
    require(by, Permission.SUPPORT_CHANGE, pattern.support)
    _check_reason(reason)
    number = _claim(pattern, seen)
    if _cut(pattern, by, from_day, number, REMOVAL, reason) == number:
        _copy(pattern, by, number + 1, REMOVAL, reason, ended_at=clock.now())
    record(coop=coop, by=by, kind="pattern.removed", series=pattern.series, from_day=from_day)


def same_coop(coop: Coop, *rows: Person | Team) -> None:
    """Raise DomainError when one of the rows belongs to another co-op."""
    if any(row.coop_id != coop.id for row in rows):
        raise DomainError("That is not part of this co-op.")


def _wear_the_hat(support: Support, by: Actor) -> None:
    """The hat lets the person see their own support, and the team see the person."""
    worn = Hat.objects.filter(person=support.person_id, until__isnull=True)
    if not worn.filter(role="person", team_id=support.team_id).exists():
        wear_hat(
            coop=support.coop,
            by=by,
            person=support.person,
            role="person",
            team_id=support.team_id,
            since=support.since,
        )


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise DomainError(
            "Write a few words about why it changes. They stay in the history.", field="reason"
        )


def _write(
    support: Support,
    by: Actor,
    wanted: Wanted,
    *,
    counted_from: date,
    reason: str,
    **version: object,
) -> VisitPattern:
    fields = asdict(wanted)
    skill_ids = fields.pop("skills")
    skills = list(Skill.objects.filter(coop=support.coop_id, pk__in=skill_ids))
    if len(skills) != len(skill_ids):
        raise DomainError(
            "One of the skills is not known here. Choose from the list.", field="skills"
        )
    pattern = VisitPattern.objects.create(
        coop_id=support.coop_id,
        support=support,
        written_by_id=by.person_id,
        counted_from=counted_from,
        reason=reason,
        **{**fields, "weekdays": sorted(set(wanted.weekdays))},
        **version,
    )
    pattern.skills.set(skills)
    return pattern


def _claim(pattern: VisitPattern, seen: int) -> int:
    """Lock the support, and return the newest version number when it is the one that was seen."""
    Support.objects.select_for_update().get(pk=pattern.support_id)
    newest = last_number(VisitPattern, pattern.series)
    if seen != newest or pattern.ended_at is not None:
        raise ChangedMeanwhile(
            f"Somebody else changed “{pattern.what}” while you were writing. Nothing of yours is saved yet. "
            "Look at what changed, then save again."
        )
    return newest


def _cut(pattern: VisitPattern, by: Actor, day: date, number: int, change: str, reason: str) -> int:
    """End everything of the series from `day` on; keep the part before it. Returns the newest version number."""
    rows = VisitPattern.objects.filter(series=pattern.series, ended_at__isnull=True)
    rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
    for row in list(rows.order_by("starts_on")):
        _end(VisitPattern.objects.filter(pk=row.pk))
        if row.starts_on < day:
            number += 1
            _copy(row, by, number, change, reason, ends_on=day - timedelta(days=1))
    return number


def _copy(
    row: VisitPattern, by: Actor, number: int, change: str, reason: str, **other: object
) -> VisitPattern:
    kept = {
        field.attname: getattr(row, field.attname)
        for field in VisitPattern._meta.concrete_fields
        if field.attname not in ("id", "written_at", "ended_at")
    }
    version = {
        "number": number,
        "change": change,
        "reason": reason,
        "written_by_id": by.person_id,
        **other,
    }
    new = VisitPattern.objects.create(**{**kept, **version})
    new.skills.set(row.skills.all())
    return new


def _check_one_a_date(new: VisitPattern) -> None:
    """A correction may not reach into another stretch of the same pattern."""
    others = VisitPattern.objects.filter(series=new.series, ended_at__isnull=True)
    others = others.exclude(pk=new.pk).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=new.starts_on)
    )
    if new.ends_on:
        others = others.filter(starts_on__lte=new.ends_on)
    clash = others.first()
    if clash:
        raise DomainError(
            f"The same visit is already planned another way from {clash.starts_on:%d %B %Y}. "
            "Choose a last day before that.",
            field="ends_on",
        )


def follow(new: Row, before: Row | None, by: Actor, change: str, reason: str) -> Row:
    """Save `new` as the version that follows `before`. Raises ChangedMeanwhile when another already does."""
    new.change, new.reason, new.written_by_id = change, reason, by.person_id
    if before is not None:
        new.series, new.number = before.series, before.number + 1
        live = type(before).objects.filter(pk=before.pk)
        if not _end(live):
            raise ChangedMeanwhile(
                "Somebody else changed this first. Look at what changed, then try again."
            )
    new.save(force_insert=True)
    return new


def _end(rows: QuerySet[Row]) -> int:
    return rows.filter(ended_at__isnull=True).update(ended_at=clock.now())
