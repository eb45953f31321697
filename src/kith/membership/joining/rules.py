"""What must hold when somebody asks to join: a human being behind it, one application, shares within the articles."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypedDict

from kith.articles.decisions import MEMBERS, Decision, NotDecided, require_ordinary
from kith.articles.rules import Articles
from kith.foundation.errors import DomainError
from kith.kernel.money import Money
from kith.membership.models import Application, Organisation
from kith.membership.rules import decision_given
from kith.people import rules as details_rules
from kith.people.models import folded, line
from kith.people.rules import Details


class OrganisationTold(TypedDict):
    """What an organisation writes about itself."""

    name: str
    kind: str
    number: str
    address: str
    postcode: str
    email: str


class AppliedAlready(DomainError):
    """The same human being or organisation waits for an answer already."""


def new_secret() -> str:
    """A secret for an applicant's own address: 192 bits, so that nobody guesses it."""
    return secrets.token_urlsafe(24)


def digest_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256."""
    return hashlib.sha256(secret.encode()).hexdigest()


def tidy_details(details: Details, today: date, *, on_paper: bool, needs_address: bool) -> Details:
    """What the human being wrote, in one form. Raises DomainError naming the field that is wrong or missing."""
    tidy = details_rules.checked(details, today)
    if needs_address and not tidy.get("address"):
        raise DomainError(
            "Write the postal address: the law asks for it in the register of members.",
            field="address",
        )
    if not on_paper and not tidy.get("email"):
        raise DomainError("Write an e-mail address, so that we can answer you.", field="email")
    return tidy


def tidy_told(told: OrganisationTold) -> OrganisationTold:
    """What an organisation wrote, in one form. Raises DomainError naming `org_…`."""
    name, address = line(told["name"]), line(told["address"])
    if not folded(name):
        raise DomainError("Write the name of the organisation.", field="org_name")
    if told["kind"] not in dict(Organisation.KINDS):
        raise DomainError("Say what kind of organisation it is.", field="org_kind")
    if not address:
        raise DomainError(
            "Write its postal address: the law asks for it in the register of members.",
            field="org_address",
        )
    try:
        postcode = details_rules.postcode(told["postcode"])
    except DomainError as error:
        raise DomainError(error.message, field="org_postcode") from error
    return OrganisationTold(
        name=name[:160],
        kind=told["kind"],
        number=line(told["number"])[:20],
        address=address[:200],
        postcode=postcode,
        email=details_rules.email(told["email"]),
    )


def check_shares(articles: Articles, wanted: int, currency: str) -> None:
    """Raise DomainError naming `shares` unless the amount (minor units) is whole shares within the articles' bounds."""
    rule = articles.shares
    if wanted < rule.least:
        raise DomainError(
            f"The least is {Money(rule.least, currency)}. Write at least that much.", field="shares"
        )
    if wanted > rule.most:
        raise DomainError(
            f"The most that one member may hold is {Money(rule.most, currency)}. Write no more than that.",
            field="shares",
        )
    if wanted % rule.value:
        raise DomainError(
            f"One share is {Money(rule.value, currency)}. Write an amount that makes whole shares.",
            field="shares",
        )


def check_not_twice(new: Application, waiting: Iterable[Application]) -> None:
    """Raise AppliedAlready when `new` is from a human being or an organisation that waits already.

    The same: one person of the co-op; or one name with the same e-mail, telephone or postcode; for organisations one
    name or one registration number. Two people of one name in different places are two people.
    """
    for other in waiting:
        if other.for_organisation == new.for_organisation and _same(new, other):
            raise AppliedAlready(
                f"There is an application from {other.applicant} already, of {other.applied_on.day} "
                f"{other.applied_on:%B %Y}. It is being answered; a second one is not needed. "
                "Nothing was changed.",
                field="org_name" if new.for_organisation else "name",
            )


def _same(one: Application, other: Application) -> bool:
    if one.for_organisation:
        return _same_organisation(one.told, other.told)
    if one.person_id and one.person_id == other.person_id:
        return True
    return one.search_name == other.search_name and same_contact(one, other)


def _same_organisation(one: dict[str, str], other: dict[str, str]) -> bool:
    number = one.get("number", "")
    return folded(one["name"]) == folded(other["name"]) or bool(
        number and folded(number) == folded(other.get("number", ""))
    )


def same_contact(one: Application, other: Application) -> bool:
    """True when the two give one e-mail, telephone number or postcode."""
    pairs = [(one.email.lower(), other.email.lower()), (one.phone, other.phone)]
    pairs.append((one.postcode, other.postcode))
    return any(mine and mine == theirs for mine, theirs in pairs)


def check_waits(application: Application) -> None:
    """Raise DomainError for an application that has its answer already."""
    if application.state != Application.WAITING:
        raise DomainError(
            f"This application is answered already: it was {application.state}. Nothing was changed."
        )


def appeals(application: Application) -> bool:
    """Whether an appeal of theirs waits for the members' answer."""
    return bool(application.appealed_on and not application.appeal_answered_on)


def who_welcomes(
    articles: Articles, application: Application, decision: Decision | None, decided_by: str
) -> str:
    """In words who decided to welcome. Raises NotDecided when the members must and did not."""
    if decision:
        require_ordinary(decision, articles, application)
        return decision.words[:160]
    if articles.joining.welcomed_by == MEMBERS:
        raise NotDecided(
            "By our articles the members welcome somebody new. Nothing was changed. Press Put it to the members."
        )
    return decision_given(decided_by)


def check_not_ones_own(application: Application, person_id: object) -> None:
    """Raise DomainError when the one who answers is the one who asks."""
    if application.person_id and application.person_id == person_id:
        raise DomainError("This is your own application: somebody else has to answer it.")


def reason_given(reason: str) -> str:
    """Why somebody is refused. Raises DomainError naming `reason` when there is none."""
    if not reason.strip():
        raise DomainError(
            "Write the reason. They have a right to know it, and can appeal.", field="reason"
        )
    return reason.strip()


def appeal_until(application: Application, articles: Articles) -> date | None:
    """The last day to appeal against a refusal; None when there is nothing to appeal against, or no appeal."""
    if application.state != Application.REFUSED or not application.answered_on:
        return None
    days = articles.joining.appeal_days
    return application.answered_on + timedelta(days=days) if days else None


def check_appeal(application: Application, articles: Articles, words: str, today: date) -> str:
    """The words of an appeal that is in time. Raises DomainError."""
    until = appeal_until(application, articles)
    if until is None:
        raise DomainError("There is nothing to appeal against.")
    if application.appealed_on:
        raise DomainError("You have appealed already. The members’ meeting will answer you.")
    if today > until:
        raise DomainError(f"The time to appeal ended on {until.day} {until:%B %Y}.")
    if not words.strip():
        raise DomainError("Write what you want the members to know.", field="appeal")
    return words.strip()
