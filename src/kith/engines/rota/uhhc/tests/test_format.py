"""A wrong file is met with every fault in it, each naming its item."""

import json
from pathlib import Path
from typing import Any

import pytest

from kith.engines.rota.reading import FormatError
from kith.engines.rota.uhhc.format import (
    parse,
    parse_solution,
    read,
    read_solution,
    recognises,
    solution_document,
    write,
)
from kith.engines.rota.uhhc.tests.towns import town_document


def problems_of(document: dict[str, Any]) -> list[str]:
    with pytest.raises(FormatError) as caught:
        parse(document)
    return list(caught.value.problems)


def test_given_a_good_file_when_read_then_every_item_is_there(tmp_path: Path) -> None:
    file = tmp_path / "town.json"
    file.write_text(json.dumps(town_document()), encoding="utf-8")
    instance = read(file)
    first, second, third = instance.patients
    assert recognises(town_document())
    assert [window.start for window in first.windows] == [0, 60]  # sorted
    assert first.optional
    assert first.preferred == {"c3"}
    assert second.preferred is None
    assert (second.together.kind, second.together.most) == ("sequential", 15)
    assert second.requirements[0].duration == 10  # the service's default
    assert third.incompatible == {"c1"}
    assert instance.caregivers[0].arrives == 1
    assert instance.caregivers[1].arrives == 1  # the departing point, when nothing is said
    assert instance.caregivers[1].shift is None


def test_given_many_faults_when_read_then_all_are_told_at_once() -> None:
    document = town_document()
    document["patients"][0]["required_services"][0]["service"] = "s9"
    document["patients"][0]["preferred_caregivers"] = ["c7"]
    document["patients"][1]["time_windows"][0] = {"start": 90, "end": 30}
    document["patients"][2]["synchronization"] = {"type": "sometimes"}
    document["distances"][1][2] = float("nan")
    document["caregivers"][1]["abilities"].append("s8")
    document["caregivers"][2]["departing_point"] = "d9"
    document["metadata"]["cost_components"]["kindness"] = 3
    document["metadata"]["time_window_met"] = "later"
    told = problems_of(document)
    assert len(told) == 9
    for word in ("s9", "c7", "p2", "p3", "cell 2", "s8", "d9", "kindness", "later"):
        assert any(word in line for line in told), word


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda d: d["distances"].pop(), "rows"),
        (lambda d: d["services"][0].pop("default_duration"), "duration"),
        (lambda d: d["caregivers"].pop(), "p3: no caregiver may give service s1"),
        (lambda d: d["patients"][0].pop("time_windows"), "p1: “time_windows”"),
        (lambda d: d["patients"][0].__setitem__("required_services", []), "p1"),
        (lambda d: d["patients"][1].__setitem__("id", "p1"), "twice"),
        (lambda d: d["patients"][1].__setitem__("distance_matrix_index", 2), "Row 2"),
        (lambda d: d["patients"][1].__setitem__("distance_matrix_index", 40), "no row 40"),
        (lambda d: d["patients"][1].__setitem__("distance_matrix_index", "x"), "p2"),
        (lambda d: d["patients"][1].pop("synchronization"), "p2"),
        (lambda d: d["patients"][1]["synchronization"].pop("distance"), "p2"),
        (lambda d: d["patients"][1].__setitem__("optional", "yes"), "optional"),
        (lambda d: d["caregivers"][0].__setitem__("working_shift", {"start": 9}), "c1"),
        (lambda d: d["metadata"].pop("cost_components"), "cost_components"),
        (lambda d: d["metadata"]["cost_components"].update(travel_time="MUCH"), "travel_time"),
        (lambda d: d.pop("lunch_breaks"), "lunch"),
        (
            lambda d: d["patients"][2].__setitem__("incompatible_caregivers", ["c1", "c2"]),
            "only c3",
        ),
    ],
)
def test_given_one_fault_when_read_then_it_is_named(change: Any, word: str) -> None:
    document = town_document()
    change(document)
    assert any(word in line for line in problems_of(document))


@pytest.mark.parametrize("text", ["", "[]", "{", '{"patients": 3}', "\xff"])
def test_given_a_file_that_is_no_instance_when_read_then_a_clear_error(
    tmp_path: Path, text: str
) -> None:
    file = tmp_path / "town.json"
    file.write_text(text, encoding="latin-1")
    with pytest.raises(FormatError) as caught:
        read(file)
    assert caught.value.problems


def test_given_a_solution_when_written_and_read_then_it_is_the_same(tmp_path: Path) -> None:
    place = {"arrival_time": 5.5, "departure_time": 15, "patient": "p1", "service": "s1"}
    routes = [{"caregiver_id": "c1", "locations": [place]}, {"caregiver_id": "c2"}]
    document = {"cost_components": {}, "routes": routes}
    solution = parse_solution(document)
    assert solution_document(solution) == document
    write(tmp_path / "plan.json", solution)
    assert read_solution(tmp_path / "plan.json") == solution


def test_given_the_other_spellings_when_a_solution_is_read_then_they_mean_the_same() -> None:
    visit = {"start_time": 20, "end_time": 30, "patient": "p1", "service": "s1"}
    other = {"start_service_time": 5, "end_service_time": 9, "arrival_at_patient": 4}
    places = [
        {"departing_time": 2, "depot": "d0"},
        visit,
        other | {"patient": "p2", "service": "s1"},
        {"arrival_time": 40, "depot": "d0"},
    ]
    (route,) = parse_solution({"routes": [{"caregiver_id": "c1", "locations": places}]}).routes
    assert [(at.patient, at.start, at.end) for at in route.locations] == [
        ("p2", 5, 9),
        ("p1", 20, 30),
    ]
    assert (route.departed, route.returned, route.locations[0].arrived) == (2, 40, 4)


@pytest.mark.parametrize("document", [{}, {"routes": [3]}, {"routes": [{"locations": [{}]}]}])
def test_given_a_file_that_is_no_solution_when_read_then_a_clear_error(
    document: dict[str, Any],
) -> None:
    with pytest.raises(FormatError):
        parse_solution(document)
