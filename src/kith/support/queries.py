"""Reading support: what is wanted now, and which visits are due in a week."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q, QuerySet

from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, holds
from kith.kernel.week import Week
from kith.people.models import Person
from kith.support.models import ChangedDate, Pause, Support, VisitPattern
from kith.support.rules import dates_between, day_after_change, falls_on, is_paused, window_on
from kith.teams.models import HasSkill, Member, Skill, Team


@dataclass(frozen=True, slots=True)
class DueVisit:
    """One visit that a person wants on one day, after changed dates and pauses.

    `series` names the pattern and `repeat_day` the date of the repeat: together they stay the same when the visit is
    moved. `version` is the pattern's row in force. `earliest` and `latest` are UTC moments at which it may start;
    up to `late_most` minutes after `latest` it is late, which is better than nobody.
    `after` is the series of the visit it follows, only when that one is due on the same day; the gaps are minutes
    from the end of that visit to the start of this one. The place is the pattern's own, else the person's.
    """

    series: uuid.UUID
    repeat_day: date
    version: uuid.UUID
    support_id: uuid.UUID
    person_id: uuid.UUID
    day: date
    earliest: datetime
    latest: datetime
    late_most: int
    minutes: int
    workers_needed: int
    skill_ids: frozenset[uuid.UUID]
    after: uuid.UUID | None
    gap_least: int
    gap_most: int | None
    what: str
    how: str
    address: str
    postcode: str
    latitude: float | None
    longitude: float | None
    changed: bool


def _on(day: date, *, first: str = "since", last: str = "until") -> Q:
    return Q(**{f"{first}__lte": day}) & (
        Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": day})
    )


def support_or_none(coop: Coop, support_id: uuid.UUID) -> Support | None:
    """A support of this co-op by id."""
    found = Support.objects.select_related("person", "team", "coop")
    return found.filter(coop=coop, pk=support_id).first()


def pattern_or_none(coop: Coop, series: uuid.UUID, day: date) -> VisitPattern | None:
    """The stretch of a pattern that holds on a day, else the next, else the last one."""
    rows = VisitPattern.objects.filter(coop=coop, series=series, ended_at__isnull=True)
    rows = rows.select_related("support__person", "support__team", "support__coop", "coop")
    found = list(rows.prefetch_related("skills").order_by("starts_on"))
    for row in found:
        if row.ends_on is None or row.ends_on >= day:
            return row
    return found[-1] if found else None


def skills_of(coop: Coop) -> QuerySet[Skill]:
    """Every skill the co-op names."""
    return Skill.objects.filter(coop=coop)


def teams_to_support_from(coop: Coop, by: Actor) -> QuerySet[Team]:
    """The open teams in which `by` may begin somebody's support."""
    teams = Team.objects.filter(coop=coop, closed_on__isnull=True)
    if by.reaches_all(Permission.SUPPORT_CHANGE):
        return teams
    return teams.filter(pk__in=by.teams_with(Permission.SUPPORT_CHANGE))


def supports_of_team(coop: Coop, team: Team, day: date) -> QuerySet[Support]:
    """The supports of a team's people that are running on a day or begin later."""
    running = Q(until__isnull=True) | Q(until__gte=day)
    return Support.objects.select_related("person", "team").filter(running, coop=coop, team=team)


def supports_of_person(coop: Coop, person: Person, day: date) -> QuerySet[Support]:
    """The supports of one person that are running on a day or begin later."""
    running = Q(until__isnull=True) | Q(until__gte=day)
    found = Support.objects.select_related("person", "team").filter(running, coop=coop)
    return found.filter(person=person).order_by("since")


def supports_seen_by(coop: Coop, by: Actor, day: date) -> QuerySet[Support]:
    """The running supports that `by` may see: all, those of their teams, and their own."""
    running = Q(until__isnull=True) | Q(until__gte=day)
    found = Support.objects.select_related("person", "team").filter(running, coop=coop)
    if by.reaches_all(Permission.SUPPORT_VIEW):
        return found
    seen = Q(team_id__in=by.teams_with(Permission.SUPPORT_VIEW))
    if holds(by, Permission.SUPPORT_VIEW):
        seen |= Q(person_id=by.person_id)
    return found.filter(seen)


