"""Forms of members' loans. Amounts are typed in pounds and kept in pence."""

from django import forms

from kith.design.dates import DateBoxes
from kith.membership.shares.forms import amount_field


class OfferForm(forms.Form):
    """The terms that the co-op offers."""

    number = forms.IntegerField(label="Member’s number", min_value=1)
    amount = amount_field("How much would the co-op borrow?")
    percent = forms.DecimalField(
        label="Interest, percent a year", decimal_places=2, max_digits=4, help_text="0 means none."
    )
    starts_on = DateBoxes(label="From which day?")
    repay_by = DateBoxes(label="Paid back by which day?")
    purpose = forms.CharField(label="What is the money for?", max_length=300)


class AnswerForm(forms.Form):
    """How a member answered on paper, or why not."""

    words = forms.CharField(
        label="In what way, or why",
        required=False,
        max_length=200,
        help_text="Such as “signed paper of 3 May”. A member who answers here can leave it empty.",
    )


class MovementForm(forms.Form):
    """Money that moved."""

    amount = amount_field()
    day = DateBoxes(label="On which day?")
    words = forms.CharField(
        label="How", required=False, max_length=200, help_text="Such as “bank, reference AM12”."
    )
