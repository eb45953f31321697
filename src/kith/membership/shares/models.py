"""What members put into the co-op as shares: entries that are only ever added, and what is asked of them."""

from django.db import models

from kith.foundation import clock
from kith.foundation.models import CoopModel
from kith.foundation.permissions import Place
from kith.membership.models import Member
from kith.people.models import Person


class Withdrawal(CoopModel):
    """A member asks for money back from their shares, or has left: it is paid by `pay_by`, or taken back.

    `amount` is in minor units. For somebody who left or died, it is all that was paid on their shares.
    """

    ASKED, LEFT, DIED = "asked", "left", "died"
    WHY = [(why, why) for why in (ASKED, LEFT, DIED)]
    WAITING, PAID, TAKEN_BACK = "waiting", "paid", "taken-back"
    STATES = [(state, state) for state in (WAITING, PAID, TAKEN_BACK)]

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="withdrawals")
    amount = models.PositiveBigIntegerField("amount, in minor units")
    why = models.CharField(max_length=5, choices=WHY, default=ASKED)
    asked_on = models.DateField()
    pay_by = models.DateField()
    state = models.CharField(max_length=10, choices=STATES, default=WAITING)
    settled_on = models.DateField(null=True)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("pay_by", "at", "id")
        indexes = [models.Index(fields=["coop", "state", "pay_by"], name="withdrawal_waiting")]

    def __str__(self) -> str:
        return f"{self.member} {self.amount}"

    @property
    def place(self) -> Place:
        """It belongs to the human being behind the member."""
        return self.member.place


class ShareEntry(CoopModel):
    """One movement on a member's share account, in minor units: never changed, never removed. The sums are the balance.

    `shares` is what is held at par, `paid` what is paid on it, `interest` what the co-op owes on top. `number` counts
    the member's entries, so that two writers at once cannot both succeed.
    """

    TAKEN, PAID, GIVEN_UP, REPAID = "taken", "paid", "given-up", "repaid"
    PASSED_ON, PASSED_TO = "passed-on", "passed-to"
    INTEREST, INTEREST_PAID, INTEREST_KEPT = "interest", "interest-paid", "interest-kept"
    PUT_RIGHT = "put-right"
    KINDS = [
        (TAKEN, "Shares taken"),
        (PAID, "Money received for shares"),
        (GIVEN_UP, "Unpaid shares given up"),
        (REPAID, "Money paid back"),
        (PASSED_ON, "Shares passed on"),
        (PASSED_TO, "Shares passed to the member"),
        (INTEREST, "Interest"),
        (INTEREST_PAID, "Interest paid out"),
        (INTEREST_KEPT, "Interest made into shares"),
        (PUT_RIGHT, "An entry put right"),
    ]

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="share_entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=13, choices=KINDS)
    day = models.DateField()
    shares = models.BigIntegerField("shares, in minor units", default=0)
    paid = models.BigIntegerField("paid, in minor units", default=0)
    interest = models.BigIntegerField("interest, in minor units", default=0)
    months = models.PositiveSmallIntegerField("months to pay in", default=0)
    words = models.CharField("how, from whom or why", max_length=200, blank=True)
    withdrawal = models.ForeignKey(
        Withdrawal, null=True, on_delete=models.PROTECT, related_name="entries"
    )
    other = (
        models.OneToOneField(  # the entry that this one puts right, or the other half of passing on
            "self", null=True, on_delete=models.PROTECT, related_name="answered_by"
        )
    )
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("member", "number")
        constraints = [
            models.UniqueConstraint(fields=["member", "number"], name="share_entry_number_once"),
            models.CheckConstraint(
                condition=~models.Q(shares=0, paid=0, interest=0),
                name="share_entry_moves_something",
            ),
        ]
        indexes = [models.Index(fields=["coop", "kind", "day"], name="share_entry_by_kind")]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class Nomination(CoopModel):
    """Whom a member names to have their shares at death. The newest counts; an empty name takes the last one back."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="nominations")
    name = models.CharField("full name", max_length=120, blank=True)
    address = models.CharField(max_length=240, blank=True)
    relation = models.CharField("who they are to the member", max_length=80, blank=True)
    nominee = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="named_by"
    )
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("member", "at", "id")

    def __str__(self) -> str:
        return self.name


class WithdrawalStop(CoopModel):
    """The board says “not now” to paying shares back, and later ends it."""

    since = models.DateField()
    until = models.DateField("last day", null=True)
    reason = models.CharField(max_length=300)
    decided_by = models.CharField("who decided, and when", max_length=160)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_by = models.CharField("who ended it, and when", max_length=160, blank=True)

    class Meta:
        ordering = ("coop", "-since", "-id")

    def __str__(self) -> str:
        return f"{self.since} {self.reason}"


class InterestYear(CoopModel):
    """Interest on shares for one year, as it was decided: once a year, and never more than the articles allow."""

    ends = models.DateField("last day of the year")
    basis_points = models.PositiveIntegerField("interest a year, in hundredths of a percent")
    total = models.PositiveBigIntegerField("all of it, in minor units")
    members = models.PositiveIntegerField()
    decided_by = models.CharField("who decided, and when", max_length=160)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("coop", "-ends")
        constraints = [
            models.UniqueConstraint(fields=["coop", "ends"], name="interest_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.ends}"
