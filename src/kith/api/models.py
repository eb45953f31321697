"""Addresses at which a calendar fetches somebody's visits, or what the co-op has to do.

The address is the key, so only its hash is kept.
"""

from django.db import models

from kith.foundation import clock
from kith.foundation.models import CoopModel
from kith.foundation.permissions import Place
from kith.people.models import Person


class FeedAddress(CoopModel):
    """A secret calendar address of one person. It can be taken back at any time."""

    MY_WEEK, COMING, DUTIES = "my-week", "coming", "duties"
    KINDS = [
        (MY_WEEK, "My visits as a worker"),
        (COMING, "Who is coming to me"),
        (DUTIES, "What our co-op has to do"),
    ]

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="feed_addresses")
    kind = models.CharField(max_length=8, choices=KINDS)
    label = models.CharField(max_length=60, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    fetched_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "feed addresses"
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def place(self) -> Place:
        """An address is its person's own."""
        return Place(self.coop_id, person_id=self.person_id)
