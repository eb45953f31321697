"""Forms of the decisions room."""

from django import forms

from kith.decisions import rules
from kith.decisions.models import Proposal, Remark
from kith.design.dates import DateBoxes

FORMS = [
    (Proposal.CONSENT, "Consent: nobody has an objection that it would harm us"),
    (Proposal.RESOLUTION, "Resolution: enough of the votes are yes, as our articles say"),
    (Proposal.SPECIAL, "Special resolution: as many yes as for a change of our articles"),
    (Proposal.POLL, "Poll: we only want to know what people think"),
]


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


class ProposalForm(WordsForm):
    """A new proposal."""

    form = forms.ChoiceField(label="How do we decide?", choices=FORMS, widget=forms.RadioSelect)


class LastDayForm(forms.Form):
    """Until when votes are open."""

    last_day = DateBoxes(label="Which is the last day for votes?")


class VoteForm(forms.Form):
    """What somebody says to a proposal."""

    choice = forms.ChoiceField(label="What do you say?", widget=forms.RadioSelect)
    reason = forms.CharField(label="Why?", widget=forms.Textarea, max_length=4000, required=False)

    def __init__(self, *args: object, form: str, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["choice"].choices = list(rules.CHOICES[form])  # type: ignore[attr-defined]


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
