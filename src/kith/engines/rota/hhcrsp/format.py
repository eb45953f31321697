"""The HHCRSP files: one instance, one solution, read with every fault named and written for outside validators.

Format: Mankowska, Meisel and Bierwirth (2014) as JSON by Kummer et al. (2021) and Ceschia et al. (2024).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from kith.engines.rota.reading import FormatError, Problems, read_object, shown, square_table

Kind = Literal["simultaneous", "sequential"]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One service that a patient needs; `duration` in minutes."""

    service: str
    duration: float


@dataclass(frozen=True, slots=True)
class Together:
    """How the two services of one patient hang together.

    Simultaneous: both start at once. Sequential: the second starts `least` to `most` minutes after the first starts.
    """

    kind: Kind
    least: float = 0.0
    most: float = 0.0


@dataclass(frozen=True, slots=True)
class Patient:
    """A place to visit: a start before `earliest` is forbidden, one after `latest` is late. Minutes of the day."""

    id: str
    earliest: float
    latest: float
    requirements: tuple[Requirement, ...]
    together: Together | None


@dataclass(frozen=True, slots=True)
class Caregiver:
    """One who travels, and the services they can give."""

    id: str
    abilities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Instance:
    """One day. `distances[i][j]` in minutes from place i to j; 0 is the office, i + 1 is patient i."""

    patients: tuple[Patient, ...]
    caregivers: tuple[Caregiver, ...]
    services: tuple[str, ...]
    distances: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Attendance:
    """One service given: it starts at `arrival_time` and ends at `departure_time`, minutes of the day."""

    patient: str
    service: str
    arrival_time: float
    departure_time: float


@dataclass(frozen=True, slots=True)
class Route:
    """One caregiver's day from the office and back, in order; it may be empty."""

    caregiver_id: str
    locations: tuple[Attendance, ...]


@dataclass(frozen=True, slots=True)
class Solution:
    """A route for each caregiver."""

    routes: tuple[Route, ...]


def recognises(document: Mapping[str, Any]) -> bool:
    """Say whether a JSON object looks like an HHCRSP instance."""
    return {"patients", "caregivers", "distances"} <= document.keys() and "metadata" not in document


def read(path: Path) -> Instance:
    """Return the instance in a file; raise `FormatError` with every fault in it."""
    return parse(read_object(path))


def parse(document: Mapping[str, Any]) -> Instance:
    """Return the instance in a JSON object; raise `FormatError` with every fault in it."""
    problems = Problems()
    services = {row["id"]: row for row in problems.items(document, "services")}
    caregivers = tuple(
        _caregiver(row, services, problems) for row in problems.items(document, "caregivers")
    )
    patients = tuple(
        _patient(row, services, problems) for row in problems.items(document, "patients")
    )
    for patient in patients:
        _check_somebody_can(patient, caregivers, services, problems)
    size = len(document["patients"]) + 1 if isinstance(document.get("patients"), list) else 1
    table = square_table(document.get("distances"), size=size, what="distances", problems=problems)
    problems.stop_if_any()
    return Instance(patients, caregivers, tuple(services), tuple(tuple(row) for row in table))


def _caregiver(
    row: Mapping[str, Any], services: Mapping[str, Any], problems: Problems
) -> Caregiver:
    abilities = row.get("abilities")
    if not isinstance(abilities, list):
        problems.add(f"Caregiver {row['id']}: “abilities” must be a list of services.")
        abilities = []
    for ability in abilities:
        if not isinstance(ability, str) or ability not in services:
            problems.add(f"Caregiver {row['id']}: there is no service {shown(ability)}.")
    return Caregiver(row["id"], frozenset(a for a in abilities if isinstance(a, str)))


def _patient(row: Mapping[str, Any], services: Mapping[str, Any], problems: Problems) -> Patient:
    name = f"Patient {row['id']}"
    earliest, latest = problems.pair(row.get("time_window"), f"{name}: the time window")
    needs = row.get("required_caregivers")
    if not isinstance(needs, list) or len(needs) not in (1, 2):
        problems.add(f"{name}: “required_caregivers” must list one or two services.")
        needs = []
    requirements = tuple(
        _requirement(need, services, f"{name}, service {index + 1}", problems)
        for index, need in enumerate(needs)
    )
    together = _together(row.get("synchronization"), name, problems) if len(needs) == 2 else None
    return Patient(row["id"], earliest, latest, requirements, together)


