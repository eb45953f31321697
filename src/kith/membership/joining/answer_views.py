"""Pages for those who answer: who wants to join, one application, the answer, and applications from paper."""

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.articles.queries import articles_in_force
from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.permissions import Permission, Place, allows, require
from kith.kernel.money import Money
from kith.membership.extensions import ways_of
from kith.membership.joining import actions, forms, queries
from kith.membership.joining.views import form_for
from kith.membership.models import Application
from kith.membership.queries import class_titles
from kith.people.forms import tried
from kith.people.models import Person
from kith.people.queries import people_seen_by

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
YEAR = timedelta(days=365)


@page(Permission.APPLICATION_VIEW)
@require_safe
def list_applications(request: CoopRequest) -> HttpResponse:
    """Who waits for an answer, the most urgent first; and the answers of before."""
    coop, today = request.coop, clock.today(request.coop.zone)
    answered = queries.applications_of(coop).exclude(state=Application.WAITING)
    context = {
        "today": today,
        "waiting": [(one, (one.answer_by - today).days) for one in queries.waiting_of(coop)],
        "shown": Paginator(answered.order_by("-answered_on", "-id"), 30).get_page(
            request.GET.get("page")
        ),
        "in_time": queries.answered_in_time(coop, today - YEAR),
        "classes": class_titles(coop),
        "articles": articles_in_force(coop),
        "keeps": allows(request.actor, Permission.REGISTER_KEEP, Place(coop.id)),
        "join": request.build_absolute_uri(reverse("membership:join", kwargs={"coop": coop.slug})),
    }
    return render(request, "membership/applications.jinja", context)


def _found(request: CoopRequest, application_id: uuid.UUID) -> Application:
    found = queries.application_or_none(request.coop, application_id)
    if found is None:
        raise Http404("There is no such application.")
    return found


@page(Permission.APPLICATION_VIEW)
@require_safe
def show_application(request: CoopRequest, application: uuid.UUID) -> HttpResponse:
    """One application: what they wrote, who they might be, and the answer."""
    coop, found = request.coop, _found(request, application)
    require(request.actor, Permission.APPLICATION_VIEW, Place(coop.id))
    waits = found.state == Application.WAITING
    context = {
        "application": found,
        "today": clock.today(coop.zone),
        "classes": class_titles(coop),
        "articles": articles_in_force(coop),
        "money": lambda minor: str(Money(minor, coop.currency)),
        "alike": queries.alike(coop, found) if waits else [],
        "may_answer": allows(request.actor, Permission.APPLICATION_ANSWER, Place(coop.id)),
        "keeps": allows(request.actor, Permission.REGISTER_KEEP, Place(coop.id)),
        "ways": ways_of(found, request.actor),
    }
    return render(request, "membership/application.jinja", context)


def _answered(
    request: CoopRequest,
    found: Application,
    form: Form,
    act: Callable[[], object],
    said: str,
    **words: object,
) -> HttpResponse:
    """The form's page, or what it asks done and back to the application."""
    done: object = None
    if request.method == "POST" and form.is_valid():
        done = tried(form, act)
    if done:
        messages.success(request, said)
        return redirect("membership:application", coop=request.coop.slug, application=found.pk)
    context = words | {
        "form": form,
        "application": found,
        "form_has_errors": bool(form.errors),
        "articles": articles_in_force(request.coop),
    }
    status = 422 if form.errors else 200
    return render(request, "membership/answer.jinja", context, status=status)


@page(Permission.APPLICATION_ANSWER)
@get_or_post
def welcome(request: CoopRequest, application: uuid.UUID) -> HttpResponse:
    """Say yes."""
    found, form = _found(request, application), forms.WelcomeForm(request.POST or None)
    return _answered(
        request,
        found,
        form,
        lambda: actions.welcome_applicant(
            coop=request.coop, by=request.actor, application=found, **form.cleaned_data
        ),
        f"{found.applicant} is a member now, and was told.",
        title=f"Welcome {found.applicant}",
        submit="Welcome them",
    )


@page(Permission.APPLICATION_ANSWER)
@get_or_post
def refuse(request: CoopRequest, application: uuid.UUID) -> HttpResponse:
    """Say no, with the reason."""
    found, form = _found(request, application), forms.RefuseForm(request.POST or None)
    return _answered(
        request,
        found,
        form,
        lambda: actions.refuse_applicant(
            coop=request.coop, by=request.actor, application=found, **form.cleaned_data
        ),
        f"{found.applicant} has the answer, and the reason."
        if found.email
        else f"It is written down. Tell {found.applicant} by letter or in person: there is no e-mail address.",
        title=f"Refuse {found.applicant}?",
        submit="Refuse",
        danger=True,
    )


