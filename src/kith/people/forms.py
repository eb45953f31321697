"""The forms of the people room. Each checks by the room's rules and keeps everything typed."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar, cast

from django import forms

from kith.design.dates import DateBoxes
from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.models import Coop
from kith.foundation.permissions import roles
from kith.people import rules
from kith.people.models import Format, Professional, Way

Done = TypeVar("Done")


def tried(form: forms.Form, act: Callable[[], Done]) -> Done | None:
    """Do the action; a rule's no is shown at its field, and None is returned. Raises NotAllowed as it is."""
    try:
        return act()
    except NotAllowed:
        raise
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return None


class PersonForm(forms.Form):
    """A person's details."""

    name = forms.CharField(
        label="Name", max_length=120, error_messages={"required": "Write the person’s name."}
    )
    called = forms.CharField(label="Likes to be called", max_length=60, required=False)
    pronouns = forms.CharField(
        label="Pronouns", max_length=40, required=False, help_text="Such as she, he or they."
    )
    born_on = DateBoxes(label="Date of birth", required=False)
    nhs_number = forms.CharField(
        label="NHS number",
        required=False,
        help_text="10 digits. It is on letters from the NHS.",
    )
    phone = forms.CharField(label="Telephone", required=False)
    email = forms.CharField(label="E-mail", required=False)
    address = forms.CharField(label="Address", max_length=200, required=False)
    postcode = forms.CharField(label="Postcode", required=False)
    latitude = forms.FloatField(
        label="Latitude",
        required=False,
        help_text="Where the door is, if you know it. Travel times are worked out from it.",
    )
    longitude = forms.FloatField(label="Longitude", required=False)
    getting_in = forms.CharField(
        label="Getting in",
        required=False,
        widget=forms.Textarea,
        help_text="Which door, where to park, who opens. Write key-safe numbers elsewhere.",
    )

    def __init__(self, *args: Any, coop: Coop, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = clock.today(coop.zone)

    def clean(self) -> dict[str, Any]:
        """Every problem at once, each at its field."""
        cleaned = super().clean() or {}
        typed = {
            name: value for name, value in cleaned.items() if name in rules.Details.__annotations__
        }
        for problem in rules.problems_in(cast("rules.Details", typed), self.today):
            self.add_error(problem.field, problem.message)
        return cleaned

    @property
    def details(self) -> rules.Details:
        """What was typed, ready for the action."""
        kept = rules.Details.__annotations__
        return cast("rules.Details", {name: self.cleaned_data[name] for name in kept})


class AddPersonForm(PersonForm):
    """Somebody new, with a first hat."""

    hat = forms.ChoiceField(label="They are here as", required=False)
    team_id = forms.ChoiceField(label="In which team", required=False)

    field_order = ("name", "called", "hat", "team_id")

    def __init__(
        self,
        *args: Any,
        hats: list[tuple[str, str]],
        teams: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        choose(self, "hat", hats)
        choose(self, "team_id", teams)
        if not teams:
            del self.fields["team_id"]


class ChangePersonForm(PersonForm):
    """Details that were written before, with the revision the writer saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


def choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Give a choice field its choices."""
    cast("forms.ChoiceField", form.fields[name]).choices = choices


class VersionForm(forms.Form):
    """What every version asks: whether it is new or puts a mistake right, and why."""

    change = forms.ChoiceField(
        label="What kind of change is this?",
        choices=[
            ("update", "Something is different now"),
            ("correction", "What was written before was wrong"),
        ],
        widget=forms.RadioSelect,
        initial="update",
    )
    reason = forms.CharField(
        label="Why", required=False, max_length=200, help_text="Needed if it was wrong before."
    )
    after = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self["after"].value() or str(self["after"].value()) == "0":
            self.fields["change"].widget = forms.HiddenInput()
            del self.fields["reason"]


class ProfileForm(VersionForm):
    """The one-page profile."""

    appreciated = forms.CharField(
        label="What people appreciate about me",
        required=False,
        widget=forms.Textarea,
        help_text="One thing a line.",
    )
    matters = forms.CharField(
        label="What matters to me",
        required=False,
        widget=forms.Textarea,
        help_text="One thing a line.",
    )
    support = forms.CharField(
        label="How best to support me",
        required=False,
        widget=forms.Textarea,
        help_text="One thing a line.",
    )
    field_order = ("appreciated", "matters", "support")


class NeedsForm(VersionForm):
    """How a person needs information."""

    none_known = forms.BooleanField(label="Asked, and there is nothing", required=False)
    contact_by = forms.ChoiceField(
        label="The best way to reach me",
        choices=[("", "Any way"), *Way.choices],
        required=False,
    )
    formats = forms.MultipleChoiceField(
        label="I need information in",
        choices=Format.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    language = forms.CharField(
        label="My language", max_length=40, required=False, help_text="If it is not English."
    )
    professional = forms.ChoiceField(
        label="Somebody who helps us understand each other",
        choices=[("", "Nobody"), *Professional.choices],
        required=False,
    )
    notes = forms.CharField(
        label="In my own words",
        required=False,
        widget=forms.Textarea,
        help_text="Such as: face me when you speak. Ring twice, it takes me a while.",
    )
    share = forms.BooleanField(
        label="Others who support me may be told this", required=False, initial=True
    )
    review_on = DateBoxes(
        label="Ask again on", required=False, help_text="If you leave this empty: in a year."
    )
    field_order = (
        "contact_by",
        "formats",
        "professional",
        "language",
        "notes",
        "none_known",
        "share",
        "review_on",
    )


class HatForm(forms.Form):
    """One hat to give."""

    role = forms.ChoiceField(
        label="Hat", choices=lambda: [(role.name, role.title) for role in roles().values()]
    )
    team_id = forms.ChoiceField(label="In which team", required=False)
    since = DateBoxes(label="From", required=False, help_text="If you leave this empty: today.")

    def __init__(self, *args: Any, teams: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "team_id", [("", "In no team: in the whole co-op"), *teams])

    @property
    def day(self) -> date | None:
        """From when the hat is worn."""
        return cast("date | None", self.cleaned_data["since"])
