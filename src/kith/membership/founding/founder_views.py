"""Pages of founding a co-op: who founds it, reading the whole of the articles, agreeing, and the founding itself."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kith.articles.words import sections
from kith.foundation.access import signed_in
from kith.foundation.errors import DomainError
from kith.foundation.models import Coop
from kith.membership.founding import actions, agreeing, drafting, queries
from kith.membership.founding.forms import (
    AgreeForm,
    FounderForm,
    OrganisationForm,
    PaperForm,
    founder_values,
)
from kith.membership.founding.models import DraftFounder, FoundingDraft
from kith.membership.founding.queries import State
from kith.membership.founding.views import (
    account_of,
    find_draft,
    get_or_post,
    overview_of,
    saved,
    show,
    with_model,
)


def find_founder(draft: FoundingDraft, founder_id: uuid.UUID) -> DraftFounder:
    """A founder of this draft. Raises Http404."""
    founder = draft.founders.filter(pk=founder_id).first()
    if founder is None:
        raise Http404("There is no such founder here.")
    return founder


def titles_of(draft: FoundingDraft) -> dict[str, str]:
    """What the classes are called, by their keys."""
    return {one["key"]: one["title"] for one in draft.table["classes"]}


@signed_in
@require_safe
def list_founders(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Who founds the co-op, in which class, with which hats."""
    found = with_model(request, draft)
    state = queries.state_of(found)
    part = next(one for one in state.parts if one.key == "founders")
    context = {
        "draft": found,
        "state": state,
        "part": part,
        "titles": titles_of(found),
        "me": queries.founder_by_account(found, account_of(request)),
        "takes_organisations": any(one["organisations"] for one in found.table["classes"]),
    }
    return render(request, "founding/founders.jinja", context)


