"""Forms about duties: what was done, on which day, and the file that shows it."""

from typing import Any

from django import forms

from kith.design.attaching import FileBox
from kith.design.dates import DateBoxes
from kith.foundation.attached import TAKEN


class DoneForm(forms.Form):
    """A duty was done."""

    done_on = DateBoxes(label="On which day was it done?")
    words = forms.CharField(
        label="What was done?",
        max_length=4000,
        widget=forms.Textarea,
        help_text="A sentence or two. Members read it.",
        error_messages={"required": "Write in a sentence what was done."},
    )
    file = FileBox(
        label="A file that shows it", required=False, help_text="Minutes, accounts, a letter."
    )
    for_members = forms.BooleanField(
        label="All members may open the file",
        required=False,
        help_text="Leave this empty when it names people in private matters.",
    )


class PutRightForm(DoneForm):
    """What was written about a duty was wrong."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    done = forms.TypedChoiceField(
        label="What is right?",
        choices=[("yes", "It was done, as I write here"), ("no", "It was not done")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )

    field_order = ("number", "done", "done_on", "words")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["done_on"].required = False
        self.fields["done_on"].help_text = "Leave it empty when it was not done."
        self.fields["words"].label = "What was done, or what was wrong?"
        self.fields["file"].label = "Another file that shows it"
        self.fields["file"].help_text = f"Leave it empty to keep the one before. {TAKEN}."

    def clean(self) -> dict[str, Any]:
        """A day, when it was done."""
        given = super().clean() or self.cleaned_data
        if given.get("done") and not given.get("done_on") and "done_on" not in self.errors:
            self.add_error("done_on", "Enter the day on which it was done.")
        return given
