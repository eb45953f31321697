"""What hours and working times can be written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from kith.foundation.errors import DomainError

LONGEST_WEEK = 60 * 60  # minutes: beyond this a typing slip is likelier than a contract
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY = 24 * 60
NOTICE = timedelta(
    days=7
)  # Working Time Regulations 1998, regulation 5(2): when nothing longer was agreed


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """When somebody can work on a weekday (0 is Monday); an end at or before the start is on the next day."""

    weekday: int
    starts: time
    ends: time

    @property
    def minutes(self) -> tuple[int, int]:
        """From and until, in minutes of the week; the end may lie in the next week."""
        start = self.weekday * DAY + self.starts.hour * 60 + self.starts.minute
        length = (self.ends.hour - self.starts.hour) * 60 + self.ends.minute - self.starts.minute
        return start, start + (length if length > 0 else length + DAY)


def check_contract(minutes_per_week: int) -> None:
    """Raise DomainError unless the hours are more than none and at most sixty."""
    if minutes_per_week <= 0:
        raise DomainError(
            "Write how many hours a week, such as 30. It must be more than 0.", field="hours"
        )
    if minutes_per_week > LONGEST_WEEK:
        raise DomainError("That is more than 60 hours a week. Check the number.", field="hours")


def check_opting_out(*, own: bool, since: date, today: date) -> None:
    """Raise DomainError unless workers themselves agree to more than 48 hours, and from today on at the earliest."""
    if not own:
        raise DomainError(
            "Only the worker can agree to more than 48 hours a week. Ask them to tick this themselves.",
            field="opted_out",
        )
    if since < today:
        raise DomainError(
            "Nobody can agree to more than 48 hours for days that are over. Choose today or a later day.",
            field="since",
        )


def check_notice(*, own: bool, since: date, today: date) -> None:
    """Raise DomainError unless workers themselves end their agreement, with the notice of regulation 5(2)."""
    if not own:
        raise DomainError("Only the worker can end this agreement.", field="opted_out")
    if since < today + NOTICE:
        raise DomainError(
            "Ending this agreement takes 7 days, as the law says. Choose a day at least 7 days from today.",
            field="since",
        )


def check_spans(spans: Sequence[Span]) -> None:
    """Raise DomainError for the first two spans that overlap, also over midnight and over Sunday night."""
    ordered = sorted(spans)
    for first, then in zip(ordered, [*ordered[1:], *ordered[:1]], strict=True):
        begins, ends = then.minutes[0], first.minutes[1]
        if first is ordered[-1]:
            begins += 7 * DAY
        if len(ordered) > 1 and begins < ends:
            raise DomainError(
                f"On {DAYS[then.weekday]} two times overlap: one ends at {first.ends:%H:%M}, "
                f"the next begins at {then.starts:%H:%M}. Change one of them.",
                field=f"starts_{then.weekday}",
            )
