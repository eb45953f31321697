"""Making a team's week out of what its people want."""

import uuid
from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import holidays
from django.db import transaction

from kith.engines.rota.week.evaluate import evaluate
from kith.engines.rota.week.moving import IllegalMove as Illegal
from kith.engines.rota.week.moving import move
from kith.engines.rota.week.problem import Plan
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, require
from kith.foundation.rows import update_rows
from kith.kernel.week import Week
from kith.rota.actions.plans import seated, write_plan
from kith.rota.actions.revisions import touch
from kith.rota.models import KeptPlace, Publication, Rota, Slot, Visit
from kith.rota.problem import TeamWeek, team_week
from kith.support.queries import DueVisit, visits_due
from kith.teams.models import Skill, Team

Key = tuple[uuid.UUID, date]
EVENING, MORNING = time(18), time(7)
TRY_EVERY = 15  # minutes between two starts that are tried for a kept place


@dataclass(frozen=True, slots=True)
class Made:
    """A week as made: how many visits are new, changed and gone, and in words what could not stay as it was."""

    rota: Rota
    new: int
    changed: int
    gone: int
    lost: tuple[str, ...]

    @property
    def same(self) -> bool:
        """True when nothing was different."""
        return not (self.new or self.changed or self.gone or self.lost)


@transaction.atomic
def make_week(*, coop: Coop, by: Actor, team: Team, week: Week) -> Made:
    """Make the team's week, or bring it up to date with what people want now. Running it twice changes nothing.

    Who makes which visit is kept, and so are pins, wherever the rules still allow it; what had to go is told in
    `lost`. Places that a worker keeps always are given to them. Raises NotAllowed.
    """
    require(by, Permission.ROTA_CHANGE, team)
    rota, _ = Rota.objects.select_for_update(of=("self",)).get_or_create(
        coop=coop, team=team, monday=week.monday
    )
    new, changed, gone = _visits(rota, visits_due(team, week))
    lost = [*_let_go(rota), *_keep_places(rota, new)]
    made = Made(rota, len(new), changed, gone, tuple(lost))
    if not made.same:
        touch(rota)
        record(
            coop=coop,
            by=by,
            kind="rota.made",
            subject=rota,
            new=made.new,
            changed=changed,
            gone=gone,
            lost=len(lost),
        )
    return made


def _visits(rota: Rota, due: list[DueVisit]) -> tuple[set[uuid.UUID], int, int]:
    """Bring visits and their places in line with what is due: ids of new visits, how many changed, how many went."""
    there = {(v.series, v.occurrence): v for v in Visit.objects.filter(rota=rota)}
    skills = dict(Skill.objects.filter(coop=rota.coop).values_list("pk", "name"))
    free_days = holidays.country_holidays("GB", subdiv=rota.coop.nation, years=rota.monday.year)
    wanted = {(d.series, d.repeat_day): _fields(d, skills, free_days, rota) for d in due}
    new = [
        Visit(coop=rota.coop, rota=rota, series=key[0], occurrence=key[1], **fields)
        for key, fields in wanted.items()
        if key not in there
    ]
    Visit.objects.bulk_create(new)
    changed = [v for key, v in there.items() if key in wanted and _differs(v, wanted[key])]
    for visit in changed:
        _set(visit, wanted[visit.series, visit.occurrence])
        visit.save()
    gone = [v for key, v in there.items() if key not in wanted and v.state == Visit.DUE]
    _take_off(rota, gone)
    linked = _link(rota, due)
    _places(rota)
    return {v.id for v in new}, len(changed) + linked, len(gone)


def _fields(
    due: DueVisit, skills: Mapping[uuid.UUID, str], free_days: Container[date], rota: Rota
) -> dict[str, Any]:
    return {
        "person_id": due.person_id,
        "version": due.version,
        "day": due.day,
        "what": due.what,
        "how": due.how,
        "earliest": due.earliest,
        "latest": due.latest,
        "late_most": due.late_most,
        "minutes": due.minutes,
        "workers_needed": due.workers_needed,
        "skills": sorted(skills[s] for s in due.skill_ids),
        "address": due.address,
        "postcode": due.postcode,
        "latitude": due.latitude,
        "longitude": due.longitude,
        "gap_least": due.gap_least,
        "gap_most": due.gap_most,
        "unsocial": is_unsocial(due.day, due.earliest.astimezone(rota.coop.zone), free_days),
        "state": Visit.DUE,
    }


def is_unsocial(day: date, starts: datetime, free_days: Container[date]) -> bool:
    """True in the evening, at night, at the weekend and on a bank holiday; `starts` is local."""
    by_clock = starts.time() >= EVENING or starts.time() < MORNING
    return by_clock or day.weekday() >= 5 or day in free_days


def _differs(visit: Visit, fields: Mapping[str, Any]) -> bool:
    return any(getattr(visit, name) != value for name, value in fields.items())


def _set(visit: Visit, fields: Mapping[str, Any]) -> None:
    """A planned start that the new window no longer holds goes back to the earliest."""
    for name, value in fields.items():
        setattr(visit, name, value)
    last = visit.latest + timedelta(minutes=visit.late_most)
    if visit.starts_at and not visit.earliest <= visit.starts_at <= last:
        visit.starts_at = visit.earliest


def _take_off(rota: Rota, gone: list[Visit]) -> None:
    """A visit that people were told of is cancelled and stays to be told; any other was only a plan."""
    told = {
        visit
        for snapshot in Publication.objects.filter(rota=rota).values_list("snapshot", flat=True)
        for visit in snapshot
    }
    cancelled = [v.id for v in gone if str(v.id) in told]
    Visit.objects.filter(pk__in=cancelled).update(state=Visit.CANCELLED)
    Visit.objects.filter(pk__in=[v.id for v in gone if str(v.id) not in told]).delete()


