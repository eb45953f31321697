"""Any team's file to one plain table of text: CSV in the encodings and separators people's programs write, and XLSX."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from kith.foundation.errors import DomainError

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 20_000
FORMULA = "\N{REPLACEMENT CHARACTER}formula"  # stands for a formula whose answer is not in the file


class UnreadableFile(DomainError):
    """The file cannot be read as a table at all."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number as the spreadsheet program shows it, and its cells as text."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows; rows without anything in them are left out and keep their numbers."""

    header: Line
    lines: tuple[Line, ...]


def read_table(file_name: str, content: bytes) -> Table:
    """Read a CSV or XLSX file. Dates come out as 2026-11-23 and times as 08:30, whatever the cell's format.

    Raises UnreadableFile, in words, for anything else.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableFile("The file is larger than 10 MB. Split it and bring in the parts.")
    if not content.strip():
        raise UnreadableFile("The file is empty. Fill in a template and try again.")
    if content[:4] == b"PK\x03\x04":
        return _table(_rows_of_workbook(content))
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise UnreadableFile(
            "This is an old Excel file, or one with a password. Save it as .xlsx or .csv first."
        )
    if content[:4] == b"%PDF" or file_name.lower().endswith((".pdf", ".doc", ".docx", ".ods")):
        raise UnreadableFile(
            "This is not a spreadsheet we can read. Save it as .xlsx or .csv first."
        )
    return _table(_rows_of_csv(content))


def _table(rows: Iterable[Sequence[object]]) -> Table:
    lines = [
        Line(number, tuple(_text(cell) for cell in row)) for number, row in enumerate(rows, start=1)
    ]
    filled = [line for line in lines if any(line.cells)]
    if not filled:
        raise UnreadableFile("There is nothing in the file. Fill in a template and try again.")
    if len(filled) > MOST_ROWS:
        raise UnreadableFile(
            f"The file has more than {MOST_ROWS:,} rows. Split it and bring in the parts."
        )
    return Table(filled[0], tuple(filled[1:]))


def _text(cell: object) -> str:
    """One way to write each value: ISO dates, 24-hour times, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).replace("\xa0", " ").split(" ")).strip()


def _rows_of_csv(content: bytes) -> list[list[str]]:
    text = _decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first) == 5:
        return [[], *_split(rest, first[4])]
    separator = max(",;\t|", key=first.count)
    return _split(text, separator)


def _split(text: str, separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text), delimiter=separator, strict=True))
    except csv.Error as error:
        raise UnreadableFile(
            "A quotation mark in the file is never closed, so we cannot tell where a cell ends. "
            "Save it again from the spreadsheet program."
        ) from error


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise UnreadableFile("This is not a spreadsheet we can read. Save it as .xlsx or .csv first.")


def _rows_of_workbook(content: bytes) -> list[tuple[object, ...]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise UnreadableFile(
                    "The file is too large when unpacked. Split it and bring in the parts."
                )
            formulas = _has_formulas(packed)
        values = _first_sheet(content, values=True)
        if not formulas:
            return values
        written = _first_sheet(content, values=False)
        return [_worked_out(*pair) for pair in zip(values, written, strict=False)]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, EOFError) as error:
        raise UnreadableFile(
            "The Excel file is damaged or has a password. Save it again as .xlsx."
        ) from error


def _has_formulas(packed: zipfile.ZipFile) -> bool:
    sheets = [name for name in packed.namelist() if name.startswith("xl/worksheets/sheet")]
    return any(b"<f>" in (xml := packed.read(name)) or b"<f " in xml for name in sheets)


def _worked_out(values: tuple[object, ...], written: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(
        FORMULA if value is None and isinstance(cell, str) and cell.startswith("=") else value
        for value, cell in zip(values, written, strict=False)
    )


def _first_sheet(content: bytes, *, values: bool) -> list[tuple[object, ...]]:
    """The rows of the first sheet that has any; `values` asks for answers of formulas, not their text."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=values)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows: list[tuple[object, ...]] = list(sheet.iter_rows(values_only=True))
            if any(cell is not None for row in rows for cell in row):
                return rows
        return []
    finally:
        book.close()
