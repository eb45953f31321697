"""The page of benchmarks says what was kept, and every benchmark can be run."""

import importlib

import pytest
from benchmarks.__main__ import BENCHMARKS, main
from benchmarks.measuring import Missing, Options
from benchmarks.page import PAGE, page_of


@pytest.mark.parametrize("name", BENCHMARKS)
def test_each_benchmark_has_a_title_a_measure_and_a_section(name: str) -> None:
    module = importlib.import_module(f"benchmarks.{name}")
    assert (module.__doc__ or "").strip()
    assert callable(module.measure)
    assert callable(module.section)


def test_the_page_is_what_was_kept() -> None:
    modules = [importlib.import_module(f"benchmarks.{name}") for name in BENCHMARKS]
    assert PAGE.read_text(encoding="utf-8") == page_of(modules), "run ./kith bench --write"


def test_given_no_outside_data_when_measured_then_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("KITH_CONFORMANCE_DATA", raising=False)
    assert main(["rota_hhcrsp"]) == 2
    assert "KITH_CONFORMANCE_DATA" in capsys.readouterr().err


def test_given_an_unknown_benchmark_when_asked_then_it_is_refused() -> None:
    with pytest.raises(SystemExit) as caught:
        main(["everything"])
    assert caught.value.code == 2


def test_given_names_when_cases_are_chosen_then_only_those_are_measured() -> None:
    options = Options(seconds=None, only=("B1", "A1"), data=None)
    assert options.chosen(["A1", "A3", "B1"]) == ["A1", "B1"]
    with pytest.raises(Missing):
        options.folder("rota")
