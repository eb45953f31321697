"""Bringing in when workers can work."""

from collections import defaultdict
from datetime import date

from django.db import transaction
from django.db.models import Q

from kith.foundation.errors import DomainError
from kith.imports.bringing.ground import Ground, Outcome
from kith.imports.rules import Row
from kith.people.models import Person
from kith.rota.actions.availability import set_work_times
from kith.rota.models import WorkTime
from kith.rota.rules.working_time import Span, check_spans


def bring(ground: Ground, rows: tuple[Row, ...]) -> None:
    """All rows of one worker from one day on together: the days they name are replaced, other days stay."""
    groups: defaultdict[tuple[Person, date], list[Row]] = defaultdict(list)
    for row in rows:
        try:
            worker = ground.known.named(
                row.get("worker"), field_name="worker", whom=f"{ground.team} has no worker called"
            )
        except DomainError as error:
            ground.problems.append(row.wrong("worker", error.message))
        else:
            groups[worker, row.get("since", ground.today)].append(row)
    for (worker, since), own in sorted(groups.items(), key=lambda group: group[0][1]):
        _bring(ground, worker, since, own)


def _bring(ground: Ground, worker: Person, since: date, rows: list[Row]) -> None:
    spans: list[Span] = []
    fitting: list[Row] = []
    for row in rows:
        try:
            check_spans([*spans, *_spans(row)])
        except DomainError as error:
            ground.problems.append(row.wrong("starts", error.message))
        else:
            spans += _spans(row)
            fitting.append(row)
    kept = _held(worker, ground, since)
    named = {span.weekday for span in spans}
    wanted = sorted([*spans, *(span for span in kept if span.weekday not in named)])
    outcome = Outcome.SAME if wanted == kept else Outcome.CHANGED if kept else Outcome.ADDED
    try:
        with transaction.atomic():
            if outcome is not Outcome.SAME:
                set_work_times(
                    **ground.who, worker=worker, team=ground.team, spans=wanted, since=since
                )
    except DomainError as error:
        ground.problems += [row.wrong("starts", error.message) for row in fitting]
    else:
        ground.outcomes |= {row.number: outcome for row in fitting}


def _spans(row: Row) -> list[Span]:
    return [Span(day, row.get("starts"), row.get("ends")) for day in row.get("weekdays")]


def _held(worker: Person, ground: Ground, since: date) -> list[Span]:
    rows = WorkTime.objects.filter(coop=ground.coop, worker=worker, team=ground.team)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gte=since), since__lte=since)
    return sorted(Span(row.weekday, row.starts, row.ends) for row in rows)
