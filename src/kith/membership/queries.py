"""Reading the membership: who is a member, in which class, since when."""

from django.db.models import QuerySet

from kith.foundation.models import Coop
from kith.membership.models import Member
from kith.people.models import Person


def members_of(coop: Coop) -> QuerySet[Member]:
    """The members of today, suspended ones among them, by number, with their people."""
    return register_of(coop).filter(ceased_on__isnull=True)


def register_of(coop: Coop) -> QuerySet[Member]:
    """Everybody who is or was a member, by number, with their people."""
    return Member.objects.select_related("person", "organisation__representative").filter(coop=coop)


def membership_of(person: Person) -> Member | None:
    """The person's own membership today, or None; organisations that they speak for are not meant."""
    return members_of(person.coop).filter(person=person).first()
