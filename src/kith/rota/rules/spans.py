"""When somebody can work in a week: their working times, with everything that takes time away cut out."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from kith.kernel.week import Week, Window


class Span(Protocol):
    """A working time of a weekday."""

    weekday: int
    starts: time
    ends: time
    since: date
    until: date | None


def in_force(span: Span, day: date) -> bool:
    """True when the working time holds on `day`."""
    return (
        span.weekday == day.weekday()
        and span.since <= day
        and (span.until is None or day <= span.until)
    )


def on_day(spans: Iterable[Span], day: date, zone: ZoneInfo) -> list[Window]:
    """The windows in which work begins on `day`; a night runs on into the next."""
    return [Window.local(day, s.starts, s.ends, zone) for s in spans if in_force(s, day)]


def in_week(
    spans: Iterable[Span], away: Iterable[Window], week: Week, zone: ZoneInfo
) -> list[Window]:
    """What can be worked from Monday 00:00 on, joined up, without the times away.

    The night that began on the Sunday before counts from Monday 00:00; the one that begins this Sunday runs on.
    """
    kept = list(spans)
    whole = Window(week.starts(zone), week.ends(zone))
    days = [week.monday - timedelta(days=1), *week.days]
    windows = [w for day in days for w in on_day(kept, day, zone) if w.overlaps(whole)]
    inside = [Window(max(w.start, whole.start), w.end) for w in windows]
    return without(joined(inside), away)


def joined(windows: Iterable[Window]) -> list[Window]:
    """The same time in as few windows as possible, in order."""
    found: list[Window] = []
    for window in sorted(windows):
        if found and window.start <= found[-1].end:
            found[-1] = Window(found[-1].start, max(found[-1].end, window.end))
        else:
            found.append(window)
    return found


def without(windows: Iterable[Window], away: Iterable[Window]) -> list[Window]:
    """The windows with every time away cut out; what is left empty goes."""
    left = list(windows)
    for gone in away:
        left = [part for window in left for part in window.minus(gone)]
    return [window for window in left if window.minutes > 0]


def until_known(start: datetime, end: datetime | None, week_ends: datetime) -> Window:
    """A time away as a window; without a known end it lasts at least this week."""
    return Window(start, max(start, end or week_ends))
