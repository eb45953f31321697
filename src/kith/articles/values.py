"""How each value of the articles is read: a reader returns it, or raises ValueError with the reason in plain words."""

import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from kith.articles.rules import DayOfYear
from kith.engines.tally.majority import Majority

Read = Callable[[Any], object]


def words(value: object) -> str:
    """Some text."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"write some words in quotes, not {shown(value)}")
    return " ".join(value.split())


def words_or_none(value: object) -> str:
    """Some text, or "" where the co-op has nothing to say; whether that is enough is asked elsewhere."""
    return "" if value == "" else words(value)


def short_name(value: object) -> str:
    """A name of small letters, digits and hyphens."""
    if not isinstance(value, str) or not re.fullmatch(r"[a-z][a-z0-9-]*", value):
        raise ValueError(
            f'use small letters, digits and hyphens, such as "workers", not {shown(value)}'
        )
    return value


def yes_or_no(value: object) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise ValueError(f"write true or false, not {shown(value)}")
    return value


def whole(least: int, most: int, why: str = "") -> Read:
    """A whole number between two bounds; `why` gives the bound's reason."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(f"write a whole number, not {shown(value)}")
        if not least <= value <= most:
            tail = f" ({why})" if why else ""
            raise ValueError(f"{value} is outside {least} to {most}{tail}")
        return value

    return read


def majority(value: object) -> Majority:
    """'more than 1/2' or 'at least 3/4'."""
    found = (
        re.fullmatch(r"(more than|at least) (\d+)/(\d+)", value) if isinstance(value, str) else None
    )
    if not found or int(found[3]) == 0:
        raise ValueError(f'write it like "more than 1/2" or "at least 3/4", not {shown(value)}')
    share = Fraction(int(found[2]), int(found[3]))
    if not Fraction(1, 2) <= share <= 1 or (found[1] == "more than" and share == 1):
        raise ValueError(
            f"{value} is not a majority: it must lie between half and all of the votes"
        )
    if found[1] == "at least" and share == Fraction(1, 2):
        raise ValueError('half against half decides nothing; write "more than 1/2"')
    return Majority(share, found[1] == "more than")


def one_of(*allowed: str) -> Read:
    """One of a few words."""

    def read(value: object) -> str:
        if value not in allowed:
            near = get_close_matches(str(value), allowed, n=1)
            hint = f" Did you mean “{near[0]}”?" if near else ""
            raise ValueError(f"{shown(value)} is none of {', '.join(allowed)}.{hint}")
        return str(value)

    return read


def day_of_year(value: object) -> DayOfYear:
    """'03-31': a month and a day that every year has."""
    found = re.fullmatch(r"(\d\d)-(\d\d)", value) if isinstance(value, str) else None
    if not found:
        raise ValueError(f'write the month and the day, like "03-31", not {shown(value)}')
    month, day = int(found[1]), int(found[2])
    try:
        date(2001, month, day)
    except ValueError:
        raise ValueError(f"{value} is not a day that every year has") from None
    return DayOfYear(month, day)


def shown(value: object) -> str:
    """The value as it was written, cut short, for a message."""
    text = repr(value) if not isinstance(value, str) else f"“{value}”"
    return text if len(text) <= 40 else f"{text[:39]}…"
