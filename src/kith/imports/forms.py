"""The form that takes a spreadsheet."""

from collections.abc import Iterable
from typing import Any

from django import forms

from kith.imports.kinds import KINDS
from kith.imports.reading import MOST_BYTES
from kith.teams.models import Team


class UploadForm(forms.Form):
    """One file for one team."""

    file = forms.FileField(
        label="Your spreadsheet",
        help_text="An Excel file (.xlsx) or a CSV file, with one header row.",
        error_messages={
            "required": "Choose a file first.",
            "empty": "The file is empty. Fill in a template.",
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )
    kind = forms.ChoiceField(
        label="What does it hold?",
        required=False,
        choices=[
            ("", "Find out from its columns"),
            *((kind.name, kind.title) for kind in KINDS.values()),
        ],
    )
    team = forms.ChoiceField(label="For which team?")

    def __init__(self, *args: Any, teams: Iterable[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = {str(team.id): team for team in teams}
        field = self.fields["team"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(key, team.name) for key, team in self.teams.items()]

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                "The file is larger than 10 MB. Split it and bring in the parts."
            )
        return file
