"""Reading the membership: who is a member, in which class, since when, and what was written about their standing."""

import uuid
from datetime import date

from django.db.models import Q, QuerySet

from kith.articles.queries import articles_in_force
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.membership.models import Application, Member, Organisation, Standing
from kith.people.models import Person, folded


def members_of(coop: Coop) -> QuerySet[Member]:
    """The members of today, suspended ones among them, by number, with their people."""
    return register_of(coop).filter(still_members(clock.today(coop.zone)))


def still_members(day: date) -> Q:
    """Those whose membership has not ended by this day."""
    return Q(ceased_on__isnull=True) | Q(ceased_on__gt=day)


def voters_of(coop: Coop) -> QuerySet[Member]:
    """The members of today who may vote: those who are not suspended."""
    return members_of(coop).exclude(suspended_until__gte=clock.today(coop.zone))


def register_of(coop: Coop) -> QuerySet[Member]:
    """Everybody who is or was a member, by number, with their people."""
    return (
        Member.objects.select_related("coop", "person", "organisation__representative")
        .filter(coop=coop)
        .order_by("number")
    )


def membership_of(person: Person) -> Member | None:
    """The person's own membership today, or None; organisations that they speak for are not meant."""
    return members_of(person.coop).filter(person=person).first()


def votes_of(person: Person) -> QuerySet[Member]:
    """Every membership of today that this human being votes for: one at most, by the rules."""
    speaks = Q(person=person) | Q(organisation__representative=person)
    return members_of(person.coop).filter(speaks)


def memberships_of(person: Person) -> QuerySet[Member]:
    """Every line of the register, of today or before, that this human being stands or stood behind; newest first."""
    speaks = Q(person=person) | Q(organisation__representative=person)
    return register_of(person.coop).filter(speaks).order_by("-number")


def member_or_none(coop: Coop, member_id: uuid.UUID) -> Member | None:
    """A line of this co-op's register by id."""
    return register_of(coop).filter(pk=member_id).first()


def standings_of(member: Member) -> QuerySet[Standing]:
    """Everything written about a member's standing, in the order in which it was written."""
    return Standing.objects.select_related("written_by").filter(member=member).order_by("at", "id")


def named(members: QuerySet[Member], text: str) -> QuerySet[Member]:
    """Those whose name holds every word of `text`, or whose number it is; capitals and accents do not matter."""
    words = folded(text).split()
    if not words:
        return members
    holding = Q()
    for word in words:
        holding &= Q(search_name__contains=word)
    people = Person.objects.filter(holding).order_by().values("pk")
    organisations = Organisation.objects.filter(holding).order_by().values("pk")
    found = Q(person__in=people) | Q(organisation__in=organisations)
    if words[0].isascii() and words[0].isdigit() and len(words) == 1 and len(words[0]) < 10:
        found |= Q(number=int(words[0]))
    return members.filter(found)


def listed_members(coop: Coop) -> QuerySet[Member]:
    """The members who agreed to stand in the members' directory, by name."""
    return members_of(coop).filter(listed=True).order_by("person__name", "organisation__name")


def class_titles(coop: Coop) -> dict[str, str]:
    """The title of each class of the articles in force, by its key."""
    return {one.key: one.title for one in articles_in_force(coop).classes}


def waiting_application_of(person: Person) -> Application | None:
    """The person's own application that waits for an answer, or None."""
    waiting = Application.objects.filter(coop=person.coop, state=Application.WAITING)
    return waiting.filter(person=person).first()
