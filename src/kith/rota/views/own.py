"""One's own week: a worker's visits, and who is coming to a person. Only what was sent counts."""

import uuid
from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from kith.design.wording import days_between, plural
from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.permissions import Permission, require
from kith.kernel.week import Week
from kith.people.models import Person
from kith.people.queries import needs_of, person_or_none
from kith.rota.queries.past import CONTINUITY_WEEKS
from kith.rota.queries.sent import SentDay, my_week, who_is_coming
from kith.rota.queries.sharing import faces_met
from kith.rota.views.finding import week_named
from kith.support.queries import place_of_supported


@page(Permission.OWN_WEEK_VIEW)
@require_GET
def show_my_week(request: CoopRequest) -> HttpResponse:
    """The visits I make this week, with what I need to know at each door."""
    week, this_week, address = _week(request, "rota:my-week")
    found = my_week(request.coop, request.person, week)
    people = {visit.person_id for day in found.days for visit in day.visits}
    context = {
        "week": found,
        "me": request.person.id,
        "needs": needs_of(people),
        "people": {p.id: p for p in Person.objects.filter(coop=request.coop, pk__in=people)},
        "today": clock.today(request.coop.zone),
        "title": days_between(week.monday, week.sunday),
        "before": f"{address}?week={week.previous()}",
        "after": f"{address}?week={week.next()}",
        "this_week": "" if week == this_week else address,
    }
    return render(request, "rota/my_week.jinja", context)


@page(Permission.OWN_WEEK_VIEW)
@require_GET
def show_coming(request: CoopRequest) -> HttpResponse:
    """Who is coming to me."""
    return _coming(
        request, request.person, reverse("rota:coming", kwargs={"coop": request.coop.slug})
    )


@page(Permission.SUPPORT_VIEW)
@require_GET
def show_coming_to(request: CoopRequest, person: uuid.UUID) -> HttpResponse:
    """Who is coming to somebody, for those who may see their support."""
    found = person_or_none(request.coop, person)
    if found is None:
        raise Http404("There is no such person.")
    require(request.actor, Permission.SUPPORT_VIEW, place_of_supported(request.coop, found))
    address = reverse("rota:coming-to", kwargs={"coop": request.coop.slug, "person": person})
    return _coming(request, found, address)


def _coming(request: CoopRequest, person: Person, address: str) -> HttpResponse:
    today = clock.today(request.coop.zone)
    asked = request.GET.get("week", "")
    first = week_named(asked).monday if asked else today
    days = who_is_coming(request.coop, person, first, 7)
    week = Week.of(first)
    support = reverse("support:supports", kwargs={"coop": request.coop.slug})
    context = {
        "whose": person,
        "mine": person.id == request.person.id,
        "days": days,
        "first": first,
        "last": first + timedelta(days=6),
        "today": today,
        "tomorrow": today + timedelta(days=1),
        "sent": any(day.visits for day in days),
        "faces": _faces_words(request, person, first, days),
        "before": f"{address}?week={week.previous()}",
        "after": f"{address}?week={week.next()}",
        "this_week": address if asked else "",
        "change_href": support,
    }
    if person.id != request.person.id:
        context["back"] = {"href": support, "label": "Support"}
    return render(request, "rota/coming.jinja", context)


def _faces_words(
    request: CoopRequest, person: Person, first: date, days: tuple[SentDay, ...]
) -> str:
    """How few different workers come, in one sentence; nothing when nobody does."""
    now = {face.id for day in days for visit in day.visits for face in visit.workers}
    if not now:
        return ""
    told = plural(len(now), "worker comes", "different workers come")
    since, until = first - timedelta(weeks=CONTINUITY_WEEKS), first - timedelta(days=1)
    before = faces_met(request.coop, person, since, until)
    if not before:
        return f"{told} in these seven days."
    return f"{told} in these seven days. In the {CONTINUITY_WEEKS} weeks before it was {before}."


def _week(request: CoopRequest, name: str) -> tuple[Week, Week, str]:
    this_week = Week.of(clock.today(request.coop.zone))
    asked = request.GET.get("week", "")
    week = week_named(asked) if asked else this_week
    return week, this_week, reverse(name, kwargs={"coop": request.coop.slug})
