"""What is written at and after a meeting: its minutes with every version of their words, and who does what by when."""

from django.db import models

from kith.foundation import clock
from kith.foundation.models import CoopModel
from kith.foundation.permissions import Place
from kith.meetings.models.meeting import Item, Meeting
from kith.people.models import Person


class Minutes(CoopModel):
    """The minutes of a meeting: a draft until a later meeting approves them."""

    DRAFT, APPROVED = "draft", "approved"
    STATES = [(DRAFT, "draft"), (APPROVED, "approved")]

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    state = models.CharField(max_length=8, choices=STATES, default=DRAFT)
    approved_at = models.ForeignKey(
        Meeting, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="approved at"
    )
    approved_on = models.DateField(null=True)

    class Meta:
        verbose_name_plural = "minutes"
        ordering = ("meeting",)

    def __str__(self) -> str:
        return f"Minutes of {self.meeting}"


class MinutesVersion(CoopModel):
    """The words of minutes as they were at one time. Rows are only added, the newest counts."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("minutes", "number")
        constraints = [
            models.UniqueConstraint(fields=["minutes", "number"], name="minutes_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.minutes} {self.number}"


class Task(CoopModel):
    """Somebody agreed at a meeting to do something by a day."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="tasks")
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="tasks")
    what = models.CharField(max_length=200)
    who = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by_day = models.DateField("by when")
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("by_day", "id")

    def __str__(self) -> str:
        return self.what

    @property
    def place(self) -> Place:
        """It is in the hands of whoever agreed to do it."""
        return Place(self.coop_id, person_id=self.who_id)
