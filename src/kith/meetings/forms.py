"""Forms of the meetings room."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import time
from typing import Any, cast

from django import forms

from kith.decisions import rules
from kith.decisions.models import Entitlement, Proposal, Vote
from kith.design.attaching import FileBox
from kith.design.dates import DateBoxes
from kith.meetings.models import Direction, Item, Meeting, Presence
from kith.membership.models import Member

Choices = Sequence[tuple[str, str]]
FREE, NOTHING = "free", "nothing"


def clock_field(label: str) -> forms.TimeField:
    """A time of day; the browser's own picker where there is one."""
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": "Write a time such as 18:30."},
    )


def choose(form: forms.Form, name: str, choices: Choices) -> None:
    """Give a choice field its choices."""
    cast("forms.ChoiceField", form.fields[name]).choices = choices


def as_choices(members: Iterable[Member]) -> list[tuple[str, str]]:
    """Members for a list, by name."""
    return sorted(((str(one.pk), one.name) for one in members), key=lambda pair: pair[1])


class FirstStands(forms.ChoiceField):
    """A list whose first choice stands when nothing is sent."""

    def clean(self, value: Any) -> Any:
        """What was chosen, or the first choice."""
        choices: Any = self.choices
        return super().clean(value or next(iter(choices))[0])


class PlaceForm(forms.Form):
    """Where a meeting is, and how to take part from elsewhere."""

    where = forms.CharField(
        label="Where is it?",
        max_length=200,
        help_text="Such as: The library, 3 High Street, back door, with a ramp.",
    )
    phone = forms.CharField(
        label="Telephone number to ring in on",
        max_length=60,
        required=False,
        help_text="With its code, if it needs one. Whoever rings in counts as there, and can vote.",
    )
    online = forms.CharField(
        label="Address online",
        max_length=300,
        required=False,
        help_text="The whole address, beginning with https://.",
    )


class WhenForm(forms.Form):
    """When a meeting is."""

    day = DateBoxes(label="On which day?")
    at = clock_field("At what time does it begin?")


class PlanForm(WhenForm, PlaceForm):
    """A new meeting."""

    title = forms.CharField(
        label="What is it called?", max_length=120, help_text="Such as: Spring meeting 2027."
    )
    kind = forms.ChoiceField(
        label="What kind of meeting is it?", choices=Meeting.KINDS, widget=forms.RadioSelect
    )
    field_order = ("title", "kind", "day", "at")


class ReasonForm(forms.Form):
    """Why something is done."""

    why = forms.CharField(label="Why?", widget=forms.Textarea, max_length=1000)


class ItemForm(forms.Form):
    """A point of the agenda."""

    title = forms.CharField(label="What is it about?", max_length=120)
    text = forms.CharField(
        label="More about it", widget=forms.Textarea, max_length=4000, required=False
    )


