"""The page that shows a co-op's articles in plain words."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kith.articles.models import ArticlesVersion
from kith.articles.queries import articles_versions, version_in_force
from kith.articles.reading import read_articles
from kith.articles.words import assumed, sections
from kith.foundation.access import CoopRequest, page
from kith.foundation.permissions import Permission


@page(Permission.COOP_VIEW)
def show_articles(request: CoopRequest) -> HttpResponse:
    """The articles in force, in words, with their text as it was adopted."""
    try:
        version = version_in_force(request.coop)
    except ArticlesVersion.DoesNotExist as error:
        raise Http404("This co-op has not adopted articles yet.") from error
    articles = read_articles(version.text)
    context = {
        "version": version,
        "versions": articles_versions(request.coop),
        "articles": articles,
        "assumed": assumed(articles),
        "sections": sections(articles, request.coop.currency),
    }
    return render(request, "articles/articles.jinja", context)
