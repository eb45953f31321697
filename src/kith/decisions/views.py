"""Pages of decisions: what is open for me, one proposal with its talk, one's vote, and what came of it."""

from dataclasses import dataclass
from itertools import pairwise

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kith.articles.difference import difference
from kith.articles.principles.checking import check
from kith.articles.queries import articles_in_force
from kith.articles.reading import read_articles
from kith.decisions import actions, options, queries, rules
from kith.decisions.effects import EFFECTS, address_of, articles_version
from kith.decisions.extensions import ways_on
from kith.decisions.forms import MarksForm, RemarkForm, VoteForm
from kith.decisions.groups import group_or_none, groups_of
from kith.decisions.models import Proposal, Remark, Vote, Wording
from kith.decisions.words import changes
from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.permissions import Permission, Place, allows
from kith.people.forms import tried

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 50


@dataclass(frozen=True, slots=True)
class New:
    """A version of the articles that a proposal would put in force: what it changes, and what the principles say."""

    number: int
    href: str
    changes: tuple[str, ...]
    checked: object


@page(Permission.DECISION_VIEW)
@require_safe
def list_proposals(request: CoopRequest) -> HttpResponse:
    """What waits for my vote, what is talked about, and what was decided: by all members, and in my groups."""
    every, today = list(seen(request)[:SHOWN]), clock.today(request.coop.zone)
    waiting = list(queries.open_for(request.person))
    again = [one for one in every if one.review_on and one.review_on <= today]
    mine, groups = {one.pk for one in waiting}, groups_of(request.person)
    context = {
        "waiting": waiting,
        "voting": [o for o in every if o.state == Proposal.VOTING and o.pk not in mine],
        "meeting": [one for one in every if one.state == Proposal.MEETING],
        "talking": [one for one in every if one.state == Proposal.TALKING],
        "again": again,
        "decided": [
            o for o in every if o.state in (Proposal.CLOSED, Proposal.WITHDRAWN) and o not in again
        ],
        "may_propose": allows_own(request, Permission.DECISION_PROPOSE)
        and (reads_all(request) or groups),
        "reads_all": reads_all(request),
        "groups": {one.key: one.title for one in groups},
    }
    return render(request, "decisions/decisions.jinja", context)


def allows_own(request: CoopRequest, permission: Permission) -> bool:
    """Whether somebody may do what is about themself."""
    return allows(request.actor, permission, Place(request.coop.id, person_id=request.person.pk))


def reads_all(request: CoopRequest) -> bool:
    """Whether somebody reads what all members decide."""
    return request.actor.reaches_all(Permission.DECISION_VIEW)


def seen(request: CoopRequest) -> QuerySet[Proposal]:
    """The proposals that are for this reader."""
    return queries.seen_by(request.person, member=reads_all(request))


def find(request: CoopRequest, number: int) -> Proposal:
    """The proposal of this number, when it is for this reader. Raises Http404."""
    found = seen(request).filter(number=number).first()
    if found is None:
        raise Http404("There is no such proposal.")
    return found


def at(request: CoopRequest, number: int) -> str:
    """The page of a proposal."""
    where = {"coop": request.coop.slug, "number": number}
    return reverse("decisions:proposal", kwargs=where)


@page(Permission.DECISION_VIEW)
@require_safe
def show_proposal(request: CoopRequest, number: int) -> HttpResponse:
    """One proposal."""
    return proposal_page(request, find(request, number))


def proposal_page(
    request: CoopRequest,
    proposal: Proposal,
    *,
    vote_form: VoteForm | MarksForm | None = None,
    remark_form: RemarkForm | None = None,
) -> HttpResponse:
    """The page of a proposal, with forms as they were sent when something was wrong with them."""
    standing = queries.standing_of(proposal, request.person)
    open_now = proposal.state == Proposal.VOTING and clock.now() < (
        proposal.closes_at or clock.now()
    )
    can_vote = open_now and standing.entitlement is not None
    casts = queries.casts_of(proposal) if proposal.round else []
    group = group_or_none(request.coop, proposal.group)
    inside = not proposal.group or (group is not None and group.has(request.person.pk))
    may_talk = (
        inside
        and allows_own(request, Permission.DECISION_TALK)
        and proposal.state in (Proposal.TALKING, Proposal.VOTING, Proposal.MEETING)
    )
    kind = Remark.REACTION if proposal.talk == Proposal.REACTIONS else Remark.QUESTION
    wordings, articles = queries.wordings_of(proposal), articles_in_force(request.coop)
    context = {
        "proposal": proposal,
        "words": wordings[0],
        "earlier": [
            (before, after, changes(before.text, after.text))
            for after, before in pairwise(wordings)
        ],
        "remarks": list(queries.remarks_of(proposal)),
        "attachments": list(queries.attachments_of(proposal)),
        "who": group.title if group else "",
        "by_objection": proposal.form in rules.BY_OBJECTION,
        "choices": rules.CHOICES[proposal.form],
        "standing": standing,
        "open_now": open_now,
        "vote_form": (vote_form or _vote_form(proposal, wordings[0], standing.vote))
        if can_vote
        else None,
        "said": _said(proposal, wordings[0], standing.vote),
        "totals": options.totals(proposal.marking, wordings[0].options, queries.marks_in(proposal))
        if proposal.marking and proposal.state == Proposal.CLOSED
        else [],
        "marking": dict(options.MARKINGS).get(proposal.marking, ""),
        "remark_form": (remark_form or RemarkForm(initial={"kind": kind})) if may_talk else None,
        "casts": casts,
        "least": rules.least_taking_part(articles, len(casts), proposal.group) if casts else 0,
        "voted": sum(1 for one in casts if one.choice),
        "objections": queries.objections_of(proposal)
        if proposal.form in rules.BY_OBJECTION
        else [],
        "majority": rules.majority_of(proposal.form, articles),
        "votes": _votes(proposal, wordings[0]),
        "effect": EFFECTS.get(proposal.effect),
        "new": new_articles(request, proposal),
        "may_change": allows(request.actor, Permission.DECISION_CHANGE, proposal),
        "may_propose_anew": proposal.state == Proposal.CLOSED
        and not proposal.about
        and not proposal.marking
        and inside
        and allows_own(request, Permission.DECISION_PROPOSE),
        "ways": ways_on(proposal, request.actor),
        "form_has_errors": bool(
            (vote_form and vote_form.errors) or (remark_form and remark_form.errors)
        ),
    }
    status = 422 if context["form_has_errors"] else 200
    return render(request, "decisions/proposal.jinja", context, status=status)


