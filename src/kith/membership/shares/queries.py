"""Reading share accounts: balances, what is due, what waits to be paid back, and what may be paid back this year."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from kith.articles.queries import articles_in_force
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.membership.extensions import Holding
from kith.membership.models import Member
from kith.membership.shares import rules
from kith.membership.shares.models import (
    InterestYear,
    Nomination,
    ShareEntry,
    Withdrawal,
    WithdrawalStop,
)
from kith.membership.shares.rules import Balance


@dataclass(frozen=True, slots=True)
class Row:
    """One entry with the balance after it."""

    entry: ShareEntry
    after: Balance
    can_be_put_right: bool


@dataclass(frozen=True, slots=True)
class ShareAccount:
    """A member's whole share account, as it stands on `day`."""

    member: Member
    day: date
    rows: list[Row]
    balance: Balance
    due: int
    due_days: list[date]
    waiting: list[Withdrawal]
    most_back: int
    most_more: int
    nomination: Nomination | None

    @property
    def asked_back(self) -> int:
        """What waits to be paid back."""
        return sum(one.amount for one in self.waiting)


def entries_of(member: Member) -> QuerySet[ShareEntry]:
    """A member's entries in the order in which they were written."""
    return ShareEntry.objects.filter(member=member).order_by("number")


def balance_of(member: Member) -> Balance:
    """The sums of one member's entries."""
    return rules.balance(entries_of(member))


def waiting_of(member: Member) -> QuerySet[Withdrawal]:
    """What a member has asked back and not got yet."""
    return Withdrawal.objects.filter(member=member, state=Withdrawal.WAITING)


def account_of(member: Member) -> ShareAccount:
    """A member's account with every entry and the balance after it; four queries."""
    articles, today = articles_in_force(member.coop), clock.today(member.coop.zone)
    entries = list(entries_of(member).select_related("written_by", "withdrawal"))
    waiting = list(waiting_of(member))
    put_right = {one.other_id for one in entries if one.kind == ShareEntry.PUT_RIGHT}
    rows, after = [], Balance()
    for one in entries:
        after += Balance(one.shares, one.paid, one.interest)
        can = one.kind in (ShareEntry.PAID, ShareEntry.INTEREST_PAID) and one.pk not in put_right
        rows.append(Row(one, after, can))
    asked = sum(one.amount for one in waiting)
    return ShareAccount(
        member=member,
        day=today,
        rows=rows,
        balance=after,
        due=max(0, rules.due(entries, today) - after.paid),
        due_days=_days_to_pay(entries, today) if after.unpaid else [],
        waiting=waiting,
        most_back=rules.most_back(after, asked, articles),
        most_more=max(0, rules.most_of(member, articles) - after.shares),
        nomination=nomination_of(member),
    )


def _days_to_pay(entries: Sequence[ShareEntry], today: date) -> list[date]:
    """The days still to come on which a part falls due."""
    taken = [one for one in entries if one.kind == ShareEntry.TAKEN and one.months]
    days = {day for one in taken for day in rules.payment_days(one.day, one.months)}
    return sorted(day for day in days if day > today)


def nomination_of(member: Member) -> Nomination | None:
    """Whom the member names now; None where they name nobody."""
    newest = (
        Nomination.objects.select_related("nominee__person")
        .filter(member=member)
        .order_by("-at", "-id")
        .first()
    )
    return newest if newest and newest.name else None


def balances_of(coop: Coop, members: Sequence[uuid.UUID]) -> dict[uuid.UUID, Balance]:
    """The balances of these members, in one query; who has no entry is missing."""
    sums = ShareEntry.objects.filter(coop=coop, member__in=members).order_by().values("member")
    found = sums.annotate(
        shares_in_all=Sum("shares"), paid_in_all=Sum("paid"), owed=Sum("interest")
    )
    rows = found.values_list("member", "shares_in_all", "paid_in_all", "owed")
    return {member: Balance(shares, paid, interest) for member, shares, paid, interest in rows}


def holdings_of(coop: Coop, members: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Holding]:
    """The register's columns on shares for these members; interest owed is other property."""
    return {
        member: Holding(shares=one.shares, paid=one.paid, other=one.interest)
        for member, one in balances_of(coop, members).items()
    }


def capital_of(coop: Coop) -> Balance:
    """All the co-op's share capital, and the interest it owes."""
    sums = ShareEntry.objects.filter(coop=coop).aggregate(
        shares=Sum("shares", default=0),
        paid=Sum("paid", default=0),
        interest=Sum("interest", default=0),
    )
    return Balance(sums["shares"], sums["paid"], sums["interest"])


def repaid_in_a_year(coop: Coop, until: date) -> int:
    """What was paid back of shares in the twelve months up to and with this day."""
    paid = ShareEntry.objects.filter(
        coop=coop, kind=ShareEntry.REPAID, day__gt=until - rules.YEAR, day__lte=until
    ).aggregate(total=Sum("paid"))["total"]
    return -(paid or 0)


def waiting_in(coop: Coop) -> QuerySet[Withdrawal]:
    """Everything that waits to be paid back, what falls due first at the top."""
    people = ("member__coop", "member__person", "member__organisation__representative")
    return Withdrawal.objects.select_related(*people).filter(coop=coop, state=Withdrawal.WAITING)


def withdrawal_or_none(coop: Coop, withdrawal_id: uuid.UUID) -> Withdrawal | None:
    """A withdrawal of this co-op by id."""
    people = ("member__coop", "member__person", "member__organisation__representative")
    found = Withdrawal.objects.select_related(*people)
    return found.filter(coop=coop, pk=withdrawal_id).first()


def stop_on(coop: Coop, day: date) -> WithdrawalStop | None:
    """The board's stop of repayments that holds on this day, or None."""
    holds = Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))
    return WithdrawalStop.objects.filter(holds, coop=coop).first()


def years_of_interest(coop: Coop) -> QuerySet[InterestYear]:
    """The years for which interest was given, newest first."""
    return InterestYear.objects.filter(coop=coop)


def behind_with_payments(coop: Coop) -> list[ShareAccount]:
    """The accounts of members who ought to have paid more for their shares by now; few, so each is read whole."""
    unpaid = (
        ShareEntry.objects.filter(coop=coop)
        .order_by()
        .values("member")
        .annotate(open=Sum("shares") - Sum("paid"))
        .filter(open__gt=0)
        .values("member")
    )
    people = ("coop", "person", "organisation__representative")
    members = Member.objects.select_related(*people).filter(coop=coop, pk__in=unpaid)
    entries: dict[uuid.UUID, list[ShareEntry]] = {}
    for one in ShareEntry.objects.filter(coop=coop, member__in=unpaid).order_by("number"):
        entries.setdefault(one.member_id, []).append(one)
    today = clock.today(coop.zone)
    return [late for member in members if (late := _late(member, entries[member.pk], today)).due]


def _late(member: Member, entries: list[ShareEntry], today: date) -> ShareAccount:
    total = rules.balance(entries)
    late = max(0, rules.due(entries, today) - total.paid)
    return ShareAccount(member, today, [], total, late, [], [], 0, 0, None)


def with_balances(members: QuerySet[Member]) -> QuerySet[Member]:
    """Members with the sums of their entries beside them, for lists: `all_shares`, `all_paid`, `all_interest`."""
    return members.annotate(
        all_shares=Sum("share_entries__shares", default=0),
        all_paid=Sum("share_entries__paid", default=0),
        all_interest=Sum("share_entries__interest", default=0),
    )
