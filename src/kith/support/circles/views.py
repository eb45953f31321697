"""Pages of circles: one's own and others', who is in one and what they may see, and all circles of a team."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import ChangedMeanwhile, DomainError, NotAllowed
from kith.foundation.permissions import Permission, require
from kith.people.forms import tried
from kith.people.models import Person
from kith.people.queries import person_or_none
from kith.support.choices.actions import may_choose, require_voice
from kith.support.circles import forms, people, queries
from kith.support.circles.models import CircleWish, InCircle
from kith.support.circles.seeing import Side, membership, side_of, things, words_of
from kith.support.models import Support
from kith.support.views import address_of, today
from kith.teams.queries import team_or_none


def circle_for(request: CoopRequest, person: uuid.UUID) -> tuple[Person, Side]:
    """Whose circle it is, and where the reader stands. 404 for everybody who has no part in it."""
    found = person_or_none(request.coop, person)
    if found is None or not Support.objects.filter(person=found).exists():
        raise Http404("There is no such circle here.")
    side = side_of(request.coop, request.actor, found)
    if side is Side.NOBODY and membership(found, request.actor) is None:
        raise Http404("There is no such circle here.")
    return found, side


def shown_form(
    request: CoopRequest, name: str, form: object, context: dict[str, object]
) -> HttpResponse:
    """A page with a form, which says so when something is wrong."""
    errors = bool(getattr(form, "errors", None))
    context |= {"form": form, "form_has_errors": errors}
    return render(request, f"support/circles/{name}.jinja", context, status=422 if errors else 200)


@page(Permission.CIRCLE_VIEW)
@require_safe
def list_circles(request: CoopRequest) -> HttpResponse:
    """One's own circle, and those one takes part in or is asked into."""
    mine = Support.objects.filter(person=request.person).exists()
    rows = queries.circles_with(request.coop, request.person)
    context = {"rows": rows, "mine": mine, "me_id": request.person.pk}
    return render(request, "support/circles/circles.jinja", context)


@page(Permission.CIRCLE_VIEW)
@require_safe
def show_circle(request: CoopRequest, person: uuid.UUID) -> HttpResponse:
    """A circle, as far as the reader may see it."""
    found, side = circle_for(request, person)
    seen = queries.seen_of(request.coop, request.actor, found, today(request))
    row = membership(found, request.actor)
    context = {
        "who": found,
        "mine": side is Side.PERSON,
        "side": side.value,
        "seen": seen,
        "row": row,
        "asked": row is not None and row.state == InCircle.ASKED,
        "given": [words_of(thing) for thing in things() if row and thing in row.may],
        "speaks": may_choose(request.coop, request.actor, found),
        "dots": queries.picture_of(seen.people) if seen.people else [],
        "wish": queries.wish_of(found) if side in (Side.PERSON, Side.TEAM) else None,
        "note": forms.NoteForm(),
        "me": request.person,
        "support": Support.objects.filter(person=found).order_by("-since").first(),
    }
    return render(request, "support/circles/circle.jinja", context)


@page(Permission.CIRCLE_VIEW)
@require_POST
def answer(request: CoopRequest, person: uuid.UUID) -> HttpResponse:
    """Say yes or no to being in a circle, or leave it."""
    found, _ = circle_for(request, person)
    row = membership(found, request.actor)
    if row is None:
        raise Http404("You are not asked into this circle.")
    yes = request.POST.get("answer") == "yes"
    try:
        people.answer_circle(coop=request.coop, by=request.actor, row=row, yes=yes)
    except ChangedMeanwhile as error:
        messages.error(request, error.message)
        return redirect(address_of(request, "circles"))
    if yes:
        messages.success(request, f"You are in {found.short}’s circle.")
        return redirect(address_of(request, "circle", person=person))
    messages.success(request, f"You are not in {found.short}’s circle.")
    return redirect(address_of(request, "circles"))


@page(Permission.CIRCLE_VIEW)
def add_person(request: CoopRequest, person: uuid.UUID) -> HttpResponse:
    """Write down somebody around the person."""
    found, side = circle_for(request, person)
    require_voice(request.coop, request.actor, found)
    return _write(request, found, None, mine=side is Side.PERSON)