def place_of_supported(coop: Coop, person: Person) -> Place:
    """Where a person who draws on support stands: in the teams that support them."""
    teams = Support.objects.filter(coop=coop, person=person, until__isnull=True)
    return Place(coop.id, frozenset(teams.values_list("team_id", flat=True)), person.id)


def patterns_of_support(support: Support) -> QuerySet[VisitPattern]:
    """Every pattern row of a support that has not been followed by another: now, before and to come."""
    return VisitPattern.objects.filter(support=support, ended_at__isnull=True).prefetch_related(
        "skills"
    )


def newest_of_each(support: Support) -> dict[uuid.UUID, VisitPattern]:
    """The last stretch of each pattern of a support, by series."""
    rows = VisitPattern.objects.filter(support=support, ended_at__isnull=True)
    return {row.series: row for row in rows.order_by("starts_on")}


def versions_of(coop: Coop, series: uuid.UUID) -> QuerySet[VisitPattern]:
    """Every version of a pattern, newest first, with who wrote it."""
    return (
        VisitPattern.objects.filter(coop=coop, series=series)
        .select_related("written_by", "support", "support__person", "support__team")
        .prefetch_related("skills")
        .order_by("-number")
    )


def visits_due(team: Team, week: Week) -> list[DueVisit]:
    """Every visit that the team's people want in the week, one for each date, in order of time.

    Five queries, however many people and patterns there are.
    """
    return _due_of(Support.objects.filter(team=team), week)


def visits_due_to(support: Support, week: Week) -> list[DueVisit]:
    """Every visit that one person wants of one team in the week, in order of time."""
    return _due_of(Support.objects.filter(pk=support.pk), week)


def _due_of(rows: QuerySet[Support], week: Week) -> list[DueVisit]:
    running = rows.filter(since__lte=week.sunday).filter(
        Q(until__isnull=True) | Q(until__gte=week.monday)
    )
    supports = {support.id: support for support in running.select_related("person", "coop")}
    changes = _changes_touching(supports, week)
    pauses = _pauses_touching(supports, week)
    found = [
        visit
        for pattern in _patterns_touching(supports, week, changes)
        for visit in _visits_of(
            pattern, supports[pattern.support_id], week, changes, pauses[pattern.support_id]
        )
    ]
    return _in_order_with_followers(found)


def _in_order_with_followers(found: list[DueVisit]) -> list[DueVisit]:
    there = {(visit.series, visit.day) for visit in found}
    kept = [
        visit if (visit.after, visit.day) in there else replace(visit, after=None)
        for visit in found
    ]
    return sorted(kept, key=lambda visit: (visit.earliest, visit.latest, visit.series))


Changes = Mapping[tuple[uuid.UUID, date], ChangedDate]


def _changes_touching(supports: Iterable[uuid.UUID], week: Week) -> Changes:
    span = (week.monday, week.sunday)
    rows = ChangedDate.objects.filter(
        Q(day__range=span) | Q(to_day__range=span), support__in=supports, ended_at__isnull=True
    )
    return {(row.pattern, row.day): row for row in rows}


def _pauses_touching(
    supports: Iterable[uuid.UUID], week: Week
) -> defaultdict[uuid.UUID, list[Pause]]:
    pauses: defaultdict[uuid.UUID, list[Pause]] = defaultdict(list)
    rows = Pause.objects.filter(support__in=supports, ended_at__isnull=True)
    for pause in rows.filter(since__lte=week.sunday).filter(
        Q(until__isnull=True) | Q(until__gte=week.monday)
    ):
        pauses[pause.support_id].append(pause)
    return pauses