def _requirement(
    need: object, services: Mapping[str, Any], what: str, problems: Problems
) -> Requirement:
    if not isinstance(need, dict):
        problems.add(f"{what} must say a service and a duration, not {shown(need)}.")
        return Requirement("", 0.0)
    service = need.get("service")
    if not isinstance(service, str) or service not in services:
        problems.add(f"{what}: there is no service {shown(service)}.")
        service = ""
    default = services.get(service, {}).get("default_duration")
    duration = need.get("duration", default)
    if duration is None and not service:
        return Requirement(service, 0.0)
    if duration is None:
        problems.add(f"{what} has no duration, and its service has no default one.")
        return Requirement(service, 0.0)
    return Requirement(service, problems.number(duration, f"{what}: the duration"))


def _together(value: object, name: str, problems: Problems) -> Together:
    kind = value.get("type") if isinstance(value, dict) else None
    if isinstance(value, dict) and kind == "sequential":
        least, most = problems.pair(value.get("distance"), f"{name}: the distance between services")
        return Together("sequential", least, most)
    if kind != "simultaneous":
        problems.add(
            f"{name} has two services, so its synchronization must be simultaneous or sequential, not {shown(kind)}."
        )
    return Together("simultaneous")


def _check_somebody_can(
    patient: Patient,
    caregivers: Sequence[Caregiver],
    services: Mapping[str, Any],
    problems: Problems,
) -> None:
    able = [
        {c.id for c in caregivers if need.service in c.abilities}
        for need in patient.requirements
        if need.service in services
    ]
    for need in patient.requirements:
        if need.service in services and not any(need.service in c.abilities for c in caregivers):
            problems.add(f"Patient {patient.id}: no caregiver can give service {need.service}.")
    if len(able) == 2 and all(able) and len(able[0] | able[1]) == 1:
        problems.add(
            f"Patient {patient.id} needs two caregivers, and only {min(able[0])} can come."
        )


def read_solution(path: Path) -> Solution:
    """Return the solution in a file; raise `FormatError` if it is not one."""
    return parse_solution(read_object(path))


def parse_solution(document: Mapping[str, Any]) -> Solution:
    """Return the solution in a JSON object; both `patient` and `patient_id` are in use as keys, and both are read."""
    routes = document.get("routes")
    if not isinstance(routes, list):
        raise FormatError(["“routes” must be a list."])
    problems = Problems()
    solution = Solution(tuple(_route(row, index, problems) for index, row in enumerate(routes)))
    problems.stop_if_any()
    return solution


def _route(row: object, index: int, problems: Problems) -> Route:
    what = f"Route {index + 1}"
    # Published files leave the locations out where a route is empty.
    places = (row.get("locations") or []) if isinstance(row, dict) else None
    if not isinstance(row, dict) or not isinstance(places, list):
        problems.add(f"{what} must have a caregiver_id and a list of locations.")
        return Route("", ())
    places = [
        _attendance(place, f"{what}, location {number + 1}", problems)
        for number, place in enumerate(places)
    ]
    return Route(str(row.get("caregiver_id")), tuple(places))


def _attendance(place: object, what: str, problems: Problems) -> Attendance:
    if not isinstance(place, dict):
        problems.add(f"{what} must be an object, not {shown(place)}.")
        return Attendance("", "", 0.0, 0.0)
    return Attendance(
        str(place.get("patient", place.get("patient_id"))),
        str(place.get("service", place.get("service_id"))),
        problems.number(place.get("arrival_time"), f"{what}: the arrival time"),
        problems.number(place.get("departure_time"), f"{what}: the departure time"),
    )


def solution_document(solution: Solution) -> dict[str, Any]:
    """Return a solution as the JSON object that outside validators read."""
    return {
        "routes": [
            {
                "caregiver_id": route.caregiver_id,
                "locations": [
                    {
                        "arrival_time": place.arrival_time,
                        "departure_time": place.departure_time,
                        "patient": place.patient,
                        "service": place.service,
                    }
                    for place in route.locations
                ],
            }
            for route in solution.routes
        ]
    }


def solution_text(solution: Solution) -> str:
    """Return the text of a solution file."""
    return json.dumps(solution_document(solution), indent=1) + "\n"
