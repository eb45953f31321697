"""The page of the seven principles tells how much money members have put in, and warns when most of it is one's."""

import pytest

from kith.articles.principles.life import check_life
from kith.foundation.models import Coop
from kith.membership.factories import a_society, make_member
from kith.membership.loans.factories import lend
from kith.membership.shares.factories import hold_shares
from kith.people.factories import somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop() -> Coop:
    return a_society("spring")


def told(coop: Coop, principle: int) -> str:
    return " ".join(one.words for one in check_life(coop).get(principle, ()))


def test_shares_and_loans_are_counted_together(coop: Coop) -> None:
    ada, bob = (make_member(coop, somebody(coop, name), "people") for name in ("Ada", "Bob"))
    hold_shares(ada, 10_000, paid=5_000)
    hold_shares(bob, 5_000)
    assert "2 members have put in £100.00, 50% of it one member. Each has one vote." in told(
        coop, 3
    )
    lend(ada, 100_00)
    assert "2 members have put in £200.00, 75% of it one member" in told(coop, 4)
    assert "more than half" in told(coop, 4)


def test_nothing_is_said_before_there_is_money(coop: Coop) -> None:
    make_member(coop, somebody(coop, "Ada"), "people")
    assert "put in" not in told(coop, 3) + told(coop, 4)