@signed_in
@get_or_post
def add_founder(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Somebody who founds the co-op. The first is likely the one who leads it."""
    found = with_model(request, draft)
    me = request.GET.get("me") == "1"
    initial = (
        {"email": account_of(request).email, "officer": "secretary"} if me else {"officer": "none"}
    )
    form = FounderForm(
        request.POST or None, table=found.table, initial={"on_board": True, **initial}
    )
    return _write(request, found, form, None)


@signed_in
@get_or_post
def add_organisation(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """An organisation that founds the co-op."""
    found = with_model(request, draft)
    initial = {"on_board": True, "officer": "none"}
    form = OrganisationForm(request.POST or None, table=found.table, initial=initial)
    return _write(request, found, form, None)


@signed_in
@get_or_post
def change_founder(request: HttpRequest, draft: uuid.UUID, founder: uuid.UUID) -> HttpResponse:
    """Change what is written about a founder."""
    found = with_model(request, draft)
    one = find_founder(found, founder)
    kind = OrganisationForm if one.organisation else FounderForm
    form = kind(request.POST or None, table=found.table, initial=founder_values(one))
    return _write(request, found, form, one)


def _write(
    request: HttpRequest, draft: FoundingDraft, form: FounderForm, one: DraftFounder | None
) -> HttpResponse:
    def write() -> None:
        kept = {"address": one.address, "postcode": one.postcode} if one else {}
        drafting.write_founder(
            draft=draft, by=account_of(request), founder=one, **kept, **form.details
        )

    if request.method == "POST" and saved(form, write):
        messages.success(request, f"{form.cleaned_data['name']} is on the list.")
        return redirect("founding:founders", draft=draft.pk)
    organisation = isinstance(form, OrganisationForm)
    return show(request, "founder", form, draft, one=one, organisation=organisation)


@signed_in
@require_POST
def remove_founder(request: HttpRequest, draft: uuid.UUID, founder: uuid.UUID) -> HttpResponse:
    """Take somebody off the list."""
    found = find_draft(request, draft)
    one = find_founder(found, founder)
    drafting.remove_founder(draft=found, by=account_of(request), founder=one)
    messages.success(request, f"{one.name} is not on the list any more.")
    return redirect("founding:founders", draft=draft)


@signed_in
@require_safe
def read_articles(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """The whole of the articles in plain words, to read and to print, with a line for each founder to sign."""
    state = _readable(request, draft)
    return render(request, "founding/articles.jinja", _in_words(state))


def _readable(request: HttpRequest, draft_id: uuid.UUID) -> State:
    """The draft for the one who leads it or a founder of it, with its kind picked. Raises Http404."""
    account = account_of(request)
    found = queries.any_draft(draft_id)
    if found is None or found.coop_id or not found.model:
        raise Http404("There is nothing to read here.")
    if found.owner_id != account.pk and queries.founder_by_account(found, account) is None:
        raise Http404("There is no such co-op to found for you.")
    return queries.state_of(found)


def _in_words(state: State) -> dict[str, Any]:
    articles = state.reading.articles
    return {
        "draft": state.draft,
        "state": state,
        "articles": articles,
        "sections": sections(articles, Coop().currency) if articles else (),
    }


@signed_in
@get_or_post
def agree(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """A founder reads the articles and agrees."""
    account = account_of(request)
    found = queries.any_draft(draft)
    if found and found.coop and found.coop in {one.coop for one in account.people.all()}:
        return redirect("web:today", coop=found.coop.slug)
    state = _readable(request, draft)
    founder = queries.founder_by_account(state.draft, account)
    if founder is None:
        raise Http404("You are not on the list of founders.")
    form = AgreeForm(request.POST or None, initial=_address(founder))

    def do() -> None:
        kept = {key: form.cleaned_data[key] for key in ("address", "postcode")}
        seen = request.POST.get("digest", "")
        agreeing.agree(draft=state.draft, by=account, digest=seen, **kept)

    if request.method == "POST" and saved(form, do):
        messages.success(request, "You agreed to the articles. Thank you.")
        return redirect("founding:agree", draft=draft)
    more = {**_in_words(state), "founder": founder, "agreed": state.agreed(founder)}
    more["joins_as"] = titles_of(state.draft).get(founder.member_class, "")
    more["leads"] = state.draft.owner_id == account.pk
    return show(request, "agree", form, **more)


def _address(founder: DraftFounder) -> dict[str, str]:
    return {"address": founder.address, "postcode": founder.postcode}


@signed_in
@get_or_post
def sign_on_paper(request: HttpRequest, draft: uuid.UUID, founder: uuid.UUID) -> HttpResponse:
    """Write down that a founder has signed the printed articles."""
    found = with_model(request, draft)
    one = find_founder(found, founder)
    state = queries.state_of(found)
    form = PaperForm(request.POST or None, initial=_address(one))

    def do() -> None:
        kept = {key: form.cleaned_data[key] for key in ("address", "postcode")}
        agreeing.agree_on_paper(
            draft=found,
            by=account_of(request),
            founder=one,
            digest=request.POST.get("digest", ""),
            **kept,
        )

    if request.method == "POST" and saved(form, do):
        messages.success(request, f"It is written down that {one.name} agreed on paper.")
        return redirect(overview_of(found))
    return show(request, "paper", form, found, one=one, state=state)


@signed_in
@require_POST
def invite(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Ask the founders by e-mail to read the articles."""
    found = find_draft(request, draft)
    try:
        asked = agreeing.invite_founders(draft=found, by=account_of(request))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(overview_of(found))
    names = ", ".join(one.name for one in asked)
    said = (
        f"We wrote to {names}."
        if asked
        else "Everybody was asked within the last hour. Wait for their answers."
    )
    messages.success(request, said)
    return redirect(overview_of(found))


@signed_in
@require_POST
def found(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Found the co-op, and go there."""
    kept = find_draft(request, draft)
    try:
        coop = actions.found_from_draft(draft=kept, by=account_of(request))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(overview_of(kept))
    join = settings.ADDRESS + reverse("membership:join", kwargs={"coop": coop.slug})
    messages.success(request, f"{coop.name} is founded. Others can ask to join it at {join}")
    return (
        redirect("coops") if not _belongs(request, coop) else redirect("web:today", coop=coop.slug)
    )


def _belongs(request: HttpRequest, coop: Coop) -> bool:
    return account_of(request).people.filter(coop=coop).exists()
