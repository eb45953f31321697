"""From a TOML file to `Articles`, or to every mistake in it at once, each with its line and a reason."""

import re
import tomllib
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import fields
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from kith.articles import lines
from kith.articles.contradictions import contradictions
from kith.articles.rules import Articles, Fault, MemberClass, WrongArticles
from kith.articles.tables import CLASS, FORMAT, TABLES, TOP
from kith.articles.values import Read, shown

MODELS = Path(__file__).with_name("model_articles")
OLDER = Path(__file__).with_name("older")
T = TypeVar("T")


def model_names() -> tuple[str, ...]:
    """The model articles that come with Kith, by name."""
    return tuple(sorted(file.stem for file in MODELS.glob("*.toml")))


def model_text(model: str) -> str:
    """The TOML text of one of the model articles. Raises KeyError when there is none of that name."""
    if model not in model_names():
        raise KeyError(model)
    return (MODELS / f"{model}.toml").read_text(encoding="utf-8")


def read_articles(source: Path | str) -> Articles:
    """Read articles from a file (a Path) or from TOML text (a str). Raises WrongArticles with every fault."""
    return _read(_text_of(source) if isinstance(source, Path) else source)


@cache
def _before_format_2() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((OLDER / "format_1.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def _read(text: str) -> Articles:
    table, wrong, lost = _parse(text)
    reader = _Reader(lines.lines_of(text), lost)
    articles = reader.articles(table)
    if articles is not None and not wrong:
        for path, reason in contradictions(articles):
            reader.fault(path, reason)
    faults = tuple(sorted({*wrong, *reader.faults}))
    if faults or articles is None:
        raise WrongArticles(faults)
    return articles


def _text_of(file: Path) -> str:
    raw = file.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        fault = Fault(line, "", "this is not text in UTF-8; save the file as UTF-8 and try again")
        raise WrongArticles((fault,)) from error


def _parse(text: str) -> tuple[dict[str, Any], list[Fault], frozenset[str]]:
    """The table, the mistakes of writing, and the keys lost with them.

    A line that TOML cannot read is reported and left out, so that the mistakes after it are found too.
    """
    wrong: list[Fault] = []
    lost: set[str] = set()
    rows = lines.rows_of(text)
    while True:
        try:
            return tomllib.loads("\n".join(rows)), wrong, frozenset(lost)
        except tomllib.TOMLDecodeError as error:
            at = re.search(r"\(at line (\d+), column \d+\)", str(error))
            number = int(at[1]) if at else len(rows)
            row = rows[number - 1] if number <= len(rows) else ""
            reason = str(error).split(" (at")[0]
            wrong.append(
                Fault(number, _key_in(row), f"this line is not written as TOML asks: {reason}")
            )
            if not at or not row.strip() or len(wrong) == 20:
                return {}, wrong, frozenset({"*"})
            lost.add(_key_in(row))
            rows[number - 1] = ""


def _key_in(row: str) -> str:
    found = re.match(r"\s*\[*\s*([\w-]+)", row)
    return found[1] if found else ""


def completed(table: Mapping[str, Any]) -> dict[lines.Path, Any]:
    """What a table of an older format does not say, and what Kith takes for it, by path."""
    missing: dict[lines.Path, Any] = {}
    for name, known in _before_format_2().items():
        found = table.get(name, [] if name == "classes" else {})
        if isinstance(found, list):
            parts: list[tuple[lines.Path, Any]] = [((name, n), row) for n, row in enumerate(found)]
        else:
            parts = [((name,), found)]
        for path, part in parts:
            if isinstance(part, dict):
                missing |= {(*path, key): known[key] for key in known if key not in part}
    return missing


class _Reader:
    """Reads tables and collects what is wrong with them, so that one run finds everything."""

    def __init__(self, places: Mapping[lines.Path, int], lost: frozenset[str]) -> None:
        self.places, self.lost = places, lost
        self.faults: list[Fault] = []
        self.assumed: list[str] = []

    def fault(self, path: lines.Path, reason: str) -> None:
        """Remember one fault."""
        key = ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
        self.faults.append(Fault(lines.line_of(path, self.places), key, reason))

    def articles(self, table: Mapping[str, Any]) -> Articles | None:
        """The whole object, or None when anything is wrong."""
        number = self._format(table.get("format", 1))
        if number is None:
            return None
        if number < FORMAT:
            table = self._completed(table)
        self._unknown(table, ("format", *TOP, "classes", *TABLES), ())
        top = self._values(table, TOP, ())
        classes = self._classes(table.get("classes"))
        parts: dict[str, Any] = {
            name: self._table(table.get(name), name, *TABLES[name]) for name in TABLES
        }
        if self.faults or self.lost:
            return None
        return Articles(format=number, **top, classes=classes, **parts, assumed=tuple(self.assumed))

    def _format(self, number: object) -> int | None:
        if isinstance(number, bool) or not isinstance(number, int) or number < 1:
            self.fault(("format",), f"write format = {FORMAT}, not {shown(number)}")
            return None
        if number > FORMAT:
            self.fault(
                ("format",),
                f"these articles are of format {number}, for a newer Kith; this one reads up to "
                f"{FORMAT}. Bring Kith up to date, then try again",
            )
            return None
        return number

    def _completed(self, table: Mapping[str, Any]) -> dict[str, Any]:
        """An older file with what it does not say; a key lost with a mistake of writing is not among that."""
        whole = deepcopy(dict(table))
        for path, value in completed(table).items():
            place: Any = whole
            for part in path[:-1]:
                place = place.setdefault(part, {}) if isinstance(place, dict) else place[part]
            place[path[-1]] = value
            said = f"{path[0]}.{path[-1]}"
            if not self.lost & {"*", path[0], path[-1]} and said not in self.assumed:
                self.assumed.append(said)
        return whole

    def _classes(self, found: object) -> tuple[MemberClass, ...]:
        if not isinstance(found, list) or not found:
            if not self.lost & {"*", "classes"}:
                self.fault(
                    ("classes",), "there is no class of members; add at least one [[classes]]"
                )
            return ()
        return tuple(
            one
            for index, row in enumerate(found)
            if (one := self._object(row, ("classes", index), MemberClass, CLASS)) is not None
        )

    def _table(
        self, found: object, name: str, kind: type[T], readers: Mapping[str, Read]
    ) -> T | None:
        if found is None:
            if not self.lost & {"*", name}:
                self.fault((name,), f"the table [{name}] is missing; it needs {', '.join(readers)}")
            return None
        return self._object(found, (name,), kind, readers)

    def _object(
        self, found: object, path: lines.Path, kind: type[T], readers: Mapping[str, Read]
    ) -> T | None:
        if not isinstance(found, dict):
            self.fault(path, f"this should be a table of its own, not {shown(found)}")
            return None
        self._unknown(found, tuple(readers), path)
        values = self._values(found, readers, path)
        complete = all(field.name in values for field in fields(kind))  # type: ignore[arg-type]
        return kind(**values) if complete else None

    def _values(
        self, found: Mapping[str, Any], readers: Mapping[str, Read], path: lines.Path
    ) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, read in readers.items():
            if key not in found:
                if not self.lost & {"*", key}:
                    self.fault((*path, key), "this is missing")
                continue
            try:
                values[key] = read(found[key])
            except ValueError as error:
                self.fault((*path, key), str(error))
        return values

    def _unknown(self, found: Mapping[str, Any], known: tuple[str, ...], path: lines.Path) -> None:
        for key in found:
            if key not in known:
                near = get_close_matches(key, known, n=1)
                hint = f"Did you mean “{near[0]}”?" if near else f"Known here: {', '.join(known)}."
                self.fault((*path, key), f"there is no such key. {hint}")
