"""Who is around a person: named, asked, taken in, given something to see, let go. The person decides."""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from kith.foundation import clock
from kith.foundation.errors import ChangedMeanwhile, DomainError, NotAllowed
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.kernel.ids import uuid7
from kith.people.actions import let_sign_in, wear_hat, write_down
from kith.people.models import Account, Person, line
from kith.people.queries import hats_for
from kith.people.telling import tell
from kith.support.choices.actions import require_voice
from kith.support.circles.models import CircleAsk, CircleWish, InCircle
from kith.support.circles.seeing import things

MOST = 40


@transaction.atomic
def write_in_circle(
    *,
    coop: Coop,
    by: Actor,
    person: Person,
    name: str,
    kind: str,
    how: str = "",
    near: int = 2,
    does: str = "",
    may: Iterable[str] = (),
    series: uuid.UUID | None = None,
    after: int = 0,
) -> InCircle:
    """Write down somebody around the person, or with `series` change what is written and what they may see.

    `after` is the number of the row that was on the page. Raises NotAllowed, ChangedMeanwhile, or DomainError naming
    a field. Nobody is told: a picture of one's own circle is one's own.
    """
    require_voice(coop, by, person)
    _check(name, kind, near, may)
    Person.objects.select_for_update().get(pk=person.pk)
    before = _in_force(person, series) if series else None
    if series and before is None:
        raise DomainError("They are not in this circle any more.")
    if before and before.number != after:
        raise ChangedMeanwhile("Somebody has changed this meanwhile. Read it, then change it.")
    if before is None and _rows(person).count() >= MOST:
        raise DomainError(f"A circle has {MOST} people at most. Take somebody out first.")
    row = _follow(
        before or InCircle(coop=coop, person=person, series=uuid7(), number=0),
        by,
        name=line(name)[:120],
        kind=kind,
        how=line(how)[:120],
        near=near,
        does=line(does)[:200],
        may=[thing for thing in things() if thing in set(may)],
    )
    record(coop=coop, by=by, kind="circle.written", subject=person)
    return row


def _check(name: str, kind: str, near: int, may: Iterable[str]) -> None:
    if not line(name):
        raise DomainError("Write their name.", field="name")
    if kind not in dict(InCircle.KINDS):
        raise DomainError("Pick from the list.", field="kind")
    if near not in dict(InCircle.NEAR):
        raise DomainError("Say how close they are.", field="near")
    if set(may) - set(things()):
        raise DomainError("Pick from the list.", field="may")


@transaction.atomic
def ask_into_circle(
    *, coop: Coop, by: Actor, row: InCircle, member: Person | None = None, email: str = ""
) -> InCircle:
    """Ask somebody to take part in Kith: a person whom the co-op knows, or by e-mail, who can then sign in.

    Until they say yes they see only who asks. Raises NotAllowed, ChangedMeanwhile, or DomainError naming `email`.
    """
    require_voice(coop, by, row.person)
    kept = _held(row)
    if kept.state in (InCircle.ASKED, InCircle.IN):
        raise DomainError(f"{kept.name} is asked already.")
    found = member or _by_email(coop, by, kept.name, email)
    if found.coop_id != coop.pk or found.pk == kept.person_id:
        raise DomainError("Ask somebody else.", field="email")
    if _rows(kept.person).filter(member=found, state__in=[InCircle.ASKED, InCircle.IN]).exists():
        raise DomainError(f"{found.name} is in this circle already.", field="email")
    if not hats_for(found):
        wear_hat(coop=coop, by=by, person=found, role="supporter")
    asked = _follow(kept, by, member=found, state=InCircle.ASKED)
    if not found.account_id and found.email:
        let_sign_in(coop=coop, by=by, person=found)
    tell(
        coop=coop,
        people=[found],
        kind="circle",
        title=f"{kept.person.name} asks you into their circle",
        text="You can say yes or no, and leave at any time.",
        link=_address(coop, kept.person),
        subject=kept.person.pk,
    )
    record(coop=coop, by=by, kind="circle.asked", subject=kept.person)
    return asked


def _by_email(coop: Coop, by: Actor, name: str, email: str) -> Person:
    """The person with this address, who may be known already; else written down."""
    if not email.strip():
        raise DomainError("Write their e-mail address.", field="email")
    account = Account.objects.filter(email__iexact=email.strip()).first()
    known = Person.objects.filter(coop=coop, account=account, left_at__isnull=True).first()
    if account and known:
        return known
    same = Person.objects.filter(coop=coop, email__iexact=email.strip(), left_at__isnull=True)
    for one in same.filter(account=None):
        if {hat.role for hat in hats_for(one)} <= {"supporter", "person"}:
            return one
    return write_down(coop=coop, by=by, details={"name": name, "email": email})


