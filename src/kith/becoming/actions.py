"""Becoming a personal assistant: written, sent, checked, welcomed, gone along, in a team."""

import secrets
import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from kith.becoming.letters import send_letter
from kith.becoming.models import Check, Newcomer, Shadow
from kith.becoming.queries import checklist_of, digest_of, may_see, trained, visits_of_buddy
from kith.becoming.steps import STEPS, first_open
from kith.foundation import clock
from kith.foundation.attached import Attached, check_attached
from kith.foundation.errors import ChangedMeanwhile, DomainError, NotAllowed
from kith.foundation.events import record
from kith.foundation.files import keep_file
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require, words
from kith.people import rules as people_rules
from kith.people.actions import let_sign_in, wear_hat, write_down, write_profile
from kith.people.models import Hat, Person, line
from kith.people.queries import actor_for, hats_worn, profile_of
from kith.people.telling import tell
from kith.support.choices.queries import vetoes
from kith.support.choices.telling import write_work_profile
from kith.teams.actions import add_member, give_skill
from kith.teams.models import Member, Team
from kith.teams.queries import members_on

UNSENT = timedelta(days=90)  # that what was begun waits to be sent


@transaction.atomic
def begin(*, coop: Coop, by: Actor | None, name: str, email: str) -> tuple[Newcomer, str]:
    """Somebody begins to write. Returns them and the secret of their own address, which goes to them by e-mail.

    Anybody may. Raises DomainError naming `name` or `email`.
    """
    secret = secrets.token_urlsafe(24)
    address = people_rules.email(email)
    if not address:
        raise DomainError("Write your e-mail address. The way back goes there.", field="email")
    new = Newcomer.objects.create(
        coop=coop, digest=digest_of(secret), name=people_rules.name(name), email=address
    )
    record(coop=coop, by=by, kind="newcomer.began", subject=new)
    where = settings.ADDRESS + reverse(
        "becoming:mine", kwargs={"coop": coop.slug, "secret": secret}
    )
    text = f"Hello {new.name},\n\nhere you go on writing, and see how it stands:\n{where}\n\nKeep this letter."
    title = f"{coop.name}: your way to become a personal assistant"
    transaction.on_commit(lambda: send_letter.enqueue(new.email, title, text))
    return new, secret


@transaction.atomic
def write_step(*, coop: Coop, newcomer: Newcomer, step: str, said: Mapping[str, Any]) -> Newcomer:
    """Keep what was written in one step, as far as it goes; it can be left and resumed. By whoever has the secret.

    Raises ChangedMeanwhile once it is sent, DomainError naming the box that is wrong.
    """
    kept = _held(newcomer, Newcomer.WRITING)
    if step not in STEPS:
        raise DomainError("There is no such step.")
    if step == "you":
        said = {
            **said,
            "phone": people_rules.phone(said.get("phone", "")),
            "postcode": people_rules.postcode(said.get("postcode", "")),
        }
    kept.said = {**kept.said, step: dict(said)}
    kept.save(update_fields=["said"])
    return kept


@transaction.atomic
def send(*, coop: Coop, newcomer: Newcomer) -> Newcomer:
    """Send it to the co-op; every worker who may is told. Raises DomainError naming the step that is not done."""
    kept = _held(newcomer, Newcomer.WRITING)
    step = first_open(kept.said)
    if step:
        raise DomainError(f"“{step.title}” is not done yet.", field=step.key)
    kept.state, kept.sent_at = Newcomer.SENT, clock.now()
    kept.save(update_fields=["state", "sent_at"])
    record(coop=coop, by=None, kind="newcomer.sent", subject=kept)
    workers = hats_worn(coop).filter(role="worker").values_list("person_id", flat=True)
    _tell(kept, set(workers), f"{kept.name} wants to work with us", "newcomer")
    return kept


@transaction.atomic
def take_back(*, coop: Coop, newcomer: Newcomer) -> Newcomer:
    """The newcomer takes it back: what they wrote is removed, only that somebody asked stays."""
    kept = _held(newcomer, Newcomer.WRITING, Newcomer.SENT)
    kept.state = Newcomer.BACK
    kept.name, kept.email, kept.said = "Somebody", "", {}
    kept.save()
    record(coop=coop, by=None, kind="newcomer.back", subject=kept)
    return kept


