"""A table held against a kind: which columns it has, what each row says, and everything that is wrong."""

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from kith.imports.kinds import KINDS, WRONG, Column, Kind
from kith.imports.reading import FORMULA, Line, Table, UnreadableFile


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what to do. A warning does not keep the row out."""

    row: int
    column: str
    message: str
    value: str = ""
    warning: bool = False


@dataclass(slots=True)
class Row:
    """One row as typed values by field; `columns` gives the file's own header of each field."""

    number: int
    values: dict[str, Any]
    cells: dict[str, str]
    columns: dict[str, str] = field(default_factory=dict)

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a field, or `default` when its cell is empty."""
        return self.values.get(name, default)

    def wrong(self, name: str, message: str, *, warning: bool = False) -> Problem:
        """A problem in the column of a field."""
        column = self.columns.get(name, "")
        return Problem(self.number, column, message, self.cells.get(name, ""), warning)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows that could be read, and what is wrong with the rest. `lines` are all rows of the file."""

    kind: Kind
    header: Line
    lines: tuple[Line, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def kind_of(table: Table, wanted: str = "") -> Kind:
    """The kind asked for, else the one whose columns the table has. Raises UnreadableFile when it is unclear."""
    if wanted:
        return KINDS[wanted]
    headers = {_plain(cell) for cell in table.header.cells if cell}
    best = max(KINDS.values(), key=lambda kind: (_fits(kind, headers), _known(kind, headers)))
    if not _fits(best, headers) and _known(best, headers) < 2:
        raise UnreadableFile(
            "We cannot tell what this file holds. Its first row must name the columns as in one of the templates."
        )
    return best


def _fits(kind: Kind, headers: set[str]) -> bool:
    return all(headers & _names(column) for column in kind.columns if column.needed)


def _known(kind: Kind, headers: set[str]) -> int:
    own = sum(2 for column in kind.columns if _plain(column.name) in headers)
    return own + sum(1 for column in kind.columns if headers & _names(column))


def _names(column: Column) -> set[str]:
    return {_plain(name) for name in (column.name, *column.also)}


def _plain(header: str) -> str:
    return re.sub(r"[^a-z0-9]", "", header.lower())


def read_sheet(table: Table, kind: Kind) -> Sheet:
    """Read every row of a table as this kind. Nothing is raised: what is wrong is in the sheet's problems."""
    places, problems = _columns(table.header, kind)
    missing = [column for column in kind.columns if column.needed and column not in places.values()]
    for column in missing:
        words = f"The column “{column.name}” is missing. Add it; the template shows where."
        problems.append(Problem(table.header.number, column.name, words))
    rows = []
    if not missing:
        for line in table.lines:
            row, wrong = _row(line, places, table.header)
            problems += wrong
            if not wrong:
                rows.append(row)
    problems += _twice(rows, kind)
    bad = {problem.row for problem in problems if not problem.warning}
    good = tuple(row for row in rows if row.number not in bad)
    return Sheet(kind, table.header, table.lines, good, tuple(problems))


def _columns(header: Line, kind: Kind) -> tuple[dict[int, Column], list[Problem]]:
    by_name = {name: column for column in reversed(kind.columns) for name in _names(column)}
    by_name |= {_plain(column.name): column for column in kind.columns}
    places: dict[int, Column] = {}
    problems = []
    for place, cell in enumerate(header.cells):
        column = by_name.get(_plain(cell))
        if not cell or _plain(cell) == _plain(WRONG):
            continue
        if column is None:
            problems.append(Problem(header.number, cell, _unknown(cell, kind)))
        elif column in places.values():
            words = f"There are two columns for “{column.name}”. Keep one; the first is used now."
            problems.append(Problem(header.number, cell, words))
        else:
            places[place] = column
    return places, problems


def _unknown(cell: str, kind: Kind) -> str:
    near = {_plain(column.name): column.name for column in kind.columns}
    close = get_close_matches(_plain(cell), near, n=1, cutoff=0.6)
    hint = f" Did you mean “{near[close[0]]}”?" if close else ""
    return f"We do not know the column “{cell}”.{hint} It is left out."


def _row(line: Line, places: dict[int, Column], header: Line) -> tuple[Row, list[Problem]]:
    row = Row(line.number, {}, {})
    problems = []
    for place, column in places.items():
        cell = line.cells[place] if place < len(line.cells) else ""
        row.cells[column.field], row.columns[column.field] = cell, header.cells[place]
        message = _read_into(row, column, cell)
        if message:
            problems.append(row.wrong(column.field, message))
    return row, problems


def _read_into(row: Row, column: Column, cell: str) -> str:
    """Put the cell's value into the row; return what is wrong with it, or nothing."""
    if cell == FORMULA:
        return "This formula has no answer in the file. Open the file, save it, and try again; or write the value."
    if not cell:
        words = f"“{column.name}” is empty. {column.words}".strip()
        return words if column.needed else ""
    try:
        row.values[column.field] = column.read(cell)
    except ValueError as error:
        return str(error)
    return ""


_ONCE = {"reference": "reference", "nhs_number": "NHS number", "email": "e-mail address"}


def _twice(rows: list[Row], kind: Kind) -> list[Problem]:
    """Keys that stand for one human being but are in two rows: the later row is the one to look at."""
    if kind.name not in ("people", "workers"):
        return []
    problems = []
    for name, words in _ONCE.items():
        first: dict[str, int] = {}
        for row in rows:
            key = str(row.get(name, "")).lower()
            if key and key in first:
                problems.append(
                    row.wrong(
                        name,
                        f"Row {first[key]} has the same {words}. Two people cannot share one. "
                        "Check both rows, and whether they are the same person.",
                    )
                )
            elif key:
                first[key] = row.number
    return problems
