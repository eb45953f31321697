"""A box for an amount of money, as people write it."""

from decimal import Decimal

from django import forms


class AmountField(forms.DecimalField):
    """An amount with two decimals; “£1,000.50” is read as well as “1000.50”."""

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]  # Django’s takes whole numbers for its base
        """The amount. Raises ValidationError for anything that is none."""
        if isinstance(value, str):
            value = value.replace("£", "").replace(",", "").replace(" ", "")
        return super().to_python(value)
