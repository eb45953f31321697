"""Changing the articles: a proposal, its end, and the effect of the members' decision."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from kith.articles.decisions import Decision, NotDecided, require_special
from kith.articles.lines import rows_of
from kith.articles.models import ArticlesVersion
from kith.articles.principles.checking import require_principles
from kith.articles.queries import newest_adopted
from kith.articles.reading import read_articles
from kith.foundation import clock
from kith.foundation.errors import ChangedMeanwhile, DomainError, NotAllowed
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require

MOST_LETTERS = 200_000


@transaction.atomic
def adopt_first_articles(*, coop: Coop, text: str) -> ArticlesVersion:
    """Put a new co-op's first articles in force, as its founders agreed them.

    For the founding of a co-op only: it has no members yet who could vote. Raises WrongArticles, BrokenPrinciples, and
    NotAllowed when the co-op has articles already.
    """
    articles = read_articles(text)
    require_principles(articles)
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


@transaction.atomic
def propose_articles(
    *, coop: Coop, by: Actor, text: str, why: str = "", base: int | None = None
) -> ArticlesVersion:
    """Propose a new version for the members to decide about. Nothing is in force by that.

    `base` is the number of the version it was written from: the newest adopted one, which is also meant by None.
    Raises NotAllowed, WrongArticles, BrokenPrinciples, ChangedMeanwhile, and DomainError naming `text`.
    """
    require(by, Permission.ARTICLES_PROPOSE, Place(coop.id, person_id=by.person_id))
    Coop.objects.select_for_update().get(pk=coop.pk)  # numbers follow one another
    newest = newest_adopted(coop)
    if base is not None and base != newest.number:
        raise ChangedMeanwhile(
            f"The members adopted version {newest.number} meanwhile. What you wrote is kept below. "
            "Compare it with that version, then propose it again."
        )
    tidy = check_proposal(newest, text)
    last = ArticlesVersion.objects.filter(coop=coop).aggregate(last=Max("number"))["last"]
    version = ArticlesVersion.objects.create(
        coop=coop,
        number=last + 1,
        model=read_articles(tidy).model,
        text=tidy,
        state=ArticlesVersion.PROPOSED,
        base=newest,
        why=why.strip(),
        proposed_by_id=by.person_id,
        adopted_at=None,
    )
    record(coop=coop, by=by, kind="articles.proposed", subject=version, number=version.number)
    return version


def check_proposal(base: ArticlesVersion, text: str) -> str:
    """The text with tidy line ends, when it can be proposed instead of `base`.

    Raises WrongArticles, BrokenPrinciples, and DomainError naming `text` when it is too long or changes nothing.
    """
    tidy = _tidy(text)
    if len(tidy) > MOST_LETTERS:
        raise DomainError(
            f"These articles are longer than {MOST_LETTERS} letters. Shorten them.", field="text"
        )
    require_principles(read_articles(tidy))
    if tidy == _tidy(base.text):
        raise DomainError(
            f"This is version {base.number} word for word. Change what you want changed first.",
            field="text",
        )
    return tidy


def _tidy(text: str) -> str:
    return "\n".join(rows_of(text)).strip() + "\n"


@transaction.atomic
def withdraw_articles(*, coop: Coop, by: Actor, version: ArticlesVersion) -> None:
    """Take back one's own proposal. It stays to be read. Raises NotAllowed, and DomainError once it is decided."""
    require(by, Permission.ARTICLES_PROPOSE, version)
    fresh = ArticlesVersion.objects.select_for_update().get(coop=coop, pk=version.pk)
    if fresh.state != ArticlesVersion.PROPOSED:
        raise DomainError(f"Version {fresh.number} is no proposal any more. Nothing was changed.")
    fresh.state, fresh.withdrawn_at = ArticlesVersion.WITHDRAWN, clock.now()
    fresh.save(update_fields=["state", "withdrawn_at"])
    record(coop=coop, by=by, kind="articles.withdrawn", subject=fresh, number=fresh.number)


@transaction.atomic
def put_articles_in_force(
    *,
    coop: Coop,
    by: Actor | None,
    version: ArticlesVersion,
    decision: Decision,
    since: date | None = None,
) -> ArticlesVersion:
    """Put a proposed version in force, today or from a later day, because the members decided so.

    The effect of a vote: no hat gives this, only the decision does. Its votes are counted again by the articles that
    are in force. Raises NotDecided, BrokenPrinciples, ChangedMeanwhile when other articles were adopted since it was
    proposed, and DomainError naming `since` for a day that is past.
    """
    Coop.objects.select_for_update().get(pk=coop.pk)
    fresh = ArticlesVersion.objects.get(coop=coop, pk=version.pk)
    newest, today = newest_adopted(coop), clock.today(coop.zone)
    _check_can_begin(fresh, newest, since or today, today)
    require_special(decision, read_articles(newest.text), fresh)
    require_principles(read_articles(fresh.text))
    fresh.state, fresh.in_force_from = ArticlesVersion.ADOPTED, since or today
    fresh.adopted_at, fresh.decision, fresh.decided = clock.now(), decision.id, decision.words
    fresh.save(update_fields=["state", "in_force_from", "adopted_at", "decision", "decided"])
    record(
        coop=coop,
        by=by,
        kind="articles.adopted",
        subject=fresh,
        number=fresh.number,
        decision=decision.id,
        since=fresh.in_force_from,
    )
    return fresh


def _check_can_begin(
    version: ArticlesVersion, newest: ArticlesVersion, since: date, today: date
) -> None:
    if version.state != ArticlesVersion.PROPOSED:
        raise NotDecided(f"Version {version.number} is no proposal any more. Nothing was changed.")
    if version.base_id != newest.pk:
        raise ChangedMeanwhile(
            f"Version {version.number} would change articles that are no longer the newest: the members adopted "
            f"version {newest.number} since. Nothing was changed. Propose it again from version {newest.number}."
        )
    first = max(today, newest.in_force_from or today)
    if since < first:
        raise DomainError(
            f"The articles can come into force on {first:%d %B %Y} at the earliest.", field="since"
        )
