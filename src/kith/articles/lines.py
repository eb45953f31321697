"""On which line each key of a TOML text stands: `tomllib` reads values but does not say where it found them."""

import re
from collections.abc import Iterator, Mapping

Path = tuple[str | int, ...]
_HEADER = re.compile(r"^\s*\[(\[)?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(
    r"""^\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=(.*)$"""
)
_TOKEN = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*|[\[\]{}]')


def rows_of(text: str) -> list[str]:
    """The lines of a text as TOML counts them: only a line feed ends one, with or without a carriage return."""
    rows = text.replace("\r\n", "\n").split("\n")
    return rows[:-1] if len(rows) > 1 and not rows[-1] else rows


def lines_of(text: str) -> Mapping[Path, int]:
    """Line numbers (from 1) by path; the items of an array of tables have their index in the path."""
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, line in _statements(text):
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            table = _open(_parts(header[2]), bool(header[1]), counts)
            found.setdefault(table, number)
        elif key:
            found.setdefault((*table, *_parts(key[1])), number)
    return found


def line_of(path: Path, lines: Mapping[Path, int]) -> int:
    """The line of the key, or of the nearest table around it, or 1."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _open(parts: Path, many: bool, counts: dict[Path, int]) -> Path:  # noqa: FBT001
    parent: Path = ()
    for part in parts[:-1]:
        parent = (*parent, part)
        if parent in counts:
            parent = (*parent, counts[parent] - 1)
    path = (*parent, parts[-1])
    if not many:
        return path
    counts[path] = counts.get(path, 0) + 1
    return (*path, counts[path] - 1)


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """The lines on which a statement begins: not those inside a long string or a bracket still open."""
    depth, quote = 0, ""
    for number, line in enumerate(rows_of(text), start=1):
        if not quote and depth == 0:
            yield number, line
        header = not quote and depth == 0 and _HEADER.match(line)
        if not header:
            depth, quote = _after(line, depth, quote)


def _after(line: str, depth: int, quote: str) -> tuple[int, str]:
    at = 0
    while at < len(line):
        if quote:
            end = line.find(quote, at)
            if end < 0:
                return depth, quote
            at, quote = end + 3, ""
            continue
        token = _TOKEN.search(line, at)
        if token is None:
            break
        at = token.end()
        if token[0] in {'"""', "'''"}:
            quote = token[0]
        depth = max(0, depth + {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0))
    return depth, quote


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in text.split("."))