def forget_unsent(coop: Coop) -> int:
    """Take back what somebody began and did not send within 90 days. Returns how many; for the job of the night."""
    old = Newcomer.objects.filter(
        coop=coop, state=Newcomer.WRITING, begun_at__lt=clock.now() - UNSENT
    )
    return len([take_back(coop=coop, newcomer=one) for one in old])


@transaction.atomic
def add_check(
    *,
    coop: Coop,
    by: Actor,
    newcomer: Newcomer,
    kind: str,
    seen_on: date,
    name: str = "",
    fine: bool = True,
    detail: str = "",
    valid_until: date | None = None,
    file: Attached | None = None,
) -> Check:
    """Write down what was checked. A later row about the same counts instead; none is changed.

    Raises NotAllowed, DomainError naming the field.
    """
    require_seen(by, newcomer, Permission.BECOMING_CHANGE)
    kept = _held(newcomer, Newcomer.SENT, Newcomer.WELCOME, Newcomer.IN)
    if kind not in dict(Check.KINDS):
        raise DomainError("Pick what was checked.", field="kind")
    if kind in (Check.REFERENCE, Check.TRAINING) and not line(name):
        raise DomainError("Write which: whose reference, or what training.", field="name")
    if seen_on > clock.today(coop.zone):
        raise DomainError("That day has not come yet.", field="seen_on")
    if valid_until and valid_until < seen_on:
        raise DomainError("It ran out before it was seen.", field="valid_until")
    attached = check_attached(file) if file else None
    check = Check.objects.create(
        coop=coop,
        newcomer=kept,
        kind=kind,
        name=line(name)[:120] if kind in (Check.REFERENCE, Check.TRAINING) else "",
        fine=fine,
        seen_on=seen_on,
        detail=line(detail)[:500],
        valid_until=valid_until,
        file=keep_file(coop.pk, attached.content) if attached else "",
        file_name=attached.name if attached else "",
        by_id=by.person_id,
    )
    record(coop=coop, by=by, kind="newcomer.checked", subject=kept, check=kind)
    return check


@transaction.atomic
def welcome(*, coop: Coop, by: Actor, newcomer: Newcomer, team: Team, buddy: Person) -> Newcomer:
    """A team welcomes them, with a buddy of its own: they are written down, can sign in, and have a first profile.

    Raises NotAllowed, ChangedMeanwhile, DomainError naming `buddy` or `email`.
    """
    require_seen(by, newcomer, Permission.BECOMING_CHANGE)
    require(by, Permission.BECOMING_CHANGE, Place(coop.pk, frozenset({team.pk})))
    kept = _held(newcomer, Newcomer.SENT)
    members = {one.person_id for one in members_on(team, clock.today(coop.zone))}
    if buddy.pk not in members:
        raise DomainError(f"A buddy works in {team.name}.", field="buddy")
    same = Person.objects.filter(coop=coop, account__email__iexact=kept.email, left_at=None).first()
    person = same or write_down(
        coop=coop,
        by=by,
        details={
            "name": kept.name,
            "email": kept.email,
            "phone": kept.word("you", "phone"),
            "postcode": kept.word("you", "postcode"),
        },
    )
    if not Hat.objects.filter(person=person, until__isnull=True).exists():
        wear_hat(coop=coop, by=by, person=person, role="supporter")
    if not person.account_id:
        let_sign_in(coop=coop, by=by, person=person)
    kept.state, kept.team, kept.buddy, kept.person = Newcomer.WELCOME, team, buddy, person
    kept.answered_by_id = by.person_id
    kept.save()
    _first_profile(coop, kept, person)
    record(coop=coop, by=by, kind="newcomer.welcomed", subject=kept)
    _tell(kept, {person.pk}, f"{team.name} welcomes you. {buddy.short} is your buddy", "my-way")
    _tell(kept, {buddy.pk} - {by.person_id}, f"You are the buddy of {kept.name}", "newcomer")
    return kept


def _first_profile(coop: Coop, newcomer: Newcomer, person: Person) -> None:
    """What they wrote is their first profile, in their own name: people choose by it."""
    me, said = actor_for(person), newcomer.said
    why, when = said.get("why", {}), said.get("when", {})
    if profile_of(person) is None:
        write_profile(
            coop=coop,
            by=me,
            person=person,
            after=0,
            appreciated=str(why.get("appreciated", "")),
            matters=str(why.get("matters", "")),
            support=str(why.get("support", "")),
            change="first",
        )
    write_work_profile(
        coop=coop,
        by=me,
        person=person,
        languages=when.get("languages", []),
        interests=when.get("interests", []),
        hours=str(when.get("hours", "")),
    )


