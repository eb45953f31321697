"""Empty spreadsheets to fill in, and the list of rows to mend, as CSV and XLSX."""

import csv
import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from kith.imports.kinds import WRONG, Kind
from kith.imports.reading import Table
from kith.imports.rules import Problem

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"  # so that Excel opens the file as UTF-8


def csv_template(kind: Kind) -> bytes:
    """The columns of a kind as CSV, without rows."""
    return _csv([[column.name for column in kind.columns]])


def xlsx_template(kind: Kind) -> bytes:
    """The columns of a kind as a workbook: a sheet to fill in, and one that says what to write in each column."""
    book = Workbook()
    sheet = book.create_sheet(kind.title[:31], 0)
    del book["Sheet"]
    sheet.append([column.name for column in kind.columns])
    sheet.freeze_panes = "A2"
    for place, column in enumerate(kind.columns, start=1):
        cell = sheet.cell(1, place)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="0B4D5A" if column.needed else "5C6B6E")
        sheet.column_dimensions[get_column_letter(place)].width = max(14, len(column.name) + 4)
    _explain(book, kind)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _explain(book: Workbook, kind: Kind) -> None:
    sheet = book.create_sheet("How to fill it in")
    sheet.append(["Column", "Needed?", "What to write", "For example"])
    for column in kind.columns:
        sheet.append([column.name, "yes" if column.needed else "", column.words, column.example])
    for letter, width in zip("ABCD", (22, 10, 70, 26), strict=True):
        sheet.column_dimensions[letter].width = width
        sheet[f"{letter}1"].font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2, min_col=3, max_col=3):
        row[0].alignment = Alignment(wrap_text=True)


def rows_to_mend(table: Table, problems: tuple[Problem, ...]) -> bytes:
    """The rows that did not go in, as CSV with what is wrong beside each; it can be mended and brought in again."""
    words: dict[int, list[str]] = {}
    for problem in problems:
        if not problem.warning:
            words.setdefault(problem.row, []).append(f"{problem.column}: {problem.message}")
    rows = [
        [*_padded(line.cells, len(table.header.cells)), " ".join(words.get(line.number, []))]
        for line in table.lines
    ]
    return _csv([[*table.header.cells, WRONG], *rows])


def _padded(cells: tuple[str, ...], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]


def _csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([_harmless(cell) for cell in row] for row in rows)
    return (BOM + out.getvalue()).encode()


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet program would run as a formula is written as text."""
    risky = cell[:1] in ("=", "@", "\t") or (cell[:1] in ("+", "-") and not cell[1:2].isdigit())
    return f"'{cell}" if risky else cell
