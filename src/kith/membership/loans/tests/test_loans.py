"""Loans: offered to members, agreed or not, paid in, given interest by days, paid back; nothing below zero."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.models import Coop
from kith.kernel.week import local_moment
from kith.membership import actions as membership
from kith.membership.extensions import holdings_of
from kith.membership.factories import a_society, make_member
from kith.membership.loans import actions, queries, rules
from kith.membership.loans.factories import lend, offer_a_loan, the_keeper
from kith.membership.loans.models import Loan, LoanEntry
from kith.membership.models import Member
from kith.people.factories import somebody, with_account
from kith.people.models import Notice, Person
from kith.people.queries import actor_for

pytestmark = pytest.mark.django_db
FIRST = date(2026, 3, 2)


@contextmanager
def on(day: date) -> Iterator[None]:
    with clock.stopped_at(local_moment(day, time(12), ZoneInfo("Europe/London"))):
        yield


@pytest.fixture
def coop() -> Coop:
    with on(FIRST):
        return a_society("spring")


@pytest.fixture
def ada(coop: Coop) -> Member:
    with on(FIRST):
        return make_member(coop, somebody(coop, "Ada Able"), "people")


@pytest.fixture
def loan(ada: Member) -> Loan:
    """£1,000 at 3.65%: ten pence a day."""
    with on(FIRST):
        return lend(ada, 100_000, 365)


def interest(loan: Loan, until: date) -> LoanEntry:
    by = the_keeper(loan.member)
    return actions.give_interest(coop=loan.member.coop, by=by, loan=loan, until=until)


def repay(loan: Loan, amount: int, day: date) -> LoanEntry:
    by = the_keeper(loan.member)
    return actions.repay_loan(
        coop=loan.member.coop, by=by, loan=loan, amount=amount, day=day, words="bank"
    )


def receive(loan: Loan, amount: int, day: date) -> LoanEntry:
    by = the_keeper(loan.member)
    return actions.receive_loan(
        coop=loan.member.coop, by=by, loan=loan, amount=amount, day=day, words="bank"
    )


def test_a_member_lends_has_interest_and_is_paid_back(loan: Loan) -> None:
    coop, by = loan.member.coop, the_keeper(loan.member)
    with on(date(2026, 4, 1)):
        assert queries.account_of(loan).grown == 310  # 2 March to 1 April is 31 days
        repay(loan, 100_000, date(2026, 4, 1))
        interest(loan, date(2026, 4, 1))
        assert queries.balance_of(loan) == rules.Balance(0, 300)  # not on the day of repayment
        actions.pay_interest(coop=coop, by=by, loan=loan, day=date(2026, 4, 1))
        account = queries.account_of(loan)
    assert account.balance == rules.Balance() and account.ended
    assert [row.entry.kind for row in account.rows] == [
        LoanEntry.PAID_IN,
        LoanEntry.REPAID,
        LoanEntry.INTEREST,
        LoanEntry.INTEREST_PAID,
    ]
    said = list(Notice.objects.filter(person=loan.member.voter, kind="loans").order_by("id"))
    assert len(said) == 5 and "£1,000.00" in said[0].title


@pytest.mark.parametrize(
    ("field", "terms"),
    [
        ("amount", {"amount": 0}),
        ("amount", {"amount": -5}),
        ("percent", {"basis_points": -1}),
        ("percent", {"basis_points": 2_001}),
        ("repay_by", {"repay_by": FIRST}),
        ("purpose", {"purpose": "  "}),
    ],
)
def test_terms_that_nobody_can_agree_to(ada: Member, field: str, terms: dict[str, object]) -> None:
    good: dict[str, object] = {
        "amount": 100,
        "basis_points": 100,
        "starts_on": FIRST,
        "repay_by": date(2027, 3, 2),
        "purpose": "a van",
    }
    with on(FIRST), pytest.raises(DomainError) as said:
        actions.offer_loan(coop=ada.coop, by=the_keeper(ada), member=ada, **(good | terms))  # type: ignore[arg-type]
    assert said.value.field == field
    assert not Loan.objects.exists()


def test_nobody_writes_the_terms_of_their_own_loan(ada: Member) -> None:
    by = the_keeper(ada)
    own = type(by)(by.coop_id, ada.voter.pk, "Ada", by.holds)
    with on(FIRST), pytest.raises(DomainError, match="Somebody else"):
        actions.offer_loan(
            coop=ada.coop,
            by=own,
            member=ada,
            amount=100,
            basis_points=0,
            starts_on=FIRST,
            repay_by=date(2027, 1, 1),
            purpose="a van",
        )


def test_only_the_member_agrees_or_a_signed_paper_does(ada: Member) -> None:
    coop, keeper = ada.coop, the_keeper(ada)
    with on(FIRST):
        bob = make_member(coop, somebody(coop, "Bob Best"), "people")
        loan = offer_a_loan(ada)
        with pytest.raises(NotAllowed):
            actions.agree_loan(coop=coop, by=actor_for(bob.voter), loan=loan)
        with pytest.raises(DomainError, match="Only Ada Able"):
            actions.agree_loan(coop=coop, by=keeper, loan=loan)
        with pytest.raises(DomainError, match="still to come") as said:
            actions.agree_loan(coop=coop, by=keeper, loan=loan, on_paper=date(2026, 3, 3))
        assert said.value.field == "day"
        with pytest.raises(DomainError, match="became a member"):
            actions.agree_loan(coop=coop, by=keeper, loan=loan, on_paper=date(2026, 3, 1))
        done = actions.agree_loan(coop=coop, by=keeper, loan=loan, on_paper=FIRST)
        assert (done.state, done.agreed_on, done.agreed_on_paper) == (Loan.AGREED, FIRST, True)
        with pytest.raises(DomainError, match="agreed meanwhile"):
            actions.decline_loan(coop=coop, by=actor_for(ada.voter), loan=loan)


def test_no_money_comes_in_that_was_not_agreed(ada: Member) -> None:
    coop = ada.coop
    with on(FIRST):
        loan = offer_a_loan(ada, 500)
        with pytest.raises(DomainError, match="not agreed"):
            receive(loan, 100, FIRST)
        actions.decline_loan(coop=coop, by=actor_for(ada.voter), loan=loan)
        with pytest.raises(DomainError, match="not agreed"):
            receive(loan, 100, FIRST)
        with pytest.raises(DomainError, match="declined meanwhile"):
            actions.agree_loan(coop=coop, by=actor_for(ada.voter), loan=loan)
    assert not LoanEntry.objects.exists()


def test_never_more_is_paid_in_than_agreed_even_after_some_is_back(loan: Loan) -> None:
    with on(date(2026, 3, 20)):
        repay(loan, 40_000, date(2026, 3, 20))
        with pytest.raises(DomainError, match=r"£0\.00 of what was agreed") as said:
            receive(loan, 1, date(2026, 3, 20))
        assert said.value.field == "amount"


def test_never_more_is_paid_back_than_is_owed_nor_before_it_came(loan: Loan) -> None:
    with on(date(2026, 3, 20)):
        with pytest.raises(DomainError, match=r"£1,000\.00 is owed") as said:
            repay(loan, 100_001, date(2026, 3, 20))
        assert said.value.field == "amount"
        with pytest.raises(DomainError, match="began on 2 March"):
            repay(loan, 1, date(2026, 3, 1))
        with pytest.raises(DomainError, match="still to come"):
            repay(loan, 1, date(2026, 3, 21))
    later = offer_later(loan.member)
    with on(date(2026, 3, 20)):
        receive(later, 500, date(2026, 3, 15))
        with pytest.raises(DomainError, match="did not have so much"):
            repay(later, 100, date(2026, 3, 10))


def offer_later(member: Member) -> Loan:
    with on(FIRST):
        loan = offer_a_loan(member, 1_000)
        return actions.agree_loan(coop=member.coop, by=actor_for(member.voter), loan=loan)


def test_interest_is_never_given_twice_for_a_day(loan: Loan) -> None:
    with on(date(2026, 4, 10)):
        assert interest(loan, date(2026, 3, 31)).interest == 300
        for until in (date(2026, 3, 31), date(2026, 3, 15)):
            with pytest.raises(DomainError, match="31 March 2026 already") as said:
                interest(loan, until)
            assert said.value.field == "until"
        assert interest(loan, date(2026, 4, 10)).interest == 100
        with pytest.raises(DomainError, match="still to come"):
            interest(loan, date(2026, 4, 11))
        with pytest.raises(DomainError, match="Interest is written down until 10 April"):
            repay(loan, 100, date(2026, 4, 10))


def test_a_loan_without_interest_grows_none(ada: Member) -> None:
    with on(FIRST):
        free = lend(ada, 100_000, 0)
    with on(date(2027, 3, 2)), pytest.raises(DomainError, match="no interest"):
        interest(free, date(2027, 3, 1))


def test_interest_by_days_knows_leap_years_and_moving_sums() -> None:
    came = LoanEntry(kind=LoanEntry.PAID_IN, day=date(2027, 7, 1), owed=10_000)
    year = rules.interest_of([came], date(2028, 1, 1), date(2028, 12, 31), 300)
    assert year == 300  # 366 of 366 days
    half = rules.interest_of([came], date(2027, 1, 1), date(2027, 12, 31), 300)
    assert half * 365 == 300 * 184
    assert rules.interest_of([came], date(2027, 1, 1), date(2028, 12, 31), 300) == year + half
    gone = LoanEntry(kind=LoanEntry.REPAID, day=date(2028, 1, 1), owed=-10_000)
    assert rules.interest_of([came, gone], date(2027, 1, 1), date(2028, 12, 31), 300) == half


def test_who_has_left_lends_nothing_more_and_is_owed_the_loan(loan: Loan) -> None:
    member, coop = loan.member, loan.member.coop
    open_one, offered = offer_later(member), Loan()
    with on(FIRST):
        offered = offer_a_loan(member)
        membership.leave_coop(coop=coop, by=actor_for(member.voter), member=member, on=FIRST)
    member = Member.objects.get(pk=member.pk)
    with on(date(2026, 3, 12)):
        with pytest.raises(DomainError, match="no longer a member"):
            receive(open_one, 100, date(2026, 3, 12))
        with pytest.raises(DomainError, match="no longer a member"):
            actions.agree_loan(coop=coop, by=the_keeper(member), loan=offered, on_paper=FIRST)
        with pytest.raises(DomainError, match="no longer a member"):
            offer_a_loan(member)
        assert holdings_of(coop, [member.pk])[member.pk].other == 100_000
        repay(loan, 100_000, date(2026, 3, 12))
        assert interest(loan, date(2026, 3, 12)).interest == 100
        assert holdings_of(coop, [member.pk])[member.pk].other == 100


def test_a_wrong_entry_is_put_right_by_a_new_one(loan: Loan) -> None:
    coop, by = loan.member.coop, the_keeper(loan.member)
    came = queries.entries_of(loan).get()
    with on(date(2026, 4, 1)):
        given = interest(loan, date(2026, 3, 31))
        with pytest.raises(DomainError, match="Interest counts it"):
            actions.put_right(coop=coop, by=by, entry=came, words="wrong loan")
        with pytest.raises(DomainError, match="what was wrong") as said:
            actions.put_right(coop=coop, by=by, entry=given, words=" ")
        assert said.value.field == "words"
        actions.put_right(coop=coop, by=by, entry=given, words="a day too early")
        with pytest.raises(DomainError, match="put right already"):
            actions.put_right(coop=coop, by=by, entry=given, words="again")
        assert interest(loan, date(2026, 3, 30)).interest == 290  # counted again, once
        newest = interest(loan, date(2026, 3, 31))
        with pytest.raises(DomainError, match="newer interest"):
            older = queries.entries_of(loan).get(until=date(2026, 3, 30))
            actions.put_right(coop=coop, by=by, entry=older, words="no")
        actions.pay_interest(coop=coop, by=by, loan=loan, day=date(2026, 4, 1))
        with pytest.raises(DomainError, match="less on this loan"):
            actions.put_right(coop=coop, by=by, entry=newest, words="paid out already")


def test_money_put_right_has_room_again(loan: Loan) -> None:
    coop, by = loan.member.coop, the_keeper(loan.member)
    with on(date(2026, 3, 5)):
        came = queries.entries_of(loan).get()
        actions.put_right(coop=coop, by=by, entry=came, words="a day too early")
        assert queries.account_of(loan).to_come == 100_000
        receive(loan, 100_000, date(2026, 3, 3))
        assert queries.account_of(loan).grown == 30


@pytest.mark.parametrize("statement", ["UPDATE {0} SET id = id", "DELETE FROM {0}"])
def test_the_database_refuses_to_change_what_was_written(loan: Loan, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format("loans_loanentry"))


def test_only_whoever_keeps_the_accounts_writes_money_down(loan: Loan) -> None:
    coop, own = loan.member.coop, actor_for(loan.member.voter)
    with on(date(2026, 3, 5)):
        day = date(2026, 3, 5)
        with pytest.raises(NotAllowed):
            actions.receive_loan(coop=coop, by=own, loan=loan, amount=1, day=day)
        with pytest.raises(NotAllowed):
            actions.repay_loan(coop=coop, by=own, loan=loan, amount=1, day=day)
        with pytest.raises(NotAllowed):
            actions.give_interest(coop=coop, by=own, loan=loan, until=day)
        with pytest.raises(NotAllowed):
            actions.pay_interest(coop=coop, by=own, loan=loan, day=day)


def test_the_register_and_the_statements_take_one_query(
    coop: Coop, loan: Loan, django_assert_num_queries: object
) -> None:
    lend(loan.member, 500)
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = queries.holdings_of(coop, [loan.member.pk])
    assert found[loan.member.pk].other == 100_500
    loans = list(queries.loans_of(coop))
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(queries.accounts_of(loans)) == 2
    assert queries.totals_of(coop) == rules.Balance(100_500, 0)
    assert next(one.pk for one in queries.owed_next(coop)) == loan.pk


def test_late_is_said_on_the_day_after(loan: Loan) -> None:
    with on(loan.repay_by):
        assert not queries.account_of(loan).late
    with on(loan.repay_by + timedelta(days=1)):
        assert queries.account_of(loan).late


def test_the_pages_lead_from_the_terms_to_the_statement() -> None:
    coop = a_society("autumn")
    ada = make_member(coop, somebody(coop, "Ada Able"), "people")
    keeper, own = browser_of(Person.objects.get(name="Sam Secretary")), browser_of(ada.voter)
    at, today = {"coop": coop.slug}, clock.today(coop.zone)
    terms = {"number": ada.number, "amount": "£1,000", "percent": "2.5", "purpose": "a van"}
    terms |= boxes("starts_on", today) | boxes("repay_by", today)
    refused = keeper.post(reverse("loans:offer", kwargs=at), terms)
    assert refused.status_code == 422 and "after the loan begins" in refused.text
    assert "£1,000" in refused.text and "a van" in refused.text
    unknown = keeper.post(reverse("loans:offer", kwargs=at), terms | {"number": "77"})
    assert "No member has this number" in unknown.text
    good = terms | boxes("repay_by", today + timedelta(days=365))
    assert keeper.post(reverse("loans:offer", kwargs=at), good).status_code == 302
    loan = Loan.objects.get()
    assert (loan.amount, loan.basis_points) == (100_000, 250)
    assert "I agree to lend this" in own.get(reverse("loans:mine", kwargs=at)).text
    one = at | {"loan": str(loan.pk)}
    assert "I agree to lend this" not in keeper.get(reverse("loans:loan", kwargs=one)).text
    assert own.post(reverse("loans:agree", kwargs=one)).status_code == 302
    came = {"amount": "1000", "words": "bank"} | boxes("day", today)
    assert keeper.post(reverse("loans:receive", kwargs=one), came).status_code == 302
    assert "£1,000.00" in own.get(reverse("loans:loan", kwargs=one)).text
    everything = keeper.get(reverse("loans:all", kwargs=at), {"q": "ada"}).text
    assert "To be paid back next" in everything and "Ada Able" in everything
    assert own.get(reverse("loans:all", kwargs=at)).status_code == 403
    bob = browser_of(make_member(coop, somebody(coop, "Bob Best"), "people").voter)
    assert bob.get(reverse("loans:loan", kwargs=one)).status_code == 403
    assert "You have lent nothing" in bob.get(reverse("loans:mine", kwargs=at)).text


def boxes(name: str, day: date) -> dict[str, object]:
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


def browser_of(person: Person) -> Client:
    client = Client()
    client.force_login(with_account(person).account)  # type: ignore[arg-type]
    return client
