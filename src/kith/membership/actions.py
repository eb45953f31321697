"""Entering members in the register, and every change of their standing until they leave it."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from kith.articles.decisions import Decision
from kith.articles.queries import articles_in_force
from kith.foundation import clock
from kith.foundation.errors import NotAllowed
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require
from kith.membership import extensions, rules
from kith.membership.models import Member, Organisation, Standing
from kith.membership.queries import members_of, standings_of, votes_of
from kith.people.actions import account_for, take_off, wear_hat, write_down
from kith.people.models import Account, Hat, Person, line
from kith.people.rules import Details
from kith.people.telling import tell

HAT = "member"


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
    shares_wanted: int = 0,
) -> Member:
    """Enter a person or an organisation in the register, with the next number, and give whoever votes a member's hat.

    For actions that have asked for their own permission: welcoming an application, founding a co-op. `decided_by` says
    in words whose decision it was; `shares_wanted` is in minor units. Raises DomainError for a class the articles do
    not have, an organisation in a class for people, or a human being who votes already.
    """
    Coop.objects.select_for_update().get(pk=coop.pk)  # numbers follow one another
    found = rules.class_of(articles_in_force(coop), member_class)
    rules.check_class(found, for_organisation=organisation is not None)
    if organisation:
        rules.check_not_a_member(organisation, members_of(coop).filter(organisation=organisation))
    member = Member(coop=coop, person=person, organisation=organisation, member_class=member_class)
    rules.check_one_vote(member.voter, votes_of(member.voter))
    last = Member.objects.filter(coop=coop).aggregate(last=Max("number"))["last"] or 0
    member.number, member.entered_on = last + 1, since or clock.today(coop.zone)
    member.save(force_insert=True)
    _write(member, by, Standing.ENTERED, member.entered_on, decided_by=decided_by)
    record(coop=coop, by=by, kind="member.entered", subject=member, number=member.number)
    _put_on_hat(member, by)
    for told in extensions.WHEN_ENTERED:
        told(member, by, shares_wanted)
    return member


def _write(member: Member, by: Actor | None, kind: str, since: date, **more: object) -> Standing:
    """Add one line to the history of a member's standing."""
    writer = by.person_id if by else None
    return Standing.objects.create(
        coop=member.coop, member=member, kind=kind, since=since, written_by_id=writer, **more
    )


def _put_on_hat(member: Member, by: Actor | None) -> None:
    worn = Hat.objects.filter(person=member.voter, role=HAT, until__isnull=True)
    if not worn.exists():
        wear_hat(coop=member.coop, by=by, person=member.voter, role=HAT, since=member.entered_on)


def _take_off_hat(member: Member, by: Actor | None, last_day: date) -> None:
    for hat in Hat.objects.filter(person=member.voter, role=HAT, until__isnull=True):
        take_off(coop=member.coop, by=by, hat=hat, last_day=last_day)


@transaction.atomic
def leave_coop(
    *,
    coop: Coop,
    by: Actor,
    member: Member,
    on: date | None = None,
    told_on: date | None = None,
    reason: str = "",
) -> Member:
    """The member leaves: on the day they say, not before the articles' notice is over, counted from `told_on`.

    Everybody may do it for themself, and whoever keeps the register for a letter on paper. Raises NotAllowed, or
    DomainError naming `on` or `told_on`.
    """
    require(by, Permission.MEMBERSHIP_CHANGE, member)
    kept, today = _locked(member), clock.today(coop.zone)
    rules.check_here(kept, today)
    articles, told_on = articles_in_force(coop), told_on or today
    day = on or max(today, rules.earliest_end(articles, told_on))
    rules.check_leaving(articles, kept, told_on, day, today)
    _cease(kept, by, Standing.LEFT, day, reason=line(reason)[:300])
    record(coop=coop, by=by, kind="member.left", subject=kept, on=day.isoformat())
    return kept


def _locked(member: Member) -> Member:
    found = Member.objects.select_for_update(of=("self",)).select_related(
        "coop", "person", "organisation__representative"
    )
    return found.get(pk=member.pk, coop=member.coop)


