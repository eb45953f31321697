"""Reading applications: those that wait, whose they are, and who they might be."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from kith.foundation import clock
from kith.foundation.models import Coop
from kith.foundation.permissions import Permission, Reach, roles
from kith.membership.joining.rules import OrganisationTold, digest_of
from kith.membership.models import Application, Member, Organisation
from kith.membership.queries import members_of
from kith.people.models import Person, folded
from kith.people.queries import hats_worn

SOON = 7  # days before an answer is due


def applications_of(coop: Coop) -> QuerySet[Application]:
    """Every application, with its people; those that have waited longest first."""
    return Application.objects.select_related(
        "coop", "person", "organisation", "member", "answered_by", "written_by"
    ).filter(coop=coop)


def waiting_of(coop: Coop) -> QuerySet[Application]:
    """Those that wait for an answer, or for one to an appeal; the most urgent first."""
    waiting = Q(state=Application.WAITING)
    appealed = Q(appealed_on__isnull=False, appeal_answered_on__isnull=True)
    return applications_of(coop).filter(waiting | appealed).order_by("answer_by", "id")


def application_or_none(coop: Coop, application_id: uuid.UUID) -> Application | None:
    """An application to this co-op by id."""
    return applications_of(coop).filter(pk=application_id).first()


def application_with(coop: Coop, secret: str) -> Application | None:
    """The application that belongs to an applicant's own address."""
    return applications_of(coop).filter(digest=digest_of(secret)).first()


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait for an answer, how many of them soon have to have it, and how many should have had it."""

    all: int
    soon: int
    late: int
    appeals: int


def waiting_now(coop: Coop) -> Waiting:
    """What waits for those who answer, in one query."""
    today = clock.today(coop.zone)
    rows = list(waiting_of(coop).values_list("state", "answer_by"))
    left = [(day - today).days for state, day in rows if state == Application.WAITING]
    return Waiting(
        all=len(rows),
        soon=sum(0 <= days <= SOON for days in left),
        late=sum(days < 0 for days in left),
        appeals=len(rows) - len(left),
    )


@dataclass(frozen=True, slots=True)
class InTime:
    """Of the applications answered since a day, how many within the articles' time."""

    answered: int
    in_time: int
    late_now: int


def answered_in_time(coop: Coop, since: date) -> InTime:
    """Whether the co-op keeps to the time of its articles: evidence for the first principle, in two queries."""
    answered = Application.objects.filter(coop=coop, answered_on__gte=since).exclude(
        state=Application.WITHDRAWN
    )
    days = list(answered.values_list("answered_on", "answer_by"))
    return InTime(
        answered=len(days),
        in_time=sum(bool(on and on <= by) for on, by in days),
        late_now=Application.objects.filter(
            coop=coop, state=Application.WAITING, answer_by__lt=clock.today(coop.zone)
        ).count(),
    )


def who_answers(coop: Coop) -> QuerySet[Person]:
    """The people whose hats let them answer an application."""
    answering = [
        role.name
        for role in roles().values()
        if role.permissions.get(Permission.APPLICATION_ANSWER) == Reach.COOP
    ]
    worn = hats_worn(coop).filter(role__in=answering)
    return Person.objects.filter(pk__in=worn.values("person"), left_at__isnull=True)


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody who may be the one who asks, and what is the same: “name”, “e-mail”, “telephone”."""

    person: Person
    same: tuple[str, ...]
    member: Member | None

    @property
    def certain(self) -> bool:
        """True when the name is the same and a way to reach them, too."""
        return "name" in self.same and len(self.same) > 1


def organisation_known(coop: Coop, told: OrganisationTold) -> Organisation | None:
    """The organisation of this name or registration number that is or was a member, or None."""
    same = Q(search_name=folded(told["name"]))
    if told["number"]:
        same |= Q(number__iexact=told["number"])
    return Organisation.objects.filter(same, coop=coop).order_by("-id").first()


def alike(coop: Coop, application: Application) -> list[Alike]:
    """People of the co-op who may be the human being behind an application, likeliest first; in two queries."""
    if application.person_id:
        return []
    asked = Q(search_name=application.search_name)
    if application.email:
        asked |= Q(email__iexact=application.email) | Q(account__email__iexact=application.email)
    if application.phone:
        asked |= Q(phone=application.phone)
    people = list(Person.objects.select_related("account").filter(asked, coop=coop)[:20])
    members = {
        one.voter.id: one
        for one in members_of(coop).filter(
            Q(person__in=people) | Q(organisation__representative__in=people)
        )
    }
    found = [Alike(one, _what_is_same(one, application), members.get(one.id)) for one in people]
    return sorted(found, key=lambda one: -len(one.same))


def _what_is_same(person: Person, application: Application) -> tuple[str, ...]:
    email = application.email.lower()
    mine = {person.email.lower(), person.account.email.lower() if person.account else ""}
    found = {
        "name": person.search_name == application.search_name,
        "e-mail": bool(email) and email in mine,
        "telephone": bool(application.phone) and person.phone == application.phone,
    }
    return tuple(what for what, same in found.items() if same)
