"""A year of life for the demo's co-op, inside a process that has its database: `python -m benchmarks.year_of_life`.

The newest sent week is copied backwards, week by week, with its visits, workers, what was sent and told, and with
events recorded one after the other. Answers with a line of JSON.
"""

import json
import sys
import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from kith.rota.models import Rota

COOP = "don-valley"
WEEKS = 52
CHANGED = 8  # one visit in so many was moved by hand, and so has an event


def main() -> None:
    """Copy until a year of weeks is there, and say how much that is."""
    import django

    django.setup()
    from django.db import transaction

    from kith.archive.contents import models_kept, rows_of
    from kith.foundation.models import Coop, Event
    from kith.people.models import Notice
    from kith.rota.models import Rota

    coop = Coop.objects.get(slug=COOP)
    with transaction.atomic():
        sent = Rota.objects.filter(coop=coop, state=Rota.PUBLISHED).order_by("-monday")
        newest, there = sent[0], sent.count()
        told = list(Notice.objects.filter(coop=coop).values_list("pk", flat=True))
        for back in range(there, WEEKS):
            _copy_week(newest, timedelta(weeks=back))
            _copy(Notice.objects.filter(pk__in=told), timedelta(weeks=back), {})
    done = {
        "rows": sum(rows_of(model, coop).count() for model in models_kept()),
        "events": Event.objects.filter(coop=coop).count(),
        "weeks": Rota.objects.filter(coop=coop, state=Rota.PUBLISHED).count(),
    }
    sys.stdout.write(json.dumps(done) + "\n")


def _copy_week(rota: "Rota", back: timedelta) -> None:
    from kith.foundation.events import record
    from kith.rota.models import Publication, Slot, Visit

    coop, known = rota.coop, {rota.pk: uuid.uuid4()}
    _copy(type(rota).objects.filter(pk=rota.pk), back, known)
    visits = _copy(Visit.objects.filter(rota=rota), back, known)
    _copy(Slot.objects.filter(visit__rota=rota), back, known)
    _copy(Publication.objects.filter(rota=rota), back, known)
    record(coop=coop, by=None, kind="rota.made", team=str(rota.team_id))
    for visit in visits[::CHANGED]:
        record(coop=coop, by=None, kind="visit.moved", subject=visit, minutes=15)
    record(coop=coop, by=None, kind="rota.published", team=str(rota.team_id))


def _copy(rows: "QuerySet[Any]", back: timedelta, known: dict[Any, Any]) -> "list[Model]":
    """These rows once more, so much earlier; what leads to a copied row leads to its copy."""
    found = list(rows)
    known |= {row.pk: known.get(row.pk, uuid.uuid4()) for row in found}
    for row in found:
        for field in row._meta.concrete_fields:
            value = getattr(row, field.attname)
            earlier = value - back if isinstance(value, date) else known.get(_key(value), value)
            setattr(row, field.attname, earlier)
    rows.model._default_manager.bulk_create(found, batch_size=500)
    return found


def _key(value: object) -> object:
    return value if isinstance(value, uuid.UUID) else None


if __name__ == "__main__":
    main()
