"""Support: what a person wants, when and how, and whom they choose. Care records: versions, never overwritten."""

from typing import ClassVar, Self

from django.db import models

from kith.foundation import clock
from kith.foundation.models import CoopModel
from kith.foundation.permissions import Place
from kith.kernel.ids import uuid7
from kith.people.models import Person
from kith.teams.models import Skill, Team


class Support(CoopModel):
    """That a person draws on support from a team, from a day until a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="supports")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="supports")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("person__name",)
        constraints = [
            models.UniqueConstraint(
                fields=["person", "team"],
                condition=models.Q(until__isnull=True),
                name="support_once_per_team",
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def place(self) -> Place:
        """It is about the person and belongs to the team."""
        return Place(self.coop_id, frozenset({self.team_id}), self.person_id)


class CareRecord(CoopModel):
    """One version of something in a person's support.

    `series` joins the versions of one record; `ended_at` marks a version that another has followed.
    """

    support = models.ForeignKey(Support, on_delete=models.PROTECT, related_name="+")
    series = models.UUIDField(default=uuid7, db_index=True)
    number = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    change = models.CharField(
        max_length=12,
        choices=[
            ("first", "first"),
            ("update", "update"),
            ("correction", "correction"),
            ("removal", "removal"),
        ],
        default="first",
    )
    reason = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True

    @property
    def place(self) -> Place:
        """It stands where the support stands."""
        return self.support.place


class VisitPattern(CareRecord):
    """A repeating visit: what, when, how.

    `weekdays` lists 0 (Monday) to 6; it repeats every `every_weeks` weeks counted from the week of `counted_from`.
    The visit may start from `earliest` until `latest` by the wall clock (the latest start, not the latest end);
    a `latest` before `earliest` is on the next day. `late_most` minutes after it a start is late but better than
    nobody; 0 when it must never be late. Gaps are minutes from the end of the visit it follows.

    The rows of a series that have not ended never share a date: a change from a day onward cuts the row in force
    in two, so what was true before that day stays true.
    """

    what = models.CharField(max_length=120)
    how = models.TextField(blank=True)
    weekdays = models.JSONField()
    every_weeks = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    counted_from = models.DateField()
    earliest = models.TimeField()
    latest = models.TimeField()
    late_most = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField()
    workers_needed = models.PositiveSmallIntegerField(default=1)
    skills = models.ManyToManyField(Skill, blank=True, related_name="+")
    after = models.UUIDField(null=True, blank=True, help_text="series of the pattern it follows")
    gap_least = models.PositiveSmallIntegerField(default=0)
    gap_most = models.PositiveSmallIntegerField(null=True, blank=True)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ("earliest", "what")
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="pattern_version_once"),
            models.UniqueConstraint(
                fields=["series", "starts_on"],
                condition=models.Q(ended_at__isnull=True),
                name="pattern_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class ChangedDate(CareRecord):
    """One date of a repeat that differs: left out, or at another time. The rest of the repeat stays as it is.

    `pattern` is the series of the pattern; empty fields keep what the pattern says.
    """

    pattern = models.UUIDField(db_index=True)
    day = models.DateField()
    skipped = models.BooleanField(default=False)
    to_day = models.DateField(null=True, blank=True)
    earliest = models.TimeField(null=True, blank=True)
    latest = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    workers_needed = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("day",)
        constraints = [
            models.UniqueConstraint(
                fields=["pattern", "day"],
                condition=models.Q(ended_at__isnull=True),
                name="one_change_per_date",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class Pause(CareRecord):
    """Days without support: in hospital, on holiday. `until` is the last day away; empty means not known yet."""

    HOSPITAL, HOLIDAY, OTHER = "hospital", "holiday", "other"
    KINDS = [(HOSPITAL, "In hospital"), (HOLIDAY, "On holiday"), (OTHER, "Something else")]

    kind = models.CharField(max_length=10, choices=KINDS)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-since",)

    def __str__(self) -> str:
        return self.get_kind_display()


class Choice(CoopModel):
    """What a person says about a worker, and what the worker answers. The newest row of a pair is in force.

    A no of either is absolute; nobody has to give a reason.
    """

    FIRST, YES, NO, NONE = "first", "yes", "no", "none"
    SAYS = [(FIRST, "First choice"), (YES, "Yes"), (NO, "No"), (NONE, "Nothing yet")]

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="choices")
    worker = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="chosen_by")
    says = models.CharField(max_length=5, choices=SAYS, default=NONE)
    answer = models.CharField(
        max_length=5, choices=[(YES, "Yes"), (NO, "No"), (NONE, "Nothing yet")], default=NONE
    )
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("person", "worker", "-written_at")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "worker"],
                condition=models.Q(ended_at__isnull=True),
                name="choice_one_in_force",
            )
        ]

    def __str__(self) -> str:
        return self.says


class Plan(CoopModel):
    """What a person wants from their support, written together. The words are in `PlanWords`, section by section.

    `agrees` is somebody whom the person has named to agree it for them; else the person agrees.
    """

    support = models.OneToOneField(Support, on_delete=models.PROTECT, related_name="plan")
    agrees = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    begun_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("support",)

    def __str__(self) -> str:
        return f"plan of {self.support}"

    @property
    def place(self) -> Place:
        """It stands where the support stands."""
        return self.support.place


class PlanWords(CoopModel):
    """The words of one section of a plan, as they were at one time: rows are only added, the newest counts.

    `whose` says whether the person said so, or somebody wrote it about them.
    """

    OWN, TOGETHER, ABOUT = "own", "together", "about"
    WHOSE = [
        (OWN, "in the person’s own words"),
        (TOGETHER, "found together"),
        (ABOUT, "written about the person"),
    ]

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="words")
    section = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    whose = models.CharField(max_length=8, choices=WHOSE, default=TOGETHER)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("plan", "section", "number")
        constraints = [
            models.UniqueConstraint(fields=["plan", "section", "number"], name="plan_words_once")
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.number}"


class AgreedPlan(CoopModel):
    """One version of a plan as it was agreed: which words of each section. Rows are only added; the newest is in force.

    `words` maps the key of a section to the number of its words. `how` says how the person agreed, where somebody else
    wrote that down for them; `review_on` is when it is looked at again.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="agreed")
    number = models.PositiveIntegerField()
    words = models.JSONField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    how = models.CharField("how they agreed", max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)
    review_on = models.DateField("look at it again on")

    class Meta:
        ordering = ("plan", "-number")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="agreed_plan_once")]

    def __str__(self) -> str:
        return f"version {self.number}"


