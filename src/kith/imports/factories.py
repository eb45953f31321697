"""Spreadsheets for tests, made where they are needed."""

import io
from collections.abc import Sequence

from openpyxl import Workbook


def nhs_number(number: int) -> str:
    """A valid NHS number that grows with `number`: nine digits and a check digit (modulus 11)."""
    while True:
        nine = f"{400_000_000 + number:09}"
        check = (
            11
            - sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True))
            % 11
        )
        if check != 10:
            return f"{nine}{0 if check == 11 else check}"
        number += 500_000


def csv_of(header: str, *rows: str) -> bytes:
    """A CSV file from its lines."""
    return "\r\n".join([header, *rows, ""]).encode()


def xlsx_of(*rows: Sequence[object]) -> bytes:
    """A workbook with these rows as real cells."""
    book = Workbook()
    del book["Sheet"]
    sheet = book.create_sheet("Sheet 1")
    for row in rows:
        sheet.append(list(row))
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()
