"""Random lives of share accounts: whatever is tried, in whatever order, the sums hold. KITH_HISTORIES asks for more."""

import os
import random
from contextlib import AbstractContextManager
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.models import Sum

from kith.articles.queries import articles_in_force
from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.permissions import Actor, Held
from kith.kernel.week import local_moment
from kith.membership import actions as membership
from kith.membership.extensions import holdings_of
from kith.membership.factories import a_society, make_member
from kith.membership.models import Member, Standing
from kith.membership.queries import members_of, voters_of
from kith.membership.shares import actions, money_actions, nominee_actions, queries, rules
from kith.membership.shares.factories import hold_shares, name_somebody
from kith.membership.shares.models import ShareEntry, Withdrawal
from kith.people.factories import somebody

HISTORIES = int(os.environ.get("KITH_HISTORIES", "150"))
STEPS = 12
FIRST = date(2024, 1, 2)
AMOUNTS = (50, 100, 100, 200, 1_000, 1_000, 5_000, 25_000, 499_900, 10_000_100, -100)

TRIED = (
    *("take", "take", "receive", "receive", "receive", "ask", "pay", "pay", "give_up", "put_right"),
    *(
        "interest",
        "keep",
        "pay_interest",
        "leave",
        "stay",
        "die",
        "pass_on",
        "stop",
        "go_on",
        "kept",
    ),
)


