"""Forms about loans. Amounts are typed in pounds and kept in pence."""

from decimal import Decimal
from typing import Any

from django import forms

from kith.design.dates import DateBoxes
from kith.design.money import AmountField


def amount_field(label: str) -> AmountField:
    """An amount of money, in whole units with two decimals."""
    return AmountField(
        label=label,
        help_text="In pounds, such as 500 or 500.50.",
        decimal_places=2,
        max_digits=11,
        error_messages={
            "required": "Write an amount, such as 500.",
            "invalid": "Write an amount in numbers, such as 500 or 500.50.",
            "max_decimal_places": "Write pounds and pence, such as 500.50.",
        },
    )


def minor(amount: Decimal) -> int:
    """Two decimals as a whole number: pounds as pence, percent as hundredths of a percent."""
    return int(amount * 100)


def how_field() -> forms.CharField:
    """How money came or went."""
    return forms.CharField(
        label="How",
        required=False,
        max_length=200,
        help_text="Such as “bank, reference AM12” or “cash”.",
    )


class TermsForm(forms.Form):
    """The terms of a loan."""

    number = forms.IntegerField(
        label="Number of the member who lends", help_text="As in the register.", min_value=1
    )
    amount = amount_field("How much do they lend?")
    percent = forms.DecimalField(
        label="Interest, in percent a year",
        help_text="Such as 2.5. Write 0 for a loan without interest.",
        decimal_places=2,
        max_digits=4,
    )
    starts_on = DateBoxes(label="First day of the loan")
    repay_by = DateBoxes(label="Day by which it is paid back")
    purpose = forms.CharField(
        label="What is the money for?",
        max_length=200,
        help_text="Such as “the deposit for our office”.",
    )


class OnPaperForm(forms.Form):
    """The day on which a member signed the terms on paper."""

    day = DateBoxes(label="On which day did they sign?")


class MoneyForm(forms.Form):
    """Money that came in, or that was paid back."""

    amount = amount_field("How much?")
    day = DateBoxes(label="On which day?")
    words = how_field()

    def asked(self) -> dict[str, Any]:
        """What was typed, the amount in minor units."""
        return self.cleaned_data | {"amount": minor(self.cleaned_data["amount"])}


class PaidForm(forms.Form):
    """Interest that was paid out."""

    day = DateBoxes(label="On which day was it paid?")
    words = how_field()


class InterestForm(forms.Form):
    """Up to which day interest is written down."""

    until = DateBoxes(label="Up to and with which day?")


class PutRightForm(forms.Form):
    """What was wrong with an entry."""

    words = forms.CharField(
        label="What was wrong?", max_length=200, help_text="The member reads it, word for word."
    )
