"""Held against the provider's own weeks: the columns mean what the reader takes them for, and every week is planned."""

from pathlib import Path

import pytest
from tests.outside_data import outside_data

from kith.engines.rota.stopping import Stop
from kith.engines.rota.weekly.evaluate import evaluate
from kith.engines.rota.weekly.format import read
from kith.engines.rota.weekly.solve import solve

pytestmark = pytest.mark.conformance


@pytest.fixture(scope="module")
def files() -> list[Path]:
    return sorted(outside_data("rota/weekly").glob("*.txt"))


def test_a_files_name_counts_what_the_reader_finds(files: list[Path]) -> None:
    """The names are week, municipalities, patients, operators and number, as their authors say."""
    assert files
    for file in files:
        _, places, patients, operators, _ = map(int, file.stem.split("-"))
        week = read(file)
        found = (len(week.travel), len(week.patients), len(week.operators))
        assert found == (places, patients, operators), file.stem


def test_every_week_is_planned_whole_and_legal(files: list[Path]) -> None:
    for file in files:
        week = read(file)
        judged = evaluate(week, solve(week, stop=Stop(iterations=20_000)).solution)
        assert judged.broken == (), file.stem
