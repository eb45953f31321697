"""A wrong file is met with every fault in it, each naming its item."""

import json
from pathlib import Path
from typing import Any

import pytest

from kith.engines.rota.hhcrsp.format import parse, parse_solution, read, solution_document
from kith.engines.rota.hhcrsp.tests.towns import town_document
from kith.engines.rota.reading import FormatError


def problems_of(document: dict[str, Any]) -> list[str]:
    with pytest.raises(FormatError) as caught:
        parse(document)
    return list(caught.value.problems)


def test_given_a_good_file_when_read_then_every_item_is_there(tmp_path: Path) -> None:
    file = tmp_path / "town.json"
    file.write_text(json.dumps(town_document()), encoding="utf-8")
    instance = read(file)
    assert [patient.id for patient in instance.patients] == ["p1", "p2", "p3"]
    assert instance.patients[1].together is not None
    assert instance.patients[1].together.kind == "sequential"
    assert instance.patients[0].requirements[0].duration == 10  # the service's default
    assert instance.distances[1][2] == 7


def test_given_many_faults_when_read_then_all_are_told_at_once() -> None:
    document = town_document()
    document["patients"][0]["required_caregivers"][0]["service"] = "s9"
    document["patients"][1]["time_window"] = [90, 30]
    document["patients"][2]["synchronization"] = {"type": "sometimes"}
    document["distances"][1][2] = float("nan")
    document["distances"][2][1] = -4
    document["caregivers"][1]["abilities"].append("s8")
    told = problems_of(document)
    assert len(told) == 6
    for word in ("s9", "p2", "p3", "cell 2", "-4", "c2"):
        assert any(word in line for line in told), word


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda d: d["distances"].pop(), "rows"),
        (lambda d: d["distances"][1].pop(), "cells"),
        (lambda d: d["services"][0].pop("default_duration"), "no duration"),
        (lambda d: d["caregivers"].__setitem__(slice(1, None), []), "no caregiver can give"),
        (lambda d: d["patients"][0].pop("time_window"), "time window"),
        (lambda d: d["patients"][0].__setitem__("required_caregivers", []), "one or two"),
        (lambda d: d["patients"][1].__setitem__("id", "p1"), "twice"),
        (lambda d: d["patients"][1].pop("id"), "no id"),
        (lambda d: d.__setitem__("caregivers", []), "at least one"),
        (lambda d: d["patients"][1]["synchronization"].__setitem__("distance", [9, 3]), "p2"),
    ],
)
def test_given_one_fault_when_read_then_it_is_named(change: Any, word: str) -> None:
    document = town_document()
    change(document)
    assert any(word in line for line in problems_of(document))


def test_given_a_pair_that_only_one_can_serve_when_read_then_it_is_told() -> None:
    document = town_document()
    document["caregivers"] = [
        {"id": "c1", "abilities": ["s1", "s2"]},
        {"id": "c2", "abilities": []},
    ]
    assert any("only c1 can come" in line for line in problems_of(document))


@pytest.mark.parametrize("text", ["", "[]", "{", '{"patients": 3}', "\xff"])
def test_given_a_file_that_is_no_instance_when_read_then_a_clear_error(
    tmp_path: Path, text: str
) -> None:
    file = tmp_path / "town.json"
    file.write_text(text, encoding="latin-1")
    with pytest.raises(FormatError) as caught:
        read(file)
    assert caught.value.problems


def test_given_a_solution_when_written_and_read_then_it_is_the_same() -> None:
    place = {"arrival_time": 5.5, "departure_time": 15.5, "patient": "p1", "service": "s1"}
    document = {
        "routes": [
            {"caregiver_id": "c1", "locations": [place]},
            {"caregiver_id": "c2", "locations": []},
        ]
    }
    assert solution_document(parse_solution(document)) == document


@pytest.mark.parametrize("document", [{}, {"routes": [3]}, {"routes": [{"locations": [{}]}]}])
def test_given_a_file_that_is_no_solution_when_read_then_a_clear_error(
    document: dict[str, Any],
) -> None:
    with pytest.raises(FormatError):
        parse_solution(document)
