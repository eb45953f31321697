"""Held against the published benchmark: its solutions cost here what the papers say."""

import csv
from pathlib import Path

import pytest
from tests.outside_data import outside_data

from kith.engines.rota.stopping import Stop
from kith.engines.rota.uhhc.evaluate import evaluate
from kith.engines.rota.uhhc.format import read, read_solution
from kith.engines.rota.uhhc.solve import solve
from kith.engines.rota.uhhc.tests.test_least_lateness import LEAST

pytestmark = pytest.mark.conformance


@pytest.fixture(scope="module")
def data() -> Path:
    return outside_data("rota/uhhc")


def published(data: Path) -> dict[tuple[str, str], float]:
    """Return the published cost by folder and instance."""
    with (data / "published_costs.csv").open(encoding="utf-8") as rows:
        return {
            (row["group"], row["instance"]): float(row["total_cost"])
            for row in csv.DictReader(rows)
        }


def test_published_solutions_keep_every_rule_and_cost_what_was_published(data: Path) -> None:
    costs, held = published(data), 0
    for (group, name), cost in costs.items():
        file = data / "published" / group / f"{name}.sol.json"
        if not file.exists():
            continue
        evaluation = evaluate(read(data / "instances" / f"{name}.json"), read_solution(file))
        assert evaluation.broken == (), (group, name)
        assert evaluation.total == cost, (group, name)
        held += 1
    assert held >= 3


def test_every_small_instance_gets_a_plan_that_keeps_every_rule_that_can_be_kept(
    data: Path,
) -> None:
    files = sorted((data / "small").glob("*.json"))
    assert len(files) == 10
    for file in files:
        instance = read(file)
        evaluation = evaluate(instance, solve(instance, stop=Stop(iterations=200_000)).solution)
        least = LEAST[file.stem[-3:]]
        assert evaluation.amounts["total_tardiness"] == least, file.name
        assert len(evaluation.broken) == (least > 0), file.name


def test_every_instance_gets_a_plan_that_keeps_every_rule_close_to_the_published_one(
    data: Path,
) -> None:
    files = sorted((data / "instances").glob("*.json"))
    assert len(files) == 12
    for file in files:
        instance = read(file)
        evaluation = evaluate(instance, solve(instance, stop=Stop(iterations=200_000)).solution)
        assert evaluation.broken == (), file.name
        cost = published(data)["simulated-annealing/validation", file.stem]
        assert evaluation.total < 1.5 * cost, file.name
