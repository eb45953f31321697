"""The steps of a week: make it, ask for a suggestion, follow it, send it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kith.design.wording import days_between, plural
from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError
from kith.foundation.permissions import Permission
from kith.people.models import Person
from kith.people.queries import needs_of
from kith.rota.actions.publishing import publish_week
from kith.rota.actions.suggestions import ask_suggestion, stop_suggestion
from kith.rota.actions.week import Made, make_week
from kith.rota.models import Rota, Suggestion
from kith.rota.queries.board import week_board
from kith.rota.queries.jobs import job_of, suggestion_under_way
from kith.rota.queries.publications import affected_by_publish
from kith.rota.views.finding import rota_here, team_here, week_named
from kith.rota.views.mending import clash_lines
from kith.rota.views.week import week_address


@page(Permission.ROTA_CHANGE)
@require_POST
def make(request: CoopRequest, team: str, week: str) -> HttpResponse:
    """Make the week from everybody's support, or bring it up to date."""
    found, named = team_here(request, team, Permission.ROTA_CHANGE), week_named(week)
    made = make_week(coop=request.coop, by=request.actor, team=found, week=named)
    messages.success(request, _made_words(made))
    for line in made.lost:
        messages.warning(request, line)
    return redirect(week_address(request, team, named))


def _made_words(made: Made) -> str:
    if made.same:
        return "Nothing has changed in people's support since you last looked."
    parts = [
        plural(made.new, "new visit", "new visits") if made.new else "",
        plural(made.changed, "changed visit", "changed visits") if made.changed else "",
        plural(made.gone, "visit is off", "visits are off") if made.gone else "",
    ]
    return "The week is made: " + ", ".join(part for part in parts if part) + "."


@page(Permission.ROTA_CHANGE)
@require_POST
def suggest(request: CoopRequest, team: str, week: str) -> HttpResponse:
    """Ask for a suggestion. The work goes on when the page is left."""
    return _begin(
        request, rota_here(request, team, week, Permission.ROTA_CHANGE), Suggestion.SUGGEST
    )


@page(Permission.ROTA_CHANGE)
@require_POST
def mend(request: CoopRequest, team: str, week: str) -> HttpResponse:
    """Ask for the smallest change that fills the gaps and keeps the rest."""
    return _begin(request, rota_here(request, team, week, Permission.ROTA_CHANGE), Suggestion.MEND)


def _begin(request: CoopRequest, rota: Rota, kind: str) -> HttpResponse:
    try:
        ask_suggestion(
            coop=request.coop,
            by=request.actor,
            rota=rota,
            expected_revision=_revision(request, rota),
            kind=kind,
        )
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(week_address(request, rota.team.slug, rota.week))


@page(Permission.ROTA_CHANGE)
@require_POST
def stop(request: CoopRequest, team: str, week: str) -> HttpResponse:
    """Stop the search and keep the best it has found."""
    rota = rota_here(request, team, week, Permission.ROTA_CHANGE)
    under_way = suggestion_under_way(rota)
    if under_way is None:
        messages.success(request, "It had ended before you pressed. Here is the week as it is now.")
        return redirect(week_address(request, team, rota.week))
    stopped = stop_suggestion(coop=request.coop, by=request.actor, suggestion=under_way)
    begun = stopped.state == Suggestion.RUNNING
    messages.success(request, "Stopped: the best week so far is kept." if begun else stopped.words)
    return redirect(week_address(request, team, rota.week))


@page(Permission.ROTA_VIEW)
@require_GET
def progress(request: CoopRequest, team: str, week: str) -> HttpResponse:
    """How far the search is: asked every second by the board; when it is done the board is loaded anew."""
    rota = rota_here(request, team, week, Permission.ROTA_VIEW)
    job = job_of(rota)
    response = render(
        request, "rota/progress.jinja", {"job": job, "team": rota.team, "week": rota.week}
    )
    if job is None or not job.running:
        response["HX-Redirect"] = week_address(request, team, rota.week)
    return response


@page(Permission.ROTA_PUBLISH)
@require_http_methods(["GET", "POST"])
def send(request: CoopRequest, team: str, week: str) -> HttpResponse:
    """Show exactly who would be told of what; on yes, agree and send."""
    rota = rota_here(request, team, week, Permission.ROTA_PUBLISH)
    if request.method == "POST":
        return _send(request, rota)
    return _ask(request, rota)


def _send(request: CoopRequest, rota: Rota) -> HttpResponse:
    try:
        told = publish_week(
            coop=request.coop,
            by=request.actor,
            rota=rota,
            expected_revision=_revision(request, rota),
        )
    except DomainError as error:
        rota.refresh_from_db()
        return _ask(request, rota, error.message)
    messages.success(
        request, f"The week is sent. {plural(told.count, 'person was', 'people were')} told."
    )
    return redirect(week_address(request, rota.team.slug, rota.week))


def _ask(request: CoopRequest, rota: Rota, error: str = "") -> HttpResponse:
    affected = affected_by_publish(rota)
    address = week_address(request, rota.team.slug, rota.week)
    board = week_board(request.coop, rota.team, rota.week)
    everybody = [told.person_id for told in (*affected.people, *affected.workers)]
    context = {
        "rota": rota,
        "affected": affected,
        "error": error,
        "clashes": clash_lines(board.cells, address),
        "needs": needs_of(everybody),
        "people": {p.id: p for p in Person.objects.filter(coop=request.coop, pk__in=everybody)},
        "title": days_between(rota.week.monday, rota.week.sunday),
        "back": {
            "href": address,
            "label": "Back to the week",
        },
    }
    return render(request, "rota/send.jinja", context, status=409 if error else 200)


def _revision(request: CoopRequest, rota: Rota) -> int:
    given = request.POST.get("revision", "")
    return int(given) if given.isdecimal() else rota.revision
