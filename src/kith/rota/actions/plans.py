"""Writing a plan of the engine into rows, with the reason for each place in words."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kith.engines.rota.week.problem import Placement, Plan
from kith.foundation.rows import update_rows
from kith.rota.models import Slot, Visit
from kith.rota.problem import TeamWeek
from kith.rota.queries.reasons import Reasons, reasons_for


def seated(of_week: TeamWeek, plan: Plan) -> Plan:
    """The same plan with the workers of each visit in the places they have already, newcomers in the others."""
    return Plan(
        {key: _seated(of_week.slots[key], placed) for key, placed in plan.placements.items()}
    )


def _seated(slots: list[Slot], placement: Placement) -> Placement:
    there = [str(s.worker_id) if s.worker_id else None for s in slots]
    coming = iter([w for w in placement.workers if w and w not in there])
    workers = tuple(w if w and w in placement.workers else next(coming, None) for w in there)
    return Placement(placement.start, workers)


def write_plan(of_week: TeamWeek, plan: Plan) -> set[str]:
    """Give every place the worker, and every visit the start, that the plan says; return the visits that changed.

    `plan` is seated. A place that changes hands is no longer pinned. A pinned worker who cannot come stays written down
    though the plan has nobody there: the team pinned them, so the team decides. Two updates, however many visits.
    """
    refilled: list[Slot] = []
    moved: list[Visit] = []
    for key, visit in of_week.visits.items():
        placement = plan.placements.get(key)
        refilled += _refill(of_week, key, placement)
        if placement and visit.starts_at != of_week.moment(placement.start):
            visit.starts_at = of_week.moment(placement.start)
            moved.append(visit)
    update_rows(refilled, ["worker", "pinned", "pinned_always"])
    update_rows(moved, ["starts_at"])
    return {str(s.visit_id) for s in refilled} | {str(v.pk) for v in moved}


def _refill(of_week: TeamWeek, key: str, placement: Placement | None) -> list[Slot]:
    slots = of_week.slots[key]
    workers = placement.workers if placement else (None,) * len(slots)
    changed = []
    for slot, worker in zip(slots, workers, strict=True):
        if worker is None and pinned_away(of_week, slot):
            continue
        if (str(slot.worker_id) if slot.worker_id else None) != worker:
            slot.worker_id = uuid.UUID(worker) if worker else None
            slot.pinned = slot.pinned_always = False
            changed.append(slot)
    return changed


def pinned_away(of_week: TeamWeek, slot: Slot) -> bool:
    """True when a place is pinned to somebody of the team who cannot work at that time."""
    worker = of_week.problem.worker.get(str(slot.worker_id))
    placed = of_week.plan.placements.get(str(slot.visit_id))
    if not slot.pinned or worker is None or placed is None:
        return False
    end = placed.start + of_week.problem.visit[str(slot.visit_id)].minutes
    return not any(first <= placed.start and end <= last for first, last in worker.spans)


def write_reasons(of_week: TeamWeek, reasons: Mapping[tuple[str, int], Reasons]) -> None:
    """Write down the reason for each of these places. Only words that differ are written."""
    changed = []
    for (key, number), found in reasons.items():
        slot = of_week.slots[key][number]
        if (slot.why, slot.nearest) != (found.why, found.nearest):
            slot.why, slot.nearest = found.why, found.nearest
            changed.append(slot)
    update_rows(changed, ["why", "nearest"])


def after_change(of_week: TeamWeek, plan: Plan, changed: Iterable[str]) -> None:
    """Find the reasons of changed visits anew, and drop those of that day's other gaps: somebody may be free now."""
    ids = set(changed)
    days = {of_week.problem.visit[key].day for key in ids}
    same_day = [
        of_week.visits[v.id] for v in of_week.problem.visits if v.day in days and v.id not in ids
    ]
    Slot.objects.filter(visit__in=same_day, worker__isnull=True).update(why=[], nearest=[])
    write_reasons(of_week, reasons_for(replace(of_week, plan=plan), ids))
