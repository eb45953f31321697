"""Telling people something: a notice on their Today page, and by e-mail where that suits, else passed on."""

import uuid
from collections.abc import Iterable, Sequence
from email.utils import formataddr
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django_tasks import task

from kith.foundation import clock
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, require
from kith.people.models import CommunicationNeeds, Notice, Person, Way
from kith.people.queries import needs_of, place_of


@transaction.atomic
def tell(
    *,
    coop: Coop,
    people: Iterable[Person | uuid.UUID],
    kind: str,
    title: str,
    text: str = "",
    link: str = "",
    subject: uuid.UUID | None = None,
) -> list[Notice]:
    """Tell these people something, each once, and e-mail those whom e-mail suits once all is saved.

    For actions of rooms above, within their own permission. `link` is an address on this site, `subject` the id of
    what it is about. The others wait in `to_tell_another_way`. Three queries, however many people.
    """
    ids = {each.id if isinstance(each, Person) else each for each in people}
    told = Person.objects.select_related("account").filter(
        coop=coop, pk__in=ids, left_at__isnull=True
    )
    needs = needs_of(ids)
    notices = Notice.objects.bulk_create(
        Notice(
            coop=coop,
            person=person,
            at=clock.now(),
            kind=kind,
            title=title,
            text=text,
            link=link,
            subject=subject,
            way=way_to(person, needs.get(person.id)),
        )
        for person in told
    )
    by_email = [str(notice.id) for notice in notices if notice.way == Way.EMAIL]
    if by_email:
        transaction.on_commit(lambda: send_notices.enqueue(by_email))
    return notices


def way_to(person: Person, needs: CommunicationNeeds | None) -> Way:
    """How to reach a person: as they asked, else by e-mail if it suits, else by telephone or face to face."""
    has_address = bool(person.address_for_mail)
    if needs and needs.contact_by and (needs.contact_by != Way.EMAIL or has_address):
        return Way(needs.contact_by)
    if has_address and (needs is None or needs.email_suits):
        return Way.EMAIL
    return Way.TELEPHONE if person.phone and not (needs and needs.formats) else Way.FACE_TO_FACE


@task()
def send_notices(ids: Sequence[str]) -> int:
    """E-mail the notices with these ids that are not sent yet; return how many went.

    One that the mail server refuses goes to those to be told another way.
    """
    waiting = Notice.objects.select_related("person__account", "coop").filter(
        pk__in=ids, told_at__isnull=True, way=Way.EMAIL
    )
    sent = 0
    with get_connection() as connection:
        for notice in waiting:
            if _sent(notice, connection):
                Notice.objects.filter(pk=notice.pk).update(told_at=clock.now())
                sent += 1
            else:
                Notice.objects.filter(pk=notice.pk).update(way=Way.FACE_TO_FACE)
    return sent


def _sent(notice: Notice, connection: BaseEmailBackend) -> bool:
    text = render_to_string("people/notice.txt", {"notice": notice, "address": settings.ADDRESS})
    to = formataddr((notice.person.name, notice.person.address_for_mail))
    mail = EmailMessage(notice.title, text, to=[to], connection=connection)
    try:
        return mail.send() == 1
    except (SMTPException, ValueError):
        return False


@transaction.atomic
def see_notice(*, coop: Coop, by: Actor, notice: Notice) -> None:
    """The person has seen their notice. Raises NotAllowed for anybody else's."""
    require(by, Permission.NOTICE_SEE, notice)
    Notice.objects.filter(pk=notice.pk, coop=coop, seen_at__isnull=True).update(seen_at=clock.now())


@transaction.atomic
def pass_on_notice(*, coop: Coop, by: Actor, notice: Notice, way: Way | str = "") -> None:
    """Somebody has told the person, in the way they need. Needs `contact.view` for the person; once is enough."""
    require(by, Permission.CONTACT_VIEW, place_of(notice.person))
    changed = Notice.objects.filter(pk=notice.pk, coop=coop, told_at__isnull=True).update(
        told_at=clock.now(), way=way or notice.way
    )
    if changed:
        record(coop=coop, by=by, kind="notice.passed-on", subject=notice, way=way or notice.way)
