"""Files as people's programs write them: encodings, separators, real dates and times, formulas, damage."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.imports import cells
from kith.imports.factories import csv_of, xlsx_of
from kith.imports.kinds import KINDS
from kith.imports.reading import FORMULA, UnreadableFile, read_table
from kith.imports.rules import kind_of, read_sheet
from kith.imports.templates import csv_template, xlsx_template

ZOE = "Zoë O’Brien"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_names_survive_every_encoding_and_separator(encoding: str, separator: str) -> None:
    text = f"Name{separator}Postcode\r\n{ZOE}{separator}DN1 1AA\r\n"
    table = read_table("a.csv", text.encode(encoding))
    assert table.header.cells == ("Name", "Postcode")
    assert table.lines[0].cells == (ZOE, "DN1 1AA")


def test_rows_keep_the_numbers_the_spreadsheet_shows() -> None:
    table = read_table(
        "a.csv", csv_of("Name,Address", '"Joan","1 Quay\nDoncaster"', ",", " , ", "Ken,")
    )
    assert [(line.number, line.cells[0]) for line in table.lines] == [(2, "Joan"), (5, "Ken")]


def test_excel_cells_come_out_one_way() -> None:
    row = [date(2026, 11, 23), datetime(2026, 11, 23), time(8, 30), 30, 22.5, "x", None, True]
    table = read_table("a.xlsx", xlsx_of(["a"] * 8, row))
    assert table.lines[0].cells == (
        "2026-11-23",
        "2026-11-23",
        "08:30",
        "30",
        "22.5",
        "x",
        "",
        "yes",
    )


def test_a_formula_without_an_answer_is_told_by_row_and_column() -> None:
    table = read_table("a.xlsx", xlsx_of(["Name", "Postcode"], ['=CONCAT("a","b")', "DN1 1AA"]))
    assert table.lines[0].cells[0] == FORMULA
    sheet = read_sheet(table, KINDS["people"])
    assert [(p.row, p.column) for p in sheet.problems] == [(2, "Name")]
    assert "formula" in sheet.problems[0].message


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n ",
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0 old",
        b"PK\x03\x04 broken",
        b"a\0b\0c\xff",
        b'Name\n"never closed',
        xlsx_of(),
    ],
)
def test_what_is_no_table_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_table("a.csv", content)


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fall(content: bytes) -> None:
    try:
        table = read_table("a.csv", content)
    except UnreadableFile:
        return
    assert table.header.cells


@pytest.mark.parametrize("kind", list(KINDS.values()), ids=list(KINDS))
def test_templates_are_read_back_as_their_kind_without_a_problem(kind) -> None:
    for content in (csv_template(kind), xlsx_template(kind)):
        table = read_table("template", content)
        assert kind_of(table) is kind
        assert read_sheet(table, kind).problems == ()


@pytest.mark.parametrize("kind", list(KINDS.values()), ids=list(KINDS))
def test_every_example_of_a_template_is_right(kind) -> None:
    examples = [column.example for column in kind.columns]
    table = read_table("a.xlsx", xlsx_of([column.name for column in kind.columns], examples))
    assert read_sheet(table, kind).problems == ()


def test_unknown_missing_and_double_columns_are_told() -> None:
    table = read_table("a.csv", csv_of("Full name,NHS numbr,Colour,DOB,Date of birth", "Joan,,,,"))
    messages = [p.message for p in read_sheet(table, KINDS["people"]).problems]
    assert any("Did you mean “NHS number”?" in message for message in messages)
    assert any("“Colour”" in message for message in messages)
    assert any("two columns" in message for message in messages)
    without = read_sheet(read_table("a.csv", csv_of("Postcode", "DN1 1AA")), KINDS["people"])
    assert "“Name” is missing" in without.problems[0].message
    assert without.rows == ()


def test_a_file_of_nobody_knows_what_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="cannot tell"):
        kind_of(read_table("a.csv", csv_of("Colour,Size", "red,2")))


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("every day", (0, 1, 2, 3, 4, 5, 6)),
        ("Mon, Wed and Fri", (0, 2, 4)),
        ("Mon-Fri", (0, 1, 2, 3, 4)),
        ("Friday to Monday", (0, 4, 5, 6)),
        ("Tues; Thurs", (1, 3)),
        ("Weekends", (5, 6)),
        ("Sat–Sun", (5, 6)),
        ("Mondays", (0,)),
    ],
)
def test_days_are_read_as_people_write_them(words: str, days: tuple[int, ...]) -> None:
    assert cells.days(words) == days


@pytest.mark.parametrize(
    ("words", "at"),
    [("8", time(8)), ("08.30", time(8, 30)), ("8pm", time(20)), ("12am", time(0)), ("0.3541666", time(8, 30)),
     ("noon", time(12)), ("8:30:00", time(8, 30))],
)  # fmt: skip
def test_times_are_read_as_people_write_them(words: str, at: time) -> None:
    assert cells.clock(words) == at


@pytest.mark.parametrize(
    ("read", "cell"),
    [
        (cells.clock, "25:00"),
        (cells.clock, "8:75"),
        (cells.clock, "13pm"),
        (cells.day, "31/02/2026"),
        (cells.day, "11/23/2026"),
        (cells.day, "23/11/26"),
        (cells.days, "Moonday"),
        (cells.days, "-"),
        (cells.hours, "0"),
        (cells.hours, "lots"),
        (cells.hours, "nan"),
        (cells.hours, "400"),
        (cells.whole, "-5"),
        (cells.whole, "half"),
        (cells.postcode, "12345"),
        (cells.nhs_number, "1234567890"),
    ],
)
def test_wrong_cells_say_what_to_write(read, cell: str) -> None:
    with pytest.raises(ValueError, match=r"\w{4,}"):
        read(cell)


@given(st.text(max_size=30), st.sampled_from([c for kind in KINDS.values() for c in kind.columns]))
def test_a_cell_is_read_or_refused_in_words(text: str, column) -> None:
    try:
        column.read(text)
    except ValueError as error:
        assert str(error)


def test_the_reference_page_names_every_column() -> None:
    page = Path(__file__).parents[4] / "docs" / "reference" / "imports.md"
    words = page.read_text(encoding="utf-8")
    for kind in KINDS.values():
        for column in kind.columns:
            name = f"**{column.name}**" if column.needed else column.name
            assert f"| {name} | {column.words} | {column.example} |" in words
