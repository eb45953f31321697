"""Forms about one's own membership, and about the standing of a member."""

import uuid
from collections.abc import Iterable
from typing import Any, cast

from django import forms

from kith.design.dates import DateBoxes
from kith.membership.models import Standing
from kith.people.models import Person


class ListedForm(forms.Form):
    """Whether one stands in the members' directory, and what it says."""

    listed = forms.BooleanField(
        label="Yes, show me in the members’ directory",
        required=False,
        help_text="Only members see it. Your address and telephone number are never in it.",
    )
    words = forms.CharField(
        label="What should it say about you?",
        required=False,
        max_length=200,
        help_text="Such as “I live in Attercliffe and like to garden. Ask me about direct payments.”",
    )


class LeaveForm(forms.Form):
    """The day on which a membership ends."""

    on = DateBoxes(label="Day the membership ends")
    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=300,
        help_text="Nobody has to give a reason. It helps us to get better.",
    )


class PaperLeaveForm(LeaveForm):
    """The same from a letter or a talk, with the day on which the member said so."""

    told_on = DateBoxes(label="Day they told us")

    field_order = ("told_on", "on", "reason")


class SuspendForm(forms.Form):
    """Until when, why, and by whose decision."""

    until = DateBoxes(label="Last day of the suspension")
    reason = forms.CharField(
        label="Reason", max_length=300, help_text="The member reads it, word for word."
    )
    decided_by = forms.CharField(
        label="Who decided, and when", max_length=160, help_text="Such as “board meeting of 3 May”."
    )


class RestoreForm(forms.Form):
    """By whose decision somebody has their rights back."""

    decided_by = forms.CharField(
        label="Who decided, and when", max_length=160, help_text="Such as “board meeting of 3 May”."
    )


class ExpelForm(forms.Form):
    """Why and by whose decision; nobody is expelled unheard."""

    heard = forms.BooleanField(
        label="The member knows what it is about, and we have heard them", required=False
    )
    reason = forms.CharField(
        label="Reason", max_length=300, help_text="The member reads it, word for word."
    )
    decided_by = forms.CharField(
        label="Who decided, and when", max_length=160, help_text="Such as “board meeting of 3 May”."
    )


class EndForm(forms.Form):
    """A member died, or an organisation was dissolved."""

    kind = forms.ChoiceField(
        label="What happened?",
        choices=[
            (Standing.DIED, "The person died"),
            (Standing.DISSOLVED, "The organisation was dissolved"),
        ],
        widget=forms.RadioSelect,
    )
    on = DateBoxes(label="On which day?")


class RepresentativeForm(forms.Form):
    """The human being who speaks for an organisation from now on: one whom the co-op knows, or one who is new."""

    person = forms.TypedChoiceField(
        label="Somebody we know", coerce=uuid.UUID, required=False, empty_value=None
    )
    name = forms.CharField(label="Or somebody new: their name", max_length=120, required=False)
    email = forms.EmailField(label="Their e-mail", required=False)

    def __init__(self, *args: Any, people: Iterable[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(str(one.id), one.name) for one in people]
        cast("forms.ChoiceField", self.fields["person"]).choices = [("", "Pick a person"), *named]
        if not named:
            del self.fields["person"]

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two ways."""
        given = super().clean() or self.cleaned_data
        if bool(given.get("person")) == bool(given.get("name")):
            self.add_error("name", "Pick somebody we know, or write the name of somebody new.")
        return given
