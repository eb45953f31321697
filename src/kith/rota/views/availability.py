"""Pages on when workers can work: the team's overview, a worker's own page, leave and sickness."""

import uuid
from datetime import time

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError
from kith.foundation.permissions import Permission, allows, require
from kith.kernel.week import Week, local_moment
from kith.people.models import Person
from kith.people.queries import place_of
from kith.rota.actions import availability as actions
from kith.rota.actions.suggestions import ask_suggestion
from kith.rota.forms.availability import AwayForm, BackForm, ContractForm, SickForm, WorkTimesForm
from kith.rota.models import Away, Suggestion
from kith.rota.queries.availability import (
    away_or_none,
    away_words,
    aways_of,
    contract_now,
    contracts_of,
    teams_of_worker,
    work_times_of,
    worker_weeks,
    workers_of,
)
from kith.rota.queries.board import rota_or_none
from kith.rota.queries.clashes import weeks_touched, worker_or_none
from kith.rota.rules.working_time import DAYS
from kith.support.forms import RoomForm
from kith.teams.models import Team
from kith.teams.queries import team_or_none

VIEW, CHANGE = Permission.AVAILABILITY_VIEW, Permission.AVAILABILITY_CHANGE


@page(VIEW)
def show_availability(request: CoopRequest, team: str) -> HttpResponse:
    """Who in the team can work when, in one week."""
    found, week = _team(request, team, VIEW), _week(request)
    context = {
        "team": found,
        "week": week,
        "weeks": worker_weeks(found, week, request.coop.zone),
        "may_change": allows(request.actor, CHANGE, found),
        "before": f"?week={week.previous()}",
        "after": f"?week={week.next()}",
        "this_week": "" if week == Week.of(clock.today(request.coop.zone)) else "?",
    }
    return render(request, "rota/availability.jinja", context)


@page(VIEW)
def show_worker(request: CoopRequest, worker: uuid.UUID) -> HttpResponse:
    """One worker: hours agreed, working times, and time away."""
    found = _worker(request, worker, VIEW)
    today = clock.today(request.coop.zone)
    context = {
        "worker": found,
        "contracts": list(contracts_of(request.coop, found)),
        "teams": [
            (team, list(work_times_of(request.coop, found, team, today)))
            for team in teams_of_worker(request.coop, found, today)
        ],
        "aways": [
            (away, away_words(away, request.coop.zone))
            for away in aways_of(request.coop, found, clock.now())
        ],
        "may_change": allows(request.actor, CHANGE, place_of(found)),
        "day_names": DAYS,
        "today": today,
    }
    return render(request, "rota/worker.jinja", context)


@page(CHANGE)
def change_contract(request: CoopRequest, worker: uuid.UUID) -> HttpResponse:
    """Agree hours with a worker."""
    found = _worker(request, worker, CHANGE)
    today = clock.today(request.coop.zone)
    running = contract_now(request.coop, found, today)
    initial: dict[str, object] = {"since": today}
    if running:
        initial |= {
            "hours": running.minutes_per_week / 60,
            "works_nights": running.works_nights,
            "opted_out": running.opted_out_on is not None,
        }
    own = request.actor.person_id == found.pk
    form = ContractForm(request.POST or None, initial=initial, own=own)
    if request.method == "POST" and form.is_valid():
        try:
            actions.agree_contract(
                coop=request.coop,
                by=request.actor,
                worker=found,
                minutes_per_week=form.minutes,
                since=form.cleaned_data["since"],
                opted_out=form.changed("opted_out"),
                works_nights=form.changed("works_nights"),
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, f"The hours of {found.short} are saved.")
            return _to_worker(request, found)
    return _form(request, "rota/contract.jinja", form, worker=found, running=running, own=own)


