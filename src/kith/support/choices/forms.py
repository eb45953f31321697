"""Forms of choosing: what a worker says about themself, what matters to a person, and a visit to try it out."""

from typing import Any

from django import forms

from kith.design.dates import DateBoxes
from kith.support.choices.fitting import HOW_MUCH, NOT, THINGS
from kith.support.choices.models import Trial, WorkProfile
from kith.support.forms import ClockField
from kith.support.rules import LONGEST, SHORTEST

BETWEEN = "Put a comma between two."
EITHER = "either"


class Several(forms.CharField):
    """A few words, with a comma or a new line between two. Its clean value is a list."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=900, required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        """The words as they are typed."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """The list."""
        text = super().clean(value)
        return [one.strip() for one in str(text).replace("\n", ",").split(",") if one.strip()]


class WorkProfileForm(forms.Form):
    """What a worker or volunteer says about themself, so that people can choose them."""

    languages = Several(
        label="Which languages do you speak?", help_text=f"Sign languages too. {BETWEEN}"
    )
    interests = Several(
        label="What do you like doing?", help_text=f"Such as: choirs, football, baking. {BETWEEN}"
    )
    hours = forms.CharField(
        label="When do you like to come?",
        max_length=200,
        required=False,
        help_text="In a few words. The hours that the rota goes by stand on another page.",
    )
    describes = forms.ChoiceField(
        label="I describe myself as",
        choices=WorkProfile.DESCRIBES,
        widget=forms.RadioSelect,
        help_text="Some people want a woman, or a man, to help them wash and dress.",
    )
    volunteer = forms.BooleanField(label="I come as a volunteer, without pay", required=False)
    open_to_others = forms.BooleanField(
        label="People near me may be offered me, also those whom my team does not support",
        required=False,
    )


class WishesForm(forms.Form):
    """What matters to a person when they choose who comes: how much for each thing, and what they mean by it."""

    languages = Several(label="Which language do you want to speak?", help_text=BETWEEN)
    interests = Several(
        label="What do you like doing, or talking about?",
        help_text=f"Such as: choirs, football, baking. {BETWEEN}",
    )
    describes = forms.ChoiceField(
        label="Who should come?",
        choices=[(EITHER, "A woman or a man"), *WorkProfile.DESCRIBES[:2]],
        widget=forms.RadioSelect,
        initial=EITHER,
    )
    words = forms.CharField(
        label="Anything else, in your own words?",
        max_length=500,
        required=False,
        help_text="Workers read this. Such as: somebody who does not mind the dog.",
    )

    def __init__(self, *args: Any, matters: dict[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        for key, words in THINGS.items():
            self.fields[f"how_{key}"] = forms.ChoiceField(
                label=words,
                choices=HOW_MUCH,
                widget=forms.RadioSelect,
                initial=matters.get(key, NOT),
            )
        self.order_fields(
            [
                "how_language",
                "languages",
                "how_describes",
                "describes",
                "how_interests",
                "interests",
                "how_times",
                "how_near",
                "how_skills",
            ]
        )

    @property
    def wished(self) -> dict[str, Any]:
        """What the action takes."""
        said = dict(self.cleaned_data)
        matters = {key: said.pop(f"how_{key}") for key in THINGS}
        said["describes"] = "" if said["describes"] == EITHER else said["describes"]
        return said | {"matters": matters}


class TrialForm(forms.Form):
    """A visit to try it out."""

    day = DateBoxes(label="On which day?")
    at = ClockField(label="From when?")
    minutes = forms.IntegerField(
        label="For how many minutes?", min_value=SHORTEST, max_value=LONGEST, initial=60
    )
    what = forms.CharField(
        label="What would you like to do together?",
        max_length=120,
        help_text="Such as: a cup of tea, and a walk to the shop.",
    )


class LookBackForm(forms.Form):
    """How a trial visit was, for one of the two."""

    says = forms.ChoiceField(label="How was it?", choices=Trial.BACKS, widget=forms.RadioSelect)
