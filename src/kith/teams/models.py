"""Teams: at most as many workers as the articles say, with rotating roles, an agreement, and a coach from outside."""

from django.db import models

from kith.foundation import clock
from kith.foundation.models import CoopModel
from kith.foundation.permissions import Place
from kith.people.models import Person


class Team(CoopModel):
    """The workers of a neighbourhood who organise their own work."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80)
    neighbourhood = models.CharField(max_length=120, blank=True)
    founded_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    coach = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="coached_teams"
    )

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=["coop", "slug"], name="team_slug_once_per_coop")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Place:
        """A team stands in itself."""
        return Place(self.coop_id, frozenset({self.id}))


class Member(CoopModel):
    """A worker's time in a team."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("person__name",)
        constraints = [
            models.UniqueConstraint(
                fields=["team", "person"],
                condition=models.Q(until__isnull=True),
                name="member_once_per_team",
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def place(self) -> Place:
        """It belongs to the team and is about the worker."""
        return Place(self.coop_id, frozenset({self.team_id}), self.person_id)


class TeamRole(CoopModel):
    """A role a member takes for a while: roles rotate, nobody is in charge."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=30)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("role", "-since")

    def __str__(self) -> str:
        return self.role


class WorkingAgreement(CoopModel):
    """How the team works together, in its own words and in the weights of its rota. Each version is kept."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="agreements")
    number = models.PositiveIntegerField()
    text = models.TextField()
    weights = models.JSONField(default=dict)
    agreed_on = models.DateField()
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("team", "-number")
        constraints = [
            models.UniqueConstraint(fields=["team", "number"], name="agreement_version_once")
        ]

    def __str__(self) -> str:
        return f"agreement {self.number}"


class Skill(CoopModel):
    """Something a visit may ask for and a worker may be able to do."""

    name = models.CharField(max_length=60)

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=["coop", "name"], name="skill_once_per_coop")]

    def __str__(self) -> str:
        return self.name


class HasSkill(CoopModel):
    """That a worker has a skill, and until when the training is valid."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("skill__name",)
        constraints = [
            models.UniqueConstraint(fields=["person", "skill"], name="skill_once_per_person")
        ]

    def __str__(self) -> str:
        return str(self.skill)
