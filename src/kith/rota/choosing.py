"""What choices mean for the rota: who could come by their hours, whom a no concerns, and whose a trial visit is."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
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
from kith.rota.queries.sent import who_is_coming
from kith.support.choices.hooks import Need
from kith.support.circles.hooks import Coming
from kith.support.models import VisitPattern
from kith.teams.queries import members_on


def can_come(needs: Sequence[Need], day: date) -> Any:
    """How many of these visits somebody could come to by the hours they gave, as an expression over their `pk`."""
    valid = Q(until__isnull=True) | Q(until__gte=day)
    hours = WorkTime.objects.filter(valid, worker=OuterRef("pk"), since__lte=day).order_by()
    zero = Value(0, output_field=IntegerField())
    counts = [
        Coalesce(
            Subquery(
                hours.filter(_room(window, weekdays))
                .values("worker")
                .annotate(days=Count("weekday", distinct=True))
                .values("days")
            ),
            zero,
        )
        for window, weekdays in _windows(needs).items()
    ]
    return sum(counts, start=zero)


Window = tuple[time, time, int, int]


def _windows(needs: Sequence[Need]) -> dict[Window, set[int]]:
    """The weekdays of each window; a second visit with the same window on the same weekday is a window of its own."""
    seen: Counter[Need] = Counter()
    found: defaultdict[Window, set[int]] = defaultdict(set)
    for need in needs:
        found[need.earliest, need.latest, need.minutes, seen[need]].add(need.weekday)
        seen[need] += 1
    return found


def _room(window: Window, weekdays: set[int]) -> Q:
    """Hours in which the visit has room on such a day. Hours that pass midnight end after any time of their day."""
    earliest, latest, minutes, _ = window
    first_end = datetime.combine(date.min, earliest) + timedelta(minutes=minutes)
    last = latest if latest >= earliest else time.max  # a window may pass midnight too
    enough = Q(ends__lte=F("starts"))
    if first_end.date() == date.min:
        enough |= Q(ends__gte=first_end.time())
    return Q(weekday__in=weekdays, starts__lte=last) & enough


def after_no(coop: Coop, by: Actor, person: Person, worker: Person) -> None:
    """Tell the team of weeks in which the worker still has visits to the person: they can be mended there.

    Nobody is told who said no, or that anybody did; the worker is not told at all.
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
            people={one.person_id for one in members} - {by.person_id, worker.pk},
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


def coming(coop: Coop, person: Person, first: date, days: int) -> list[Coming]:
    """Who comes to a person on these days, as it was sent."""
    return [
        Coming(
            visit.day,
            visit.start.time(),
            visit.what,
            tuple(face.name for face in visit.workers),
        )
        for day in who_is_coming(coop, person, first, days)
        for visit in day.visits
        if not visit.off
    ]