@transaction.atomic
def answer_circle(*, coop: Coop, by: Actor, row: InCircle, yes: bool) -> InCircle:
    """Somebody who was asked says yes or no; who is in may leave with a no. Raises NotAllowed, ChangedMeanwhile."""
    if row.member_id != by.person_id or row.coop_id != coop.pk:
        raise NotAllowed("Only whoever was asked answers.")
    kept = _held(row)
    if kept.state not in (InCircle.ASKED, InCircle.IN):
        raise ChangedMeanwhile("You are not asked any more.")
    answered = _follow(kept, by, state=InCircle.IN if yes else InCircle.NAMED)
    tell(
        coop=coop,
        people=[kept.person],
        kind="circle",
        title=f"{kept.name} is in your circle" if yes else f"{kept.name} is not in your circle",
        link=_address(coop, kept.person),
        subject=kept.person.pk,
    )
    record(coop=coop, by=by, kind="circle.answered", subject=kept.person)
    return answered


@transaction.atomic
def take_out_of_circle(*, coop: Coop, by: Actor, row: InCircle) -> None:
    """From this moment on they see nothing any more; nobody has to say why. Raises NotAllowed, ChangedMeanwhile."""
    require_voice(coop, by, row.person)
    _follow(_held(row), by, state=InCircle.OUT, may=[])
    record(coop=coop, by=by, kind="circle.taken-out", subject=row.person)


@transaction.atomic
def wish_for_circle(*, coop: Coop, by: Actor, person: Person, says: str) -> CircleWish:
    """Whether the person wants a circle. Raises NotAllowed, DomainError naming `says`."""
    require_voice(coop, by, person)
    if says not in dict(CircleWish.SAYS):
        raise DomainError("Pick an answer.", field="says")
    Person.objects.select_for_update().get(pk=person.pk)
    rows = CircleWish.objects.filter(person=person)
    number = rows.count() + 1
    rows.filter(ended_at__isnull=True).update(ended_at=clock.now())
    wish = CircleWish.objects.create(
        coop=coop, person=person, says=says, number=number, written_by_id=by.person_id
    )
    record(coop=coop, by=by, kind="circle.wished", subject=person)
    return wish


def _rows(person: Person) -> QuerySet[InCircle]:
    return InCircle.objects.filter(person=person, ended_at__isnull=True).exclude(state=InCircle.OUT)


def _in_force(person: Person, series: uuid.UUID) -> InCircle | None:
    return _rows(person).filter(series=series).first()


def _held(row: InCircle) -> InCircle:
    """The row in force of the same one, under the person's lock. Raises ChangedMeanwhile when they are out."""
    Person.objects.select_for_update().get(pk=row.person_id)
    kept = _in_force(row.person, row.series)
    if kept is None:
        raise ChangedMeanwhile("They are not in this circle any more.")
    return kept


def _follow(before: InCircle, by: Actor, **words: object) -> InCircle:
    """The row with other words, in place of the one in force."""
    names = ("name", "member_id", "how", "kind", "near", "does", "may", "state")
    kept = {name: getattr(before, name) for name in names}
    if "member" in words:
        kept.pop("member_id")
    InCircle.objects.filter(series=before.series, ended_at__isnull=True).update(
        ended_at=clock.now()
    )
    row = InCircle.objects.create(
        coop_id=before.coop_id,
        person=before.person,
        series=before.series,
        number=before.number + 1,
        written_by_id=by.person_id,
        **{**kept, **words},
    )
    if row.state != InCircle.IN or "asks" not in row.may:
        _open_again(row)
    return row


def _open_again(row: InCircle) -> None:
    """What somebody took who does not see it any more is open again for the others."""
    taken = CircleAsk.objects.filter(person=row.person, taken_by__isnull=False)
    open_ones = taken.filter(taken_by_id=row.member_id, done_at__isnull=True, off_at__isnull=True)
    open_ones.update(taken_by=None, taken_at=None)


def _address(coop: Coop, person: Person) -> str:
    return reverse("support:circle", kwargs={"coop": coop.slug, "person": person.pk})
