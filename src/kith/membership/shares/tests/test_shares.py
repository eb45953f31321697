"""Shares: taken, paid, asked back, paid back, passed on, with interest; by the articles and never by vote."""

from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction

from kith.articles.queries import articles_in_force
from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Held
from kith.kernel.week import local_moment
from kith.membership import actions as membership
from kith.membership.extensions import holdings_of
from kith.membership.factories import a_society, make_member, make_organisation
from kith.membership.models import Member, Standing
from kith.membership.queries import voters_of
from kith.membership.shares import actions, money_actions, nominee_actions, queries, rules
from kith.membership.shares.factories import hold_shares, name_somebody, the_treasurer
from kith.membership.shares.models import ShareEntry, Withdrawal
from kith.people.factories import somebody
from kith.people.queries import actor_for

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


@pytest.fixture
def coop() -> Coop:
    return a_society("spring")


@pytest.fixture
def ada(coop: Coop) -> Member:
    return make_member(coop, somebody(coop, "Ada Able"), "people")


@pytest.fixture
def rich(coop: Coop) -> Member:
    """Somebody with so many shares that the year's limit leaves room."""
    return hold_shares(make_member(coop, somebody(coop, "Rita Rich"), "supporters"), 400_000)


def board(member: Member) -> Actor:
    return Actor(member.coop_id, member.voter.pk, "The board", (Held("board"),))


def back_of(member: Member) -> Withdrawal:
    return queries.waiting_of(member).get()


def pay(withdrawal: Withdrawal) -> ShareEntry:
    member = withdrawal.member
    today = clock.today(member.coop.zone)
    return actions.pay_back(
        coop=member.coop, by=the_treasurer(member), withdrawal=withdrawal, day=today
    )


def test_a_member_takes_shares_pays_and_asks_for_some_back(
    coop: Coop, ada: Member, rich: Member
) -> None:
    by = actor_for(ada.voter)
    actions.take_shares(coop=coop, by=by, member=ada, amount=5_000)
    assert queries.balance_of(ada) == rules.Balance(shares=5_000)
    actions.receive_payment(
        coop=coop, by=the_treasurer(ada), member=ada, amount=5_000, day=clock.today(coop.zone)
    )
    asked = actions.ask_back(coop=coop, by=by, member=ada, amount=4_900)
    assert (asked.pay_by - asked.asked_on).days == 180
    pay(asked)
    account = queries.account_of(ada)
    assert account.balance == rules.Balance(100, 100)
    assert [row.after.paid for row in account.rows] == [0, 5_000, 100]
    assert account.most_back == 0 and account.waiting == []


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "above zero"),
        (-100, "above zero"),
        (150, "£1.00 or £2.00"),
        (50, "Try £1.00"),
        (500_100, "at most"),
    ],
)
def test_shares_that_cannot_be_taken(coop: Coop, ada: Member, amount: int, words: str) -> None:
    with pytest.raises(DomainError, match=words) as said:
        actions.take_shares(coop=coop, by=actor_for(ada.voter), member=ada, amount=amount)
    assert said.value.field == "amount"
    assert queries.balance_of(ada) == rules.Balance()


def test_the_act_limits_a_person_and_not_a_society(coop: Coop, ada: Member) -> None:
    articles = articles_in_force(coop)
    rich = replace(articles, shares=replace(articles.shares, most=90_000_000))
    society = make_organisation(coop, somebody(coop, "Bob Best"))
    assert rules.most_of(ada, rich) == 10_000_000
    assert rules.most_of(society, rich) == 10_000_000  # a charity, not a registered society
    assert society.organisation
    society.organisation.kind = "society"
    assert rules.most_of(society, rich) == 90_000_000


def test_a_withdrawal_below_the_least_is_refused_with_what_can_be_asked(
    coop: Coop, ada: Member
) -> None:
    hold_shares(ada, 300)
    with pytest.raises(DomainError, match=r"£2\.00 at most") as said:
        actions.ask_back(coop=coop, by=actor_for(ada.voter), member=ada, amount=300)
    assert said.value.field == "amount"
    actions.ask_back(coop=coop, by=actor_for(ada.voter), member=ada, amount=200)
    with pytest.raises(DomainError, match=r"£2\.00 waits"):
        actions.ask_back(coop=coop, by=actor_for(ada.voter), member=ada, amount=100)


