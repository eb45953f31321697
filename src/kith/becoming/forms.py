"""Forms of becoming a personal assistant."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kith.becoming.models import Check, Shadow
from kith.becoming.steps import role
from kith.design.attaching import FileBox
from kith.design.dates import DateBoxes
from kith.people.models import Person
from kith.support.choices.forms import Several

AREA = forms.Textarea


class BeginForm(forms.Form):
    """Who begins to write."""

    name = forms.CharField(label="What is your name?", max_length=120)
    email = forms.EmailField(
        label="What is your e-mail address?",
        help_text="A letter goes there with the way back, so that you can stop and go on later.",
    )


class YouForm(forms.Form):
    """How we reach them."""

    phone = forms.CharField(label="Telephone", required=False)
    postcode = forms.CharField(
        label="Postcode", required=False, help_text="So that we know who lives near you."
    )
    best = forms.CharField(label="When is a good time to ring?", max_length=120, required=False)


class WhyForm(forms.Form):
    """Who they are."""

    why = forms.CharField(
        label="Why do you want to do this?", widget=AREA, max_length=2000, required=False
    )
    appreciated = forms.CharField(
        label="What do people appreciate about you?",
        widget=AREA,
        max_length=1000,
        required=False,
        help_text="Ask somebody who likes you. A line for each thing.",
    )
    matters = forms.CharField(
        label="What matters to you?",
        widget=AREA,
        max_length=1000,
        required=False,
        help_text="A line for each thing. Such as: singing on Wednesdays.",
    )
    support = forms.CharField(
        label="How is it best to support you?", widget=AREA, max_length=1000, required=False
    )


class WhenForm(forms.Form):
    """When, and what they like."""

    hours = forms.CharField(
        label="When would you like to work?",
        max_length=200,
        required=False,
        help_text="Such as: weekday mornings, and every other Saturday.",
    )
    languages = Several(
        label="Which languages do you speak?",
        help_text="Sign languages too. Put a comma between two.",
    )
    interests = Several(
        label="What do you like doing?", help_text="Such as: choirs, football, baking."
    )


class WayForm(forms.Form):
    """How they want to work."""

    way = forms.ChoiceField(
        label="How would you like to work?", widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["way"]
        field.choices = [(one["key"], one["title"]) for one in role()["way"]]


class ReferencesForm(forms.Form):
    """Two people who know them."""

    first = forms.CharField(label="The first: name", max_length=120, required=False)
    first_reach = forms.CharField(
        label="The first: how we reach them", max_length=160, required=False
    )
    first_how = forms.CharField(
        label="The first: how they know you", max_length=160, required=False
    )
    second = forms.CharField(label="The second: name", max_length=120, required=False)
    second_reach = forms.CharField(
        label="The second: how we reach them", max_length=160, required=False
    )
    second_how = forms.CharField(
        label="The second: how they know you", max_length=160, required=False
    )


class ChecksForm(forms.Form):
    """What is checked."""

    agreed = forms.BooleanField(
        label="You may ask the two people, see my papers, and ask for a DBS check",
        required=False,
    )


STEP_FORMS: dict[str, type[forms.Form]] = {
    "you": YouForm,
    "why": WhyForm,
    "when": WhenForm,
    "way": WayForm,
    "references": ReferencesForm,
    "checks": ChecksForm,
}


class CheckForm(forms.Form):
    """Something that was checked."""

    kind = forms.ChoiceField(
        label="What was checked?", choices=Check.KINDS, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label="Which?",
        max_length=120,
        required=False,
        help_text="Whose reference it is, or what the training was.",
    )
    fine = forms.TypedChoiceField(
        label="Is it as it should be?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    detail = forms.CharField(
        label="What did you see or hear?",
        max_length=500,
        required=False,
        help_text="For a DBS check: its date and the last four digits only.",
    )
    seen_on = DateBoxes(label="On which day?")
    valid_until = DateBoxes(label="Until when is it valid?", required=False)
    file = FileBox(label="Evidence", required=False)


class WelcomeForm(forms.Form):
    """Who is the buddy."""

    buddy = forms.ChoiceField(label="Who is their buddy?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, workers: Sequence[Person], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["buddy"]
        field.choices = [(str(one.pk), one.name) for one in workers]


class DeclineForm(forms.Form):
    """Not now."""

    reason = forms.CharField(
        label="Why not now?",
        widget=AREA,
        max_length=2000,
        help_text="They read these words. Say what could be different another time.",
    )


class ShadowForm(forms.Form):
    """To which visit they go along."""

    visit = forms.ChoiceField(label="To which visit?", widget=forms.RadioSelect)
    said_yes = forms.BooleanField(
        label="The person was asked and says yes (for somebody who does not sign in)",
        required=False,
    )

    def __init__(self, *args: Any, visits: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["visit"]
        field.choices = list(visits)


class LookBackForm(forms.Form):
    """How it went."""

    says = forms.ChoiceField(label="How did it go?", choices=Shadow.BACKS, widget=forms.RadioSelect)


class ThanksForm(forms.Form):
    """What one appreciates."""

    text = forms.CharField(
        label="What do you appreciate?",
        max_length=500,
        help_text="Such as: you waited until I had finished the story.",
    )
