"""What choices mean for the rota: who could come by their hours, whom a no concerns, and whose a trial visit is."""

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Case, Max, Q, Value, When
from django.urls import reverse

from kith.design.wording import plural
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, allows
from kith.kernel.week import Week
from kith.people.models import Person
from kith.people.telling import tell
from kith.rota.actions.week import make_week
from kith.rota.models import KeptPlace, Rota, Slot, Visit, WorkTime
from kith.support.choices.hooks import Need
from kith.support.models import VisitPattern
from kith.teams.queries import members_on


def can_come(coop: Coop, needs: Sequence[Need], day: date) -> dict[uuid.UUID, int]:
    """How many of these visits each worker could come to by the hours they have given; one query, counted there."""
    if not needs:
        return {}
    each = Counter(needs)
    cases = {
        f"need_{n}": Max(Case(When(_within(need), then=Value(times)), default=Value(0)))
        for n, (need, times) in enumerate(each.items())
    }
    valid = Q(until__isnull=True) | Q(until__gte=day)
    rows = WorkTime.objects.filter(valid, coop=coop, since__lte=day).order_by()
    found = rows.values("worker_id").annotate(**cases).values_list("worker_id", *cases)
    return {worker: sum(counts) for worker, *counts in found}


def _within(need: Need) -> Q:
    """Hours of that weekday in which the visit has room. Hours that pass midnight end after any time of their day."""
    latest_start = datetime.combine(date.min, need.earliest) + timedelta(minutes=need.minutes)
    enough = Q(ends__lte=time(12), starts__gte=time(12))
    if latest_start.date() == date.min:
        enough |= Q(ends__gte=latest_start.time())
    last = need.latest if need.latest >= need.earliest else time.max
    return Q(weekday=need.weekday, starts__lte=last) & enough


def after_no(coop: Coop, by: Actor, person: Person, worker: Person) -> None:
    """Tell the team of weeks in which the worker still has visits to the person: they can be mended there.

    Nobody is told who said no, or that anybody did.
    """
    slots = Slot.objects.filter(
        coop=coop,
        worker=worker,
        visit__person=person,
        visit__state=Visit.DUE,
        visit__latest__gt=clock.now(),
    )
    counts = Counter(slots.values_list("visit__rota_id", flat=True))
    rotas = Rota.objects.filter(pk__in=list(counts)).select_related("team", "coop")
    for rota in rotas.order_by("monday"):
        members = members_on(rota.team, clock.today(coop.zone))
        address = {"coop": coop.slug, "team": rota.team.slug, "week": str(rota.week)}
        tell(
            coop=coop,
            people=[one.person_id for one in members if one.person_id != by.person_id],
            kind="rota",
            title=f"{plural(counts[rota.pk], 'visit', 'visits')} to {person.short} "
            f"in the week of {rota.monday:%-d %B} to give to somebody else",
            text="Open the week and mend it: Kith looks for the smallest change.",
            link=reverse("rota:week", kwargs=address),
            subject=rota.pk,
        )


def keep_place(coop: Coop, by: Actor, pattern: VisitPattern, worker: Person) -> None:
    """Give a one-day visit to this worker, also in the team's week of that day where it is made already."""
    team, day = pattern.support.team, pattern.starts_on
    KeptPlace.objects.create(
        coop=coop,
        team=team,
        series=pattern.series,
        weekday=day.weekday(),
        number=0,
        worker=worker,
        since=day,
    )
    week = Week.of(day)
    made = Rota.objects.filter(coop=coop, team=team, monday=week.monday).exists()
    if made and allows(by, Permission.ROTA_CHANGE, team):
        make_week(coop=coop, by=by, team=team, week=week)