def test_unpaid_shares_cannot_be_asked_back_but_given_up(coop: Coop, ada: Member) -> None:
    hold_shares(ada, 500, paid=100)
    by = actor_for(ada.voter)
    with pytest.raises(DomainError, match="nothing that you could ask for"):
        actions.ask_back(coop=coop, by=by, member=ada, amount=100)
    with pytest.raises(DomainError, match=r"£4\.00 can be given up"):
        actions.give_up_unpaid(coop=coop, by=by, member=ada, amount=500)
    actions.give_up_unpaid(coop=coop, by=by, member=ada, amount=400)
    assert queries.balance_of(ada) == rules.Balance(100, 100)


def test_more_money_than_is_open_is_refused(coop: Coop, ada: Member) -> None:
    hold_shares(ada, 500, paid=0)
    with pytest.raises(DomainError, match=r"£5\.00 is still to be paid, and this is £6\.00"):
        actions.receive_payment(
            coop=coop, by=the_treasurer(ada), member=ada, amount=600, day=clock.today(coop.zone)
        )


def test_the_year_has_a_limit_and_what_is_beyond_it_waits(coop: Coop, ada: Member) -> None:
    hold_shares(ada, 100_000)  # all there is: a tenth a year
    by = actor_for(ada.voter)
    first = actions.ask_back(coop=coop, by=by, member=ada, amount=10_000)
    pay(first)
    second = actions.ask_back(coop=coop, by=by, member=ada, amount=100)
    with pytest.raises(DomainError, match=r"£100\.00 was paid in the last twelve months"):
        pay(second)
    second.refresh_from_db()
    assert second.state == Withdrawal.WAITING
    with clock.stopped_at(clock.now() + timedelta(days=366)):
        pay(second)


def test_the_limit_always_covers_one_least_holding(coop: Coop, ada: Member) -> None:
    hold_shares(ada, 100)
    articles = articles_in_force(coop)
    assert rules.most_in_a_year(capital=300, repaid=0, articles=articles) == 100
    never = replace(articles, shares=replace(articles.shares, withdrawal_most_percent=0))
    assert rules.most_in_a_year(capital=300, repaid=0, articles=never) == 0


def test_the_board_stops_repayments_and_goes_on(coop: Coop, ada: Member, rich: Member) -> None:
    hold_shares(ada, 1_000)
    asked = actions.ask_back(coop=coop, by=actor_for(ada.voter), member=ada, amount=500)
    money_actions.stop_repayments(
        coop=coop, by=board(ada), reason="The roof fell in.", decided_by="board of 1 May"
    )
    assert ada.voter.notices.filter(text="The roof fell in.").exists()
    with pytest.raises(DomainError, match="The roof fell in"):
        pay(asked)
    with pytest.raises(DomainError, match="already"):
        money_actions.stop_repayments(coop=coop, by=board(ada), reason="x", decided_by="y")
    money_actions.go_on_repaying(coop=coop, by=board(ada), decided_by="board of 2 May")
    pay(asked)


def test_who_leaves_gets_everything_and_gives_up_what_is_unpaid(
    coop: Coop, ada: Member, rich: Member
) -> None:
    hold_shares(ada, 5_000, paid=3_000)
    actions.ask_back(coop=coop, by=actor_for(ada.voter), member=ada, amount=1_000)
    membership.leave_coop(coop=coop, by=actor_for(ada.voter), member=ada)
    ada.refresh_from_db()
    waiting = back_of(ada)
    assert (waiting.amount, waiting.why) == (3_000, Withdrawal.LEFT)
    assert queries.balance_of(ada) == rules.Balance(3_000, 3_000)
    assert ada.ceased_on
    with clock.stopped_at(local_moment(ada.ceased_on, time(12), coop.zone)):
        pay(waiting)
        assert queries.balance_of(ada) == rules.Balance()
        with pytest.raises(DomainError, match="meanwhile"):
            pay(waiting)


def test_who_stays_after_all_keeps_the_shares(coop: Coop, ada: Member) -> None:
    hold_shares(ada, 5_000)
    later = clock.today(coop.zone) + timedelta(days=200)
    membership.leave_coop(coop=coop, by=actor_for(ada.voter), member=ada, on=later)
    membership.restore_member(coop=coop, by=actor_for(ada.voter), member=ada)
    assert not queries.waiting_of(ada).exists()
    assert queries.balance_of(ada) == rules.Balance(5_000, 5_000)


