"""A society of seven in three classes: the greater of two and a tenth is a quorum, of each class too."""

import pytest

from kith.foundation.models import Coop
from kith.membership.factories import a_society, make_member, make_organisation
from kith.membership.models import Member
from kith.people.factories import somebody, with_account


@pytest.fixture
def coop() -> Coop:
    return a_society("oak")


@pytest.fixture
def cast(coop: Coop) -> dict[str, Member]:
    """Two of each class and one person more: Ada is the secretary, Fay speaks for an organisation."""
    found = {}
    for name, member_class in (
        ("Ada", "people"),
        ("Bob", "people"),
        ("Cy", "workers"),
        ("Dee", "workers"),
        ("Eve", "supporters"),
        ("Gus", "people"),
    ):
        person = with_account(somebody(coop, f"{name} {name}son"))
        found[name] = make_member(coop, person, member_class)
    found["Fay"] = make_organisation(coop, with_account(somebody(coop, "Fay Fayson")))
    return found
