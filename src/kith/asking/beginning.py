"""From asking to support: whom it is about, and everything that was said carried on, so that nobody writes it twice."""

import uuid
from datetime import date

from django.db import transaction
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from kith.asking import rules
from kith.asking.actions import answering, held, step
from kith.asking.letters import write_news
from kith.asking.models import Different, Referral
from kith.asking.queries import Alike, alike
from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require
from kith.membership.joining.letters import send_letter
from kith.people.actions import add_person, write_needs
from kith.people.models import Person
from kith.people.queries import needs_of
from kith.support.actions import begin_support
from kith.support.models import PlanWords, Support
from kith.support.plan.actions import begin_plan, write_words


def _one_of(referral: Referral, by: Actor, other: uuid.UUID) -> Alike:
    """What was found alike, by its id. Raises DomainError for anything else."""
    for one in alike(referral, by):
        row = one.person or one.referral
        if row and row.pk == other:
            return one
    raise DomainError("Look again: this is not among those who are alike any more.")


@transaction.atomic
def join_same(*, coop: Coop, by: Actor, referral: Referral, other: uuid.UUID) -> Referral:
    """It is the same human being as that person, or as in that other open referral (by id). Returns what goes on.

    Raises NotAllowed, or DomainError.
    """
    kept = answering(coop, by, referral)
    rules.check_state(kept, *Referral.OPEN)
    found = _one_of(kept, by, other)
    if found.person:
        kept.person = found.person
        kept.save(update_fields=["person"])
        step(kept, by, "same", found.person.name)
    elif found.referral:
        kept = _joined(kept, answering(coop, by, found.referral), by)
    record(coop=coop, by=by, kind="referral.same", subject=kept)
    return kept


def _joined(seen: Referral, other: Referral, by: Actor) -> Referral:
    """Join two: the one that has gone further goes on, else the one that somebody looks at. Returns it.

    It keeps the earlier day of asking and the earlier promise, and what only the other one knew.
    """
    further = FURTHER.index(other.state) > FURTHER.index(seen.state)
    gone, into = (seen, other) if further else (other, seen)
    gone.state, gone.same_as = Referral.SAME, into.pk
    gone.ended_on = clock.today(gone.coop.zone)
    gone.save(update_fields=["state", "same_as", "ended_on"])
    step(gone, by, "same", f"Goes on in what was asked on {into.asked_on:%d %B %Y}.")
    who = f"{gone.asker_name} ({gone.asker_said})"
    step(into, by, "same", f"{who} asked on {gone.asked_on:%d %B %Y}: {gone.wish}")
    for name in ("person_id", "team_id", "born", "nhs_number", "phone", "home_on"):
        setattr(into, name, getattr(into, name) or getattr(gone, name))
    into.asked_on = min(into.asked_on, gone.asked_on)
    into.due_on = min(into.due_on, gone.due_on)
    into.save()
    return into


@transaction.atomic
def keep_apart(*, coop: Coop, by: Actor, referral: Referral, other: uuid.UUID) -> None:
    """It is somebody else: remembered, so that nobody asks again. Raises NotAllowed, or DomainError."""
    kept = answering(coop, by, referral)
    found = _one_of(kept, by, other)
    pairs = [(kept, other)] + ([(found.referral, kept.pk)] if found.referral else [])
    for one, not_this in pairs:
        Different.objects.get_or_create(
            coop=coop, referral=one, other=not_this, defaults={"by_id": by.person_id}
        )
    step(kept, by, "different")
    record(coop=coop, by=by, kind="referral.different", subject=kept)


@transaction.atomic
def begin_support_asked(*, coop: Coop, by: Actor, referral: Referral, since: date) -> Support:
    """Support begins: the person is written down or joined, and what was said becomes the first words of their plan.

    Needs the person's yes, and that everybody alike was looked at. Raises NotAllowed, or DomainError naming `since`.
    """
    kept = answering(coop, by, referral)
    rules.check_state(kept, Referral.TALKING, Referral.WAITING)
    rules.check_taken(kept)
    require(
        by,
        Permission.PLAN_CHANGE,
        Place(coop.id, frozenset({kept.team_id} if kept.team_id else ())),
    )
    _check_ready(kept, by, since)
    kept.person = kept.person or _new_person(kept, by)
    _needs(kept, kept.person, by)
    kept.support = _support(kept, kept.person, by, since)
    _first_words(kept, kept.support, by)
    kept.state, kept.ended_on = Referral.BEGUN, clock.today(coop.zone)
    kept.save()
    step(kept, by, "began")
    record(coop=coop, by=by, kind="referral.began", subject=kept, support=kept.support.pk)
    write_news(kept)
    return kept.support


