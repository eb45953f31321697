"""Forms of the elections room."""

from typing import Any

from django import forms

from kith.articles.rules import Articles
from kith.design.dates import DateBoxes
from kith.elections.models import Roll
from kith.foundation.models import Coop
from kith.membership.queries import members_of
from kith.people.models import Person

MOST_BYTES = 200_000


class CallForm(forms.Form):
    """What every election has: its title, what it is about, and two tellers."""

    title = forms.CharField(label="What is it called?", max_length=120)
    text = forms.CharField(
        label="What is it about?", widget=forms.Textarea, max_length=4000, required=False
    )
    first_teller = forms.ChoiceField(
        label="First teller",
        help_text="Two people read papers and telephone votes, each by themselves. Tellers do not stand.",
    )
    second_teller = forms.ChoiceField(label="Second teller")

    def __init__(self, *args: Any, coop: Coop, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(one.voter.pk): one.voter for one in members_of(coop)}
        picks = [("", "Pick somebody"), *((key, one.name) for key, one in self.people.items())]
        for name in ("first_teller", "second_teller"):
            self.fields[name].choices = picks  # type: ignore[attr-defined]

    @property
    def tellers(self) -> tuple[Person, Person]:
        """Who was picked."""
        found = self.cleaned_data
        return self.people[found["first_teller"]], self.people[found["second_teller"]]


class BoardForm(CallForm):
    """An election of the board: seats by class."""

    stand_until = DateBoxes(label="Until which day can people be put up?")

    def __init__(self, *args: Any, articles: Articles, **options: Any) -> None:
        super().__init__(*args, **options)
        self.classes = [one for one in articles.classes if one.board_seats]
        for one in self.classes:
            self.fields[f"seats_{one.key}"] = forms.IntegerField(
                label=f"Seats to fill: {one.title}",
                min_value=0,
                max_value=one.board_seats,
                initial=one.board_seats,
                help_text=f"Our articles give this class {one.board_seats}. Write 0 to leave it out.",
            )
        self.order_fields(
            ["title", "text", *(f"seats_{one.key}" for one in self.classes), "stand_until"]
        )

    @property
    def seats(self) -> dict[str, int]:
        """How many seats of each class."""
        return {one.key: self.cleaned_data[f"seats_{one.key}"] for one in self.classes}


class ChoiceForm(CallForm):
    """A secret choice between answers."""

    options = forms.CharField(
        label="Which answers are there?",
        widget=forms.Textarea,
        max_length=3000,
        help_text="Each on a line of its own. Members number them in the order they like them.",
    )
    field_order = ("title", "text", "options", "first_teller", "second_teller")


class LastDayForm(forms.Form):
    """Until when votes are open."""

    last_day = DateBoxes(label="Which is the last day for votes?")


class PutUpForm(forms.Form):
    """Who is put up."""

    member = forms.ChoiceField(label="Whom do you put up?")

    def __init__(self, *args: Any, members: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.members = {str(one.pk): one for one in members}
        picks = [("", "Pick somebody"), *((key, one.name) for key, one in self.members.items())]
        self.fields["member"].choices = picks  # type: ignore[attr-defined]


class StandForm(forms.Form):
    """What a candidate says about themself."""

    words = forms.CharField(
        label="Why do you stand?",
        widget=forms.Textarea,
        max_length=2000,
        required=False,
        help_text="In your own words. Everybody who votes can read it.",
    )


class PapersForm(forms.Form):
    """Papers as a teller reads them."""

    papers = forms.CharField(
        label="The papers",
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=200_000,
        required=False,
        help_text="One paper a line: the numbers of the candidates, first choice first, with spaces between. "
        "Write - for a paper that is empty or cannot be read.",
    )


class PaperForm(forms.Form):
    """For whom a paper is given out, or who votes by telephone."""

    roll = forms.ChoiceField(label="Who?")
    way = forms.ChoiceField(
        label="How?",
        choices=[
            (Roll.PAPER, "On paper"),
            (Roll.PHONE, "By telephone, with both tellers listening"),
        ],
        widget=forms.RadioSelect,
        initial=Roll.PAPER,
    )

    def __init__(self, *args: Any, rolls: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rolls = {str(one.pk): one for one in rolls}
        picks = [
            ("", "Pick somebody"),
            *((key, f"{one.member.name} ({one.contest.title})") for key, one in self.rolls.items()),
        ]
        self.fields["roll"].choices = picks  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why an election is called off."""

    reason = forms.CharField(label="Why?", max_length=300, help_text="Every member reads it.")


class FileForm(forms.Form):
    """A file of another co-op's election, or of a witness."""

    file = forms.FileField(
        label="The file",
        error_messages={"empty": "This file is empty. Pick another one."},
        widget=forms.FileInput(attrs={"accept": ".json"}),
    )

    def clean_file(self) -> bytes:
        """Its content. Refuses what is too large to be one."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                "This file is too large. It is called root.json or witness….json."
            )
        return bytes(file.read())
