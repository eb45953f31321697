"""Calendar addresses: the page to make and take them back, and the feed itself."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kith.api import actions, queries
from kith.api.calendars import calendar_of, duties_as_calendar
from kith.api.forms import AddressForm
from kith.api.models import FeedAddress
from kith.api.rules import may_see
from kith.foundation import clock
from kith.foundation.access import CoopRequest, open_to_all, page
from kith.foundation.errors import DomainError
from kith.foundation.permissions import Permission
from kith.membership.duties.queries import calendar_of as calendar_of_duties

SHOWN_ONCE = "new-calendar-address"


@page(Permission.CALENDAR_MAKE)
@require_http_methods(["GET", "POST"])
def show_calendars(request: CoopRequest) -> HttpResponse:
    """My calendar addresses; a new one is shown once, right after it was made."""
    form = AddressForm(request.POST or None, kinds=_kinds(request))
    if request.method == "POST" and form.is_valid():
        try:
            secret = actions.make_address(coop=request.coop, by=request.actor, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            request.session[SHOWN_ONCE] = settings.ADDRESS + reverse(
                "feed", kwargs={"secret": secret}
            )
            return redirect("api:calendars", coop=request.coop.slug)
    context = {
        "form": form,
        "addresses": queries.addresses_of(request.coop, request.person),
        "fresh": request.session.pop(SHOWN_ONCE, "") if request.method == "GET" else "",
    }
    status = 422 if form.errors else 200
    return render(request, "api/calendars.jinja", context, status=status)


@page(Permission.CALENDAR_MAKE)
@require_POST
def end_calendar(request: CoopRequest, address: uuid.UUID) -> HttpResponse:
    """Take one of my addresses back."""
    found = queries.address_or_none(request.coop, address)
    if found is None:
        raise Http404("There is no such calendar address.")
    actions.end_address(coop=request.coop, by=request.actor, address=found)
    messages.success(request, "That calendar address no longer works.")
    return redirect("api:calendars", coop=request.coop.slug)


@open_to_all("a calendar cannot sign in: the address itself is the secret, and can be taken back")
@require_GET
def show_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The feed behind an address. 404 for an address that is wrong or was taken back."""
    found = queries.address_with(secret)
    if found is None:
        raise Http404("There is no calendar here.")
    actions.note_fetch(found)
    response = HttpResponse(_body(found), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=900"
    response["Content-Disposition"] = 'inline; filename="kith.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _body(address: FeedAddress) -> bytes:
    """What an address shows, as iCalendar."""
    if address.kind == FeedAddress.DUTIES:
        found = calendar_of_duties(address.coop)
        return duties_as_calendar(address.coop, found.lines if found else (), now=clock.now())
    return calendar_of(
        f"{address.coop.name}: {address.person.short}",
        queries.visits_for(address),
        as_worker=address.kind == FeedAddress.MY_WEEK,
        now=clock.now(),
    )


def _kinds(request: CoopRequest) -> list[str]:
    """A worker has a week of their own, a person drawing on support has people coming; members see the duties."""
    roles = {held.role for held in request.actor.holds}
    kinds = [FeedAddress.MY_WEEK] if "worker" in roles else []
    kinds += [FeedAddress.COMING] if "person" in roles else []
    return kinds + ([FeedAddress.DUTIES] if may_see(request.actor, FeedAddress.DUTIES) else [])
