"""When a search ends: after seconds, after iterations, or when somebody says stop; whichever comes first."""

import threading
import time
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stop:
    """A limit for a search.

    `seconds` is wall-clock time and `iterations` counts candidate plans; at least one is given.
    `signal` may be set from any thread; the search then returns the best plan it has.
    Only a search limited by iterations alone gives the same plan for the same seed on every machine.
    """

    seconds: float | None = None
    iterations: int | None = None
    signal: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        if self.seconds is None and self.iterations is None:
            raise ValueError("Say when to stop: give seconds, iterations, or both.")
        if (self.seconds is not None and self.seconds <= 0) or (
            self.iterations is not None and self.iterations <= 0
        ):
            raise ValueError("A limit must be more than zero.")

    def clock(self) -> "Clock":
        """Start counting now."""
        return Clock(self, time.monotonic())


@dataclass(slots=True)
class Clock:
    """A running `Stop`: how far along it is, from 0 to 1, and whether it is over."""

    stop: Stop
    started: float
    iterations: int = 0

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    @property
    def progress(self) -> float:
        """The share of the nearest limit that is used up, 0.0 to 1.0."""
        shares = [0.0]
        if self.stop.seconds is not None:
            shares.append(self.elapsed / self.stop.seconds)
        if self.stop.iterations is not None:
            shares.append(self.iterations / self.stop.iterations)
        return min(1.0, max(shares))

    @property
    def over(self) -> bool:
        """True once any limit is reached or the signal is set."""
        return self.stop.signal.is_set() or self.progress >= 1.0
