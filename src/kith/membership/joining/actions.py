"""Asking to join, and the answer: each step is written down and nothing that was written is lost."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from kith.articles.decisions import Decision
from kith.articles.queries import articles_in_force, version_in_force
from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require
from kith.membership.actions import enter_member, newcomer
from kith.membership.joining import rules
from kith.membership.joining.letters import write_to_applicant
from kith.membership.joining.queries import alike, organisation_known, waiting_of, who_answers
from kith.membership.joining.reminding import remind_later
from kith.membership.joining.rules import OrganisationTold
from kith.membership.models import Application, Member, Organisation
from kith.membership.queries import members_of, votes_of
from kith.membership.rules import (
    check_class,
    check_names_a_human,
    check_not_a_member,
    check_one_vote,
    class_of,
    decision_given,
)
from kith.people.models import Account, Person, folded
from kith.people.queries import person_of_account
from kith.people.rules import Details
from kith.people.telling import tell


@transaction.atomic
def apply_to_join(
    *,
    coop: Coop,
    by: Actor | None,
    member_class: str,
    details: Details,
    told: OrganisationTold | None = None,
    why: str = "",
    shares_wanted: int,
    account: Account | None = None,
    person: Person | None = None,
    applied_on: date | None = None,
) -> tuple[Application, str]:
    """Ask to join a class, for oneself or for an organisation that `told` about itself; `details` are of the human.

    Anybody may ask. `account` is that of who has signed in. From paper it is written down by whoever keeps the register
    (`by`), with the day on it, and `person` when it is somebody the co-op knows. Returns the application and the secret
    of its own address, which is kept nowhere. Raises NotAllowed, AppliedAlready, or DomainError naming the field.
    """
    on_paper, today = by is not None, clock.today(coop.zone)
    if by:
        require(by, Permission.REGISTER_KEEP, Place(coop.id))
    Coop.objects.select_for_update().get(pk=coop.pk)  # two at once see each other
    version, articles = version_in_force(coop), articles_in_force(coop)
    check_class(class_of(articles, member_class), for_organisation=told is not None)
    organisation = rules.tidy_told(told) if told else None
    if organisation:
        check_names_a_human(details.get("name", ""), organisation["name"])
    tidy = rules.tidy_details(details, today, on_paper=on_paper, needs_address=told is None)
    rules.check_shares(articles, shares_wanted, coop.currency)
    day, secret = _day(applied_on, today), rules.new_secret()
    new = Application(
        coop=coop,
        name=tidy["name"],
        email=tidy.get("email", ""),
        phone=tidy.get("phone", ""),
        address=tidy.get("address", ""),
        postcode=tidy.get("postcode", ""),
        search_name=folded(tidy["name"]),
        account=account,
        person=person or (person_of_account(account, coop.slug) if account else None),
        for_organisation=organisation is not None,
        told=organisation or {},
        member_class=member_class,
        why=why.strip(),
        came_by=Application.PAPER if on_paper else Application.WEB,
        shares_wanted=shares_wanted,
        articles_number=version.number,
        applied_on=day,
        answer_by=day + timedelta(days=articles.joining.answer_days),
        written_by_id=by.person_id if by else None,
        digest=rules.digest_of(secret),
    )
    rules.check_not_twice(new, waiting_of(coop).filter(state=Application.WAITING))
    if organisation:
        new.organisation = _not_a_member_yet(coop, organisation)
    if new.person or on_paper:  # a visitor is not told who is a member: those who answer see it
        _check_no_member(new)
    new.save(force_insert=True)
    record(coop=coop, by=by, kind="application.made", subject=new, by_way_of=new.came_by)
    _tell_who_answers(new, f"{new.applicant} wants to join")
    write_to_applicant(new, "applied", "we have your application", secret)
    remind_later(new)
    return new, secret


def _not_a_member_yet(coop: Coop, told: OrganisationTold) -> Organisation | None:
    """The organisation, when it was a member once. Raises DomainError naming `org_name` when it is one today."""
    known = organisation_known(coop, told)
    if known:
        check_not_a_member(known, members_of(coop).filter(organisation=known))
    return known


def _check_no_member(application: Application) -> None:
    """Raise DomainError when the human being votes already: the one it is about, else somebody alike."""
    if application.person:
        check_one_vote(application.person, votes_of(application.person))
    for other in alike(application.coop, application):
        if other.certain and other.member:
            check_one_vote(other.person, [other.member])


def _day(applied_on: date | None, today: date) -> date:
    if applied_on and applied_on > today:
        raise DomainError("This day is still to come.", field="applied_on")
    return applied_on or today


def _tell_who_answers(application: Application, title: str) -> None:
    kwargs = {"coop": application.coop.slug, "application": application.pk}
    day = application.answer_by
    tell(
        coop=application.coop,
        people=who_answers(application.coop),
        kind="application",
        title=title,
        text=f"They have a right to an answer by {day.day} {day:%B %Y}.",
        link=reverse("membership:application", kwargs=kwargs),
        subject=application.id,
    )


def _locked(application: Application) -> Application:
    found = Application.objects.select_for_update(of=("self",)).select_related("coop")
    return found.get(pk=application.pk, coop=application.coop)


@transaction.atomic
def name_same_person(
    *, coop: Coop, by: Actor, application: Application, person: Person
) -> Application:
    """Somebody whom the co-op knows is the human being behind an application. Raises NotAllowed, or DomainError."""
    require(by, Permission.APPLICATION_ANSWER, Place(coop.id))
    kept = _locked(application)
    rules.check_waits(kept)
    check_one_vote(person, votes_of(person))
    kept.person = person
    others = waiting_of(coop).filter(state=Application.WAITING).exclude(pk=kept.pk)
    rules.check_not_twice(kept, others)
    kept.save(update_fields=["person"])
    record(
        coop=coop,
        by=by,
        kind="application.same-person",
        subject=kept,
        person=str(person.pk),
    )
    return kept


@transaction.atomic
def welcome_applicant(
    *,
    coop: Coop,
    by: Actor | None,
    application: Application,
    decided_by: str = "",
    decision: Decision | None = None,
) -> Member:
    """Say yes, by the decision of whom the articles name: they are a member from today, and are told.

    Where the members welcome, their decision about this very application is needed; it also answers an appeal.
    `by` is None when that decision itself takes effect. Raises NotAllowed, NotDecided, or DomainError naming
    `decided_by`.
    """
    if by is not None:
        require(by, Permission.APPLICATION_ANSWER, Place(coop.id))
    elif decision is None:
        raise NotAllowed("Nobody is welcomed without anybody who decides it.")
    kept = _locked(application)
    who = rules.who_welcomes(articles_in_force(coop), kept, decision, decided_by)
    if decision and rules.appeals(kept):
        kept.appeal_upheld, kept.appeal_answer = True, decision.words
        kept.appeal_answered_on = clock.today(coop.zone)
        return _welcome(kept, by, who)
    rules.check_waits(kept)
    if by:
        rules.check_not_ones_own(kept, by.person_id)
    return _welcome(kept, by, who)


def _welcome(application: Application, by: Actor | None, decided_by: str) -> Member:
    coop, today = application.coop, clock.today(application.coop.zone)
    _check_no_member(application)
    human = application.person or newcomer(
        coop=coop, by=by, details=_details_of(application), account=application.account
    )
    _fill_in_address(human, application)
    body = _organisation(application, human) if application.for_organisation else None
    member = enter_member(
        coop=coop,
        by=by,
        member_class=application.member_class,
        person=None if body else human,
        organisation=body,
        decided_by=decided_by,
        shares_wanted=application.shares_wanted,
    )
    if application.told_about_themself:
        member.told_about_themself = True
        member.save(update_fields=["told_about_themself"])
    application.person, application.organisation, application.member = human, body, member
    application.state = Application.WELCOMED
    application.answered_on = application.answered_on or today  # after an appeal: the first answer
    application.answered_by_id = by.person_id if by else None
    application.decided_by = decided_by
    application.save()
    record(coop=coop, by=by, kind="application.welcomed", subject=application)
    tell(
        coop=coop,
        people=[human],
        kind="membership",
        title=f"Welcome: {'your organisation is' if body else 'you are'} a member of {coop.name}",
        text=f"Member number {member.number}. One member, one vote.\n"
        f"Sign in with your e-mail address to see what you own and decide together.",
        link=reverse("membership:mine", kwargs={"coop": coop.slug}),
        subject=member.id,
    )
    return member


def _details_of(application: Application) -> Details:
    return Details(
        name=application.name,
        email=application.email,
        phone=application.phone,
        address=application.address,
        postcode=application.postcode,
    )


def _fill_in_address(person: Person, application: Application) -> None:
    """The register needs a postal address: the one they wrote, for somebody known without one."""
    if person.address or not application.address:
        return
    person.address, person.postcode = application.address, application.postcode
    Person.objects.filter(pk=person.pk).update(
        address=person.address, postcode=person.postcode, revision=F("revision") + 1
    )


def _organisation(application: Application, representative: Person) -> Organisation:
    """As it wrote about itself; one that was a member before stays the same organisation."""
    told = application.told
    body = application.organisation or Organisation(coop=application.coop)
    for name in OrganisationTold.__annotations__:
        setattr(body, name, told[name])
    body.representative, body.search_name = representative, folded(told["name"])
    body.save()
    return body


@transaction.atomic
def refuse_applicant(
    *, coop: Coop, by: Actor, application: Application, reason: str, decided_by: str
) -> Application:
    """Say no, with the reason, by the decision of whom the articles name. They are told, and how to appeal.

    Raises NotAllowed, or DomainError naming `reason` or `decided_by`.
    """
    require(by, Permission.APPLICATION_ANSWER, Place(coop.id))
    kept = _locked(application)
    rules.check_waits(kept)
    rules.check_not_ones_own(kept, by.person_id)
    kept.reason, kept.decided_by = rules.reason_given(reason), decision_given(decided_by)
    kept.state, kept.answered_on = Application.REFUSED, clock.today(coop.zone)
    kept.answered_by_id = by.person_id
    kept.save()
    record(coop=coop, by=by, kind="application.refused", subject=kept)
    write_to_applicant(kept, "refused", "about your application")
    return kept


@transaction.atomic
def withdraw_application(*, coop: Coop, by: Actor | None, application: Application) -> Application:
    """The applicant takes it back: at their own address (`by` is None), or on paper by whoever keeps the register."""
    kept = _locked(application)
    if by and by.person_id != kept.person_id:
        require(by, Permission.REGISTER_KEEP, Place(coop.id))
    rules.check_waits(kept)
    kept.state, kept.answered_on = Application.WITHDRAWN, clock.today(coop.zone)
    kept.save(update_fields=["state", "answered_on"])
    record(coop=coop, by=by, kind="application.withdrawn", subject=kept)
    return kept


@transaction.atomic
def appeal_refusal(
    *, coop: Coop, by: Actor | None, application: Application, appeal: str
) -> Application:
    """Ask the members' meeting about a refusal, in the articles' time: at one's own address, or on paper.

    Raises NotAllowed, or DomainError naming `appeal`.
    """
    if by:
        require(by, Permission.REGISTER_KEEP, Place(coop.id))
    kept, today = _locked(application), clock.today(coop.zone)
    kept.appeal = rules.check_appeal(kept, articles_in_force(coop), appeal, today)
    kept.appealed_on = today
    kept.save(update_fields=["appeal", "appealed_on"])
    record(coop=coop, by=by, kind="application.appealed", subject=kept)
    _tell_who_answers(kept, f"{kept.applicant} appeals: the members’ meeting has to answer")
    return kept


@transaction.atomic
def answer_appeal(
    *,
    coop: Coop,
    by: Actor,
    application: Application,
    upheld: bool,
    answer: str,
    decided_by: str,
) -> Application:
    """Write down what the members' meeting answered; upheld, the applicant is a member from today.

    Raises NotAllowed, or DomainError naming `answer` or `decided_by`.
    """
    require(by, Permission.APPLICATION_ANSWER, Place(coop.id))
    kept = _locked(application)
    if not rules.appeals(kept):
        raise DomainError("There is no appeal that waits for an answer. Nothing was changed.")
    rules.check_not_ones_own(kept, by.person_id)
    if not answer.strip():
        raise DomainError("Write what the members said.", field="answer")
    kept.appeal_upheld, kept.appeal_answer = upheld, answer.strip()
    kept.appeal_answered_on, who = clock.today(coop.zone), decision_given(decided_by)
    kept.save(update_fields=["appeal_upheld", "appeal_answer", "appeal_answered_on"])
    record(coop=coop, by=by, kind="application.appeal-answered", subject=kept, upheld=upheld)
    if upheld:
        _welcome(kept, by, who)
    else:
        write_to_applicant(kept, "appeal_refused", "about your appeal")
    return kept
