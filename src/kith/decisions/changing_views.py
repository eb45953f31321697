"""Pages that make a proposal, change its words, open it for votes, and end it."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.db.models import Model
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith.articles.queries import articles_in_force, version_or_none
from kith.decisions import actions, closing, forms, queries, rules
from kith.decisions.models import Proposal
from kith.decisions.views import at, find, get_or_post
from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError
from kith.foundation.permissions import Permission, require
from kith.membership.queries import member_or_none
from kith.membership.rules import day_words
from kith.people.forms import tried


def _written(
    request: CoopRequest,
    form: Form,
    act: Callable[[], Model],
    said: str,
    back: str,
    **words: object,
) -> HttpResponse:
    """The form's page, or what it asks done and on to the proposal."""
    done = tried(form, act) if request.method == "POST" and form.is_valid() else None
    if isinstance(done, Proposal):
        messages.success(request, said)
        return redirect(at(request, done.number))
    context = words | {"form": form, "back_to": back, "form_has_errors": bool(form.errors)}
    return render(request, "decisions/form.jinja", context, status=422 if form.errors else 200)


@page(Permission.DECISION_PROPOSE)
@get_or_post
def propose(request: CoopRequest) -> HttpResponse:
    """Propose something to all members."""
    form = forms.ProposalForm(request.POST or None, initial={"form": Proposal.CONSENT})
    return _written(
        request,
        form,
        lambda: actions.propose(coop=request.coop, by=request.actor, **form.cleaned_data),
        "Your proposal is there. Talk about it first; then open it for votes.",
        reverse("decisions:decisions", kwargs={"coop": request.coop.slug}),
        title="Propose something",
        lead="Nothing is decided by that. Members ask, think and say what they mean; then you open it for votes.",
        submit="Propose it",
    )


@page(Permission.DECISION_PROPOSE)
@require_POST
def put_articles(request: CoopRequest, version: int) -> HttpResponse:
    """Put a proposed version of the articles to the members."""
    found = version_or_none(request.coop, version)
    if found is None:
        raise Http404("There is no such version.")
    try:
        made = actions.propose_articles_vote(coop=request.coop, by=request.actor, version=found)
    except DomainError as error:
        messages.error(request, error.message)
        where = {"coop": request.coop.slug, "number": version}
        return redirect(reverse("articles:version", kwargs=where))
    messages.success(
        request, "It is put to the members. Talk about it first; then open it for votes."
    )
    return redirect(at(request, made.number))


@page(Permission.STANDING_CHANGE)
@get_or_post
def expel(request: CoopRequest, member: uuid.UUID) -> HttpResponse:
    """Ask the members to expel one of them."""
    found = member_or_none(request.coop, member)
    if found is None:
        raise Http404("There is no such line in this register.")
    form = forms.ExpelForm(request.POST or None)
    return _written(
        request,
        form,
        lambda: actions.propose_expulsion(
            coop=request.coop, by=request.actor, member=found, **form.cleaned_data
        ),
        f"It is put to the members, and {found.name} was told.",
        reverse("membership:line", kwargs={"coop": request.coop.slug, "member": member}),
        title=f"Ask the members to expel {found.name}?",
        lead=f"It needs {articles_in_force(request.coop).votes.special} of the votes. {found.name} can speak below the "
        "proposal, and has a vote.",
        submit="Put it to the members",
    )


def _mine(request: CoopRequest, number: int) -> Proposal:
    proposal = find(request, number)
    require(request.actor, Permission.DECISION_CHANGE, proposal)
    return proposal


@page(Permission.DECISION_CHANGE)
@get_or_post
def word_anew(request: CoopRequest, number: int) -> HttpResponse:
    """Change the words of a proposal."""
    proposal = _mine(request, number)
    newest = queries.wordings_of(proposal)[0]
    start = {"title": newest.title, "text": newest.text, "why": newest.why}
    form = forms.WordsForm(request.POST or None, initial=start)
    voting = proposal.state == Proposal.VOTING
    return _written(
        request,
        form,
        lambda: actions.word_anew(
            coop=request.coop, by=request.actor, proposal=proposal, **form.cleaned_data
        ),
        "The new words are there. The earlier ones can still be read.",
        at(request, number),
        title="Change the words",
        lead="Votes that were given do not count for the new words: everybody is asked anew."
        if voting
        else "The earlier words stay to be read.",
        submit="Save",
    )


@page(Permission.DECISION_CHANGE)
@get_or_post
def open_votes(request: CoopRequest, number: int) -> HttpResponse:
    """Open a proposal for votes."""
    proposal, today = _mine(request, number), clock.today(request.coop.zone)
    earliest = rules.earliest_close(proposal.form, articles_in_force(request.coop), today)
    form = forms.LastDayForm(request.POST or None, initial={"last_day": earliest})
    return _written(
        request,
        form,
        lambda: actions.open_votes(
            coop=request.coop, by=request.actor, proposal=proposal, **form.cleaned_data
        ),
        "The votes are open, and every member is told.",
        at(request, number),
        title="Open the votes",
        lead=f"Who is a member now can vote. {day_words(earliest)} is the first day that can be the last one: "
        "members need the time our articles give them.",
        submit="Open the votes",
    )


@page(Permission.DECISION_CHANGE)
@get_or_post
def review(request: CoopRequest, number: int) -> HttpResponse:
    """When to look at a decision again."""
    proposal = _mine(request, number)
    form = forms.ReviewForm(request.POST or None, initial={"on": proposal.review_on})
    return _written(
        request,
        form,
        lambda: closing.review_later(
            coop=request.coop, by=request.actor, proposal=proposal, on=form.cleaned_data["on"]
        ),
        "It is written down.",
        at(request, number),
        title="Look at it again",
        lead="A day in the future, or nothing.",
        submit="Save",
    )


def _at_once(
    request: CoopRequest, number: int, act: Callable[[Proposal], object], said: str
) -> HttpResponse:
    """Do something about a proposal by one press, or say why not."""
    proposal = _mine(request, number)
    try:
        act(proposal)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said)
    return redirect(at(request, number))


@page(Permission.DECISION_CHANGE)
@require_POST
def close(request: CoopRequest, number: int) -> HttpResponse:
    """Count the votes: when the time is over, or when everybody has voted."""
    return _at_once(
        request,
        number,
        lambda one: closing.close(coop=request.coop, by=request.actor, proposal=one),
        "The votes are counted.",
    )


@page(Permission.DECISION_CHANGE)
@require_POST
def withdraw(request: CoopRequest, number: int) -> HttpResponse:
    """Take a proposal back."""
    return _at_once(
        request,
        number,
        lambda one: actions.withdraw(coop=request.coop, by=request.actor, proposal=one),
        "It is taken back. It can still be read.",
    )


@page(Permission.DECISION_CHANGE)
@require_POST
def carry_out(request: CoopRequest, number: int) -> HttpResponse:
    """Try the effect of a carried decision again."""
    return _at_once(
        request,
        number,
        lambda one: closing.try_effect_again(coop=request.coop, by=request.actor, proposal=one),
        "The page says what came of it.",
    )
