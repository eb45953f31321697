"""Where the engine's machine code is kept: one folder for each state of its sources.

Numba keeps what it compiled beside each file and looks for changes in that file alone; a function that calls a changed
one in another file would go on running the old one. So the folder's name is a digest of all sources together.
"""

import hashlib
import os
import shutil
from functools import cache
from importlib.metadata import version
from pathlib import Path

ENGINE = Path(__file__).parent


@cache
def folder() -> Path:
    """Return the folder for the sources as they are now, made if it is missing; older ones beside it are removed.

    It lies beside the engine where that can be written, else in the user's own cache.
    """
    name = f"numba-{_digest()}"
    place = _writable(ENGINE / "__pycache__") or _writable(_own_cache()) or _own_cache()
    for older in place.glob("numba-*"):
        if older.name != name:
            shutil.rmtree(older, ignore_errors=True)
    (place / name).mkdir(parents=True, exist_ok=True)
    return place / name


def is_complete() -> bool:
    """True when everything was compiled from these sources already."""
    return _mark().exists()


def say_complete() -> None:
    """Remember that everything is compiled."""
    _mark().touch()


def _mark() -> Path:
    return folder() / "complete"


def _digest() -> str:
    found = hashlib.sha256(version("numba").encode())
    for file in sorted(ENGINE.rglob("*.py")):
        if "tests" not in file.relative_to(ENGINE).parts:
            found.update(file.read_bytes())
    return found.hexdigest()[:12]


def _own_cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kith"


def _writable(place: Path) -> Path | None:
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return place if os.access(place, os.W_OK) else None
