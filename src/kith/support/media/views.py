"""Pages of photographs and voice notes in a plan."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.files import read_file
from kith.foundation.permissions import Permission, require
from kith.people.forms import tried
from kith.support.media import actions, queries
from kith.support.media.forms import MediaForm
from kith.support.media.models import PlanMedia
from kith.support.media.rules import media_type
from kith.support.models import PlanWords
from kith.support.plan.views import begun
from kith.support.records.queries import PHOTOS, agrees
from kith.support.views import address_of


@page(Permission.PLAN_CHANGE)
def add_media(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """Put a photograph or a voice note into the plan."""
    plan = begun(request, support)
    require(request.actor, Permission.PLAN_CHANGE, plan)
    sent = request.method == "POST"
    mine = plan.support.person_id == request.person.pk
    start = {
        "section": request.GET.get("for", ""),
        "whose": PlanWords.OWN if mine else PlanWords.TOGETHER,
    }
    form = MediaForm(request.POST if sent else None, request.FILES if sent else None, initial=start)
    if sent and form.is_valid():
        done = tried(
            form,
            lambda: actions.add_media(
                coop=request.coop, by=request.actor, plan=plan, **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, "It stands in the plan.")
            where = address_of(request, "plan", support=support)
            return redirect(f"{where}#{done.section}")
    context = {
        "support": plan.support,
        "form": form,
        "form_has_errors": bool(form.errors),
        "agrees": agrees(plan, PHOTOS),
        "mine": mine,
    }
    status = 422 if form.errors else 200
    response = render(request, "support/media/add.jinja", context, status=status)
    response["Permissions-Policy"] = "camera=(), microphone=(self), geolocation=()"
    return response


def _media(request: CoopRequest, media: uuid.UUID) -> PlanMedia:
    """What is shown, for who may read the plan. 404, or NotAllowed."""
    found = queries.media_or_none(request.coop, media)
    if found is None:
        raise Http404("There is no such photograph or recording here, or not any more.")
    begun(request, found.plan.support_id)
    return found


@page(Permission.PLAN_VIEW)
@require_safe
def show_media(request: CoopRequest, media: uuid.UUID) -> HttpResponse:
    """The photograph or the recording itself."""
    found = _media(request, media)
    response = HttpResponse(
        read_file(request.coop.pk, found.file), content_type=media_type(found.file_name)
    )
    named = content_disposition_header(False, found.file_name)  # noqa: FBT003
    response["Content-Disposition"] = named or "inline"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


@page(Permission.PLAN_CHANGE)
@require_POST
def take_out(request: CoopRequest, media: uuid.UUID) -> HttpResponse:
    """Take it out of the plan."""
    found = _media(request, media)
    try:
        actions.take_out_media(coop=request.coop, by=request.actor, media=found)
    except NotAllowed:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "It is out of the plan, and shown to nobody.")
    return redirect(address_of(request, "plan", support=found.plan.support_id))
