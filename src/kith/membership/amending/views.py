"""Pages that propose a change of the articles by answering questions."""

import tomllib
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kith.articles.proposing_views import Looked, look_at, made_by, newest, show_made
from kith.articles.rewriting import brought_up_to_date, with_values
from kith.foundation.access import CoopRequest, page
from kith.foundation.permissions import Permission
from kith.membership.amending.forms import CLASSES, AmendForm, asked
from kith.membership.founding.questions import ASKED

STEPS = {step.key: step for step in (*ASKED, CLASSES)}
ORDER = ("purpose", "classes", *(step.key for step in ASKED if step.key != "purpose"))


@page(Permission.ARTICLES_PROPOSE)
def choose(request: CoopRequest) -> HttpResponse:
    """What should change?"""
    context = {"steps": [STEPS[key] for key in ORDER], "base": newest(request)}
    return render(request, "amending/choose.jinja", context)


@page(Permission.ARTICLES_PROPOSE)
def answer(request: CoopRequest, part: str) -> HttpResponse:
    """The questions of one part, each with what the articles say now; what other answers would change; the proposal."""
    if part not in STEPS:
        raise Http404("There is no such part of the articles.")
    base, step = newest(request), STEPS[part]
    text = brought_up_to_date(base.text)
    table = tomllib.loads(text)
    initial = {"base": base.number}
    form = AmendForm(
        request.POST or None, questions=asked(step, table), table=table, initial=initial
    )
    looked = None
    if request.method == "POST" and form.is_valid():
        new = _answered(form, text, table)
        looked = look_at(new, base, request.coop.currency)
        _tell(form, looked)
        if form.is_valid() and "propose" in request.POST:
            made = made_by(request, form, new)
            if made:
                return show_made(request, made)
    shown = looked if looked and not looked.faults else None
    context = {"form": form, "step": step, "looked": shown}
    return render(request, "amending/answer.jinja", context, status=422 if form.errors else 200)


def _answered(form: AmendForm, text: str, table: dict[str, Any]) -> str:
    changed = form.changed(table)
    if not changed:
        form.add_error(None, "This is what the articles say already. Answer something otherwise.")
    return with_values(text, changed)


def _tell(form: AmendForm, looked: Looked) -> None:
    """Every fault at its question, or above them all."""
    names = {question.key: question for question in form.questions}
    for fault, _ in looked.faults:
        question = names.get(fault.key)
        words = question.wrong if question and question.wrong else fault.reason
        form.add_error(question.name if question else None, f"{words[0].upper()}{words[1:]}.")
