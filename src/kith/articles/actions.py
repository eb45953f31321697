"""Adopting articles."""

from django.db import transaction

from kith.articles.models import ArticlesVersion
from kith.articles.reading import read_articles
from kith.foundation import clock
from kith.foundation.errors import NotAllowed
from kith.foundation.events import record
from kith.foundation.models import Coop


@transaction.atomic
def adopt_first_articles(*, coop: Coop, text: str) -> ArticlesVersion:
    """Put a new co-op's first articles in force, as its founders agreed them.

    For the founding of a co-op only: it has no members yet who could vote. Raises WrongArticles, and NotAllowed when
    the co-op has articles already.
    """
    articles = read_articles(text)
    if ArticlesVersion.objects.filter(coop=coop).exists():
        raise NotAllowed("This co-op has articles already. Its members can vote to change them.")
    version = ArticlesVersion.objects.create(
        coop=coop,
        number=1,
        model=articles.model,
        text=text,
        in_force_from=clock.today(coop.zone),
    )
    record(coop=coop, by=None, kind="articles.adopted", subject=version, number=1)
    return version
