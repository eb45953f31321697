"""What members' money shows about the seven principles: shares and loans together."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Sum

from kith.articles.principles.life import Shown
from kith.foundation.models import Coop
from kith.kernel.money import Money
from kith.membership.loans.models import LoanEntry
from kith.membership.shares.models import ShareEntry

MOST_PERCENT = 50
"""Who has put in more than this part could bring the co-op down by leaving."""


def principles_in_money(coop: Coop) -> Iterator[Shown]:
    """How much members have put in, and how much of it is one member's."""
    sums: Counter[object] = Counter()
    for rows in (
        ShareEntry.objects.filter(coop=coop).order_by().values_list("member").annotate(Sum("paid")),
        LoanEntry.objects.filter(coop=coop)
        .order_by()
        .values_list("loan__member")
        .annotate(Sum("owed")),
    ):
        for member, amount in rows:
            sums[member] += amount
    everything = sums.total()
    if everything:
        yield _whole(Money(everything, coop.currency), sums)


def _whole(everything: Money, sums: "Counter[object]") -> Shown:
    """All that members have put in, and the largest part of it."""
    most = max(sums.values()) * 100 // everything.minor
    owners = sum(1 for amount in sums.values() if amount > 0)
    people = "1 member has" if owners == 1 else f"{owners} members have"
    words = f"{people} put in {everything}, {most}% of it one member. Each has one vote."
    if owners > 1 and most > MOST_PERCENT:
        return Shown(
            4, f"{words} If they left, the co-op would have to find more than half.", "warn"
        )
    return Shown(3, words, "good")
