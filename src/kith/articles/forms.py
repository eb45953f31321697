"""Forms of the articles room. They read what was typed; reading, principles and actions decide."""

from typing import Any, cast

from django import forms
from django.http import QueryDict

from kith.articles.actions import MOST_LETTERS


class ProposalForm(forms.Form):
    """A new text of the articles, typed or from a file, and why."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    text = forms.CharField(
        label="The articles as they should be",
        required=False,
        strip=False,
        widget=forms.Textarea,
        help_text="Change only what you want changed. What stands after # is a note for readers.",
    )
    file = forms.FileField(
        label="Or a file with the whole text",
        required=False,
        help_text="A text file such as articles.toml. It replaces what stands above.",
        widget=forms.FileInput(attrs={"accept": ".toml,.txt,text/plain"}),
        error_messages={"empty": "The file is empty. Choose another."},
    )
    why = forms.CharField(
        label="Why?",
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text="The members read this before they vote.",
    )

    def clean(self) -> dict[str, Any]:
        """The text of the file, when there is one, stands in for what was typed."""
        given = super().clean() or self.cleaned_data
        file = given.get("file")
        if file:
            given["text"] = self._read(file)
        if not given.get("text", "").strip():
            self.add_error("text", "Write the articles here, or choose a file.")
        if "propose" in self.data and not given.get("why", "").strip():
            self.add_error("why", "Say in a sentence why: the members read it before they vote.")
        return given

    def _read(self, file: Any) -> str:
        if file.size > 4 * MOST_LETTERS:
            self.add_error("file", "This file is too large to be articles. Choose another.")
            return ""
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            self.add_error(
                "file", "This file is not text in UTF-8. Save it as UTF-8 and try again."
            )
            return ""

    def put_text(self, text: str) -> None:
        """Show the text that was looked at, also when it came from a file."""
        shown = cast("QueryDict", self.data).copy()
        shown["text"] = text
        self.data = shown