@page(Permission.APPLICATION_ANSWER)
@get_or_post
def answer_appeal(request: CoopRequest, application: uuid.UUID) -> HttpResponse:
    """What the members' meeting said to an appeal."""
    found, form = _found(request, application), forms.AppealAnswerForm(request.POST or None)
    return _answered(
        request,
        found,
        form,
        lambda: actions.answer_appeal(
            coop=request.coop, by=request.actor, application=found, **form.cleaned_data
        ),
        "The answer of the members is written down.",
        title=f"The members’ answer to {found.applicant}",
        submit="Write it down",
    )


@page(Permission.APPLICATION_ANSWER)
@require_POST
def same_person(request: CoopRequest, application: uuid.UUID) -> HttpResponse:
    """Say that somebody whom the co-op knows is the one who asks."""
    found, form = _found(request, application), forms.SamePersonForm(request.POST)
    if form.is_valid():
        person = Person.objects.filter(coop=request.coop, pk=form.cleaned_data["person"]).first()
        if person is None:
            raise Http404("There is no such person here.")
        try:
            actions.name_same_person(
                coop=request.coop, by=request.actor, application=found, person=person
            )
            messages.success(request, f"{person.name} is the one who asks.")
        except NotAllowed:
            raise
        except DomainError as error:
            messages.error(request, error.message)
    return redirect("membership:application", coop=request.coop.slug, application=found.pk)


@page(Permission.REGISTER_KEEP)
@require_POST
def withdraw_on_paper(request: CoopRequest, application: uuid.UUID) -> HttpResponse:
    """They told us that they take it back."""
    found = _found(request, application)
    if found.state == Application.WAITING:
        actions.withdraw_application(coop=request.coop, by=request.actor, application=found)
        messages.success(request, "It is written down that they took it back.")
    return redirect("membership:application", coop=request.coop.slug, application=found.pk)


@page(Permission.REGISTER_KEEP)
@get_or_post
def appeal_on_paper(request: CoopRequest, application: uuid.UUID) -> HttpResponse:
    """An appeal that came by letter or in a talk."""
    found, form = _found(request, application), forms.AppealForm(request.POST or None)
    return _answered(
        request,
        found,
        form,
        lambda: actions.appeal_refusal(
            coop=request.coop, by=request.actor, application=found, **form.cleaned_data
        ),
        "The appeal is written down. The members’ meeting has to answer.",
        title=f"{found.applicant} appeals",
        submit="Write it down",
    )


@page(Permission.REGISTER_KEEP)
@get_or_post
def write_from_paper(request: CoopRequest) -> HttpResponse:
    """An application that came on paper; first in which class it is."""
    coop, articles = request.coop, articles_in_force(request.coop)
    asked = request.GET.get("class", "")
    member_class = next((one for one in articles.classes if one.key == asked), None)
    if member_class is None:
        return render(request, "membership/paper_class.jinja", {"articles": articles})
    people = people_seen_by(coop, request.actor, Permission.PEOPLE_VIEW)
    form = form_for(request, coop, articles, member_class, {})
    form = forms.on_paper(form, people, clock.today(coop.zone))
    made = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = tried(
            form,
            lambda: actions.apply_to_join(
                coop=coop,
                by=request.actor,
                member_class=member_class.key,
                details=form.details,
                told=form.told,
                why=given["why"],
                shares_wanted=form.minor,
                person=people.filter(pk=given["person"]).first() if given["person"] else None,
                applied_on=given["applied_on"],
            ),
        )
    if made:
        own = reverse("membership:status", kwargs={"coop": coop.slug, "secret": made[1]})
        messages.success(
            request,
            "It is written down. This is the applicant’s own page: print it for them. "
            "Its address is shown only here.",
        )
        return redirect(own)
    context = {
        "form": form,
        "form_has_errors": bool(form.errors),
        "member_class": member_class,
        "for_organisation": form.told_of,
        "articles": articles,
        "money": lambda minor: str(Money(minor, coop.currency)),
    }
    status = 422 if form.errors else 200
    return render(request, "membership/paper.jinja", context, status=status)
