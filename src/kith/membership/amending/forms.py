"""The questions of one part of the articles, and why they should be answered otherwise."""

from collections.abc import Mapping
from typing import Any

from django import forms

from kith.articles.rewriting import Plain
from kith.membership.founding.forms import StepForm
from kith.membership.founding.questions import Path, Question, Step, questions_of, value_at

CLASS_KEYS = (
    ("title", "What the class is called", "text"),
    ("who", "Who it is for", "text"),
    ("contributes", "What its members bring", "text"),
    ("organisations", "Organisations can be members of this class", "yes"),
)
CLASSES = Step(
    "classes",
    "Who can be a member?",
    "Each class says who it is for and what its members bring.",
)


def asked(step: Step, table: Mapping[str, Any]) -> tuple[Question, ...]:
    """The questions of a step; about classes, the same four for each."""
    if step is not CLASSES:
        return questions_of(step, table)
    return tuple(
        Question(("classes", index, key), f"{one['title']}: {label[0].lower()}{label[1:]}", kind)
        for index, one in enumerate(table["classes"])
        for key, label, kind in CLASS_KEYS
    )


class AmendForm(StepForm):
    """The answers, and why."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    why = forms.CharField(
        label="Why?",
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text="The members read this before they vote.",
    )

    def clean(self) -> dict[str, Any]:
        """A reason, once it is proposed and not only looked at."""
        given = super().clean() or self.cleaned_data
        if "propose" in self.data and not given.get("why", "").strip():
            self.add_error("why", "Say in a sentence why: the members read it before they vote.")
        return given

    def changed(self, table: Mapping[str, Any]) -> dict[Path, Plain]:
        """The values that differ from those of the table, with the sum of the seats that follows from them."""
        values: dict[Path, Any] = {
            path: " ".join(value.split()) if isinstance(value, str) else value
            for path, value in self.values.items()
        }
        changed = {path: new for path, new in values.items() if new != value_at(table, path)}
        seats = [
            values.get(("classes", index, "board_seats"), one["board_seats"])
            for index, one in enumerate(table["classes"])
        ]
        if any(path[-1] == "board_seats" for path in changed):
            changed["board", "seats"] = sum(seats)
        return changed
