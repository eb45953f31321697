"""Pages that show elections: all of them, one, its result, its board of ballots, who voted, and what is published."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from markupsafe import Markup

from kith.elections import queries
from kith.elections.actions import earliest_last_day
from kith.elections.declaring import as_zip
from kith.elections.models import Candidate, Contest, Election, Roll
from kith.elections.picture import draw
from kith.elections.publishing import everything_of, files_of
from kith.engines.ballots import verify_election
from kith.foundation.access import CoopRequest, page
from kith.foundation.permissions import Permission, Place, allows

A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """A contest as its page shows it."""

    contest: Contest
    candidates: list[Candidate]
    mine: Candidate | None
    roll: Roll | None
    elected: list[str]
    turn_out: queries.TurnOut | None
    sheets: int


def find(request: CoopRequest, number: int) -> Election:
    """The election of this number. Raises Http404."""
    found = queries.election_or_none(request.coop, number)
    if found is None:
        raise Http404("There is no such election.")
    return found


def find_contest(request: CoopRequest, number: int, slug: str) -> Contest:
    """The contest of an election. Raises Http404."""
    found = queries.contest_or_none(find(request, number), slug)
    if found is None:
        raise Http404("There is no such contest.")
    return found


def at(request: CoopRequest, number: int) -> str:
    """The page of an election."""
    return reverse("elections:election", kwargs={"coop": request.coop.slug, "number": number})


def runs(request: CoopRequest) -> bool:
    """Whether who asks runs elections."""
    return allows(request.actor, Permission.ELECTION_RUN, Place(request.coop.id))


def own(request: CoopRequest, permission: Permission) -> bool:
    """Whether somebody may do what is about themself."""
    return allows(request.actor, permission, Place(request.coop.id, person_id=request.person.pk))


@page(Permission.ELECTION_VIEW)
@require_safe
def list_elections(request: CoopRequest) -> HttpResponse:
    """What waits for my ballot, what is prepared, what was declared."""
    every = list(queries.elections_of(request.coop)[:A_PAGE])
    waiting = {one.contest.election_id for one in queries.waiting_for(request.person)}
    context = {
        "elections": every,
        "waiting": waiting,
        "may_run": runs(request),
    }
    return render(request, "elections/elections.jinja", context)


@page(Permission.ELECTION_VIEW)
@require_safe
def show_election(request: CoopRequest, number: int) -> HttpResponse:
    """One election."""
    election = find(request, number)
    rolls = {one.contest_id: one for one in queries.roll_of(election, request.person)}
    over = election.state in (Election.CLOSED, Election.DECLARED)
    shown = []
    for contest in queries.contests_with_candidates(election):
        stood = [one for one in contest.candidates.all() if not one.withdrawn_at]
        sheets = queries.sheets_of(contest) if election.state == Election.CLOSED else ()
        shown.append(
            Shown(
                contest,
                stood,
                next(
                    (o for o in stood if o.member and o.member.voter.pk == request.person.pk), None
                ),
                rolls.get(contest.pk),
                queries.elected(contest) if contest.result else [],
                queries.turn_out(contest) if over and not contest.unopposed else None,
                sum(1 for one in sheets if one),
            )
        )
    is_teller = request.person.pk in (election.first_teller_id, election.second_teller_id)
    context = {
        "election": election,
        "shown": shown,
        "may_run": runs(request),
        "may_stand": own(request, Permission.ELECTION_STAND)
        and election.state == Election.PREPARING
        and election.kind == Election.BOARD,
        "is_teller": is_teller and own(request, Permission.ELECTION_TELL),
        "papers": any(one.turn_out and one.turn_out.papers for one in shown),
        "earliest": earliest_last_day(request.coop)
        if election.state == Election.PREPARING
        else None,
        "witnesses": list(election.witnesses.all()),
        "fingerprint": _fingerprint(election),
    }
    return render(request, "elections/election.jinja", context)


def _fingerprint(election: Election) -> str:
    root = files_of(election).get("root.json")
    return verify_election.fingerprint(json.loads(root)["key"]) if root else ""


@page(Permission.ELECTION_VIEW)
@require_safe
def show_result(request: CoopRequest, number: int, contest: str) -> HttpResponse:
    """The count of a contest in words, as a table, and as a picture; it prints as a sheet."""
    found = find_contest(request, number, contest)
    if not found.result:
        raise Http404("This is not counted yet.")
    stages = found.result["stages"]
    whole = bool(stages) and "kind" in stages[0]
    context = {
        "election": found.election,
        "contest": found,
        "candidates": queries.on_the_paper(found),
        "elected": queries.elected(found),
        "rows": _rows(found.result),
        "stages": stages,
        "picture": draw(found.result) if whole else None,
        "turn_out": queries.turn_out(found),
    }
    return render(request, "elections/result.jinja", context)


def _rows(result: dict[str, Any]) -> list[list[str]]:
    """A candidate a row: name, votes at each stage, and what became of them."""
    rows = []
    for place, name in enumerate(result["candidates"]):
        votes = [_short(stage["totals"][place]) for stage in result["stages"]]
        rows.append([name, *votes, "elected" if place + 1 in result["winners"] else ""])
    return rows


def _short(votes: str) -> str:
    """Votes without needless noughts."""
    return votes.rstrip("0").rstrip(".") if "." in votes else votes


@page(Permission.ELECTION_VIEW)
@require_safe
def show_board(request: CoopRequest, number: int, contest: str) -> HttpResponse:
    """Every ballot of a contest, and whether one's own is among them."""
    found = find_contest(request, number, contest)
    if found.election.state != Election.DECLARED or found.unopposed:
        raise Http404("There is no board yet.")
    sought = request.GET.get("receipt", "").strip().lower()
    names = {one.number: one.name for one in queries.on_the_paper(found)}
    lines = [
        line
        for line in files_of(found.election).get("ballots.jsonl", b"").splitlines()
        if json.loads(line)["class"] == found.slug
    ]
    if sought:
        lines = [one for one in lines if json.loads(one)["serial"] == sought]
    pages = Paginator(lines, A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    rows = [_as_row(line, names) for line in shown]
    context = {
        "election": found.election,
        "contest": found,
        "sought": sought,
        "rows": rows,
        "pages": shown,
    }
    return render(request, "elections/board.jinja", context)


def _signs(text: str) -> Markup:
    """Many signs, to be compared one by one."""
    return Markup('<span class="receipt small">{}</span>').format(text)


def _as_row(line: bytes, names: dict[int | None, str]) -> list[str | Markup]:
    ballot = json.loads(line)
    called = ", ".join(
        f"{place}. {names[one]}" for place, one in enumerate(ballot["choice"], start=1)
    )
    way = "through the tellers" if ballot["way"] == "paper" else "on a screen"
    return [
        _signs(ballot["serial"]),
        called or "nobody",
        way,
        _signs(verify_election.leaf_hash(line).hex()),
    ]


@page(Permission.ELECTION_VIEW)
@require_safe
def show_roll(request: CoopRequest, number: int) -> HttpResponse:
    """Who collected a token or a paper: whoever stands here and did not vote should say so."""
    election = find(request, number)
    if election.state not in (Election.CLOSED, Election.DECLARED):
        raise Http404("The votes are still open.")
    ways = dict(Roll.WAYS)
    shown = [
        (
            contest,
            [[one.member.name, ways[one.way]] for one in queries.whole_roll(contest) if one.way],
        )
        for contest in election.contests.all()
        if not contest.unopposed
    ]
    context = {"election": election, "shown": shown}
    return render(request, "elections/roll.jinja", context)


@page(Permission.ELECTION_VIEW)
@require_safe
def download(request: CoopRequest, number: int) -> HttpResponse:
    """Everything that is published, with the program that checks it."""
    election = find(request, number)
    if election.state != Election.DECLARED:
        raise Http404("Nothing is published yet.")
    name = f"election-{election.number}-{request.coop.slug}.zip"
    return as_download(as_zip(everything_of(election)), name, "application/zip")


@page(Permission.ELECTION_VIEW)
@require_safe
def download_root(request: CoopRequest, number: int) -> HttpResponse:
    """The signed root alone: what another co-op is shown as a witness."""
    root = files_of(find(request, number)).get("root.json")
    if root is None:
        raise Http404("Nothing is published yet.")
    return as_download(root, "root.json", "application/json")


def as_download(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file that is only ever saved."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
