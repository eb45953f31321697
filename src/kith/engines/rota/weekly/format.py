"""The weekly files of Cappanera and Scutellà: plain lines of whole numbers, read with every fault named at once.

Cappanera, P., Scutellà, M. G. (2015): Joint assignment, scheduling, and routing models to home care optimization:
a pattern-based approach. Transportation Science 49(4). How each column was found out: docs/reference/rota-weekly.md.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kith.engines.rota.reading import FormatError, Problems, read_document, shown

DAYS = 5
DIGITS = 6
"""No count, id or minute of these files is longer."""

VISIT_MINUTES = 30
"""The files do not say how long a visit lasts; the published solver for them takes half an hour for every one."""

DEPOT = 0
"""The municipality where every operator's day begins and ends."""

Days = tuple[int, ...]
"""Five days: the skill that the day's visit asks for, 0 for no visit."""


@dataclass(frozen=True, slots=True)
class Patient:
    """`visits` asks for so many of skill 1 and of skill 2; at most `most` different operators may come in the week."""

    id: str
    most: int
    visits: tuple[int, int]
    municipality: int


@dataclass(frozen=True, slots=True)
class Operator:
    """Can do visits up to `skill`; works at most `hours` a day, travel from and to the depot included."""

    id: str
    skill: int
    hours: int

    @property
    def week_minutes(self) -> int:
        """Minutes of all five days."""
        return self.hours * 60 * DAYS


@dataclass(frozen=True)
class Instance:
    """A week. `travel[a][b]` is minutes between municipalities; on the diagonal, between two doors of one."""

    patients: tuple[Patient, ...]
    operators: tuple[Operator, ...]
    travel: tuple[tuple[int, ...], ...]
    patterns: tuple[Days, ...]

    @cached_property
    def patient(self) -> Mapping[str, Patient]:
        """Patients by id."""
        return {patient.id: patient for patient in self.patients}

    @cached_property
    def operator(self) -> Mapping[str, Operator]:
        """Operators by id."""
        return {operator.id: operator for operator in self.operators}

    def patterns_for(self, patient: Patient) -> list[int]:
        """Return the patterns with just the visits that the patient needs, by their place in the file."""
        return [n for n, days in enumerate(self.patterns) if _needs(days) == patient.visits]


@dataclass(frozen=True, slots=True)
class Route:
    """One operator's day: the patients in the order of their visits. `day` is 0 (Monday) to 4."""

    operator: str
    day: int
    patients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Solution:
    """Which pattern each patient has, by its place in the file, and who goes where."""

    patterns: Mapping[str, int]
    routes: tuple[Route, ...]


def recognises(document: Mapping[str, Any]) -> bool:
    """Say whether a file is one of plain lines that begins with the four counts."""
    lines = document.get("lines")
    return isinstance(lines, list) and bool(lines) and len(str(lines[0]).split()) == 4


def read(path: Path) -> Instance:
    """Return the week in a file; raise `FormatError` with every fault in it."""
    document = read_document(path)
    if not recognises(document):
        raise FormatError([f"{path} does not begin with four whole numbers."])
    return parse(document)


def parse(document: Mapping[str, Any]) -> Instance:
    """Return the week in a file's lines; raise `FormatError` with every fault, each naming line and item."""
    problems = Problems()
    rows = _rows(document["lines"], problems)
    problems.stop_if_any()
    patients, operators, places, patterns = _split(rows, problems)
    week = Instance(
        tuple(_patient(row, problems) for row in patients),
        tuple(_operator(row, problems) for row in operators),
        tuple(_wide(row, len(places), "travel", problems) for row in places),
        tuple(_pattern(row, problems) for row in patterns),
    )
    problems.stop_if_any()
    _check_between(week, patients, operators, problems)
    problems.stop_if_any()
    return week


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    numbers: tuple[int, ...]


def _rows(lines: Sequence[str], problems: Problems) -> list[_Row]:
    found = []
    for number, line in enumerate(lines, start=1):
        words = line.split()
        wrong = next((word for word in words if not (word.isascii() and word.isdigit())), None)
        long = next((word for word in words if len(word) > DIGITS), None)
        if wrong is not None:
            problems.add(f"Line {number}: {shown(wrong)} is not a whole number from 0.")
        elif long is not None:
            problems.add(f"Line {number}: {shown(long)} has more than {DIGITS} digits.")
        elif words:
            found.append(_Row(number, tuple(int(word) for word in words)))
    return found


