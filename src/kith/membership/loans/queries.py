"""Reading members' loans: terms, entries, sums, and what is due next."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from kith.foundation import clock
from kith.foundation.models import Coop
from kith.membership.extensions import Holding
from kith.membership.loans import rules
from kith.membership.loans.models import Loan, LoanEntry
from kith.membership.loans.rules import Balance
from kith.membership.models import Member


@dataclass(frozen=True, slots=True)
class Row:
    """One entry with the balance after it."""

    entry: LoanEntry
    after: Balance


@dataclass(frozen=True, slots=True)
class Statement:
    """A loan with every entry, its sums, and what more may be lent or added today."""

    loan: Loan
    rows: list[Row]
    balance: Balance
    to_lend: int
    to_add: int


def _whole() -> QuerySet[Loan]:
    people = ("coop", "member__coop", "member__person", "member__organisation__representative")
    return Loan.objects.select_related(*people, "answered_by")


def loan_or_none(coop: Coop, loan_id: uuid.UUID) -> Loan | None:
    """A loan of this co-op by id."""
    return _whole().filter(coop=coop, pk=loan_id).first()


def entries_of(loan: Loan) -> list[LoanEntry]:
    """A loan's entries in the order in which they were written."""
    return list(LoanEntry.objects.filter(loan=loan).order_by("number"))


def statement_of(loan: Loan) -> Statement:
    """A loan with every entry and the balance after it; one query."""
    return _statement(loan, entries_of(loan))


def _statement(loan: Loan, entries: list[LoanEntry]) -> Statement:
    rows, after, today = [], Balance(), clock.today(loan.coop.zone)
    for one in entries:
        after += Balance(one.owed, one.interest)
        rows.append(Row(one, after))
    agreed = loan.state == Loan.AGREED
    to_lend = rules.room_for(loan, entries, LoanEntry.PAID_IN, today) if agreed else 0
    to_add = rules.interest_open(entries, loan.basis_points, today)
    return Statement(loan, rows, after, to_lend, to_add)


def statements_of(members: Sequence[Member]) -> list[Statement]:
    """Every loan of these members with its entries; two queries."""
    loans = list(_whole().filter(member__in=members))
    entries: dict[uuid.UUID, list[LoanEntry]] = {}
    for one in LoanEntry.objects.filter(loan__in=loans).order_by("number"):
        entries.setdefault(one.loan_id, []).append(one)
    return [_statement(loan, entries.get(loan.pk, [])) for loan in loans]


def loans_in(coop: Coop) -> QuerySet[Loan]:
    """Every loan with its sums beside it (`all_owed`, `all_interest`), what is to be repaid first at the top."""
    return (
        _whole()
        .filter(coop=coop)
        .annotate(
            all_owed=Sum("entries__owed", default=0),
            all_interest=Sum("entries__interest", default=0),
        )
        .order_by("repay_by", "at", "id")
    )


def next_due_in(coop: Coop) -> Loan | None:
    """The loan on which something is owed that is to be repaid first."""
    sums = LoanEntry.objects.filter(coop=coop).order_by().values("loan")
    left = sums.annotate(left=Sum("owed") + Sum("interest")).filter(left__gt=0)
    return loans_in(coop).filter(pk__in=left.values("loan")).first()


def total_of(coop: Coop) -> Balance:
    """All that the co-op owes its members on loans."""
    sums = LoanEntry.objects.filter(coop=coop).aggregate(
        owed=Sum("owed", default=0), interest=Sum("interest", default=0)
    )
    return Balance(sums["owed"], sums["interest"])


def holdings_of(coop: Coop, members: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Holding]:
    """The register's column on other property for these members, in one query."""
    sums = (
        LoanEntry.objects.filter(coop=coop, loan__member__in=members)
        .order_by()
        .values("loan__member")
        .annotate(lent=Sum("owed"), on_top=Sum("interest"))
        .values_list("loan__member", "lent", "on_top")
    )
    return {member: Holding(other=lent + on_top) for member, lent, on_top in sums}
