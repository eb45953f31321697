"""The UHHC files: an instance read with every fault named at once, a solution read and written as published."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from kith.engines.rota.reading import FormatError, Problems, read_object, shown, square_table
from kith.engines.rota.uhhc.model import (
    COMPONENTS,
    HARD,
    Attendance,
    Caregiver,
    Instance,
    Lunch,
    Meeting,
    Patient,
    Requirement,
    Route,
    Solution,
    Sync,
    Together,
    Weight,
    Window,
)

SPELLINGS = {"preferences": "caregiver_preferences", "unscheduled": "optional_patients"}
"""Older names of cost components."""

Row = Mapping[str, Any]


def recognises(document: Row) -> bool:
    """Say whether a JSON object looks like a UHHC instance."""
    return {"patients", "caregivers", "distances", "metadata"} <= document.keys()


def read(path: Path) -> Instance:
    """Return the instance in a file; raise `FormatError` with every fault in it."""
    return parse(read_object(path))


def parse(document: Row) -> Instance:
    """Return the instance in a JSON object; raise `FormatError` with every fault in it."""
    problems = Problems()
    metadata = _object(document.get("metadata"), "“metadata”", problems)
    services = {row["id"]: row for row in problems.items(document, "services")}
    terminals = _places(problems.items(document, "terminal_points"), "Terminal point", problems)
    caregivers = [
        _caregiver(row, services, terminals, problems)
        for row in problems.items(document, "caregivers")
    ]
    ids = frozenset(caregiver.id for caregiver in caregivers)
    rows = problems.items(document, "patients")
    places = _places(rows, "Patient", problems)
    patients = [_patient(row, places[row["id"]], services, ids, problems) for row in rows]
    size = len(terminals) + len(patients)
    _check_places([*terminals.values(), *places.values()], size, problems)
    table = square_table(document.get("distances"), size=size, what="distances", problems=problems)
    instance = Instance(
        name=str(metadata.get("name", "")),
        meeting=_meeting(metadata, problems),
        weights=_weights(metadata, problems),
        distances=tuple(tuple(row) for row in table),
        terminals=terminals,
        caregivers=tuple(caregivers),
        patients=tuple(patients),
        lunch=_lunch(document.get("lunch_breaks"), problems),
    )
    problems.found.extend(_faults_between(instance))
    problems.stop_if_any()
    return instance


def _object(value: object, what: str, problems: Problems) -> Row:
    if isinstance(value, dict):
        return value
    problems.add(f"{what} must be an object, not {shown(value)}.")
    return {}


def _places(rows: Sequence[Row], what: str, problems: Problems) -> dict[str, int]:
    places = {}
    for row in rows:
        index = row.get("distance_matrix_index")
        if isinstance(index, bool) or not isinstance(index, int) or index < 0:
            problems.add(
                f"{what} {row['id']}: “distance_matrix_index” must be a row number, "
                f"not {shown(index)}."
            )
            index = -1
        places[row["id"]] = index
    return places


def _check_places(places: Sequence[int], size: int, problems: Problems) -> None:
    known = [place for place in places if place >= 0]
    for place in sorted({place for place in known if known.count(place) > 1}):
        problems.add(f"Row {place} of the distances belongs to more than one place.")
    for place in sorted({place for place in known if place >= size}):
        problems.add(f"There is no row {place} in the distances; they have {size} rows, from 0.")


def _meeting(metadata: Row, problems: Problems) -> Meeting:
    value = metadata.get("time_window_met", "at_service_start")
    if value not in get_args(Meeting):
        problems.add(
            f"“time_window_met” must be at_service_start or at_service_end, not {shown(value)}."
        )
    return "at_service_end" if value == "at_service_end" else "at_service_start"


def _weights(metadata: Row, problems: Problems) -> dict[str, Weight]:
    weights: dict[str, Weight] = {}
    costs = _object(metadata.get("cost_components"), "“cost_components”", problems)
    for spelling, value in costs.items():
        name = SPELLINGS.get(spelling, spelling)
        if value is None:
            continue
        if name not in COMPONENTS:
            problems.add(f"The cost component {shown(spelling)} is not known.")
        elif value == HARD:
            weights[name] = HARD
        else:
            weights[name] = problems.number(value, f"The weight of {name}")
    return weights


def _lunch(value: object, problems: Problems) -> Lunch | None:
    if value is None:
        return None
    window = _window(value, "The lunch break", problems)
    length = value.get("min_duration") if isinstance(value, dict) else None
    minutes = problems.number(length, "The length of the lunch break")
    return Lunch(window.start, window.end, minutes)


def _window(value: object, what: str, problems: Problems) -> Window:
    if isinstance(value, dict):
        value = [value.get("start"), value.get("end")]
    return Window(*problems.pair(value, what))


def _caregiver(
    row: Row, services: Row, terminals: Mapping[str, int], problems: Problems
) -> Caregiver:
    name = f"Caregiver {row['id']}"
    abilities = _names(row.get("abilities"), f"{name}: “abilities”", "service", services, problems)
    departs = row.get("departing_point")
    arrives = row.get("arrival_point", departs)
    for point in dict.fromkeys((shown(departs), shown(arrives))):
        if point.strip('"') not in terminals:
            problems.add(f"{name}: there is no terminal point {point}.")
    shift = row.get("working_shift")
    return Caregiver(
        id=row["id"],
        abilities=abilities,
        departs=terminals.get(str(departs), 0),
        arrives=terminals.get(str(arrives), 0),
        shift=None if shift is None else _window(shift, f"{name}: the working shift", problems),
        lunch=_flag(row, "lunch_break", name, problems),
    )


def _names(
    value: object, what: str, noun: str, known: Row | frozenset[str], problems: Problems
) -> frozenset[str]:
    if not isinstance(value, list):
        problems.add(f"{what} must be a list, not {shown(value)}.")
        return frozenset()
    for item in value:
        if not isinstance(item, str) or item not in known:
            problems.add(f"{what}: there is no {noun} {shown(item)}.")
    return frozenset(item for item in value if isinstance(item, str))


def _flag(row: Row, key: str, name: str, problems: Problems) -> bool:
    value = row.get(key)
    if value is not None and not isinstance(value, bool):
        problems.add(f"{name}: “{key}” must be true or false, not {shown(value)}.")
    return value is True


def _patient(
    row: Row, place: int, services: Row, caregivers: frozenset[str], problems: Problems
) -> Patient:
    name = f"Patient {row['id']}"
    preferred = row.get("preferred_caregivers")
    if preferred is not None:
        what = f"{name}: “preferred_caregivers”"
        preferred = _names(preferred, what, "caregiver", caregivers, problems)
    what = f"{name}: “incompatible_caregivers”"
    vetoes = row.get("incompatible_caregivers") or []
    needs = row.get("required_services")
    if not isinstance(needs, list) or not needs:
        problems.add(f"{name}: “required_services” must list at least one service.")
        needs = []
    requirements = tuple(
        _requirement(need, services, f"{name}, service {index + 1}", problems)
        for index, need in enumerate(needs)
    )
    if len({need.service for need in requirements}) < len(requirements):
        problems.add(f"{name} needs the same service twice.")
    return Patient(
        id=row["id"],
        place=place,
        windows=_windows(row.get("time_windows"), name, problems),
        requirements=requirements,
        together=_together(row.get("synchronization"), len(requirements), name, problems),
        preferred=preferred,
        incompatible=_names(vetoes, what, "caregiver", caregivers, problems),
        optional=_flag(row, "optional", name, problems),
    )


def _windows(value: object, name: str, problems: Problems) -> tuple[Window, ...]:
    if not isinstance(value, list) or not value:
        problems.add(f"{name}: “time_windows” must list at least one window.")
        return ()
    windows = [
        _window(item, f"{name}: time window {index + 1}", problems)
        for index, item in enumerate(value)
    ]
    return tuple(sorted(windows, key=lambda window: window.start))


def _requirement(need: object, services: Row, what: str, problems: Problems) -> Requirement:
    row = _object(need, what, problems)
    service = row.get("service")
    if not isinstance(service, str) or service not in services:
        problems.add(f"{what}: there is no service {shown(service)}.")
        return Requirement("", 0.0)
    duration = row.get("duration")
    if duration is None:
        duration = services.get(service, {}).get("default_duration")
    minutes = problems.number(duration, f"{what}: the duration")
    if minutes == 0 and duration == 0:
        problems.add(f"{what}: the duration must be more than 0.")
    return Requirement(service, minutes)


def _together(value: object, needs: int, name: str, problems: Problems) -> Together:
    if needs < 2 and value is None:
        return Together("independent")
    row = _object(value, f"{name}: “synchronization”", problems)
    kind = row.get("type")
    if kind not in get_args(Sync):
        problems.add(
            f"{name}: the synchronization must be independent, simultaneous or sequential, "
            f"not {shown(kind)}."
        )
    if needs < 2 or kind not in ("simultaneous", "sequential"):
        return Together("independent")
    if needs > 2:
        problems.add(f"{name}: only two services can be {kind}, and {needs} are needed.")
    if kind == "simultaneous":
        return Together("simultaneous")
    return Together("sequential", *_gap(row.get("distance"), name, problems))


def _gap(value: object, name: str, problems: Problems) -> tuple[float, float]:
    if isinstance(value, dict):
        value = [value.get("min"), value.get("max")]
    elif isinstance(value, int | float):
        value = [value, value]
    return problems.pair(value, f"{name}: the distance between the services")


def _faults_between(instance: Instance) -> Iterator[str]:
    """Yield what is wrong between items that are each in order: services that nobody may give."""
    for patient in instance.patients:
        if patient.optional and not instance.is_hard("optional_patients"):
            continue
        able = [
            {c.id for c in instance.caregivers if can_give(instance, c, patient, need.service)}
            for need in patient.requirements
        ]
        for need, who in zip(patient.requirements, able, strict=True):
            if need.service and not who:
                yield f"Patient {patient.id}: no caregiver may give service {need.service}."
        if patient.together.kind != "independent" and all(able) and len(set().union(*able)) == 1:
            yield f"Patient {patient.id} needs two caregivers, and only {min(able[0])} may come."
    if instance.lunch is None and any(caregiver.lunch for caregiver in instance.caregivers):
        yield "Some caregivers have a lunch break, and “lunch_breaks” does not say when."


def can_give(instance: Instance, caregiver: Caregiver, patient: Patient, service: str) -> bool:
    """Say whether no absolute rule keeps a caregiver from giving a patient a service."""
    if service not in caregiver.abilities and instance.is_hard("qualification"):
        return False
    if caregiver.id in patient.incompatible and instance.is_hard("incompabilities"):
        return False
    disliked = patient.preferred is not None and caregiver.id not in patient.preferred
    return not (disliked and instance.is_hard("caregiver_preferences"))


def read_solution(path: Path) -> Solution:
    """Return the solution in a file; raise `FormatError` if it is not one."""
    return parse_solution(read_object(path))


def parse_solution(document: Row) -> Solution:
    """Return the solution in a JSON object, in any of the spellings that are published."""
    routes = document.get("routes")
    if not isinstance(routes, list):
        raise FormatError(["“routes” must be a list."])
    problems = Problems()
    solution = Solution(tuple(_route(row, i, problems) for i, row in enumerate(routes)))
    problems.stop_if_any()
    return solution


def _route(row: object, index: int, problems: Problems) -> Route:
    what = f"Route {index + 1}"
    # Published files leave the locations out where a route is empty.
    places = (row.get("locations") or []) if isinstance(row, dict) else None
    if not isinstance(row, dict) or not isinstance(places, list):
        problems.add(f"{what} must have a caregiver_id and a list of locations.")
        return Route("", ())
    rows = [_object(place, f"{what}, location {i + 1}", problems) for i, place in enumerate(places)]
    leaving = [place.get("departing_time") for place in rows if "departing_time" in place]
    coming = [place.get("arrival_time") for place in rows if _is_return(place)]
    visits = [
        _attendance(place, f"{what}, location {i + 1}", problems)
        for i, place in enumerate(rows)
        if "departing_time" not in place and not _is_return(place)
    ]
    return Route(
        caregiver_id=str(row.get("caregiver_id")),
        locations=tuple(sorted(visits, key=lambda visit: visit.start)),
        departed=problems.number(leaving[0], f"{what}: the departing time") if leaving else None,
        returned=problems.number(coming[0], f"{what}: the arrival time") if coming else None,
    )


def _is_return(place: Row) -> bool:
    return "depot" in place and "departing_time" not in place


def _attendance(place: Row, what: str, problems: Problems) -> Attendance:
    start = _first(place, ("start_service_time", "start_time", "arrival_time"))
    end = _first(place, ("end_service_time", "end_time", "departure_time"))
    # The published checker takes an arrival at minute 0 for one that is not given.
    arrived = place.get("arrival_at_patient") or None
    return Attendance(
        patient=str(place.get("patient")),
        service=str(place.get("service")),
        start=problems.number(start, f"{what}: the start time"),
        end=problems.number(end, f"{what}: the end time"),
        arrived=None if arrived is None else problems.number(arrived, f"{what}: the arrival"),
    )


def _first(place: Row, keys: Sequence[str]) -> object:
    return next((place[key] for key in keys if key in place), None)


def solution_document(solution: Solution) -> dict[str, Any]:
    """Return a solution as the JSON object that the published checker reads."""
    return {
        "cost_components": {},
        "routes": [_route_document(route) for route in solution.routes],
    }


def _route_document(route: Route) -> dict[str, Any]:
    # The published checker takes an empty list for a fault: an empty route has no list at all.
    if not route.locations:
        return {"caregiver_id": route.caregiver_id}
    return {
        "caregiver_id": route.caregiver_id,
        "locations": [
            {
                "arrival_time": _plain(place.start),
                "departure_time": _plain(place.end),
                "patient": place.patient,
                "service": place.service,
            }
            for place in route.locations
        ],
    }


def _plain(minutes: float) -> float:
    return int(minutes) if minutes == int(minutes) else minutes


def solution_text(solution: Solution) -> str:
    """Return the text of a solution file."""
    return json.dumps(solution_document(solution), indent=1) + "\n"


def write(path: Path, solution: Solution) -> None:
    """Write a solution file."""
    path.write_text(solution_text(solution), encoding="utf-8")
