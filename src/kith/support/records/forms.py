"""Forms of consents, capacity and reviews."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kith.design.dates import DateBoxes
from kith.support.records.models import Consent, OmahaRating
from kith.support.records.queries import omaha, purposes

NONE = "none"


class ConsentForm(forms.Form):
    """What a person says about one purpose."""

    purpose = forms.ChoiceField(label="What is it about?", widget=forms.RadioSelect)
    state = forms.ChoiceField(
        label="What do they say?", choices=Consent.STATES, widget=forms.RadioSelect
    )
    about = forms.CharField(
        label="Whom, or what?",
        max_length=160,
        required=False,
        help_text="Such as: Sheffield City Council, or my daughter Ann.",
    )
    how = forms.CharField(
        label="How did they say so?",
        max_length=300,
        required=False,
        help_text="Such as: nodded when we read it aloud; her daughter Ann was there.",
    )
    capacity = forms.ChoiceField(
        label="Or could they not decide this themself?",
        required=False,
        help_text="Then the decision about capacity says what is best for them.",
    )

    def __init__(
        self, *args: Any, own: bool, decisions: Sequence[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["purpose"]
        field.choices = [(key, words["title"]) for key, words in purposes().items()]
        if own:
            self.fields["state"].label = "What do you say?"
            del self.fields["how"], self.fields["capacity"]
        elif decisions:
            capacity: Any = self.fields["capacity"]
            capacity.choices = [(NONE, "They decided it themself"), *decisions]
            capacity.initial = NONE
        else:
            del self.fields["capacity"]


class Passed(forms.TypedChoiceField):
    """One test: passed or not. Nothing is picked beforehand."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            choices=[("yes", "Yes, with help if need be"), ("no", "No")],
            coerce=lambda value: value == "yes",
            widget=forms.RadioSelect,
        )


class CapacityForm(forms.Form):
    """Whether a person can make one decision."""

    decision = forms.CharField(
        label="Which decision?",
        max_length=200,
        help_text="One decision only, such as: whether the hoist is used.",
    )
    on = DateBoxes(label="On which day?")
    help_given = forms.CharField(
        label="What was done to help them decide?",
        widget=forms.Textarea,
        help_text="Pictures, a good time of day, somebody they trust, an interpreter.",
    )
    understand = Passed("Do they understand what it is about?")
    retain = Passed("Do they keep it in mind long enough to decide?")
    weigh = Passed("Do they weigh one thing against another?")
    communicate = Passed("Do they say what they want, in any way?")
    because = forms.CharField(
        label="If not: what in mind or brain stands in the way, and how?",
        widget=forms.Textarea,
        required=False,
    )
    best = forms.CharField(
        label="If not: what is best for them, and why?",
        widget=forms.Textarea,
        required=False,
        help_text="What they would want, what they always held dear, and the way that leaves most freedom.",
    )
    asked = forms.CharField(label="If not: who was asked?", max_length=300, required=False)
    attorney = forms.CharField(
        label="Is there an attorney, a deputy or an advocate?", max_length=200, required=False
    )
    review_on = DateBoxes(label="When do we look at it again?")


class OmahaForm(forms.Form):
    """How it is with one problem of the Omaha System."""

    problem = forms.ChoiceField(label="What is it about?")
    knowledge = forms.TypedChoiceField(
        label="How much do they know about it?",
        choices=[(n, f"{n}: {words}") for n, words in OmahaRating.KNOWLEDGE],
        coerce=int,
        widget=forms.RadioSelect,
    )
    behaviour = forms.TypedChoiceField(
        label="What do they do about it?",
        choices=[(n, f"{n}: {words}") for n, words in OmahaRating.BEHAVIOUR],
        coerce=int,
        widget=forms.RadioSelect,
    )
    status = forms.TypedChoiceField(
        label="How are they?",
        choices=[(n, f"{n}: {words}") for n, words in OmahaRating.STATUS],
        coerce=int,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label="What did you see?", max_length=500, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["problem"]
        field.choices = [
            (key, f"{domain}: {words}")
            for domain, problems in omaha().items()
            for key, words in problems.items()
        ]


class ReviewForm(forms.Form):
    """The plan was looked at again."""

    on = DateBoxes(label="When did you look at it together?")
    there = forms.CharField(
        label="Who was there?", max_length=300, help_text="Such as: Peggy, her sister Jean, Maya."
    )
    changed = forms.CharField(
        label="What has changed since last time?", widget=forms.Textarea, required=False
    )
    stop = forms.CharField(label="What do we stop?", widget=forms.Textarea, required=False)
    start = forms.CharField(label="What do we start?", widget=forms.Textarea, required=False)
    keep = forms.CharField(label="What do we keep?", widget=forms.Textarea, required=False)
    next_on = DateBoxes(label="When do we look at it again?")