def _cease(member: Member, by: Actor | None, kind: str, day: date, **more: object) -> None:
    """Write down how and on which day a membership ends; what the member owns is for the rooms that keep it."""
    _write(member, by, kind, day, **more)
    member.ceased_on, member.standing, member.suspended_until = day, Member.CEASED, None
    member.listed = False
    member.save(update_fields=["ceased_on", "standing", "suspended_until", "listed"])
    _take_off_hat(member, by, day - timedelta(days=1))
    for told in extensions.WHEN_CEASED:
        told(member, by)


@transaction.atomic
def suspend_member(
    *, coop: Coop, by: Actor, member: Member, until: date, reason: str, decided_by: str
) -> Member:
    """Suspend a member from today up to and with `until`: it ends by itself. They are told, with the reason.

    Raises NotAllowed, or DomainError naming `until`, `reason` or `decided_by`.
    """
    require(by, Permission.STANDING_CHANGE, Place(coop.id))
    kept, today = _locked(member), clock.today(coop.zone)
    rules.check_here(kept, today)
    rules.check_suspension(articles_in_force(coop), list(standings_of(kept)), today, until)
    why, who = rules.reason_given(reason), rules.decision_given(decided_by)
    _write(kept, by, Standing.SUSPENDED, today, until=until, reason=why, decided_by=who)
    kept.standing, kept.suspended_until = Member.SUSPENDED, until
    kept.save(update_fields=["standing", "suspended_until"])
    record(coop=coop, by=by, kind="member.suspended", subject=kept, until=until.isoformat())
    _tell(kept, "Your membership is suspended", f"Until {rules.day_words(until)}.\n{why}\n{who}")
    return kept


@transaction.atomic
def restore_member(*, coop: Coop, by: Actor, member: Member, decided_by: str = "") -> Member:
    """End a suspension, take back a notice to leave whose day is not yet there, or undo an expulsion on appeal.

    The notice to leave is for whoever may change the membership; the rest for whoever may change standings, and says by
    whose decision. Raises NotAllowed, or DomainError.
    """
    kept, today = _locked(member), clock.today(coop.zone)
    last = rules.what_can_be_undone(list(standings_of(kept)), kept, today)
    if last.kind == Standing.LEFT:
        require(by, Permission.MEMBERSHIP_CHANGE, kept)
    else:
        require(by, Permission.STANDING_CHANGE, Place(coop.id))
        decided_by = rules.decision_given(decided_by)
    if kept.ceased_on:
        rules.check_one_vote(kept.voter, votes_of(kept.voter).exclude(pk=kept.pk))
    _write(kept, by, Standing.RESTORED, today, decided_by=decided_by)
    kept.standing, kept.suspended_until, kept.ceased_on = Member.MEMBER, None, None
    kept.save(update_fields=["standing", "suspended_until", "ceased_on"])
    if last.kind != Standing.SUSPENDED:
        _put_hat_back(kept, by, today)
        for told in extensions.WHEN_RESTORED:
            told(kept, by)
    record(coop=coop, by=by, kind="member.restored", subject=kept)
    _tell(kept, "You are a member with all your rights again", decided_by)
    return kept


def _put_hat_back(member: Member, by: Actor, today: date) -> None:
    """The hat that ends on a day still to come ends now, and a new one begins."""
    for hat in Hat.objects.filter(person=member.voter, role=HAT, until__gte=today):
        take_off(coop=member.coop, by=by, hat=hat, last_day=today - timedelta(days=1))
    if not Hat.objects.filter(person=member.voter, role=HAT, until__isnull=True).exists():
        wear_hat(coop=member.coop, by=by, person=member.voter, role=HAT, since=today)


