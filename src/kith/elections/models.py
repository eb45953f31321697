"""Elections and secret choices: what is asked of whom, who stands, who may vote, and the ballots, which know nobody."""

import hashlib
import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from kith.foundation import clock
from kith.foundation.files import KeptFile
from kith.foundation.models import CoopModel
from kith.membership.models import Member
from kith.people.models import Person


class Election(CoopModel):
    """One election of the board, or one secret choice, from the call to the result.

    `published` names the ZIP file with what everybody may check; `tellers` answer for papers and telephone votes.
    """

    PREPARING, OPEN, CLOSED, DECLARED, CANCELLED = (
        "preparing",
        "open",
        "closed",
        "declared",
        "cancelled",
    )
    STATES = [
        (PREPARING, "being prepared"),
        (OPEN, "open for votes"),
        (CLOSED, "closed, not yet declared"),
        (DECLARED, "declared"),
        (CANCELLED, "called off"),
    ]
    BOARD, CHOICE = "board", "choice"
    KINDS = [(BOARD, "Election of the board"), (CHOICE, "Secret choice")]

    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=6, choices=KINDS)
    title = models.CharField(max_length=120)
    text = models.TextField("what it is about", blank=True)
    state = models.CharField(max_length=9, choices=STATES, default=PREPARING)
    called_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField(default=clock.now)
    stand_until = models.DateField("candidates can be put up until")
    first_teller = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second_teller = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    declared_at = models.DateTimeField(null=True)
    published = KeptFile("what was published")

    class Meta:
        ordering = ("coop", "-number")
        constraints = [
            models.UniqueConstraint(fields=["coop", "number"], name="election_number_once")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def last_day(self) -> date | None:
        """The day at whose end the votes close."""
        if self.closes_at is None:
            return None
        return (self.closes_at - timedelta(seconds=1)).astimezone(self.coop.zone).date()


class Contest(CoopModel):
    """What is asked of one class, or of all members where `member_class` is "": so many seats, by preference.

    `key` is the public key that checks tokens, `lot` every candidate's number in the order drawn when the votes opened,
    `result` and `words` the count as data and in words. `unopposed`: no more stood than seats, so nobody votes.
    """

    ALL = "all"

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="contests")
    place = models.PositiveIntegerField()
    member_class = models.CharField("class", max_length=40, blank=True)
    title = models.CharField(max_length=120)
    seats = models.PositiveIntegerField()
    key = models.JSONField(default=dict)
    lot = models.JSONField(default=list)
    unopposed = models.BooleanField(default=False)
    result = models.JSONField(default=dict)
    words = models.JSONField(default=list)

    class Meta:
        ordering = ("election", "place")
        constraints = [
            models.UniqueConstraint(fields=["election", "member_class"], name="contest_of_a_class")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def slug(self) -> str:
        """What an address, and a published ballot, call it."""
        return self.member_class or self.ALL


class ContestKey(CoopModel):
    """The secret key that signs tokens of one contest. The row goes when the votes close: nobody can sign after."""

    contest = models.OneToOneField(Contest, on_delete=models.CASCADE, related_name="secret")
    secret = models.JSONField()

    def __str__(self) -> str:
        return f"Key of {self.contest_id}"


class SigningKey(CoopModel):
    """The key by which a co-op signs what it publishes, and what it saw of another co-op's elections."""

    public = models.JSONField()
    secret = models.JSONField()
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["coop"], name="one_signing_key")]

    def __str__(self) -> str:
        return f"Key of {self.coop_id}"


class Candidate(CoopModel):
    """Somebody who was put up, or an answer to a choice. Whoever has not agreed does not stand.

    `number` is the place on the ballot paper, drawn when the votes open.
    """

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="candidates")
    number = models.PositiveIntegerField(null=True)
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    words = models.TextField("in their own words", blank=True)
    put_up_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    put_up_at = models.DateTimeField(default=clock.now)
    agreed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("contest", "number", "put_up_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "member"],
                condition=Q(withdrawn_at__isnull=True),
                name="candidate_stands_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stands(self) -> bool:
        """Whether they agreed, and did not withdraw."""
        return self.agreed_at is not None and self.withdrawn_at is None


class Roll(CoopModel):
    """That a member may vote in a contest, frozen when the votes opened, and by which way they asked to.

    There is no time in it and no trace of a ballot. `asked` is the hash of the blinded token that was signed: the same
    one is signed again, so that a lost answer costs nobody their vote; blinded, it says nothing about the token.
    """

    WEB, PAPER, PHONE = "web", "paper", "phone"
    WAYS = [
        ("", "has not asked"),
        (WEB, "on a screen"),
        (PAPER, "on paper"),
        (PHONE, "by telephone"),
    ]

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="roll")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    voter = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=5, choices=WAYS, blank=True)
    asked = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("contest", "member")
        constraints = [
            models.UniqueConstraint(fields=["contest", "member"], name="on_the_roll_once"),
            models.UniqueConstraint(fields=["contest", "voter"], name="one_human_once_on_the_roll"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.contest_id}"


def ballot_id(serial: str) -> uuid.UUID:
    """The id of the ballot with this serial: it tells no time and no order."""
    return uuid.UUID(bytes=hashlib.sha256(serial.encode()).digest()[:16])


class Ballot(CoopModel):
    """One ballot: no member, no time, no sequence. Rows are only added, and lie in the order of their ids, hashes.

    `choice` are numbers of candidates, the first preference first; `signature` signs the serial, but for papers.
    """

    WEB, PAPER = "web", "paper"
    WAYS = [(WEB, "by a token"), (PAPER, "through the tellers")]

    id = models.UUIDField(primary_key=True, editable=False)
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="ballots")
    serial = models.CharField(max_length=64)
    choice = models.JSONField()
    signature = models.TextField(blank=True)
    way = models.CharField(max_length=5, choices=WAYS, default=WEB)

    class Meta:
        ordering = ("contest", "id")

    def __str__(self) -> str:
        return self.serial[:16]


class Sheet(CoopModel):
    """The papers and telephone votes of a contest as one teller read them. Rows are only added, the newest counts."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="sheets")
    teller = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    papers = models.JSONField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("contest", "number")
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="sheet_number_once")
        ]

    def __str__(self) -> str:
        return f"Sheet {self.number}"


class Witness(CoopModel):
    """Another co-op's signed word that it saw the root of an election."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="witnesses")
    name = models.CharField(max_length=120)
    said_on = models.DateField("saw it on")
    text = models.TextField()
    received_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("election", "received_at", "id")

    def __str__(self) -> str:
        return self.name
