"""One's own membership: what one is and has been, the members' directory, and leaving."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.articles.queries import articles_in_force
from kith.foundation import clock
from kith.foundation.access import CoopRequest, page, signed_in
from kith.foundation.permissions import Permission
from kith.kernel.money import Money
from kith.membership import actions, queries
from kith.membership.extensions import HOLDINGS, holdings_of
from kith.membership.forms import LeaveForm, ListedForm
from kith.membership.models import Member
from kith.membership.rules import earliest_end
from kith.people.forms import tried

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def show_form(request: HttpRequest, form: Form, template: str, **context: object) -> HttpResponse:
    """The page with its form: status 422 when what was typed does not hold."""
    context |= {"form": form, "form_has_errors": bool(form.errors)}
    status = 422 if form.errors else 200
    return render(request, f"membership/{template}.jinja", context, status=status)


@signed_in  # who has left has no hat any more, and still reads what was written about them
@require_safe
def show_mine(request: CoopRequest) -> HttpResponse:
    """What I am or was in the co-op, since when, what I own of it, and what was written about my membership."""
    lines = list(queries.memberships_of(request.person))
    today = clock.today(request.coop.zone)
    context = {
        "today": today,
        "now": next((one for one in lines if one.standing_on(today) != Member.CEASED), None),
        "lines": [(one, list(queries.standings_of(one))) for one in lines],
        "classes": queries.class_titles(request.coop),
        "holdings": holdings_of(request.coop, [one.id for one in lines]) if HOLDINGS else {},
        "money": lambda minor: str(Money(minor, request.coop.currency)),
        "waiting": queries.waiting_application_of(request.person),
        "answer_days": articles_in_force(request.coop).joining.answer_days,
    }
    return render(request, "membership/mine.jinja", context)


def _mine(request: CoopRequest) -> Member | None:
    return queries.votes_of(request.person).first()


def _not_a_member(request: CoopRequest) -> HttpResponse:
    messages.info(request, "You are not a member now. Here you can see how to join.")
    return redirect("membership:mine", coop=request.coop.slug)


@page(Permission.MEMBERSHIP_CHANGE)
@get_or_post
def list_me(request: CoopRequest) -> HttpResponse:
    """Agree to stand in the members' directory, or take that back."""
    member = _mine(request)
    if member is None:
        return _not_a_member(request)
    kept = {"listed": member.listed, "words": member.listed_words}
    posted = request.method == "POST"
    form = ListedForm(request.POST if posted else None, initial=kept)  # an empty form says no
    if posted and form.is_valid():
        done = tried(
            form,
            lambda: actions.list_member(
                coop=request.coop, by=request.actor, member=member, **form.cleaned_data
            ),
        )
        if done:
            said = (
                "You stand in the directory now."
                if done.listed
                else "The directory leaves you out."
            )
            messages.success(request, said)
            return redirect("membership:mine", coop=request.coop.slug)
    return show_form(request, form, "listed", member=member)


@page(Permission.MEMBERSHIP_CHANGE)
@get_or_post
def leave(request: CoopRequest) -> HttpResponse:
    """Leave the co-op, from a day on."""
    member = _mine(request)
    if member is None:
        return _not_a_member(request)
    today, articles = clock.today(request.coop.zone), articles_in_force(request.coop)
    first = max(today, earliest_end(articles, today))
    form = LeaveForm(request.POST or None, initial={"on": first})
    if request.method == "POST" and form.is_valid():
        done = tried(
            form,
            lambda: actions.leave_coop(
                coop=request.coop, by=request.actor, member=member, **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, "It is written down. Thank you for your time with us.")
            return redirect("membership:mine", coop=request.coop.slug)
    days = articles.joining.leave_notice_days
    return show_form(request, form, "leave", member=member, first=first, days=days)


@page(Permission.MEMBERSHIP_CHANGE)
@require_POST
def stay(request: CoopRequest) -> HttpResponse:
    """Take back a notice to leave while its day is not yet there."""
    member = _mine(request)
    if member is None:
        return _not_a_member(request)
    form = Form({})
    form.is_valid()
    done = tried(
        form,
        lambda: actions.restore_member(coop=request.coop, by=request.actor, member=member),
    )
    if done:
        messages.success(request, "Good: you stay a member.")
    else:
        messages.error(request, str(form.non_field_errors()[0]))
    return redirect("membership:mine", coop=request.coop.slug)


@page(Permission.DIRECTORY_VIEW)
@require_safe
def show_directory(request: CoopRequest) -> HttpResponse:
    """The members who agreed to be found by the others."""
    asked = request.GET.get("q", "")
    found = queries.named(queries.listed_members(request.coop), asked)
    context = {
        "shown": Paginator(found, 30).get_page(request.GET.get("page")),
        "asked": asked,
        "classes": queries.class_titles(request.coop),
    }
    return render(request, "membership/directory.jinja", context)
