"""Choosing each other: what a worker says about themself, what matters to a person, and visits to try it out."""

from django.db import models

from kith.foundation import clock
from kith.foundation.models import CoopModel
from kith.foundation.permissions import Place
from kith.people.models import Person
from kith.support.models import Support


class Said(CoopModel):
    """What somebody said at one time: a change is a new row, and the row before it is marked as ended."""

    number = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class WorkProfile(Said):
    """What a worker or volunteer says about themself beside the one-page profile, so that people can choose them.

    `open` says that people outside their teams may be offered them too; `describes` is their own word for their gender,
    and `signs` holds what `fitting.signs_of` finds languages and interests by.
    """

    WOMAN, MAN, OTHER = "woman", "man", "other"
    DESCRIBES = [(WOMAN, "a woman"), (MAN, "a man"), (OTHER, "in another way, or not said")]

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="work_profiles")
    languages = models.JSONField("languages I speak", default=list, blank=True)
    interests = models.JSONField("what I like doing", default=list, blank=True)
    describes = models.CharField(
        "I describe myself as", max_length=5, choices=DESCRIBES, default=OTHER
    )
    signs = models.TextField(blank=True, editable=False)
    hours = models.CharField("when I like to come", max_length=200, blank=True)
    volunteer = models.BooleanField("I come as a volunteer", default=False)
    open = models.BooleanField("people near me may be offered me", default=False)

    class Meta:
        ordering = ("person", "-number")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at__isnull=True),
                name="work_profile_one_in_force",
            )
        ]
        indexes = [
            models.Index(
                fields=["coop"],
                condition=models.Q(ended_at__isnull=True, open=True),
                name="work_profile_open",
            )
        ]

    def __str__(self) -> str:
        return f"work profile {self.number}"

    @property
    def place(self) -> Place:
        """It is about the worker."""
        return Place(self.coop_id, person_id=self.person_id)


class Wishes(Said):
    """What matters to a person when they choose who comes. `matters` maps a key of `fitting.THINGS` to how much."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    matters = models.JSONField("how much each thing matters", default=dict)
    languages = models.JSONField("languages to speak together", default=list, blank=True)
    interests = models.JSONField("what to talk about or do together", default=list, blank=True)
    describes = models.CharField(
        "who comes is",
        max_length=5,
        choices=[(WorkProfile.WOMAN, "a woman"), (WorkProfile.MAN, "a man")],
        blank=True,
    )
    words = models.CharField("in my own words", max_length=500, blank=True)

    class Meta:
        ordering = ("person", "-number")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at__isnull=True),
                name="wishes_one_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"wishes {self.number}"


class Trial(CoopModel):
    """A visit to try it out: asked by the person, answered by the worker, looked back on by both.

    `visit` is the series of the one-day visit in the person's support, so that the rota knows of it.
    """

    ASKED, AGREED, NOT_NOW, OFF = "asked", "agreed", "not-now", "off"
    STATES = [
        (ASKED, "asked"),
        (AGREED, "agreed"),
        (NOT_NOW, "not now"),
        (OFF, "called off"),
    ]
    GO_ON, UNSURE, STOP = "go-on", "unsure", "stop"
    BACKS = [
        (GO_ON, "I would like to go on"),
        (UNSURE, "I am not sure yet"),
        (STOP, "It is not for me"),
    ]

    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="trials")
    worker = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    at = models.TimeField("from")
    minutes = models.PositiveSmallIntegerField()
    what = models.CharField("what to do together", max_length=120)
    state = models.CharField(max_length=7, choices=STATES, default=ASKED)
    visit = models.UUIDField(null=True, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    person_back = models.CharField(
        "looking back, the person", max_length=7, choices=BACKS, blank=True
    )
    worker_back = models.CharField(
        "looking back, the worker", max_length=7, choices=BACKS, blank=True
    )

    class Meta:
        ordering = ("-day", "-at")
        constraints = [
            models.UniqueConstraint(
                fields=["support", "worker", "day"],
                condition=models.Q(state__in=["asked", "agreed"]),
                name="trial_once_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"trial on {self.day}"

    @property
    def place(self) -> Place:
        """It stands where the support stands."""
        return self.support.place
