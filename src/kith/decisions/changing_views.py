"""Pages that make a proposal, change its words, open it for votes, and end it."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.db.models import Model
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith.articles.queries import articles_in_force
from kith.decisions import actions, closing, forms, queries, rules
from kith.decisions.groups import groups_of
from kith.decisions.models import Proposal
from kith.decisions.views import at, find, get_or_post, reads_all
from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.permissions import Permission, require
from kith.membership.rules import day_words
from kith.people.forms import tried


def written(
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
    """Propose something to all members, or to a group one is in; `?group=` picks which."""
    groups = _groups(request)
    asked = request.GET.get("group") or groups[0][0] or forms.EVERYBODY
    start = {"form": Proposal.CONSENT, "group": asked, "at_once": "talk"} | _again(request)
    form = forms.ProposalForm(request.POST or None, groups=groups, initial=start)
    return written(
        request,
        form,
        lambda: actions.propose(coop=request.coop, by=request.actor, **form.cleaned_data),
        "Everybody who decides is asked."
        if form["at_once"].value() == "now"
        else "Your proposal is there. Talk about it first; then ask for votes or answers.",
        reverse("decisions:decisions", kwargs={"coop": request.coop.slug}),
        title="Propose something",
        lead="Nothing is decided by that. People ask and say what they think; then you ask for their votes or answers.",
        submit="Propose it",
    )


def _mine(request: CoopRequest, number: int) -> Proposal:
    proposal = find(request, number)
    require(request.actor, Permission.DECISION_CHANGE, proposal)
    return proposal


def _again(request: CoopRequest) -> dict[str, str]:
    """What a decided proposal said, when it is to be proposed anew: `?again=` and its number."""
    asked = request.GET.get("again", "")
    if not asked.isdecimal() or len(asked) > 9:
        return {}
    before = find(request, int(asked))
    words = queries.wordings_of(before)[0]
    kept = {"title": words.title, "text": words.text, "why": words.why, "form": before.form}
    return kept | {"group": before.group or forms.EVERYBODY}


@page(Permission.DECISION_PROPOSE)
@get_or_post
def ask(request: CoopRequest) -> HttpResponse:
    """Ask all members, or a group one is in, which options they like."""
    groups = _groups(request)
    start = {"group": groups[0][0] or forms.EVERYBODY, "at_once": "now"}
    form = forms.PollForm(request.POST or None, groups=groups, initial=start)
    return written(
        request,
        form,
        lambda: actions.propose(
            coop=request.coop, by=request.actor, form=Proposal.POLL, **form.cleaned_data
        ),
        "Everybody who can answer is asked."
        if form["at_once"].value() == "now"
        else "Your poll is there. Talk about it first; then open the votes.",
        reverse("decisions:decisions", kwargs={"coop": request.coop.slug}),
        title="Ask with options",
        lead="A poll: we only want to know what people think. It binds nobody.",
        submit="Ask",
    )


def _groups(request: CoopRequest) -> list[tuple[str, str]]:
    """Whom this reader can ask. Raises NotAllowed when that is nobody."""
    found = [(one.key, one.title) for one in groups_of(request.person)]
    if reads_all(request):
        found.insert(0, ("", "All members"))
    if not found:
        raise NotAllowed("Only members propose something, and the people of a group.")
    return found


@page(Permission.DECISION_CHANGE)
@get_or_post
def word_anew(request: CoopRequest, number: int) -> HttpResponse:
    """Change the words of a proposal."""
    proposal = _mine(request, number)
    newest = queries.wordings_of(proposal)[0]
    start = {"title": newest.title, "text": newest.text, "why": newest.why}
    form: forms.WordsForm = forms.WordsForm(request.POST or None, initial=start)
    if proposal.marking:
        start["options"] = "\n".join(newest.options)
        form = forms.PollWordsForm(request.POST or None, initial=start)
    voting = proposal.state == Proposal.VOTING
    return written(
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
    articles, group = articles_in_force(request.coop), proposal.group
    earliest = rules.earliest_close(proposal.form, articles, today, group)
    start = max(earliest, today + timedelta(days=rules.WEEK)) if group else earliest
    words = "Ask for answers" if proposal.form in rules.BY_OBJECTION else "Open the votes"
    form = forms.LastDayForm(request.POST or None, initial={"last_day": start})
    return written(
        request,
        form,
        lambda: actions.open_votes(
            coop=request.coop, by=request.actor, proposal=proposal, **form.cleaned_data
        ),
        "It is open, and everybody who decides is told.",
        at(request, number),
        title=words,
        lead="Who is in the group now answers. It is decided as soon as everybody has agreed, or after the last day."
        if group
        else f"Who is a member now can vote. {day_words(earliest)} is the first day that can be the last one: "
        "members need the time our articles give them.",
        submit=words,
    )


@page(Permission.DECISION_CHANGE)
@get_or_post
def review(request: CoopRequest, number: int) -> HttpResponse:
    """When to look at a decision again."""
    proposal = _mine(request, number)
    form = forms.ReviewForm(request.POST or None, initial={"on": proposal.review_on})
    return written(
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


@page(Permission.DECISION_CHANGE)
@require_POST
def next_round(request: CoopRequest, number: int) -> HttpResponse:
    """Go on from questions to what people think."""
    return _at_once(
        request,
        number,
        lambda one: actions.next_round(coop=request.coop, by=request.actor, proposal=one),
        "Now people say what they think of it.",
    )


@page(Permission.DECISION_CHANGE)
@get_or_post
def decide(request: CoopRequest, number: int) -> HttpResponse:
    """Decide by oneself, after advice."""
    proposal = _mine(request, number)
    form = forms.AdvisedForm(request.POST or None)
    return written(
        request,
        form,
        lambda: actions.decide_after_advice(
            coop=request.coop, by=request.actor, proposal=proposal, **form.cleaned_data
        ),
        "It is decided, and everybody who was asked is told.",
        at(request, number),
        title="I have decided",
        lead="You asked for advice and decide yourself. Say what you made of it: those who gave it want to know.",
        submit="That is my decision",
    )


@page(Permission.DECISION_CHANGE)
@get_or_post
def attach(request: CoopRequest, number: int) -> HttpResponse:
    """Attach a file to a proposal."""
    proposal = _mine(request, number)
    sent = request.method == "POST"
    form = forms.AttachForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        made = tried(
            form,
            lambda: actions.attach(
                coop=request.coop, by=request.actor, proposal=proposal, **form.cleaned_data
            ),
        )
        if made:
            messages.success(request, f"{made.file_name} is attached.")
            return redirect(at(request, number))
    words = {"title": "Attach a file", "lead": "It stays with the proposal.", "submit": "Attach it"}
    context = words | {"form": form, "back_to": at(request, number)}
    context["form_has_errors"] = bool(form.errors)
    return render(request, "decisions/form.jinja", context, status=422 if form.errors else 200)
