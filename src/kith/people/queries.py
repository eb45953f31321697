"""Reading people: who they are here, what they may see, how they need to be told."""

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from kith.foundation import clock
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Held, Permission, Place, holds
from kith.people.models import Account, Hat, Person


def person_of_account(account: Account | AnonymousUser, slug: str) -> Person | None:
    """The person this account is in the co-op with this slug, or None."""
    if not isinstance(account, Account):
        return None
    return (
        Person.objects.select_related("coop")
        .filter(account=account, coop__slug=slug, left_at__isnull=True)
        .first()
    )


def people_of_account(account: Account) -> QuerySet[Person]:
    """Every person this account is, in all its co-ops."""
    return (
        Person.objects.select_related("coop")
        .filter(account=account, left_at__isnull=True)
        .order_by("coop__name")
    )


def hats_worn(coop: Coop) -> QuerySet[Hat]:
    """The hats worn today in a co-op."""
    day = clock.today(coop.zone)
    return Hat.objects.filter(coop=coop, since__lte=day).filter(
        Q(until__isnull=True) | Q(until__gte=day)
    )


def actor_for(person: Person) -> Actor:
    """The person as one who asks: with the roles they hold today."""
    worn = hats_worn(person.coop).filter(person=person)
    return Actor(
        coop_id=person.coop_id,
        person_id=person.id,
        name=person.short,
        holds=tuple(Held(hat.role, hat.team_id) for hat in worn),
    )


def place_of(person: Person) -> Place:
    """Where a person stands: the teams in which they wear a hat today."""
    teams = hats_worn(person.coop).filter(person=person, team_id__isnull=False)
    return Place(
        person.coop_id,
        frozenset(team for team in teams.values_list("team_id", flat=True) if team),
        person.id,
    )


def people_seen_by(coop: Coop, by: Actor, permission: Permission) -> QuerySet[Person]:
    """The people of the co-op that `by` may do `permission` to, without those who have left."""
    people = Person.objects.filter(coop=coop, left_at__isnull=True)
    if by.reaches_all(permission):
        return people
    in_teams = hats_worn(coop).filter(team_id__in=by.teams_with(permission)).values("person")
    seen = Q(pk__in=in_teams)
    if holds(by, permission):
        seen |= Q(pk=by.person_id)
    return people.filter(seen)


def person_or_none(coop: Coop, person_id: uuid.UUID) -> Person | None:
    """A person of this co-op by id."""
    return Person.objects.select_related("coop").filter(coop=coop, pk=person_id).first()
