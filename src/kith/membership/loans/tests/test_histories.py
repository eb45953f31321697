"""Random lives of loans: whatever is tried, in whatever order, the sums hold. KITH_HISTORIES asks for more."""

import os
import random
from contextlib import AbstractContextManager
from datetime import date, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.permissions import Actor, Held
from kith.kernel.week import local_moment
from kith.membership import actions as membership
from kith.membership.extensions import holdings_of
from kith.membership.factories import a_society, make_member
from kith.membership.loans import actions, queries, rules
from kith.membership.loans.factories import lend, the_keeper
from kith.membership.loans.models import Loan, LoanEntry
from kith.membership.models import Member
from kith.people.factories import somebody
from kith.people.queries import actor_for

HISTORIES = int(os.environ.get("KITH_HISTORIES", "60"))
STEPS = 15
FIRST = date(2023, 11, 1)
RATES = (0, 1, 250, 365, 2_000, 2_001, -1)
AMOUNTS = (1, 99, 5_000, 100_000, 100_001, 7_777_777, 0, -5)

TRIED = (
    *("offer", "agree", "agree", "agree", "sign", "sign", "decline", "receive", "receive"),
    *("receive", "receive", "interest", "interest", "interest", "pay_interest", "repay", "repay"),
    *("put_right", "put_right", "leave", "stay"),
)


