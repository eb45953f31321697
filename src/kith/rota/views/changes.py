"""What a team does to a week by hand, each a small form that comes back to the board."""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError
from kith.foundation.permissions import Permission
from kith.people.models import Person
from kith.people.queries import person_or_none
from kith.rota.actions import moves
from kith.rota.models import Slot
from kith.rota.queries.cells import cells_of
from kith.rota.views.finding import slot_here
from kith.rota.views.week import week_address

Change = Callable[..., moves.Moved]


@page(Permission.ROTA_CHANGE)
@require_POST
def move(request: CoopRequest, slot: uuid.UUID) -> HttpResponse:
    """Give a place to a worker: from the ranked list, or dropped on the board with a pointer."""
    found = slot_here(request, slot, Permission.ROTA_CHANGE)
    day = request.POST.get("day", "")
    if day and day != found.visit.day.isoformat():
        messages.error(
            request,
            "A visit stays on the day the person asked for. To change the day, change that date in their support.",
        )
        return back_to(request, found)
    worker = request.POST.get("worker", "")
    if not worker:
        return change(request, found, moves.clear_slot)
    return change(
        request, found, moves.move_visit, worker=_worker(request, worker), start=_start(request)
    )


@page(Permission.ROTA_CHANGE)
@require_POST
def clear(request: CoopRequest, slot: uuid.UUID) -> HttpResponse:
    """Take the worker off a place."""
    return change(request, slot_here(request, slot, Permission.ROTA_CHANGE), moves.clear_slot)


@page(Permission.ROTA_CHANGE)
@require_POST
def fill(request: CoopRequest, slot: uuid.UUID) -> HttpResponse:
    """Fill a gap in the way that the visit's panel has named."""
    return change(request, slot_here(request, slot, Permission.ROTA_CHANGE), moves.fill_gap)


@page(Permission.ROTA_CHANGE)
@require_POST
def pin(request: CoopRequest, slot: uuid.UUID) -> HttpResponse:
    """Keep the worker here this week."""
    return change(request, slot_here(request, slot, Permission.ROTA_CHANGE), moves.pin_slot)


@page(Permission.ROTA_CHANGE)
@require_POST
def unpin(request: CoopRequest, slot: uuid.UUID) -> HttpResponse:
    """Let the place be changed again."""
    return change(request, slot_here(request, slot, Permission.ROTA_CHANGE), moves.unpin_slot)


@page(Permission.ROTA_CHANGE)
@require_POST
def keep_always(request: CoopRequest, slot: uuid.UUID) -> HttpResponse:
    """Keep the worker here, week after week."""
    return change(request, slot_here(request, slot, Permission.ROTA_CHANGE), moves.keep_here_always)


@page(Permission.ROTA_CHANGE)
@require_http_methods(["GET", "POST"])
def swap(request: CoopRequest, slot: uuid.UUID) -> HttpResponse:
    """Choose another visit of the same day whose worker exchanges places with this one."""
    found = slot_here(request, slot, Permission.ROTA_CHANGE)
    if request.method == "POST":
        other = slot_here(request, _id(request.POST.get("other", "")), Permission.ROTA_CHANGE)
        return change(request, found, moves.swap_visits, other=other)
    cells = cells_of(found.visit.rota)
    mine = next((cell for cell in cells if cell.slot == found.id), None)
    if mine is None:
        raise Http404("This visit is off.")
    context = {
        "cell": mine,
        "others": [
            c for c in cells if c.day == mine.day and c.worker_id not in (None, mine.worker_id)
        ],
        "rota": found.visit.rota,
        "back": {
            "href": board_of(found, chosen=True, request=request),
            "label": "Back to the visit",
        },
    }
    return render(request, "rota/swap.jinja", context)


def change(request: CoopRequest, slot: Slot, act: Change, **given: object) -> HttpResponse:
    """Carry out one change at the revision that was looked at, say what came of it, and show the visit again."""
    try:
        done = act(
            coop=request.coop,
            by=request.actor,
            slot=slot,
            expected_revision=revision(request, slot),
            **given,
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done.words)
    return back_to(request, slot)


def revision(request: CoopRequest, slot: Slot) -> int:
    """The revision that the page showed; a drop by pointer sends it too."""
    given = request.POST.get("revision") or request.GET.get("revision", "")
    return int(given) if given.isdecimal() else slot.visit.rota.revision


def back_to(request: CoopRequest, slot: Slot) -> HttpResponse:
    """The board, with this visit open."""
    return redirect(board_of(slot, chosen=True, request=request))


def board_of(slot: Slot, *, chosen: bool, request: CoopRequest) -> str:
    """Where the board of this visit's week is."""
    rota = slot.visit.rota
    asked = {"visit": str(slot.pk)} if chosen else {}
    return week_address(request, rota.team.slug, rota.week, **asked) + ("#visit" if chosen else "")


def _worker(request: CoopRequest, text: str) -> Person:
    worker = person_or_none(request.coop, _id(text))
    if worker is None:
        raise Http404("There is no such worker.")
    return worker


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise Http404("That is not an id.") from error


def _start(request: CoopRequest) -> datetime | None:
    try:
        start = datetime.fromisoformat(request.POST.get("start", ""))
    except ValueError:
        return None
    return start if start.tzinfo else None
