"""Forms of the decisions room."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from kith.decisions import options, rules
from kith.decisions.models import Proposal, Remark
from kith.decisions.surplus import PARTS, TITLES
from kith.design.attaching import FileBox
from kith.design.dates import DateBoxes

FORMS = [
    (Proposal.CONSENT, "Consent: nobody has an objection that it would harm us"),
    (Proposal.CONSENSUS, "Consensus: everybody agrees, and nobody blocks it"),
    (Proposal.ADVICE, "Advice: I decide it myself, once I have asked those it touches"),
    (Proposal.RESOLUTION, "Resolution: enough of the votes are yes, as our articles say"),
    (Proposal.SPECIAL, "Special resolution: as many yes as for a change of our articles"),
    (Proposal.POLL, "Poll: we only want to know what people think"),
]


EVERYBODY = "members"
"""What the form calls all members."""


class WordsForm(forms.Form):
    """The words of a proposal."""

    title = forms.CharField(label="What is it about?", max_length=120, help_text="A few words.")
    text = forms.CharField(
        label="What would we decide?",
        widget=forms.Textarea,
        max_length=8000,
        help_text="As it would stand in the minutes.",
    )
    why = forms.CharField(label="Why?", widget=forms.Textarea, max_length=8000, required=False)


class OptionsField(forms.CharField):
    """Options of a poll, one on each line: a list of texts."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            label="Which options are there?",
            widget=forms.Textarea,
            max_length=options.MOST * (options.LONGEST + 2),
            help_text=f"Each on a line of its own, {options.LEAST} to {options.MOST}.",
            **more,
        )

    def clean(self, value: Any) -> list[str]:
        """The options, in order."""
        return options.read_options(super().clean(value))


class PollWordsForm(WordsForm):
    """The words of a poll with options."""

    options = OptionsField()
    field_order = ("title", "text", "options", "why")


