"""Changing people: their details, hats, way to sign in, one-page profile and communication needs."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TypeVar, Unpack

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from kith.foundation import clock
from kith.foundation.errors import ChangedMeanwhile, NotAllowed
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import (
    Actor,
    Permission,
    Place,
    Reach,
    allows,
    holds,
    require,
    roles,
)
from kith.people import rules
from kith.people.models import (
    Account,
    CommunicationNeeds,
    Hat,
    Person,
    Profile,
    folded,
)
from kith.people.queries import actor_for, hats_for, hats_worn, place_of

FREE_HATS = frozenset({"person", "supporter"})  # whoever may add people may give these
REVIEW_AFTER = timedelta(days=365)
Written = TypeVar("Written", Profile, CommunicationNeeds)


@transaction.atomic
def add_person(
    *,
    coop: Coop,
    by: Actor,
    hat: str = "",
    team_id: uuid.UUID | None = None,
    **details: Unpack[rules.Details],
) -> Person:
    """Write down somebody new, with a first hat in the co-op or in one team.

    Whoever may change people of that team (or of the co-op) may add a person or a supporter; any other hat needs
    `hats.change`. Raises NotAllowed, NhsNumberTaken, or DomainError naming the field that is wrong.
    """
    place = Place(coop.id, frozenset({team_id} if team_id else ()))
    require(by, Permission.PEOPLE_CHANGE, place)
    if hat and hat not in FREE_HATS:
        require(by, Permission.HATS_CHANGE, place)
    rules.check_no_place_in_a_team([(hat, team_id)])
    person = write_down(coop=coop, by=by, details=details)
    if hat:
        wear_hat(coop=coop, by=by, person=person, role=hat, team_id=team_id)
    return person


@transaction.atomic
def add_founders(
    *, coop: Coop, founders: Iterable[tuple[rules.Details, Sequence[str]]]
) -> list[Person]:
    """Write down a new co-op's first people: details and hats of each. With an e-mail they can sign in at once.

    For the founding of a co-op only: nobody is there yet who could be asked for permission. Raises NotAllowed when
    the co-op has people already.
    """
    if Person.objects.filter(coop=coop).exists():
        raise NotAllowed("This co-op has its founders already. Ask one of them to add people.")
    return [_founder(coop, *founder) for founder in founders]


def write_down(*, coop: Coop, by: Actor | None, details: rules.Details) -> Person:
    """Write down somebody new. For actions of rooms above that have asked their own permission; it asks none."""
    person = _written(Person(coop=coop), by, {"name": "", **details})
    record(coop=coop, by=by, kind="person.added", subject=person)
    return person


def _founder(coop: Coop, details: rules.Details, hats: Sequence[str]) -> Person:
    person = write_down(coop=coop, by=None, details=details)
    if person.email:
        person.account = account_for(person.email)
        person.save(update_fields=["account"])
    for role in hats:
        wear_hat(coop=coop, by=None, person=person, role=role)
    return person


@transaction.atomic
def change_person(
    *, coop: Coop, by: Actor, person: Person, revision: int, **details: Unpack[rules.Details]
) -> Person:
    """Change the details that are given. `revision` is that of the person as the writer saw them.

    Raises ChangedMeanwhile when somebody else was first; otherwise as `add_person`. The record keeps the names of
    the changed fields and never their values.
    """
    require(by, Permission.PEOPLE_CHANGE, place_of(person))
    kept = Person.objects.select_for_update().get(pk=person.pk, coop=coop)
    if kept.revision != revision:
        raise ChangedMeanwhile(
            f"Somebody else changed {kept.short}’s details while you were writing. "
            "What you typed is kept below. Look at what is different, then save again."
        )
    before = {field: getattr(kept, field) for field in details}
    kept.revision += 1
    _written(kept, by, details)
    changed = sorted(field for field in details if before[field] != getattr(kept, field))
    if changed:
        record(coop=coop, by=by, kind="person.changed", subject=kept, fields=changed)
    return kept


def _written(person: Person, by: Actor | None, details: rules.Details) -> Person:
    whole = rules.Details(latitude=person.latitude, longitude=person.longitude)
    tidy = rules.checked({**whole, **details}, clock.today(person.coop.zone))
    for field, value in tidy.items():
        setattr(person, field, value)
    person.search_name = folded(f"{person.name} {person.called}")
    _check_nhs_number(person, by)
    person.save()
    return person


def _check_nhs_number(person: Person, by: Actor | None) -> None:
    if not person.nhs_number:
        return
    Coop.objects.select_for_update().get(pk=person.coop_id)  # one writer at a time may claim one
    others = Person.objects.filter(coop=person.coop, nhs_number=person.nhs_number)
    other = others.exclude(pk=person.pk).first()
    if other:
        seen = by is not None and allows(by, Permission.PEOPLE_VIEW, place_of(other))
        who = other.name if seen else "Somebody else in this co-op"
        raise rules.NhsNumberTaken(
            f"{who} already has this NHS number. Nothing was saved. "
            "Check the number, and check that this is not the same person twice.",
            field="nhs_number",
        )


@transaction.atomic
def person_leaves(*, coop: Coop, by: Actor, person: Person) -> None:
    """The person leaves the co-op: their hats end and they can no longer sign in to it. Their records stay.

    Raises NotAllowed, LastKeeper when nobody else could give hats, or DomainError while they have a place in a team.
    """
    require(by, Permission.PEOPLE_CHANGE, place_of(person))
    hats = hats_for(person)
    rules.check_no_place_in_a_team([(hat.role, hat.team_id) for hat in hats])
    for hat in hats:
        take_off(coop=coop, by=by, hat=hat)
    person.left_at = clock.now()
    person.account = None
    person.save(update_fields=["left_at", "account"])
    record(coop=coop, by=by, kind="person.left", subject=person)


@transaction.atomic
def person_comes_back(*, coop: Coop, by: Actor, person: Person) -> None:
    """Somebody who left is here again, without hats. Needs `people.change` over the whole co-op."""
    require(by, Permission.PEOPLE_CHANGE, Place(coop.id))
    person.left_at = None
    person.save(update_fields=["left_at"])
    record(coop=coop, by=by, kind="person.came-back", subject=person)


@transaction.atomic
def give_hat(
    *,
    coop: Coop,
    by: Actor,
    person: Person,
    role: str,
    team_id: uuid.UUID | None = None,
    since: date | None = None,
) -> Hat:
    """Give a person a role, in one team or in the whole co-op. Raises as `wear_hat`, and NotAllowed.

    A worker's or coach's hat in a team comes with their place there, from the teams room.
    """
    require(by, Permission.HATS_CHANGE, Place(coop.id, frozenset({team_id} if team_id else ())))
    rules.check_no_place_in_a_team([(role, team_id)])
    return wear_hat(coop=coop, by=by, person=person, role=role, team_id=team_id, since=since)


@transaction.atomic
def take_hat(*, coop: Coop, by: Actor, hat: Hat) -> None:
    """Take a role from a person from now on. Raises NotAllowed, or LastKeeper."""
    teams = frozenset({hat.team_id} if hat.team_id else ())
    require(by, Permission.HATS_CHANGE, Place(coop.id, teams))
    rules.check_no_place_in_a_team([(hat.role, hat.team_id)])
    take_off(coop=coop, by=by, hat=hat)


def wear_hat(
    *,
    coop: Coop,
    by: Actor | None,
    person: Person,
    role: str,
    team_id: uuid.UUID | None = None,
    since: date | None = None,
) -> Hat:
    """Put a hat on a person. For actions of rooms above that have asked their own permission; it asks none.

    Raises DomainError for a hat that does not exist, HatAlreadyWorn for one that is worn.
    """
    rules.check_role(role)
    rules.check_not_worn(list(Hat.objects.filter(person=person)), role, team_id)
    hat = Hat.objects.create(
        coop=coop,
        person=person,
        role=role,
        team_id=team_id,
        since=since or clock.today(coop.zone),
    )
    record(coop=coop, by=by, kind="hat.given", subject=person, role=role, team=team_id)
    return hat


def take_off(*, coop: Coop, by: Actor | None, hat: Hat, last_day: date | None = None) -> None:
    """Take a hat off after `last_day`, else from now on. For actions of rooms above that have asked their own
    permission; it asks none.

    Raises LastKeeper when nobody else in the co-op could give hats.
    """
    if _gives_hats(hat.role) and not _other_keepers(coop, hat):
        raise rules.LastKeeper(
            "Nobody else could give hats after this. Give somebody else this hat first.",
            field="role",
        )
    # `until` is the last day it is worn
    hat.until = last_day or clock.today(coop.zone) - timedelta(days=1)
    hat.save(update_fields=["until"])
    record(coop=coop, by=by, kind="hat.taken", subject=hat.person, role=hat.role, team=hat.team_id)


def _gives_hats(role: str) -> bool:
    return roles()[role].permissions.get(Permission.HATS_CHANGE) == Reach.COOP


def _other_keepers(coop: Coop, hat: Hat) -> bool:
    keepers = [role for role in roles() if _gives_hats(role)]
    return (
        hats_worn(coop)
        .filter(role__in=keepers, person__left_at__isnull=True)
        .exclude(pk=hat.pk)
        .exists()
    )


@transaction.atomic
def invite_person(*, coop: Coop, by: Actor, person: Person) -> Account:
    """Let a person sign in with their own e-mail address, and write to tell them how.

    An account with that address is linked, so that one sign-in serves several co-ops. Whoever gives hats in the
    co-op, or has signed in with another address before, can be invited only by somebody who may give hats: else
    a changed address would hand over those hats. Raises NotAllowed, or DomainError naming `email`.
    """
    place = place_of(person)
    require(by, Permission.PEOPLE_CHANGE, place)
    rules.check_can_be_invited(person)
    account = account_for(person.email)
    moved = person.account_id not in (None, account.pk)
    if moved or holds(actor_for(person), Permission.HATS_CHANGE):
        require(by, Permission.HATS_CHANGE, place)
    return let_sign_in(coop=coop, by=by, person=person)


def let_sign_in(*, coop: Coop, by: Actor, person: Person) -> Account:
    """As `invite_person`, for actions that have asked their own permission, about somebody who cannot give hats."""
    account = account_for(person.email)
    rules.check_account_free(
        Person.objects.filter(coop=coop, account=account).exclude(pk=person.pk).first()
    )
    person.account = account
    person.save(update_fields=["account"])
    record(coop=coop, by=by, kind="person.invited", subject=person)
    transaction.on_commit(lambda: _send_invitation(person, by))
    return account


def account_for(email: str) -> Account:
    """The account with this address, made without a password when there is none. It asks no permission."""
    found = Account.objects.filter(email__iexact=email).first()
    if found:
        return found
    account = Account(email=email.lower())
    account.set_unusable_password()
    account.save()
    return account


def _send_invitation(person: Person, by: Actor) -> None:
    text = render_to_string(
        "people/invitation.txt", {"person": person, "by": by, "address": settings.ADDRESS}
    )
    send_mail(f"{person.coop.name}: you can sign in now", text, None, [person.email])


@transaction.atomic
def write_profile(
    *,
    coop: Coop,
    by: Actor,
    person: Person,
    after: int,
    appreciated: str = "",
    matters: str = "",
    support: str = "",
    change: str = "update",
    reason: str = "",
) -> Profile:
    """Write a new version of the one-page profile. `after` is the number of the version the writer saw, 0 for none.

    Raises NotAllowed, ChangedMeanwhile.
    """
    require(by, Permission.PROFILE_CHANGE, place_of(person))
    profile = Profile(
        appreciated=appreciated.strip(), matters=matters.strip(), support=support.strip()
    )
    return _next_version(profile, coop, by, person, after, change, reason)


@transaction.atomic
def write_needs(
    *,
    coop: Coop,
    by: Actor,
    person: Person,
    after: int,
    none_known: bool = False,
    formats: Sequence[str] = (),
    contact_by: str = "",
    language: str = "",
    professional: str = "",
    notes: str = "",
    share: bool = True,
    review_on: date | None = None,
    change: str = "update",
    reason: str = "",
) -> CommunicationNeeds:
    """Write down how a person needs information, as a new version; asked again in a year unless `review_on` says.

    Codes are those of Format, Way and Professional. `after` as in `write_profile`. Raises NotAllowed,
    ChangedMeanwhile, or DomainError naming the field.
    """
    require(by, Permission.NEEDS_CHANGE, place_of(person))
    today = clock.today(coop.zone)
    rules.check_needs(
        none_known=none_known,
        formats=formats,
        contact_by=contact_by,
        professional=professional,
        said=bool(language.strip() or notes.strip()),
    )
    rules.check_review(review_on, today)
    needs = CommunicationNeeds(
        none_known=none_known,
        formats=list(formats),
        contact_by=contact_by,
        language=language.strip(),
        professional=professional,
        notes=notes.strip(),
        share=share,
        review_on=review_on or today + REVIEW_AFTER,
    )
    return _next_version(needs, coop, by, person, after, change, reason)


def _next_version(
    new: Written, coop: Coop, by: Actor, person: Person, after: int, change: str, reason: str
) -> Written:
    last = type(new).objects.select_for_update().filter(person=person).first()
    number = last.number if last else 0
    if number != after:
        writer = last.written_by if last else None
        raise ChangedMeanwhile(
            f"{writer or 'Somebody'} wrote a newer version while you were writing. "
            "What you typed is kept below. Look at the newer one, then save again."
        )
    new.coop, new.person, new.number = coop, person, number + 1
    new.written_at, new.written_by_id = clock.now(), by.person_id
    new.change = change if last else "first"
    new.reason = rules.reason_for(new.change, reason)
    new.save(force_insert=True)
    kind = f"{new._meta.model_name}.written"
    record(coop=coop, by=by, kind=kind, subject=person, version=new.number, change=new.change)
    return new
