"""`./kith rota solve FILE`: solve a rota problem from a file, check the answer, and write it."""

import argparse
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from kith.engines.rota.formats import Answer, Format, Judgement, judge, read
from kith.engines.rota.reading import FormatError
from kith.engines.rota.stopping import Stop

DEFAULT_SECONDS = 20.0


def main(argv: list[str]) -> int:
    """Solve the problem named on the command line; 0 every rule kept, 1 one is broken, 2 bad input."""
    asked = _arguments(argv)
    console, errors = Console(), Console(stderr=True)
    try:
        _check_out(asked.out)
        kind, problem = read(asked.file)
    except FormatError as error:
        _show_problems(errors, asked.file, error)
        return 2
    answer = _search(console, kind, problem, _stop(asked), asked)
    verdict = judge(kind, problem, answer)
    try:
        write_whole(asked.out, answer.text)
    except OSError as error:
        errors.print(f"{asked.out} could not be written: {error.strerror}.", style="red")
        return 2
    _show(console, answer, verdict, asked.out)
    return 1 if verdict.broken else 0


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./kith rota", description=__doc__)
    solve = parser.add_subparsers(required=True, metavar="solve").add_parser(
        "solve", help="solve a problem from a file"
    )
    solve.add_argument("file", type=Path, help="an HHCRSP, UHHC, weekly or Kith problem")
    solve.add_argument("--seconds", type=_above_zero(float), help="how long to search (20)")
    solve.add_argument("--iterations", type=_above_zero(int), help="how many plans to try")
    solve.add_argument("--out", type=Path, required=True, help="the file for the solution")
    solve.add_argument("--seed", type=int, default=1, help="one seed, one search (1)")
    solve.add_argument(
        "--cores", type=_above_zero(int), default=1, help="how many searches side by side (1)"
    )
    asked = parser.parse_args(argv)
    if asked.cores > (there := os.cpu_count() or 1):
        parser.error(f"--cores {asked.cores}: this machine has {there}; more would only wait.")
    return asked


def _above_zero(number: type[float]) -> Any:
    def convert(words: str) -> float:
        value = number(words)
        if not 0 < value < float("inf"):
            raise ValueError
        return value

    convert.__name__ = "number above zero"
    return convert


def _stop(asked: argparse.Namespace) -> Stop:
    # Iterations alone give the same plan on every machine, so no time limit is added to them unasked.
    seconds = asked.seconds
    if seconds is None and asked.iterations is None:
        seconds = DEFAULT_SECONDS
    return Stop(seconds=seconds, iterations=asked.iterations)


def _check_out(out: Path) -> None:
    if out.is_dir() or not out.parent.is_dir() or not os.access(out.parent, os.W_OK):
        raise FormatError([f"Nothing can be written to {out}: choose another file for --out."])


def _show_problems(errors: Console, file: Path, error: FormatError) -> None:
    errors.print(f"{file} was not solved, and nothing was written.", markup=False, highlight=False)
    for line in error.problems:
        errors.print(f"- {line}", markup=False, highlight=False, soft_wrap=True)


def _search(
    console: Console, kind: Format, problem: Any, stop: Stop, asked: argparse.Namespace
) -> Answer:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("best so far {task.fields[best]}"),
        TimeElapsedColumn(),
    )
    with _interrupts_stop(stop), Progress(*columns, console=console) as bar:
        # Compiling happens on the first run ever; it must not eat the time for searching.
        kind.warm()
        task = bar.add_task(f"{kind.name}", total=1.0, best="–")

        def tell(share: float, best: str) -> None:
            bar.update(task, completed=share, best=best)

        answer = kind.solve(problem, stop, asked.seed, asked.cores, tell)
        bar.update(task, completed=1.0)
    return answer


@contextmanager
def _interrupts_stop(stop: Stop) -> Iterator[None]:
    """Let the first Ctrl-C end the search with the best plan so far; a second one ends the program."""

    def halt(_signal: int, _frame: FrameType | None) -> None:
        stop.signal.set()
        signal.signal(signal.SIGINT, former)

    former = signal.signal(signal.SIGINT, halt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)


def write_whole(path: Path, text: str) -> None:
    """Write a file wholly or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _show(console: Console, answer: Answer, verdict: Judgement, out: Path) -> None:
    table = Table(show_footer=True)
    table.add_column("cost", footer=verdict.total_name)
    table.add_column("", justify="right", footer=f"{verdict.total:,.3f}")
    for name, value in verdict.costs.items():
        table.add_row(name, f"{value:,.3f}")
    console.print(table)
    if verdict.broken:
        console.print("Rules broken:", style="red")
        for line in verdict.broken:
            console.print(f"- {line}", markup=False, highlight=False, soft_wrap=True)
    else:
        console.print("feasible: every hard rule is kept", style="green")
    console.print(
        f"{answer.iterations:,} plans tried in {answer.seconds:.1f} s; written to {out}",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
