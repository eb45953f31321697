"""Members' loans: agreed by both, moved within the terms, never below nothing."""

import random
from datetime import time, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.models import Coop
from kith.kernel.week import local_moment
from kith.membership.extensions import holdings_of
from kith.membership.factories import a_society, make_member
from kith.membership.loans import actions, queries, rules
from kith.membership.loans.factories import a_loan, an_offer
from kith.membership.loans.models import Loan, LoanEntry
from kith.membership.models import Member
from kith.membership.shares.factories import the_treasurer
from kith.people.factories import somebody, the_secretary, with_account
from kith.people.queries import actor_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop() -> Coop:
    return a_society("spring")


@pytest.fixture
def ada(coop: Coop) -> Member:
    return make_member(coop, somebody(coop, "Ada Able"), "people")


def move(loan: Loan, kind: str, amount: int, days: int = 0) -> LoanEntry:
    day = loan.starts_on + timedelta(days=days)
    with clock.stopped_at(local_moment(day, time(12), loan.coop.zone)):
        return actions.move_loan(
            coop=loan.coop,
            by=the_treasurer(loan.member),
            loan=loan,
            kind=kind,
            amount=amount,
            day=day,
        )


def test_a_member_agrees_lends_and_is_repaid_with_interest(coop: Coop, ada: Member) -> None:
    loan = an_offer(ada, 100_000, 300)
    with pytest.raises(DomainError, match="not agreed"):
        move(loan, LoanEntry.PAID_IN, 100_000)
    actions.agree_loan(coop=coop, by=actor_for(ada.voter), loan=loan)
    move(loan, LoanEntry.PAID_IN, 100_000)
    with pytest.raises(DomainError, match="at most"):
        move(loan, LoanEntry.INTEREST, 3_001, 365)
    move(loan, LoanEntry.INTEREST, 3_000, 365)
    assert holdings_of(coop, [ada.pk])[ada.pk].other == 103_000
    move(loan, LoanEntry.INTEREST_PAID, 3_000, 365)
    move(loan, LoanEntry.REPAID, 100_000, 365)
    assert queries.total_of(coop) == rules.Balance()


@pytest.mark.parametrize(
    ("kind", "amount"),
    [
        (LoanEntry.PAID_IN, 60_001),
        (LoanEntry.REPAID, 40_001),
        (LoanEntry.INTEREST_PAID, 1),
        (LoanEntry.INTEREST, 1),
        (LoanEntry.REPAID, 0),
    ],
)
def test_nothing_moves_beyond_the_terms(ada: Member, kind: str, amount: int) -> None:
    loan = a_loan(ada)
    move(loan, LoanEntry.PAID_IN, 40_000)
    with pytest.raises(DomainError) as refused:
        move(loan, kind, amount)
    assert refused.value.field == "amount"
    assert len(queries.entries_of(loan)) == 1


def test_on_paper_one_says_how_and_others_may_not_answer(coop: Coop, ada: Member) -> None:
    loan = an_offer(ada)
    with pytest.raises(DomainError, match="how the member agreed"):
        actions.agree_loan(coop=coop, by=the_secretary(coop), loan=loan)
    bo = make_member(coop, somebody(coop, "Bo Bell"), "people")
    with pytest.raises(NotAllowed):
        actions.agree_loan(coop=coop, by=actor_for(bo.voter), loan=loan)


def test_the_database_keeps_every_entry(ada: Member) -> None:
    entry = move(a_loan(ada), LoanEntry.PAID_IN, 500)
    with pytest.raises(DatabaseError), transaction.atomic():
        LoanEntry.objects.filter(pk=entry.pk).update(owed=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        LoanEntry.objects.filter(pk=entry.pk).delete()


@pytest.mark.parametrize("seed", range(8))
def test_sums_are_the_balance_in_every_history(ada: Member, seed: int) -> None:
    """Money counted apart from the entries always equals what the co-op owes, and nothing falls below zero."""
    chance, loan, day = random.Random(seed), a_loan(ada, 50_000, 700), 0
    owed = interest = done = 0
    for _ in range(40):
        day += chance.choice((0, 0, 20, 300))
        kind = chance.choice(list(actions.COLUMN))
        amount = chance.choice((1, 500, 9_000, 30_000))
        try:
            move(loan, kind, amount, day)
        except DomainError:
            continue
        finally:
            held = rules.balance(queries.entries_of(loan))
            assert held.owed >= 0 and held.interest >= 0
        done += 1
        column, sign = actions.COLUMN[kind]
        owed += sign * amount if column == "owed" else 0
        interest += sign * amount if column == "interest" else 0
        assert held == rules.Balance(owed, interest)
        entries = queries.entries_of(loan)
        added = sum(one.interest for one in entries if one.kind == LoanEntry.INTEREST)
        assert added <= 50_000 * 700 * day // (10_000 * 365)
    assert done


def test_whoever_has_left_lends_no_more_and_is_repaid(coop: Coop, ada: Member) -> None:
    loan = a_loan(ada)
    move(loan, LoanEntry.PAID_IN, 500)
    Member.objects.filter(pk=ada.pk).update(ceased_on=loan.starts_on, standing=Member.CEASED)
    with pytest.raises(DomainError, match="no longer a member"):
        move(loan, LoanEntry.PAID_IN, 500)
    move(loan, LoanEntry.REPAID, 500)
    assert queries.total_of(coop).owed == 0


def test_a_bad_amount_keeps_what_was_typed(coop: Coop, ada: Member, client: Client) -> None:
    loan = a_loan(ada)
    keeper = with_account(somebody(coop, "Tess Till", role="treasurer"))
    client.force_login(keeper.account)  # type: ignore[arg-type]
    address = reverse(
        "loans:move", kwargs={"coop": coop.slug, "loan": loan.pk, "movement": "repaid"}
    )
    day = loan.starts_on
    typed = {"amount": "77.00", "day_0": day.day, "day_1": day.month, "day_2": day.year}
    answer = client.post(address, typed)
    assert answer.status_code == 422 and "77.00" in answer.text


def test_the_treasurer_reads_every_loan_and_what_is_due_next(
    coop: Coop, ada: Member, client: Client
) -> None:
    loan = a_loan(ada)
    move(loan, LoanEntry.PAID_IN, 12_300)
    an_offer(ada, 9_900)
    client.force_login(with_account(somebody(coop, "Tess Till", role="treasurer")).account)  # type: ignore[arg-type]
    every = client.get(reverse("loans:all", kwargs={"coop": coop.slug}))
    assert "£123" in every.text and "Ada Able, by" in every.text and "£99" in every.text
    one = client.get(reverse("loans:loan", kwargs={"coop": coop.slug, "loan": loan.pk}))
    assert "Money is repaid" in one.text and "£123" in one.text
