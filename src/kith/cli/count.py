"""`./kith count FILE.blt --rule scottish-stv`: count an election by preference, and tell every stage."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from kith.engines.tally.blt import WrongBallots, read_blt
from kith.engines.tally.counting import Count, Stage
from kith.engines.tally.election import Election
from kith.engines.tally.rules import RULES, as_data
from kith.engines.tally.words import tell

NOBODY = "Names nobody further"


def main(argv: list[str]) -> int:
    """Count the file named on the command line. Exit status: 0 counted, 2 the file or the question was wrong."""
    parser = argparse.ArgumentParser(prog="./kith count", description=__doc__)
    parser.add_argument("file", type=Path, help="a BLT file")
    parser.add_argument("--rule", choices=sorted(RULES), default="scottish-stv")
    parser.add_argument("--json", action="store_true", help="as data, for other programs")
    asked = parser.parse_args(argv)
    election = _read(asked.file)
    if election is None:
        return 2
    count = RULES[asked.rule](election)
    if asked.json:
        sys.stdout.write(json.dumps(as_data(count, election), ensure_ascii=False, indent=1) + "\n")
    else:
        _show(count, election)
    return 0


def _read(file: Path) -> Election | None:
    """The election in the file; None after saying what is wrong with it."""
    try:
        return read_blt(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        sys.stderr.write(f"{file} could not be read: {error.strerror}.\n")
    except UnicodeDecodeError as error:
        sys.stderr.write(f"{file} is no text in UTF-8: byte {error.start + 1} cannot be read.\n")
    except WrongBallots as error:
        sys.stderr.write(f"{file} was not counted:\n{error}\n")
    return None


def _show(count: Count, election: Election) -> None:
    console = Console(highlight=False, soft_wrap=True)
    if election.title:
        console.print(election.title, style="bold", markup=False)
    for stages in _that_fit(count, console.width):
        console.print(_table(count, election, stages))
    for words in tell(count):
        console.print(words, markup=False)


def _that_fit(count: Count, width: int) -> Iterator[Sequence[Stage]]:
    """The stages in groups that fit side by side into this many letters; one at least."""
    longest = max(map(len, (*count.names, NOBODY)))
    figure = max(
        len(count.say(amount)) for one in count.stages for amount in (*one.totals, one.quota)
    )
    each = max(figure + len(" ✓"), len("Stage 99")) + 3
    side_by_side = max(1, (width - longest - 4) // each)
    for first in range(0, len(count.stages), side_by_side):
        yield count.stages[first : first + side_by_side]


def _table(count: Count, election: Election, stages: Sequence[Stage]) -> Table:
    table = Table()
    table.add_column("Candidate", overflow="fold")
    for one in stages:
        table.add_column(f"Stage {one.number}", justify="right", no_wrap=True)
    for number in election.standing:
        cells = (_cell(count, stage, number) for stage in stages)
        table.add_row(_plain(count.names[number - 1]), *cells)
    table.add_section()
    table.add_row(NOBODY, *(count.say(one.exhausted) for one in stages))
    table.add_row("Needed", *(count.say(one.quota) for one in stages))
    return table


def _cell(count: Count, stage: Stage, number: int) -> str:
    mark = " ✓" if number in stage.elected else " ✗" if number in stage.excluded else ""
    return count.say(stage.totals[number - 1]) + mark


def _plain(name: str) -> str:
    return name.replace("[", r"\[")