@page(CHANGE)
def change_times(request: CoopRequest, worker: uuid.UUID, team: str) -> HttpResponse:
    """Say when a worker can work for a team, day by day."""
    found, of_team = _worker(request, worker, CHANGE), _team(request, team, VIEW)
    today = clock.today(request.coop.zone)
    held = work_times_of(request.coop, found, of_team, today)
    form = WorkTimesForm(
        request.POST or None, initial={"since": today, **WorkTimesForm.typed(held)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_work_times(
                coop=request.coop,
                by=request.actor,
                worker=found,
                team=of_team,
                spans=form.spans,
                since=form.cleaned_data["since"],
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, f"The working times of {found.short} are saved.")
            return _to_worker(request, found)
    return _form(request, "rota/work_times.jinja", form, worker=found, team=of_team, day_names=DAYS)


@page(CHANGE)
def plan_away(request: CoopRequest, worker: uuid.UUID) -> HttpResponse:
    """Leave, training or something else."""
    found = _worker(request, worker, CHANGE)
    form = AwayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        starts, ends = form.moments(request.coop.zone)
        try:
            away = actions.take_leave(
                coop=request.coop,
                by=request.actor,
                worker=found,
                kind=form.cleaned_data["kind"],
                starts=starts,
                ends=ends,
                note=form.cleaned_data["note"],
            )
        except DomainError as error:
            _refuse(form, error)
        else:
            messages.success(request, f"Saved: {found.short} is away then.")
            return redirect(_address(request, "away", away=away.pk))
    return _form(request, "rota/plan_away.jinja", form, worker=found)


@page(CHANGE)
def report_sick(request: CoopRequest, team: str) -> HttpResponse:
    """Somebody of the team is ill: write it down, then mend the weeks it touches."""
    found = _team(request, team, CHANGE)
    today = clock.today(request.coop.zone)
    workers = workers_of(found, Week.of(today))
    initial = {"first": today, "worker": request.GET.get("worker", "")}
    form = SickForm(request.POST or None, workers=workers, initial=initial)
    if request.method == "POST" and form.is_valid():
        starts, ends = form.moments(request.coop.zone)
        worker = next(w for w in workers if str(w.pk) == form.cleaned_data["worker"])
        try:
            away = actions.report_sick(
                coop=request.coop,
                by=request.actor,
                worker=worker,
                starts=starts,
                ends=ends,
                note=form.cleaned_data["note"],
            )
        except DomainError as error:
            _refuse(form, error)
        else:
            messages.success(request, f"Saved: {worker.short} is off sick. Get well soon.")
            return redirect(_address(request, "away", away=away.pk))
    return _form(request, "rota/sick.jinja", form, team=found)


@page(VIEW)
def show_away(request: CoopRequest, away: uuid.UUID) -> HttpResponse:
    """One time away: which visits it leaves open in which weeks, and the way to mend them."""
    found = _away(request, away, VIEW)
    context = {
        "away": found,
        "worker": found.worker,
        "when": away_words(found, request.coop.zone),
        "touched": weeks_touched(request.coop, found),
        "may_change": allows(request.actor, CHANGE, place_of(found.worker)),
    }
    return render(request, "rota/away.jinja", context)


@page(CHANGE)
def end_away(request: CoopRequest, away: uuid.UUID) -> HttpResponse:
    """The worker is back, or will be back on another day."""
    found = _away(request, away, CHANGE)
    form = BackForm(request.POST or None, initial={"back_on": clock.today(request.coop.zone)})
    if request.method == "POST" and form.is_valid():
        back = local_moment(form.cleaned_data["back_on"], time(), request.coop.zone)
        actions.end_away(coop=request.coop, by=request.actor, away=found, ends=back)
        messages.success(request, f"Saved: {found.worker.short} can work again from that day.")
        return _to_worker(request, found.worker)
    return _form(request, "rota/end_away.jinja", form, away=found, worker=found.worker)


@page(Permission.ROTA_CHANGE)
@require_POST
def mend(request: CoopRequest, away: uuid.UUID, rota: uuid.UUID) -> HttpResponse:
    """Ask for the smallest change that mends one week an absence has touched."""
    _away(request, away, VIEW)
    of_week = rota_or_none(request.coop, rota)
    if of_week is None:
        raise Http404("There is no such week.")
    try:
        ask_suggestion(
            coop=request.coop,
            by=request.actor,
            rota=of_week,
            expected_revision=of_week.revision,
            kind=Suggestion.MEND,
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request, "The week is being mended. Look at what has changed, then agree and send it."
        )
    return redirect(_address(request, "week", team=of_week.team.slug, week=str(of_week.week)))


def _form(request: CoopRequest, template: str, form: RoomForm, **context: object) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def _refuse(form: AwayForm | SickForm, error: DomainError) -> None:
    form.add_error(form.refused_at().get(error.field or ""), error.message)


def _team(request: CoopRequest, slug: str, permission: Permission) -> Team:
    found = team_or_none(request.coop, slug)
    if found is None:
        raise Http404("There is no such team.")
    require(request.actor, permission, found)
    return found


def _worker(request: CoopRequest, worker: uuid.UUID, permission: Permission) -> Person:
    found = worker_or_none(request.coop, worker)
    if found is None:
        raise Http404("There is no such worker.")
    require(request.actor, permission, place_of(found))
    return found


def _away(request: CoopRequest, away: uuid.UUID, permission: Permission) -> Away:
    found = away_or_none(request.coop, away)
    if found is None:
        raise Http404("There is no such time away.")
    require(request.actor, permission, place_of(found.worker))
    return found


def _week(request: CoopRequest) -> Week:
    asked = request.GET.get("week", "")
    try:
        return Week.parse(asked) if asked else Week.of(clock.today(request.coop.zone))
    except ValueError as error:
        raise Http404("There is no such week.") from error


def _address(request: CoopRequest, name: str, **kwargs: object) -> str:
    return reverse(f"rota:{name}", kwargs={"coop": request.coop.slug, **kwargs})


def _to_worker(request: CoopRequest, worker: Person) -> HttpResponse:
    return redirect(_address(request, "worker", worker=worker.pk))
