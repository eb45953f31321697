"""Whose day changed between what was sent last and the week as it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """A visit as people were told it: its start in UTC, its length, and a worker id (or None) for each place."""

    start: datetime
    minutes: int
    workers: tuple[str | None, ...]

    def packed(self) -> list[object]:
        """As plain JSON."""
        return [self.start.isoformat(), self.minutes, list(self.workers)]

    @classmethod
    def unpacked(cls, value: list[object]) -> "Sent":
        """From plain JSON."""
        start, minutes, workers = value
        names = workers if isinstance(workers, list) else []
        return cls(datetime.fromisoformat(str(start)), int(str(minutes)), tuple(names))


Snapshot = Mapping[str, Sent]


@dataclass(frozen=True, slots=True)
class Change:
    """One visit that differs: `was` is None when it is new, `now` is None when it is off."""

    visit: str
    was: Sent | None
    now: Sent | None

    @property
    def workers_gone(self) -> list[str]:
        """Workers who no longer make it."""
        now = self.now.workers if self.now else ()
        return [w for w in (self.was.workers if self.was else ()) if w and w not in now]

    @property
    def workers_new(self) -> list[str]:
        """Workers who did not make it before."""
        was = self.was.workers if self.was else ()
        return [w for w in (self.now.workers if self.now else ()) if w and w not in was]

    @property
    def workers_kept(self) -> list[str]:
        """Workers who make it before and after."""
        now = self.now.workers if self.now else ()
        return [w for w in now if w and w not in self.workers_new]

    @property
    def moved(self) -> bool:
        """True when it is at another time or of another length."""
        if self.was is None or self.now is None:
            return False
        return (self.was.start, self.was.minutes) != (self.now.start, self.now.minutes)

    @property
    def same_workers(self) -> bool:
        """True when the same people come, in whatever order."""
        return not self.workers_gone and not self.workers_new


def changes_between(was: Snapshot, now: Snapshot) -> Iterator[Change]:
    """Yield every visit that somebody must be told about; the order of two workers does not matter."""
    for visit in sorted({*was, *now}):
        change = Change(visit, was.get(visit), now.get(visit))
        if change.was is None or change.now is None or change.moved or not change.same_workers:
            yield change


def unpack(snapshot: Mapping[str, list[object]]) -> dict[str, Sent]:
    """Read a publication's snapshot."""
    return {visit: Sent.unpacked(value) for visit, value in snapshot.items()}


def pack(snapshot: Snapshot) -> dict[str, list[object]]:
    """Write a snapshot as plain JSON."""
    return {visit: sent.packed() for visit, sent in snapshot.items()}
