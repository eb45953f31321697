"""Changes to a week by hand: move, swap, pin, keep always, clear. What breaks a rule is refused with its words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from kith.design.wording import plural
from kith.engines.rota.week.moving import IllegalMove as Illegal
from kith.engines.rota.week.moving import move, swap
from kith.engines.rota.week.problem import Plan
from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission
from kith.people.models import Person
from kith.rota.actions.plans import after_change, seated, write_plan
from kith.rota.actions.revisions import IllegalMove, locked, touch
from kith.rota.models import KeptPlace, Rota, Slot, Visit
from kith.rota.problem import TeamWeek, team_week
from kith.rota.queries.reasons import told_of


@dataclass(frozen=True, slots=True)
class Moved:
    """What a change by hand did: the rota with its new revision, and one sentence to show."""

    rota: Rota
    words: str


@transaction.atomic
def move_visit(
    *,
    coop: Coop,
    by: Actor,
    slot: Slot,
    worker: Person,
    expected_revision: int,
    start: datetime | None = None,
) -> Moved:
    """Give one place of a visit to a worker, and perhaps another start (UTC).

    Nothing else moves, unless that is what makes it possible: then the worker's other visits of the day take the times
    that the list of who could come has named. A pin on the place goes. Raises IllegalMove with the rule in words,
    ChangedMeanwhile, NotAllowed.
    """
    rota = locked(coop, by, slot.visit.rota, expected_revision, Permission.ROTA_CHANGE)
    _unpin(slot)
    of_week = team_week(rota)
    if str(worker.pk) not in of_week.problem.worker:
        raise IllegalMove(f"{worker.short} is not in {rota.team.name} this week.")
    minute = of_week.minute(start) if start else None
    changed = _carry_out(
        of_week,
        lambda: _moved(of_week, str(slot.visit_id), slot.number, str(worker.pk), minute),
    )
    record(
        coop=coop,
        by=by,
        kind="visit.moved",
        subject=slot.visit,
        place=slot.number,
        worker=worker.pk,
        start=start,
    )
    others = len(changed - {str(slot.visit_id)})
    also = (
        f" {plural(others, 'other visit', 'other visits')} moved in time to make room."
        if others
        else ""
    )
    return Moved(
        touch(rota), f"{slot.visit.person.short}’s visit is now with {worker.short}.{also}"
    )


@transaction.atomic
def swap_visits(*, coop: Coop, by: Actor, slot: Slot, other: Slot, expected_revision: int) -> Moved:
    """Two places of one week exchange their workers; starts and pins stay as they are, except on these two.

    Raises IllegalMove, ChangedMeanwhile, NotAllowed, DomainError when they are in two weeks.
    """
    rota = locked(coop, by, slot.visit.rota, expected_revision, Permission.ROTA_CHANGE)
    if other.visit.rota_id != rota.pk:
        raise DomainError("These two visits are not in the same week, so they cannot be swapped.")
    _unpin(slot)
    _unpin(other)
    of_week = team_week(rota)
    places = (str(slot.visit_id), slot.number), (str(other.visit_id), other.number)
    _carry_out(of_week, lambda: swap(of_week.problem, of_week.plan, *places))
    record(coop=coop, by=by, kind="visit.swapped", subject=slot.visit, other=other.visit_id)
    return Moved(
        touch(rota),
        f"{slot.visit.person.short}’s and {other.visit.person.short}’s visits have changed workers.",
    )


@transaction.atomic
def clear_slot(*, coop: Coop, by: Actor, slot: Slot, expected_revision: int) -> Moved:
    """Take the worker off one place, so that it is a gap. Raises ChangedMeanwhile, NotAllowed."""
    rota = locked(coop, by, slot.visit.rota, expected_revision, Permission.ROTA_CHANGE)
    _unpin(slot)
    of_week = team_week(rota)
    key = str(slot.visit_id)
    _carry_out(of_week, lambda: move(of_week.problem, of_week.plan, key, slot.number, None))
    record(coop=coop, by=by, kind="visit.cleared", subject=slot.visit, place=slot.number)
    return Moved(touch(rota), f"{slot.visit.person.short}’s visit has nobody yet.")


@transaction.atomic
def fill_gap(*, coop: Coop, by: Actor, slot: Slot, expected_revision: int) -> Moved:
    """Fill a place that nobody has in the cheapest legal way, other visits passed on or moved in time if need be.

    At the revision that was looked at it is the very way that the page has told. Raises DomainError when there is
    none, ChangedMeanwhile, NotAllowed.
    """
    rota = locked(coop, by, slot.visit.rota, expected_revision, Permission.ROTA_CHANGE)
    of_week = team_week(rota)
    key = str(slot.visit_id)
    fix = None if slot.worker_id else told_of(of_week, key, slot.number).fix
    if fix is None or fix.plan is None:
        raise DomainError("There is no simple way to fill this visit now. Nothing was changed.")
    plan = fix.plan
    changed = _carry_out(of_week, lambda: plan)
    record(coop=coop, by=by, kind="visit.filled", subject=slot.visit, place=slot.number)
    others = len(changed - {key})
    also = (
        f" {plural(others, 'other visit', 'other visits')} changed to make room." if others else ""
    )
    return Moved(touch(rota), f"{slot.visit.person.short}’s visit has a worker now.{also}")


@transaction.atomic
def pin_slot(*, coop: Coop, by: Actor, slot: Slot, expected_revision: int) -> Moved:
    """Keep this worker here, at this time, whatever is suggested. Raises DomainError for a gap, and as the others."""
    rota = locked(coop, by, slot.visit.rota, expected_revision, Permission.ROTA_CHANGE)
    if slot.worker is None:
        raise DomainError(
            "Nobody has this visit yet, so there is nobody to keep. Choose a worker first."
        )
    Slot.objects.filter(pk=slot.pk).update(pinned=True)
    _start_is_written(slot.visit)
    record(coop=coop, by=by, kind="visit.pinned", subject=slot.visit, place=slot.number)
    return Moved(
        _count(rota), f"{slot.worker.short} keeps {slot.visit.person.short}’s visit at this time."
    )


@transaction.atomic
def unpin_slot(*, coop: Coop, by: Actor, slot: Slot, expected_revision: int) -> Moved:
    """Let the place be changed again, this week and, if it was kept always, from now on."""
    rota = locked(coop, by, slot.visit.rota, expected_revision, Permission.ROTA_CHANGE)
    Slot.objects.filter(pk=slot.pk).update(pinned=False, pinned_always=False)
    _kept(rota, slot).update(until=clock.today(coop.zone))
    record(coop=coop, by=by, kind="visit.unpinned", subject=slot.visit, place=slot.number)
    return Moved(_count(rota), f"{slot.visit.person.short}’s visit may be changed again.")


@transaction.atomic
def keep_here_always(*, coop: Coop, by: Actor, slot: Slot, expected_revision: int) -> Moved:
    """On this weekday this worker has this place of the pattern, in this week and every week made from now on.

    Raises DomainError for a gap, and as the others.
    """
    rota = locked(coop, by, slot.visit.rota, expected_revision, Permission.ROTA_CHANGE)
    if slot.worker is None:
        raise DomainError(
            "Nobody has this visit yet, so there is nobody to keep. Choose a worker first."
        )
    _kept(rota, slot).update(until=clock.today(coop.zone))
    KeptPlace.objects.create(
        coop=coop,
        team=rota.team,
        series=slot.visit.series,
        weekday=slot.visit.day.weekday(),
        number=slot.number,
        worker=slot.worker,
        since=slot.visit.day,
    )
    Slot.objects.filter(pk=slot.pk).update(pinned=True, pinned_always=True)
    record(coop=coop, by=by, kind="visit.kept-always", subject=slot.visit, place=slot.number)
    return Moved(
        _count(rota),
        f"From now on {slot.worker.short} has {slot.visit.person.short}’s visit every {slot.visit.day:%A}.",
    )


def _moved(of_week: TeamWeek, visit: str, place: int, worker: str, start: int | None) -> Plan:
    """The plan after a move: as it stands, else with the worker's other visits moved as the list of options says."""
    problem, plan = of_week.problem, of_week.plan
    try:
        return move(problem, plan, visit, place, worker, start)
    except Illegal:
        from kith.engines.rota.week.explain import options

        for option in options(problem, plan, visit, place):
            fits = option.worker == worker and start in (None, option.start)
            if fits and option.possible and option.plan is not None:
                return option.plan
        raise


def _carry_out(of_week: TeamWeek, change: Callable[[], Plan]) -> set[str]:
    """Make the change if the rules allow it; return the visits that changed. Raises IllegalMove with the rule."""
    try:
        plan = change()
    except Illegal as why:
        raise IllegalMove(f"{why.words}. Nothing was changed.") from why
    plan = seated(of_week, plan)
    changed = write_plan(of_week, plan)
    after_change(of_week, plan, changed)
    return changed


def _unpin(slot: Slot) -> None:
    Slot.objects.filter(pk=slot.pk).update(pinned=False, pinned_always=False)


def _kept(rota: Rota, slot: Slot) -> QuerySet[KeptPlace]:
    return KeptPlace.objects.filter(
        team=rota.team,
        series=slot.visit.series,
        weekday=slot.visit.day.weekday(),
        number=slot.number,
        until__isnull=True,
    )


def _start_is_written(visit: Visit) -> None:
    Visit.objects.filter(pk=visit.pk, starts_at__isnull=True).update(starts_at=visit.earliest)


def _count(rota: Rota) -> Rota:
    """A pin changes nobody's day: the week stays agreed, but the next to save must have seen it."""
    rota.revision += 1
    rota.save(update_fields=["revision"])
    return rota