@transaction.atomic
def expel_member(
    *,
    coop: Coop,
    by: Actor | None,
    member: Member,
    reason: str,
    heard: bool,
    decision: Decision | None = None,
    decided_by: str = "",
) -> Member:
    """Expel a member from today, as the articles say: by a decision of the members, or of the board if they name it.

    `heard` says that the member could say their side first. A members' decision is needed by special majority and about
    this very member; without one nothing happens. `by` is None when that decision itself takes effect.
    Raises NotAllowed, NotDecided, or DomainError.
    """
    if by is not None:
        require(by, Permission.STANDING_CHANGE, Place(coop.id))
    elif decision is None:
        raise NotAllowed("Nobody is expelled without anybody who decides it.")
    kept, today, articles = _locked(member), clock.today(coop.zone), articles_in_force(coop)
    rules.check_here(kept, today)
    why, who = rules.reason_given(reason), rules.who_expels(articles, kept, decision, decided_by)
    rules.check_heard(heard=heard)
    _cease(kept, by, Standing.EXPELLED, today, reason=why, decided_by=who)
    record(coop=coop, by=by, kind="member.expelled", subject=kept)
    days = articles.joining.expelled_appeal_days
    appeal = f"\nYou can ask the members’ meeting about it within {days} days." if days else ""
    _tell(kept, "You are no longer a member", f"{why}\n{who}{appeal}")
    return kept


@transaction.atomic
def end_membership(*, coop: Coop, by: Actor, member: Member, kind: str, on: date) -> Member:
    """A member died, or an organisation was dissolved, on this day. Raises NotAllowed, or DomainError.

    `kind` is "died" or "dissolved". For whoever keeps the register.
    """
    require(by, Permission.REGISTER_KEEP, Place(coop.id))
    kept, today = _locked(member), clock.today(coop.zone)
    rules.check_here(kept, today)
    rules.check_end(kept, kind, on, today)
    _cease(kept, by, kind, on)
    what = "member.died" if kind == Standing.DIED else "member.dissolved"
    record(coop=coop, by=by, kind=what, subject=kept, on=on.isoformat())
    return kept


@transaction.atomic
def list_member(*, coop: Coop, by: Actor, member: Member, listed: bool, words: str = "") -> Member:
    """The member agrees to stand in the members' directory, with these words, or takes that back. Raises NotAllowed."""
    require(by, Permission.MEMBERSHIP_CHANGE, member)
    kept = _locked(member)
    rules.check_here(kept, clock.today(coop.zone))
    kept.listed, kept.listed_words = listed, line(words)[:200]
    kept.save(update_fields=["listed", "listed_words"])
    record(coop=coop, by=by, kind="member.listed", subject=kept, listed=listed)
    return kept


@transaction.atomic
def name_representative(
    *,
    coop: Coop,
    by: Actor,
    member: Member,
    person: Person | None = None,
    name: str = "",
    email: str = "",
) -> Organisation:
    """Another human being speaks and votes for a member organisation from now on: `person`, or somebody new.

    Raises NotAllowed, or DomainError naming `name` or `email`.
    """
    require(by, Permission.MEMBERSHIP_CHANGE, member)
    kept, today = _locked(member), clock.today(coop.zone)
    rules.check_here(kept, today)
    organisation = rules.organisation_of(kept)
    if person is None:
        rules.check_names_a_human(name, organisation.name)
        person = newcomer(coop=coop, by=by, details={"name": name, "email": email})
    rules.check_one_vote(person, votes_of(person))
    _take_off_hat(kept, by, today - timedelta(days=1))
    organisation.representative = person
    organisation.save(update_fields=["representative"])
    _put_hat_back(kept, by, today)
    record(
        coop=coop,
        by=by,
        kind="organisation.representative-named",
        subject=organisation,
        person=str(person.pk),
    )
    return organisation


def newcomer(
    *, coop: Coop, by: Actor | None, details: Details, account: Account | None = None
) -> Person:
    """Write down somebody whom the co-op does not know yet; they can sign in with `account`, else with their e-mail.

    For actions of this room that have asked their own permission. Raises DomainError naming the field that is wrong.
    """
    person = write_down(coop=coop, by=by, details=details)
    account = account or (account_for(person.email) if person.email else None)
    if account and not Person.objects.filter(coop=coop, account=account).exists():
        person.account = account
        person.save(update_fields=["account"])
    return person


def _tell(member: Member, title: str, text: str = "") -> None:
    link = reverse("membership:mine", kwargs={"coop": member.coop.slug})
    tell(
        coop=member.coop,
        people=[member.voter],
        kind="membership",
        title=title,
        text=text,
        link=link,
        subject=member.id,
    )
