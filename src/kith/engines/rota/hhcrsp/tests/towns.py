"""Small towns to plan for: one by hand, others by chance, and a plain search through all their plans."""

import random
from collections.abc import Iterator
from itertools import permutations, product
from typing import Any

from kith.engines.rota.hhcrsp.format import Instance, Patient, parse


def town_document() -> dict[str, Any]:
    """Three patients, two of them with pairs, and three caregivers."""
    return {
        "services": [
            {"id": "s1", "default_duration": 10},
            {"id": "s2", "default_duration": 20},
        ],
        "caregivers": [
            {"id": "c1", "abilities": ["s1"]},
            {"id": "c2", "abilities": ["s2"]},
            {"id": "c3", "abilities": ["s1", "s2"]},
        ],
        "patients": [
            {"id": "p1", "time_window": [0, 30], "required_caregivers": [{"service": "s1"}]},
            {
                "id": "p2",
                "time_window": [20, 60],
                "required_caregivers": [{"service": "s1"}, {"service": "s2", "duration": 5}],
                "synchronization": {"type": "sequential", "distance": [10, 15]},
            },
            {
                "id": "p3",
                "time_window": [10, 40],
                "required_caregivers": [{"service": "s2"}, {"service": "s1"}],
                "synchronization": {"type": "simultaneous"},
            },
        ],
        "distances": [[0, 5, 6, 7], [5, 0, 7, 9], [6, 7, 0, 4], [7, 9, 4, 0]],
    }


def random_town(seed: int, patients: int, caregivers: int) -> Instance:
    """A town where everybody can be served: the first two caregivers can do all."""
    dice = random.Random(seed)
    services = ["s1", "s2", "s3"]
    places = [(dice.uniform(0, 60), dice.uniform(0, 60)) for _ in range(patients + 1)]
    return parse(
        {
            "services": [{"id": s, "default_duration": dice.randint(0, 30)} for s in services],
            "caregivers": [
                {"id": f"c{v}", "abilities": services if v < 2 else dice.sample(services, 1)}
                for v in range(caregivers)
            ],
            "patients": [_random_patient(dice, f"p{p}", services) for p in range(patients)],
            "distances": [
                [((a - c) ** 2 + (b - d) ** 2) ** 0.5 for c, d in places] for a, b in places
            ],
        }
    )


def _random_patient(dice: random.Random, name: str, services: list[str]) -> dict[str, Any]:
    opens = dice.randint(0, 200)
    needs = [{"service": s} for s in dice.choices(services, k=dice.choice([1, 1, 2]))]
    row: dict[str, Any] = {
        "id": name,
        "time_window": [opens, opens + dice.randint(0, 60)],
        "required_caregivers": needs,
    }
    if len(needs) == 2:
        least = dice.randint(0, 40)
        row["synchronization"] = dice.choice(
            [
                {"type": "simultaneous"},
                {"type": "sequential", "distance": [least, least + dice.randint(0, 30)]},
            ]
        )
    return row


def lowest_cost(instance: Instance) -> float:
    """The lowest total over every order of the patients and every choice of caregivers, by plain trying."""
    teams = [_teams(instance, patient) for patient in instance.patients]
    count = range(len(instance.patients))
    return min(
        _cost(instance, order, chosen)
        for chosen in product(*teams)
        for order in permutations(count)
    )


def _teams(instance: Instance, patient: Patient) -> list[tuple[int, ...]]:
    able = [
        [v for v, c in enumerate(instance.caregivers) if need.service in c.abilities]
        for need in patient.requirements
    ]
    return [team for team in product(*able) if len(set(team)) == len(team)]


def _cost(instance: Instance, order: tuple[int, ...], chosen: tuple[tuple[int, ...], ...]) -> float:
    here = [0] * len(instance.caregivers)
    free = [0.0] * len(instance.caregivers)
    travel, lateness = 0.0, [0.0]
    for p in order:
        patient, team = instance.patients[p], chosen[p]
        reach = [max(patient.earliest, free[v] + instance.distances[here[v]][p + 1]) for v in team]
        travel += sum(instance.distances[here[v]][p + 1] for v in team)
        starts = list(_starts(patient, reach))
        for v, start, need in zip(team, starts, patient.requirements, strict=True):
            here[v], free[v] = p + 1, start + need.duration
        lateness += [max(0.0, start - patient.latest) for start in starts]
    travel += sum(instance.distances[place][0] for place in here)
    return (travel + sum(lateness) + max(lateness)) / 3


def _starts(patient: Patient, reach: list[float]) -> Iterator[float]:
    if patient.together is None:
        yield reach[0]
    elif patient.together.kind == "simultaneous":
        yield from (max(reach), max(reach))
    else:
        second = max(reach[1], reach[0] + patient.together.least)
        yield max(reach[0], second - patient.together.most)
        yield second
