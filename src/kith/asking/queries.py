"""Reading what was asked: who may see it, how it stands, whom it may be the same as, and the honest times."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.urls import reverse

from kith.asking import rules
from kith.asking.models import Alternative, Different, Promise, Referral, Step
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, Reach, roles
from kith.people.models import Person
from kith.people.queries import hats_worn, people_seen_by
from kith.teams.models import Team

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Promises:
    """The co-op's promise, the promises of its open teams, and those teams; read in two queries."""

    of_coop: Promise
    of_team: dict[uuid.UUID, Promise]
    teams: dict[uuid.UUID, Team]

    def of(self, team_id: uuid.UUID | None) -> Promise:
        """The promise that a team keeps: its own, else the co-op's."""
        return self.of_team.get(team_id, self.of_coop) if team_id else self.of_coop

    def areas(self, teams: Iterable[uuid.UUID]) -> frozenset[str]:
        """The postcode districts of these teams."""
        return frozenset(area for one in teams if one in self.teams for area in self.of(one).areas)

    def fitting(self, postcode: str) -> frozenset[uuid.UUID]:
        """The teams whose area a postcode is in; every open team where it is in nobody's."""
        district = postcode.split(" ", maxsplit=1)[0]
        near = frozenset(one for one in self.teams if district in self.areas([one]))
        return near or frozenset(self.teams)


def open_teams(coop: Coop) -> QuerySet[Team]:
    """The co-op's teams that have not closed."""
    day = clock.today(coop.zone)
    return Team.objects.filter(coop=coop).filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))


def promises_of(coop: Coop) -> Promises:
    """What the co-op and its teams promise. Whoever has promised nothing yet promises two working days."""
    rows = list(Promise.objects.filter(coop=coop))
    return Promises(
        of_coop=next((one for one in rows if not one.team_id), Promise(coop=coop)),
        of_team={one.team_id: one for one in rows if one.team_id},
        teams={one.id: one for one in open_teams(coop)},
    )


def place_of(referral: Referral, promises: Promises) -> Place:
    """Where a referral stands: with the team that took it, else with every team whose area fits."""
    teams = {referral.team_id} if referral.team_id else promises.fitting(referral.postcode)
    return Place(referral.coop_id, frozenset(teams))


def referrals_of(coop: Coop) -> QuerySet[Referral]:
    """Every referral of the co-op."""
    found = Referral.objects.filter(coop=coop)
    return found.select_related("coop", "team", "person", "support")


def seen_by(coop: Coop, by: Actor, permission: Permission) -> QuerySet[Referral]:
    """The referrals that `by` may do `permission` to: those of `place_of`, in one query more for the promises."""
    found = referrals_of(coop)
    if by.reaches_all(permission):
        return found
    mine, promises = by.teams_with(permission), promises_of(coop)
    covered, near = promises.areas(promises.teams), promises.areas(mine)
    untaken = Q(team__isnull=True) & (_in(near) | ~_in(covered))
    return found.filter(Q(team__in=mine) | untaken) if mine & set(promises.teams) else found.none()


def _in(areas: Iterable[str]) -> Q:
    return reduce(or_, (Q(postcode__startswith=f"{one} ") for one in sorted(areas)), Q(pk__in=[]))


def referral_or_none(
    coop: Coop, by: Actor, permission: Permission, referral_id: uuid.UUID
) -> Referral | None:
    """A referral that `by` may do this to, by id."""
    return seen_by(coop, by, permission).filter(pk=referral_id).first()


def referral_with(coop: Coop, secret: str) -> Referral | None:
    """The referral of an asker's own page."""
    return referrals_of(coop).filter(digest=rules.digest_of(secret)).first()


def leading(referral: Referral) -> Referral:
    """The referral that this one was joined with, or itself: how it stands is told from that one."""
    for _ in range(5):  # joined again and again: as far as anybody follows
        if referral.same_as is None:
            break
        referral = referrals_of(referral.coop).get(pk=referral.same_as)
    return referral


def steps_of(referral: Referral) -> QuerySet[Step]:
    """What happened, newest first."""
    return Step.objects.filter(referral=referral).select_related("by").order_by("-at", "-id")


@dataclass(frozen=True, slots=True)
class Lists:
    """The open referrals: new ones by what is left of their time, those in conversation, the waiting list in order."""

    new: list[Referral]
    talking: list[Referral]
    waiting: list[Referral]


def lists_of(found: QuerySet[Referral]) -> Lists:
    """The open ones of these referrals, in one query."""
    rows = list(found.filter(state__in=Referral.OPEN).order_by("due_on", "asked_at", "id"))
    of = {state: [one for one in rows if one.state == state] for state in Referral.OPEN}
    today_first = sorted(of[Referral.NEW], key=lambda one: (one.soon != Referral.TODAY, one.due_on))
    return Lists(
        new=today_first,
        talking=of[Referral.TALKING],
        waiting=sorted(of[Referral.WAITING], key=lambda one: (one.waits_since, one.asked_at)),
    )


def finished_of(found: QuerySet[Referral]) -> QuerySet[Referral]:
    """Those that have come to an end, newest first."""
    return found.exclude(state__in=Referral.OPEN).order_by("-ended_on", "-id")


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """How many new ones wait for a first conversation, and how many of them should have had it."""

    new: int
    late: int


def to_answer(coop: Coop, by: Actor) -> ToAnswer:
    """What waits for whoever answers; two queries."""
    days = seen_by(coop, by, Permission.REFERRAL_ANSWER).filter(state=Referral.NEW)
    due = list(days.values_list("due_on", flat=True))
    today = clock.today(coop.zone)
    return ToAnswer(len(due), sum(day < today for day in due))


