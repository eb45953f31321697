"""What a carried decision does by itself. Whatever is here can happen by a decision, and nothing else can.

A room above adds its own in its app's `ready`: `effects.EFFECTS["surplus"] = Effect(…)`.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from kith.articles.actions import put_articles_in_force
from kith.articles.decisions import Decision, about
from kith.articles.models import ArticlesVersion
from kith.decisions.models import Proposal
from kith.foundation.errors import DomainError
from kith.foundation.models import Coop
from kith.membership.actions import expel_member
from kith.membership.models import Member
from kith.membership.queries import member_or_none

Act = Callable[[Proposal, str, Decision], str]


@dataclass(frozen=True, slots=True)
class Effect:
    """`words` say beforehand what will happen; `act` does it and says what came of it, or raises DomainError.

    It is called with the proposal, its newest reason in words, and the decision. `form` is the form that it needs.
    """

    words: str
    form: str
    act: Act


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


def articles_version(coop: Coop, row: str) -> ArticlesVersion | None:
    """The version of the articles that a decision is about."""
    label, _, key = row.partition(":")
    if label != ArticlesVersion._meta.label_lower:
        return None
    return ArticlesVersion.objects.filter(coop=coop, pk=uuid.UUID(key)).first()


def address_of(version: ArticlesVersion, coop: Coop) -> str:
    """Where the version is read."""
    return reverse("articles:version", kwargs={"coop": coop.slug, "number": version.number})


ARTICLES, EXPULSION = "articles", "expulsion"
EFFECTS: dict[str, Effect] = {
    ARTICLES: Effect("The new articles are in force at once.", Proposal.SPECIAL, _articles),
    EXPULSION: Effect("The member is expelled at once.", Proposal.SPECIAL, _expel),
}
"""Every effect by its key."""

__all__ = ["ARTICLES", "EFFECTS", "EXPULSION", "Effect", "about", "address_of", "articles_version"]
