"""Pages of the equality questions: answering them, and what the answers add up to."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kith.foundation.access import CoopRequest, open_to_all, page
from kith.foundation.errors import DomainError
from kith.foundation.permissions import Permission
from kith.membership.equality import actions
from kith.membership.equality.forms import EqualityForm
from kith.membership.equality.queries import results_of
from kith.membership.equality.rules import BATCH, SMALL
from kith.membership.joining.queries import application_with
from kith.membership.joining.views import OWN, coop_at
from kith.membership.queries import votes_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
THANKS = "Thank you. Your answers are counted. Nobody can see that they are yours."


@page(Permission.MEMBERSHIP_CHANGE)
@get_or_post
def about_me(request: CoopRequest) -> HttpResponse:
    """A member answers."""
    member = votes_of(request.person).first()
    form = EqualityForm(request.POST if request.method == "POST" else None)
    if member is None or member.told_about_themself:
        messages.info(request, "These questions are for members, once.")
        return redirect("membership:mine", coop=request.coop.slug)
    if form.is_valid():
        try:
            actions.count_member(
                coop=request.coop, by=request.actor, member=member, answers=form.cleaned_data
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, THANKS)
            return redirect("membership:mine", coop=request.coop.slug)
    return _show(request, "about_me", form)


@open_to_all(OWN)
@get_or_post
def about_applicant(request: HttpRequest, coop: str, secret: str) -> HttpResponse:
    """An applicant answers, apart from their application."""
    found = coop_at(coop)
    application = application_with(found, secret)
    if application is None:
        raise Http404("There is no application at this address.")
    form = EqualityForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.count_applicant(coop=found, application=application, answers=form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, THANKS)
            return redirect("membership:status", coop=coop, secret=secret)
    return _show(request, "about_applicant", form, the_coop=found, secret=secret)


def _show(request: HttpRequest, name: str, form: EqualityForm, **context: object) -> HttpResponse:
    context |= {"form": form, "form_has_errors": bool(form.errors)}
    status = 422 if form.errors else 200
    return render(request, f"membership/{name}.jinja", context, status=status)


@page(Permission.EQUALITY_VIEW)
@require_safe
def show_counts(request: CoopRequest) -> HttpResponse:
    """What the answers add up to, ten more at a time, small counts hidden."""
    context = {"found": results_of(request.coop), "batch": BATCH, "small": SMALL}
    return render(request, "membership/equality.jinja", context)
