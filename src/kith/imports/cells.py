"""One cell's text to one value. Each function raises ValueError with words that say what to write instead."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from kith.foundation.errors import DomainError
from kith.people import rules as people
from kith.support.rules import DAYS
from kith.support.rules import time_of as clock_of

WORDS_FOR_DAYS = {
    "every day": range(7),
    "everyday": range(7),
    "daily": range(7),
    "all": range(7),
    "weekdays": range(5),
    "working days": range(5),
    "weekend": (5, 6),
    "weekends": (5, 6),
}
_FORMATS = (
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%d %B %Y",
    "%d %b %Y",
    "%Y-%m-%d %H:%M",
)


def text(cell: str) -> str:
    """The words as they are."""
    return cell


def day(cell: str) -> date:
    """A date, day first: 23/11/2026, 23.11.2026, 23 Nov 2026 or 2026-11-23."""
    for form in _FORMATS:
        try:
            return datetime.strptime(cell, form).date()  # noqa: DTZ007  # a calendar date has no zone
        except ValueError:
            continue
    if re.fullmatch(
        r"\d{5}", cell
    ):  # a date cell formatted as a number: days since 30 December 1899
        return date(1899, 12, 30) + timedelta(days=int(cell))
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", cell):
        raise ValueError("Write the year with four numbers, such as 23/11/2026.")
    raise ValueError("This is not a date. Write the day first, such as 23/11/2026.")


def clock(cell: str) -> time:
    """A time of day: 8, 8:30, 8.30am, 20:15; a fraction of a day as Excel keeps times."""
    if re.fullmatch(r"0?\.\d{3,}", cell):
        minutes = round(float(cell) * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60)
    try:
        return clock_of(cell)
    except ValueError as error:
        raise ValueError("This is not a time. Write it like 08:30.") from error


def days(cell: str) -> tuple[int, ...]:
    """Days of the week: Mon, Wed Fri; Mon-Fri; every day; weekdays; weekend."""
    given = cell.strip().lower()
    if given in WORDS_FOR_DAYS:
        return tuple(WORDS_FOR_DAYS[given])
    found: set[int] = set()
    for part in re.split(r"[,;/&+\s]+|\band\b", re.sub(r"\s*(?:-|–|\bto\b)\s*", "-", given)):
        if part:
            found |= _span_of_days(part)
    if not found:
        raise ValueError("Write days such as Mon, Wed, Fri or “every day”.")
    return tuple(sorted(found))


def _span_of_days(part: str) -> set[int]:
    first, _, last = part.partition("-")
    start = _weekday(first)
    end = _weekday(last) if last else start
    return {(start + step) % 7 for step in range((end - start) % 7 + 1)}


def _weekday(word: str) -> int:
    for number, name in enumerate(DAYS):
        if len(word) >= 2 and name.lower().startswith(
            word.rstrip(".s") if len(word) > 4 else word.rstrip(".")
        ):
            return number
    raise ValueError(f"“{word}” is not a day of the week. Write days such as Mon, Wed, Fri.")


def whole(cell: str) -> int:
    """A whole number."""
    found = re.fullmatch(r"(\d+)(?:[.,]0+)?(?: ?min(?:ute)?s?)?", cell.lower())
    if not found:
        raise ValueError("Write a whole number, such as 30.")
    return int(found[1])


def hours(cell: str) -> int:
    """Hours a week, as minutes: 30, 22.5, 22,5, 22:30, 30 hours."""
    given = re.sub(r"\s*(h|hrs?|hours?)\.?$", "", cell.strip().lower()).replace(",", ".")
    if re.fullmatch(r"\d+:\d{2}", given):
        whole_hours, _, minutes = given.partition(":")
        total = int(whole_hours) * 60 + int(minutes)
    else:
        try:
            total = round(float(given) * 60)
        except (ValueError, OverflowError) as error:
            raise ValueError("Write how many hours a week, such as 30 or 22.5.") from error
    if not 0 < total <= 60 * 60:
        raise ValueError(
            "Write how many hours a week the worker has agreed to: more than 0 and at most 60."
        )
    return total


def names(cell: str) -> tuple[str, ...]:
    """Several names with commas or semicolons between them, each once."""
    parts = (" ".join(part.split()) for part in re.split(r"[,;\n]", cell))
    return tuple(dict.fromkeys(part for part in parts if part))


def _of_people(field: str) -> Callable[[str], Any]:
    def read(cell: str) -> Any:
        try:
            return people.TIDY[field](cell)
        except DomainError as error:
            raise ValueError(error.message) from error

    return read


person_name = _of_people("name")
called = _of_people("called")
pronouns = _of_people("pronouns")
nhs_number = _of_people("nhs_number")
email = _of_people("email")
phone = _of_people("phone")
address = _of_people("address")
postcode = _of_people("postcode")
