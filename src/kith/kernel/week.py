"""Week and Window: planned in local time, kept in UTC, right on the two days a year when clocks change."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

EARLIEST, LATEST = 1900, 2200


def local_moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the UTC moment of a local wall-clock time.

    A time that the spring change skips becomes the same distance after the change (01:30 → 02:30 summer time);
    a time that autumn repeats means its first occurrence.
    """
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """A week of seven local days from Monday."""

    monday: date

    def __post_init__(self) -> None:
        if self.monday.weekday() != 0:
            raise ValueError(f"A week starts on a Monday; {self.monday} is not one.")

    @classmethod
    def of(cls, day: date) -> Self:
        """The week that `day` is in."""
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read '2026-W48' or a date such as '2026-11-23'. Raises ValueError when it is neither, or not of our times."""
        if "W" in text:
            year, _, number = text.partition("-W")
            week = cls(date.fromisocalendar(int(year), int(number), 1))
        else:
            week = cls.of(date.fromisoformat(text))
        if not EARLIEST <= week.monday.year < LATEST:
            raise ValueError(f"{text} is not a week of the years {EARLIEST} to {LATEST}.")
        return week

    @property
    def days(self) -> tuple[date, ...]:
        """The seven dates."""
        return tuple(self.monday + timedelta(days=n) for n in range(7))

    @property
    def sunday(self) -> date:
        """The last day."""
        return self.monday + timedelta(days=6)

    def next(self) -> "Week":
        """The week after."""
        return Week(self.monday + timedelta(days=7))

    def previous(self) -> "Week":
        """The week before."""
        return Week(self.monday - timedelta(days=7))

    def starts(self, zone: ZoneInfo) -> datetime:
        """The UTC moment at which Monday begins."""
        return local_moment(self.monday, time(), zone)

    def ends(self, zone: ZoneInfo) -> datetime:
        """The UTC moment at which the next Monday begins: 167, 168 or 169 hours later."""
        return self.next().starts(zone)

    def minute_of(self, moment: datetime, zone: ZoneInfo) -> int:
        """Whole minutes that have truly passed since the week began; negative before it."""
        return int((moment - self.starts(zone)).total_seconds() // 60)

    def moment_at(self, minute: int, zone: ZoneInfo) -> datetime:
        """The UTC moment `minute` minutes into the week."""
        return self.starts(zone) + timedelta(minutes=minute)

    def __str__(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02d}"


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A span between two UTC moments; the end is not part of it."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("A window needs moments with a time zone.")
        if self.end < self.start:
            raise ValueError("A window ends after it starts.")

    @classmethod
    def local(cls, day: date, start: time, end: time, zone: ZoneInfo) -> Self:
        """A window by the wall clock; an end at or before its start is on the next day."""
        last = day if end > start else day + timedelta(days=1)
        return cls(local_moment(day, start, zone), local_moment(last, end, zone))

    @property
    def minutes(self) -> int:
        """Whole minutes that truly pass inside."""
        return int((self.end - self.start).total_seconds() // 60)

    def overlaps(self, other: Self) -> bool:
        """True when the two share any moment."""
        return self.start < other.end and other.start < self.end

    def minus(self, other: Self) -> tuple["Window", ...]:
        """What is left of this window outside `other`: none, one or two windows."""
        if not self.overlaps(other):
            return (self,)
        parts = []
        if self.start < other.start:
            parts.append(Window(self.start, other.start))
        if other.end < self.end:
            parts.append(Window(other.end, self.end))
        return tuple(parts)
