"""Entering members in the register."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from kith.articles.queries import articles_in_force
from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.membership.models import Member, Organisation, Standing
from kith.people.models import Person


@transaction.atomic
def enter_member(
    *,
    coop: Coop,
    by: Actor | None,
    member_class: str,
    person: Person | None = None,
    organisation: Organisation | None = None,
    decided_by: str,
    since: date | None = None,
) -> Member:
    """Enter a person or an organisation in the register, with the next number.

    For actions that have asked for their own permission: welcoming an application, founding a co-op. `decided_by` says
    in words whose decision it was. Raises DomainError for a class the articles do not have, an organisation in a class
    for people, or a second membership.
    """
    Coop.objects.select_for_update().get(pk=coop.pk)  # numbers follow one another
    _check(coop, member_class, person, organisation)
    last = Member.objects.filter(coop=coop).aggregate(last=Max("number"))["last"] or 0
    day = since or clock.today(coop.zone)
    member = Member.objects.create(
        coop=coop,
        number=last + 1,
        person=person,
        organisation=organisation,
        member_class=member_class,
        entered_on=day,
    )
    Standing.objects.create(
        coop=coop,
        member=member,
        kind=Standing.ENTERED,
        since=day,
        decided_by=decided_by,
        written_by_id=by.person_id if by else None,
    )
    record(coop=coop, by=by, kind="member.entered", subject=member, number=member.number)
    return member


def _check(
    coop: Coop, member_class: str, person: Person | None, organisation: Organisation | None
) -> None:
    classes = {one.key: one for one in articles_in_force(coop).classes}
    if member_class not in classes:
        raise DomainError("The articles do not have this class.", field="member_class")
    if organisation and not classes[member_class].organisations:
        title = classes[member_class].title
        raise DomainError(f"“{title}” is for people, not for organisations.", field="member_class")
    already = Member.objects.filter(coop=coop, ceased_on__isnull=True)
    if person and already.filter(person=person).exists():
        raise DomainError(f"{person.name} is a member already: one person, one vote.")
    if organisation and already.filter(organisation=organisation).exists():
        raise DomainError(f"{organisation.name} is a member already.")
