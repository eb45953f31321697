"""Forms of asking: the one page for everybody, and what the team writes at each step."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast

from django import forms

from kith.asking import rules
from kith.asking.alternatives import standing
from kith.asking.models import Alternative, Promise, Referral, Step
from kith.design.dates import DateBoxes
from kith.people.models import Format, Way
from kith.teams.models import Team


class AskForm(forms.Form):
    """Somebody asks for support. `sealed` holds the secret of their own page; see rules.sealed."""

    sealed = forms.CharField(widget=forms.HiddenInput, required=False)
    asker = forms.ChoiceField(
        label="Who is asking?", choices=Referral.ASKERS, widget=forms.RadioSelect
    )
    asker_name = forms.CharField(label="Your name", max_length=120)
    asker_place = forms.CharField(
        label="Where you work",
        max_length=120,
        required=False,
        help_text="Only for a surgery, hospital, council or another organisation.",
    )
    asker_phone = forms.CharField(label="Your telephone", max_length=40, required=False)
    asker_email = forms.CharField(
        label="Your e-mail",
        max_length=254,
        required=False,
        help_text="A telephone number or an e-mail: one is enough.",
    )
    name = forms.CharField(
        label="Name of the person who needs support",
        max_length=120,
        required=False,
        help_text="Leave it empty if it is you.",
    )
    born = forms.IntegerField(
        label="Year of birth",
        required=False,
        help_text="It helps us to tell two people of one name apart.",
    )
    nhs_number = forms.CharField(
        label="NHS number",
        max_length=20,
        required=False,
        help_text="Only if you have it at hand.",
    )
    phone = forms.CharField(label="The person’s telephone", max_length=40, required=False)
    postcode = forms.CharField(
        label="Postcode where support is needed", max_length=10, help_text="Such as S9 3XY."
    )
    wish = forms.CharField(
        label="What would help?",
        widget=forms.Textarea,
        max_length=rules.LONGEST,
        help_text="In your own words. A few are enough. Leave out what we do not need yet.",
    )
    times = forms.CharField(
        label="On which days, and when, roughly?",
        max_length=500,
        required=False,
        help_text="Such as: mornings from Monday to Friday.",
    )
    soon = forms.ChoiceField(
        label="How soon?", choices=Referral.SOON, widget=forms.RadioSelect, initial="weeks"
    )
    home_on = DateBoxes(
        label="Day they come home",
        required=False,
        help_text="Only if the person comes out of hospital. The likeliest day will do.",
    )
    ring = forms.ChoiceField(
        label="Whom do we reach first?",
        choices=Referral.RING,
        widget=forms.RadioSelect,
        initial="person",
    )
    contact_by = forms.ChoiceField(
        label="The best way", choices=[("", "Any way"), *Way.choices], required=False
    )
    best_time = forms.CharField(
        label="The best time", max_length=120, required=False, help_text="Such as: after four."
    )
    formats = forms.MultipleChoiceField(
        label="In which form does the person need information?",
        choices=Format.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    language = forms.CharField(
        label="Their language", max_length=40, required=False, help_text="If it is not English."
    )
    agrees = forms.ChoiceField(
        label="Does the person know that you ask, and do they say yes?",
        choices=[*Referral.AGREES, ("own", "It is me")],
        widget=forms.RadioSelect,
        required=False,  # nobody is asked it about themself
        help_text="We talk with the person before anything else.",
    )
    decides = forms.CharField(
        label="Who decides for them?",
        max_length=300,
        required=False,
        help_text="Only if they cannot decide this themself: who it is, and who was asked what is best for the person.",
    )
    paid = forms.ChoiceField(
        label="How would it be paid?",
        choices=Referral.PAID,
        widget=forms.RadioSelect,
        initial="unknown",
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Every problem at once, each at its field."""
        given = super().clean() or self.cleaned_data
        own = given.get("asker") == Referral.SELF
        if not own and given.get("agrees") == "own":
            given["agrees"] = ""
        for problem in rules.problems_in(self.asked, self.today):
            if problem.field and problem.field not in self.errors:
                self.add_error(problem.field, problem.message)
        return given

    @property
    def asked(self) -> rules.Asked:
        """What was written, ready for the action."""
        given = self.cleaned_data
        names = [name for name in rules.Asked.__dataclass_fields__ if name in self.fields]
        empty: dict[str, Any] = {"born": None, "home_on": None, "formats": ()}
        return rules.Asked(**{name: given.get(name, empty.get(name, "")) for name in names})


