"""What a visit may ask for, and on which dates it falls. Nothing here reads the database."""

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kith.foundation.errors import DomainError
from kith.kernel.week import Week, local_moment
from kith.support.models import ChangedDate, Pause, VisitPattern

SHORTEST, LONGEST = 5, 720
LONGEST_OVER_MIDNIGHT = 6 * 60
LONGEST_GAP = 720
LATEST_LATE = 60
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a person wants of a repeating visit, as written on the form. Minutes are whole minutes."""

    what: str
    weekdays: tuple[int, ...]
    starts_on: date
    earliest: time
    latest: time
    minutes: int
    late_most: int = 0
    how: str = ""
    every_weeks: int = 1
    ends_on: date | None = None
    workers_needed: int = 1
    skills: frozenset[uuid.UUID] = frozenset()
    after: uuid.UUID | None = None
    gap_least: int = 0
    gap_most: int | None = None
    address: str = ""
    postcode: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: the field it belongs to, and words that say what to do."""

    field: str
    message: str


def problems_in(wanted: Wanted) -> list[Problem]:
    """Everything that is wrong with what is wanted, taken by itself; empty when nothing is."""
    checks = (
        (not wanted.what.strip(), "what", "Write what the visit is for, such as “Getting up”."),
        (not wanted.weekdays, "weekdays", "Choose at least one day of the week."),
        (
            any(day not in range(7) for day in wanted.weekdays),
            "weekdays",
            "Choose days from Monday to Sunday.",
        ),
        (
            not 1 <= wanted.every_weeks <= 52,
            "every_weeks",
            "Write how often it repeats: from every 1 to every 52 weeks.",
        ),
        (
            not SHORTEST <= wanted.minutes <= LONGEST,
            "minutes",
            f"A visit lasts from {SHORTEST} minutes to {LONGEST} minutes (12 hours).",
        ),
        (
            wanted.workers_needed not in (1, 2),
            "workers_needed",
            "A visit needs 1 worker or 2 workers.",
        ),
        (
            wanted.ends_on is not None and wanted.ends_on < wanted.starts_on,
            "ends_on",
            "The last day is before the first day. Change one of them.",
        ),
        *_window_checks(wanted.earliest, wanted.latest),
        (
            not 0 <= wanted.late_most <= LATEST_LATE,
            "late_most",
            f"A visit may start from 0 to {LATEST_LATE} minutes late.",
        ),
        *_gap_checks(wanted),
    )
    return [Problem(field, message) for wrong, field, message in checks if wrong]


def _window_checks(earliest: time, latest: time) -> tuple[tuple[bool, str, str], ...]:
    return (
        (
            window_minutes(earliest, latest) > LONGEST_OVER_MIDNIGHT and latest < earliest,
            "latest",
            (
                f"The latest start ({latest:%H:%M}) is before the earliest start ({earliest:%H:%M}). "
                "Only a night visit may pass midnight, and then by at most 6 hours, such as 22:00 to 01:00."
            ),
        ),
    )


def _gap_checks(wanted: Wanted) -> tuple[tuple[bool, str, str], ...]:
    most = wanted.gap_most
    return (
        (
            not 0 <= wanted.gap_least <= LONGEST_GAP,
            "gap_least",
            f"The shortest gap is from 0 to {LONGEST_GAP} minutes.",
        ),
        (
            most is not None and not 0 <= most <= LONGEST_GAP,
            "gap_most",
            f"The longest gap is from 0 to {LONGEST_GAP} minutes.",
        ),
        (
            most is not None and most < wanted.gap_least,
            "gap_most",
            "The longest gap is shorter than the shortest gap. Change one of them.",
        ),
        (
            wanted.after is None and (wanted.gap_least > 0 or most is not None),
            "after",
            "A gap needs a visit to come after. Choose that visit, or clear the gap.",
        ),
    )


def check_wanted(wanted: Wanted) -> None:
    """Raise DomainError with the first problem, if there is one."""
    for problem in problems_in(wanted):
        raise DomainError(problem.message, field=problem.field)


def check_window(earliest: time, latest: time) -> None:
    """Raise DomainError when the latest start is before the earliest and it is not a night visit."""
    for wrong, field, message in _window_checks(earliest, latest):
        if wrong:
            raise DomainError(message, field=field)


