"""Finding workers who fit one person: reading what both said, and what the visits ask for."""

import math
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from kith.foundation.models import Coop
from kith.people.models import Person, Profile
from kith.support.choices.fitting import Fit, Somebody, Wanted, fitting, sign_of, told
from kith.support.choices.hooks import Need, can_come
from kith.support.choices.models import Trial, Wishes, WorkProfile
from kith.support.choices.queries import vetoes, workers_of_teams
from kith.support.models import Support
from kith.support.queries import patterns_of_support
from kith.teams.models import HasSkill

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


def who_fits(support: Support, day: date, *, only_team: bool = False) -> list[Somebody]:
    """Workers of the person's team, and open ones of the whole co-op, who have what must be; the best fit first.

    Nobody with a no from either side is among them. At most seven queries, however many workers there are.
    """
    coop, person = support.coop, support.person
    wanted, needs = wanted_by(support, day)
    no = {worker for _, worker in vetoes(coop, [person])} | {person.pk}
    team = set(workers_of_teams(coop, [support.team_id], day).values_list("pk", flat=True))
    times = can_come(coop, needs, day) if wanted.visits else {}
    skills = _skills(coop, wanted.skills, day)
    door = _Door(person)
    rows = _rows(coop, team, only_team=only_team)
    return fitting(
        wanted, _compared((row for row in rows if row[0] not in no), door, skills, times)
    )


def _compared(
    rows: "Iterable[Row]",
    door: "_Door",
    skills: Mapping[uuid.UUID, frozenset[str]],
    times: Mapping[uuid.UUID, int],
) -> list[Somebody]:
    none: frozenset[str] = frozenset()
    return [
        Somebody(
            pk,
            name,
            signs,
            describes,
            skills.get(pk, none),
            times.get(pk, 0),
            door.km(latitude, longitude),
        )
        for pk, name, latitude, longitude, signs, describes in rows
    ]


Row = tuple[uuid.UUID, str, float | None, float | None, str, str]


def _name(row: Row) -> tuple[str, str]:
    return row[1], str(row[0])


def _rows(coop: Coop, team: set[uuid.UUID], *, only_team: bool) -> Iterable[Row]:
    """Each worker once, with what they say of themself; those of the team also when they have said nothing yet."""
    said = WorkProfile.objects.filter(
        coop=coop, ended_at__isnull=True, person__left_at__isnull=True
    )
    said = (
        said.filter(person__in=team)
        if only_team
        else said.filter(Q(open=True) | Q(person__in=team))
    )
    rows: list[Row] = list(
        said.order_by().values_list(
            "person_id",
            "person__name",
            "person__latitude",
            "person__longitude",
            "signs",
            "describes",
        )
    )
    silent = team - {row[0] for row in rows}
    silently = Person.objects.filter(pk__in=silent) if silent else ()
    return rows + [(one.pk, one.name, one.latitude, one.longitude, "", "") for one in silently]


def _skills(coop: Coop, names: Iterable[str], day: date) -> Mapping[uuid.UUID, frozenset[str]]:
    """Who has which of these skills on a day."""
    if not names:
        return {}
    valid = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    rows = HasSkill.objects.filter(
        valid, coop=coop, skill__name__in=names, since__lte=day
    ).order_by()
    found: defaultdict[uuid.UUID, set[str]] = defaultdict(set)
    for person, name in rows.values_list("person_id", "skill__name"):
        found[person].add(name)
    return {person: frozenset(held) for person, held in found.items()}


class _Door:
    """A person's door, to measure from: in a town the earth is flat."""

    def __init__(self, person: Person) -> None:
        self.latitude, self.longitude = person.latitude, person.longitude
        self.across = KM_PER_DEGREE * math.cos(math.radians(person.latitude or 0))

    def km(self, latitude: float | None, longitude: float | None) -> float | None:
        """Kilometres as the crow flies; None where one of the two doors is not known."""
        if None in (self.latitude, self.longitude, latitude, longitude):
            return None
        return math.hypot(
            ((latitude or 0) - (self.latitude or 0)) * KM_PER_DEGREE,
            ((longitude or 0) - (self.longitude or 0)) * self.across,
        )


def may_be_asked(support: Support, worker: Person, day: date) -> bool:
    """Whether the person may ask this worker: one of their team, or an open one, without a no of either."""
    if worker.coop_id != support.coop_id or worker.left_at:
        return False
    if (support.person_id, worker.pk) in vetoes(support.coop, [support.person]):
        return False
    said = work_profile_of(worker)
    in_team = workers_of_teams(support.coop, [support.team_id], day).filter(pk=worker.pk)
    return bool(said and said.open) or in_team.exists()


def team_of(support: Support, day: date) -> list[Somebody]:
    """Every worker of the person's team, by name; also those with a no, so that it can be changed."""
    wanted, needs = wanted_by(support, day)
    times = can_come(support.coop, needs, day) if wanted.visits else {}
    skills = _skills(support.coop, wanted.skills, day)
    door = _Door(support.person)
    team = set(workers_of_teams(support.coop, [support.team_id], day).values_list("pk", flat=True))
    rows = _rows(support.coop, team, only_team=True)
    return _compared(sorted(rows, key=_name), door, skills, times)


def offered(support: Support, found: list[Somebody], day: date) -> list[Offered]:
    """These workers as the person reads about them: profile, own words, skills. Four queries for all of them."""
    coop, ids = support.coop, [one.id for one in found]
    wanted, _ = wanted_by(support, day)
    people = Person.objects.in_bulk(ids)
    profiles: dict[uuid.UUID, Profile] = {}
    for profile in Profile.objects.filter(person__in=ids).order_by("number"):
        profiles[profile.person_id] = profile
    said = {
        one.person_id: one
        for one in WorkProfile.objects.filter(person__in=ids, ended_at__isnull=True)
    }
    skills: defaultdict[uuid.UUID, list[str]] = defaultdict(list)
    valid = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    for has in HasSkill.objects.filter(valid, person__in=ids).select_related("skill"):
        skills[has.person_id].append(has.skill.name)
    team = set(workers_of_teams(coop, [support.team_id], day).values_list("pk", flat=True))
    return [
        Offered(
            people[one.id],
            told(wanted, one),
            profiles.get(one.id),
            said.get(one.id),
            tuple(skills[one.id]),
            one.id in team,
        )
        for one in found
    ]
