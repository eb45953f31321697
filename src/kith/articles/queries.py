"""Reading a co-op's articles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from kith.articles.models import ArticlesVersion
from kith.articles.reading import read_articles
from kith.articles.rules import Articles
from kith.foundation import clock
from kith.foundation.models import Coop


def articles_versions(coop: Coop) -> QuerySet[ArticlesVersion]:
    """Every version of the co-op's articles that the members adopted, newest first."""
    adopted = ArticlesVersion.objects.filter(coop=coop, state=ArticlesVersion.ADOPTED)
    return adopted.order_by("-in_force_from", "-number")


def version_in_force(coop: Coop, day: date | None = None) -> ArticlesVersion:
    """The version in force on the day, or today. Raises ArticlesVersion.DoesNotExist before the co-op had any."""
    on = day or clock.today(coop.zone)
    in_force = articles_versions(coop).filter(in_force_from__lte=on).first()
    if in_force is None:
        raise ArticlesVersion.DoesNotExist(f"{coop} has no articles in force.")
    return in_force


def articles_in_force(coop: Coop, day: date | None = None) -> Articles:
    """The articles that bind the co-op on the day, or today. Raises ArticlesVersion.DoesNotExist before it had any."""
    return read_articles(version_in_force(coop, day).text)


def newest_adopted(coop: Coop) -> ArticlesVersion:
    """The version that a new proposal starts from: the last one adopted, though it may come into force only later.

    Raises ArticlesVersion.DoesNotExist before the co-op had any.
    """
    newest = articles_versions(coop).first()
    if newest is None:
        raise ArticlesVersion.DoesNotExist(f"{coop} has no articles.")
    return newest


def version_or_none(coop: Coop, number: int) -> ArticlesVersion | None:
    """The version of this number, proposed and withdrawn ones among them, with who proposed it."""
    known = ArticlesVersion.objects.select_related("proposed_by", "base").filter(coop=coop)
    return known.filter(number=number).first()


@dataclass(frozen=True, slots=True)
class Told:
    """A version for a list, with its state today in words; `kind` is that of a chip."""

    version: ArticlesVersion
    words: str
    kind: str


def history(coop: Coop) -> Sequence[Told]:
    """Every version, proposed and withdrawn ones among them, newest first."""
    everything = list(
        ArticlesVersion.objects.select_related("proposed_by", "base")
        .defer("text", "base__text")
        .filter(coop=coop)
        .order_by("-number")
    )
    adopted = [one for one in everything if one.state == ArticlesVersion.ADOPTED]
    today = clock.today(coop.zone)
    in_force = max((_order(one) for one in adopted if _from(one) <= today), default=None)
    newest = max((_order(one) for one in adopted), default=None)
    return [Told(one, *_told(one, today, in_force, newest)) for one in everything]


Order = tuple[date, int]


def _from(version: ArticlesVersion) -> date:
    return version.in_force_from or date.max


def _order(version: ArticlesVersion) -> Order:
    return _from(version), version.number


def _told(
    version: ArticlesVersion, today: date, in_force: Order | None, newest: Order | None
) -> tuple[str, str]:
    if version.state == ArticlesVersion.WITHDRAWN:
        return "withdrawn", ""
    if version.state == ArticlesVersion.PROPOSED:
        current = version.base is not None and _order(version.base) == newest
        return ("proposed", "warn") if current else ("proposed, out of date", "")
    if _order(version) == in_force:
        return "in force", "good"
    return ("replaced", "") if _from(version) <= today else ("agreed, not yet in force", "warn")
