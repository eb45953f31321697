"""Finding workers who fit one person: reading what both said, and what the visits ask for."""

import math
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import (
    Case,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from kith.foundation.models import Coop
from kith.people.models import Person, Profile
from kith.support.choices.fitting import (
    MUCH,
    MUST,
    NEAR_KM,
    SOME,
    Fit,
    Somebody,
    Wanted,
    sign_of,
    told,
)
from kith.support.choices.hooks import Need, can_come
from kith.support.choices.models import Trial, Wishes, WorkProfile
from kith.support.choices.queries import vetoes, workers_of_teams
from kith.support.models import Support
from kith.support.queries import patterns_of_support
from kith.teams.models import HasSkill

REACH_KM = 40
"""Nobody who lives further away than this is offered from outside the person's own team."""
KM_PER_DEGREE = 111.32
"""Kilometres to a degree of latitude, and to one of longitude at the equator."""


@dataclass(frozen=True, slots=True)
class Offered:
    """Somebody who could come, as the person reads about them."""

    worker: Person
    fit: Fit
    profile: Profile | None
    said: WorkProfile | None
    skills: tuple[str, ...]
    in_team: bool


def work_profile_of(person: Person) -> WorkProfile | None:
    """What a worker says about themself now."""
    return WorkProfile.objects.filter(person=person, ended_at__isnull=True).first()


def wishes_of(person: Person) -> Wishes | None:
    """What matters to a person now when they choose who comes."""
    return Wishes.objects.filter(person=person, ended_at__isnull=True).first()


def trials_of(support: Support) -> QuerySet[Trial]:
    """The trial visits of one person, the newest first."""
    return Trial.objects.filter(support=support).select_related("worker", "support__person")


def trials_with(coop: Coop, worker: Person) -> QuerySet[Trial]:
    """The trial visits that a worker was asked for, the newest first."""
    found = Trial.objects.filter(coop=coop, worker=worker)
    return found.select_related("worker", "support__person", "support__team")


def trial_or_none(coop: Coop, trial: uuid.UUID) -> Trial | None:
    """A trial visit of this co-op by id."""
    found = Trial.objects.select_related("worker__account", "support__person__account")
    return found.select_related("support__team", "coop").filter(coop=coop, pk=trial).first()


def wanted_by(support: Support, day: date) -> tuple[Wanted, list[Need]]:
    """What matters to the person, and the visits of a usual week that somebody would come to."""
    wishes, needs, skills = wishes_of(support.person), [], set()
    for pattern in patterns_of_support(support):
        if pattern.ends_on and pattern.ends_on < day:
            continue
        skills |= {skill.name for skill in pattern.skills.all()}
        needs += [
            Need(weekday, pattern.earliest, pattern.latest, pattern.minutes)
            for weekday in pattern.weekdays
        ]
    wanted = Wanted(
        matters=wishes.matters if wishes else {},
        languages={sign_of("l", one): one for one in (wishes.languages if wishes else ())},
        interests={sign_of("i", one): one for one in (wishes.interests if wishes else ())},
        describes=wishes.describes if wishes else "",
        skills=frozenset(skills),
        visits=len(needs),
    )
    return wanted, needs


def who_fits(support: Support, day: date, *, only_team: bool = False) -> QuerySet[Person]:
    """Workers of the person's team, and open ones of the whole co-op, who have what must be; the best fit first.

    Nobody with a no from either side is among them. In the order of `fitting.fitting`, worked out by the database,
    so that a page of them is read as fast as a few thousand. Each row can be told by `somebody`.
    """
    coop, person = support.coop, support.person
    wanted, needs = wanted_by(support, day)
    no = {worker for _, worker in vetoes(coop, [person])} | {person.pk}
    found = _compared(support, wanted, needs, day)
    within = Q(pk__in=_team(support, day))
    if not only_team:
        within |= Q(said__open=True) & _within_reach(person)
    found = found.filter(within).exclude(pk__in=no)
    brings = _brings(wanted, support.coop, day)
    for key in wanted.asked(MUST):
        found = found.filter(brings[key])
    much, some = (
        sum((_one(brings[key]) for key in wanted.asked(level)), start=_number(0))
        for level in (MUCH, SOME)
    )
    found = found.annotate(much=much, some=some)
    nearest = F("km2").asc(nulls_last=True)
    order = (F("much").desc(), F("some").desc(), F("could_make").desc(), nearest)
    return found.order_by(*order, "name", "pk")


def somebody(row: Any, wanted: Wanted, held: frozenset[str]) -> Somebody:
    """A row of `who_fits` or `team_of` as it is told in words; `held` are their valid skills."""
    return Somebody(
        id=row.pk,
        name=row.name,
        signs=row.signs or "",
        describes=row.describes or "",
        skills=held & wanted.skills,
        visits=row.could_make,
        km=None if row.km2 is None else math.sqrt(row.km2),
    )


def _team(support: Support, day: date) -> list[uuid.UUID]:
    team = workers_of_teams(support.coop, [support.team_id], day)
    return list(team.values_list("pk", flat=True))


def _number(value: int) -> Any:
    return Value(value, output_field=IntegerField())


def _one(holds: Q) -> Any:
    return Case(When(holds, then=_number(1)), default=_number(0))


def _compared(support: Support, wanted: Wanted, needs: list[Need], day: date) -> QuerySet[Person]:
    """Everybody of the co-op with what they say of themselves, the visits they could come to, and how far they live."""
    in_force = Q(work_profiles__ended_at__isnull=True)
    rows = Person.objects.filter(coop=support.coop, left_at__isnull=True).annotate(
        said=FilteredRelation("work_profiles", condition=in_force)
    )
    return rows.annotate(
        signs=F("said__signs"),
        describes=F("said__describes"),
        could_make=can_come(needs, day) if wanted.visits else _number(0),
        km2=_km2(support.person),
    )


def _km2(person: Person) -> Any:
    """The square of the kilometres as the crow flies: in a town the earth is flat. Null where a door is not known."""
    if person.latitude is None or person.longitude is None:
        return Value(None, output_field=FloatField())
    across = KM_PER_DEGREE * math.cos(math.radians(person.latitude))
    north = (F("latitude") - person.latitude) * KM_PER_DEGREE
    east = (F("longitude") - person.longitude) * across
    return ExpressionWrapper(north * north + east * east, output_field=FloatField())


def _within_reach(person: Person) -> Q:
    """Near enough, or nobody knows."""
    if person.latitude is None or person.longitude is None:
        return Q()
    return Q(km2__isnull=True) | Q(km2__lte=REACH_KM**2)


def _brings(wanted: Wanted, coop: Coop, day: date) -> dict[str, Q]:
    """For each thing that can matter, the condition under which somebody brings it: as `fitting.TESTS`."""

    def any_of(signs: Iterable[str]) -> Q:
        return reduce(or_, (Q(signs__contains=sign) for sign in signs), Q(pk__in=()))

    valid = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    held = HasSkill.objects.filter(valid, coop=coop, since__lte=day, person=OuterRef("pk"))
    return {
        "times": Q(could_make__gte=wanted.visits),
        "language": any_of(wanted.languages),
        "describes": Q(describes=wanted.describes),
        "interests": any_of(wanted.interests),
        "skills": reduce(
            and_, (Q(Exists(held.filter(skill__name=name))) for name in wanted.skills), Q()
        ),
        "near": Q(km2__lte=NEAR_KM**2),
    }


def may_be_asked(support: Support, worker: Person, day: date) -> bool:
    """Whether the person may ask this worker: one of their team, or an open one, without a no of either."""
    if worker.coop_id != support.coop_id or worker.left_at:
        return False
    if (support.person_id, worker.pk) in vetoes(support.coop, [support.person]):
        return False
    said = work_profile_of(worker)
    in_team = workers_of_teams(support.coop, [support.team_id], day).filter(pk=worker.pk)
    return bool(said and said.open) or in_team.exists()


def team_of(support: Support, day: date) -> QuerySet[Person]:
    """Every worker of the person's team, by name; also those with a no, so that it can be changed."""
    wanted, needs = wanted_by(support, day)
    rows = _compared(support, wanted, needs, day).filter(pk__in=_team(support, day))
    return rows.order_by("name", "pk")


def offered(support: Support, found: Iterable[Person], day: date) -> list[Offered]:
    """These rows of `who_fits` or `team_of` as the person reads about them. Eight queries for all of them."""
    rows = list(found)
    ids = [one.pk for one in rows]
    wanted, _ = wanted_by(support, day)
    profiles: dict[uuid.UUID, Profile] = {}
    for profile in Profile.objects.filter(person__in=ids).order_by("number"):
        profiles[profile.person_id] = profile
    profiles_of_work = WorkProfile.objects.filter(person__in=ids, ended_at__isnull=True)
    said = {one.person_id: one for one in profiles_of_work}
    skills: defaultdict[uuid.UUID, list[str]] = defaultdict(list)
    valid = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    held = HasSkill.objects.filter(valid, person__in=ids, since__lte=day)
    for has in held.select_related("skill"):
        skills[has.person_id].append(has.skill.name)
    team = set(_team(support, day))
    return [
        Offered(
            one,
            told(wanted, somebody(one, wanted, frozenset(skills[one.pk]))),
            profiles.get(one.pk),
            said.get(one.pk),
            tuple(skills[one.pk]),
            one.pk in team,
        )
        for one in rows
    ]
