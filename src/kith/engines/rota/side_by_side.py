"""Searching on several cores: one search for each, with its own seed and its own plan; the caller keeps the best.

The searches run in threads, for compiled code does not hold Python's lock. None of them sees what another does, so
that a limit of iterations still gives one plan for each seed and number of cores.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, TypeVar

from kith.engines.rota.stopping import Stop

R = TypeVar("R")
Progress = Callable[..., None]
"""Told how far a search is, and then its best so far as numbers, of which fewer are better from the first on."""
Search = Callable[[Stop, int, Progress | None], R]
"""One search: until when, from which seed, and whom to tell."""


def side_by_side(
    search: Search[R], *, stop: Stop, seed: int, cores: int, progress: Progress | None
) -> list[R]:
    """Run `search` once for each core, each to the whole of `stop`, and return the results in the order of the cores.

    The first runs here, with `seed` itself; only it calls `progress`, with the best that any of them has. When
    one raises, the others end and the error is raised. Raises `ValueError` for less than one core.
    """
    if cores < 1:
        raise ValueError(f"A search needs a core to run on, not {cores}.")
    if cores == 1:
        return [search(stop, seed, progress)]
    halt = _Halt(stop.signal)
    held, told = replace(stop, signal=halt), _Telling(progress)

    def run(core: int) -> R:
        try:
            return search(held, seed_of(seed, core), told.by(core))
        except BaseException:
            halt.set()
            raise

    try:
        with ThreadPoolExecutor(cores - 1, "rota") as pool:
            others = [pool.submit(run, core) for core in range(1, cores)]
            first = run(0)
    except BaseException:  # Ctrl-C while waiting for the others
        halt.set()
        raise
    return [first, *(other.result() for other in others)]


def seed_of(seed: int, core: int) -> int:
    """Return the seed of one core's search: far from those that people give, and `seed` itself for the first."""
    return seed + core * 0x9E3779B1


class _Halt(threading.Event):
    """Set when the caller's own signal is, or when a search beside this one has failed."""

    def __init__(self, asked: threading.Event) -> None:
        super().__init__()
        self.asked = asked

    def is_set(self) -> bool:
        return super().is_set() or self.asked.is_set()


class _Telling:
    """Keeps what every search last said, so that the first can tell the best of them."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress
        self.latest: dict[int, tuple[Any, ...]] = {}

    def by(self, core: int) -> Progress | None:
        """Return what one search calls."""
        if self.progress is None:
            return None

        def tell(clock: Any, *best: Any) -> None:
            self.latest[core] = best
            if core == 0 and self.progress is not None:
                self.progress(clock, *min(self.latest.copy().values()))

        return tell
