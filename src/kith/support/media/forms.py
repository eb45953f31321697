"""The form by which a photograph or a voice note comes into a plan."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kith.foundation.attached import Attached
from kith.support.media.models import PlanMedia
from kith.support.media.rules import ACCEPT, MOST_BYTES, TAKEN, too_large
from kith.support.plan.sections import sections


class MediaBox(forms.FileField):
    """A photograph or a recording. What is too large is refused before it is read."""

    def __init__(self) -> None:
        super().__init__(
            label="Which photograph or recording?",
            help_text=TAKEN,
            error_messages={"empty": "This file is empty. Pick another one."},
            widget=forms.FileInput(
                attrs={"accept": ACCEPT, "data-module": "file-size", "data-most": MOST_BYTES}
            ),
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file, read. Raises ValidationError."""
        found = super().clean(data, initial)
        if not isinstance(found, UploadedFile):
            return None
        if (found.size or 0) > MOST_BYTES:
            raise forms.ValidationError(too_large(found.size or 0))
        return Attached(found.name or "", found.read())


class MediaForm(forms.Form):
    """Something to see or to hear."""

    file = MediaBox()
    words = forms.CharField(
        label="What is to be seen or heard?",
        max_length=500,
        help_text="For whoever cannot see or hear it. Such as: me at the sea, laughing.",
    )
    section = forms.ChoiceField(label="Where does it belong?")
    whose = forms.ChoiceField(
        label="Whose is it?", choices=PlanMedia.WHOSE, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["section"]
        field.choices = [(key, one.title) for key, one in sections().items()]
