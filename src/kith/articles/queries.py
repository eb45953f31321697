"""Reading a co-op's articles."""

from django.db.models import QuerySet

from kith.articles.models import ArticlesVersion
from kith.articles.reading import read_articles
from kith.articles.rules import Articles
from kith.foundation import clock
from kith.foundation.models import Coop


def articles_versions(coop: Coop) -> QuerySet[ArticlesVersion]:
    """Every version of the co-op's articles, newest first."""
    return ArticlesVersion.objects.filter(coop=coop).order_by("-number")


def version_in_force(coop: Coop) -> ArticlesVersion:
    """The version in force today. Raises ArticlesVersion.DoesNotExist before the co-op has adopted any."""
    in_force = articles_versions(coop).filter(in_force_from__lte=clock.today(coop.zone)).first()
    if in_force is None:
        raise ArticlesVersion.DoesNotExist(f"{coop} has no articles in force.")
    return in_force


def articles_in_force(coop: Coop) -> Articles:
    """The articles that bind the co-op today. Raises ArticlesVersion.DoesNotExist before it has adopted any."""
    return read_articles(version_in_force(coop).text)
