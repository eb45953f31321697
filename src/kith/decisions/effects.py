"""What a carried decision does by itself. Whatever is here can happen by a decision, and nothing else can.

A room above adds its own in its app's `ready`: `effects.EFFECTS["surplus"] = Effect(…)`.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from kith.articles.actions import put_articles_in_force
from kith.articles.decisions import Decision, about, require_ordinary
from kith.articles.models import ArticlesVersion
from kith.articles.queries import articles_in_force
from kith.decisions.models import Proposal, SurplusRule
from kith.decisions.surplus import put_in_force
from kith.foundation.errors import DomainError
from kith.foundation.models import Coop
from kith.membership.actions import expel_member
from kith.membership.joining.actions import welcome_applicant
from kith.membership.joining.queries import application_or_none
from kith.membership.models import Application, Member
from kith.membership.queries import member_or_none
from kith.membership.rules import day_words
from kith.people.actions import take_off, wear_hat
from kith.people.models import Person
from kith.people.queries import hats_worn

Act = Callable[[Proposal, str, Decision], str]


@dataclass(frozen=True, slots=True)
class Effect:
    """`words` say beforehand what will happen; `act` does it and says what came of it, or raises DomainError.

    It is called with the proposal, its newest reason in words, and the decision. `form` is the form that it needs.
    `title` and `begins` are for the page that lists all effects: what it is, and where it begins.
    """

    words: str
    form: str
    act: Act
    title: str
    begins: str

    @property
    def form_words(self) -> str:
        """The form in words."""
        return dict(Proposal.FORMS)[self.form]


def _articles(proposal: Proposal, _why: str, decision: Decision) -> str:
    version = articles_version(proposal.coop, proposal.about)
    if version is None:
        raise DomainError("There is no such version of the articles. Nothing was changed.")
    put_articles_in_force(coop=proposal.coop, by=None, version=version, decision=decision)
    return f"Version {version.number} of our articles is in force."


def _expel(proposal: Proposal, why: str, decision: Decision) -> str:
    label, _, key = proposal.about.partition(":")
    member = member_or_none(proposal.coop, uuid.UUID(key))
    if label != Member._meta.label_lower or member is None:
        raise DomainError("There is no such member. Nothing was changed.")
    expel_member(
        coop=proposal.coop, by=None, member=member, reason=why, heard=True, decision=decision
    )
    return f"{member.name} is no longer a member, and was told why."


def _welcome(proposal: Proposal, _why: str, decision: Decision) -> str:
    label, _, key = proposal.about.partition(":")
    application = application_or_none(proposal.coop, uuid.UUID(key))
    if label != Application._meta.label_lower or application is None:
        raise DomainError("There is no such application. Nothing was changed.")
    member = welcome_applicant(
        coop=proposal.coop, by=None, application=application, decision=decision
    )
    return f"{member.name} is a member, with the number {member.number}, and was told."


def _surplus(proposal: Proposal, _why: str, decision: Decision) -> str:
    label, _, key = proposal.about.partition(":")
    rule = SurplusRule.objects.filter(coop=proposal.coop, pk=uuid.UUID(key)).first()
    if label != SurplusRule._meta.label_lower or rule is None:
        raise DomainError("There is no such rule. Nothing was changed.")
    put_in_force(coop=proposal.coop, rule=rule, decision=decision)
    return f"The surplus of the year to {day_words(rule.year_ends)} is shared so."


def _appoint(office: str) -> Act:
    def act(proposal: Proposal, _why: str, decision: Decision) -> str:
        coop, (label, _, key) = proposal.coop, proposal.about.partition(":")
        person = Person.objects.filter(coop=coop, pk=uuid.UUID(key), left_at__isnull=True).first()
        if label != Person._meta.label_lower or person is None:
            raise DomainError("This person is not here any more. Nothing was changed.")
        require_ordinary(decision, articles_in_force(coop), person, decision.by)
        before = list(hats_worn(coop).filter(role=office).select_related("person"))
        wear_hat(coop=coop, by=None, person=person, role=office)
        for hat in before:
            take_off(coop=coop, by=None, hat=hat)
        thanks = " and ".join(hat.person.name for hat in before)
        return f"{person.name} is our {office}." + (f" Our thanks to {thanks}." if thanks else "")

    return act


def articles_version(coop: Coop, row: str) -> ArticlesVersion | None:
    """The version of the articles that a decision is about."""
    label, _, key = row.partition(":")
    if label != ArticlesVersion._meta.label_lower:
        return None
    return ArticlesVersion.objects.filter(coop=coop, pk=uuid.UUID(key)).first()


def address_of(version: ArticlesVersion, coop: Coop) -> str:
    """Where the version is read."""
    return reverse("articles:version", kwargs={"coop": coop.slug, "number": version.number})


ARTICLES, EXPULSION, WELCOME, SURPLUS = "articles", "expulsion", "welcome", "surplus"
OFFICES = {"secretary": "secretary", "treasurer": "treasurer"}
"""The effect that appoints to each office, by the hat that is worn."""

EFFECTS: dict[str, Effect] = {
    ARTICLES: Effect(
        "The new articles are in force at once.",
        Proposal.SPECIAL,
        _articles,
        "Change our articles",
        "On the page of a proposed version of the articles: Put it to the members.",
    ),
    EXPULSION: Effect(
        "The member is expelled at once.",
        Proposal.SPECIAL,
        _expel,
        "Expel a member",
        "On the member’s line in the register, for the board and the secretary, after hearing them.",
    ),
    WELCOME: Effect(
        "They are a member at once, and are told.",
        Proposal.RESOLUTION,
        _welcome,
        "Welcome somebody who wants to join",
        "On the page of their application, for the board and the secretary.",
    ),
    SURPLUS: Effect(
        "What was left at the end of the year is shared so.",
        Proposal.RESOLUTION,
        _surplus,
        "Share the surplus of a year",
        "On this page: Share the surplus.",
    ),
    **{
        key: Effect(
            f"They are {office} at once; whoever was before takes off that hat.",
            Proposal.RESOLUTION,
            _appoint(office),
            f"Appoint the {office}",
            "On this page: Appoint somebody to an office.",
        )
        for office, key in OFFICES.items()
    },
}
"""Every effect by its key."""

__all__ = [
    "ARTICLES",
    "EFFECTS",
    "EXPULSION",
    "OFFICES",
    "SURPLUS",
    "WELCOME",
    "Effect",
    "about",
    "address_of",
    "articles_version",
]
