"""Held against the published benchmark: its solutions cost here what the papers say."""

import csv
from pathlib import Path

import pytest
from tests.outside_data import outside_data

from kith.engines.rota.hhcrsp.evaluate import evaluate
from kith.engines.rota.hhcrsp.format import read, read_solution
from kith.engines.rota.hhcrsp.solve import solve
from kith.engines.rota.stopping import Stop

pytestmark = pytest.mark.conformance


@pytest.fixture(scope="module")
def data() -> Path:
    return outside_data("rota/hhcrsp")


def table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8") as rows:
        return list(csv.DictReader(rows))


def test_published_solutions_keep_every_rule_and_cost_what_was_published(data: Path) -> None:
    rows = table(data / "best_known.csv")
    assert len(rows) == 35
    for row in rows:
        (file,) = (data / "published").glob(f"sol-{row['file']}-*.json")
        evaluation = evaluate(read(data / "instances" / f"{row['file']}.json"), read_solution(file))
        assert evaluation.broken == (), row["instance"]
        # Published with six digits.
        assert evaluation.total == pytest.approx(float(row["ceschia2024_best"]), abs=0.006)


def test_the_toy_is_solved_to_its_optimum(data: Path) -> None:
    toy = read(data / "toy.json")
    optimum = evaluate(toy, read_solution(data / "sol_toy_optimal.json"))
    assert optimum.broken == ()
    assert solve(toy, stop=Stop(iterations=20_000)).total == pytest.approx(optimum.total)


@pytest.mark.parametrize("name", ["A1", "A3", "A5", "A7", "A9"])
def test_ten_patients_are_solved_to_the_proven_optimum(data: Path, name: str) -> None:
    (row,) = (r for r in table(data / "best_known.csv") if r["instance"] == name)
    instance = read(data / "instances" / f"{row['file']}.json")
    result = solve(instance, stop=Stop(iterations=1_000_000))
    assert result.total == pytest.approx(float(row["ceschia2024_best"]), abs=0.001)


def test_italian_towns_get_plans_that_keep_every_rule(data: Path) -> None:
    for row in table(data / "italian" / "best_known.csv"):
        instance = read(data / "italian" / row["instance"])
        result = solve(instance, stop=Stop(iterations=100_000))
        assert evaluate(instance, result.solution).broken == ()
        assert result.total < 2 * float(row["total_cost"])