def _split(rows: list[_Row], problems: Problems) -> tuple[list[_Row], ...]:
    """Part the lines below the header; its first count is of all doors, the depot among them."""
    doors, *others = rows[0].numbers
    counts = [doors - 1, *others]
    if min(counts) < 1:
        problems.add("Line 1 must count at least 2 doors, 1 operator, 1 municipality, 1 pattern.")
    elif sum(counts) != len(rows) - 1:
        what = "{} patients, {} operators, {} municipalities and {} patterns".format(*counts)
        problems.add(
            f"Line 1 promises {what}: {sum(counts)} lines. There are {len(rows) - 1} below it."
        )
    problems.stop_if_any()
    parts, begin = [], 1
    for count in counts:
        parts.append(rows[begin : begin + count])
        begin += count
    return tuple(parts)


def _wide(row: _Row, width: int, what: str, problems: Problems) -> tuple[int, ...]:
    """Return the row's numbers; note a fault and return zeros when they are not `width`."""
    if len(row.numbers) == width:
        return row.numbers
    problems.add(f"Line {row.line}, {what}: {width} numbers are needed, not {len(row.numbers)}.")
    return (0,) * width


def _patient(row: _Row, problems: Problems) -> Patient:
    name, most, first, second, municipality = _wide(row, 5, "patient", problems)
    if len(row.numbers) == 5 and not most:
        problems.add(f"Line {row.line}, patient {name}: at least one operator must be allowed.")
    if len(row.numbers) == 5 and not first + second:
        problems.add(f"Line {row.line}, patient {name}: at least one visit must be asked for.")
    return Patient(str(name), most, (first, second), municipality)


def _operator(row: _Row, problems: Problems) -> Operator:
    name, skill, hours = _wide(row, 3, "operator", problems)
    if len(row.numbers) == 3 and skill not in (1, 2):
        problems.add(f"Line {row.line}, operator {name}: the skill must be 1 or 2, not {skill}.")
    if len(row.numbers) == 3 and not 1 <= hours <= 12:
        problems.add(f"Line {row.line}, operator {name}: a day of {hours} hours is not 1 to 12.")
    return Operator(str(name), skill, hours)


def _pattern(row: _Row, problems: Problems) -> Days:
    days = _wide(row, DAYS, "pattern", problems)
    if max(days) > 2:
        problems.add(f"Line {row.line}, pattern: a day is 0, 1 or 2, not {max(days)}.")
    return days


def _check_between(
    week: Instance, patients: list[_Row], operators: list[_Row], problems: Problems
) -> None:
    _check_twice("patient", [who.id for who in week.patients], patients, problems)
    _check_twice("operator", [who.id for who in week.operators], operators, problems)
    best = max(operator.skill for operator in week.operators)
    for who, row in zip(week.patients, patients, strict=True):
        name = f"Line {row.line}, patient {who.id}"
        first, second = who.visits
        if who.municipality >= len(week.travel):
            problems.add(
                f"{name}: municipality {who.municipality} is not 0 to {len(week.travel) - 1}."
            )
        if not week.patterns_for(who):
            problems.add(
                f"{name}: no pattern has {first} visits of skill 1 and {second} of skill 2."
            )
        if second and best < 2:
            problems.add(f"{name}: nobody has skill 2.")


def _check_twice(kind: str, ids: list[str], rows: list[_Row], problems: Problems) -> None:
    seen: dict[str, int] = {}
    for name, row in zip(ids, rows, strict=True):
        if name in seen:
            problems.add(f"Line {row.line}: {kind} {name} stands in line {seen[name]} already.")
        seen.setdefault(name, row.line)


def _needs(days: Days) -> tuple[int, int]:
    return days.count(1), days.count(2)


def solution_text(solution: Solution) -> str:
    """Return a solution as the text of its file."""
    routes = [
        {"operator": r.operator, "day": r.day, "patients": list(r.patients)}
        for r in solution.routes
    ]
    return json.dumps({"patterns": dict(solution.patterns), "routes": routes}, indent=1) + "\n"


def parse_solution(document: Mapping[str, Any]) -> Solution:
    """Return the solution in a JSON object; raise `FormatError` when it is none."""
    try:
        routes = tuple(
            Route(str(r["operator"]), int(r["day"]), tuple(str(p) for p in r["patients"]))
            for r in document["routes"]
        )
        patterns = {str(patient): int(n) for patient, n in document["patterns"].items()}
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise FormatError([f"This is no solution of a weekly file: {error!r}."]) from None
    return Solution(patterns, routes)