def test_nobody_is_paid_before_their_membership_has_ended(
    coop: Coop, ada: Member, rich: Member
) -> None:
    hold_shares(ada, 5_000)
    later = clock.today(coop.zone) + timedelta(days=200)
    membership.leave_coop(coop=coop, by=actor_for(ada.voter), member=ada, on=later)
    with pytest.raises(DomainError, match="The membership ends on"):
        pay(back_of(ada))


def died(member: Member) -> Withdrawal:
    keeper = Actor(member.coop_id, member.voter.pk, "Secretary", (Held("secretary"),))
    membership.end_membership(
        coop=member.coop,
        by=keeper,
        member=member,
        kind=Standing.DIED,
        on=clock.today(member.coop.zone),
    )
    return back_of(member)


def test_at_death_shares_go_to_the_member_who_was_named(
    coop: Coop, ada: Member, rich: Member
) -> None:
    heir = make_member(coop, somebody(coop, "Hugo Heir"), "supporters")
    hold_shares(ada, 5_000)
    name_somebody(ada, heir)
    waiting = died(ada)
    day = clock.today(coop.zone)
    nominee_actions.pass_on(
        coop=coop, by=the_treasurer(ada), withdrawal=waiting, as_shares=True, day=day
    )
    assert queries.balance_of(ada) == rules.Balance()
    assert queries.balance_of(heir) == rules.Balance(5_000, 5_000)
    waiting.refresh_from_db()
    assert waiting.state == Withdrawal.PAID


def test_at_death_what_is_above_the_limit_waits_for_the_estate(
    coop: Coop, ada: Member, rich: Member
) -> None:
    hold_shares(ada, 400_000)
    Withdrawal.objects.all().delete()
    name_somebody(ada)
    articles = articles_in_force(coop)
    waiting = died(ada)
    day = clock.today(coop.zone)
    with pytest.raises(DomainError, match="is not a member"):
        nominee_actions.pass_on(
            coop=coop, by=the_treasurer(ada), withdrawal=waiting, as_shares=True, day=day
        )
    with pytest.raises(DomainError, match="twelve months"):  # a fifth of all shares would go
        nominee_actions.pass_on(
            coop=coop, by=the_treasurer(ada), withdrawal=waiting, as_shares=False, day=day
        )
    assert articles.shares.nominee_most == 500_000
    assert queries.balance_of(ada) == rules.Balance(400_000, 400_000)


def test_nobody_names_themself_and_every_nomination_is_kept(coop: Coop, ada: Member) -> None:
    by = actor_for(ada.voter)
    with pytest.raises(DomainError, match="somebody else"):
        nominee_actions.nominate(
            coop=coop, by=by, member=ada, name="Ada Able", address="1 Mill Lane"
        )
    with pytest.raises(DomainError, match="address"):
        nominee_actions.nominate(coop=coop, by=by, member=ada, name="Robin Heir")
    name_somebody(ada)
    nominee_actions.nominate(coop=coop, by=by, member=ada, name="")
    assert queries.nomination_of(ada) is None
    assert [one.name for one in ada.nominations.order_by("at", "id")] == ["Robin Heir", ""]


def test_an_organisation_names_nobody(coop: Coop) -> None:
    society = make_organisation(coop, somebody(coop, "Bob Best"))
    with pytest.raises(DomainError, match="Only a person"):
        name_somebody(society)


def test_a_wrong_entry_is_put_right_by_a_new_one(coop: Coop, ada: Member) -> None:
    hold_shares(ada, 5_000)
    paid = queries.entries_of(ada).get(kind=ShareEntry.PAID)
    actions.put_right(coop=coop, by=the_treasurer(ada), entry=paid, words="It was Eve’s money")
    assert queries.balance_of(ada) == rules.Balance(5_000, 0)
    assert ShareEntry.objects.filter(pk=paid.pk, paid=5_000).exists()
    with pytest.raises(DomainError, match="already"):
        actions.put_right(coop=coop, by=the_treasurer(ada), entry=paid, words="again")
    taken = queries.entries_of(ada).get(kind=ShareEntry.TAKEN)
    with pytest.raises(DomainError, match="cannot be put right"):
        actions.put_right(coop=coop, by=the_treasurer(ada), entry=taken, words="no")


@pytest.mark.parametrize("statement", ["UPDATE {0} SET day = day", "DELETE FROM {0}"])
@pytest.mark.parametrize("table", ["shares_shareentry", "shares_nomination"])
def test_the_database_refuses_to_change_what_was_written(
    ada: Member, table: str, statement: str
) -> None:
    hold_shares(ada, 500)
    name_somebody(ada)
    told = statement.format(table).replace("day = day", "id = id")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(told)


