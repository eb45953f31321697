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
from kith.foundation.errors import DomainError
from kith.foundation.models import Coop

Act = Callable[[Coop, str, Decision], str]


@dataclass(frozen=True, slots=True)
class Effect:
    """`words` say beforehand what will happen; `act` does it and says what came of it, or raises DomainError.

    `form` is the form of decision it needs.
    """

    words: str
    form: str
    act: Act


def _articles(coop: Coop, row: str, decision: Decision) -> str:
    version = articles_version(coop, row)
    if version is None:
        raise DomainError("There is no such version of the articles. Nothing was changed.")
    put_articles_in_force(coop=coop, by=None, version=version, decision=decision)
    return f"Version {version.number} of our articles is in force."


def articles_version(coop: Coop, row: str) -> ArticlesVersion | None:
    """The version of the articles that a decision is about."""
    label, _, key = row.partition(":")
    if label != ArticlesVersion._meta.label_lower:
        return None
    return ArticlesVersion.objects.filter(coop=coop, pk=uuid.UUID(key)).first()


def address_of(version: ArticlesVersion, coop: Coop) -> str:
    """Where the version is read."""
    return reverse("articles:version", kwargs={"coop": coop.slug, "number": version.number})


ARTICLES = "articles"
EFFECTS: dict[str, Effect] = {
    ARTICLES: Effect("The new articles are in force at once.", "special", _articles)
}
"""Every effect by its key."""

__all__ = ["ARTICLES", "EFFECTS", "Effect", "about", "address_of", "articles_version"]