def _vote_form(
    proposal: Proposal, words: Wording, last: Vote | None, sent: QueryDict | None = None
) -> VoteForm | MarksForm:
    """What somebody says to it, with what they said last."""
    if proposal.marking:
        marks = options.marks_of(last.marks) if last else {}
        start = {"reason": last.reason} if last else None
        return MarksForm(
            sent, marking=proposal.marking, names=words.options, marks=marks, initial=start
        )
    start = {"choice": last.choice, "reason": last.reason} if last else None
    return VoteForm(sent, initial=start, form=proposal.form)


def _said(proposal: Proposal, words: Wording, last: Vote | None) -> str:
    """One vote in words."""
    if last is None:
        return ""
    if proposal.marking:
        return options.said(proposal.marking, words.options, last.marks)
    return dict(rules.CHOICES[proposal.form])[last.choice]


def _votes(proposal: Proposal, words: Wording) -> list[tuple[str, str, str]]:
    """Once decided: who voted how, and why; votes here are not secret."""
    if proposal.state != Proposal.CLOSED:
        return []
    found = []
    for one in queries.entitled_to(proposal):
        given = list(one.votes.all())
        if given:
            found.append((one.name, _said(proposal, words, given[-1]), given[-1].reason))
    return found


def new_articles(request: CoopRequest, proposal: Proposal) -> New | None:
    """What a proposal about the articles would change, in words."""
    version = articles_version(request.coop, proposal.about) if proposal.about else None
    if version is None or version.base is None:
        return None
    before, after = read_articles(version.base.text), read_articles(version.text)
    return New(
        version.number,
        address_of(version, request.coop),
        difference(before, after, request.coop.currency),
        check(after),
    )


@page(Permission.DECISION_VOTE)
@get_or_post
def vote(request: CoopRequest, number: int) -> HttpResponse:
    """Vote, or change one's vote."""
    proposal = find(request, number)
    standing = queries.standing_of(proposal, request.person)
    own = standing.entitlement
    if own is None or request.method != "POST":
        if request.method == "POST":
            messages.info(request, standing.why)
        return redirect(at(request, number))
    form = _vote_form(proposal, queries.wordings_of(proposal)[0], None, request.POST)

    def act() -> Vote:
        given = {"reason": form.cleaned_data["reason"]}
        if isinstance(form, MarksForm):
            given["marks"] = form.marks
        else:
            given["choice"] = form.cleaned_data["choice"]
        return actions.give_vote(coop=request.coop, by=request.actor, entitlement=own, **given)

    if not form.is_valid() or not tried(form, act):
        return proposal_page(request, proposal, vote_form=form)
    messages.success(
        request,
        "Your answer is counted, and with it everybody agrees: it is decided."
        if find(request, number).state == Proposal.CLOSED
        else "Your vote is counted. You can change it until the votes close.",
    )
    return redirect(at(request, number))


@page(Permission.DECISION_TALK)
@get_or_post
def say(request: CoopRequest, number: int) -> HttpResponse:
    """Ask or say something about a proposal."""
    proposal = find(request, number)
    if request.method != "POST":
        return redirect(at(request, number))
    form = RemarkForm(request.POST)
    if not form.is_valid() or not tried(
        form,
        lambda: actions.say(
            coop=request.coop, by=request.actor, proposal=proposal, **form.cleaned_data
        ),
    ):
        return proposal_page(request, proposal, remark_form=form)
    messages.success(request, "It stands below the proposal now.")
    return redirect(at(request, number))
