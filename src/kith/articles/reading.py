"""From a TOML file to `Articles`, or to every mistake in it at once, each with its line and a reason."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from kith.articles import lines
from kith.articles.rules import (
    Articles,
    Board,
    Fault,
    Majority,
    Meetings,
    MemberClass,
    Shares,
    Surplus,
    TeamRules,
    Votes,
    WrongArticles,
    contradictions,
)

MODELS = Path(__file__).with_name("model_articles")
SHARED_BY = ("hours", "use", "equally", "nobody")
Read = Callable[[Any], object]
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
    rows = text.splitlines()
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


# How each value is read. A reader returns the value or raises ValueError with the reason in plain words.


def words(value: object) -> str:
    """Some text."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"write some words in quotes, not {_shown(value)}")
    return " ".join(value.split())


def short_name(value: object) -> str:
    """A name of small letters, digits and hyphens."""
    if not isinstance(value, str) or not re.fullmatch(r"[a-z][a-z0-9-]*", value):
        raise ValueError(
            f'use small letters, digits and hyphens, such as "workers", not {_shown(value)}'
        )
    return value


def yes_or_no(value: object) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise ValueError(f"write true or false, not {_shown(value)}")
    return value


def whole(least: int, most: int, why: str = "") -> Read:
    """A whole number between two bounds; `why` gives the bound's reason."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(f"write a whole number, not {_shown(value)}")
        if not least <= value <= most:
            tail = f" ({why})" if why else ""
            raise ValueError(f"{value} is outside {least} to {most}{tail}")
        return value

    return read


def majority(value: object) -> Majority:
    """'more than 1/2' or 'at least 3/4'."""
    found = (
        re.fullmatch(r"(more than|at least) (\d+)/(\d+)", value) if isinstance(value, str) else None
    )
    if not found or int(found[3]) == 0:
        raise ValueError(f'write it like "more than 1/2" or "at least 3/4", not {_shown(value)}')
    share = Fraction(int(found[2]), int(found[3]))
    if not Fraction(1, 2) <= share <= 1 or (found[1] == "more than" and share == 1):
        raise ValueError(
            f"{value} is not a majority: it must lie between half and all of the votes"
        )
    if found[1] == "at least" and share == Fraction(1, 2):
        raise ValueError('half against half decides nothing; write "more than 1/2"')
    return Majority(share, found[1] == "more than")


def one_of(*allowed: str) -> Read:
    """One of a few words."""

    def read(value: object) -> str:
        if value not in allowed:
            near = get_close_matches(str(value), allowed, n=1)
            hint = f" Did you mean “{near[0]}”?" if near else ""
            raise ValueError(f"{_shown(value)} is none of {', '.join(allowed)}.{hint}")
        return str(value)

    return read


_yes_no = yes_or_no
_percent = whole(0, 100)
TOP: Mapping[str, Read] = {"model": short_name, "name": words, "purpose": words}
CLASS: Mapping[str, Read] = {
    "key": short_name,
    "title": words,
    "who": words,
    "organisations": _yes_no,
    "board_seats": whole(0, 30),
}
TABLES: Mapping[str, tuple[type[Any], Mapping[str, Read]]] = {
    "board": (
        Board,
        {
            "seats": whole(3, 30, "a board has at least three people"),
            "term_years": whole(1, 6),
            "most_terms": whole(1, 10),
            "meetings_a_year": whole(1, 52),
            "quorum": whole(2, 30, "one person alone is no meeting"),
            "equal_voice": _yes_no,
        },
    ),
    "meetings": (
        Meetings,
        {
            "notice_days": whole(7, 60, "members need time; fourteen clear days is usual"),
            "quorum_heads": whole(2, 500, "one person alone is no meeting"),
            "quorum_percent": _percent,
            "quorum_in_each_class": _yes_no,
            "most_proxies": whole(0, 5, "nobody should hold many people's votes"),
        },
    ),
    "votes": (Votes, {"ordinary": majority, "special": majority, "class_by_class": _yes_no}),
    "shares": (
        Shares,
        {
            "value": whole(1, 100_000),
            "least": whole(1, 1_000_000),
            "most": whole(
                1, 10_000_000, "the law allows one person £100,000 in shares: 2014 Act, section 24"
            ),
            "withdrawal_notice_days": whole(0, 1825),
        },
    ),
    "surplus": (
        Surplus,
        {
            "reserve_least": _percent,
            "community_least": _percent,
            "members_most": _percent,
            "interest_most": whole(
                0, 15, "interest on shares is limited: it pays for the use of money, no more"
            ),
            "shared_by": one_of(*SHARED_BY),
        },
    ),
    "teams": (
        TeamRules,
        {
            "most_members": whole(2, 12, "a team that manages itself has at most twelve people"),
            "connector": _yes_no,
            "coach": _yes_no,
            "coach_from_outside": _yes_no,
            "people_choose_team": _yes_no,
            "role_months": whole(1, 60),
        },
    ),
}


class _Reader:
    """Reads tables and collects what is wrong with them, so that one run finds everything."""

    def __init__(self, places: Mapping[lines.Path, int], lost: frozenset[str]) -> None:
        self.places, self.lost = places, lost
        self.faults: list[Fault] = []

    def fault(self, path: lines.Path, reason: str) -> None:
        """Remember one fault."""
        key = ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
        self.faults.append(Fault(lines.line_of(path, self.places), key, reason))

    def articles(self, table: Mapping[str, Any]) -> Articles | None:
        """The whole object, or None when anything is wrong."""
        self._unknown(table, (*TOP, "classes", *TABLES), ())
        top = self._values(table, TOP, ())
        classes = self._classes(table.get("classes"))
        parts: dict[str, Any] = {
            name: self._table(table.get(name), name, *TABLES[name]) for name in TABLES
        }
        if self.faults or self.lost:
            return None
        return Articles(**top, classes=classes, **parts)

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
            self.fault(path, f"this should be a table of its own, not {_shown(found)}")
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


def _shown(value: object) -> str:
    text = repr(value) if not isinstance(value, str) else f"“{value}”"
    return text if len(text) <= 40 else f"{text[:39]}…"
