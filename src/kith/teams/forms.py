"""Forms of the teams room. They read what was typed; rules and actions decide."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from kith.design.dates import DateBoxes
from kith.people.models import Person
from kith.teams.models import Member, WorkingAgreement
from kith.teams.rules import LEVELS, ROLES, USUAL_LEVEL, WISHES


def _people(people: Iterable[Person]) -> list[tuple[str, str]]:
    return [("", "Pick a person"), *((str(one.id), one.name) for one in people)]


def _members(members: Iterable[Member]) -> list[tuple[str, str]]:
    return [("", "Pick a member"), *((str(one.id), one.person.name) for one in members)]


class TeamForm(forms.Form):
    """A new team."""

    name = forms.CharField(label="Name of the team", max_length=80)
    neighbourhood = forms.CharField(
        label="Neighbourhood",
        max_length=120,
        required=False,
        help_text="Such as “Attercliffe and Darnall”.",
    )


class PersonForm(forms.Form):
    """One person, picked from those who could be."""

    person = forms.TypedChoiceField(label="Who", coerce=uuid.UUID)

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = _people(people)  # type: ignore[attr-defined]


class JoinForm(forms.Form):
    """Somebody joins the team from a day: one whom the co-op knows, or one who is new."""

    person = forms.TypedChoiceField(
        label="Somebody we know", coerce=uuid.UUID, required=False, empty_value=None
    )
    name = forms.CharField(label="Or somebody new: their name", max_length=120, required=False)
    email = forms.EmailField(label="Their e-mail", required=False)
    since = DateBoxes(label="First day in the team")

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = _people(people)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two ways."""
        given = super().clean() or self.cleaned_data
        if bool(given.get("person")) == bool(given.get("name")):
            self.add_error("person", "Pick somebody we know, or write the name of somebody new.")
        return given


class LeaveForm(forms.Form):
    """The last day in the team."""

    last_day = DateBoxes(label="Last day in the team")


class RoleForm(forms.Form):
    """A member takes a role."""

    role = forms.ChoiceField(
        label="Role", choices=[("", "Pick a role"), *((r.key, r.title) for r in ROLES.values())]
    )
    member = forms.TypedChoiceField(label="Who takes it", coerce=uuid.UUID)

    def __init__(self, *args: Any, members: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = _members(members)  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """To whom a role goes; to nobody when left empty."""

    to = forms.TypedChoiceField(
        label="Who takes it on", coerce=uuid.UUID, required=False, empty_value=None
    )

    def __init__(self, *args: Any, members: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "Nobody for now"), *_members(members)[1:]]  # type: ignore[attr-defined]


class SkillForm(forms.Form):
    """A skill and until when the training is valid."""

    skill = forms.CharField(
        label="Skill",
        max_length=60,
        help_text="Such as “Medication” or “Moving and handling (hoist)”.",
    )
    valid_until = DateBoxes(label="Training is valid until", required=False)


class AgreementForm(forms.Form):
    """The working agreement: the team's words, and how much each wish matters when the week is made."""

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = forms.CharField(label="What we have agreed", widget=forms.Textarea, max_length=10_000)
    agreed_on = DateBoxes(label="Day we agreed it")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [(key, words) for key, (words, _) in LEVELS.items()]
        for wish in WISHES.values():
            self.fields[f"wish_{wish.key}"] = forms.ChoiceField(
                label=wish.title, help_text=wish.means, choices=levels, widget=forms.RadioSelect
            )

    @property
    def wishes(self) -> dict[str, str]:
        """The level picked for each wish."""
        return {wish: self.cleaned_data[f"wish_{wish}"] for wish in WISHES}


def agreement_values(agreement: WorkingAgreement | None, today: date) -> dict[str, Any]:
    """What the form begins with: the agreement in force, or the usual levels."""
    levels = agreement.weights if agreement else {}
    return {
        "after": agreement.number if agreement else 0,
        "text": agreement.text if agreement else "",
        "agreed_on": today,
        **{f"wish_{wish}": levels.get(wish, USUAL_LEVEL) for wish in WISHES},
    }