@dataclass(frozen=True, slots=True)
class Waited:
    """How long some waited, in days: half of them at most `median`, nine of ten at most `most`."""

    count: int
    median: int
    most: int


@dataclass(frozen=True, slots=True)
class Honest:
    """What really happened in the last year. A time is None where fewer than rules.FEWEST stand behind it.

    `answer` is from asking to the first conversation or a no, `support` from asking to the beginning of support;
    `kept` of `promised` had their answer in the time that was promised, those who still wait too long among them.
    """

    answer: Waited | None
    support: Waited | None
    kept: int
    promised: int


def honest_times(coop: Coop, team: Team | None = None) -> Honest:
    """The times of the last year, of the co-op or of one team, from the days of its rows; one query."""
    today = clock.today(coop.zone)
    since = today - YEAR
    rows = Referral.objects.filter(coop=coop).exclude(state=Referral.SAME)
    rows = rows.filter(team=team) if team else rows
    days = list(
        rows.filter(
            Q(answered_on__gte=since) | Q(ended_on__gte=since) | Q(state__in=Referral.OPEN)
        ).values_list("asked_on", "due_on", "answered_on", "state", "ended_on")
    )
    answered = [(due, on, (on - asked).days) for asked, due, on, *_ in days if on and on >= since]
    late = sum(due < (ended or today) for _, due, on, _, ended in days if on is None)
    began = [
        (ended - asked).days
        for asked, _, _, state, ended in days
        if state == Referral.BEGUN and ended and ended >= since
    ]
    return Honest(
        answer=_waited([waited for *_, waited in answered]),
        support=_waited(began),
        kept=sum(on <= due for due, on, _ in answered),
        promised=len(answered) + late,
    )


def _waited(days: Sequence[int]) -> Waited | None:
    if len(days) < rules.FEWEST:
        return None
    return Waited(len(days), rules.rank(days, 0.5), rules.rank(days, 0.9))


@dataclass(frozen=True, slots=True)
class Alike:
    """A person or another open referral that may be about the same human being, and what is the same."""

    same: tuple[str, ...]
    person: Person | None = None
    referral: Referral | None = None


def alike(referral: Referral, by: Actor) -> list[Alike]:
    """Whom a referral may be about: people and other open referrals that `by` may see, likeliest first.

    Nobody who was said to be somebody else; none once the person is known. At most five queries.
    """
    if referral.forgotten_at:
        return []
    coop, mine = referral.coop, _known(referral)
    not_these = set(Different.objects.filter(referral=referral).values_list("other", flat=True)) | {
        referral.id
    }
    people = (
        ()
        if referral.person_id
        else people_seen_by(coop, by, Permission.PEOPLE_VIEW).filter(_people_like(referral))[:50]
    )
    others = seen_by(coop, by, Permission.REFERRAL_VIEW).filter(
        state__in=Referral.OPEN, forgotten_at__isnull=True
    )
    found = [
        *(
            Alike(rules.same_in(mine, _person_known(one)), person=one)
            for one in people
            if one.id not in not_these
        ),
        *(
            Alike(rules.same_in(mine, _known(one)), referral=one)
            for one in others
            if one.id not in not_these
        ),
    ]
    return sorted((one for one in found if one.same), key=lambda one: -len(one.same))


def _people_like(referral: Referral) -> Q:
    asked = Q(search_name__startswith=referral.search_name)
    if referral.nhs_number:
        asked |= Q(nhs_number=referral.nhs_number)
    if referral.phone:
        asked |= Q(phone=referral.phone)
    if referral.postcode:
        asked |= Q(postcode=referral.postcode)
    return asked


def _known(referral: Referral) -> rules.Known:
    return rules.Known(
        referral.name, referral.born, referral.nhs_number, referral.phone, referral.postcode
    )


def _person_known(person: Person) -> rules.Known:
    born = person.born_on.year if person.born_on else None
    return rules.Known(person.name, born, person.nhs_number, person.phone, person.postcode)


def alternatives_of(coop: Coop) -> QuerySet[Alternative]:
    """Who else can help, of the co-op's own list."""
    return Alternative.objects.filter(coop=coop, ended_at__isnull=True)


def who_answers(coop: Coop, place: Place) -> QuerySet[Person]:
    """The people whose hats let them answer what stands there: the teams' workers, and whoever answers everywhere."""
    reach = {
        role.name: role.permissions.get(Permission.REFERRAL_ANSWER) for role in roles().values()
    }
    everywhere = [name for name, far in reach.items() if far == Reach.COOP]
    in_teams = [name for name, far in reach.items() if far == Reach.TEAM]
    worn = hats_worn(coop).filter(
        Q(role__in=everywhere) | Q(role__in=in_teams, team_id__in=place.team_ids)
    )
    return Person.objects.filter(pk__in=worn.values("person"), left_at__isnull=True)


def to_forget(coop: Coop, today: date) -> QuerySet[Referral]:
    """Those that led to no support and ended so long ago that their words are to go, by what was said."""
    ended = (Referral.DECLINED, Referral.WITHDRAWN)
    return referrals_of(coop).filter(
        state__in=ended,
        forgotten_at__isnull=True,
        ended_on__lte=today - timedelta(days=rules.KEPT_DAYS),
    )


def address_of(referral: Referral) -> str:
    """The team's page of a referral."""
    return reverse("asking:referral", kwargs={"coop": referral.coop.slug, "referral": referral.pk})
