"""The voter's page, the token that is signed for it, and the ballot that comes without anybody's name."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from kith.elections import actions, queries, voting
from kith.elections.models import Election, Roll
from kith.elections.views import at, find, find_contest
from kith.foundation.access import CoopRequest, open_to_all, page
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.permissions import Permission

MOST_BYTES = 20_000
WHY_OPEN = "a ballot is cast without signing in: whoever holds a signed token may, and nobody asks who that is"


def _mine(request: CoopRequest, number: int, slug: str) -> Roll:
    """One's own line of the roll. Raises Http404."""
    election = find(request, number)
    for roll in queries.roll_of(election, request.person):
        if roll.contest.slug == slug:
            return roll
    raise Http404("You are not on the roll of this election.")


@page(Permission.DECISION_VOTE)
@require_safe
def show_ballot(request: CoopRequest, number: int, contest: str) -> HttpResponse:
    """One's ballot paper, with what it cannot promise."""
    roll = _mine(request, number, contest)
    election = roll.contest.election
    if election.state != Election.OPEN:
        messages.error(request, "No votes are taken now.")
        return redirect(at(request, number))
    context = {
        "election": election,
        "contest": roll.contest,
        "roll": roll,
        "candidates": [one for one in queries.on_the_paper(roll.contest) if not one.withdrawn_at],
        "csrf": get_token(request),
    }
    return render(request, "elections/ballot.jinja", context)


def _sent(request: HttpRequest) -> dict[str, Any]:
    """What a page's script sent. Raises DomainError for what it never sends."""
    if len(request.body) > MOST_BYTES:
        raise DomainError("This is too much for a ballot.")
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise DomainError("This cannot be read. Load the page again, and try once more.") from error
    if not isinstance(found, dict):
        raise DomainError("This cannot be read. Load the page again, and try once more.")
    return found


def _text(sent: dict[str, Any], name: str) -> str:
    value = sent.get(name)
    return value if isinstance(value, str) else ""


@page(Permission.DECISION_VOTE)
@require_POST
def sign_token(request: CoopRequest, number: int, contest: str) -> JsonResponse:
    """Sign the blinded token of whoever is signed in, once."""
    roll = _mine(request, number, contest)
    try:
        blinded = _text(_sent(request), "blinded")
        signed = voting.sign_token(coop=request.coop, by=request.actor, roll=roll, blinded=blinded)
    except NotAllowed:
        raise
    except DomainError as error:
        return JsonResponse({"message": error.message}, status=409)
    return JsonResponse({"signature": signed})


@open_to_all(WHY_OPEN)
@csrf_exempt
@require_POST
def cast(request: HttpRequest, coop: str, number: int, contest: str) -> JsonResponse:
    """Take a ballot. No cookie is looked at: the script sends none."""
    found = queries.public_contest_or_none(coop, number, contest)
    if found is None:
        return JsonResponse({"message": "There is no such election."}, status=404)
    try:
        sent = _sent(request)
        receipt = voting.cast(
            contest=found,
            serial=_text(sent, "serial"),
            signature=_text(sent, "signature"),
            choice=sent.get("choice"),
        )
    except DomainError as error:
        return JsonResponse({"message": error.message}, status=409)
    return JsonResponse({"serial": receipt.serial, "hash": receipt.hash})


@page(Permission.DECISION_VOTE)
@require_POST
def ask_for_paper(request: CoopRequest, number: int, contest: str) -> HttpResponse:
    """Vote on paper in place of a screen."""
    roll = _mine(request, number, contest)
    try:
        actions.ask_for_paper(coop=request.coop, by=request.actor, roll=roll)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request, "You vote on paper. Print your paper here, or ask the secretary for one."
        )
    return redirect(at(request, number))


@page(Permission.ELECTION_VIEW)
@require_safe
def show_paper(request: CoopRequest, number: int, contest: str) -> HttpResponse:
    """A ballot paper to print; it carries no name."""
    found = find_contest(request, number, contest)
    if found.election.state != Election.OPEN or found.unopposed:
        raise Http404("There is no paper to print now.")
    candidates = [one for one in queries.on_the_paper(found) if not one.withdrawn_at]
    context = {"election": found.election, "contest": found, "candidates": candidates}
    return render(request, "elections/paper.jinja", context)
