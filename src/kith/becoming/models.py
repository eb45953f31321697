"""Becoming a personal assistant: who wants to, what was checked, the first visits beside a buddy, and thanks."""

from django.db import models

from kith.foundation import clock
from kith.foundation.files import KeptFile
from kith.foundation.models import CoopModel
from kith.foundation.permissions import Place
from kith.people.models import Person
from kith.teams.models import Team


class Newcomer(CoopModel):
    """Somebody who wants to work with us. They write in steps, at an address of their own, until they send it.

    `said` holds the words of each step by its key (`steps.STEPS`); only the digest of their secret is kept.
    """

    WRITING, SENT, WELCOME, IN, NO, BACK = "writing", "sent", "welcome", "in", "no", "back"
    STATES = [
        (WRITING, "being written"),
        (SENT, "with us"),
        (WELCOME, "on the way in"),
        (IN, "in a team"),
        (NO, "not now"),
        (BACK, "taken back"),
    ]

    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField("name", max_length=120)
    email = models.EmailField("e-mail")
    said = models.JSONField("what they wrote", default=dict)
    state = models.CharField(max_length=7, choices=STATES, default=WRITING)
    begun_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.PROTECT, related_name="newcomers"
    )
    person = models.OneToOneField(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="newcomer"
    )
    buddy = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField("why not now", blank=True)

    class Meta:
        ordering = ("-begun_at",)

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Place:
        """With the team that welcomes them."""
        teams = frozenset({self.team_id}) if self.team_id else frozenset()
        return Place(self.coop_id, teams, self.person_id)

    def word(self, step: str, field: str) -> str:
        """What they wrote in one box of one step."""
        return str(self.said.get(step, {}).get(field, "") or "")


class Check(CoopModel):
    """One thing that was checked: who saw what, when, and until when it is valid. Only added; the newest counts."""

    REFERENCE, RIGHT, DBS, TRAINING = "reference", "right", "dbs", "training"
    KINDS = [
        (REFERENCE, "A reference"),
        (RIGHT, "The right to work"),
        (DBS, "The DBS check (enhanced, with the adults’ list)"),
        (TRAINING, "Training"),
    ]

    newcomer = models.ForeignKey(Newcomer, on_delete=models.PROTECT, related_name="checks")
    kind = models.CharField("what was checked", max_length=9, choices=KINDS)
    name = models.CharField("which", max_length=120, blank=True)
    fine = models.BooleanField("it is as it should be", default=True)
    seen_on = models.DateField("seen on")
    detail = models.CharField("what was seen", max_length=500, blank=True)
    valid_until = models.DateField("valid until", null=True, blank=True)
    file = KeptFile("evidence")
    file_name = models.CharField("name of the file", max_length=120, blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("newcomer", "at")

    def __str__(self) -> str:
        return self.get_kind_display()


class Shadow(CoopModel):
    """A visit at which a newcomer goes along with their buddy, once the person has said yes."""

    ASKED, YES, NO, OFF = "asked", "yes", "no", "off"
    STATES = [(ASKED, "the person is asked"), (YES, "agreed"), (NO, "not this time"), (OFF, "off")]
    GOOD, NOT_YET = "good", "not-yet"
    BACKS = [(GOOD, "It went well"), (NOT_YET, "Not yet: once more first")]

    newcomer = models.ForeignKey(Newcomer, on_delete=models.PROTECT, related_name="shadows")
    buddy = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    visit = models.UUIDField("the visit of the rota")
    day = models.DateField()
    at = models.TimeField("from")
    what = models.CharField(max_length=120)
    state = models.CharField(max_length=5, choices=STATES, default=ASKED)
    asked_at = models.DateTimeField(default=clock.now)
    newcomer_back = models.CharField(
        "looking back, the newcomer", max_length=7, choices=BACKS, blank=True
    )
    buddy_back = models.CharField(
        "looking back, the buddy", max_length=7, choices=BACKS, blank=True
    )
    person_back = models.CharField(
        "looking back, the person", max_length=7, choices=BACKS, blank=True
    )

    class Meta:
        ordering = ("day", "at")
        constraints = [
            models.UniqueConstraint(
                fields=["newcomer", "visit"],
                condition=models.Q(state__in=["asked", "yes"]),
                name="shadow_once_a_visit",
            )
        ]

    def __str__(self) -> str:
        return f"shadow visit on {self.day}"


class Thanks(CoopModel):
    """What somebody appreciates about a worker. They read it first, and decide whether others do."""

    worker = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="thanks")
    text = models.CharField("words", max_length=500)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)
    shared = models.BooleanField("the team reads it", default=False)

    class Meta:
        ordering = ("-at",)
        verbose_name_plural = "thanks"

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def place(self) -> Place:
        """It is the worker's."""
        return Place(self.coop_id, person_id=self.worker_id)
