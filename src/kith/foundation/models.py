"""The ground every room stands on: the co-op that owns each row, and the record of what happened."""

from zoneinfo import ZoneInfo

from django.db import models

from kith.foundation import clock
from kith.kernel.ids import uuid7


class Coop(models.Model):
    """A co-operative: the tenant that every other row belongs to."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=60, default="Europe/London")
    nation = models.CharField(max_length=3, default="ENG")
    currency = models.CharField(max_length=3, default="GBP")
    founded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone its people live by."""
        return ZoneInfo(self.time_zone)


class CoopModel(models.Model):
    """A row of one co-op, with an id that sorts by time and can be made offline."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    coop = models.ForeignKey(Coop, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Event(models.Model):
    """One thing that happened in a co-op. Rows are only ever added; the database refuses the rest."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    coop = models.ForeignKey(Coop, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=80, blank=True)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("coop", "number")
        constraints = [
            models.UniqueConstraint(fields=["coop", "number"], name="event_number_once_per_coop")
        ]
        indexes = [models.Index(fields=["coop", "subject"], name="event_by_subject")]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"
