"""Pages of support: who has it, what one person wants, and the repeating visits."""

import uuid
from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kith.design.board import BoardCell, BoardDay, BoardRow, BoardVisit, State
from kith.design.wording import clock24, day_short
from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError
from kith.foundation.permissions import Permission, allows, require
from kith.kernel.week import Week
from kith.people.queries import people_seen_by
from kith.support import actions
from kith.support.choices.actions import may_choose
from kith.support.choices.queries import said_no_to_everybody
from kith.support.dates.queries import pauses_of
from kith.support.forms import (
    BeginSupportForm,
    ChangePatternForm,
    EndSupportForm,
    PatternForm,
    RemovePatternForm,
    initial_of,
)
from kith.support.looking import Look, look_at
from kith.support.models import Support, VisitPattern
from kith.support.queries import (
    DueVisit,
    last_number,
    newest_of_each,
    next_of_people,
    pattern_or_none,
    patterns_of_support,
    skills_nobody_has,
    skills_of,
    support_or_none,
    supports_seen_by,
    teams_to_support_from,
    versions_of,
    visits_due_to,
)
from kith.support.rules import DAYS


def today(request: CoopRequest) -> date:
    """Today's date in the co-op."""
    return clock.today(request.coop.zone)


def support_for(request: CoopRequest, support: uuid.UUID, permission: Permission) -> Support:
    """The support of this id: 404 when the co-op has none, NotAllowed when it is not for the one who asks."""
    found = support_or_none(request.coop, support)
    if found is None:
        raise Http404("There is no such support here.")
    require(request.actor, permission, found)
    return found


def pattern_for(request: CoopRequest, series: uuid.UUID, permission: Permission) -> VisitPattern:
    """The pattern in force, or the next or last stretch of it; refusals as in `support_for`."""
    found = pattern_or_none(request.coop, series, today(request))
    if found is None:
        raise Http404("There is no such visit here.")
    require(request.actor, permission, found.support)
    return found


def to_support(request: CoopRequest, support: Support) -> HttpResponse:
    """Back to the person's support page."""
    return redirect(address_of(request, "support", support=support.id))


def address_of(request: CoopRequest, name: str, **parts: object) -> str:
    """The address of a page of this room."""
    return reverse(f"support:{name}", kwargs={"coop": request.coop.slug, **parts})


@page(Permission.SUPPORT_VIEW)
def list_supports(request: CoopRequest) -> HttpResponse:
    """Everybody whose support one may see, with what comes next."""
    day = today(request)
    supports = list(supports_seen_by(request.coop, request.actor, day))
    if [support.person_id for support in supports] == [request.actor.person_id]:
        return to_support(request, supports[0])
    coming = next_of_people(supports, Week.of(day), clock.now())
    rows = [(support, coming.get(support.id)) for support in supports]
    may_begin = bool(teams_to_support_from(request.coop, request.actor))
    return render(
        request, "support/supports.jinja", {"rows": rows, "may_begin": may_begin, "today": day}
    )


