"""Forms of share offers."""

from django import forms

from kith.design.dates import DateBoxes
from kith.membership.shares.forms import amount_field


class OfferForm(forms.Form):
    """A new offer."""

    title = forms.CharField(label="Name of the offer", max_length=120)
    purpose = forms.CharField(
        label="What is the money for?",
        widget=forms.Textarea,
        max_length=4000,
        help_text="Say what it will do for people, and what could go wrong: members may lose what they put in.",
    )
    minimum = amount_field("Minimum", "With less than this, everybody gets all of it back.")
    target = amount_field("Target", "The offer takes no more than this.")
    opens_on = DateBoxes(label="First day")
    closes_on = DateBoxes(label="Last day")
    decided_by = forms.CharField(
        label="Who decided, and when",
        max_length=160,
        help_text="Such as “members’ meeting of 3 May”.",
    )


class PledgeForm(forms.Form):
    """How much somebody pledges."""

    amount = amount_field("How much do you pledge?", "0 takes it back.")
