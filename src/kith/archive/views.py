"""A person's own data, in one click: on a page to read and print, and as a file."""

import json

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kith.archive.own import as_table, own_data
from kith.foundation import clock
from kith.foundation.access import CoopRequest, signed_in
from kith.foundation.events import record


@signed_in
@require_safe
def show_mine(request: CoopRequest) -> HttpResponse:
    """Everything this co-op keeps about me, in words."""
    _note(request, "page")
    return render(request, "archive/mine.jinja", {"sections": own_data(request.person)})


@signed_in
@require_safe
def download_mine(request: CoopRequest) -> HttpResponse:
    """The same as a file that other programs read."""
    _note(request, "file")
    table = as_table(request.person, own_data(request.person))
    text = json.dumps(table, ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    day = clock.today(request.coop.zone)
    name = f"my-data-{request.coop.slug}-{day}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _note(request: CoopRequest, how: str) -> None:
    """The record says that somebody read what is kept about them."""
    if request.method == "GET":
        record(
            coop=request.coop,
            by=request.actor,
            kind="own-data.taken",
            subject=request.person,
            how=how,
        )
