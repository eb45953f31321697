"""The form of the equality questions: every one may be left out."""

from typing import Any

from django import forms

from kith.membership.equality.questions import questions


class EqualityForm(forms.Form):
    """One choice for each question."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for one in questions():
            self.fields[one.key] = forms.ChoiceField(
                label=one.title,
                choices=list(one.answers.items()),
                widget=forms.RadioSelect,
                required=False,
            )