class MotionForm(forms.Form):
    """A proposal that is talked about, to be voted on at the meeting."""

    number = forms.ChoiceField(label="Which proposal?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, proposals: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "number", proposals)


class NewMotionForm(forms.Form):
    """Something new to vote on."""

    form = forms.ChoiceField(
        label="How do we decide?",
        choices=[
            (Proposal.RESOLUTION, "Resolution: enough of the votes are yes, as our articles say"),
            (Proposal.SPECIAL, "Special resolution: as many yes as for a change of our articles"),
        ],
        widget=forms.RadioSelect,
    )
    title = forms.CharField(label="What is it about?", max_length=120, help_text="A few words.")
    text = forms.CharField(
        label="What would we decide?",
        widget=forms.Textarea,
        max_length=8000,
        help_text="As it would stand in the minutes.",
    )
    why = forms.CharField(label="Why?", widget=forms.Textarea, max_length=8000, required=False)
    field_order = ("title", "text", "why", "form")


class PaperForm(forms.Form):
    """A file for members to read."""

    title = forms.CharField(label="What is it?", max_length=120, help_text="Such as: Accounts.")
    item = forms.ChoiceField(label="For which point of the agenda?", required=False)
    file = FileBox()

    def __init__(self, *args: Any, items: Sequence[Item], **options: Any) -> None:
        super().__init__(*args, **options)
        points = [(str(one.pk), f"{one.number}. {one.title}") for one in items]
        choose(self, "item", [("", "For the whole meeting"), *points])


class DirectionsForm(forms.Form):
    """How a proxy is to vote on each motion of the agenda."""

    def __init__(
        self,
        *args: Any,
        motions: Sequence[Item],
        told: dict[uuid.UUID, str] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.motions = motions
        for one in motions:
            self.fields[f"motion_{one.pk}"] = FirstStands(
                label=f"{one.number}. {one.title}",
                choices=[(FREE, "As they think right"), *Direction.CHOICES],
                initial=(told or {}).get(one.pk, FREE),
            )

    @property
    def directions(self) -> dict[uuid.UUID, str]:
        """What was chosen, by point of the agenda; "" for what is left to them."""
        given = {one.pk: self.cleaned_data[f"motion_{one.pk}"] for one in self.motions}
        return {point: "" if choice == FREE else choice for point, choice in given.items()}


class ProxyForm(DirectionsForm):
    """Whom a member asks to carry their vote."""

    holder = forms.ChoiceField(
        label="Who is to carry your vote?",
        help_text="Any member who will be there. It counts once they have said yes.",
    )

    def __init__(self, *args: Any, members: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "holder", [("", "Choose a member"), *members])


class CameForm(forms.Form):
    """Who has come, and how."""

    way = forms.ChoiceField(
        label="How are they here?",
        choices=[(key, words.capitalize()) for key, words in Presence.WAYS],
        widget=forms.RadioSelect,
    )
    members = forms.MultipleChoiceField(label="Who has come?", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, members: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "members", members)


class LeftForm(forms.Form):
    """Who has left."""

    members = forms.MultipleChoiceField(label="Who has left?", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, members: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "members", members)


class OneMemberForm(forms.Form):
    """One of those who are here."""

    member = forms.ChoiceField(label="Who?")

    def __init__(self, *args: Any, members: Choices, label: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "member", [("", "Choose a member"), *members])
        self.fields["member"].label = label or "Who?"


class NoteForm(forms.Form):
    """Something for the minutes."""

    words = forms.CharField(
        label="What happened, or what was agreed?", widget=forms.Textarea, max_length=4000
    )


class CastForm(forms.Form):
    """One vote on one's own page."""

    entitlement = forms.UUIDField(widget=forms.HiddenInput)
    choice = forms.ChoiceField(label="What do you say?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, form: str, label: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "choice", list(rules.CHOICES[form]))
        self.fields["choice"].label = label or "What do you say?"


class HandsForm(forms.Form):
    """Votes that were given by hands, on paper or by telephone, member by member."""

    way = forms.ChoiceField(
        label="How did they vote?",
        choices=[
            (Vote.SHOW, "By a show of hands"),
            (Vote.PAPER, "On paper"),
            (Vote.PHONE, "By telephone"),
        ],
        widget=forms.RadioSelect,
    )
    others = FirstStands(
        label="Everybody in the room who has not voted, and is not named below, said",
        help_text="With the votes that they carry for others, unless those are directed.",
    )

    def __init__(
        self,
        *args: Any,
        form: str,
        seats: Sequence[tuple[Entitlement, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        answers = [(NOTHING, "Nothing written now"), *rules.CHOICES[form]]
        choose(self, "others", answers)
        self.seats = seats
        for one, hint in seats:
            self.fields[f"seat_{one.pk}"] = FirstStands(
                label=one.name, choices=answers, help_text=hint
            )

    @property
    def choices(self) -> dict[uuid.UUID, str]:
        """What was written for whom."""
        return {
            one.pk: choice
            for one, _ in self.seats
            if (choice := self.cleaned_data[f"seat_{one.pk}"]) != NOTHING
        }

    @property
    def said_by_others(self) -> str:
        """What everybody else in the room said, or ""."""
        said = str(self.cleaned_data["others"])
        return "" if said == NOTHING else said


class AmendmentForm(forms.Form):
    """Other words for a motion."""

    text = forms.CharField(
        label="What would we decide, in your words?", widget=forms.Textarea, max_length=8000
    )
    why = forms.CharField(label="Why?", widget=forms.Textarea, max_length=4000, required=False)


class VersionForm(forms.Form):
    """Another proposed version of the articles for a motion about them."""

    version = forms.ChoiceField(label="Which version instead?", widget=forms.RadioSelect)
    why = forms.CharField(label="Why?", widget=forms.Textarea, max_length=4000, required=False)

    def __init__(self, *args: Any, versions: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "version", versions)


class MinutesForm(forms.Form):
    """The words of minutes."""

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    text = forms.CharField(label="Minutes", widget=forms.Textarea(attrs={"rows": 30}))


class TaskForm(forms.Form):
    """Who does what by when."""

    what = forms.CharField(label="What is to be done?", max_length=200)
    who = forms.ChoiceField(label="Who does it?")
    by_day = DateBoxes(label="By when?")

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "who", [("", "Choose somebody"), *people])


def mover_field(form: forms.Form, members: Choices) -> None:
    """Let whoever runs the meeting say who moves it."""
    form.fields["mover"] = forms.ChoiceField(label="Who moves it?", choices=members)
    form.order_fields(["mover"])


USUAL = time(18, 30)
"""When a meeting begins if nobody says otherwise."""