class Outcome(CoopModel):
    """What should be different for the person, as it was written at one time: rows are only added, the newest counts.

    `series` joins the rows of one outcome. `care_act` lists keys of `plan/care_act.toml`.
    """

    OPEN, REACHED, LEFT = "open", "reached", "left"
    STATES = [(OPEN, "we work on it"), (REACHED, "reached"), (LEFT, "let go")]
    IMPORTANCE = [(3, "It matters most"), (2, "It matters"), (1, "It would be nice")]

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="outcomes")
    series = models.UUIDField(default=uuid7, db_index=True)
    number = models.PositiveIntegerField(default=1)
    title = models.CharField("what should be different", max_length=160)
    how = models.TextField("how we will know", blank=True)
    importance = models.PositiveSmallIntegerField(choices=IMPORTANCE, default=2)
    care_act = models.JSONField("outcomes of the Care Act", default=list, blank=True)
    state = models.CharField(max_length=7, choices=STATES, default=OPEN)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("plan", "-importance", "series", "number")
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="outcome_version_once")
        ]

    def __str__(self) -> str:
        return self.title


class Rating(CoopModel):
    """How it is now with one outcome, from 0 (very bad) to 10 (very good): by the person or the team. Only added."""

    PERSON, TEAM = "person", "team"
    SIDES = [(PERSON, "the person"), (TEAM, "the team")]

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="ratings")
    outcome = models.UUIDField("series of the outcome", db_index=True)
    side = models.CharField("who says so", max_length=6, choices=SIDES)
    value = models.PositiveSmallIntegerField()
    words = models.CharField("what has changed", max_length=500, blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("outcome", "at", "id")

    def __str__(self) -> str:
        return f"{self.side} {self.value}"