def _check_ready(kept: Referral, by: Actor, since: date) -> None:
    if not kept.asked_on <= since <= clock.today(kept.coop.zone) + rules.MOST_AHEAD:
        raise DomainError("Pick a day from the day they asked, within two years.", field="since")
    if kept.agrees not in (Referral.YES, Referral.CANNOT):
        raise DomainError(
            "The person has not said yes. Talk with them first, and write down what they say."
        )
    if any(one.person for one in alike(kept, by)):
        raise DomainError(
            "We may know them already. Say first whether it is the same person. Nothing was changed."
        )


def _new_person(kept: Referral, by: Actor) -> Person:
    return add_person(
        coop=kept.coop,
        by=by,
        hat="person",
        team_id=kept.team_id,
        name=kept.name,
        phone=kept.phone,
        postcode=kept.postcode,
        nhs_number=kept.nhs_number,
    )


def _needs(kept: Referral, person: Person, by: Actor) -> None:
    """How they need information, where nobody has asked them before."""
    said = bool(kept.formats or kept.contact_by or kept.language)
    if said and not needs_of([person]):
        notes = f"Best time: {kept.best_time}" if kept.best_time else ""
        write_needs(
            coop=kept.coop,
            by=by,
            person=person,
            after=0,
            formats=kept.formats,
            contact_by=kept.contact_by,
            language=kept.language,
            notes=notes,
        )


def _support(kept: Referral, person: Person, by: Actor, since: date) -> Support:
    """The support that begins, or the one that runs already when they asked for more."""
    running = Support.objects.filter(person=person, team=kept.team)
    found = running.filter(Q(until__isnull=True) | Q(until__gte=since)).first()
    if found or kept.team is None:
        return found or running.get()
    return begin_support(coop=kept.coop, by=by, person=person, team=kept.team, since=since)


def _first_words(kept: Referral, support: Support, by: Actor) -> None:
    """The asker's own words under how and when, those of the conversation under hopes; a plan's words all stay."""
    plan = begin_plan(coop=kept.coop, by=by, support=support)
    own = PlanWords.OWN if kept.asker == Referral.SELF else PlanWords.ABOUT
    when = f"{kept.wish}\n{kept.times}" if kept.times else kept.wish
    others = Referral.objects.filter(coop=kept.coop, same_as=kept.pk).values_list("wish", flat=True)
    when = "\n".join([when, *others])
    words = (("how-when", when, own), ("hopes", kept.matters, PlanWords.TOGETHER))
    for section, text, whose in words:
        if text:
            write_words(
                coop=kept.coop, by=by, plan=plan, section=section, base="", text=text, whose=whose
            )


@transaction.atomic
def forget_words(*, coop: Coop, referral: Referral) -> None:
    """Take away every word about a human being, of this referral and those joined with it. Days and states stay."""
    waiting = [referral]
    while waiting:
        kept = held(waiting.pop())
        waiting += Referral.objects.filter(same_as=kept.pk, forgotten_at__isnull=True)
        if kept.asker_email:  # the letters that were sent, which greet by name
            sent = DBTaskResult.objects.filter(task_path=send_letter.module_path)
            sent.filter(args_kwargs__args__0=kept.asker_email).delete()
        for field in Referral._meta.concrete_fields:
            if field.name in FORGOTTEN:
                setattr(kept, field.attname, field.get_default())
        kept.digest, kept.forgotten_at = rules.digest_of(rules.new_secret()), clock.now()
        kept.save()
        kept.steps.all().delete()
        kept.different.all().delete()
        record(coop=coop, by=None, kind="referral.forgotten", subject=kept)


FURTHER = Referral.OPEN
"""The open states, from the first to the one that has gone furthest."""
FORGOTTEN = frozenset(
    {
        *(
            "by",
            "person",
            "asker_name",
            "asker_place",
            "asker_phone",
            "asker_email",
            "name",
            "born",
        ),
        *("nhs_number", "phone", "postcode", "wish", "times", "home_on", "contact_by", "best_time"),
        *("formats", "language", "decides", "talked_with", "matters", "next_step", "why_waiting"),
        *("why_not", "instead"),
    }
)
"""The columns that say something about a human being."""
