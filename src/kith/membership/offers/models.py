"""Share offers: members pledge money for a purpose, and get shares for it, or all of it back."""

from django.db import models

from kith.foundation import clock
from kith.foundation.models import CoopModel
from kith.foundation.permissions import Place
from kith.membership.models import Member
from kith.people.models import Person


class Offer(CoopModel):
    """An offer of shares, in minor units: with less than `minimum` received at its end, everybody gets all back.

    `target` is also the most. `closed_on` is the day on which it was ended, `reached` how.
    """

    title = models.CharField(max_length=120)
    purpose = models.TextField("what the money is for")
    minimum = models.PositiveBigIntegerField("minimum, in minor units")
    target = models.PositiveBigIntegerField("target, in minor units")
    opens_on = models.DateField()
    closes_on = models.DateField("last day")
    decided_by = models.CharField("who decided, and when", max_length=160)
    closed_on = models.DateField(null=True)
    reached = models.BooleanField("the minimum was received", null=True)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("coop", "-opens_on", "-id")

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        """An offer is the co-op's."""
        return Place(self.coop_id)


class Pledge(CoopModel):
    """What one member says they will pay into one offer; until it ends they can change it or take it back."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="pledges")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="pledges")
    amount = models.PositiveBigIntegerField("amount, in minor units")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("offer", "at", "id")
        constraints = [
            models.UniqueConstraint(fields=["offer", "member"], name="pledge_once_an_offer")
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.amount}"

    @property
    def place(self) -> Place:
        """It belongs to the human being behind the member."""
        return self.member.place


class OfferEntry(CoopModel):
    """Money of a pledge: received, given back, or made into shares. Rows are only added; their sum is what is held."""

    RECEIVED, REFUNDED, ALLOTTED = "received", "refunded", "allotted"
    KINDS = [(RECEIVED, "Received"), (REFUNDED, "Given back"), (ALLOTTED, "Made into shares")]

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=KINDS)
    day = models.DateField()
    amount = models.BigIntegerField("held, more or less, in minor units")
    words = models.CharField(max_length=200, blank=True)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("pledge", "number")
        constraints = [
            models.UniqueConstraint(fields=["pledge", "number"], name="offer_entry_number_once"),
            models.CheckConstraint(
                condition=models.Q(kind="received", amount__gt=0)
                | models.Q(kind__in=["refunded", "allotted"], amount__lt=0),
                name="offer_entry_goes_its_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"