@page(Permission.CIRCLE_VIEW)
def change_person(request: CoopRequest, series: uuid.UUID) -> HttpResponse:
    """Change what is written about somebody in the circle, and what they may see."""
    row = _row(request, series)
    mine = row.person_id == request.person.pk
    return _write(request, row.person, row, mine=mine)


def _row(request: CoopRequest, series: uuid.UUID) -> InCircle:
    row = queries.row_or_none(request.coop, series)
    if row is None or side_of(request.coop, request.actor, row.person) is Side.NOBODY:
        raise Http404("There is nobody like this in a circle here.")
    require_voice(request.coop, request.actor, row.person)
    return row


def _write(
    request: CoopRequest, person: Person, row: InCircle | None, *, mine: bool
) -> HttpResponse:
    names = ("name", "kind", "how", "near", "does", "may")
    start = {name: getattr(row, name) for name in names} | {"after": row.number} if row else {}
    sent = request.method == "POST"
    form = forms.InCircleForm(request.POST if sent else None, initial=start)
    if sent and form.is_valid():
        done = tried(
            form,
            lambda: people.write_in_circle(
                coop=request.coop,
                by=request.actor,
                person=person,
                series=row.series if row else None,
                **form.cleaned_data,
            ),
        )
        if done:
            messages.success(request, "It is written down, and holds from now on.")
            return redirect(address_of(request, "circle", person=person.pk))
    return shown_form(request, "in_circle", form, {"who": person, "row": row, "mine": mine})


@page(Permission.CIRCLE_VIEW)
def ask_in(request: CoopRequest, series: uuid.UUID) -> HttpResponse:
    """Ask somebody in the circle to take part here."""
    row = _row(request, series)
    sent = request.method == "POST"
    form = forms.AskInForm(request.POST if sent else None)
    if sent and form.is_valid():
        done = tried(
            form,
            lambda: people.ask_into_circle(
                coop=request.coop, by=request.actor, row=row, **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, f"{row.name} is asked.")
            return redirect(address_of(request, "circle", person=row.person_id))
    given = [words_of(thing) for thing in things() if thing in row.may]
    return shown_form(request, "ask_in", form, {"who": row.person, "row": row, "given": given})


@page(Permission.CIRCLE_VIEW)
@require_POST
def take_out(request: CoopRequest, series: uuid.UUID) -> HttpResponse:
    """Take somebody out of the circle."""
    row = _row(request, series)
    try:
        people.take_out_of_circle(coop=request.coop, by=request.actor, row=row)
    except NotAllowed:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{row.name} is out of the circle, and sees nothing any more.")
    return redirect(address_of(request, "circle", person=row.person_id))


@page(Permission.CIRCLE_VIEW)
def wish(request: CoopRequest, person: uuid.UUID) -> HttpResponse:
    """Say whether a circle is wanted."""
    found, side = circle_for(request, person)
    require_voice(request.coop, request.actor, found)
    last = queries.wish_of(found)
    sent = request.method == "POST"
    form = forms.WishForm(request.POST if sent else None, initial={"says": last and last.says})
    if sent and form.is_valid():
        done = tried(
            form,
            lambda: people.wish_for_circle(
                coop=request.coop, by=request.actor, person=found, **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, "It is written down. The team’s Connector reads it.")
            return redirect(address_of(request, "circle", person=person))
    return shown_form(request, "wish", form, {"who": found, "mine": side is Side.PERSON})


@page(Permission.PLAN_VIEW)
@require_safe
def team_circles(request: CoopRequest, team: str) -> HttpResponse:
    """All circles of the team's people, for its Connector: who has one, who wants one."""
    found = team_or_none(request.coop, team)
    if found is None:
        raise Http404("There is no such team.")
    require(request.actor, Permission.PLAN_VIEW, found)
    rows = queries.circles_of_team(request.coop, found, today(request))
    context = {
        "team": found,
        "rows": rows,
        "want": [one for one in rows if one.wish == CircleWish.YES and not one.around],
        "not_asked": [one for one in rows if not one.wish and not one.around],
        "have": [one for one in rows if one.around],
        "says": dict(CircleWish.SAYS),
    }
    return render(request, "support/circles/team.jinja", context)
