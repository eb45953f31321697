"""What somebody's absence leaves open: the weeks in which they have visits they cannot make."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kith.foundation.models import Coop
from kith.kernel.week import Week
from kith.people.models import Person
from kith.rota.models import Away, Rota, Slot, Visit
from kith.rota.queries.jobs import Job, job_of


@dataclass(frozen=True, slots=True)
class TouchedWeek:
    """A week in which `visits` visits of a worker fall into their time away."""

    rota: Rota
    week: Week
    team_slug: str
    team: str
    visits: int
    sent: bool
    job: Job | None


def weeks_touched(coop: Coop, away: Away) -> tuple[TouchedWeek, ...]:
    """The made weeks that this absence touches, soonest first. Two queries."""
    rows = Slot.objects.filter(coop=coop, worker=away.worker, visit__state=Visit.DUE).filter(
        visit__latest__gt=away.starts - timedelta(days=1)
    )
    counts = Counter(
        slot.visit.rota_id
        for slot in rows.select_related("visit")
        if _within(slot.visit, away.starts, away.ends)
    )
    return tuple(_lines(coop, counts))


def _within(visit: Visit, starts: datetime, ends: datetime | None) -> bool:
    return visit.planned_end > starts and (ends is None or visit.planned_start < ends)


def _lines(coop: Coop, counts: Counter[uuid.UUID]) -> Iterable[TouchedWeek]:
    rotas = Rota.objects.filter(coop=coop, pk__in=list(counts)).select_related("team")
    for rota in rotas.order_by("monday"):
        yield TouchedWeek(
            rota,
            rota.week,
            rota.team.slug,
            rota.team.name,
            counts[rota.id],
            sent=rota.published_at is not None,
            job=job_of(rota),
        )


def worker_or_none(coop: Coop, worker_id: uuid.UUID) -> Person | None:
    """Somebody of this co-op who is or was in a team."""
    rows = Person.objects.select_related("coop").filter(coop=coop, memberships__isnull=False)
    return rows.filter(pk=worker_id).distinct().first()
