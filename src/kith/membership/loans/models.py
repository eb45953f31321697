"""What members lend to the co-op: terms that both sides agreed, and entries that are only ever added."""

from django.db import models

from kith.foundation import clock
from kith.foundation.models import CoopModel
from kith.foundation.permissions import Place
from kith.membership.models import Member
from kith.people.models import Person


class Loan(CoopModel):
    """The terms of one loan, offered to a member, who agrees to them or does not. Terms are never changed.

    `amount` is the most that is paid in, in minor units; `basis_points` are hundredths of a percent a year.
    """

    OFFERED, AGREED, DECLINED = "offered", "agreed", "declined"
    STATES = [
        (OFFERED, "waits for the member’s answer"),
        (AGREED, "agreed"),
        (DECLINED, "not agreed"),
    ]

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="loans")
    amount = models.PositiveBigIntegerField("amount, in minor units")
    basis_points = models.PositiveIntegerField("interest a year, in hundredths of a percent")
    starts_on = models.DateField()
    repay_by = models.DateField()
    purpose = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=STATES, default=OFFERED)
    agreed_on = models.DateField(null=True)
    agreed_on_paper = models.BooleanField(default=False)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("coop", "-at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="agreed") ^ models.Q(agreed_on__isnull=True),
                name="loan_agreed_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["coop", "state", "repay_by"], name="loan_by_state")]

    def __str__(self) -> str:
        return f"{self.member} {self.amount}"

    @property
    def place(self) -> Place:
        """It belongs to the human being behind the member."""
        return self.member.place


class LoanEntry(CoopModel):
    """One movement of a loan, in minor units: never changed, never removed. The sums are the balance.

    `owed` is the money lent, `interest` what the co-op owes on top. An entry of interest counts all days up to and
    with `until`. `number` counts the loan's entries, so that two writers at once cannot both succeed.
    """

    PAID_IN, INTEREST, INTEREST_PAID = "paid-in", "interest", "interest-paid"
    REPAID, PUT_RIGHT = "repaid", "put-right"
    KINDS = [
        (PAID_IN, "Money lent"),
        (INTEREST, "Interest"),
        (INTEREST_PAID, "Interest paid out"),
        (REPAID, "Money paid back"),
        (PUT_RIGHT, "An entry put right"),
    ]

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=13, choices=KINDS)
    day = models.DateField()
    until = models.DateField("last day of interest", null=True)
    owed = models.BigIntegerField("owed, in minor units", default=0)
    interest = models.BigIntegerField("interest, in minor units", default=0)
    words = models.CharField("how or why", max_length=200, blank=True)
    other = models.OneToOneField(  # the entry that this one puts right
        "self", null=True, on_delete=models.PROTECT, related_name="answered_by"
    )
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("loan", "number")
        constraints = [
            models.UniqueConstraint(fields=["loan", "number"], name="loan_entry_number_once"),
            models.CheckConstraint(
                condition=~models.Q(owed=0, interest=0), name="loan_entry_moves_something"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="interest") ^ models.Q(until__isnull=True),
                name="loan_interest_has_its_last_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"
