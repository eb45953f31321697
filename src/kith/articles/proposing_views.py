"""Pages that propose a change of the articles, and take a proposal back."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from kith.articles import actions, queries
from kith.articles.difference import difference
from kith.articles.forms import ProposalForm
from kith.articles.lines import rows_of
from kith.articles.models import ArticlesVersion
from kith.articles.principles.checking import BrokenPrinciples, Checked, check
from kith.articles.reading import read_articles
from kith.articles.rewriting import brought_up_to_date
from kith.articles.rules import Fault, WrongArticles
from kith.articles.views import find_version
from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import ChangedMeanwhile, DomainError, NotAllowed
from kith.foundation.permissions import Permission

BREAKS = (
    "This breaks a co-operative principle: this page says which, and why. "
    "Nothing was proposed; what you wrote is kept."
)


@dataclass(frozen=True, slots=True)
class Looked:
    """What Kith finds in a text before it is proposed: faults at their lines, or changes and principles."""

    faults: tuple[tuple[Fault, str], ...] = ()  # each with what stands on its line
    changes: tuple[str, ...] = ()
    checked: tuple[Checked, ...] = ()


def look_at(text: str, base: ArticlesVersion, currency: str) -> Looked:
    """Read a text beside the version it would replace."""
    try:
        articles = read_articles(text)
    except WrongArticles as error:
        rows = rows_of(text)
        found = [(f, rows[f.line - 1].strip() if f.line <= len(rows) else "") for f in error.errors]
        return Looked(faults=tuple(found))
    changes = difference(read_articles(base.text), articles, currency)
    return Looked(changes=changes, checked=check(articles))


def newest(request: CoopRequest) -> ArticlesVersion:
    """The version that a proposal starts from. Raises Http404."""
    try:
        return queries.newest_adopted(request.coop)
    except ArticlesVersion.DoesNotExist as error:
        raise Http404("This co-op has not adopted articles yet.") from error


@page(Permission.ARTICLES_PROPOSE)
def propose(request: CoopRequest) -> HttpResponse:
    """Write a new text, see what it changes and whether it keeps the principles, and propose it."""
    base = newest(request)
    begin = _begin_with(request, base)
    initial = {
        "base": base.number,
        "text": brought_up_to_date(begin.text),
        "why": begin.why if begin != base else "",
    }
    form = ProposalForm(request.POST or None, request.FILES or None, initial=initial)
    looked = None
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        form.put_text(text)
        looked = look_at(text, base, request.coop.currency)
        if "propose" in request.POST and (made := made_by(request, form, text)):
            return show_made(request, made)
    status = 422 if form.errors or (looked and looked.faults) else 200
    context = {"form": form, "base": base, "looked": looked, "stale": _is_stale(form, base)}
    return render(request, "articles/propose.jinja", context, status=status)


def _begin_with(request: CoopRequest, base: ArticlesVersion) -> ArticlesVersion:
    """An earlier proposal to write anew (?from=3), or the newest articles."""
    number = request.GET.get("from", "")
    earlier = queries.version_or_none(request.coop, int(number)) if number.isdecimal() else None
    return earlier or base


def made_by(request: CoopRequest, form: forms.Form, text: str) -> ArticlesVersion | None:
    """The proposal made, from a form with `why` and `base`; None when a rule said no, which the form then says."""
    given = form.cleaned_data
    try:
        return actions.propose_articles(
            coop=request.coop,
            by=request.actor,
            text=text,
            why=given["why"],
            base=given["base"],
        )
    except NotAllowed:
        raise
    except WrongArticles as error:
        many = len(error.errors)
        count = "It has a mistake" if many == 1 else f"It has {many} mistakes"
        said = (
            f"{count}, listed by line on this page. Nothing was proposed; what you wrote is kept."
        )
        form.add_error(_field(form), said)
    except BrokenPrinciples:
        form.add_error(_field(form), BREAKS)
    except ChangedMeanwhile as error:
        form.add_error(None, error.message)
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
    return None


def _field(form: forms.Form) -> str | None:
    return "text" if "text" in form.fields else None


def _is_stale(form: ProposalForm, base: ArticlesVersion) -> bool:
    return form.is_bound and str(form["base"].value()) != str(base.number)


def show_made(request: CoopRequest, made: ArticlesVersion) -> HttpResponse:
    """Say that it is proposed, and go to its page."""
    messages.success(
        request, f"Version {made.number} is proposed. The members can read it and decide."
    )
    return redirect("articles:version", coop=request.coop.slug, number=made.number)


@page(Permission.ARTICLES_PROPOSE)
def withdraw(request: CoopRequest, number: int) -> HttpResponse:
    """Take one's own proposal back."""
    version = find_version(request, number)
    if request.method != "POST":
        return redirect("articles:version", coop=request.coop.slug, number=number)
    try:
        actions.withdraw_articles(coop=request.coop, by=request.actor, version=version)
    except NotAllowed:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Version {number} is taken back. It stays here to be read.")
    return redirect("articles:version", coop=request.coop.slug, number=number)
