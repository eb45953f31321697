"""Small days to plan for: one by hand, others by chance, and a plain search through all their plans."""

import random
from collections.abc import Iterator
from itertools import product
from typing import Any

from kith.engines.rota.uhhc.evaluate import evaluate
from kith.engines.rota.uhhc.format import parse
from kith.engines.rota.uhhc.model import LUNCH, Attendance, Instance, Route, Solution

WEIGHTS: dict[str, Any] = {
    "travel_time": 2,
    "total_tardiness": 3,
    "highest_tardiness": 4,
    "total_waiting_time": 5,
    "total_extra_time": 6,
    "max_idle_time": 7,
    "caregiver_preferences": 8,
    "optional_patients": 90,
    "missed_lunch_break": 10,
}


def town_document() -> dict[str, Any]:
    """Three patients (a pair of each kind, one optional), three caregivers, two depots."""
    return {
        "metadata": {"time_window_met": "at_service_start", "cost_components": dict(WEIGHTS)},
        "distances": [
            [0, 9, 5, 6, 7],
            [9, 0, 4, 3, 2],
            [5, 4, 0, 7, 9],
            [6, 3, 7, 0, 4],
            [7, 2, 9, 4, 0],
        ],
        "terminal_points": [
            {"id": "d0", "distance_matrix_index": 0},
            {"id": "d1", "distance_matrix_index": 1},
        ],
        "caregivers": [
            {
                "id": "c1",
                "abilities": ["s1"],
                "departing_point": "d0",
                "arrival_point": "d1",
                "working_shift": {"start": 10, "end": 100},
                "lunch_break": True,
            },
            {"id": "c2", "abilities": ["s2"], "departing_point": "d1"},
            {
                "id": "c3",
                "abilities": ["s1", "s2"],
                "departing_point": "d1",
                "arrival_point": "d1",
                "working_shift": {"start": 0, "end": 90},
                "lunch_break": False,
            },
        ],
        "patients": [
            {
                "id": "p1",
                "distance_matrix_index": 2,
                "required_services": [{"service": "s1"}],
                "time_windows": [{"start": 60, "end": 80}, {"start": 0, "end": 20}],
                "preferred_caregivers": ["c3"],
                "optional": True,
            },
            {
                "id": "p2",
                "distance_matrix_index": 3,
                "required_services": [{"service": "s1"}, {"service": "s2", "duration": 5}],
                "time_windows": [{"start": 20, "end": 60}],
                "synchronization": {"type": "sequential", "distance": {"min": 10, "max": 15}},
                "optional": False,
            },
            {
                "id": "p3",
                "distance_matrix_index": 4,
                "required_services": [{"service": "s2"}, {"service": "s1"}],
                "time_windows": [{"start": 10, "end": 40}],
                "synchronization": {"type": "simultaneous"},
                "incompatible_caregivers": ["c1"],
            },
        ],
        "services": [
            {"id": "s1", "type": "t1", "default_duration": 10},
            {"id": "s2", "type": "t2", "default_duration": 20},
        ],
        "lunch_breaks": {"start": 30, "end": 70, "min_duration": 15},
    }


