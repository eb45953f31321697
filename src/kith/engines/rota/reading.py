"""Reading a problem file: every fault is collected and told at once, each naming the item it is about."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LARGEST = 1e9  # no minute, weight or distance is larger; sums stay exact
FAR = 10**300  # what an error still writes out


class FormatError(ValueError):
    """A file cannot be used; `problems` says why, one plain sentence for each fault."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(slots=True)
class Problems:
    """The faults found so far in one file."""

    found: list[str] = field(default_factory=list)

    def add(self, words: str) -> None:
        """Note one fault."""
        self.found.append(words)

    def stop_if_any(self) -> None:
        """Raise `FormatError` with every fault noted so far, if there is one."""
        if self.found:
            raise FormatError(self.found)

    def number(self, value: object, what: str, *, least: float = 0.0) -> float:
        """Return `value` as a float; note a fault (and return 0.0) when it is no finite number from `least`."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.add(f"{what} must be a number, not {shown(value)}.")
            return 0.0
        if not least <= value <= LARGEST:  # false for what is no number at all, NaN
            self.add(
                f"{what} must be {least:g} or more and at most {LARGEST:g}, not {shown(value)}."
            )
            return 0.0
        return float(value)

    def pair(self, value: object, what: str) -> tuple[float, float]:
        """Return `value` as a pair (from, to) of minutes with from ≤ to; note a fault otherwise."""
        if not isinstance(value, list) or len(value) != 2:
            self.add(f"{what} must be two numbers, [from, to], not {shown(value)}.")
            return 0.0, 0.0
        low, high = self.number(value[0], what), self.number(value[1], what)
        if low > high:
            self.add(f"{what} ends at {high:g}, before it starts at {low:g}.")
        return low, high

    def items(self, document: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        """Return the list of objects under `key` that have an id; note faults for the others and for repeats."""
        rows = document.get(key)
        if not isinstance(rows, list) or not rows:
            self.add(f"“{key}” must be a list with at least one item.")
            return []
        good: dict[str, Mapping[str, Any]] = {}
        for index, row in enumerate(rows):
            if not isinstance(row, dict) or not isinstance(row.get("id"), str):
                self.add(f"Item {index + 1} of “{key}” has no id.")
            elif row["id"] in good:
                self.add(f"“{key}” has {row['id']} twice.")
            else:
                good[row["id"]] = row
        return list(good.values())


def shown(value: object) -> str:
    """Return `value` as short JSON for an error message."""
    if isinstance(value, int) and abs(value) > LARGEST:
        return f"{float(min(max(value, -FAR), FAR)):.0e}"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else text[:37] + "…"


def read_object(path: Path) -> dict[str, Any]:
    """Return the JSON object in the file at `path`; raise `FormatError` if there is none."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise FormatError([f"There is no file {path}."]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise FormatError([f"{path} cannot be read: {error}."]) from None
    except json.JSONDecodeError as error:
        raise FormatError([f"{path} is not JSON: line {error.lineno}, {error.msg}."]) from None
    except RecursionError:
        raise FormatError([f"{path} nests lists or objects too deep to be a problem."]) from None
    except ValueError:
        raise FormatError([f"{path} has a number of too many digits."]) from None
    if not isinstance(document, dict):
        raise FormatError([f"{path} must hold one JSON object."])
    return document


def read_document(path: Path) -> dict[str, Any]:
    """Return the JSON object in a file; one that begins with a line of whole numbers comes as {"lines": [...]}."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []  # what is wrong with the file is told below
    words = lines[0].split() if lines else []
    if len(words) > 1 and all(word.isascii() and word.isdigit() for word in words):
        return {"lines": lines}
    return read_object(path)


def square_table(
    value: object, *, size: int, what: str, problems: Problems, limit: int = 5
) -> list[list[float]]:
    """Return `value` as a `size` × `size` table of numbers ≥ 0; note at most `limit` faults, then their count."""
    if not isinstance(value, list) or len(value) != size:
        rows = len(value) if isinstance(value, list) else 0
        problems.add(f"“{what}” must have {size} rows, one for each place; it has {rows}.")
        return []
    faults = Problems()
    table = [
        _row(row, index, size, what, faults.number, faults.add) for index, row in enumerate(value)
    ]
    problems.found.extend(faults.found[:limit])
    if len(faults.found) > limit:
        problems.add(f"“{what}” has {len(faults.found) - limit} more faults like these.")
    return table


def _row(
    row: object,
    index: int,
    size: int,
    what: str,
    number: Callable[[object, str], float],
    add: Callable[[str], None],
) -> list[float]:
    if not isinstance(row, list) or len(row) != size:
        cells = len(row) if isinstance(row, list) else 0
        add(f"“{what}” row {index} must have {size} cells; it has {cells}.")
        return []
    return [number(cell, f"“{what}” row {index}, cell {column}") for column, cell in enumerate(row)]
