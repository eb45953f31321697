"""Reading teams: who is in them and on which day, their roles, skills and agreement."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from kith.articles.queries import articles_in_force
from kith.articles.rules import TeamRules
from kith.engines.rota.week.problem import Weights
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission
from kith.people.models import Person
from kith.people.queries import hats_worn, people_seen_by
from kith.teams.models import HasSkill, Member, Skill, Team, TeamRole, WorkingAgreement
from kith.teams.rules import CONNECTOR, ROLES, RoleWords, WishSaid, rota_weights, wishes_said


@dataclass(frozen=True, slots=True)
class PastRole:
    """Somebody's time in a role, with the role's words."""

    held: TeamRole
    words: RoleWords


def _on(day: date, *, end: str = "until") -> Q:
    """Rows in force on a day; their last day counts."""
    return Q(since__lte=day) & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": day}))


def teams_seen_by(coop: Coop, by: Actor) -> QuerySet[Team]:
    """The co-op's teams that `by` may see, with `members_now` and their coach, without those that have closed."""
    day = clock.today(coop.zone)
    now = Q(members__since__lte=day) & (Q(members__until__isnull=True) | Q(members__until__gte=day))
    teams = (
        Team.objects.filter(coop=coop)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))
        .select_related("coach")
        .annotate(members_now=Count("members", filter=now))
    )
    if by.reaches_all(Permission.TEAM_VIEW):
        return teams
    return teams.filter(pk__in=by.teams_with(Permission.TEAM_VIEW))


def names_of_teams(coop: Coop) -> dict[uuid.UUID, str]:
    """The names of a co-op's open teams by id, in their order. The people room uses them in the words on hats."""
    day = clock.today(coop.zone)
    teams = Team.objects.filter(coop=coop).filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))
    return dict(teams.values_list("id", "name"))


def team_or_none(coop: Coop, slug: str) -> Team | None:
    """A team of this co-op by the name in its address."""
    return Team.objects.select_related("coach", "coop").filter(coop=coop, slug=slug).first()


def members_on(team: Team, day: date) -> QuerySet[Member]:
    """The members of the team on a day, with their person, by name."""
    return (
        Member.objects.select_related("person").filter(_on(day), team=team).order_by("person__name")
    )


def members_from(team: Team, day: date) -> QuerySet[Member]:
    """Everybody who is or will be a member on that day or later: all who count towards the articles' maximum."""
    return Member.objects.select_related("person").filter(
        Q(until__isnull=True) | Q(until__gte=day), team=team
    )


def member_or_none(team: Team, member_id: uuid.UUID) -> Member | None:
    """A time in the team, by id."""
    return Member.objects.select_related("person", "team").filter(team=team, pk=member_id).first()


def could_join(coop: Coop, by: Actor, team: Team) -> QuerySet[Person]:
    """People whom `by` may see and who could become members: not in the team already, and not its coach."""
    inside = members_from(team, clock.today(coop.zone)).values("person")
    people = people_seen_by(coop, by, Permission.PEOPLE_VIEW).exclude(pk__in=inside)
    return people.exclude(pk=team.coach_id) if team.coach_id else people


def could_coach(coop: Coop, by: Actor, team: Team) -> QuerySet[Person]:
    """People from outside the team: the co-op's coaches, and others whom `by` may see."""
    inside = members_from(team, clock.today(coop.zone)).values("person")
    coaches = hats_worn(coop).filter(role="coach").values("person")
    seen = people_seen_by(coop, by, Permission.PEOPLE_VIEW).values("pk")
    people = Person.objects.filter(coop=coop, left_at__isnull=True)
    return people.filter(Q(pk__in=coaches) | Q(pk__in=seen)).exclude(pk__in=inside)


def role_or_none(team: Team, role_id: uuid.UUID) -> TeamRole | None:
    """A role somebody holds or held in the team, by id."""
    return (
        TeamRole.objects.select_related("member__person", "member__team")
        .filter(member__team=team, pk=role_id)
        .first()
    )


def roles_on(team: Team, day: date) -> QuerySet[TeamRole]:
    """The roles held in the team on a day, with member and person."""
    return TeamRole.objects.select_related("member__person").filter(_on(day), member__team=team)


def role_history(team: Team) -> list[PastRole]:
    """Who has held which role, newest first."""
    rows = TeamRole.objects.select_related("member__person").filter(member__team=team)
    return [PastRole(row, _words(row.role)) for row in rows.order_by("-since", "role")]


