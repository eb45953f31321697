"""Forms of circles."""

from typing import Any

from django import forms
from django.utils.text import capfirst

from kith.design.dates import DateBoxes
from kith.support.circles.models import CircleAsk, CircleWish, InCircle
from kith.support.circles.seeing import things, words_of
from kith.support.forms import ClockField


class InCircleForm(forms.Form):
    """Somebody around the person, and what they may see."""

    name = forms.CharField(label="What is their name?", max_length=120)
    kind = forms.ChoiceField(
        label="Who are they?", choices=InCircle.KINDS, widget=forms.RadioSelect
    )
    how = forms.CharField(
        label="How do you know each other?",
        max_length=120,
        required=False,
        help_text="Such as: my sister, or next door at number 12.",
    )
    near = forms.TypedChoiceField(
        label="How close are they?",
        choices=InCircle.NEAR,
        coerce=int,
        widget=forms.RadioSelect,
        initial=2,
    )
    does = forms.CharField(
        label="What do they do with you, or for you?",
        max_length=200,
        required=False,
        help_text="It stands in the plan too. Such as: drives me to choir on Thursdays.",
    )
    may = forms.MultipleChoiceField(
        label="What may they see, if they take part here?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="You can change this at any time, and it holds at once.",
    )
    after = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["may"]
        field.choices = [(thing, capfirst(words_of(thing))) for thing in things()]

    def clean_after(self) -> int:
        """0 when it was not sent."""
        return int(self.cleaned_data["after"] or 0)


class AskInForm(forms.Form):
    """Asking somebody to take part."""

    email = forms.EmailField(
        label="What is their e-mail address?",
        help_text="They get a letter there that says who asks, and how to say yes or no.",
    )


class AskForm(forms.Form):
    """Something asked for or offered."""

    kind = forms.ChoiceField(
        label="Which is it?", choices=CircleAsk.KINDS, widget=forms.RadioSelect, initial="ask"
    )
    what = forms.CharField(
        label="What is it?",
        max_length=160,
        help_text="Such as: can somebody drive to choir?",
    )
    day = DateBoxes(label="On which day?", required=False)
    at = ClockField(label="At what time?", required=False)


class EventForm(forms.Form):
    """A day in the calendar."""

    what = forms.CharField(label="What is it?", max_length=160)
    day = DateBoxes(label="On which day?")
    at = ClockField(label="At what time?", required=False)
    where = forms.CharField(label="Where?", max_length=160, required=False)
    meeting = forms.BooleanField(label="The circle meets", required=False)


class NoteForm(forms.Form):
    """Something written for the circle."""

    text = forms.CharField(label="Write something", widget=forms.Textarea, max_length=5000)


class WishForm(forms.Form):
    """Whether a circle is wanted."""

    says = forms.ChoiceField(
        label="Would you like a circle?", choices=CircleWish.SAYS, widget=forms.RadioSelect
    )
