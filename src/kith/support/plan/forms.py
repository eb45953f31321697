"""Forms of a plan."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kith.design.dates import DateBoxes
from kith.design.faces import mood
from kith.support.models import Outcome, PlanWords
from kith.support.plan.outcomes import FACES, LEAST_VALUE, MOST_VALUE, care_act
from kith.support.plan.rules import LONGEST


class WordsForm(forms.Form):
    """The words of one section, the text they began from, and whose they are."""

    base = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    text = forms.CharField(
        required=False, strip=False, widget=forms.Textarea, max_length=2 * LONGEST
    )
    whose = forms.ChoiceField(
        label="Whose words are these?", choices=PlanWords.WHOSE, required=False
    )


class AgreeForm(forms.Form):
    """Agreeing a plan."""

    review_on = DateBoxes(label="When do we look at it again?")
    how = forms.CharField(
        label="How did they say yes?",
        max_length=300,
        required=False,
        help_text="Such as: we read it aloud, she nodded at each part. Her daughter Ann was there.",
    )

    def __init__(self, *args: Any, asks_how: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not asks_how:
            del self.fields["how"]


class WhoAgreesForm(forms.Form):
    """Who agrees a plan in the person's name."""

    person = forms.ChoiceField(label="Who agrees the plan?", required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], me: str, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["person"]
        field.choices = [("", me), *people]


class OutcomeForm(forms.Form):
    """What should be different, and how much that matters."""

    title = forms.CharField(
        label="What should be different?",
        max_length=160,
        help_text="Such as: I sing again where somebody hears it.",
    )
    how = forms.CharField(
        label="How will we know?", widget=forms.Textarea, max_length=2000, required=False
    )
    importance = forms.TypedChoiceField(
        label="How much does it matter?",
        choices=Outcome.IMPORTANCE,
        coerce=int,
        widget=forms.RadioSelect,
        initial=2,
    )
    care_act_keys = forms.MultipleChoiceField(
        label="What does it belong to?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="The outcomes of the Care Act: a council asks for them.",
    )
    state = forms.ChoiceField(
        label="How does it stand?", choices=Outcome.STATES, widget=forms.RadioSelect
    )
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, new: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["care_act_keys"]
        field.choices = list(care_act().items())
        if new:
            del self.fields["state"], self.fields["after"]


class RateForm(forms.Form):
    """How it is now."""

    side = forms.ChoiceField(label="Who says so?", widget=forms.RadioSelect)
    value = forms.TypedChoiceField(
        label="How is it now?",
        choices=[
            (str(one), mood(one) + (f" {one}, {FACES[one]}" if one in FACES else f" {one}"))
            for one in range(LEAST_VALUE, MOST_VALUE + 1)
        ],
        coerce=int,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label="What has changed?", max_length=500, required=False)

    def __init__(self, *args: Any, sides: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["side"]
        field.choices = list(sides)
        if len(sides) == 1:
            field.initial = sides[0][0]
