"""Changing single values in the text of articles; every other word, note and empty line stays as it was."""

import json
import re
import tomllib
from collections.abc import Mapping

from kith.articles.lines import Path, lines_of, rows_of
from kith.articles.reading import completed
from kith.articles.tables import FORMAT

_VALUE = re.compile(
    r"""^(\s*[^=]+?\s*=\s*)(?:(?:"(?:\\.|[^"\\])*"|'[^']*'|[^"'#\s][^"'#]*?)\s*)(#.*)?$"""
)
Plain = str | int | bool


def with_values(text: str, values: Mapping[Path, Plain]) -> str:
    """The text with these values, by path; the items of an array of tables have their index in the path.

    A key that is not there is added to the end of its table, and a table that is not there to the end of the text. The
    text must be TOML that `tomllib` reads, with each table under its own header.
    """
    for path, value in values.items():
        text = _with_value(text, path, _plain(value))
    return text


def brought_up_to_date(text: str) -> str:
    """Articles of an older format written in today's, with everything said that Kith would otherwise assume.

    Raises WrongArticles naming `format` for a newer one; text that is not TOML stays as it is.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return text
    if table.get("format", 1) == FORMAT:
        return text
    new = {("format",): FORMAT, **completed(table)}
    return with_values(text, new)


def _plain(value: Plain) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # TOML takes it so


def _with_value(text: str, path: Path, written: str) -> str:
    rows, places = rows_of(text), lines_of(text)
    if path not in places:
        return _added(rows, places, path, f"{path[-1]} = {written}")
    first = places[path] - 1
    after = min((n - 1 for n in places.values() if n - 1 > first), default=len(rows))
    found = _VALUE.match(rows[first])
    if found:
        rows[first] = f"{found[1]}{written} {found[2] or ''}".rstrip()
    else:  # a value over several lines
        last = max(n for n in range(first, after) if _part_of_value(rows[first : n + 1]))
        rows[first : last + 1] = [f"{path[-1]} = {written}"]
    return "\n".join(rows) + "\n"


def _part_of_value(rows: list[str]) -> bool:
    """True when these rows are one statement, or the beginning of one, without what follows it."""
    try:
        tomllib.loads("\n".join(rows[:-1]))
    except tomllib.TOMLDecodeError:
        return True
    return len(rows) == 1


def _added(rows: list[str], places: Mapping[Path, int], path: Path, row: str) -> str:
    table = path[:-1]
    if not table:
        first = min(places.values(), default=len(rows) + 1) - 1
        return "\n".join([*rows[:first], row, *rows[first:]]) + "\n"
    if table not in places:
        return "\n".join([*rows, "", f"[{table[0]}]", row]) + "\n"
    last = max(n for place, n in places.items() if place[: len(table)] == table)
    return "\n".join([*rows[:last], row, *rows[last:]]) + "\n"
