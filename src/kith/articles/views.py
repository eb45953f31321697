"""Pages that show the articles: those in force, every version, and how they keep the seven principles."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kith.articles import queries
from kith.articles.difference import difference
from kith.articles.extensions import ways_on
from kith.articles.models import ArticlesVersion
from kith.articles.principles.checking import check
from kith.articles.principles.life import check_life
from kith.articles.reading import read_articles
from kith.articles.words import assumed, said_about, sections
from kith.foundation.access import CoopRequest, page
from kith.foundation.permissions import Permission, allows, holds


def version_today(request: CoopRequest) -> ArticlesVersion:
    """The version in force today. Raises Http404."""
    try:
        return queries.version_in_force(request.coop)
    except ArticlesVersion.DoesNotExist as error:
        raise Http404("This co-op has not adopted articles yet.") from error


def find_version(request: CoopRequest, number: int) -> ArticlesVersion:
    """The version of this number. Raises Http404."""
    version = queries.version_or_none(request.coop, number)
    if version is None:
        raise Http404("There is no such version of the articles here.")
    return version


@page(Permission.COOP_VIEW)
def show_articles(request: CoopRequest) -> HttpResponse:
    """The articles in force, in words, with their text as it was adopted."""
    version = version_today(request)
    articles = read_articles(version.text)
    context = {
        "version": version,
        "history": queries.history(request.coop)[:5],
        "articles": articles,
        "assumed": assumed(articles),
        "sections": sections(articles, request.coop.currency),
        "may_propose": holds(request.actor, Permission.ARTICLES_PROPOSE),
    }
    return render(request, "articles/articles.jinja", context)


@page(Permission.COOP_VIEW)
def list_versions(request: CoopRequest) -> HttpResponse:
    """Every version, proposed and withdrawn ones among them."""
    context = {
        "history": queries.history(request.coop),
        "may_propose": holds(request.actor, Permission.ARTICLES_PROPOSE),
    }
    return render(request, "articles/versions.jinja", context)


@page(Permission.COOP_VIEW)
def show_version(request: CoopRequest, number: int) -> HttpResponse:
    """One version: what it changes, how it keeps the principles, its text, and what became of it."""
    version = find_version(request, number)
    articles, currency = read_articles(version.text), request.coop.currency
    told = next(one for one in queries.history(request.coop) if one.version.pk == version.pk)
    base = version.base
    proposed = version.state == ArticlesVersion.PROPOSED
    context = {
        "version": version,
        "told": told,
        "articles": articles,
        "changes": difference(read_articles(base.text), articles, currency) if base else (),
        "checked": check(articles),
        "sections": sections(articles, currency),
        "may_withdraw": proposed and allows(request.actor, Permission.ARTICLES_PROPOSE, version),
        "may_propose": holds(request.actor, Permission.ARTICLES_PROPOSE),
        "ways_on": ways_on(version, request.actor),
    }
    return render(request, "articles/version.jinja", context)


@page(Permission.COOP_VIEW)
def download_version(request: CoopRequest, number: int) -> HttpResponse:
    """The text of one version as a file, word for word."""
    version = find_version(request, number)
    name = f"{request.coop.slug}-articles-{number}.toml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(version.text, content_type="text/plain; charset=utf-8", headers=headers)


@page(Permission.COOP_VIEW)
def show_principles(request: CoopRequest) -> HttpResponse:
    """The seven principles: what the articles in force say about each, and what the co-op's life shows."""
    version = version_today(request)
    articles = read_articles(version.text)
    life = check_life(request.coop)
    context = {
        "version": version,
        "rows": [
            {
                "checked": one,
                "life": life.get(one.principle.number, ()),
                "says": said_about(one.principle.parts, articles, request.coop.currency),
            }
            for one in check(articles)
        ],
    }
    return render(request, "articles/principles.jinja", context)
