"""The week board, and the steps a team takes with it: make, suggest, agree, send, mend."""

import uuid
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from kith.design.wording import days_between, plural
from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.permissions import Permission, allows
from kith.kernel.week import Week
from kith.rota.models import Visit
from kith.rota.queries.board import Board, By, week_board
from kith.rota.queries.detail import Detail, slot_or_none, visit_detail
from kith.rota.queries.weeks import weeks_of
from kith.rota.views import drawing, mending
from kith.rota.views.finding import team_here, week_named
from kith.teams.models import Team
from kith.teams.queries import wishes_of


@page(Permission.ROTA_VIEW)
@require_GET
def show_weeks(request: CoopRequest, team: str) -> HttpResponse:
    """The team's weeks: which are made, agreed, sent, and where the gaps are."""
    found = team_here(request, team, Permission.ROTA_VIEW)
    this_week = Week.of(clock.today(request.coop.zone))
    lines = weeks_of(request.coop, found, this_week.previous(), 7)
    return render(
        request,
        "rota/weeks.jinja",
        {"team": found, "lines": lines, "this_week": this_week},
    )


@page(Permission.ROTA_VIEW)
@require_GET
def show_this_week(request: CoopRequest, team: str) -> HttpResponse:
    """Send on to the board of the week that today is in."""
    found = team_here(request, team, Permission.ROTA_VIEW)
    week = Week.of(clock.today(request.coop.zone))
    return redirect(week_address(request, found.slug, week))


@page(Permission.ROTA_VIEW)
@require_GET
def show_week(request: CoopRequest, team: str, week: str) -> HttpResponse:
    """The board of one week, with one visit explained beside it when one is chosen."""
    found, named = team_here(request, team, Permission.ROTA_VIEW), week_named(week)
    by: By = "people" if request.GET.get("by") == "people" else "workers"
    board = week_board(request.coop, found, named, by)
    chosen = request.GET.get("visit", "")
    context = board_context(request, found, board, chosen)
    context["detail"] = _detail(request, found, board, chosen) if chosen and board.rota else None
    return render(request, "rota/week.jinja", context)


def board_context(
    request: CoopRequest, team: Team, board: Board, chosen: str = ""
) -> dict[str, object]:
    """What the board page needs besides an explained visit."""
    address = week_address(request, team.slug, board.week)
    by = "by=people&" if board.by == "people" else ""
    today = clock.today(request.coop.zone)
    may_change = allows(request.actor, Permission.ROTA_CHANGE, team)
    movable = may_change and board.by == "workers"
    sharing = reverse("rota:sharing", kwargs={"coop": request.coop.slug, "team": team.slug})
    sharing += f"?week={board.week}"
    return {
        "team": team,
        "board": board,
        "address": address,
        "waiting": board.waiting,
        "title": days_between(board.week.monday, board.week.sunday),
        "days": drawing.columns(board, today),
        "rows": drawing.rows(
            board, f"{address}?{by}", request.coop.slug if movable else "", chosen
        ),
        "chips": _chips(board, sharing),
        "sharing": sharing,
        "wishes": _wishes(team) if board.rota else [],
        "changed": mending.changed_lines(board.cells, address) if board.affected else [],
        "gaps": mending.gap_lines(board.cells, address),
        "pinned": mending.pinned_lines(board.cells, address),
        "may_change": may_change,
        "may_publish": allows(request.actor, Permission.ROTA_PUBLISH, team),
        "before": week_address(request, team.slug, board.week.previous()),
        "after": week_address(request, team.slug, board.week.next()),
        "this_week": _this_week(request, team, board, today),
    }


def _detail(request: CoopRequest, team: Team, board: Board, chosen: str) -> Detail | None:
    """The chosen visit explained, when it is one of this team's that is still wanted."""
    try:
        slot = slot_or_none(request.coop, uuid.UUID(chosen))
    except ValueError:
        return None
    if slot is None or slot.visit.rota.team_id != team.id or slot.visit.state != Visit.DUE:
        return None
    cell = next((cell for cell in board.cells if cell.slot == slot.id), None)
    return visit_detail(slot, cell)


def _wishes(team: Team) -> list[tuple[str, str]]:
    """What counts when a week is suggested, as the team agreed: (“Matters most”, “Few faces, short journeys”)."""
    said = wishes_of(team)
    return [
        (level, ", ".join(one.wish.title for one in said if one.level == level))
        for level in dict.fromkeys(one.level for one in said)
    ]


def _chips(board: Board, sharing: str) -> list[dict[str, str]]:
    """The week in a few figures; those about sharing lead to more of it."""
    if board.rota is None:
        return []
    figures = board.figures
    chips = [
        {
            "text": f"{figures.filled} of {plural(figures.visits, 'visit has', 'visits have')} a worker",
            "kind": "good" if figures.filled == figures.visits else "",
        }
    ]
    if figures.gaps:
        chips.append({"text": plural(figures.gaps, "gap", "gaps"), "kind": "bad"})
    if figures.clashes:
        words = plural(figures.clashes, "visit", "visits")
        chips.append({"text": f"{words} cannot be made as planned", "kind": "bad"})
    if figures.changes:
        words = plural(figures.changes, "change", "changes")
        chips.append({"text": f"{words} since {board.figures.changes_since}", "kind": "warn"})
    if figures.faces:
        words = f"People meet {figures.faces:g} different workers on average"
        chips.append({"text": words, "href": sharing})
    if figures.evenings_most:
        words = f"Evenings shared: {figures.evenings_least} to {figures.evenings_most} days each"
        chips.append({"text": words, "href": sharing})
    return chips


def _this_week(request: CoopRequest, team: Team, board: Board, today: date) -> str:
    week = Week.of(today)
    return "" if week == board.week else week_address(request, team.slug, week)


def week_address(request: CoopRequest, team: str, week: Week, **asked: str) -> str:
    """Where the board of a week is."""
    path = reverse("rota:week", kwargs={"coop": request.coop.slug, "team": team, "week": str(week)})
    return f"{path}?{urlencode(asked)}" if asked else path
