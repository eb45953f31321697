"""A date typed into three boxes: day, month, year. Nobody has to guess a format or fight a calendar."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EARLIEST, LATEST = 1850, 2200  # the oldest date of birth, and far enough ahead


class DateBoxesWidget(forms.MultiWidget):
    """Three text boxes, named NAME_day, NAME_month and NAME_year."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.TextInput() for part in ("day", "month", "year")
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """A date as its three parts."""
        return (
            [value.day, value.month, value.year] if isinstance(value, date) else [None, None, None]
        )


class DateBoxes(forms.MultiValueField):
    """A form field that gives a `date`, or says which part is missing or wrong."""

    widget = DateBoxesWidget
    default_error_messages = {"required": gettext_lazy("Enter a day, a month and a year.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("require_all_fields", False)
        super().__init__(
            fields=tuple(forms.CharField(required=False, max_length=9) for _part in range(3)),
            **options,
        )

    def compress(self, data_list: list[str]) -> date | None:
        """Three texts to a date; raises ValidationError in words when they make none."""
        if not any(data_list):
            return None
        _say_missing(data_list)
        try:
            day, month, year = (int(part) for part in data_list)
        except ValueError as error:
            raise ValidationError(_("Use numbers only, for example 27 3 2026.")) from error
        if year < 100:
            raise ValidationError(_("Write the year with four numbers, for example 2026."))
        if not EARLIEST <= year < LATEST:
            raise ValidationError(_("Check the year, for example 2026."))
        try:
            return date(year, month, day)
        except ValueError as error:
            raise ValidationError(
                _("There is no such day. Check the day and the month.")
            ) from error


def _say_missing(parts: list[str]) -> None:
    names = [_("a day"), _("a month"), _("a year")]
    gone = [name for name, part in zip(names, parts, strict=True) if not part]
    if gone:
        raise ValidationError(
            _("The date must include %(parts)s.") % {"parts": _(" and ").join(gone)}
        )
