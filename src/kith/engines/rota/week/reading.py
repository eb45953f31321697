"""Problem and plan as JSON: read with every fault named at once, and written back. The form is in
`schema.json`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from kith.engines.rota.reading import Problems, read_object, shown, square_table
from kith.engines.rota.week.checks import check_problem
from kith.engines.rota.week.problem import (
    Person,
    Placement,
    Plan,
    Problem,
    Rules,
    Visit,
    Weights,
    Worker,
)

FORM = "rota week 1"
MOST = (
    1_000_000  # minutes, visits or weeks: nearly two years, more than any field of a week can mean
)
FIELDS = frozenset({"kith", *(field.name for field in fields(Problem))})
T = TypeVar("T")


def read_problem(source: Path | str | Mapping[str, Any]) -> Problem:
    """Return the problem in a JSON file or in an object already read.

    Raises `FormatError` with every fault found, each naming the item it is about. A visit that nobody can make is
    no fault: it becomes a gap.
    """
    document, faults = _document(source), Problems()
    for key in sorted(document.keys() - FIELDS):
        faults.add(f"The file has a field “{key}” that is not known.")
    if document.get("kith") != FORM:
        faults.add(f"“kith” must be “{FORM}”, not {shown(document.get('kith'))}.")
    people = tuple(Row(row, "Person", faults).person() for row in faults.items(document, "people"))
    workers = tuple(Row(r, "Worker", faults).worker() for r in faults.items(document, "workers"))
    visits = tuple(Row(row, "Visit", faults).visit() for row in faults.items(document, "visits"))
    problem = Problem(
        visits=visits,
        workers=workers,
        people=people,
        travel=_travel(document.get("travel"), faults),
        weights=_numbers(Weights, document.get("weights"), "weights", faults),
        rules=_numbers(Rules, document.get("rules"), "rules", faults),
        published=_published(document.get("published"), faults),
        clock_change=_clock_change(document.get("clock_change"), faults),
    )
    faults.stop_if_any()  # what follows needs every value to be of its kind
    check_problem(problem, faults)
    faults.stop_if_any()
    return problem


def dump_problem(problem: Problem) -> dict[str, Any]:
    """Return the problem as an object ready for JSON; values left at their default are left out."""
    document: dict[str, Any] = {
        "kith": FORM,
        "visits": [_dump(visit) for visit in problem.visits],
        "workers": [_dump(worker) for worker in problem.workers],
        "people": [_dump(person) for person in problem.people],
        "travel": [list(row) for row in problem.travel],
        "weights": asdict(problem.weights),
        "rules": asdict(problem.rules),
    }
    if problem.published is not None:
        document["published"] = dump_plan(problem.published)
    if problem.clock_change is not None:
        document["clock_change"] = list(problem.clock_change)
    return document


def read_plan(source: Path | str | Mapping[str, Any], problem: Problem | None = None) -> Plan:
    """Return the plan in a JSON file or object. Raises `FormatError`, also for visits or workers not in `problem`."""
    faults = Problems()
    plan = _plan(_document(source), faults)
    if problem is not None:
        for visit in plan.placements.keys() - problem.visit.keys():
            faults.add(f"The plan has visit {visit}, which is not in the problem.")
        for worker in {
            w for p in plan.placements.values() for w in p.workers if w
        } - problem.worker.keys():
            faults.add(f"The plan has worker {worker}, who is not in the problem.")
    faults.stop_if_any()
    return plan


def dump_plan(plan: Plan) -> dict[str, Any]:
    """Return the plan as an object ready for JSON."""
    rows = [
        {"id": visit, "start": placement.start, "workers": list(placement.workers)}
        for visit, placement in plan.placements.items()
    ]
    return {"visits": rows}


@dataclass(frozen=True, slots=True)
class Row:
    """One object of the file, read field by field; faults name it."""

    row: Mapping[str, Any]
    kind: str
    faults: Problems

    def visit(self) -> Visit:
        """Return the row as a visit."""
        return self._build(
            Visit,
            ("id", "person", "label"),
            ("place", "earliest", "latest", "minutes", "day", "needs", "gap_min"),
            skills=frozenset(self._names("skills")),
            after=self._optional("after", self._text),
            gap_max=self._optional("gap_max", self._whole),
            unsocial=self._flag("unsocial"),
            pins=tuple(self._names("pins")),
            pinned_start=self._optional("pinned_start", self._whole),
            on_time=self._optional("on_time", self._whole),
        )

    def worker(self) -> Worker:
        """Return the row as a worker."""
        return self._build(
            Worker,
            ("id", "name"),
            ("minutes_before", "weeks_before", "free_days_before", "unsocial_before"),
            home=self._optional("home", self._whole),
            skills=frozenset(self._names("skills")),
            spans=self._spans(),
            contract_minutes=self._optional("contract_minutes", self._whole),
            refuses=frozenset(self._names("refuses")),
            last_end_before=self._optional("last_end_before", self._any_whole),
            first_start_after=self._optional("first_start_after", self._whole),
            opted_out=self._flag("opted_out"),
            night_worker=self._flag("night_worker"),
            contract_balance=self._optional("contract_balance", self._any_whole),
        )

    def person(self) -> Person:
        """Return the row as a person."""
        met = self.row.get("met", {})
        if not isinstance(met, dict):
            self._fault("met", "an object of worker and count", met)
            met = {}
        return self._build(
            Person,
            ("id", "name"),
            (),
            first=tuple(self._names("first")),
            yes=tuple(self._names("yes")),
            no=frozenset(self._names("no")),
            met={w: self._count(f"met.{w}", count) for w, count in met.items()},
        )

    def _build(
        self, made: type[T], texts: Collection[str], wholes: Collection[str], **rest: Any
    ) -> T:
        known = {field.name: field for field in fields(made)}  # type: ignore[arg-type]
        for key in self.row.keys() - known.keys():
            self.faults.add(f"{self._name} has a field “{key}” that is not known.")
        for key in [*texts, *wholes]:
            if key in self.row or known[key].default is MISSING:
                read: Callable[[str], object] = self._text if key in texts else self._whole
                rest[key] = read(key)
        return made(**rest)

    @property
    def _name(self) -> str:
        return f"{self.kind} {self.row['id']}"

    def _fault(self, key: str, wanted: str, value: object) -> None:
        self.faults.add(f"{self._name}: “{key}” must be {wanted}, not {shown(value)}.")

    def _optional(self, key: str, read: Callable[[str], T]) -> T | None:
        return None if self.row.get(key) is None else read(key)

    def _text(self, key: str) -> str:
        value = self.row.get(key)
        if not isinstance(value, str):
            self._fault(key, "text", value)
            return ""
        return value

    def _flag(self, key: str) -> bool:
        value = self.row.get(key, False)
        if not isinstance(value, bool):
            self._fault(key, "true or false", value)
        return value is True

    def _whole(self, key: str) -> int:
        return self._count(key, self.row.get(key))

    def _count(self, key: str, value: object) -> int:
        if not _is_whole(value) or not 0 <= value <= MOST:  # type: ignore[operator]
            self._fault(key, f"a whole number, 0 or more{_too_large(value)}", value)
            return 0
        return value  # type: ignore[return-value]

    def _any_whole(self, key: str) -> int:
        value = self.row.get(key)
        if not _is_whole(value) or not -MOST <= value <= MOST:  # type: ignore[operator]
            self._fault(key, f"a whole number{_too_large(value)}", value)
            return 0
        return value  # type: ignore[return-value]

    def _names(self, key: str) -> list[str]:
        value = self.row.get(key, [])
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            self._fault(key, "a list of names", value)
            return []
        return value

    def _spans(self) -> tuple[tuple[int, int], ...]:
        value = self.row.get("spans", [])
        if not isinstance(value, list):
            self._fault("spans", "a list of [from, to]", value)
            return ()
        good = [s for s in value if isinstance(s, list) and len(s) == 2 and all(map(_is_time, s))]
        if len(good) < len(value):
            self._fault("spans", "a list of [from, to] in whole minutes of the week", value)
        return tuple((start, end) for start, end in good)


def _document(source: Path | str | Mapping[str, Any]) -> Mapping[str, Any]:
    return source if isinstance(source, Mapping) else read_object(Path(source))


def _too_large(value: object) -> str:
    return f", {MOST:,} at most" if _is_whole(value) and abs(value) > MOST else ""  # type: ignore[arg-type]


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_time(value: object) -> bool:
    return _is_whole(value) and abs(value) <= MOST  # type: ignore[arg-type]


def _travel(value: object, faults: Problems) -> tuple[tuple[int, ...], ...]:
    size = len(value) if isinstance(value, list) else 0
    table = square_table(value, size=size, what="travel", problems=faults)
    if not size:
        faults.add("“travel” must be a table of minutes, a row and a column for each place.")
    for index, row in enumerate(table):
        if any(cell != int(cell) or cell > MOST for cell in row):
            faults.add(f"“travel” row {index} must be in whole minutes, {MOST:,} at most.")
    return tuple(tuple(int(cell) for cell in row) for row in table)


def _numbers(made: type[T], value: object, what: str, faults: Problems) -> T:
    """Return a set of numbers, the ones left out at their default, each of the kind its default has."""
    if value is None:
        return made()
    if not isinstance(value, Mapping):
        faults.add(f"“{what}” must be an object, not {shown(value)}.")
        return made()
    known: dict[str, Any] = {field.name: field.default for field in fields(made)}  # type: ignore[arg-type]
    good: dict[str, Any] = {}
    for key, number in value.items():
        if key not in known:
            faults.add(f"“{what}” has a field “{key}” that is not known.")
        else:
            read = faults.number(number, f"“{what}.{key}”")
            good[key] = int(read) if isinstance(known[key], int) else read
            if good[key] != read:
                faults.add(f"“{what}.{key}” must be a whole number, not {number}.")
    return made(**good)


def _published(value: object, faults: Problems) -> Plan | None:
    if value is None:
        return None
    if not isinstance(value, Mapping):
        faults.add(f"“published” must be an object, not {shown(value)}.")
        return None
    return _plan(value, faults)


def _plan(document: Mapping[str, Any], faults: Problems) -> Plan:
    if document.get("visits") == []:
        return Plan()
    placements = {}
    for row in faults.items(document, "visits"):
        start, workers = row.get("start"), row.get("workers")
        if not _is_time(start):
            faults.add(f"Visit {row['id']} of the plan: “start” must be a whole number.")
        elif not isinstance(workers, list) or not all(
            w is None or isinstance(w, str) for w in workers
        ):
            faults.add(f"Visit {row['id']} of the plan: “workers” must be a list of ids or null.")
        else:
            placements[row["id"]] = Placement(start, tuple(workers))  # type: ignore[arg-type]
    return Plan(placements)


def _clock_change(value: object, faults: Problems) -> tuple[int, int] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 2 or not all(map(_is_time, value)):
        faults.add(f"“clock_change” must be [minute, shift], not {shown(value)}.")
        return None
    return value[0], value[1]


def _dump(item: Visit | Worker | Person) -> dict[str, Any]:
    row = {}
    for field in fields(item):
        value = getattr(item, field.name)
        default = field.default if field.default_factory is MISSING else field.default_factory()
        if value != default:
            row[field.name] = _plain(value)
    return row


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return dict(value) if isinstance(value, Mapping) else value
