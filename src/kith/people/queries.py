"""Reading people: who they are here, what they may see, how they need to be told."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from kith.foundation import clock
from kith.foundation.models import Coop, Event
from kith.foundation.permissions import Actor, Held, Permission, Place, holds, roles
from kith.people.models import (
    Account,
    CommunicationNeeds,
    Hat,
    Notice,
    Person,
    Profile,
    Way,
    folded,
)


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


def hats_for(person: Person) -> list[Hat]:
    """The hats a person wears today, in the order of roles.toml: what one does comes before what one oversees."""
    order = list(roles())
    return sorted(
        hats_worn(person.coop).filter(person=person), key=lambda hat: order.index(hat.role)
    )


def chosen_hat(hats: Sequence[Hat], hat_id: str | None) -> Hat | None:
    """The hat with this id among those worn, else the first; None for somebody without hats."""
    return next((hat for hat in hats if str(hat.id) == hat_id), hats[0] if hats else None)


def hat_key(person: Person) -> str:
    """Where the session keeps the hat that this person chose."""
    return f"hat-{person.id}"


def hat_title(role: str) -> str:
    """What a role is called on screens."""
    return roles()[role].title


def actor_for(person: Person) -> Actor:
    """The person as one who asks: with the roles they hold today."""
    return actor_wearing(person, hats_for(person))


def actor_wearing(person: Person, hats: Iterable[Hat]) -> Actor:
    """The person as one who asks, where the hats they wear are known already."""
    return Actor(
        coop_id=person.coop_id,
        person_id=person.id,
        name=person.short,
        holds=tuple(Held(hat.role, hat.team_id) for hat in hats),
    )


def place_of(person: Person) -> Place:
    """Where a person stands: the teams in which they wear a hat today."""
    return places_of([person])[person.id]


def places_of(people: Sequence[Person]) -> dict[uuid.UUID, Place]:
    """Where each of these people of one co-op stands, in one query."""
    teams: dict[uuid.UUID, set[uuid.UUID]] = {person.id: set() for person in people}
    if people:
        worn = hats_worn(people[0].coop).filter(person__in=people, team_id__isnull=False)
        for person_id, team_id in worn.values_list("person_id", "team_id"):
            teams[person_id].update({team_id} if team_id else ())
    return {
        person.id: Place(person.coop_id, frozenset(teams[person.id]), person.id)
        for person in people
    }


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


def matching(
    people: QuerySet[Person], *, text: str = "", role: str = "", team_id: uuid.UUID | None = None
) -> QuerySet[Person]:
    """Those whose name holds every word of `text`, and who wear this hat or any hat in this team today."""
    for word in folded(text).split():
        people = people.filter(search_name__contains=word)
    if not role and not team_id:
        return people
    day = clock.now().date()
    worn = Hat.objects.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gte=day))
    worn = worn.filter(role=role) if role else worn
    worn = worn.filter(team_id=team_id) if team_id else worn
    return people.filter(pk__in=worn.values("person"))


def person_or_none(coop: Coop, person_id: uuid.UUID) -> Person | None:
    """A person of this co-op by id."""
    return Person.objects.select_related("coop", "account").filter(coop=coop, pk=person_id).first()


def hats_of(people: Iterable[Person], coop: Coop) -> dict[uuid.UUID, list[Hat]]:
    """The hats each of these people wears today, in one query."""
    worn: dict[uuid.UUID, list[Hat]] = {person.id: [] for person in people}
    for hat in hats_worn(coop).filter(person__in=worn):
        worn[hat.person_id].append(hat)
    return worn


def needs_of(people: Iterable[Person | uuid.UUID]) -> dict[uuid.UUID, CommunicationNeeds]:
    """How each of these people needs information, in one query. Who was never asked is missing."""
    ids = {person.id if isinstance(person, Person) else person for person in people}
    newest = (
        CommunicationNeeds.objects.filter(person=OuterRef("person"))
        .order_by("-number")
        .values("number")[:1]
    )
    rows = CommunicationNeeds.objects.filter(person__in=ids, number=Subquery(newest))
    return {needs.person_id: needs for needs in rows}


def needs_history(person: Person) -> QuerySet[CommunicationNeeds]:
    """Every version of a person's communication needs, newest first."""
    return CommunicationNeeds.objects.select_related("written_by").filter(person=person)


def profile_history(person: Person) -> QuerySet[Profile]:
    """Every version of a person's one-page profile, newest first."""
    return Profile.objects.select_related("written_by").filter(person=person)


def profile_of(person: Person) -> Profile | None:
    """The one-page profile in force, or None."""
    return profile_history(person).first()


@dataclass(frozen=True, slots=True)
class Change:
    """One change to a person's details: when, by whom, and which fields."""

    number: int
    kind: str
    by: str
    event: Event


def changes_of(person: Person) -> list[Change]:
    """What happened to a person's details and hats, newest first, in two queries."""
    events = list(
        Event.objects.filter(coop_id=person.coop_id, subject=f"people.person:{person.pk}").order_by(
            "-number"
        )[:200]
    )
    writers = Person.objects.in_bulk({event.by for event in events if event.by})
    return [
        Change(event.number, event.kind, str(writers.get(event.by, "")), event) for event in events
    ]


def reviews_due(people: QuerySet[Person], coop: Coop) -> QuerySet[Person]:
    """Those to ask (again) how they need information: never asked first, then by `review_on` of their newest answer."""
    newest = CommunicationNeeds.objects.filter(person=OuterRef("pk")).order_by("-number")
    asked = people.annotate(
        needs_number=Subquery(newest.values("number")[:1]),
        review_on=Subquery(newest.values("review_on")[:1]),
    )
    due = Q(needs_number__isnull=True) | Q(review_on__lte=clock.today(coop.zone))
    return asked.filter(due).order_by(F("review_on").asc(nulls_first=True), "name")


def notices_of(person: Person) -> QuerySet[Notice]:
    """What a person was told, newest first."""
    return Notice.objects.filter(person=person)


def to_tell_another_way(coop: Coop, people: QuerySet[Person]) -> QuerySet[Notice]:
    """Notices that wait for somebody to pass them on: e-mail does not suit, and nobody has seen or told them."""
    return (
        Notice.objects.select_related("person")
        .filter(coop=coop, person__in=people.order_by(), told_at__isnull=True, seen_at__isnull=True)
        .exclude(way=Way.EMAIL)
        .order_by("at", "id")
    )


def notice_or_none(coop: Coop, notice_id: uuid.UUID) -> Notice | None:
    """A notice of this co-op by id."""
    return Notice.objects.select_related("person__coop").filter(coop=coop, pk=notice_id).first()
