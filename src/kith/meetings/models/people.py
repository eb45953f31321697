"""Who is at a meeting and how, who is represented by whom, and who wants to speak."""

from django.db import models
from django.db.models import Q

from kith.decisions.models import Vote
from kith.foundation import clock
from kith.foundation.models import CoopModel
from kith.foundation.permissions import Place
from kith.meetings.models.meeting import Item, Meeting
from kith.membership.models import Member
from kith.people.models import Person


class Presence(CoopModel):
    """A member came to a meeting, or left it. Rows are only added; a member's newest counts."""

    ROOM, PHONE, ONLINE = "room", "phone", "online"
    WAYS = [(ROOM, "in the room"), (PHONE, "by telephone"), (ONLINE, "online")]

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="presences")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    here = models.BooleanField("came (or left)")
    way = models.CharField("how", max_length=6, choices=WAYS)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("meeting", "member", "number")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member", "number"], name="presence_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.way} {self.here}"


class Proxy(CoopModel):
    """A member asks another to carry their vote at one meeting. It counts only once the holder has said yes."""

    ASKED, ACCEPTED, DECLINED, REVOKED = "asked", "accepted", "declined", "revoked"
    STATES = [
        (ASKED, "waits for an answer"),
        (ACCEPTED, "accepted"),
        (DECLINED, "declined"),
        (REVOKED, "ended"),
    ]
    LIVE = (ASKED, ACCEPTED)

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="proxies")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=STATES, default=ASKED)
    asked_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("meeting", "asked_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"],
                condition=Q(state__in=["asked", "accepted"]),
                name="one_live_proxy_of_a_member",
            ),
            models.CheckConstraint(
                condition=~Q(member=models.F("holder")), name="proxy_is_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} for {self.member}"

    @property
    def place(self) -> Place:
        """It belongs to the human being whose vote is carried."""
        return self.member.place


class Direction(CoopModel):
    """How a member wants their proxy to vote on one motion. Without one, the holder votes as they think right."""

    CHOICES = [one for one in Vote.CHOICES if one[0] in (Vote.YES, Vote.NO, Vote.ABSTAIN)]

    proxy = models.ForeignKey(Proxy, on_delete=models.PROTECT, related_name="directions")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=7, choices=CHOICES)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("proxy", "item")
        constraints = [
            models.UniqueConstraint(fields=["proxy", "item"], name="one_direction_a_motion")
        ]

    def __str__(self) -> str:
        return f"{self.proxy} {self.choice}"


class Turn(CoopModel):
    """A member asked to speak on a point of the agenda: `began_at` when they did, `dropped` when they gave it up."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="turns")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    dropped = models.BooleanField(default=False)

    class Meta:
        ordering = ("item", "asked_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "member"],
                condition=Q(began_at__isnull=True, dropped=False),
                name="waits_to_speak_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.item}"
