"""Public days that every router can express: no pairs, fixed windows, skills, and travel as the only cost.

Made from an HHCRSP day by one rule: the patients with one service stay, and their windows end `later` minutes later,
by which nobody need be late; travel is rounded up to whole minutes.
"""

from collections.abc import Sequence
from math import ceil

from kith.engines.rota.hhcrsp import format as hhcrsp
from kith.engines.rota.uhhc.model import (
    HARD,
    Attendance,
    Caregiver,
    Instance,
    Patient,
    Requirement,
    Route,
    Solution,
    Together,
    Window,
)


def without_pairs(day: hhcrsp.Instance, name: str, later: float) -> Instance:
    """Return the reduced day, in the terms of UHHC: travel costs 1 a minute, lateness is forbidden."""
    left = [p for p, patient in enumerate(day.patients) if len(patient.requirements) == 1]
    places = [0, *(p + 1 for p in left)]
    return Instance(
        name=name,
        meeting="at_service_start",
        weights={"travel_time": 1.0, "total_tardiness": HARD},
        distances=tuple(tuple(float(ceil(day.distances[a][b])) for b in places) for a in places),
        terminals={"office": 0},
        caregivers=tuple(
            Caregiver(c.id, c.abilities, 0, 0, None, lunch=False) for c in day.caregivers
        ),
        patients=tuple(
            _patient(day.patients[p], place, later) for place, p in enumerate(left, start=1)
        ),
        lunch=None,
    )


def _patient(patient: hhcrsp.Patient, place: int, later: float) -> Patient:
    (need,) = patient.requirements
    window = Window(float(ceil(patient.earliest)), float(int(patient.latest + later)))
    needs = (Requirement(need.service, float(ceil(need.duration))),)
    return Patient(patient.id, place, (window,), needs, Together("independent"))


def able(day: Instance) -> list[frozenset[int]]:
    """Return the patients (by number) whom each caregiver can serve."""
    return [
        frozenset(
            number
            for number, patient in enumerate(day.patients)
            if patient.requirements[0].service in caregiver.abilities
        )
        for caregiver in day.caregivers
    ]


def timed(day: Instance, orders: Sequence[Sequence[int]]) -> Solution:
    """Return the solution with these patients (by number) for each caregiver, each as early as can be."""
    return Solution(
        tuple(
            Route(caregiver.id, _visits(day, order))
            for caregiver, order in zip(day.caregivers, orders, strict=True)
        )
    )


def _visits(day: Instance, order: Sequence[int]) -> tuple[Attendance, ...]:
    visits: list[Attendance] = []
    place, free = 0, 0.0
    for number in order:
        patient = day.patients[number]
        (need,) = patient.requirements
        start = max(patient.windows[0].start, free + day.distances[place][patient.place])
        place, free = patient.place, start + need.duration
        visits.append(Attendance(patient.id, need.service, start, free))
    return tuple(visits)
