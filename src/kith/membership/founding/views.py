"""Pages of founding a co-op: where one begins, how far it is, and its questions one step at a time."""

import uuid
from collections.abc import Callable
from typing import cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.foundation.access import open_to_all, signed_in
from kith.foundation.errors import DomainError, NotAllowed
from kith.membership.founding import drafting, queries, questions
from kith.membership.founding.drafting import WrongAnswers
from kith.membership.founding.forms import ClassForm, EmailForm, ModelForm, NameForm, StepForm
from kith.membership.founding.models import FoundingDraft
from kith.membership.founding.writing import model_table
from kith.people.account_views import send_first_code
from kith.people.models import Account

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def account_of(request: HttpRequest) -> Account:
    """Who is signed in."""
    return cast("Account", request.user)


def find_draft(request: HttpRequest, draft_id: uuid.UUID) -> FoundingDraft:
    """The draft, for the one who leads its founding, while the co-op is not there yet. Raises Http404."""
    draft = queries.own_draft(account_of(request), draft_id)
    if draft is None or draft.coop_id:
        raise Http404("There is no such co-op to found for you.")
    return draft


def saved(form: forms.Form, act: Callable[[], object]) -> bool:
    """Act when the form holds. What the rules refuse is shown at its field, with everything typed kept."""
    if not form.is_valid():
        return False
    try:
        act()
    except NotAllowed as error:
        raise Http404(error.message) from error
    except WrongAnswers as error:
        for name, words in error.errors.items():
            form.add_error(name if name in form.fields else None, words)
        return False
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


def show(
    request: HttpRequest, template: str, form: forms.Form, draft: FoundingDraft, **more: object
) -> HttpResponse:
    """The page with its form: status 422 when what was typed does not hold."""
    status = 422 if form.is_bound else 200
    context = {"form": form, "draft": draft, "form_has_errors": form.is_bound, **more}
    return render(request, f"founding/{template}.jinja", context, status=status)


def go_on(draft: FoundingDraft, after: str) -> HttpResponse:
    """On to the step after this one."""
    later = questions.ORDER[questions.ORDER.index(after) + 1 :]
    return redirect(address_of(draft, later[0])) if later else redirect(overview_of(draft))


def overview_of(draft: FoundingDraft) -> str:
    """The address of the page that shows how far it is."""
    return reverse("founding:overview", kwargs={"draft": draft.pk})


def address_of(draft: FoundingDraft, step: str) -> str:
    """The address of a step."""
    if step in questions.STEPS:
        return reverse("founding:step", kwargs={"draft": draft.pk, "step": step})
    return reverse(f"founding:{step}", kwargs={"draft": draft.pk})


