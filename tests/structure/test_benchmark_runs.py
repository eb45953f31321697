"""Runs of a benchmark: each on its own core, each kept at once, and an unfinished measurement gone on with."""

import json
import os
from pathlib import Path

import pytest
from benchmarks.__main__ import BENCHMARKS, chosen
from benchmarks.measuring import Missing, Options
from benchmarks.runs import Row, Run, carry_out, finish, row_of, runs_of

RUNS = runs_of(["A1", "B1"], (1.0,), (1, 2))


@pytest.fixture(autouse=True)
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("benchmarks.runs.RESULTS", tmp_path)
    return tmp_path


def cores(run: Run) -> Row:
    return row_of(run, cores=sorted(os.sched_getaffinity(0)))


def breaks_off_at_b1_seed_2(run: Run) -> Row:
    if run.case == "B1" and run.seed == 2:
        raise RuntimeError(run.name)
    return row_of(run, first=True)


def second(run: Run) -> Row:
    return row_of(run, first=False)


def words(_: Row) -> str:
    return "done"


def options(*, only: tuple[str, ...] = (), resume: bool = False, side_by_side: int = 1) -> Options:
    return Options(None, only, None, side_by_side=side_by_side, resume=resume)


def test_each_run_has_one_core_and_seeds_come_one_after_the_other() -> None:
    rows = carry_out("x", RUNS, cores, options(), words)
    assert [(row["case"], row["seed"]) for row in rows] == [
        ("A1", 1),
        ("B1", 1),
        ("A1", 2),
        ("B1", 2),
    ]
    assert {len(row["cores"]) for row in rows} == {1}


def test_given_a_run_that_broke_off_when_resumed_then_only_the_rest_is_measured() -> None:
    with pytest.raises(RuntimeError, match="B1"):
        carry_out("x", RUNS, breaks_off_at_b1_seed_2, options(), words)
    with pytest.raises(Missing, match="--resume"):
        carry_out("x", RUNS, second, options(), words)
    rows = carry_out("x", RUNS, second, options(resume=True), words)
    assert [row["first"] for row in rows] == [True, True, True, False]


def test_given_another_engine_when_resumed_then_it_is_refused(results: Path) -> None:
    (results / "x.partial.jsonl").write_text(json.dumps({"engine": "older"}) + "\n")
    with pytest.raises(Missing, match="another engine"):
        carry_out("x", RUNS, second, options(resume=True), words)


def test_a_trial_keeps_nothing_and_a_finished_one_leaves_nothing(results: Path) -> None:
    carry_out("x", RUNS, second, options(only=("A1", "B1")), words)
    assert not list(results.iterdir())
    carry_out("x", RUNS, second, options(), words)
    finish("x")
    assert not list(results.iterdir())


def test_given_more_runs_at_once_than_cores_then_it_says_so() -> None:
    with pytest.raises(Missing, match="cores"):
        carry_out("x", RUNS, second, options(side_by_side=10_000), words)


def test_rota_means_every_benchmark_of_the_engine() -> None:
    assert chosen(["rota"]) == [name for name in BENCHMARKS if name.startswith("rota_")]
    assert chosen(["pages", "rota_week"]) == ["rota_week", "pages"]
    assert chosen([]) == list(BENCHMARKS)