class Life:
    """A small co-op in which anything may be tried on any day."""

    def __init__(self, slug: str) -> None:
        with clock.stopped_at(local_moment(FIRST, time(12), ZoneInfo("Europe/London"))):
            self.coop = a_society(slug)
            people = [somebody(self.coop, name) for name in ("Ada Able", "Bob Best")]
            self.members = [make_member(self.coop, one, "people") for one in people]
            for one in self.members:
                lend(one, 200_000)
        keeper = the_keeper(self.members[0]).person_id
        holds = tuple(Held(role) for role in ("treasurer", "board", "secretary"))
        self.by = Actor(self.coop.pk, keeper, "Everybody", holds)

    def begin(self, seed: int) -> None:
        """From how it was founded, another history."""
        self.chance = random.Random(seed)
        self.today, self.done = FIRST, 0
        self.into, self.out = 400_000, 0  # money, counted apart from the loans

    def now(self) -> AbstractContextManager[None]:
        return clock.stopped_at(local_moment(self.today, time(12), self.coop.zone))

    @property
    def day(self) -> date:
        """Mostly today, or a day before or after it."""
        return self.today + timedelta(days=self.chance.choice((0, 0, 0, -1, -20, 1)))

    @property
    def amount(self) -> int:
        return self.chance.choice(AMOUNTS)

    def step(self) -> None:
        """Try something; a rule may say no, and then nothing may have changed."""
        self.today += timedelta(days=self.chance.choice((0, 0, 1, 30, 200)))
        loan = self.chance.choice(list(queries.loans_of(self.coop)))
        tried = getattr(self, self.chance.choice(TRIED))
        before = queries.totals_of(self.coop)
        try:
            moved = tried(loan)
        except DomainError:
            assert queries.totals_of(self.coop) == before
            return
        self.done += 1
        self.into += max(0, moved)
        self.out += max(0, -moved)

    def offer(self, loan: Loan) -> int:
        actions.offer_loan(
            coop=self.coop,
            by=self.by,
            member=loan.member,
            amount=self.amount,
            basis_points=self.chance.choice(RATES),
            starts_on=self.day,
            repay_by=self.today + timedelta(days=self.chance.choice((0, 30, 700))),
            purpose=self.chance.choice(("a van", " ")),
        )
        return 0

    def agree(self, loan: Loan) -> int:
        by = self.chance.choice((actor_for(loan.member.voter), self.by))
        if loan.member.standing_on(self.today) != Member.CEASED:
            actions.agree_loan(coop=self.coop, by=by, loan=loan)
        return 0

    def sign(self, loan: Loan) -> int:
        actions.agree_loan(coop=self.coop, by=self.by, loan=loan, on_paper=self.day)
        return 0

    def decline(self, loan: Loan) -> int:
        actions.decline_loan(coop=self.coop, by=self.by, loan=loan)
        return 0

    def receive(self, loan: Loan) -> int:
        amount = self.chance.choice((self.amount, loan.amount, loan.amount // 2))
        actions.receive_loan(coop=self.coop, by=self.by, loan=loan, amount=amount, day=self.day)
        return amount

    def interest(self, loan: Loan) -> int:
        actions.give_interest(coop=self.coop, by=self.by, loan=loan, until=self.day)
        return 0

    def pay_interest(self, loan: Loan) -> int:
        owed = queries.balance_of(loan).interest
        actions.pay_interest(coop=self.coop, by=self.by, loan=loan, day=self.day)
        return -owed

    def repay(self, loan: Loan) -> int:
        owed = queries.balance_of(loan).owed
        amount = self.chance.choice((self.amount, owed, owed // 2))
        actions.repay_loan(coop=self.coop, by=self.by, loan=loan, amount=amount, day=self.day)
        return -amount

    def put_right(self, loan: Loan) -> int:
        found = list(queries.entries_of(loan))
        if not found:
            raise DomainError("There is nothing to put right.")
        wrong = self.chance.choice(found)
        actions.put_right(coop=self.coop, by=self.by, entry=wrong, words="wrong")
        money = 0 if wrong.kind == LoanEntry.INTEREST else wrong.owed + wrong.interest
        return -money

    def leave(self, loan: Loan) -> int:
        on = self.today + timedelta(days=self.chance.choice((0, 400)))
        membership.leave_coop(coop=self.coop, by=self.by, member=loan.member, on=on)
        return 0

    def stay(self, loan: Loan) -> int:
        membership.restore_member(coop=self.coop, by=self.by, member=loan.member)
        return 0


def check(life: Life) -> None:
    """The sums are the balances, every running balance holds, and the money is where it must be."""
    holdings = holdings_of(life.coop, [one.pk for one in life.members])
    loans, total, given = list(queries.loans_of(life.coop)), rules.Balance(), 0
    for account in queries.accounts_of(loans):
        entries = [row.entry for row in account.rows]
        assert all(row.after.holds for row in account.rows)
        assert [one.number for one in entries] == list(range(1, len(entries) + 1))
        assert account.balance == queries.balance_of(account.loan)
        assert account.received <= account.loan.amount
        assert not entries or account.loan.state == Loan.AGREED
        rules.check_order(entries)
        given += check_interest(account.loan, entries)
        total += account.balance
    assert queries.totals_of(life.coop) == total
    assert total.all == life.into - life.out + given
    for member in life.members:
        own = [one for one in loans if one.member_id == member.pk]
        lent = sum(queries.balance_of(one).all for one in own)
        assert holdings[member.pk].other == lent


def check_interest(loan: Loan, entries: list[LoanEntry]) -> int:
    """Counted again, a day at a time: the interest is never above the rate, and no day is twice in it."""
    standing = [one for one in rules.standing_entries(entries) if one.kind == LoanEntry.INTEREST]
    days = [one.until for one in standing if one.until]
    assert days == sorted(set(days))
    given = sum(one.interest for one in standing)
    if days:
        day, most = rules.first_day(loan), Fraction(0)
        while day <= days[-1]:
            owed = sum(one.owed for one in entries if one.day <= day)
            year = 366 if day.year % 4 == 0 else 365
            most += Fraction(owed * loan.basis_points, 10_000 * year)
            day += timedelta(days=1)
        assert most - len(days) < given <= most
    return given


@pytest.mark.django_db
@pytest.mark.parametrize("batch", range(5))
def test_no_history_breaks_the_sums(batch: int) -> None:
    """One co-op for each batch; every history begins from how it was founded."""
    life, done = Life(f"life-{batch}"), 0
    for seed in range(batch, HISTORIES, 5):
        founded = transaction.savepoint()
        life.begin(seed)
        for _ in range(STEPS):
            with life.now():
                life.step()
        with life.now():
            check(life)
        done += life.done
        transaction.savepoint_rollback(founded)
    assert done > 2 * HISTORIES // 5  # the histories do something