def check_after(
    wanted: Wanted, series: uuid.UUID | None, others: Mapping[uuid.UUID, VisitPattern]
) -> None:
    """Raise DomainError unless the visit can come after the one it names.

    `others` are the person's patterns by series; `series` is the pattern being changed, if it exists already.
    """
    if wanted.after is None:
        return
    first = others.get(wanted.after)
    if first is None or wanted.after == series:
        raise DomainError("Choose another visit of the same person to come after.", field="after")
    if _leads_back(wanted.after, series, others):
        raise DomainError(
            f"“{first.what}” already comes after this visit, so this visit cannot come after it.",
            field="after",
        )
    if not set(first.weekdays) & set(wanted.weekdays):
        raise DomainError(
            f"“{first.what}” is never on the same day as this visit. Choose another visit or other days.",
            field="after",
        )
    if not _can_follow(wanted, first):
        raise DomainError(
            f"“{first.what}” cannot be over early enough. Make the latest start later, or the gap shorter.",
            field="latest",
        )


def _leads_back(
    start: uuid.UUID, target: uuid.UUID | None, others: Mapping[uuid.UUID, VisitPattern]
) -> bool:
    seen: set[uuid.UUID] = set()
    at: uuid.UUID | None = start
    while at is not None and at not in seen:
        if at == target:
            return True
        seen.add(at)
        at = others[at].after if at in others else None
    return False


def _can_follow(wanted: Wanted, first: VisitPattern) -> bool:
    over = _minute(first.earliest) + first.minutes + wanted.gap_least
    return _minute(wanted.earliest) + window_minutes(wanted.earliest, wanted.latest) >= over


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def window_minutes(earliest: time, latest: time) -> int:
    """Minutes by the clock from the earliest start to the latest, which is the next day when it is before."""
    return (_minute(latest) - _minute(earliest)) % (24 * 60)


def window_on(day: date, earliest: time, latest: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first and last UTC moment at which a visit of that day may start.

    A latest start before the earliest is on the next day. When the clocks change inside the window, the last
    moment is never before the first.
    """
    last_day = day if latest >= earliest else day + timedelta(days=1)
    first = local_moment(day, earliest, zone)
    return first, max(first, local_moment(last_day, latest, zone))


def falls_on(pattern: VisitPattern, day: date) -> bool:
    """True when the repeat has this date, before any change of single dates and any pause."""
    if day < pattern.starts_on or (pattern.ends_on and day > pattern.ends_on):
        return False
    if day.weekday() not in pattern.weekdays:
        return False
    weeks = (Week.of(day).monday - Week.of(pattern.counted_from).monday).days // 7
    return weeks % pattern.every_weeks == 0


def dates_between(pattern: VisitPattern, first: date, last: date) -> Iterator[date]:
    """The dates of the repeat from `first` to `last`, both included."""
    day = max(first, pattern.starts_on)
    end = min(last, pattern.ends_on) if pattern.ends_on else last
    while day <= end:
        if falls_on(pattern, day):
            yield day
        day += timedelta(days=1)


def is_paused(day: date, pauses: list[Pause]) -> bool:
    """True when the day lies in one of the pauses; a pause without a last day goes on."""
    return any(
        pause.since <= day and (pause.until is None or day <= pause.until) for pause in pauses
    )


def day_after_change(day: date, change: ChangedDate | None) -> date | None:
    """The day on which a date of a repeat happens after its own change: None when it is left out."""
    if change is None:
        return day
    return None if change.skipped else change.to_day or day


_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2})(?::00)?)?\s*([ap])?\.?(?:m\.?)?")


def time_of(text: str) -> time:
    """Read a time as people write it: 8, 8:30, 08.30, 8am, 8.30 pm, noon. Raises ValueError when it is none."""
    words = {"noon": time(12), "midday": time(12), "midnight": time(0)}
    given = text.strip().lower()
    if given in words:
        return words[given]
    found = _TIME.fullmatch(given)
    if not found:
        raise ValueError(given)
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= 12:
        raise ValueError(given)
    return time(hour % 12 + 12 * (half == "p") if half else hour, minute)
