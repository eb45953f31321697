"""The gate over the front end: are the built files those of the sources beside them? Needs no Node."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SOURCES = ROOT / "frontend"
BUILT = ROOT / "src" / "kith" / "static" / "kith"
_FILES = (
    "kith.css",
    "kith.js",
    "fonts/atkinson-regular.woff2",
    "fonts/atkinson-bold.woff2",
    "logo.svg",
)


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name == "node_modules":
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path


def fingerprint(sources: Path = SOURCES) -> str:
    """One sha256 over the path and content of every source, in the order that build.mjs takes them."""
    total = sha256()
    for name, path in sorted(
        (path.relative_to(sources).as_posix(), path) for path in _walk(sources)
    ):
        total.update(f"{name}\0".encode() + path.read_bytes() + b"\0")
    return total.hexdigest()


def is_built(sources: Path = SOURCES, built: Path = BUILT) -> list[str]:
    """What is wrong with the built front end, one sentence each; an empty list when nothing is."""
    note = built / "built.json"
    if not note.exists():
        return [f"{note} is missing. Run: cd frontend && npm ci && npm run build"]
    missing = [f"{built / name} is missing." for name in _FILES if not (built / name).exists()]
    if json.loads(note.read_text())["sources"] != fingerprint(sources):
        missing.append(
            "The built front end is older than its sources. Run: cd frontend && npm ci && npm run build"
        )
    return missing