class Life:
    """A small co-op in which anything may be tried on any day."""

    def __init__(self, slug: str) -> None:
        with clock.stopped_at(local_moment(FIRST, time(12), ZoneInfo("Europe/London"))):
            self.coop = a_society(slug)
            people = [somebody(self.coop, name) for name in ("Ada Able", "Bob Best", "Cy Cole")]
            self.members = [make_member(self.coop, one, "people") for one in people]
            for one in self.members:
                hold_shares(one, 30_000, paid=20_000)
        holds = tuple(Held(role) for role in ("treasurer", "board", "secretary"))
        self.by = Actor(self.coop.pk, people[0].pk, "Everybody", holds)

    def begin(self, seed: int) -> None:
        """From how it was founded, another history."""
        self.chance = random.Random(seed)
        self.day, self.done = FIRST, 0
        self.into, self.out = 60_000, 0  # money, counted apart from the accounts

    def now(self) -> AbstractContextManager[None]:
        return clock.stopped_at(local_moment(self.day, time(12), self.coop.zone))

    def step(self) -> None:
        """Try something; a rule may say no, and then nothing may have changed."""
        self.day += timedelta(days=self.chance.choice((0, 0, 1, 30, 200)))
        member = Member.objects.select_related("coop", "person").get(
            pk=self.chance.choice(self.members).pk
        )
        tried = getattr(self, self.chance.choice(TRIED))
        before = queries.capital_of(self.coop)
        try:
            moved = tried(member)
        except DomainError:
            assert queries.capital_of(self.coop) == before
            return
        self.done += 1
        self.into += max(0, moved)
        self.out += max(0, -moved)

    @property
    def amount(self) -> int:
        return self.chance.choice(AMOUNTS)

    def take(self, member: Member) -> int:
        actions.take_shares(coop=self.coop, by=self.by, member=member, amount=self.amount)
        return 0

    def receive(self, member: Member) -> int:
        open_now = queries.balance_of(member).unpaid
        amount = self.chance.choice((self.amount, open_now, open_now // 2))
        actions.receive_payment(
            coop=self.coop, by=self.by, member=member, amount=amount, day=self.day
        )
        return amount

    def ask(self, member: Member) -> int:
        most = queries.account_of(member).most_back
        amount = self.chance.choice((self.amount, most))
        actions.ask_back(coop=self.coop, by=self.by, member=member, amount=amount)
        return 0

    def waiting(self) -> Withdrawal:
        found = list(Withdrawal.objects.filter(coop=self.coop))
        if not found:
            raise DomainError("Nothing was asked for.")
        return self.chance.choice(found)

    def pay(self, _member: Member) -> int:
        before = queries.capital_of(self.coop)
        actions.pay_back(coop=self.coop, by=self.by, withdrawal=self.waiting(), day=self.day)
        after = queries.capital_of(self.coop)
        return after.paid - before.paid + after.interest - before.interest

    def give_up(self, member: Member) -> int:
        actions.give_up_unpaid(coop=self.coop, by=self.by, member=member, amount=self.amount)
        return 0

    def interest(self, _member: Member) -> int:
        ends = articles_in_force(self.coop).year.end_before(self.day)
        money_actions.give_interest(
            coop=self.coop, by=self.by, ends=ends, basis_points=300, decided_by="us"
        )
        return 0

    def keep(self, member: Member) -> int:
        money_actions.keep_interest(coop=self.coop, by=self.by, member=member)
        return 0

    def pay_interest(self, member: Member) -> int:
        owed = queries.balance_of(member).interest
        money_actions.pay_interest(coop=self.coop, by=self.by, member=member, day=self.day)
        return -owed

    def put_right(self, member: Member) -> int:
        found = list(queries.entries_of(member))
        if not found:
            raise DomainError("There is nothing to put right.")
        wrong = self.chance.choice(found)
        actions.put_right(coop=self.coop, by=self.by, entry=wrong, words="wrong")
        return -wrong.paid - wrong.interest

    def leave(self, member: Member) -> int:
        on = self.day + timedelta(days=self.chance.choice((0, 90, 400)))
        membership.leave_coop(coop=self.coop, by=self.by, member=member, on=on)
        return 0

    def stay(self, member: Member) -> int:
        membership.restore_member(coop=self.coop, by=self.by, member=member)
        return 0

    def die(self, member: Member) -> int:
        name_somebody(member, self.chance.choice([None, *self.members]))
        kind = Standing.DIED
        membership.end_membership(coop=self.coop, by=self.by, member=member, kind=kind, on=self.day)
        return 0

    def pass_on(self, _member: Member) -> int:
        before = queries.capital_of(self.coop).paid
        as_shares = self.chance.random() < 0.5
        nominee_actions.pass_on(
            coop=self.coop, by=self.by, withdrawal=self.waiting(), as_shares=as_shares, day=self.day
        )
        return queries.capital_of(self.coop).paid - before

    def stop(self, _member: Member) -> int:
        money_actions.stop_repayments(coop=self.coop, by=self.by, reason="not now", decided_by="us")
        return 0

    def go_on(self, _member: Member) -> int:
        money_actions.go_on_repaying(coop=self.coop, by=self.by, decided_by="us")
        return 0

    def kept(self, _member: Member) -> int:
        actions.take_back_withdrawal(coop=self.coop, by=self.by, withdrawal=self.waiting())
        return 0


def check(life: Life) -> None:
    """The sums are the balances, every running balance holds, and the money is where it must be."""
    capital, total = queries.capital_of(life.coop), rules.Balance()
    holdings = holdings_of(life.coop, [one.pk for one in life.members])
    articles = articles_in_force(life.coop)
    for member in life.members:
        account = queries.account_of(Member.objects.get(pk=member.pk))
        assert all(row.after.holds for row in account.rows)
        assert [row.entry.number for row in account.rows] == list(range(1, len(account.rows) + 1))
        assert account.balance == queries.balance_of(member)
        assert account.balance.shares <= rules.most_of(member, articles)
        assert sum(one.amount for one in account.waiting) <= account.balance.paid
        held = holdings[member.pk]
        assert (held.shares, held.paid, held.other) == (
            account.balance.shares,
            account.balance.paid,
            account.balance.interest,
        )
        total += account.balance
    assert capital == total
    given = ShareEntry.objects.filter(coop=life.coop, kind=ShareEntry.INTEREST)
    interest = given.aggregate(all=Sum("interest", default=0))["all"]
    assert capital.paid + capital.interest == life.into - life.out + interest
    assert voters_of(life.coop).count() == members_of(life.coop).count() <= len(life.members)


@pytest.mark.django_db
@pytest.mark.parametrize("batch", range(10))
def test_no_history_breaks_the_sums(batch: int) -> None:
    """One co-op for each batch; every history begins from how it was founded."""
    life, done = Life(f"life-{batch}"), 0
    for seed in range(batch, HISTORIES, 10):
        founded = transaction.savepoint()
        life.begin(seed)
        for _ in range(STEPS):
            with life.now():
                life.step()
        with life.now():
            check(life)
        done += life.done
        transaction.savepoint_rollback(founded)
    assert done > 3 * HISTORIES // 10  # the histories do something
