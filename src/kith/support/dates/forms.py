"""Forms for one date of a repeat and for pauses."""

from django import forms

from kith.design.dates import DateBoxes
from kith.support.forms import ClockField, RoomForm
from kith.support.models import Pause


class OneDateForm(RoomForm):
    """One date of a repeat: leave it out, or have it another way."""

    what_changes = forms.ChoiceField(
        label="What should happen on this date?",
        choices=[("skip", "No visit on this date"), ("other", "A visit at another time or day")],
        widget=forms.RadioSelect,
    )
    to_day = DateBoxes(label="Day", required=False)
    earliest = ClockField(label="Start no earlier than", required=False)
    latest = ClockField(label="Start no later than", required=False)
    minutes = forms.IntegerField(label="How many minutes?", required=False)
    workers_needed = forms.TypedChoiceField(
        label="How many workers at once?",
        choices=[(1, "1 worker"), (2, "2 workers")],
        coerce=int,
        required=False,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Why? (you may leave this empty)", max_length=200, required=False
    )


class PauseForm(RoomForm):
    """Days away."""

    kind = forms.ChoiceField(
        label="Why is there a pause?",
        choices=Pause.KINDS,
        widget=forms.RadioSelect,
    )
    since = DateBoxes(label="First day away")
    until = DateBoxes(
        label="Last day away", required=False, help_text="Leave empty if nobody knows yet."
    )
    reason = forms.CharField(
        label="Anything to remember? (you may leave this empty)", max_length=200, required=False
    )


class EndPauseForm(RoomForm):
    """When the person is back."""

    last_day = DateBoxes(
        label="Last day away", required=False, help_text="Leave empty if nobody knows yet."
    )
    reason = forms.CharField(
        label="Anything to remember? (you may leave this empty)", max_length=200, required=False
    )
