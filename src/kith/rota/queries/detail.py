"""One visit explained: why it has its worker or nobody, who else could come, and what that would cost whom."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from kith.foundation.models import Coop
from kith.rota.models import Slot
from kith.rota.problem import TeamWeek, team_week
from kith.rota.queries.cells import Cell, cell_of
from kith.rota.queries.reasons import reasons_of


@dataclass(frozen=True, slots=True)
class Other:
    """Another worker for a place, best first. `words` say what it would mean, or which rule stops it.

    `start` (local) is when they would come; `cost` is in the engine's points, below zero is better for the week.
    """

    worker_id: uuid.UUID
    name: str
    possible: bool
    start: datetime | None
    words: str
    cost: float


@dataclass(frozen=True, slots=True)
class Detail:
    """One place of a visit, explained."""

    cell: Cell
    how: str
    skills: tuple[str, ...]
    address: str
    revision: int
    why: tuple[str, ...]
    nearest: tuple[str, ...]
    others: tuple[Other, ...]


def slot_or_none(coop: Coop, slot_id: uuid.UUID) -> Slot | None:
    """One place of a visit of this co-op, with its visit, rota, team and person."""
    rows = Slot.objects.select_related(
        "worker", "visit__person", "visit__rota__team", "visit__rota__coop"
    )
    return rows.filter(coop=coop, pk=slot_id).first()


def visit_detail(slot: Slot) -> Detail:
    """Explain one place as the week stands now. `slot` comes from `slot_or_none`.

    About twenty queries and one look of the engine, a few hundredths of a second.
    """
    of_week = team_week(slot.visit.rota)
    key = str(slot.visit_id)
    visit = slot.visit
    reasons = reasons_of(of_week, key, slot.number)
    return Detail(
        cell=cell_of(slot),
        how=visit.how,
        skills=tuple(visit.skills),
        address=", ".join(part for part in (visit.address, visit.postcode) if part),
        revision=visit.rota.revision,
        why=tuple(reasons.why),
        nearest=tuple(reasons.nearest),
        others=_others(of_week, key, slot.number),
    )


def _others(of_week: TeamWeek, visit: str, number: int) -> tuple[Other, ...]:
    from kith.engines.rota.week.explain import options

    zone = of_week.rota.coop.zone
    return tuple(
        Other(
            worker_id=uuid.UUID(option.worker),
            name=of_week.problem.worker[option.worker].name,
            possible=option.possible,
            start=of_week.moment(option.start).astimezone(zone)
            if option.start is not None
            else None,
            words=option.words,
            cost=round(option.cost, 1),
        )
        for option in options(of_week.problem, of_week.plan, visit, number)
    )