def test_the_register_shows_what_each_owns(coop: Coop, ada: Member, rich: Member) -> None:
    hold_shares(ada, 500, paid=200)
    own = holdings_of(coop, [ada.pk, rich.pk])
    assert (own[ada.pk].shares, own[ada.pk].paid) == (500, 200)
    assert (own[rich.pk].shares, own[rich.pk].paid) == (400_000, 400_000)


def test_shares_wanted_on_joining_are_taken(coop: Coop) -> None:
    joined = membership.enter_member(
        coop=coop,
        by=None,
        member_class="people",
        person=somebody(coop, "Nia New"),
        decided_by="the board",
        shares_wanted=2_500,
    )
    assert queries.balance_of(joined) == rules.Balance(shares=2_500)
    assert [one.member for one in queries.behind_with_payments(coop)] == [joined]


def test_nobody_votes_by_shares(coop: Coop, ada: Member, rich: Member) -> None:
    assert [one.pk for one in voters_of(coop)] == [ada.pk, rich.pk]


def test_members_see_and_change_their_own_account_alone(
    coop: Coop, ada: Member, rich: Member
) -> None:
    by = actor_for(ada.voter)
    with pytest.raises(NotAllowed):
        actions.take_shares(coop=coop, by=by, member=rich, amount=100)
    with pytest.raises(NotAllowed):
        actions.receive_payment(
            coop=coop, by=by, member=ada, amount=100, day=clock.today(coop.zone)
        )
    with pytest.raises(NotAllowed):
        money_actions.stop_repayments(coop=coop, by=by, reason="x", decided_by="y")


def test_parts_fall_due_month_by_month_on_days_that_exist() -> None:
    assert rules.payment_days(date(2026, 1, 31), 3) == [
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]
    assert rules.payment_days(date(2026, 11, 15), 3)[-1] == date(2027, 2, 15)
    taken = ShareEntry(kind=ShareEntry.TAKEN, day=date(2026, 1, 31), shares=1_000, months=3)
    days = [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]
    assert [rules.due([taken], day) for day in days] == [0, 334, 667, 1_000]


def test_interest_counts_every_day_and_rounds_down() -> None:
    first, last = date(2026, 4, 1), date(2027, 3, 31)
    before = ShareEntry(kind=ShareEntry.PAID, day=date(2025, 1, 1), paid=10_000)
    assert rules.interest_of([before], first, last, 300) == 300
    half = ShareEntry(kind=ShareEntry.PAID, day=date(2026, 10, 1), paid=10_000)
    assert rules.interest_of([half], first, last, 300) == 10_000 * 182 * 300 // (10_000 * 365)
    gone = ShareEntry(kind=ShareEntry.REPAID, day=date(2026, 10, 1), paid=-10_000)
    assert rules.interest_of([before, gone], first, last, 300) == 150  # 183 days of 365
    assert rules.interest_of([before, gone], date(2027, 4, 1), date(2028, 3, 31), 300) == 0


def test_interest_is_given_once_a_year_within_the_articles() -> None:
    with clock.stopped_at(local_moment(date(2025, 4, 1), time(12), ZoneInfo("Europe/London"))):
        coop = a_society("autumn")
        ada = hold_shares(make_member(coop, somebody(coop, "Ada Able"), "people"), 10_000)
    ends, by = date(2026, 3, 31), the_treasurer(ada)
    with clock.stopped_at(local_moment(TODAY, time(12), coop.zone)):
        for points, day, words in ((301, ends, "3% a year"), (300, TODAY, "31 March")):
            with pytest.raises(DomainError, match=words):
                money_actions.give_interest(
                    coop=coop, by=by, ends=day, basis_points=points, decided_by="us"
                )
        year = money_actions.give_interest(
            coop=coop, by=by, ends=ends, basis_points=300, decided_by="meeting of 1 May"
        )
        assert (year.total, year.members) == (300, 1)
        with pytest.raises(DomainError, match="already"):
            money_actions.give_interest(
                coop=coop, by=by, ends=ends, basis_points=100, decided_by="us"
            )
        money_actions.keep_interest(coop=coop, by=actor_for(ada.voter), member=ada)
        assert queries.balance_of(ada) == rules.Balance(10_300, 10_300)
        with pytest.raises(DomainError, match="No interest"):
            money_actions.pay_interest(coop=coop, by=by, member=ada, day=TODAY)
