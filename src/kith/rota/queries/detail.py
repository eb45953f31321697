"""One visit explained: why it has its worker or nobody, who else could come, and what that would cost whom."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from kith.foundation.models import Coop
from kith.rota.models import Slot
from kith.rota.problem import TeamWeek, team_week
from kith.rota.queries.cells import Cell, cell_of
from kith.rota.queries.reasons import Told, told_of


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
class Remedy:
    """The cheapest thing that would fill a gap, in words. `can_do` when the team may simply do it: then nothing breaks.

    Otherwise the visit would have to start at another time, which the person has to agree to first.
    """

    words: str
    can_do: bool


@dataclass(frozen=True, slots=True)
class Detail:
    """One place of a visit, explained. `remedy` is for a gap that nobody can simply take."""

    cell: Cell
    how: str
    skills: tuple[str, ...]
    address: str
    revision: int
    why: tuple[str, ...]
    nearest: tuple[str, ...]
    others: tuple[Other, ...]
    series: uuid.UUID
    occurrence: date
    remedy: Remedy | None = None


def slot_or_none(coop: Coop, slot_id: uuid.UUID) -> Slot | None:
    """One place of a visit of this co-op, with its visit, rota, team and person."""
    rows = Slot.objects.select_related(
        "worker", "visit__person", "visit__rota__team", "visit__rota__coop"
    )
    return rows.filter(coop=coop, pk=slot_id).first()


def visit_detail(slot: Slot, cell: Cell | None = None) -> Detail:
    """Explain one place as the week stands now. `slot` comes from `slot_or_none`, `cell` from a board that is there.

    About twenty queries and one look of the engine, a few hundredths of a second.
    """
    of_week = team_week(slot.visit.rota)
    visit = slot.visit
    told = told_of(of_week, str(slot.visit_id), slot.number)
    return Detail(
        cell=cell or cell_of(slot),
        how=visit.how,
        skills=tuple(visit.skills),
        address=", ".join(part for part in (visit.address, visit.postcode) if part),
        revision=visit.rota.revision,
        why=tuple(told.reasons.why),
        nearest=tuple(told.reasons.nearest),
        others=_others(of_week, told),
        series=visit.series,
        occurrence=visit.occurrence,
        remedy=_remedy(told),
    )


def _remedy(told: Told) -> Remedy | None:
    fix = told.fix
    if fix is None or fix.kind == "assign":  # then the list of who could come says it
        return None
    return Remedy(fix.words, can_do=fix.plan is not None)


def _others(of_week: TeamWeek, told: Told) -> tuple[Other, ...]:
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
        for option in told.options
    )
