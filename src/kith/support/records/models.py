"""What a person agreed to, decisions about whether they can decide, and reviews of their plan. Rows are only added."""

from django.db import models

from kith.foundation import clock
from kith.foundation.models import CoopModel
from kith.foundation.permissions import Place
from kith.people.models import Person
from kith.support.models import Plan


class OfPlan(CoopModel):
    """A record that belongs to a person's plan: written once, never changed."""

    number = models.PositiveIntegerField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True

    @property
    def place(self) -> Place:
        """It stands where the plan stands."""
        return self.plan.place  # type: ignore[attr-defined,no-any-return]


class Consent(OfPlan):
    """What a person said about one purpose (a key of `consents.toml`) at one time; the newest counts.

    `how` says how they said so, when somebody else writes it down; `about` names whom or what it is about.
    """

    GIVEN, REFUSED, BACK = "given", "refused", "back"
    STATES = [(GIVEN, "Yes"), (REFUSED, "No"), (BACK, "Taken back")]

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField("what for", max_length=12)
    state = models.CharField("answer", max_length=8, choices=STATES)
    about = models.CharField("whom, or what", max_length=160, blank=True)
    how = models.CharField("how they said so", max_length=300, blank=True)
    capacity = models.PositiveIntegerField("decision about capacity", null=True, blank=True)

    class Meta:
        ordering = ("plan", "-number")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="consent_once")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.state}"


class CapacityDecision(OfPlan):
    """Whether a person can make one decision at one time, by the Mental Capacity Act 2005, sections 1 to 4.

    The four tests (section 3) say whether the person can understand, retain, use or weigh, and communicate.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="capacity")
    decision = models.CharField("which decision", max_length=200)
    on = models.DateField("on which day")
    help_given = models.TextField("what was done to help them decide")
    understand = models.BooleanField("understands what it is about")
    retain = models.BooleanField("keeps it in mind long enough")
    weigh = models.BooleanField("weighs one thing against another")
    communicate = models.BooleanField("says what they want, in any way")
    because = models.TextField("what in mind or brain stands in the way, and how", blank=True)
    best = models.TextField("what is best for them, and why", blank=True)
    asked = models.CharField("who was asked", max_length=300, blank=True)
    attorney = models.CharField("attorney, deputy or advocate", max_length=200, blank=True)
    review_on = models.DateField("look at it again on")

    class Meta:
        ordering = ("plan", "-number")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="capacity_once")]

    def __str__(self) -> str:
        return self.decision

    @property
    def can(self) -> bool:
        """Whether the person can make this decision: all four tests."""
        return self.understand and self.retain and self.weigh and self.communicate


class OmahaRating(OfPlan):
    """How much a person (or whoever helps them) knows, does, and how they are, about one problem: 1 (least) to 5.

    The problem is a key of `omaha.toml`, the problems of the Omaha System. The newest rating of a problem counts.
    """

    KNOWLEDGE = [(1, "none"), (2, "little"), (3, "some"), (4, "much"), (5, "all there is to know")]
    BEHAVIOUR = [
        (1, "never what helps"),
        (2, "seldom what helps"),
        (3, "now and then"),
        (4, "mostly what helps"),
        (5, "always what helps"),
    ]
    STATUS = [
        (1, "very bad signs"),
        (2, "bad signs"),
        (3, "some signs"),
        (4, "few signs"),
        (5, "no signs"),
    ]

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="omaha")
    problem = models.CharField("what it is about", max_length=40)
    knowledge = models.PositiveSmallIntegerField("what they know", choices=KNOWLEDGE)
    behaviour = models.PositiveSmallIntegerField("what they do", choices=BEHAVIOUR)
    status = models.PositiveSmallIntegerField("how they are", choices=STATUS)
    words = models.CharField("what was seen", max_length=500, blank=True)

    class Meta:
        ordering = ("plan", "number")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="omaha_once")]

    def __str__(self) -> str:
        return f"{self.problem} {self.knowledge} {self.behaviour} {self.status}"


class Review(OfPlan):
    """The plan was looked at again together: what to stop, start and keep, and when next."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reviews")
    on = models.DateField("on which day")
    there = models.CharField("who was there", max_length=300)
    changed = models.TextField("what has changed", blank=True)
    stop = models.TextField("what to stop", blank=True)
    start = models.TextField("what to start", blank=True)
    keep = models.TextField("what to keep", blank=True)
    next_on = models.DateField("look at it again on")

    class Meta:
        ordering = ("plan", "-number")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="review_once")]

    def __str__(self) -> str:
        return f"review {self.number}"
