"""Forms of a plan."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kith.design.dates import DateBoxes
from kith.support.models import PlanWords
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
