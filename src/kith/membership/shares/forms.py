"""Forms of share accounts. Amounts are typed in pounds and kept in pence."""

from decimal import Decimal
from typing import Any

from django import forms

from kith.design.dates import DateBoxes
from kith.design.money import AmountField

DECIDED = "Such as “members’ meeting of 3 May”."


def amount_field(
    label: str = "Amount", help_text: str = "In pounds, such as 25 or 25.50."
) -> AmountField:
    """An amount of money, in whole units with two decimals."""
    return AmountField(
        label=label,
        help_text=help_text,
        decimal_places=2,
        max_digits=11,
        error_messages={
            "required": "Write an amount, such as 25.",
            "invalid": "Write an amount in numbers, such as 25 or 25.50.",
            "max_decimal_places": "Write pounds and pence, such as 25.50.",
        },
    )


def minor(amount: Decimal) -> int:
    """The amount in minor units."""
    return int(amount * 100)


class TakeForm(forms.Form):
    """How many shares somebody takes, and in how many months they pay."""

    amount = amount_field("How much do you want to pay in?")
    months = forms.IntegerField(
        label="In how many months will you pay?",
        help_text="0 means at once.",
        min_value=0,
        initial=0,
    )

    def __init__(self, *args: Any, parts: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if not parts:
            del self.fields["months"]


class AmountForm(forms.Form):
    """An amount and nothing else."""

    amount = amount_field("How much would you like back?")


class GiveUpForm(forms.Form):
    """Unpaid shares that are given up."""

    amount = amount_field("How much is given up?")
    words = forms.CharField(label="Why", required=False, max_length=200)


class ReceivedForm(forms.Form):
    """Money that came in."""

    amount = amount_field("How much came in?")
    day = DateBoxes(label="On which day?")
    words = forms.CharField(
        label="How",
        required=False,
        max_length=200,
        help_text="Such as “bank, reference AM12” or “cash”.",
    )


class PaidForm(forms.Form):
    """Money that went out."""

    day = DateBoxes(label="On which day was it paid?")
    words = forms.CharField(
        label="How", required=False, max_length=200, help_text="Such as “bank, reference AM12”."
    )


class PassOnForm(PaidForm):
    """What goes straight to the person a member named."""

    as_shares = forms.TypedChoiceField(
        label="How do they have it?",
        choices=[("no", "As money, paid out"), ("yes", "As shares: they are a member")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )

    field_order = ("as_shares", "day", "words")


class PutRightForm(forms.Form):
    """What was wrong with an entry."""

    words = forms.CharField(
        label="What was wrong?", max_length=200, help_text="The member reads it, word for word."
    )


class NominateForm(forms.Form):
    """Who is to have a member's shares at death."""

    name = forms.CharField(
        label="Full name",
        max_length=120,
        required=False,
        help_text="Leave it empty to name nobody.",
    )
    relation = forms.CharField(
        label="Who are they to you?",
        max_length=80,
        required=False,
        help_text="Such as my daughter.",
    )
    address = forms.CharField(label="Their address", max_length=240, required=False)
    number = forms.IntegerField(
        label="Their member’s number, if they are a member", required=False, min_value=1
    )


class InterestForm(forms.Form):
    """Interest for a year."""

    ends = DateBoxes(label="Last day of the year")
    percent = forms.DecimalField(label="Percent a year", decimal_places=2, max_digits=4)
    decided_by = forms.CharField(label="Who decided, and when", max_length=160, help_text=DECIDED)


class StopForm(forms.Form):
    """Why nothing is paid back for now."""

    reason = forms.CharField(
        label="Reason", max_length=300, help_text="Everybody who waits reads it, word for word."
    )
    until = DateBoxes(label="Last day, if it is known", required=False)
    decided_by = forms.CharField(
        label="Who decided, and when", max_length=160, help_text="Such as “board meeting of 3 May”."
    )


class GoOnForm(forms.Form):
    """Who decided that money is paid back again."""

    decided_by = forms.CharField(
        label="Who decided, and when", max_length=160, help_text="Such as “board meeting of 3 May”."
    )
