"""VROOM as a peer on days without pairs: one job a patient, skills as numbers; it ends by itself."""

import time
from datetime import timedelta

from benchmarks.day_without_pairs import able, timed
from benchmarks.measuring import Missing
from kith.engines.rota.uhhc.model import Instance, Solution

THOROUGH = 5
"""VROOM's highest level of exploration."""


def solve_with_vroom(day: Instance, seconds: float) -> tuple[Solution | None, float]:
    """Return VROOM's plan, or None if it leaves somebody out, and the seconds spent."""
    try:
        import numpy as np
        import vroom
    except ImportError:
        raise Missing("VROOM is not installed: it is in the group `bench`.") from None
    began = time.monotonic()
    services = sorted({patient.requirements[0].service for patient in day.patients})
    problem = vroom.Input()
    problem.set_durations_matrix("car", np.array(day.distances, dtype=np.uint32))
    for number, caregiver in enumerate(day.caregivers):
        skills = {services.index(name) for name in caregiver.abilities if name in services}
        problem.add_vehicle(vroom.Vehicle(number, start=0, end=0, skills=skills))
    for number, patient in enumerate(day.patients):
        (need,), (window,) = patient.requirements, patient.windows
        problem.add_job(
            vroom.Job(
                number,
                location=patient.place,
                default_service=round(need.duration),
                skills={services.index(need.service)},
                time_windows=[vroom.TimeWindow(round(window.start), round(window.end))],
            )
        )
    found = problem.solve(
        exploration_level=THOROUGH, nb_threads=1, timeout=timedelta(seconds=seconds)
    )
    spent = time.monotonic() - began
    if found.unassigned:
        return None, spent
    orders: list[list[int]] = [[] for _ in able(day)]
    jobs = found.routes[found.routes["type"] == "job"]
    for vehicle, job in zip(jobs["vehicle_id"], jobs["id"], strict=True):
        orders[int(vehicle)].append(int(job))
    return timed(day, orders), spent
