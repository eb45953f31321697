"""Circles: the people around one person, what each may see, what they ask and offer, their calendar and notes."""

from django.db import models

from kith.foundation import clock
from kith.foundation.models import CoopModel
from kith.foundation.permissions import Place
from kith.people.models import Person
from kith.support.choices.models import Said


class OfCircle(CoopModel):
    """Something of one person's circle."""

    class Meta:
        abstract = True

    @property
    def place(self) -> Place:
        """It is about the person whose circle it is."""
        return Place(self.coop_id, person_id=self.person_id)  # type: ignore[attr-defined]


class InCircle(Said):
    """Somebody around the person, as written down at one time; `series` joins the rows about the same one.

    `member` is set when they take part in Kith; `may` lists keys of `seeing.toml`. `state` says whether they do.
    """

    NAMED, ASKED, IN, OUT = "named", "asked", "in", "out"
    STATES = [
        (NAMED, "named only"),
        (ASKED, "asked to join"),
        (IN, "takes part"),
        (OUT, "no longer"),
    ]
    KINDS = [
        ("family", "Family"),
        ("friend", "Friend"),
        ("neighbour", "Neighbour"),
        ("volunteer", "Volunteer"),
        ("professional", "Professional, such as a nurse or social worker"),
    ]
    NEAR = [
        (1, "Closest to me"),
        (2, "Close"),
        (3, "I know them, and like it"),
        (4, "They are paid to be there"),
    ]

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="circle")
    series = models.UUIDField(db_index=True)
    name = models.CharField("name", max_length=120)
    member = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="circles"
    )
    how = models.CharField("how they know each other", max_length=120, blank=True)
    kind = models.CharField("kind", max_length=12, choices=KINDS)
    near = models.PositiveSmallIntegerField("how close", choices=NEAR, default=2)
    does = models.CharField("what they do", max_length=200, blank=True)
    may = models.JSONField("may see", default=list, blank=True)
    state = models.CharField(max_length=5, choices=STATES, default=NAMED)

    class Meta:
        ordering = ("near", "name")
        constraints = [
            models.UniqueConstraint(
                fields=["series"],
                condition=models.Q(ended_at__isnull=True),
                name="in_circle_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["person", "member"],
                condition=models.Q(ended_at__isnull=True, state__in=["asked", "in"]),
                name="in_circle_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CircleWish(Said):
    """Whether a person wants a circle."""

    YES, LATER, NO = "yes", "later", "no"
    SAYS = [(YES, "Yes, I would like that"), (LATER, "Ask me again later"), (NO, "No, thank you")]

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    says = models.CharField(max_length=5, choices=SAYS)

    class Meta:
        ordering = ("person", "-number")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at__isnull=True),
                name="circle_wish_one_in_force",
            )
        ]

    def __str__(self) -> str:
        return self.says


class CircleAsk(OfCircle):
    """Something that is asked of the circle, or offered to the person; somebody takes it, and it is done."""

    ASK, OFFER = "ask", "offer"
    KINDS = [(ASK, "asked for"), (OFFER, "offered")]

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=KINDS)
    what = models.CharField("what", max_length=160)
    day = models.DateField(null=True, blank=True)
    at = models.TimeField("at", null=True, blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    taken_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = (models.F("day").asc(nulls_last=True), "at", "made_at")

    def __str__(self) -> str:
        return self.what

    @property
    def open(self) -> bool:
        """True while it is neither done nor off."""
        return not (self.done_at or self.off_at)


class CircleEvent(OfCircle):
    """A day in the circle's calendar; a meeting of the circle has notes of what was agreed."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    what = models.CharField("what", max_length=160)
    day = models.DateField()
    at = models.TimeField("at", null=True, blank=True)
    where = models.CharField("where", max_length=160, blank=True)
    meeting = models.BooleanField("the circle meets", default=False)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("day", models.F("at").asc(nulls_first=True), "made_at")

    def __str__(self) -> str:
        return self.what


class CircleNote(OfCircle):
    """Something written for the circle, perhaps about one of its meetings. Only added."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(
        CircleEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="notes"
    )
    text = models.TextField("words")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.text[:40]
