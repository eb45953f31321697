"""Members for tests, made by the actions that people use."""

from kith.foundation.models import Coop
from kith.membership.actions import enter_member
from kith.membership.models import Member
from kith.people.models import Person


def make_member(coop: Coop, person: Person, member_class: str) -> Member:
    """The person as a member of this class."""
    return enter_member(
        coop=coop, by=None, member_class=member_class, person=person, decided_by="the founders"
    )
