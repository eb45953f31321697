"""A team's weeks: which are made, agreed and sent."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from kith.foundation.models import Coop
from kith.kernel.week import Week
from kith.rota.models import Rota, Visit
from kith.teams.models import Team


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One week in figures; `rota` is None while it is not made."""

    week: Week
    rota: uuid.UUID | None
    state: str
    visits: int
    gaps: int
    sent_at: datetime | None


def weeks_of(coop: Coop, team: Team, first: Week, count: int = 6) -> tuple[WeekLine, ...]:
    """`count` weeks from `first`. One query."""
    weeks = [first]
    while len(weeks) < count:
        weeks.append(weeks[-1].next())
    due = Q(visits__state=Visit.DUE)
    rows = Rota.objects.filter(coop=coop, team=team, monday__in=[w.monday for w in weeks]).annotate(
        visit_count=Count("visits", filter=due, distinct=True),
        gap_count=Count(
            "visits__slots", filter=due & Q(visits__slots__worker__isnull=True), distinct=True
        ),
    )
    made = {row.monday: row for row in rows}
    return tuple(_line(week, made.get(week.monday)) for week in weeks)


def _line(week: Week, rota: Rota | None) -> WeekLine:
    if rota is None:
        return WeekLine(week, None, "", 0, 0, None)
    return WeekLine(
        week,
        rota.id,
        rota.state,
        getattr(rota, "visit_count", 0),
        getattr(rota, "gap_count", 0),
        rota.published_at,
    )
