"""Pages for spreadsheets: upload, what was found, bring in, rows to mend, templates."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError
from kith.foundation.permissions import Permission, require
from kith.imports import actions
from kith.imports.forms import UploadForm
from kith.imports.kinds import KINDS
from kith.imports.models import Import
from kith.imports.queries import import_or_none, imports_of, teams_to_bring_into
from kith.imports.rules import Problem
from kith.imports.templates import csv_template, rows_to_mend, xlsx_template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200  # problems on the page; the file of rows to mend has them all


@page(Permission.IMPORT_RUN)
def upload(request: CoopRequest) -> HttpResponse:
    """Choose a file; what has been brought in before is below."""
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        teams=teams_to_bring_into(request.coop, request.actor),
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            kept = actions.look_at(
                coop=request.coop,
                by=request.actor,
                team=form.teams[typed["team"]],
                file_name=typed["file"].name,
                content=typed["file"].read(),
                kind=typed["kind"],
            )
        except DomainError as error:
            form.add_error("file", error.message)
        else:
            return redirect(_address(kept))
    context = {
        "form": form,
        "kinds": KINDS.values(),
        "imports": imports_of(request.coop, request.actor)[:20],
    }
    return render(request, "imports/upload.jinja", context, status=422 if form.errors else 200)


@page(Permission.IMPORT_RUN)
def show_import(request: CoopRequest, kept_id: uuid.UUID) -> HttpResponse:
    """What was found in a file: problems by row and column; and the button that brings the good rows in."""
    kept = _import_for(request, kept_id)
    if request.method == "POST":
        return _bring_in(request, kept)
    problems = [Problem(**problem) for problem in kept.report["problems"]]
    errors = [problem for problem in problems if not problem.warning]
    context = {
        "kept": kept,
        "kind": KINDS[kept.kind],
        "errors": errors[:SHOWN],
        "more": max(0, len(errors) - SHOWN),
        "problems": len(errors),
        "warnings": [problem for problem in problems if problem.warning][:SHOWN],
        "outcomes": _outcomes(kept),
        "done": kept.state == Import.DONE,
    }
    return render(request, "imports/import.jinja", context)


def _outcomes(kept: Import) -> list[tuple[int, str, str]]:
    """Row number, what the row is about, and what it came to; the name only while the row is still kept."""
    names = {row["number"]: " · ".join(row["cells"][:2]) for row in kept.table["lines"]}
    rows = sorted((int(number), came) for number, came in kept.report["outcomes"].items())
    return [(number, names.get(number, ""), came) for number, came in rows[:SHOWN]]


def _bring_in(request: CoopRequest, kept: Import) -> HttpResponse:
    try:
        done = actions.bring_in(coop=request.coop, by=request.actor, kept=kept)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        words = f"{done.added} new, {done.changed} changed, {done.same} as they were."
        messages.success(request, f"{done.good} rows are in: {words}")
    return redirect(_address(kept))


@page(Permission.IMPORT_RUN)
def download_rows_to_mend(request: CoopRequest, kept_id: uuid.UUID) -> HttpResponse:
    """The rows that cannot go in, with what is wrong beside each."""
    kept = _import_for(request, kept_id)
    problems = tuple(Problem(**problem) for problem in kept.report["problems"])
    good = {int(number) for number in kept.report["outcomes"]}
    table = actions.table_of(kept, without=good)
    return _file(rows_to_mend(table, problems), "rows-to-mend.csv")


@page(Permission.IMPORT_RUN)
def download_template(request: CoopRequest, kind: str, form: str) -> HttpResponse:
    """An empty spreadsheet of one kind."""
    if kind not in KINDS or form not in ("csv", "xlsx"):
        raise Http404("There is no such template.")
    make = csv_template if form == "csv" else xlsx_template
    return _file(make(KINDS[kind]), f"{kind}.{form}")


def _file(content: bytes, name: str) -> HttpResponse:
    kind = XLSX if name.endswith("xlsx") else "text/csv; charset=utf-8"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def _import_for(request: CoopRequest, kept_id: uuid.UUID) -> Import:
    kept = import_or_none(request.coop, kept_id)
    if kept is None:
        raise Http404("There is no such spreadsheet here.")
    require(request.actor, Permission.IMPORT_RUN, kept)
    return kept


def _address(kept: Import) -> str:
    return reverse("imports:import", kwargs={"coop": kept.coop.slug, "kept_id": kept.id})
