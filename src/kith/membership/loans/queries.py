"""Reading loans: what is owed, what interest has grown, and what is to be paid back next."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from kith.foundation import clock
from kith.foundation.models import Coop
from kith.membership.extensions import Holding
from kith.membership.loans import rules
from kith.membership.loans.models import Loan, LoanEntry
from kith.membership.loans.rules import Balance
from kith.membership.models import Member
from kith.people.models import Person


@dataclass(frozen=True, slots=True)
class Row:
    """One entry with the balance after it."""

    entry: LoanEntry
    after: Balance
    can_be_put_right: bool


@dataclass(frozen=True, slots=True)
class LoanAccount:
    """A loan with its statement, as it stands on `day`; `grown` is interest that no entry counts yet."""

    loan: Loan
    day: date
    rows: list[Row]
    balance: Balance
    received: int
    interest_until: date | None
    grown: int

    @property
    def to_come(self) -> int:
        """What was agreed and has not been paid in."""
        return self.loan.amount - self.received if self.loan.state == Loan.AGREED else 0

    @property
    def ended(self) -> bool:
        """All of it is paid back, with its interest."""
        return bool(self.received) and not self.balance.all and not self.grown

    @property
    def late(self) -> bool:
        """The day has passed by which it was to be paid back."""
        return self.balance.owed > 0 and self.loan.repay_by < self.day


def loans_of(coop: Coop) -> QuerySet[Loan]:
    """Every loan of this co-op with its people, newest first."""
    people = ("member__coop", "member__person", "member__organisation__representative")
    found = Loan.objects.select_related(*people, "written_by").filter(coop=coop)
    return found.order_by("-at", "-id")


def loans_by(person: Person) -> QuerySet[Loan]:
    """Every loan by a member that this human being stands behind, newest first."""
    speaks = Q(member__person=person) | Q(member__organisation__representative=person)
    return loans_of(person.coop).filter(speaks)


def loan_or_none(coop: Coop, loan_id: uuid.UUID) -> Loan | None:
    """A loan of this co-op by id."""
    return loans_of(coop).filter(pk=loan_id).first()


def entries_of(loan: Loan) -> QuerySet[LoanEntry]:
    """A loan's entries in the order in which they were written."""
    return LoanEntry.objects.filter(loan=loan).order_by("number")


def balance_of(loan: Loan) -> Balance:
    """The sums of one loan's entries."""
    return rules.balance(entries_of(loan))


def account_of(loan: Loan) -> LoanAccount:
    """A loan with every entry and the balance after it; one query."""
    return accounts_of([loan])[0]


def accounts_of(loans: Sequence[Loan]) -> list[LoanAccount]:
    """These loans with their statements, in the same order; one query for all of them."""
    entries: dict[uuid.UUID, list[LoanEntry]] = {one.pk: [] for one in loans}
    found = LoanEntry.objects.select_related("written_by").filter(loan__in=loans)
    for one in found.order_by("loan", "number"):
        entries[one.loan_id].append(one)
    return [_account(one, entries[one.pk]) for one in loans]


def _account(loan: Loan, entries: list[LoanEntry]) -> LoanAccount:
    today = clock.today(loan.member.coop.zone)
    standing = {one.pk for one in rules.standing_entries(entries)}
    rows, after = [], Balance()
    for one in entries:
        after += Balance(one.owed, one.interest)
        rows.append(Row(one, after, one.pk in standing))
    return LoanAccount(
        loan=loan,
        day=today,
        rows=rows,
        balance=after,
        received=rules.received(entries),
        interest_until=rules.interest_until(entries),
        grown=rules.interest_due(loan, entries, today),
    )


def with_sums(loans: QuerySet[Loan]) -> QuerySet[Loan]:
    """Loans with the sums of their entries beside them, for lists: `all_owed`, `all_interest`."""
    return loans.annotate(
        all_owed=Sum("entries__owed", default=0), all_interest=Sum("entries__interest", default=0)
    )


def owed_next(coop: Coop) -> QuerySet[Loan]:
    """The loans on which the co-op owes something, what is to be paid back first at the top; with their sums."""
    owing = with_sums(loans_of(coop)).filter(Q(all_owed__gt=0) | Q(all_interest__gt=0))
    return owing.order_by("repay_by", "id")


def waiting_in(coop: Coop) -> QuerySet[Loan]:
    """The loans whose member has not answered, oldest first."""
    return loans_of(coop).filter(state=Loan.OFFERED).order_by("at", "id")


def totals_of(coop: Coop) -> Balance:
    """All that the co-op owes to members on loans."""
    sums = LoanEntry.objects.filter(coop=coop).aggregate(
        owed=Sum("owed", default=0), interest=Sum("interest", default=0)
    )
    return Balance(sums["owed"], sums["interest"])


def holdings_of(coop: Coop, members: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Holding]:
    """The register's column on other property for these members: their loans and the interest owed; one query."""
    sums = LoanEntry.objects.filter(coop=coop, loan__member__in=members).order_by()
    found = sums.values("loan__member").annotate(lent=Sum("owed"), grown=Sum("interest"))
    rows = found.values_list("loan__member", "lent", "grown")
    return {member: Holding(other=lent + grown) for member, lent, grown in rows}


def member_numbered(coop: Coop, number: int) -> Member | None:
    """The line of the register that has this number."""
    people = ("coop", "person", "organisation__representative")
    return Member.objects.select_related(*people).filter(coop=coop, number=number).first()
