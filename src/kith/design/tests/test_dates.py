"""A date in three boxes."""

from datetime import date

import pytest
from django import forms

from kith.design.dates import DateBoxes


class When(forms.Form):
    """One question."""

    day = DateBoxes(label="When?")


def typed(day: str, month: str, year: str) -> When:
    return When({"day_day": day, "day_month": month, "day_year": year})


def test_three_numbers_make_a_date() -> None:
    form = typed("3", "04", "2027")
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2027, 4, 3)


@pytest.mark.parametrize(
    ("boxes", "words"),
    [
        (("", "", ""), "Enter a day, a month and a year."),
        (("3", "", "2027"), "The date must include a month."),
        (("3", "", ""), "The date must include a month and a year."),
        (("31", "2", "2027"), "There is no such day. Check the day and the month."),
        (("3", "April", "2027"), "Use numbers only, for example 27 3 2026."),
        (("3", "4", "27"), "Write the year with four numbers, for example 2026."),
        (("3", "4", "99999"), "Check the year, for example 2026."),
        (("3", "4", "1000"), "Check the year, for example 2026."),
    ],
)
def test_a_wrong_date_says_what_is_wrong(boxes: tuple[str, str, str], words: str) -> None:
    assert typed(*boxes).errors["day"] == [words]
