"""The one clock. Rooms ask it, tests set it, nobody calls the system's time themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_fixed: ContextVar[datetime | None] = ContextVar("kith_clock", default=None)


def now() -> datetime:
    """The present moment in UTC, or the moment a test has set."""
    return _fixed.get() or datetime.now(UTC)


def today(zone: ZoneInfo) -> date:
    """Today's date by the wall clock of `zone`."""
    return now().astimezone(zone).date()


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment` (with a time zone) inside the block."""
    if moment.tzinfo is None:
        raise ValueError("Give the moment a time zone.")
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
