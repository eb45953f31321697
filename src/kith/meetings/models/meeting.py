"""A meeting, its agenda with motions and papers, and what happened in it."""

from datetime import date, datetime

from django.db import models

from kith.articles.models import ArticlesVersion
from kith.decisions.models import Proposal
from kith.foundation import clock
from kith.foundation.files import KeptFile
from kith.foundation.models import CoopModel
from kith.foundation.permissions import Place
from kith.people.models import Person


class Meeting(CoopModel):
    """A general meeting of the members, from its plan to its end.

    `called_at` is when the notice was sent; `without_quorum` says that it was adjourned for want of one and goes on
    with those who come. `item` is what it is dealing with, `last_at` the newest moment written down in it: times in a
    meeting never go back, whatever the computer's clock does.
    """

    PLANNED, CALLED, OPEN = "planned", "called", "open"
    ADJOURNED, ENDED, CANCELLED = "adjourned", "ended", "cancelled"
    STATES = [
        (PLANNED, "being prepared"),
        (CALLED, "called"),
        (OPEN, "open"),
        (ADJOURNED, "adjourned"),
        (ENDED, "ended"),
        (CANCELLED, "cancelled"),
    ]
    GENERAL, SPECIAL = "general", "special"
    KINDS = [(GENERAL, "General meeting"), (SPECIAL, "Special general meeting")]

    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=7, choices=KINDS, default=GENERAL)
    title = models.CharField(max_length=120)
    where = models.CharField(max_length=200)
    phone = models.CharField("telephone to ring", max_length=60, blank=True)
    online = models.CharField("address online", max_length=300, blank=True)
    starts_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=STATES, default=PLANNED)
    planned_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField("notice sent", null=True)
    chair = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    without_quorum = models.BooleanField("goes on with those who are there", default=False)
    item = models.ForeignKey("Item", null=True, on_delete=models.PROTECT, related_name="+")
    last_at = models.DateTimeField(default=clock.now)
    cancelled_why = models.TextField(blank=True)

    class Meta:
        ordering = ("coop", "-number")
        constraints = [
            models.UniqueConstraint(fields=["coop", "number"], name="meeting_number_once")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def local(self) -> datetime:
        """When it begins by the co-op's wall clock, without a zone: the same words in a request and in a job."""
        return self.starts_at.astimezone(self.coop.zone).replace(tzinfo=None)

    @property
    def day(self) -> date:
        """The day on which it is, by the co-op's wall clock."""
        return self.local.date()

    @property
    def place(self) -> Place:
        """It is in the hands of whoever chairs it."""
        return Place(self.coop_id, person_id=self.chair_id)


class Item(CoopModel):
    """A point of the agenda: with a `proposal` a motion, with `minutes` the approval of those of an earlier meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    proposal = models.ForeignKey(
        Proposal, null=True, on_delete=models.PROTECT, related_name="items"
    )
    minutes = models.ForeignKey(
        "Minutes", null=True, on_delete=models.PROTECT, related_name="items"
    )
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    taken_up_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("meeting", "number")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="item_number_once"),
            models.UniqueConstraint(
                fields=["meeting", "proposal"], name="motion_once_in_a_meeting"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Amendment(CoopModel):
    """A change of a motion's words that was moved at the meeting; `proposal` is the vote on it.

    For a motion about the articles, `version` is the other proposed version that it would name instead.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="amendments")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="amendment")
    version = models.ForeignKey(
        ArticlesVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ("item", "at", "id")

    def __str__(self) -> str:
        return f"Amendment {self.proposal}"


class Paper(CoopModel):
    """A file that members read for a meeting. Rows are only added."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers")
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(max_length=120)
    file = KeptFile()
    file_name = models.CharField(max_length=120)
    file_bytes = models.PositiveIntegerField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("meeting", "at", "id")

    def __str__(self) -> str:
        return self.title


class Happening(CoopModel):
    """Something that happened at a meeting, in words: the minutes are drafted from it. Rows are only added."""

    CALLED, OPENED, ADJOURNED, ENDED = "called", "opened", "adjourned", "ended"
    CAME, LEFT, ITEM, AMENDMENT, VOTE = "came", "left", "item", "amendment", "vote"
    DONE, CHAIR = "done", "chair"
    KINDS = [
        (CALLED, "called"),
        (OPENED, "opened"),
        (ADJOURNED, "adjourned"),
        (ENDED, "ended"),
        (CAME, "somebody came"),
        (LEFT, "somebody left"),
        (ITEM, "taken up"),
        (AMENDMENT, "amendment"),
        (VOTE, "vote"),
        (DONE, "decided or agreed"),
        (CHAIR, "the chair"),
    ]

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="happenings")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=9, choices=KINDS)
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("meeting", "number")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="happening_number_once")
        ]

    def __str__(self) -> str:
        return self.words