@page(Permission.SUPPORT_VIEW)
def show_support(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """What one person wants, when and how: their week, repeating visits, pauses and choices."""
    found = support_for(request, support, Permission.SUPPORT_VIEW)
    return render(request, "support/support.jinja", _picture(request, found))


@page(Permission.SUPPORT_VIEW)
def print_support(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """The same on paper."""
    found = support_for(request, support, Permission.SUPPORT_VIEW)
    return render(request, "support/paper.jinja", _picture(request, found))


def _picture(request: CoopRequest, support: Support) -> dict[str, object]:
    day = today(request)
    week = _week(request, day)
    visits = visits_due_to(support, week)
    newest = newest_of_each(support)
    may_change = allows(request.actor, Permission.SUPPORT_CHANGE, support)
    patterns = [
        row for row in patterns_of_support(support) if row.ends_on is None or row.ends_on >= day
    ]
    return {
        "support": support,
        "week": week,
        "board": _board(support, week, visits, day, may_change=may_change),
        "names": {series: f"“{row.what}”" for series, row in newest.items()},
        "days": [(at, [visit for visit in visits if visit.day == at]) for at in week.days],
        "today": day,
        "patterns": patterns,
        "pauses": [row for row in pauses_of(support) if row.until is None or row.until >= day],
        "no_to_all": may_choose(request.coop, request.actor, support.person)
        and said_no_to_everybody(request.coop, support.person, day),
        "may_change": may_change,
        "may_read_plan": allows(request.actor, Permission.PLAN_VIEW, support),
        "may_choose": may_choose(request.coop, request.actor, support.person),
        "mine": support.person_id == request.actor.person_id,
        "day_names": DAYS,
    }


def _board(
    support: Support, week: Week, visits: list[DueVisit], day: date, *, may_change: bool
) -> dict[str, object]:
    """The person's week as a board of one row; who may change it is led to the page of this one date."""
    cells = [
        BoardCell(
            [_chip(support, visit, may_change=may_change) for visit in visits if visit.day == at]
        )
        for at in week.days
    ]
    row = BoardRow(str(support.person_id), support.person.short, cells)
    days = [BoardDay(at, day_short(at), today=at == day) for at in week.days]
    return {"days": days, "rows": [row]}


def _chip(support: Support, visit: DueVisit, *, may_change: bool) -> BoardVisit:
    start = clock24(visit.earliest.astimezone(support.coop.zone))
    words = f"{start}, {visit.what}, {visit.minutes} minutes"
    date_page = {"coop": support.coop.slug, "series": visit.series, "day": visit.repeat_day}
    state = State.TWO if visit.workers_needed == 2 else State.NORMAL
    return BoardVisit(
        id=f"{visit.series}-{visit.repeat_day}",
        time=start,
        label=visit.what,
        words=f"{words}, changed" if visit.changed else words,
        href=reverse("support:date", kwargs=date_page) if may_change else "",
        state=State.CHANGED if visit.changed else state,
    )


def _week(request: CoopRequest, day: date) -> Week:
    try:
        return Week.parse(request.GET.get("week", ""))
    except ValueError:
        return Week.of(day)


@page(Permission.SUPPORT_CHANGE)
def begin_support(request: CoopRequest) -> HttpResponse:
    """A person begins to have support from a team."""
    coop, actor = request.coop, request.actor
    form = BeginSupportForm(
        request.POST or None,
        initial={"since": today(request), "person": request.GET.get("person", "")},
        people=people_seen_by(coop, actor, Permission.PEOPLE_VIEW),
        teams=teams_to_support_from(coop, actor),
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            support = actions.begin_support(
                coop=coop,
                by=actor,
                person=form.people[typed["person"]],
                team=form.teams[typed["team"]],
                since=typed["since"],
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(
                request,
                f"{support.person} now has support from {support.team}. Add the first visit.",
            )
            return to_support(request, support)
    return render(request, "support/begin.jinja", {"form": form}, status=_status(form))


@page(Permission.SUPPORT_CHANGE)
def end_support(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """Set the last day of support."""
    found = support_for(request, support, Permission.SUPPORT_CHANGE)
    form = EndSupportForm(request.POST or None, initial={"until": found.until})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_support(
                coop=request.coop, by=request.actor, support=found, until=form.cleaned_data["until"]
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, f"{found.person}’s last day of support is saved.")
            return to_support(request, found)
    context = {"form": form, "support": found}
    return render(request, "support/end.jinja", context, status=_status(form))


@page(Permission.SUPPORT_CHANGE)
def add_pattern(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """Add a repeating visit."""
    found = support_for(request, support, Permission.SUPPORT_CHANGE)
    form = PatternForm(
        request.POST or None,
        initial={"starts_on": max(today(request), found.since)},
        skills=skills_of(request.coop),
        others=newest_of_each(found).values(),
    )
    look = None
    if request.method == "POST" and form.is_valid():

        def write() -> VisitPattern:
            return actions.write_pattern(
                coop=request.coop, by=request.actor, support=found, wanted=form.wanted
            )

        try:
            look = _look(request, found, form.wanted.starts_on, write)
            pattern = None if look else write()
        except DomainError as error:
            form.refuse(error)
            pattern = None
        if pattern:
            messages.success(
                request, f"“{pattern.what}” is saved. It is in every week from now on."
            )
            _warn(request, pattern)
            return to_support(request, found)
    context = {"form": form, "support": found, "pattern": None, "look": look}
    return render(request, "support/pattern.jinja", context, status=_status(form))


def _look(
    request: CoopRequest, support: Support, since: date, act: Callable[[], object]
) -> Look | None:
    """How the weeks would change, when somebody has asked for that instead of saving."""
    if "look" not in request.POST:
        return None
    return look_at(support, act, max(since, today(request)))


@page(Permission.SUPPORT_CHANGE)
def change_pattern(request: CoopRequest, series: uuid.UUID) -> HttpResponse:
    """Change a repeating visit from a day onward, or correct it."""
    pattern = pattern_for(request, series, Permission.SUPPORT_CHANGE)
    others = newest_of_each(pattern.support)
    others.pop(series, None)
    form = ChangePatternForm(
        request.POST or None,
        initial=initial_of(pattern, today(request), last_number(VisitPattern, series)),
        skills=skills_of(request.coop),
        others=others.values(),
        pattern=pattern,
    )
    look = None
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data

        def change() -> VisitPattern:
            return actions.change_pattern(
                coop=request.coop,
                by=request.actor,
                pattern=pattern,
                wanted=form.wanted,
                seen=typed["seen"],
                reason=typed["reason"],
                correction=typed["kind"] == "correction",
            )

        try:
            look = _look(request, pattern.support, form.wanted.starts_on, change)
            new = None if look else change()
        except DomainError as error:
            form.refuse(error)
            new = None
        if new:
            messages.success(
                request, f"“{new.what}” is changed. What it was before is in its history."
            )
            _warn(request, new)
            return to_support(request, pattern.support)
    context = {"form": form, "support": pattern.support, "pattern": pattern, "look": look}
    return render(request, "support/pattern.jinja", context, status=_status(form))


@page(Permission.SUPPORT_CHANGE)
def remove_pattern(request: CoopRequest, series: uuid.UUID) -> HttpResponse:
    """Stop a repeating visit from a day onward."""
    pattern = pattern_for(request, series, Permission.SUPPORT_CHANGE)
    form = RemovePatternForm(
        request.POST or None,
        initial={"from_day": today(request), "seen": last_number(VisitPattern, series)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_pattern(
                coop=request.coop, by=request.actor, pattern=pattern, **form.cleaned_data
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(
                request, f"“{pattern.what}” stops on that day. The days before it stay."
            )
            return to_support(request, pattern.support)
    context = {"form": form, "support": pattern.support, "pattern": pattern}
    return render(request, "support/remove.jinja", context, status=_status(form))


@page(Permission.SUPPORT_VIEW)
def show_history(request: CoopRequest, series: uuid.UUID) -> HttpResponse:
    """Every version of a repeating visit: who wrote it, when and why."""
    versions = list(versions_of(request.coop, series))
    if not versions:
        raise Http404("There is no such visit here.")
    require(request.actor, Permission.SUPPORT_VIEW, versions[0].support)
    context = {"versions": versions, "support": versions[0].support, "day_names": DAYS}
    return render(request, "support/history.jinja", context)


def _warn(request: CoopRequest, pattern: VisitPattern) -> None:
    missing = skills_nobody_has(pattern, max(today(request), pattern.starts_on))
    if missing:
        words = ", ".join(missing)
        messages.warning(
            request,
            f"Too few workers of {pattern.support.team} can do this: {words}. The visit is saved, but it will be "
            "a gap in the week until a worker learns it. The team page shows who has which skills.",
        )


def _status(form: object) -> int:
    return 422 if getattr(form, "errors", None) else 200
