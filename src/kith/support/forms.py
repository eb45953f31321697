"""Forms of support: words for each question, and the way from what is typed to what is wanted."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time
from typing import Any

from django import forms

from kith.design.dates import DateBoxes
from kith.foundation.errors import DomainError
from kith.people.models import Person
from kith.support.models import VisitPattern
from kith.support.rules import DAYS, Wanted, problems_in, time_of
from kith.teams.models import Skill, Team


class ClockField(forms.Field):
    """A time of day as people write it; the browser's own time picker where there is one."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})

    def to_python(self, value: object) -> time | None:
        """The time, or None for nothing."""
        if value in (None, ""):
            return None
        if isinstance(value, time):
            return value
        try:
            return time_of(str(value))
        except ValueError as error:
            raise forms.ValidationError("Write a time such as 08:30.") from error


class RoomForm(forms.Form):
    """A form that takes back what an action says about it."""

    def refuse(self, error: DomainError) -> None:
        """Show the action's words beside the field they are about, or on top."""
        self.add_error(error.field if error.field in self.fields else None, error.message)


class PatternForm(RoomForm):
    """A repeating visit."""

    what = forms.CharField(
        label="What is this visit for?",
        max_length=120,
        help_text="Such as “Getting up and breakfast”.",
    )
    weekdays = forms.TypedMultipleChoiceField(
        label="On which days?",
        choices=list(enumerate(DAYS)),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one day of the week."},
    )
    every_weeks = forms.TypedChoiceField(
        label="How often?",
        choices=[
            (1, "Every week"),
            (2, "Every 2 weeks"),
            (3, "Every 3 weeks"),
            (4, "Every 4 weeks"),
        ],
        coerce=int,
        initial=1,
    )
    earliest = ClockField(label="Start no earlier than")
    latest = ClockField(
        label="Start no later than",
        help_text="The same time twice means exactly then. A night visit may pass midnight, such as 22:00 to 01:00.",
    )
    late_most = forms.TypedChoiceField(
        label="If nobody can come by then, may it start later?",
        help_text="Better late than nobody, for most visits. Medicine at its time is never late.",
        choices=[
            (0, "No, it must never be late"),
            (15, "Up to 15 minutes late"),
            (30, "Up to 30 minutes late"),
            (60, "Up to an hour late"),
        ],
        coerce=int,
        initial=0,
    )
    minutes = forms.IntegerField(label="How many minutes?", initial=30)
    workers_needed = forms.TypedChoiceField(
        label="How many workers at once?",
        choices=[(1, "1 worker"), (2, "2 workers")],
        coerce=int,
        initial=1,
        widget=forms.RadioSelect,
    )
    how = forms.CharField(
        label="How should it be done?",
        help_text="In the person’s own words. Workers see this before they come.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    skills = forms.MultipleChoiceField(
        label="What must the worker be able to do?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    after = forms.ChoiceField(label="Must it come after another visit?", required=False)
    gap_least = forms.IntegerField(
        label="At least this many minutes after that visit ends", required=False
    )
    gap_most = forms.IntegerField(
        label="At most this many minutes after that visit ends", required=False
    )
    address = forms.CharField(
        label="Where, if not at home?",
        max_length=200,
        required=False,
        help_text="Leave empty for home.",
    )
    postcode = forms.CharField(label="Postcode", max_length=8, required=False)
    starts_on = DateBoxes(label="From which day?")
    ends_on = DateBoxes(
        label="Until which day?", required=False, help_text="Leave empty if there is no last day."
    )

    def __init__(
        self,
        *args: Any,
        skills: Iterable[Skill],
        others: Iterable[VisitPattern],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choices("skills", [(str(skill.id), skill.name) for skill in skills])
        visits = [(str(row.series), f"{row.what}, from {row.earliest:%H:%M}") for row in others]
        self._choices("after", [("", "No"), *visits])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Say everything that is wrong at once."""
        kept = super().clean() or {}
        if not self.errors:
            for problem in problems_in(self.wanted):
                self.add_error(problem.field, problem.message)
        return kept

    @property
    def wanted(self) -> Wanted:
        """What was typed, as the actions take it. Read it only from a form without errors."""
        typed = self.cleaned_data
        own = {
            name: typed[name]
            for name in Wanted.__dataclass_fields__
            if name in typed and name not in ("skills", "after", "gap_least", "weekdays")
        }
        return Wanted(
            **own,
            weekdays=tuple(typed["weekdays"]),
            skills=frozenset(uuid.UUID(value) for value in typed["skills"]),
            after=uuid.UUID(typed["after"]) if typed["after"] else None,
            gap_least=typed["gap_least"] or 0,
        )


class ChangePatternForm(PatternForm):
    """A change of a repeating visit: from a day onward, or a correction."""

    kind = forms.ChoiceField(
        label="What kind of change is it?",
        choices=[
            ("update", "The person wants something new from a day onward"),
            ("correction", "It was written down wrongly"),
        ],
        initial="update",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="Why does it change?", max_length=200)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, pattern: VisitPattern, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pattern = pattern

    @property
    def wanted(self) -> Wanted:
        """What was typed; a correction holds from the first day of what it corrects."""
        typed = super().wanted
        if self.cleaned_data.get("kind") != "correction":
            return typed
        return replace(typed, starts_on=self.pattern.starts_on)


class RemovePatternForm(RoomForm):
    """The end of a repeating visit."""

    from_day = DateBoxes(label="From which day is it no longer wanted?")
    reason = forms.CharField(label="Why does it stop?", max_length=200)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class BeginSupportForm(RoomForm):
    """A person begins to draw on support from a team."""

    person = forms.ChoiceField(label="Who?")
    team = forms.ChoiceField(label="From which team?")
    since = DateBoxes(label="From which day?")

    def __init__(
        self, *args: Any, people: Iterable[Person], teams: Iterable[Team], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.id): person for person in people}
        self.teams = {str(team.id): team for team in teams}
        for name, rows in (("person", self.people), ("team", self.teams)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [(key, row.name) for key, row in rows.items()]


class EndSupportForm(RoomForm):
    """The last day of support."""

    until = DateBoxes(label="What is the last day of support?")


_SAME = (
    "what",
    "how",
    "every_weeks",
    "ends_on",
    "earliest",
    "latest",
    "late_most",
    "minutes",
    "workers_needed",
    "gap_most",
    "address",
    "postcode",
)


def initial_of(pattern: VisitPattern, day: date, newest: int) -> dict[str, object]:
    """What a change form shows at first: the pattern as it is, to be changed from `day` on."""
    return {
        **{name: getattr(pattern, name) for name in _SAME},
        "weekdays": [str(number) for number in pattern.weekdays],
        "skills": [str(skill.id) for skill in pattern.skills.all()],
        "after": str(pattern.after or ""),
        "gap_least": pattern.gap_least or None,
        "starts_on": max(day, pattern.starts_on),
        "seen": newest,
        "kind": "update",
    }