def skills_valid(
    coop: Coop, workers: Iterable[uuid.UUID], day: date
) -> Mapping[uuid.UUID, frozenset[uuid.UUID]]:
    """For each worker (a person's id) the ids of the skills whose training is valid on the day. One query."""
    found: dict[uuid.UUID, set[uuid.UUID]] = {worker: set() for worker in workers}
    rows = HasSkill.objects.filter(_on(day, end="valid_until"), coop=coop, person__in=found)
    for person_id, skill_id in rows.values_list("person_id", "skill_id"):
        found[person_id].add(skill_id)
    return {worker: frozenset(skills) for worker, skills in found.items()}


def skills_of(coop: Coop, workers: Iterable[uuid.UUID]) -> QuerySet[HasSkill]:
    """What these workers can do, valid or not, with the skill's name."""
    return HasSkill.objects.select_related("skill", "person").filter(
        coop=coop, person__in=list(workers)
    )


def has_skill_or_none(coop: Coop, has_skill_id: uuid.UUID) -> HasSkill | None:
    """One skill of one worker, by id."""
    return (
        HasSkill.objects.select_related("skill", "person")
        .filter(coop=coop, pk=has_skill_id)
        .first()
    )


def skills_known(coop: Coop) -> QuerySet[Skill]:
    """Every skill the co-op has a name for."""
    return Skill.objects.filter(coop=coop)


def agreement_of(team: Team) -> WorkingAgreement | None:
    """The working agreement in force."""
    return agreements(team).first()


def agreements(team: Team) -> QuerySet[WorkingAgreement]:
    """Every version of the agreement, newest first."""
    return (
        WorkingAgreement.objects.select_related("written_by").filter(team=team).order_by("-number")
    )


def weights_of(team: Team) -> Weights:
    """The rota engine's weights, as the team's agreement turns them."""
    agreement = agreement_of(team)
    return rota_weights(agreement.weights if agreement else {})


def wishes_of(team: Team) -> tuple[WishSaid, ...]:
    """What matters when the team's week is made, in words, what matters most first."""
    agreement = agreement_of(team)
    return wishes_said(agreement.weights if agreement else {})


@dataclass(frozen=True, slots=True)
class MemberCard:
    """One member as the team's page shows them."""

    member: Member
    roles: tuple[RoleWords, ...]
    skills: tuple[HasSkill, ...]

    @property
    def person(self) -> Person:
        """The worker."""
        return self.member.person


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team on a day, whole: read in five queries however many members it has."""

    team: Team
    day: date
    members: tuple[MemberCard, ...]
    agreement: WorkingAgreement | None
    rules: TeamRules

    @property
    def room(self) -> int:
        """How many more members the articles allow."""
        return max(0, self.rules.most_members - len(self.members))

    @property
    def open_roles(self) -> tuple[RoleWords, ...]:
        """Roles that nobody holds."""
        held = {role.key for card in self.members for role in card.roles}
        return tuple(role for role in ROLES.values() if role.key not in held)

    @property
    def missing(self) -> tuple[str, ...]:
        """What the articles ask for and the team does not have yet, in words."""
        asks = []
        if self.rules.connector and CONNECTOR in {role.key for role in self.open_roles}:
            asks.append("Our articles ask every team for a Connector. Nobody holds the role yet.")
        if self.rules.coach and self.team.coach_id is None:
            asks.append("Our articles ask every team for a coach. There is none yet.")
        return tuple(asks)


def team_view(team: Team, day: date) -> TeamView:
    """The team with its members, roles, skills and agreement on a day."""
    members = list(members_on(team, day))
    roles: dict[uuid.UUID, list[RoleWords]] = defaultdict(list)
    for held in roles_on(team, day):
        roles[held.member_id].append(_words(held.role))
    skills: dict[uuid.UUID, list[HasSkill]] = defaultdict(list)
    for has in skills_of(team.coop, [member.person_id for member in members]):
        skills[has.person_id].append(has)
    cards = tuple(
        MemberCard(member, tuple(roles[member.id]), tuple(skills[member.person_id]))
        for member in members
    )
    return TeamView(team, day, cards, agreement_of(team), articles_in_force(team.coop).teams)


def _words(role: str) -> RoleWords:
    return ROLES.get(role) or RoleWords(role, role.capitalize(), "", one_at_a_time=False)
