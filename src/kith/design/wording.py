"""Dates, times and amounts in the words that pages use, in the co-op's time zone.

The people room's middleware activates the co-op's zone for each request; a moment with a zone is shown in it.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as write
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.foundation.clock import now

Moment = datetime | time


def _local(value: date | Moment) -> Any:
    """A moment with a zone as the co-op's wall clock shows it; anything else as it is."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def day(value: date) -> str:
    """Mon 23 November"""
    return write(_local(value), "D j F")


def day_long(value: date) -> str:
    """Monday 23 November 2026"""
    return write(_local(value), "l j F Y")


def date_plain(value: date) -> str:
    """23 November 2026"""
    return write(_local(value), "j F Y")


def day_short(value: date) -> str:
    """Mon 23"""
    return write(_local(value), "D j")


def clock(value: Moment) -> str:
    """7:30am"""
    moment = _local(value)
    return f"{moment.hour % 12 or 12}:{moment.minute:02}{'am' if moment.hour < 12 else 'pm'}"


def clock24(value: Moment) -> str:
    """07:30, where room is scarce"""
    moment = _local(value)
    return f"{moment.hour:02}:{moment.minute:02}"


def span(start: Moment, end: Moment) -> str:
    """7:30 to 8:15am, or 11:30am to 12:15pm"""
    first, last = clock(start), clock(end)
    if first[-2:] == last[-2:]:
        first = first[:-2]
    return _("%(start)s to %(end)s") % {"start": first, "end": last}


def span_with(start: datetime, minutes: int) -> str:
    """The span of a visit from its start and its length in minutes."""
    return span(start, start + timedelta(minutes=minutes))


def days_between(first: date, last: date) -> str:
    """23 to 29 November; the month and year are said twice only when they differ."""
    pattern = "j" if (first.year, first.month) == (last.year, last.month) else "j F"
    if first.year != last.year:
        pattern = "j F Y"
    ending = write(last, "j F Y" if first.year != last.year else "j F")
    return _("%(start)s to %(end)s") % {"start": write(first, pattern), "end": ending}


def moment(value: datetime) -> str:
    """Mon 23 November, 7:30am; with its year when that is not this year"""
    local = _local(value)
    year = "" if local.year == _local(now()).year else f" {local.year}"
    return f"{day(local)}{year}, {clock(local)}"


def minutes(amount: int) -> str:
    """45 minutes, 1 hour, 1 hour 30 minutes"""
    hours, rest = divmod(int(amount), 60)
    parts = []
    if hours:
        parts.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if rest or not hours:
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest})
    return " ".join(parts)


def hours_short(amount: int) -> str:
    """An amount of minutes as hours, to the half: 27 h, 27.5 h"""
    halves = round(amount / 30)
    return f"{halves // 2}.5 h" if halves % 2 else f"{halves // 2} h"


def plural(count: int, one: str, many: str) -> str:
    """1 visit, 2 visits. For text that is written in a template; sentences use ngettext."""
    return f"{count} {one if count == 1 else many}"


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day,
    "day_long": day_long,
    "date_plain": date_plain,
    "day_short": day_short,
    "clock": clock,
    "clock24": clock24,
    "span": span,
    "span_with": span_with,
    "days_between": days_between,
    "moment": moment,
    "minutes": minutes,
    "hours_short": hours_short,
    "plural": plural,
}