class ProposalForm(WordsForm):
    """A new proposal. Who decides is asked where more than one could; forms that do not fit them are not offered."""

    group = forms.ChoiceField(label="Who decides?", widget=forms.RadioSelect)
    form = forms.ChoiceField(label="How do we decide?", choices=FORMS, widget=forms.RadioSelect)
    at_once = forms.ChoiceField(
        label="What comes first?",
        choices=[
            ("talk", "We talk about it: questions, then what people think"),
            ("now", "Everybody answers now: we have talked already"),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, groups: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "group", [(key or EVERYBODY, title) for key, title in groups])
        fitting = {form for key, _ in groups for form in rules.forms_of(key)}
        choose(self, "form", [one for one in FORMS if one[0] in fitting])
        if len(groups) == 1:
            self.fields["group"].widget = forms.HiddenInput()
            self.fields["group"].required = False
            self.fields["group"].initial = groups[0][0] or EVERYBODY

    def clean_group(self) -> str:
        """The key of the group, "" for all members."""
        picked = str(self.cleaned_data["group"] or self.fields["group"].initial)
        return "" if picked == EVERYBODY else picked

    def clean_at_once(self) -> bool:
        """Whether everybody is asked now."""
        return bool(self.cleaned_data["at_once"] == "now")


class PollForm(ProposalForm):
    """A poll with options."""

    marking = forms.ChoiceField(
        label="What does everybody mark?",
        choices=options.MARKINGS,
        widget=forms.RadioSelect,
        initial=Proposal.APPROVAL,
    )
    options = OptionsField()
    field_order = ("title", "text", "options", "marking", "why", "group", "at_once")

    def __init__(self, *args: Any, groups: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, groups=groups, **more)
        del self.fields["form"]
        self.fields["text"].label = "What do you want to know?"
        self.fields["text"].help_text = ""


class MarksForm(forms.Form):
    """What somebody marks in a poll with options."""

    def __init__(
        self, *args: Any, marking: str, names: Sequence[str], marks: Mapping[int, int], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.marking, self.many = marking, len(names)
        numbered = [(str(number), name) for number, name in enumerate(names, start=1)]
        if marking == Proposal.ONE:
            self.fields["marks"] = forms.ChoiceField(
                label="Which one?",
                choices=numbered,
                widget=forms.RadioSelect,
                initial=next((str(one) for one in marks), None),
            )
        elif marking == Proposal.APPROVAL:
            self.fields["marks"] = forms.MultipleChoiceField(
                label="Which can you live with?",
                choices=numbered,
                widget=forms.CheckboxSelectMultiple,
                initial=[str(one) for one in marks],
            )
        else:
            most = options.DOTS if marking == Proposal.DOTS else options.POINTS
            for number, name in numbered:
                self.fields[f"marks_{number}"] = forms.TypedChoiceField(
                    label=name,
                    choices=[(str(one), str(one)) for one in range(most + 1)],
                    coerce=int,
                    initial=str(marks.get(int(number), 0)),
                )
        self.fields["reason"] = forms.CharField(
            label="Why?", widget=forms.Textarea, max_length=4000, required=False
        )

    @property
    def marks(self) -> dict[int, int]:
        """Votes, points or dots by the number of the option."""
        given = self.cleaned_data
        if self.marking == Proposal.ONE:
            return {int(given["marks"]): 1}
        if self.marking == Proposal.APPROVAL:
            return {int(one): 1 for one in given["marks"]}
        return {one: given[f"marks_{one}"] for one in range(1, self.many + 1)}


def choose(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    """Offer these choices in a field of a form."""
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]


class AttachForm(forms.Form):
    """A file that belongs to a proposal."""

    file = FileBox(help_text="Everybody who decides can open it.")


class AdvisedForm(forms.Form):
    """What somebody decides who asked for advice."""

    text = forms.CharField(
        label="What do you decide, and what did you make of the advice?",
        widget=forms.Textarea,
        max_length=8000,
    )


class LastDayForm(forms.Form):
    """Until when votes are open."""

    last_day = DateBoxes(label="Which is the last day for votes?")


class VoteForm(forms.Form):
    """What somebody says to a proposal."""

    choice = forms.ChoiceField(label="What do you say?", widget=forms.RadioSelect)
    reason = forms.CharField(label="Why?", widget=forms.Textarea, max_length=4000, required=False)

    def __init__(self, *args: object, form: str, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        choose(self, "choice", rules.CHOICES[form])
        if form in rules.BY_OBJECTION:
            self.fields["reason"].help_text = "Only needed when something keeps you from it."


class RemarkForm(forms.Form):
    """A question, a thought or a worry."""

    kind = forms.ChoiceField(label="What is it?", choices=Remark.KINDS, widget=forms.RadioSelect)
    text = forms.CharField(label="What do you want to say?", widget=forms.Textarea, max_length=4000)


class ExpelForm(forms.Form):
    """Why the members are asked to expel somebody; nobody is expelled unheard."""

    heard = forms.BooleanField(
        label="The member knows what it is about, and we have heard them", required=False
    )
    reason = forms.CharField(
        label="Reason",
        max_length=300,
        help_text="The member reads it, word for word, and so does every other member.",
    )


class ReviewForm(forms.Form):
    """When to look at a decision again."""

    on = DateBoxes(label="When do we look at it again?", required=False)


class WhyForm(forms.Form):
    """What those who decide should know."""

    why = forms.CharField(
        label="What should those who decide know?",
        widget=forms.Textarea,
        max_length=4000,
        required=False,
        help_text="Every one of them reads it.",
    )


class OfficeForm(WhyForm):
    """Who is to have which office."""

    office = forms.ChoiceField(
        label="Which office?",
        choices=[("secretary", "Secretary"), ("treasurer", "Treasurer")],
        widget=forms.RadioSelect,
    )
    person = forms.ChoiceField(label="Who?")
    group = forms.ChoiceField(label="Who decides?", widget=forms.RadioSelect)
    field_order = ("office", "person", "group", "why")

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[str, str]],
        groups: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        choose(self, "person", [("", "Choose a person"), *people])
        choose(self, "group", [(key or EVERYBODY, title) for key, title in groups])

    def clean_group(self) -> str:
        """The key of the group, "" for all members."""
        picked = str(self.cleaned_data["group"])
        return "" if picked == EVERYBODY else picked


class SurplusForm(WhyForm):
    """The parts of a surplus, in percent."""

    def __init__(self, *args: Any, bounds: Mapping[str, tuple[int, int]], **options: Any) -> None:
        super().__init__(*args, **options)
        why = self.fields.pop("why")
        for key, (least, most) in bounds.items():
            said = f"At least {least} %." if least else f"At most {most} %."
            self.fields[key] = forms.IntegerField(
                label=f"{TITLES[key]}: percent", min_value=0, max_value=100, help_text=said
            )
        self.fields["why"] = why

    @property
    def parts(self) -> dict[str, int]:
        """Percent by part."""
        return {key: self.cleaned_data[key] for key in PARTS}
