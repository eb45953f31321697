"""Pages of the register: reading it, on paper and as a file, one line of it, and writing what became of a member."""

import uuid
from collections.abc import Callable, Iterator

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from kith.articles.queries import articles_in_force
from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.permissions import Permission, Place, allows, require
from kith.kernel.money import Money
from kith.membership import actions, extensions, forms, queries
from kith.membership.models import Member
from kith.membership.register.queries import (
    EVERYBODY,
    NOW,
    as_lines,
    lines_found,
    officers_as_csv,
    officers_of,
    register_as_csv,
)
from kith.people.forms import tried
from kith.people.models import Person
from kith.people.queries import people_seen_by

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
ON_PAPER = 2000  # lines; more are a file, not a print


@page(Permission.REGISTER_INSPECT)
@require_safe
def show_register(request: CoopRequest) -> HttpResponse:
    """The register, searched and narrowed; the private columns for whoever keeps it, and one's own."""
    asked = {name: request.GET.get(name, "") for name in ("q", "class", "when")}
    asked["when"] = asked["when"] or "now"
    found = lines_found(
        request.coop, text=asked["q"], member_class=asked["class"], when=asked["when"]
    )
    # the numbers first, their people after: a late page would else read everybody before it, too
    numbers = found.values_list("number", flat=True)
    # names are looked through once, not once to count them and once to show some
    shown = Paginator(list(numbers) if asked["q"] else numbers, 50).get_page(
        request.GET.get("page")
    )
    members = list(queries.register_of(request.coop).filter(number__in=list(shown)))
    context = _around(request) | {
        "shown": shown,
        "lines": as_lines(request.coop, members, request.actor),
        "asked": asked,
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "classes": queries.class_titles(request.coop),
    }
    return render(request, "membership/register.jinja", context)


def _around(request: CoopRequest) -> dict[str, object]:
    by, here = request.actor, Place(request.coop.id)
    return {
        "today": clock.today(request.coop.zone),
        "officers": officers_of(request.coop),
        "keeps": allows(by, Permission.REGISTER_KEEP, here),
        "answers": allows(by, Permission.APPLICATION_VIEW, here),
        "money": lambda minor: str(Money(minor, request.coop.currency)),
    }


@page(Permission.REGISTER_INSPECT)
@require_safe
def print_register(request: CoopRequest) -> HttpResponse:
    """Everybody who is a member, or was one too, on paper."""
    everybody = request.GET.get("when") == EVERYBODY
    found = lines_found(request.coop, when=EVERYBODY if everybody else NOW)
    many = found.count()
    members = list(found[:ON_PAPER]) if many <= ON_PAPER else []
    lines = as_lines(request.coop, members, request.actor)
    context = _around(request) | {
        "lines": lines,
        "many": many,
        "most": ON_PAPER,
        "everybody": everybody,
    }
    return render(request, "membership/register_paper.jinja", context)


@page(Permission.REGISTER_KEEP)
@require_safe
def download_register(request: CoopRequest) -> StreamingHttpResponse:
    """The whole register as a file, everybody who was a member too."""
    return _file(request, "register", register_as_csv(request.coop))


@page(Permission.REGISTER_KEEP)
@require_safe
def download_officers(request: CoopRequest) -> StreamingHttpResponse:
    """The officers of the register as a file, those of before too."""
    return _file(request, "officers", officers_as_csv(request.coop))


def _file(request: CoopRequest, what: str, rows: Iterator[str]) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    name = f"{what}-{request.coop.slug}-{clock.today(request.coop.zone)}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@page(Permission.REGISTER_INSPECT)
@require_safe
def show_line(request: CoopRequest, member: uuid.UUID) -> HttpResponse:
    """One line of the register; its history for the member and for those who look after memberships."""
    found = _member(request, member)
    by, today = request.actor, clock.today(request.coop.zone)
    full = allows(by, Permission.MEMBERSHIP_VIEW, found)
    context = _around(request) | {
        "line": as_lines(request.coop, [found], by)[0],
        "standings": list(queries.standings_of(found)) if full else [],
        "full": full,
        "here": found.standing_on(today) != Member.CEASED,
        "may_stand": allows(by, Permission.STANDING_CHANGE, Place(request.coop.id)),
        "may_change": allows(by, Permission.MEMBERSHIP_CHANGE, found),
        "articles": articles_in_force(request.coop),
    }
    return render(request, "membership/line.jinja", context)


def _member(request: CoopRequest, member_id: uuid.UUID) -> Member:
    found = queries.member_or_none(request.coop, member_id)
    if found is None:
        raise Http404("There is no such line in this register.")
    return found


def _written(
    request: CoopRequest,
    member: Member,
    form: Form,
    act: Callable[[], Model],
    said: str,
    **words: object,
) -> HttpResponse:
    """The form's page, or what it asks done and back to the line."""
    done = tried(form, act) if request.method == "POST" and form.is_valid() else None
    if done:
        messages.success(request, said)
        return redirect("membership:line", coop=request.coop.slug, member=member.pk)
    context = words | {"form": form, "member": member, "form_has_errors": bool(form.errors)}
    status = 422 if form.errors else 200
    return render(request, "membership/line_form.jinja", context, status=status)