def random_town(seed: int, patients: int, caregivers: int, *, step: int = 1) -> Instance:
    """A day that can always be planned: the first two caregivers can do all, and lateness costs.

    Every time is a multiple of `step`.
    """
    dice = random.Random(seed)
    services = ["s1", "s2", "s3"]
    depots = dice.choice([1, 2])
    size = depots + patients
    weights = {name: dice.randint(0, weight) for name, weight in WEIGHTS.items()}
    weights["optional_patients"] = dice.randint(20, 200)
    return parse(
        {
            "metadata": {
                "time_window_met": dice.choice(["at_service_start", "at_service_end"]),
                "cost_components": weights,
            },
            "distances": [
                [0 if a == b else step * dice.randint(1, 30 // step) for b in range(size)]
                for a in range(size)
            ],
            "terminal_points": [{"id": f"d{d}", "distance_matrix_index": d} for d in range(depots)],
            "caregivers": [
                _random_caregiver(dice, f"c{c}", services if c < 2 else services[c % 3 :][:1], step)
                | {"departing_point": f"d{c % depots}", "arrival_point": f"d{(c + 1) % depots}"}
                for c in range(caregivers)
            ],
            "patients": [
                _random_patient(dice, f"p{p}", services, caregivers, step)
                | {"distance_matrix_index": depots + p}
                for p in range(patients)
            ],
            "services": [{"id": s, "default_duration": step} for s in services],
            "lunch_breaks": {"start": 4 * step, "end": 12 * step, "min_duration": 2 * step},
        }
    )


def _random_caregiver(
    dice: random.Random, name: str, abilities: list[str], step: int
) -> dict[str, Any]:
    start = step * dice.randint(0, 4)
    return {
        "id": name,
        "abilities": abilities,
        "working_shift": {"start": start, "end": start + step * dice.randint(8, 20)},
        "lunch_break": dice.random() < 0.5,
    }


def _random_patient(
    dice: random.Random, name: str, services: list[str], caregivers: int, step: int
) -> dict[str, Any]:
    needs = dice.sample(services, dice.choice([1, 1, 2]))
    row: dict[str, Any] = {
        "id": name,
        "required_services": [
            {"service": service, "duration": step * dice.randint(1, 4)} for service in needs
        ],
        "time_windows": [],
        "optional": dice.random() < 0.4,
    }
    opens = 0
    for _ in range(dice.choice([1, 2])):
        opens += step * dice.randint(0, 8)
        row["time_windows"].append({"start": opens, "end": opens + step * dice.randint(1, 4)})
        opens += 5 * step
    if dice.random() < 0.4:
        row["preferred_caregivers"] = [f"c{dice.randrange(caregivers)}"]
    if dice.random() < 0.2 and caregivers > 2:
        row["incompatible_caregivers"] = [f"c{dice.randrange(2, caregivers)}"]
    if len(needs) == 2:
        least = step * dice.randint(0, 3)
        distance = {"min": least, "max": least + step * dice.randint(0, 2)}
        row["synchronization"] = dice.choice(
            [
                {"type": "independent"},
                {"type": "simultaneous"},
                {"type": "sequential", "distance": distance},
            ]
        )
    return row


def lowest_cost(instance: Instance, step: int, last: int) -> float:
    """Return the lowest cost of any plan whose times are multiples of `step` up to `last`."""
    needs = [(p.id, n.service, n.duration) for p in instance.patients for n in p.requirements]
    opens = {patient.id: int(patient.windows[0].start) for patient in instance.patients}
    best = float("inf")
    names = [caregiver.id for caregiver in instance.caregivers]
    for given in product([None, *names], repeat=len(needs)):
        visits = [(c, *need) for c, need in zip(given, needs, strict=True) if c is not None]
        for starts in product(*(range(opens[p], last + 1, step) for _, p, _, _ in visits)):
            timed = [
                (c, Attendance(p, s, start, start + minutes))
                for (c, p, s, minutes), start in zip(visits, starts, strict=True)
            ]
            for lunches in product(*(list(_lunches(instance, c, timed, step)) for c in names)):
                evaluation = evaluate(instance, _solution(names, timed, lunches))
                if evaluation.feasible:
                    best = min(best, evaluation.total)
    return best


def _lunches(
    instance: Instance, caregiver: str, timed: list[tuple[str, Attendance]], step: int
) -> Iterator[Attendance | None]:
    yield None
    lunch = instance.lunch
    eats = next(c.lunch for c in instance.caregivers if c.id == caregiver)
    if lunch is None or not eats:
        return
    places = {at.patient for c, at in timed if c == caregiver} or {"at the depot"}
    for place in sorted(places):
        for start in range(int(lunch.start), int(lunch.end) + 1, step):
            yield Attendance(place, LUNCH, start, start + lunch.duration)


def _solution(
    names: list[str],
    timed: list[tuple[str, Attendance]],
    lunches: tuple[Attendance | None, ...],
) -> Solution:
    routes = []
    for name, lunch in zip(names, lunches, strict=True):
        stops = [at for c, at in timed if c == name] + ([lunch] if lunch else [])
        routes.append(Route(name, tuple(sorted(stops, key=lambda at: at.start))))
    return Solution(tuple(routes))