@transaction.atomic
def decline(*, coop: Coop, by: Actor, newcomer: Newcomer, reason: str) -> Newcomer:
    """Not now, with a reason that the newcomer reads. What they wrote is removed. Raises NotAllowed, DomainError."""
    require_seen(by, newcomer, Permission.BECOMING_CHANGE)
    kept = _held(newcomer, Newcomer.SENT, Newcomer.WELCOME)
    if not reason.strip():
        raise DomainError("Write why, kindly. They read it.", field="reason")
    kept.state, kept.reason, kept.said = Newcomer.NO, reason.strip()[:2000], {}
    kept.answered_by_id = by.person_id
    kept.save()
    record(coop=coop, by=by, kind="newcomer.declined", subject=kept)
    title = f"{coop.name}: about your wish to work with us"
    transaction.on_commit(lambda: send_letter.enqueue(kept.email, title, kept.reason))
    return kept


@transaction.atomic
def ask_shadow(
    *, coop: Coop, by: Actor, newcomer: Newcomer, visit: uuid.UUID, said_yes: bool = False
) -> Shadow:
    """Plan to go along to one of the buddy's visits. The person is asked; for one who does not sign in, `said_yes`
    writes down that they have agreed. Raises NotAllowed, DomainError naming `visit`.
    """
    require_seen(by, newcomer, Permission.BECOMING_CHANGE)
    kept = _held(newcomer, Newcomer.WELCOME, Newcomer.IN)
    today = clock.today(coop.zone)
    missing = checklist_of(kept, today).missing_to_shadow
    if missing:
        raise DomainError(f"First: {' and '.join(missing).lower()}.", field="visit")
    if kept.buddy is None or kept.person is None:
        raise DomainError("There is no buddy yet.", field="visit")
    sent = {one.visit: one for one in visits_of_buddy(coop, kept.buddy, today)}
    found = sent.get(visit)
    if found is None:
        raise DomainError("That visit is not the buddy’s any more. Pick another.", field="visit")
    person = Person.objects.get(coop=coop, pk=found.person_id)
    if (person.pk, kept.person.pk) in vetoes(coop, [person]):
        raise DomainError("This is not possible there. Pick another visit.", field="visit")
    if not person.account_id and not said_yes:
        raise DomainError(
            f"{person.short} does not sign in. Ask first, then tick that they said yes.",
            field="said_yes",
        )
    if Shadow.objects.filter(newcomer=kept, visit=visit, state__in=[Shadow.ASKED, Shadow.YES]):
        raise DomainError("That visit is asked for already.", field="visit")
    shadow = Shadow.objects.create(
        coop=coop,
        newcomer=kept,
        buddy=kept.buddy,
        person=person,
        visit=visit,
        day=found.day,
        at=found.start.time(),
        what=found.what,
        state=Shadow.ASKED if person.account_id else Shadow.YES,
    )
    record(coop=coop, by=by, kind="shadow.asked", subject=shadow)
    if shadow.state == Shadow.ASKED:
        title = f"May {kept.name} come along with {kept.buddy.short}?"
        _tell_shadow(shadow, {person.pk}, title)
    else:
        _tell_agreed(shadow, by)
    return shadow


@transaction.atomic
def answer_shadow(*, coop: Coop, by: Actor, shadow: Shadow, yes: bool) -> Shadow:
    """The person says yes, or not this time; no reason is asked. Raises NotAllowed, ChangedMeanwhile."""
    if by.person_id != shadow.person_id or shadow.coop_id != coop.pk:
        raise NotAllowed("Only the person whose visit it is answers.")
    kept = Shadow.objects.select_for_update(of=("self",)).get(pk=shadow.pk)
    if kept.state != Shadow.ASKED:
        raise ChangedMeanwhile("This is answered already.")
    kept.state = Shadow.YES if yes else Shadow.NO
    kept.save(update_fields=["state"])
    record(coop=coop, by=by, kind="shadow.answered", subject=kept)
    if yes:
        _tell_agreed(kept, by)
    else:
        _tell_shadow(kept, {kept.buddy_id}, "Not this time: pick another visit to go along to")
    return kept


