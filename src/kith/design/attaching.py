"""The field of a form in which somebody attaches a file."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kith.foundation.attached import ACCEPT, MOST_BYTES, TAKEN, Attached


class FileBox(forms.FileField):
    """A file to keep. Its clean value is an `Attached`, or None; what is too large is refused before it is read."""

    def __init__(self, *, label: str = "File", help_text: str = "", **options: Any) -> None:
        super().__init__(
            label=label,
            help_text=f"{help_text} {TAKEN}, up to 10 MB.".strip(),
            error_messages={"empty": "This file is empty. Pick another one."},
            widget=forms.FileInput(attrs={"accept": ACCEPT}),
            **options,
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file, read. Raises ValidationError."""
        found = super().clean(data, initial)
        if not isinstance(found, UploadedFile):
            return None
        if (found.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                f"This file has {(found.size or 0) / 1_000_000:.1f} MB; 10 MB is the most. "
                "A scan in black and white is smaller."
            )
        return Attached(found.name or "", found.read())
