"""`./kith rota solve`: what it writes, what it says, and what it does with bad files and Ctrl-C."""

import json
import os
import signal
import threading
from pathlib import Path

import pytest

from kith.cli import rota
from kith.engines.rota.hhcrsp.evaluate import evaluate
from kith.engines.rota.hhcrsp.format import parse, read_solution
from kith.engines.rota.hhcrsp.tests.towns import town_document


@pytest.fixture
def town(tmp_path: Path) -> Path:
    file = tmp_path / "town.json"
    file.write_text(json.dumps(town_document()), encoding="utf-8")
    return file


def test_given_a_good_file_when_solved_then_a_checked_solution_is_written(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = town.with_name("out.json")
    assert rota.main(["solve", str(town), "--iterations", "2000", "--out", str(out)]) == 0
    evaluation = evaluate(parse(town_document()), read_solution(out))
    assert evaluation.feasible
    said = capsys.readouterr().out
    for words in ("travel", "tardiness", "highest tardiness", "total", "feasible"):
        assert words in said
    assert f"{evaluation.total:,.3f}" in said
    assert sorted(file.name for file in town.parent.iterdir()) == ["out.json", "town.json"]


def test_given_one_seed_when_solved_twice_then_the_files_are_the_same(town: Path) -> None:
    outs = [town.with_name(name) for name in ("a.json", "b.json")]
    for out in outs:
        words = ["solve", str(town), "--iterations", "999", "--seed", "7", "--out", str(out)]
        assert rota.main(words) == 0
    assert outs[0].read_text() == outs[1].read_text()


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("visits", [], "“visits” must be a list"),
        ("workers", [{"id": "a", "name": "Ann"}] * 2, "“workers” has a twice"),
        ("travel", [[float("nan")]], "“travel” row 0, cell 0 must be"),
        ("weights", {"travel": -1}, "“weights.travel” must be 0 or more"),
        ("colour", "red", "a field “colour” that is not known"),
    ],
)
def test_given_a_bad_week_when_solved_then_the_fault_is_told(
    key: str, value: object, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    visit = {"id": "v", "person": "p", "place": 0, "earliest": 540, "latest": 600}
    week = {
        "kith": "rota week 1",
        "visits": [visit | {"minutes": 30, "day": 0}],
        "workers": [{"id": "a", "name": "Ann"}],
        "people": [{"id": "p", "name": "Pat"}],
        "travel": [[0]],
    }
    file, out = tmp_path / "week.json", tmp_path / "out.json"
    file.write_text(json.dumps({**week, key: value}), encoding="utf-8")
    assert rota.main(["solve", str(file), "--out", str(out)]) == 2
    assert words in capsys.readouterr().err
    assert not out.exists()


def test_given_a_bad_file_when_solved_then_every_fault_is_told_and_nothing_written(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = town_document()
    document["patients"][0]["time_window"] = [9, 3]
    document["caregivers"][0]["abilities"] = ["s9"]
    town.write_text(json.dumps(document), encoding="utf-8")
    out = town.with_name("out.json")
    assert rota.main(["solve", str(town), "--out", str(out)]) == 2
    told = capsys.readouterr().err
    assert "p1" in told
    assert "s9" in told
    assert "Traceback" not in told
    assert not out.exists()


@pytest.mark.parametrize("text", ["", "[1]", '{"hello": 1}'])
def test_given_an_unknown_format_when_solved_then_it_is_told(
    town: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    town.write_text(text, encoding="utf-8")
    assert rota.main(["solve", str(town), "--out", str(town.with_name("out.json"))]) == 2
    assert str(town.name) in capsys.readouterr().err.replace("\n", "")


@pytest.mark.parametrize("name", [".", "no/such/folder/out.json"])
def test_given_a_place_that_cannot_be_written_when_solved_then_it_is_told_before_searching(
    town: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rota.main(["solve", str(town), "--seconds", "60", "--out", str(town.parent / name)]) == 2
    assert "--out" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [["--seconds", "0"], ["--seconds", "nan"], ["--iterations", "-1"], ["--cores", "9999"]],
)
def test_given_a_limit_that_is_none_when_asked_then_it_is_refused(
    town: Path, words: list[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        rota.main(["solve", str(town), "--out", "out.json", *words])
    assert caught.value.code == 2


def test_given_an_interrupt_when_solving_then_the_best_so_far_is_written(town: Path) -> None:
    out = town.with_name("out.json")
    former = signal.getsignal(signal.SIGINT)
    timer = threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    try:
        assert rota.main(["solve", str(town), "--seconds", "60", "--out", str(out)]) == 0
    finally:
        timer.cancel()
    assert signal.getsignal(signal.SIGINT) is former
    assert evaluate(parse(town_document()), read_solution(out)).feasible