@open_to_all(
    "whoever wants to found a co-op reads here how it goes, and begins with an e-mail address"
)
@get_or_post
def start(request: HttpRequest) -> HttpResponseBase:
    """What it takes to found a co-op; one's own drafts; and the way in for those without an account."""
    known = isinstance(request.user, Account)
    may = queries.may_found(has_account=known)
    form = EmailForm(request.POST or None)
    if request.method == "POST" and may and not known and form.is_valid():
        return send_first_code(request, form.cleaned_data["email"])
    context = {
        "form": form,
        "known": known,
        "may": may,
        "drafts": queries.drafts_of(account_of(request)) if known else (),
        "form_has_errors": form.is_bound,
    }
    return render(request, "founding/start.jinja", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a new draft."""
    if not queries.may_found(has_account=True):
        raise Http404("No co-op can be founded here.")
    try:
        draft = drafting.begin_draft(by=account_of(request))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("founding:start")
    return redirect(address_of(draft, questions.MODEL))


@signed_in
@require_safe
def overview(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """How far it is: every step, who has agreed, and what to do next. A founder is sent on to the articles."""
    account = account_of(request)
    found = queries.any_draft(draft)
    if found is None or (
        found.owner_id != account.pk and not queries.founder_by_account(found, account)
    ):
        raise Http404("There is no such co-op to found for you.")
    if found.coop:
        return redirect("web:today", coop=found.coop.slug)
    if found.owner_id != account.pk:
        return redirect("founding:agree", draft=draft)
    state = queries.state_of(found)
    steps = [(part, address_of(found, part.key)) for part in state.parts]
    context = {
        "draft": found,
        "state": state,
        "steps": steps,
        "next": address_of(found, state.next_step) if state.next_step else "",
        "model_name": state.draft.table.get("name", ""),
        "me": queries.founder_by_account(found, account),
    }
    return render(request, "founding/overview.jinja", context)


@signed_in
@get_or_post
def choose_model(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Which kind of co-op?"""
    found = find_draft(request, draft)
    form = ModelForm(request.POST or None, initial={"model": found.model})

    def choose() -> None:
        drafting.choose_model(draft=found, by=account_of(request), model=form.cleaned_data["model"])

    if request.method == "POST" and saved(form, choose):
        return go_on(found, questions.MODEL)
    hints = {name: model_table(name)["purpose"] for name, _ in form.fields["model"].choices}  # type: ignore[attr-defined]
    return show(request, "model", form, found, hints=hints)


@signed_in
@get_or_post
def name_coop(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """What is it called?"""
    found = find_draft(request, draft)
    form = NameForm(request.POST or None, initial={"name": found.name, "slug": found.slug})

    def name() -> None:
        drafting.name_coop(draft=found, by=account_of(request), **form.cleaned_data)

    if request.method == "POST" and saved(form, name):
        return go_on(found, questions.NAME)
    return show(request, "name", form, found)


def with_model(request: HttpRequest, draft: uuid.UUID) -> FoundingDraft:
    """The draft, once its kind is picked. Raises Http404."""
    found = find_draft(request, draft)
    if not found.model:
        raise Http404("Pick the kind of co-op first.")
    return found


@signed_in
@get_or_post
def answer(request: HttpRequest, draft: uuid.UUID, step: str) -> HttpResponse:
    """One step of the articles."""
    asked = questions.STEPS.get(step)
    if asked is None:
        raise Http404("There is no such step.")
    found = with_model(request, draft)
    form = StepForm(
        request.POST or None,
        questions=questions.questions_of(asked, found.table),
        table=found.table,
    )

    def keep() -> None:
        drafting.answer_step(draft=found, by=account_of(request), step=asked, values=form.values)

    if request.method == "POST" and saved(form, keep):
        return go_on(found, step)
    part = next(one for one in queries.state_of(found).parts if one.key == step)
    return show(request, "step", form, found, step=asked, part=part)


@signed_in
@get_or_post
def list_classes(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """The classes of members; saying that they are right leads on."""
    found = with_model(request, draft)
    if request.method == "POST":
        drafting.keep_classes(draft=found, by=account_of(request))
        return go_on(found, "classes")
    context = {"draft": found, "step": questions.CLASSES, "classes": found.table["classes"]}
    return render(request, "founding/classes.jinja", context)


@signed_in
@get_or_post
def add_class(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """One more class."""
    return _class(request, with_model(request, draft), None)


@signed_in
@get_or_post
def change_class(request: HttpRequest, draft: uuid.UUID, place: int) -> HttpResponse:
    """Change a class."""
    found = with_model(request, draft)
    if place >= len(found.table["classes"]):
        raise Http404("There is no such class.")
    return _class(request, found, place)


def _class(request: HttpRequest, draft: FoundingDraft, place: int | None) -> HttpResponse:
    now = {} if place is None else draft.table["classes"][place]
    form = ClassForm(request.POST or None, initial=now)

    def write() -> None:
        drafting.write_class(
            draft=draft, by=account_of(request), place=place, values=form.cleaned_data
        )

    if request.method == "POST" and saved(form, write):
        return redirect("founding:classes", draft=draft.pk)
    return show(request, "class", form, draft, title=now.get("title", ""))


@signed_in
@require_POST
def remove_class(request: HttpRequest, draft: uuid.UUID, place: int) -> HttpResponse:
    """Take a class away."""
    found = with_model(request, draft)
    if place >= len(found.table["classes"]):
        raise Http404("There is no such class.")
    title = found.table["classes"][place]["title"]
    try:
        drafting.remove_class(draft=found, by=account_of(request), place=place)
        messages.success(request, f"The class “{title}” is gone.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("founding:classes", draft=draft)


@signed_in
@get_or_post
def drop(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Throw the answers away, after asking once."""
    found = find_draft(request, draft)
    if request.method == "POST":
        drafting.drop_draft(draft=found, by=account_of(request))
        messages.success(request, f"“{found}” is dropped. Nothing of it is kept.")
        return redirect("founding:start")
    return render(request, "founding/drop.jinja", {"draft": found})
