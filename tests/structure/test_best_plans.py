"""Kith's plans below every published cost: what each file holds keeps the rules and costs what is said."""

import json
from typing import Any

import pytest
from benchmarks.known import BEST, Known, keep_if_best, kept_costs, known_hhcrsp, known_uhhc

from kith.engines.rota.hhcrsp import evaluate as hhcrsp_evaluate
from kith.engines.rota.hhcrsp import format as hhcrsp_format
from kith.engines.rota.uhhc import evaluate as uhhc_evaluate
from kith.engines.rota.uhhc import format as uhhc_format
from tests.outside_data import outside_data

BENCHMARKS = {
    "hhcrsp": (known_hhcrsp, hhcrsp_format, hhcrsp_evaluate),
    "uhhc": (known_uhhc, uhhc_format, uhhc_evaluate),
}


@pytest.mark.conformance
@pytest.mark.parametrize("benchmark", BENCHMARKS)
def test_each_kept_plan_keeps_every_rule_and_costs_less_than_every_published_one(
    benchmark: str,
) -> None:
    known_of, form, judge = BENCHMARKS[benchmark]
    folder = outside_data(f"rota/{benchmark}")
    known: dict[str, Known] = known_of(folder)
    for name, cost in kept_costs(benchmark).items():
        instance: Any = form.read(folder / "instances" / known[name].file)
        found = judge.evaluate(instance, form.read_solution(BEST / benchmark / f"{name}.json"))
        assert found.broken == (), name
        assert found.total == pytest.approx(cost, abs=1e-5), name
        assert found.total < known[name].new_below, name


@pytest.mark.parametrize("benchmark", BENCHMARKS)
def test_each_kept_plan_has_its_cost_beside_it(benchmark: str) -> None:
    files = {file.stem for file in (BEST / benchmark).glob("*.json")} - {"costs"}
    assert files == set(kept_costs(benchmark))


@pytest.fixture
def shelf(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("benchmarks.known.BEST", tmp_path)
    return tmp_path / "day"


def test_given_a_plan_no_better_than_published_then_it_is_not_kept(shelf: Any) -> None:
    assert not keep_if_best("day", "A1", Known("a.json", 100.0, 99.5), 99.5, {"plan": 1})
    assert not shelf.exists()


def test_given_a_kept_plan_when_a_worse_one_comes_then_the_better_one_stays(shelf: Any) -> None:
    known = Known("a.json", 100.0, 99.5)
    assert keep_if_best("day", "A1", known, 98.0, {"plan": 1})
    assert not keep_if_best("day", "A1", known, 98.5, {"plan": 2})
    assert json.loads((shelf / "A1.json").read_text()) == {"plan": 1}
    assert keep_if_best("day", "A1", known, 97.0, {"plan": 3})
    assert json.loads((shelf / "A1.json").read_text()) == {"plan": 3}
    assert kept_costs("day") == {"A1": 97.0}


def test_given_rounded_figures_when_the_best_is_read_then_rounding_makes_no_record(
    tmp_path: Any,
) -> None:
    heads = "instance,file,a_best,b_best,kummer2021_cplex_ub_2h,proven_optimal"
    rows = [
        heads,
        "B5,b,366.338,367,366.3,",
        "C9,c,531.15,535.075,542.5,",
        "A1,a,218.2,218.199,,yes",
    ]
    (tmp_path / "best_known.csv").write_text("\n".join(rows))
    known = known_hhcrsp(tmp_path)
    assert known["B5"].best == 366.338
    assert known["B5"].new_below == pytest.approx(366.25)
    assert known["C9"].best == 531.15
    assert known["C9"].new_below == pytest.approx(531.145)
    assert known["A1"].proven == pytest.approx(218.1995)
