"""Changing teams: who is in them, who holds which role, who coaches, what they agreed, and what workers can do."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from kith.articles.queries import articles_in_force
from kith.foundation import clock
from kith.foundation.errors import ChangedMeanwhile, DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require
from kith.people.actions import add_person, take_off, wear_hat
from kith.people.models import Hat, Person
from kith.people.queries import place_of
from kith.teams import rules
from kith.teams.models import HasSkill, Member, Skill, Team, TeamRole, WorkingAgreement
from kith.teams.queries import members_from, roles_on

WORKER, COACH = "worker", "coach"


@transaction.atomic
def found_team(
    *,
    coop: Coop,
    by: Actor,
    name: str,
    neighbourhood: str = "",
    founded_on: date | None = None,
) -> Team:
    """Start a team without members. Raises NotAllowed, or DomainError naming `name`."""
    require(by, Permission.TEAM_FOUND, Place(coop.id))
    slug = slugify(name)
    if not slug or slug == "new":
        raise DomainError("Give the team a name with letters or digits in it.", field="name")
    if Team.objects.filter(coop=coop, slug=slug).exists():
        raise DomainError(
            f"There is a team called {name.strip()} already. Nothing was saved. Pick another name.",
            field="name",
        )
    team = Team.objects.create(
        coop=coop,
        name=name.strip(),
        slug=slug,
        neighbourhood=neighbourhood.strip(),
        founded_on=founded_on or clock.today(coop.zone),
    )
    record(coop=coop, by=by, kind="team.founded", subject=team)
    return team


@transaction.atomic
def add_member(
    *, coop: Coop, by: Actor, team: Team, person: Person, since: date | None = None
) -> Member:
    """Take a person into the team as a worker, who wears the worker's hat in it from that day.

    The team's row is locked, so that two browsers cannot both add the last member the articles allow.
    Raises NotAllowed, TeamIsFull, AlreadyInTeam, CoachFromInside.
    """
    require(by, Permission.TEAM_CHANGE, team)
    team = _locked(coop, team)
    since = since or clock.today(coop.zone)
    if person.coop_id != coop.id or person.left_at:
        raise DomainError("This person is not in the co-op any more.", field="person")
    if team.coach_id == person.id:
        raise rules.CoachFromInside(
            f"{person.short} coaches this team, and a coach comes from outside. Choose another coach first.",
            field="person",
        )
    members = list(members_from(team, since))
    if any(member.person_id == person.id for member in members):
        raise rules.AlreadyInTeam(f"{person.short} is in {team} already.", field="person")
    rules.check_room(team.name, len(members), articles_in_force(coop).teams)
    member = Member.objects.create(coop=coop, team=team, person=person, since=since)
    if not _hats(person, WORKER, team).exists():
        wear_hat(coop=coop, by=by, person=person, role=WORKER, team_id=team.id, since=since)
    record(coop=coop, by=by, kind="team.member-joined", subject=team, person=str(person.id))
    return member


@transaction.atomic
def welcome_member(
    *, coop: Coop, by: Actor, team: Team, name: str, email: str = "", since: date | None = None
) -> Member:
    """Write down somebody new and take them into the team. Raises as `add_person` and `add_member`."""
    person = add_person(coop=coop, by=by, team_id=team.id, name=name, email=email)
    return add_member(coop=coop, by=by, team=team, person=person, since=since)


@transaction.atomic
def end_membership(
    *, coop: Coop, by: Actor, member: Member, last_day: date | None = None
) -> Member:
    """The member leaves the team after `last_day` (yesterday when not given); roles and hat end with it.

    Raises NotAllowed, WrongDates.
    """
    require(by, Permission.TEAM_CHANGE, member)
    member = Member.objects.select_for_update().get(pk=member.pk, coop=coop)
    last_day = last_day or max(member.since, clock.today(coop.zone) - timedelta(days=1))
    rules.check_dates(member.since, last_day, field="last_day")
    member.until = last_day
    member.save(update_fields=["until"])
    TeamRole.objects.filter(member=member, until__isnull=True).update(until=last_day)
    for hat in _hats(member.person, WORKER, member.team):
        take_off(coop=coop, by=by, hat=hat, last_day=last_day)
    record(
        coop=coop,
        by=by,
        kind="team.member-left",
        subject=member.team,
        person=str(member.person_id),
        last_day=str(last_day),
    )
    return member


@transaction.atomic
def take_role(
    *, coop: Coop, by: Actor, member: Member, role: str, since: date | None = None
) -> TeamRole:
    """A member takes a role. One that a single person holds must be free: else hand it over.

    Raises NotAllowed, RoleIsHeld, or DomainError naming `role`.
    """
    require(by, Permission.TEAM_CHANGE, member)
    words = _role(role)
    _locked(coop, member.team)
    since = since or clock.today(coop.zone)
    held = [row for row in roles_on(member.team, since) if row.role == role]
    if any(row.member_id == member.id for row in held):
        raise rules.RoleIsHeld(f"{member.person.short} holds this role already.", field="role")
    if words.one_at_a_time and held:
        holder = held[0].member.person.short
        raise rules.RoleIsHeld(
            f"{holder} is {words.title} now, and one person holds this role at a time. "
            f"Nothing was changed. Let {holder} hand it over.",
            field="role",
        )
    return _take(coop, by, member, role, since)


@transaction.atomic
def hand_over_role(
    *, coop: Coop, by: Actor, held: TeamRole, to: Member | None, on: date | None = None
) -> TeamRole | None:
    """End a role and, when `to` is given, let that member of the same team take it the same day.

    Raises NotAllowed, ChangedMeanwhile when it was handed over already, or DomainError naming `to`.
    """
    require(by, Permission.TEAM_CHANGE, held.member)
    on = on or clock.today(coop.zone)
    _locked(coop, held.member.team)
    held = TeamRole.objects.select_related("member__person").get(pk=held.pk, coop=coop)
    if held.until is not None:
        raise ChangedMeanwhile("This role was handed over already. Look at who holds it now.")
    if to is not None and (to.team_id != held.member.team_id or to.id == held.member_id):
        raise DomainError("Pick another member of the same team.", field="to")
    held.until = on - timedelta(days=1)
    held.save(update_fields=["until"])
    record(coop=coop, by=by, kind="team.role-ended", subject=held.member.team, role=held.role)
    return _take(coop, by, to, held.role, on) if to else None


@transaction.atomic
def choose_coach(*, coop: Coop, by: Actor, team: Team, person: Person) -> Team:
    """The team chooses its coach, who wears the coach's hat for it; the coach before takes theirs off.

    Raises NotAllowed, or CoachFromInside when the articles ask for a coach from outside the team.
    """
    require(by, Permission.TEAM_CHANGE, team)
    team = _locked(coop, team)
    if person.coop_id != coop.id or person.left_at:
        raise DomainError("This person is not in the co-op any more.", field="person")
    inside = members_from(team, clock.today(coop.zone)).filter(person=person).exists()
    if inside and articles_in_force(coop).teams.coach_from_outside:
        raise rules.CoachFromInside(
            f"{person.short} is a member of {team}. Our articles say that a coach comes from outside the team. "
            "Nothing was changed. Choose somebody else.",
            field="person",
        )
    if team.coach_id == person.id:
        return team
    for hat in Hat.objects.filter(coop=coop, role=COACH, team_id=team.id, until__isnull=True):
        take_off(coop=coop, by=by, hat=hat)
    team.coach = person
    team.save(update_fields=["coach"])
    wear_hat(coop=coop, by=by, person=person, role=COACH, team_id=team.id)
    record(coop=coop, by=by, kind="team.coach-chosen", subject=team, person=str(person.id))
    return team


@transaction.atomic
def write_agreement(
    *,
    coop: Coop,
    by: Actor,
    team: Team,
    text: str,
    wishes: Mapping[str, str],
    after: int,
    agreed_on: date | None = None,
) -> WorkingAgreement:
    """Write the next version of the working agreement. `wishes` gives a level for each wish of the rota.

    `after` is the number of the version the writer saw, 0 for none. Raises NotAllowed, ChangedMeanwhile, or
    DomainError naming the field.
    """
    require(by, Permission.TEAM_CHANGE, team)
    _locked(coop, team)
    rules.check_levels(wishes)
    if not text.strip():
        raise DomainError("Write down what the team has agreed.", field="text")
    newest = WorkingAgreement.objects.filter(team=team).first()
    if (newest.number if newest else 0) != after:
        raise ChangedMeanwhile(
            "Somebody else changed the agreement while you were writing. What you typed is kept below. "
            "Look at what is different, then save again."
        )
    agreement = WorkingAgreement.objects.create(
        coop=coop,
        team=team,
        number=after + 1,
        text=text.strip(),
        weights=dict(wishes),
        agreed_on=agreed_on or clock.today(coop.zone),
        written_by_id=by.person_id,
    )
    record(coop=coop, by=by, kind="team.agreement-written", subject=team, number=agreement.number)
    return agreement


@transaction.atomic
def give_skill(
    *,
    coop: Coop,
    by: Actor,
    person: Person,
    skill: str,
    since: date | None = None,
    valid_until: date | None = None,
) -> HasSkill:
    """Write down that a worker has a skill and until when the training is valid; again, to renew it.

    A skill the co-op has no name for yet gets one. Raises NotAllowed, WrongDates, or DomainError naming `skill`.
    """
    require(by, Permission.TEAM_CHANGE, place_of(person))
    since = since or clock.today(coop.zone)
    rules.check_dates(since, valid_until, field="valid_until")
    has, _ = HasSkill.objects.update_or_create(
        coop=coop,
        person=person,
        skill=name_skill(coop, skill),
        defaults={"valid_until": valid_until},
        create_defaults={"valid_until": valid_until, "since": since},
    )
    record(coop=coop, by=by, kind="skill.given", subject=person, skill=has.skill.name)
    return has


@transaction.atomic
def end_skill(*, coop: Coop, by: Actor, has: HasSkill, last_day: date | None = None) -> HasSkill:
    """The skill is not valid after `last_day` (yesterday when not given). Raises NotAllowed."""
    require(by, Permission.TEAM_CHANGE, place_of(has.person))
    has.valid_until = last_day or clock.today(coop.zone) - timedelta(days=1)
    has.since = min(has.since, has.valid_until)
    has.save(update_fields=["valid_until", "since"])
    record(coop=coop, by=by, kind="skill.ended", subject=has.person, skill=has.skill.name)
    return has


def _locked(coop: Coop, team: Team) -> Team:
    return Team.objects.select_for_update().get(pk=team.pk, coop=coop)


def _role(role: str) -> rules.RoleWords:
    if role not in rules.ROLES:
        raise DomainError("There is no such role. Pick one from the list.", field="role")
    return rules.ROLES[role]


def _take(coop: Coop, by: Actor, member: Member, role: str, since: date) -> TeamRole:
    taken = TeamRole.objects.create(coop=coop, member=member, role=role, since=since)
    record(
        coop=coop,
        by=by,
        kind="team.role-taken",
        subject=member.team,
        role=role,
        person=str(member.person_id),
    )
    return taken


def name_skill(coop: Coop, name: str) -> Skill:
    """The co-op's skill of this name, made when there is none. For actions that have asked their own permission.

    Raises DomainError naming `skill`.
    """
    name = " ".join(name.split())
    if not 2 <= len(name) <= 60:
        raise DomainError("Write the skill in 2 to 60 letters.", field="skill")
    found = Skill.objects.filter(coop=coop, name__iexact=name).first()
    return found or Skill.objects.create(coop=coop, name=name)


def _hats(person: Person, role: str, team: Team) -> QuerySet[Hat]:
    return Hat.objects.filter(person=person, role=role, team_id=team.id, until__isnull=True)
