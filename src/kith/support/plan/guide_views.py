"""Pages of conversation guides."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kith.foundation.access import CoopRequest, page
from kith.foundation.permissions import Permission
from kith.people.forms import tried
from kith.support.models import PlanWords
from kith.support.plan import actions
from kith.support.plan.guides import Guide, answer_guide, guides
from kith.support.plan.rules import LONGEST
from kith.support.views import address_of, support_for


class GuideForm(forms.Form):
    """The questions of one guide, and whose words the answers are."""

    whose = forms.ChoiceField(
        label="Whose words are these?", choices=PlanWords.WHOSE, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, guide: Guide, **more: Any) -> None:
        super().__init__(*args, **more)
        for one in guide.questions:
            self.fields[one.key] = forms.CharField(
                label=one.ask, widget=forms.Textarea, max_length=LONGEST, required=False
            )
        self.order_fields([one.key for one in guide.questions])


@page(Permission.PLAN_CHANGE)
@require_safe
def list_guides(request: CoopRequest, support: uuid.UUID) -> HttpResponse:
    """Every guide, with what it is for."""
    found = support_for(request, support, Permission.PLAN_CHANGE)
    mine = found.person_id == request.person.pk
    context = {"support": found, "guides": guides().values(), "mine": mine}
    return render(request, "support/plan/guides.jinja", context)


@page(Permission.PLAN_CHANGE)
def follow_guide(request: CoopRequest, support: uuid.UUID, guide: str) -> HttpResponse:
    """Have one conversation; the answers go into the plan."""
    found = support_for(request, support, Permission.PLAN_CHANGE)
    wanted = guides().get(guide)
    if wanted is None:
        raise Http404("There is no such guide.")
    plan = actions.begin_plan(coop=request.coop, by=request.actor, support=found)
    mine = found.person_id == request.person.pk
    start = {"whose": PlanWords.OWN if mine else PlanWords.TOGETHER}
    sent = request.method == "POST"
    form = GuideForm(request.POST if sent else None, guide=wanted, initial=start)
    if sent and form.is_valid():
        said = dict(form.cleaned_data)
        whose = said.pop("whose")
        done = tried(
            form,
            lambda: answer_guide(
                coop=request.coop,
                by=request.actor,
                plan=plan,
                guide=wanted,
                answers=said,
                whose=whose,
            ),
        )
        if done:
            messages.success(request, "It stands in the plan, under the headings it belongs to.")
            return redirect(address_of(request, "plan", support=support))
    context = {
        "support": found,
        "guide": wanted,
        "form": form,
        "form_has_errors": bool(form.errors),
    }
    status = 422 if form.errors else 200
    return render(request, "support/plan/guide.jinja", context, status=status)