@page(Permission.REGISTER_KEEP)
@get_or_post
def leave_on_paper(request: CoopRequest, member: uuid.UUID) -> HttpResponse:
    """A member said by letter or in a talk that they leave."""
    found, today = _member(request, member), clock.today(request.coop.zone)
    form = forms.PaperLeaveForm(request.POST or None, initial={"told_on": today})
    return _written(
        request,
        found,
        form,
        lambda: actions.leave_coop(
            coop=request.coop, by=request.actor, member=found, **form.cleaned_data
        ),
        "It is written down.",
        title=f"{found.name} leaves",
        lead=f"Our articles ask for {articles_in_force(request.coop).joining.leave_notice_days} days’ notice.",
        submit="Write it down",
    )


@page(Permission.STANDING_CHANGE)
@get_or_post
def suspend(request: CoopRequest, member: uuid.UUID) -> HttpResponse:
    """Suspend a member for a time."""
    found = _member(request, member)
    form = forms.SuspendForm(request.POST or None)
    most = articles_in_force(request.coop).joining.suspended_most_days
    return _written(
        request,
        found,
        form,
        lambda: actions.suspend_member(
            coop=request.coop, by=request.actor, member=found, **form.cleaned_data
        ),
        f"{found.name} is suspended, and was told why.",
        title=f"Suspend {found.name}?",
        lead=f"Somebody suspended cannot vote. It ends by itself. Our articles allow {most} days in a year.",
        submit="Suspend the member",
        danger=True,
    )


@page(Permission.STANDING_CHANGE)
@get_or_post
def restore(request: CoopRequest, member: uuid.UUID) -> HttpResponse:
    """End a suspension, or undo an expulsion that an appeal found wrong."""
    found = _member(request, member)
    form = forms.RestoreForm(request.POST or None)
    return _written(
        request,
        found,
        form,
        lambda: actions.restore_member(
            coop=request.coop, by=request.actor, member=found, **form.cleaned_data
        ),
        f"{found.name} is a member with all rights again.",
        title=f"Give {found.name} their rights back?",
        lead="They can vote again from today.",
        submit="Give the rights back",
    )


@page(Permission.STANDING_CHANGE)
@get_or_post
def expel(request: CoopRequest, member: uuid.UUID) -> HttpResponse:
    """Expel a member, where the articles leave that to the board; else the page says who can."""
    found, articles = _member(request, member), articles_in_force(request.coop)
    form = forms.ExpelForm(request.POST or None)
    by_members = articles.joining.expelled_by == "members"
    return _written(
        request,
        found,
        form,
        lambda: actions.expel_member(
            coop=request.coop, by=request.actor, member=found, **form.cleaned_data
        ),
        f"{found.name} is no longer a member, and was told why.",
        title=f"Expel {found.name}?",
        lead=f"By our articles only a members’ meeting can do this, with {articles.votes.special} of the votes."
        if by_members
        else "By our articles the board can do this. Hear the member first.",
        submit="Expel the member",
        danger=True,
        nothing_to_fill=by_members,
        to_the_members=next((ask(found) for ask in extensions.TO_THE_MEMBERS), ""),
    )


@page(Permission.REGISTER_KEEP)
@get_or_post
def end(request: CoopRequest, member: uuid.UUID) -> HttpResponse:
    """A member died, or an organisation was dissolved."""
    found = _member(request, member)
    kind = "dissolved" if found.organisation_id else "died"
    form = forms.EndForm(request.POST or None, initial={"kind": kind})
    return _written(
        request,
        found,
        form,
        lambda: actions.end_membership(
            coop=request.coop, by=request.actor, member=found, **form.cleaned_data
        ),
        "It is written down.",
        title=f"The membership of {found.name} ends",
        lead="Somebody has died, or an organisation is no more.",
        submit="Write it down",
    )


@page(Permission.MEMBERSHIP_CHANGE)
@get_or_post
def name_representative(request: CoopRequest, member: uuid.UUID) -> HttpResponse:
    """Somebody else speaks and votes for a member organisation."""
    found = _member(request, member)
    require(request.actor, Permission.MEMBERSHIP_CHANGE, found)
    seen = people_seen_by(request.coop, request.actor, Permission.PEOPLE_VIEW)
    people = seen.exclude(pk=found.voter.pk)
    form = forms.RepresentativeForm(request.POST or None, people=people)
    return _written(
        request,
        found,
        form,
        lambda: actions.name_representative(
            coop=request.coop,
            by=request.actor,
            member=found,
            person=_picked(people, form.cleaned_data.get("person")),
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
        ),
        "Thank you. It is written down.",
        title=f"Who speaks for {found.name}?",
        lead="One human being speaks and votes for an organisation. It cannot be somebody who votes already.",
        submit="Name this person",
    )


def _picked(people: QuerySet[Person], person_id: uuid.UUID | None) -> Person | None:
    return people.filter(pk=person_id).first() if person_id else None