def _patterns_touching(
    supports: Iterable[uuid.UUID], week: Week, changes: Changes
) -> QuerySet[VisitPattern]:
    moved_in = {series for (series, _), change in changes.items() if change.to_day}
    this_week = Q(starts_on__lte=week.sunday) & (
        Q(ends_on__isnull=True) | Q(ends_on__gte=week.monday)
    )
    return VisitPattern.objects.filter(
        this_week | Q(series__in=moved_in), support__in=supports, ended_at__isnull=True
    ).prefetch_related("skills")


def _visits_of(
    pattern: VisitPattern, support: Support, week: Week, changes: Changes, pauses: list[Pause]
) -> Iterator[DueVisit]:
    repeat_days = set(dates_between(pattern, week.monday, week.sunday))
    repeat_days |= {
        day
        for (series, day), change in changes.items()
        if series == pattern.series and change.to_day and falls_on(pattern, day)
    }
    for repeat_day in sorted(repeat_days):
        change = changes.get((pattern.series, repeat_day))
        day = day_after_change(repeat_day, change)
        if day is None or not week.monday <= day <= week.sunday:
            continue
        if day < support.since or (support.until and day > support.until) or is_paused(day, pauses):
            continue
        yield _due(pattern, support, repeat_day, day, change)


def _due(
    pattern: VisitPattern,
    support: Support,
    repeat_day: date,
    day: date,
    change: ChangedDate | None,
) -> DueVisit:
    own_place = bool(pattern.address or pattern.postcode or pattern.latitude is not None)
    at: VisitPattern | Person = pattern if own_place else support.person
    earliest, latest = window_on(
        day,
        change.earliest if change and change.earliest else pattern.earliest,
        change.latest if change and change.latest else pattern.latest,
        support.coop.zone,
    )
    return DueVisit(
        series=pattern.series,
        repeat_day=repeat_day,
        version=pattern.id,
        support_id=support.id,
        person_id=support.person_id,
        day=day,
        earliest=earliest,
        latest=latest,
        late_most=pattern.late_most,
        minutes=(change and change.minutes) or pattern.minutes,
        workers_needed=(change and change.workers_needed) or pattern.workers_needed,
        skill_ids=frozenset(skill.id for skill in pattern.skills.all()),
        after=pattern.after,
        gap_least=pattern.gap_least,
        gap_most=pattern.gap_most,
        what=pattern.what,
        how=pattern.how,
        address=at.address,
        postcode=at.postcode,
        latitude=at.latitude,
        longitude=at.longitude,
        changed=change is not None,
    )


def skills_nobody_has(pattern: VisitPattern, day: date) -> list[str]:
    """The names of the skills a visit asks for that fewer workers of the team have, on a day, than it needs."""
    members = Member.objects.filter(_on(day), team_id=pattern.support.team_id).values("person")
    held = HasSkill.objects.filter(person__in=members).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    )
    counts: defaultdict[uuid.UUID, int] = defaultdict(int)
    for skill_id in held.values_list("skill_id", flat=True):
        counts[skill_id] += 1
    return [
        skill.name for skill in pattern.skills.all() if counts[skill.id] < pattern.workers_needed
    ]


def next_of_people(
    supports: Iterable[Support], week: Week, moment: datetime
) -> dict[uuid.UUID, DueVisit]:
    """The next visit due after a moment by id of support, looking to the end of the week after `week`."""
    rows = Support.objects.filter(pk__in=[support.pk for support in supports])
    found: dict[uuid.UUID, DueVisit] = {}
    for visit in [*_due_of(rows, week), *_due_of(rows, week.next())]:
        if visit.latest >= moment:
            found.setdefault(visit.support_id, visit)
    return found


def last_number(model: type[VisitPattern], series: uuid.UUID) -> int:
    """The number of the newest version of a pattern, to see whether somebody changed it meanwhile; 0 for none."""
    numbers = model.objects.filter(series=series).order_by("-number")
    return numbers.values_list("number", flat=True).first() or 0
