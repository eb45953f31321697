"""Checks an HHCRSP solution from its files alone; shares no code with the search, so neither hides the other's faults.

The cost is (travel + total tardiness + highest tardiness) / 3, Mankowska et al. (2014). The way home counts as travel.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kith.engines.rota.hhcrsp.format import Attendance, Instance, Patient, Route, Solution

TOLERANCE = 1e-3
"""Minutes by which published times may be off: they were written with three decimals."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a solution costs, in minutes, and each hard rule it breaks, in words."""

    travel: float
    tardiness: float
    highest_tardiness: float
    broken: tuple[str, ...]

    @property
    def total(self) -> float:
        """The objective of the benchmark."""
        return (self.travel + self.tardiness + self.highest_tardiness) / 3

    @property
    def feasible(self) -> bool:
        """True when no hard rule is broken."""
        return not self.broken

    @property
    def components(self) -> dict[str, float]:
        """Every part of the cost by name, the total last."""
        return {
            "travel": self.travel,
            "tardiness": self.tardiness,
            "highest tardiness": self.highest_tardiness,
            "total": self.total,
        }


def evaluate(instance: Instance, solution: Solution) -> Evaluation:
    """Return the cost of `solution` and every hard rule that it breaks."""
    place = {patient.id: index + 1 for index, patient in enumerate(instance.patients)}
    broken = [*_strangers(instance, solution, place)]
    if broken:
        return Evaluation(0.0, 0.0, 0.0, tuple(broken))
    patients = {patient.id: patient for patient in instance.patients}
    lateness = [
        max(0.0, at.arrival_time - patients[at.patient].latest)
        for route in solution.routes
        for at in route.locations
    ]
    for route in solution.routes:
        broken += _faults_of_route(instance, route, place)
    for patient in instance.patients:
        broken += _faults_of_patient(patient, solution)
    travel = sum(_travel(instance, route, place) for route in solution.routes)
    return Evaluation(travel, sum(lateness), max(lateness, default=0.0), tuple(broken))


def _strangers(instance: Instance, solution: Solution, place: dict[str, int]) -> Iterator[str]:
    caregivers = {caregiver.id for caregiver in instance.caregivers}
    for caregiver_id, times in Counter(route.caregiver_id for route in solution.routes).items():
        if caregiver_id not in caregivers:
            yield f"There is no caregiver {caregiver_id}."
        if times > 1:
            yield f"Caregiver {caregiver_id} has {times} routes."
    for route in solution.routes:
        for at in route.locations:
            if at.patient not in place:
                yield f"Caregiver {route.caregiver_id} goes to {at.patient}, who is not in the instance."


def _travel(instance: Instance, route: Route, place: dict[str, int]) -> float:
    stops = [0, *(place[at.patient] for at in route.locations), 0]
    return sum(instance.distances[a][b] for a, b in pairwise(stops))


def _faults_of_route(instance: Instance, route: Route, place: dict[str, int]) -> Iterator[str]:
    abilities = {c.id: c.abilities for c in instance.caregivers}[route.caregiver_id]
    here, free = 0, 0.0
    for at in route.locations:
        patient = instance.patients[place[at.patient] - 1]
        what = f"Caregiver {route.caregiver_id} at {at.patient}"
        if at.service not in abilities:
            yield f"{what}: cannot give service {at.service}."
        reached = free + instance.distances[here][place[at.patient]]
        if at.arrival_time < reached - TOLERANCE:
            yield f"{what}: starts at {at.arrival_time:g}, and can be there at {reached:g} at best."
        if at.arrival_time < patient.earliest - TOLERANCE:
            yield f"{what}: starts at {at.arrival_time:g}, before the window opens at {patient.earliest:g}."
        minutes = {need.service: need.duration for need in patient.requirements}.get(
            at.service, 0.0
        )
        if abs(at.departure_time - at.arrival_time - minutes) > TOLERANCE:
            yield f"{what}: stays {at.departure_time - at.arrival_time:g} minutes instead of {minutes:g}."
        here, free = place[at.patient], at.arrival_time + minutes


def _faults_of_patient(patient: Patient, solution: Solution) -> Iterator[str]:
    given = [
        (route.caregiver_id, at)
        for route in solution.routes
        for at in route.locations
        if at.patient == patient.id
    ]
    wanted = Counter(need.service for need in patient.requirements)
    got = Counter(at.service for _, at in given)
    for service in sorted(wanted.keys() | got.keys()):
        if wanted[service] != got[service]:
            yield f"Patient {patient.id} gets service {service} {got[service]} times instead of {wanted[service]}."
    if wanted == got and patient.together is not None:
        if given[0][0] == given[1][0]:
            yield f"Patient {patient.id} needs two caregivers and gets {given[0][0]} twice."
        yield from _faults_of_pair(patient, [at for _, at in given])


def _faults_of_pair(patient: Patient, given: list[Attendance]) -> Iterator[str]:
    first, second = (need.service for need in patient.requirements)
    # One service twice has no names to tell first from second: the earlier one is the first.
    given = sorted(given, key=lambda at: at.arrival_time)
    if first != second and given[0].service != first:
        given.reverse()
    gap = given[1].arrival_time - given[0].arrival_time
    pair = patient.together
    if pair is None:
        return
    if pair.kind == "simultaneous" and abs(gap) > TOLERANCE:
        yield f"Patient {patient.id}: both services must start together; they start {abs(gap):g} minutes apart."
    if pair.kind == "sequential" and not pair.least - TOLERANCE <= gap <= pair.most + TOLERANCE:
        yield (
            f"Patient {patient.id}: the second service must start {pair.least:g} to {pair.most:g} minutes after the "
            f"first; it starts {gap:g} minutes after."
        )
