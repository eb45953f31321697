"""Forms about duties: what was done, on which day, and the file that shows it."""

from typing import Any

from django import forms

from kith.design.dates import DateBoxes
from kith.membership.duties.evidence import ACCEPT, MOST_BYTES, TAKEN, Attached


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
    file = forms.FileField(
        label="A file that shows it",
        required=False,
        help_text=f"Minutes, accounts, a letter. {TAKEN}, up to 10 MB.",
        error_messages={"empty": "This file is empty. Pick another one."},
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    for_members = forms.BooleanField(
        label="All members may open the file",
        required=False,
        help_text="Leave this empty when it names people in private matters.",
    )

    @property
    def details(self) -> dict[str, Any]:
        """What was written, the file read."""
        return {**self.cleaned_data, "file": self._attached()}

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(
                f"This file has {file.size / 1_000_000:.1f} MB; 10 MB is the most. "
                "A scan in black and white is smaller."
            )
        return file

    def _attached(self) -> Attached | None:
        file = self.cleaned_data.get("file")
        return Attached(file.name, file.read()) if file else None


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
