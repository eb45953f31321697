"""What I was told, and whom to tell another way."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kith.foundation.access import CoopRequest, page
from kith.foundation.permissions import Permission
from kith.people import telling
from kith.people.models import Notice
from kith.people.queries import (
    needs_of,
    notice_or_none,
    notices_of,
    people_seen_by,
    to_tell_another_way,
)


@page(Permission.NOTICE_SEE)
@require_safe
def list_notices(request: CoopRequest) -> HttpResponse:
    """What the person was told, newest first."""
    shown = Paginator(notices_of(request.person), 30).get_page(request.GET.get("page"))
    return render(request, "people/notices.jinja", {"shown": shown})


@page(Permission.NOTICE_SEE)
@require_POST
def see(request: CoopRequest, notice: uuid.UUID) -> HttpResponse:
    """Put a notice away."""
    telling.see_notice(coop=request.coop, by=request.actor, notice=_notice(request, notice))
    messages.success(request, "Seen. It stays on this page.")
    return redirect("people:notices", coop=request.coop.slug)


@page(Permission.CONTACT_VIEW)
@require_safe
def list_to_tell(request: CoopRequest) -> HttpResponse:
    """Those whom an e-mail does not suit, with how they need to be told."""
    people = people_seen_by(request.coop, request.actor, Permission.CONTACT_VIEW)
    waiting = to_tell_another_way(request.coop, people.exclude(pk=request.person.pk))
    shown = Paginator(waiting, 30).get_page(request.GET.get("page"))
    needs = needs_of({notice.person_id for notice in shown})
    return render(request, "people/to_tell.jinja", {"shown": shown, "needs": needs})


@page(Permission.CONTACT_VIEW)
@require_POST
def pass_on(request: CoopRequest, notice: uuid.UUID) -> HttpResponse:
    """Somebody has told them."""
    found = _notice(request, notice)
    telling.pass_on_notice(coop=request.coop, by=request.actor, notice=found)
    messages.success(request, f"Good: {found.person.short} knows now.")
    return redirect("people:to-tell", coop=request.coop.slug)


def _notice(request: CoopRequest, notice: uuid.UUID) -> Notice:
    found = notice_or_none(request.coop, notice)
    if found is None:
        raise Http404("There is no such notice.")
    return found