class WordForm(forms.Form):
    """Something that the asker adds."""

    words = forms.CharField(
        label="Add a word", widget=forms.Textarea, max_length=1000, help_text="The team reads it."
    )


class ContactForm(forms.Form):
    """What somebody of the team has done to reach them."""

    kind = forms.ChoiceField(
        label="What did you do?",
        choices=[one for one in Step.KINDS if one[0] in Step.CONTACT],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="What was said?", widget=forms.Textarea, max_length=1000, required=False
    )


class TalkForm(forms.Form):
    """The first conversation."""

    on = DateBoxes(label="On which day?")
    talked_with = forms.CharField(
        label="Who was there?", max_length=200, help_text="Such as: Joan, and her daughter Ann."
    )
    matters = forms.CharField(
        label="What matters to them?",
        widget=forms.Textarea,
        max_length=rules.LONGEST,
        help_text="In their words. They become the first words of the plan.",
    )
    next_step = forms.CharField(label="What comes next, and who does it?", max_length=500)
    agrees = forms.ChoiceField(
        label="Does the person want our support?",
        choices=[
            (Referral.YES, "Yes, they say yes"),
            (Referral.NOT_ASKED, "They have not said yet"),
            (Referral.CANNOT, "They cannot decide this themself"),
            (Referral.NO, "No, they do not want it"),
        ],
        widget=forms.RadioSelect,
    )
    decides = forms.CharField(
        label="Who decides for them?",
        max_length=300,
        required=False,
        help_text="Only if they cannot: who it is, and who was asked what is best for the person.",
    )


class WaitForm(forms.Form):
    """Until when, and why."""

    expected_on = DateBoxes(
        label="By which day can support begin?", help_text="As you honestly see it now."
    )
    why = forms.CharField(
        label="Why does it have to wait?",
        max_length=500,
        help_text="They read it. Such as: our mornings are full until Asha starts in March.",
    )


class DeclineForm(forms.Form):
    """A kind reason, and who else can help."""

    reason = forms.CharField(
        label="Why can we not support them?",
        widget=forms.Textarea,
        max_length=2000,
        help_text="They read it word for word. Say it kindly.",
    )
    instead = forms.MultipleChoiceField(
        label="Who else can help?", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, own: Iterable[Alternative], **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = {str(one.pk): one for one in own} | {one.key: one for one in standing()}
        field = cast("forms.MultipleChoiceField", self.fields["instead"])
        field.choices = [(key, f"{one.name}: {one.what}") for key, one in self.rows.items()]

    @property
    def ticked(self) -> list[dict[str, str]]:
        """Those that were ticked, as the asker reads them."""
        found = [self.rows[key] for key in self.cleaned_data["instead"]]
        return [{"name": one.name, "what": one.what, "how": one.how} for one in found]


class PassForm(forms.Form):
    """To which team, and why."""

    team = forms.ChoiceField(label="To which team?")
    words = forms.CharField(label="Why?", max_length=400, help_text="The other team reads it.")

    def __init__(self, *args: Any, teams: Sequence[Team], **options: Any) -> None:
        super().__init__(*args, **options)
        self.teams = {str(one.pk): one for one in teams}
        field = cast("forms.ChoiceField", self.fields["team"])
        field.choices = [(key, one.name) for key, one in self.teams.items()]


class BeginForm(forms.Form):
    """From which day."""

    since = DateBoxes(label="From which day?")


class PromiseForm(forms.Form):
    """What a team promises."""

    days = forms.IntegerField(
        label="Working days until a first conversation",
        help_text="From 1 to 20. Everybody who asks reads it.",
    )
    areas = forms.CharField(
        label="Where we are",
        max_length=400,
        required=False,
        help_text="The first halves of postcodes, such as S9, S4. Empty means everywhere.",
    )
    has_room = forms.BooleanField(label="We have room now", required=False)
    places = forms.IntegerField(label="For how many people?", required=False)
    note = forms.CharField(
        label="In a few words",
        max_length=300,
        required=False,
        help_text="Such as: afternoons soon, mornings not before March.",
    )


def initial_of(promise: Promise) -> dict[str, object]:
    """What stands in the form before anybody has typed."""
    fields = ("days", "has_room", "places", "note")
    return {name: getattr(promise, name) for name in fields} | {"areas": ", ".join(promise.areas)}


class AlternativeForm(forms.Form):
    """Somebody else who can help."""

    name = forms.CharField(label="Who", max_length=120)
    what = forms.CharField(label="What do they do?", max_length=300)
    how = forms.CharField(
        label="How does one reach them?", max_length=200, help_text="Such as: ring 0114 496 0100."
    )