def _link(rota: Rota, due: list[DueVisit]) -> int:
    """Set which visit each one follows; return how many links changed."""
    visits = {(v.series, v.day): v for v in Visit.objects.filter(rota=rota, state=Visit.DUE)}
    changed = []
    for one in due:
        visit = visits[one.series, one.day]
        first = visits.get((one.after, one.day)) if one.after else None
        if visit.after_id != (first.id if first else None):
            visit.after = first
            changed.append(visit)
    update_rows(changed, ["after"])
    return sum(v.after_id is None for v in changed)


def _places(rota: Rota) -> None:
    """Give each visit as many places as it needs workers; places beyond that go, empty ones first."""
    slots: defaultdict[uuid.UUID, list[Slot]] = defaultdict(list)
    for slot in Slot.objects.filter(visit__rota=rota).order_by("number"):
        slots[slot.visit_id].append(slot)
    missing: list[Slot] = []
    for visit in Visit.objects.filter(rota=rota, state=Visit.DUE):
        there = slots[visit.id]
        if len(there) > visit.workers_needed:
            _drop_places(there, visit.workers_needed)
        missing += [
            Slot(coop=rota.coop, visit=visit, number=n)
            for n in range(len(there), visit.workers_needed)
        ]
    Slot.objects.bulk_create(missing)


def _drop_places(there: list[Slot], needed: int) -> None:
    keep = sorted(there, key=lambda s: (not s.pinned, s.worker_id is None, s.number))[:needed]
    Slot.objects.filter(pk__in=[s.id for s in there if s not in keep]).delete()
    for number, slot in enumerate(sorted(keep, key=lambda s: s.number)):
        slot.number = number
        slot.save(update_fields=["number"])


def _let_go(rota: Rota) -> list[str]:
    """Empty every place whose worker a rule no longer allows there, and say why, one rule at a time."""
    lost: list[str] = []
    while True:
        of_week = team_week(rota)
        broken = [
            v for v in evaluate(of_week.problem, of_week.plan).violations if v.visit is not None
        ]
        if not broken:
            return lost + _strangers(of_week)
        first = broken[0]
        slots = [
            s
            for s in of_week.slots[str(first.visit)]
            if s.worker_id and first.worker in (None, str(s.worker_id))
        ]
        if not slots:
            return lost + _strangers(of_week)
        lost.append(first.words)
        _empty(slots)


def _strangers(of_week: TeamWeek) -> list[str]:
    """Workers who are no longer in the team have no place in its week."""
    known = of_week.problem.worker
    slots = [
        s
        for ss in of_week.slots.values()
        for s in ss
        if s.worker_id and str(s.worker_id) not in known
    ]
    names = {s.worker.short for s in slots if s.worker}
    _empty(slots)
    return [f"{name} is not in the team this week" for name in sorted(names)]


def _empty(slots: list[Slot]) -> None:
    Slot.objects.filter(pk__in=[s.pk for s in slots]).update(
        worker=None, pinned=False, pinned_always=False
    )


def _keep_places(rota: Rota, new: set[uuid.UUID]) -> list[str]:
    """Give new visits to the workers who keep their place always, at the first start that breaks no rule."""
    kept = {
        (k.series, k.weekday, k.number): str(k.worker_id)
        for k in KeptPlace.objects.filter(team=rota.team, until__isnull=True)
    }
    if not kept or not new:
        return []
    of_week = team_week(rota)
    starts = _starts_of_last_week(rota)
    plan, lost, given = of_week.plan, [], []
    for key, visit in of_week.visits.items():
        for slot in of_week.slots[key] if visit.id in new else ():
            worker = kept.get((visit.series, visit.day.weekday(), slot.number))
            if worker is None:
                continue
            usual = starts.get((visit.series, visit.day.weekday()))
            try:
                plan = _first_legal(of_week, plan, slot, worker, usual)
            except Illegal as why:
                lost.append(f"{visit.person.short} on {visit.day:%A}: {why.words}")
            else:
                given.append(slot.pk)
    write_plan(of_week, seated(of_week, plan))
    Slot.objects.filter(pk__in=given).update(pinned=True, pinned_always=True)
    return lost


def _first_legal(
    of_week: TeamWeek, plan: Plan, slot: Slot, worker: str, usual: datetime | None
) -> Plan:
    visit = of_week.problem.visit[str(slot.visit_id)]
    starts = [*range(visit.earliest, visit.latest + 1, TRY_EVERY)]
    if usual:
        starts.insert(0, of_week.minute(usual))
    if worker not in of_week.problem.worker:
        raise Illegal("team", "the worker who keeps this place is not in the team this week")
    reason: Illegal | None = None
    for start in starts:
        try:
            return move(of_week.problem, plan, visit.id, slot.number, worker, start)
        except Illegal as why:
            reason = reason or why
    raise reason or Illegal("window", "there is no time for it")


def _starts_of_last_week(rota: Rota) -> dict[tuple[uuid.UUID, int], datetime]:
    """When each visit was planned a week before, brought forward by seven days of the wall clock."""
    rows = Visit.objects.filter(
        rota__team=rota.team,
        rota__monday=rota.week.previous().monday,
        starts_at__isnull=False,
    )
    zone = rota.coop.zone
    return {
        (v.series, v.day.weekday()): v.planned_start.astimezone(zone) + timedelta(days=7)
        for v in rows
    }
