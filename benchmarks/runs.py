"""Carries out the runs of a benchmark: some side by side, each on a core of its own, each kept as soon as it ends."""

import hashlib
import json
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from typing import Any

from benchmarks.measuring import Missing, Options
from kith.engines import rota

RESULTS = Path(__file__).parent / "results"
ENGINE = Path(rota.__file__).parent

Row = dict[str, Any]
"""What one run gave: plain JSON data, with the run's own fields among it."""


@dataclass(frozen=True, slots=True)
class Run:
    """One search on one case; `limit` in seconds."""

    case: str
    limit: float
    seed: int
    solver: str = "Kith"

    @property
    def name(self) -> str:
        """The run in words."""
        return f"{self.case}, {self.solver}, {self.limit:g} s, seed {self.seed}"


def runs_of(cases: list[str], limits: tuple[float, ...], seeds: tuple[int, ...]) -> list[Run]:
    """Return Kith's runs seed by seed, so that one cut off has measured whole seeds."""
    return [Run(case, limit, seed) for seed in seeds for case in cases for limit in limits]


def carry_out(
    benchmark: str,
    runs: list[Run],
    do: Callable[[Run], Row],
    options: Options,
    seen: Callable[[Row], str],
) -> list[Row]:
    """Return a row for each run, those of an unfinished measurement among them if asked to resume.

    `do` measures in another process: a function that can be pickled. `seen` is given each row and says it in words.
    Raises `Missing` if an unfinished measurement lies there and was not asked for, or comes from another engine.
    """
    unfinished = Unfinished(RESULTS / f"{benchmark}.partial.jsonl", kept=not options.trial)
    rows = unfinished.begin(resume=options.resume)
    left = [run for run in runs if run.name not in rows]
    for number, row in enumerate(_measured(left, do, options.side_by_side), start=1):
        words = seen(row)
        unfinished.add(row)
        rows[_name(row)] = row
        print(f"[{number}/{len(left)}] {_name(row)}: {words}", flush=True)
    return [rows[run.name] for run in runs]


def _measured(left: list[Run], do: Callable[[Run], Row], side_by_side: int) -> Any:
    """Yield each row as it is ready; forked, so that the workers have what is compiled."""
    context = get_context("fork")
    cores: SimpleQueue[int] = context.SimpleQueue()
    for core in _cores(side_by_side):
        cores.put(core)
    pool = ProcessPoolExecutor(side_by_side, context, _pin, (cores,))
    try:
        for future in as_completed([pool.submit(do, run) for run in left]):
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _cores(wanted: int) -> list[int]:
    allowed = sorted(os.sched_getaffinity(0))
    if not 1 <= wanted <= len(allowed):
        raise Missing(f"This machine lends {len(allowed)} cores; {wanted} runs were to go at once.")
    return allowed[-wanted:]  # the first core also answers the devices


def _pin(cores: "SimpleQueue[int]") -> None:
    os.sched_setaffinity(0, {cores.get()})


def _name(row: Row) -> str:
    return Run(row["case"], row["limit"], row["seed"], row["solver"]).name


def row_of(run: Run, **found: Any) -> Row:
    """Return a run's row: its fields and what was found."""
    return asdict(run) | found


@dataclass(slots=True)
class Unfinished:
    """The file of a measurement under way: the state of the engine, then a line a run; a trial keeps none."""

    file: Path
    kept: bool

    def begin(self, *, resume: bool) -> dict[str, Row]:
        """Return the rows that are there by run, if any; see `carry_out`."""
        if not self.kept:
            return {}
        if not self.file.exists():
            self.file.write_text(json.dumps({"engine": engine_state()}) + "\n", encoding="utf-8")
        elif not resume:
            raise Missing(f"{self.file.name} is unfinished: add --resume, or delete it first.")
        first, *lines = map(json.loads, self.file.read_text(encoding="utf-8").splitlines())
        if first["engine"] != engine_state():
            raise Missing(f"{self.file.name} was measured with another engine: delete it first.")
        return {_name(row): row for row in lines}

    def add(self, row: Row) -> None:
        """Keep a row at once."""
        if self.kept:
            with self.file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(row) + "\n")


def finish(benchmark: str) -> None:
    """Remove the file of a measurement whose results are kept."""
    (RESULTS / f"{benchmark}.partial.jsonl").unlink(missing_ok=True)


def engine_state() -> str:
    """Return a digest of the engine's sources; tests left out."""
    found = hashlib.sha256()
    for file in sorted(ENGINE.rglob("*.py")):
        if "tests" not in file.relative_to(ENGINE).parts:
            found.update(file.read_bytes())
    return found.hexdigest()[:12]
