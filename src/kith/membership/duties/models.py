"""What was written down about a duty. There is no row for what has not happened: duties themselves are worked out."""

from django.db import models

from kith.foundation import clock
from kith.foundation.files import KeptFile
from kith.foundation.models import CoopModel
from kith.foundation.permissions import Place
from kith.people.models import Person


class DutyRecord(CoopModel):
    """A duty was done, with the evidence; or an earlier record of it was wrong. Never overwritten, never removed.

    `duty` is the key of the duty (rules.py). Of one duty's records the highest `number` counts. `title` says what it
    was called then, for a duty that later articles no longer have.
    """

    duty = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    due = models.DateField()
    done = models.BooleanField("it was done", default=True)
    done_on = models.DateField(null=True, blank=True)
    words = models.TextField("what was done, or what was wrong")
    file = KeptFile("evidence")
    file_name = models.CharField(max_length=120, blank=True)
    file_bytes = models.PositiveIntegerField(default=0)
    for_members = models.BooleanField("members may open the file", default=False)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("duty", "number")
        constraints = [
            models.UniqueConstraint(
                fields=["coop", "duty", "number"], name="duty_record_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(done=True, done_on__isnull=False)
                | models.Q(done=False, done_on__isnull=True),
                name="duty_done_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        """A duty is the co-op's."""
        return Place(self.coop_id)
