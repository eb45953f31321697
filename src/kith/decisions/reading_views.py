"""Pages that only tell: my part in our decisions, who is heard by class in a year, and a proposal's file."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kith.decisions import extensions, participation, queries
from kith.decisions.views import at, find, reads_all, seen
from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.attached import handed_out
from kith.foundation.errors import NotAllowed
from kith.foundation.files import FileGone
from kith.foundation.permissions import Permission

SHOWN = 100


@page(Permission.DECISION_VIEW)
@require_safe
def my_part(request: CoopRequest) -> HttpResponse:
    """What is open for me, what I decided and what came of it, and what I proposed."""
    context = {
        "waiting": extensions.waiting_for(request.person),
        "decided": extensions.decided_by(request.person)[:SHOWN],
        "proposed": list(seen(request).filter(proposed_by=request.person)[:SHOWN]),
        "reads_all": reads_all(request),
    }
    return render(request, "decisions/mine.jinja", context)


@page(Permission.DECISION_VIEW)
@require_safe
def who_is_heard(request: CoopRequest) -> HttpResponse:
    """The account of a year of the co-op: how many of each class could take part, and did."""
    if not reads_all(request):
        raise NotAllowed("Members read who is heard.")
    coop, today = request.coop, clock.today(request.coop.zone)
    now, first = (
        participation.days_of_year(coop, day)[1].year
        for day in (today, participation.first_year(coop))
    )
    asked = request.GET.get("year", "")
    years = range(now, first - 1, -1)
    year = next((one for one in years if str(one) == asked), now)
    day = participation.end_in(coop, year)
    found = extensions.heard(coop, *participation.moments_of_year(coop, day))
    context = {
        "account": participation.year_of(coop, day, found),
        "year": year,
        "years": years,
        "today": today,
    }
    return render(request, "decisions/heard.jinja", context)


@page(Permission.DECISION_VIEW)
@require_safe
def download(request: CoopRequest, number: int, attachment: uuid.UUID) -> HttpResponse:
    """A proposal's file, only ever as a download."""
    found = queries.attachment_or_none(find(request, number), attachment)
    if found is None:
        raise Http404("There is no such file.")
    try:
        return handed_out(request.coop.id, found.file, found.file_name)
    except FileGone as gone:
        messages.error(request, gone.message)
        return redirect(at(request, number))
