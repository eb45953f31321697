"""What every benchmark is given, and what is written down about the machine that ran it."""

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("kith", "numpy", "numba", "llvmlite", "django", "ortools", "pyvrp", "pyvroom")


class Missing(Exception):
    """A benchmark lacks outside data or a package; the words say which and what to do."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asked for; see README.md."""

    seconds: float | None
    only: tuple[str, ...]
    data: Path | None
    seeds: tuple[int, ...] = (1, 2, 3)
    side_by_side: int = 1
    resume: bool = False

    @property
    def trial(self) -> bool:
        """True for a shorter run: it prints its section and keeps nothing."""
        return self.seconds is not None or bool(self.only)

    def limits(self, own: tuple[float, ...]) -> tuple[float, ...]:
        """Return the time limits in seconds: the benchmark's own, or that of a trial."""
        return own if self.seconds is None else (self.seconds,)

    def folder(self, *parts: str) -> Path:
        """Return a folder of outside data; raise `Missing` if it is not there."""
        if self.data is None:
            raise Missing(
                "Say where the outside data is: KITH_CONFORMANCE_DATA=/folder ./kith bench"
            )
        folder = self.data.joinpath(*parts)
        if not folder.is_dir():
            raise Missing(f"There is no folder {'/'.join(parts)} in the outside data.")
        return folder

    def chosen(self, names: list[str]) -> list[str]:
        """Return the names asked for, in their own order; all if none was named."""
        return [name for name in names if not self.only or name in self.only]


def surroundings() -> dict[str, str]:
    """Return the machine, the versions and the date, each in words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "machine": f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB memory",
        "load at the start": f"{os.getloadavg()[0]:.1f}",
        "versions": ", ".join(_versions()),
        "date": datetime.now(UTC).date().isoformat(),
    }


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def _versions() -> list[str]:
    found = [f"Python {platform.python_version()}"]
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return found
