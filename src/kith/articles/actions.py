"""Founding a co-op: its name, its articles from a model, and its first people."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction

from kith.articles.models import ArticlesVersion
from kith.articles.reading import model_names, model_text, read_articles
from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import roles
from kith.people.actions import add_founders


@dataclass(frozen=True, slots=True)
class Founder:
    """One of a co-op's first people, who can sign in with this e-mail at once, and the hats they begin with."""

    name: str
    email: str
    roles: tuple[str, ...] = ("board",)


@transaction.atomic
def found_coop(*, name: str, slug: str, model: str, founders: Sequence[Founder]) -> Coop:
    """Found a co-op on model articles. The first events of its record have nobody as their author: it has nobody yet.

    Raises DomainError naming `name`, `slug`, `model` or `founders`; WrongArticles when the model does not hold.
    """
    _check_name(name, slug)
    _check_founders(founders)
    if model not in model_names():
        raise DomainError(f"Pick one of these models: {', '.join(model_names())}.", field="model")
    text = model_text(model)
    read_articles(text)
    coop = Coop.objects.create(name=name.strip(), slug=slug)
    record(coop=coop, by=None, kind="coop.founded", subject=coop, model=model)
    articles = ArticlesVersion.objects.create(
        coop=coop, number=1, model=model, text=text, in_force_from=clock.today(coop.zone)
    )
    record(coop=coop, by=None, kind="articles.adopted", subject=articles, number=1)
    add_founders(coop=coop, founders=[(one.name, one.email, one.roles) for one in founders])
    return coop


def _check_name(name: str, slug: str) -> None:
    if not 3 <= len(name.strip()) <= 120:
        raise DomainError("Give the co-op a name of 3 to 120 letters.", field="name")
    try:
        validate_slug(slug)
    except ValidationError as wrong:
        raise DomainError(
            "Write the short name in small letters, digits and hyphens, like don-valley.",
            field="slug",
        ) from wrong
    if Coop.objects.filter(slug=slug).exists():
        raise DomainError(
            f"Another co-op here has the short name “{slug}”. Nothing was founded. Pick another.",
            field="slug",
        )


def _check_founders(founders: Sequence[Founder]) -> None:
    hats = {role for founder in founders for role in founder.roles}
    if unknown := hats - set(roles()):
        raise DomainError(f"There is no hat “{sorted(unknown)[0]}”.", field="founders")
    if "secretary" not in hats:
        raise DomainError(
            "One founder has to be the secretary: somebody must be able to add the others.",
            field="founders",
        )