def _tell_agreed(shadow: Shadow, by: Actor) -> None:
    told = {shadow.newcomer.person_id, shadow.buddy_id} - {by.person_id, None}
    _tell_shadow(shadow, told, f"Going along to {shadow.person.short} is agreed")


@transaction.atomic
def look_back(*, coop: Coop, by: Actor, shadow: Shadow, says: str) -> Shadow:
    """How it went, by the newcomer, the buddy and the person, each for themself. Raises NotAllowed, DomainError."""
    side = side_of(by, shadow)
    kept = Shadow.objects.select_for_update(of=("self",)).get(pk=shadow.pk, coop=coop)
    if says not in dict(Shadow.BACKS):
        raise DomainError("Say how it went.", field="says")
    if kept.state != Shadow.YES or kept.day > clock.today(coop.zone):
        raise DomainError("The visit is still to come.", field="says")
    setattr(kept, f"{side}_back", says)
    kept.save(update_fields=[f"{side}_back"])
    record(coop=coop, by=by, kind="shadow.looked-back", subject=kept)
    return kept


def side_of(by: Actor, shadow: Shadow) -> str:
    """As whom they speak of this visit. Raises NotAllowed for anybody else."""
    sides = {
        shadow.newcomer.person_id: "newcomer",
        shadow.buddy_id: "buddy",
        shadow.person_id: "person",
    }
    if by.person_id not in sides:
        raise NotAllowed("This is for those who were there.")
    return sides[by.person_id]


@transaction.atomic
def join_team(*, coop: Coop, by: Actor, newcomer: Newcomer) -> Member:
    """They are in the team, with the skills whose training is valid. Raises NotAllowed, DomainError, TeamIsFull."""
    require_seen(by, newcomer, Permission.BECOMING_CHANGE)
    kept = _held(newcomer, Newcomer.WELCOME)
    today = clock.today(coop.zone)
    missing = checklist_of(kept, today).missing_to_join
    if missing:
        raise DomainError(f"First: {' and '.join(missing)}.")
    if not kept.shadows.filter(buddy_back=Shadow.GOOD).exists():
        raise DomainError("First a shadow visit that went well, by the word of the buddy.")
    if kept.team is None or kept.person is None:
        raise DomainError("No team has welcomed them yet.")
    member = add_member(coop=coop, by=by, team=kept.team, person=kept.person)
    for one in trained(kept, today):
        give_skill(
            coop=coop, by=by, person=kept.person, skill=one.name, valid_until=one.valid_until
        )
    kept.state = Newcomer.IN
    kept.save(update_fields=["state"])
    record(coop=coop, by=by, kind="newcomer.joined", subject=kept)
    return member


def require_seen(by: Actor, newcomer: Newcomer, permission: Permission) -> None:
    """Raise NotAllowed unless they may, by `may_see`."""
    if not may_see(by, newcomer, permission):
        raise NotAllowed(f"You cannot do this here: it needs “{words(permission)}”.")


def _held(newcomer: Newcomer, *states: str) -> Newcomer:
    rows = Newcomer.objects.select_for_update(of=("self",))
    kept = rows.select_related("coop", "team", "buddy", "person").get(pk=newcomer.pk)
    if kept.state not in states:
        raise ChangedMeanwhile(f"This is {kept.get_state_display()} meanwhile.")
    return kept


def _tell(newcomer: Newcomer, people: set[Any], title: str, page: str) -> None:
    parts = {"coop": newcomer.coop.slug}
    parts |= {"newcomer": str(newcomer.pk)} if page == "newcomer" else {}
    tell(
        coop=newcomer.coop,
        people=people,
        kind="becoming",
        title=title[:160],
        link=reverse(f"becoming:{page}", kwargs=parts),
        subject=newcomer.pk,
    )


def _tell_shadow(shadow: Shadow, people: set[Any], title: str) -> None:
    tell(
        coop=shadow.coop,
        people=people,
        kind="becoming",
        title=title[:160],
        text=f"{shadow.day:%-d %B}, {shadow.at:%H:%M}: {shadow.what}",
        link=reverse(
            "becoming:shadow", kwargs={"coop": shadow.coop.slug, "shadow": str(shadow.pk)}
        ),
        subject=shadow.pk,
    )
