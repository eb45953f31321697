"""Members' loans to the co-op: terms that both agree to, and entries that are only ever added."""

from django.db import models

from kith.foundation import clock
from kith.foundation.models import CoopModel
from kith.foundation.permissions import Place
from kith.membership.models import Member
from kith.people.models import Person


class Loan(CoopModel):
    """The terms of one loan: the co-op offers them, the member agrees or not. `amount` is in minor units."""

    OFFERED, AGREED, TURNED_DOWN = "offered", "agreed", "turned-down"
    STATES = [(OFFERED, "Offered"), (AGREED, "Agreed"), (TURNED_DOWN, "Turned down")]

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="loans")
    amount = models.PositiveBigIntegerField("minor units")
    basis_points = models.PositiveIntegerField("hundredths of a percent a year")
    starts_on = models.DateField()
    repay_by = models.DateField()
    purpose = models.CharField(max_length=300)
    state = models.CharField(max_length=11, choices=STATES, default=OFFERED)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True)
    answer = models.CharField("how the member agreed, or why not", max_length=200, blank=True)

    class Meta:
        ordering = ("repay_by", "at", "id")
        indexes = [models.Index(fields=["coop", "state", "repay_by"], name="loan_by_state")]

    def __str__(self) -> str:
        return f"{self.member} {self.amount}"

    @property
    def place(self) -> Place:
        """It belongs to the human being behind the member."""
        return self.member.place


class LoanEntry(CoopModel):
    """One movement on a loan, in minor units: never changed, never removed. The sums are the balance.

    `owed` is the money lent, `interest` what the co-op owes on top. `number` counts the loan's entries, so that two
    writers at once cannot both succeed.
    """

    PAID_IN, INTEREST = "paid-in", "interest"
    INTEREST_PAID, REPAID = "interest-paid", "repaid"
    KINDS = [
        (PAID_IN, "Money lent"),
        (INTEREST, "Interest added"),
        (INTEREST_PAID, "Interest paid out"),
        (REPAID, "Money repaid"),
    ]

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=13, choices=KINDS)
    day = models.DateField()
    owed = models.BigIntegerField(default=0)
    interest = models.BigIntegerField(default=0)
    words = models.CharField(max_length=200, blank=True)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("loan", "number")
        constraints = [
            models.UniqueConstraint(fields=["loan", "number"], name="loan_entry_number_once"),
            models.CheckConstraint(
                condition=~models.Q(owed=0, interest=0), name="loan_entry_moves_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"
