"""Checks a UHHC solution from its files alone; it shares no code with the search, so neither hides the other's faults.

Each cost component is counted as the published checker of Ceschia et al. (2026) defines it:
- A caregiver leaves the departing point just in time for the first stop, so the time before is idle and not waiting.
- Waiting is from reaching a stop to its start, lunch included; after a lunch taken first, the wait for the
  second stop is idle and not waiting.
- A visit is late by the last window that opened before its start; `time_window_met` says whether start or end counts.
- Idle time is the shift less travel, visits and lunch; its largest value over the listed routes counts.
- A component that is HARD counts once a unit, besides being a rule.
- Workload balance is the sum of each caregiver's distance from the mean workload, rounded up.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kith.engines.rota.uhhc.model import (
    COMPONENTS,
    LUNCH,
    Attendance,
    Caregiver,
    Instance,
    Patient,
    Route,
    Solution,
)

TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a solution costs and each absolute rule it breaks, in words.

    `amounts` holds every component in its own unit (minutes or a count), `components` the same
    times its weight; `total` is their sum.
    """

    amounts: Mapping[str, float]
    components: Mapping[str, float]
    broken: tuple[str, ...]

    @property
    def total(self) -> float:
        """The objective of the benchmark."""
        return sum(self.components.values())

    @property
    def feasible(self) -> bool:
        """True when no absolute rule is broken."""
        return not self.broken


@dataclass(slots=True)
class _Day:
    """One caregiver's day with every time worked out."""

    caregiver: Caregiver
    route: Route
    stops: list[int]
    departed: float = 0.0
    returned: float = 0.0
    travel: float = 0.0
    waits: list[float] = field(default_factory=list)


def evaluate(instance: Instance, solution: Solution) -> Evaluation:
    """Return the cost of `solution` and every absolute rule that it breaks."""
    broken = list(_strangers(instance, solution))
    if broken:
        return Evaluation({}, {}, tuple(broken))
    patients = {patient.id: patient for patient in instance.patients}
    days = [_day(instance, route, patients, solution) for route in solution.routes]
    amounts = _amounts(instance, days, patients)
    for day in days:
        broken += _faults_of_day(instance, day, patients)
    for patient in instance.patients:
        broken += _faults_of_patient(instance, patient, solution)
    broken += _faults_of_totals(instance, amounts)
    components = {
        name: instance.weight(name) * amounts[name]
        for name in COMPONENTS
        if name in instance.weights
    }
    return Evaluation(amounts, components, tuple(broken))


def _strangers(instance: Instance, solution: Solution) -> Iterator[str]:
    caregivers = {caregiver.id for caregiver in instance.caregivers}
    patients = {patient.id: patient for patient in instance.patients}
    counts = Counter(route.caregiver_id for route in solution.routes)
    for caregiver_id, times in counts.items():
        if caregiver_id not in caregivers:
            yield f"There is no caregiver {caregiver_id}."
        if times > 1:
            yield f"Caregiver {caregiver_id} has {times} routes."
    for route in solution.routes:
        for at in _visits(route):
            if at.patient not in patients:
                yield f"Caregiver {route.caregiver_id} goes to {at.patient}, who is not known."
            elif at.service not in {need.service for need in patients[at.patient].requirements}:
                yield f"Patient {at.patient} does not need service {at.service}."


def _visits(route: Route) -> list[Attendance]:
    return [at for at in route.locations if at.service != LUNCH]


def _day(
    instance: Instance, route: Route, patients: Mapping[str, Patient], solution: Solution
) -> _Day:
    caregiver = next(c for c in instance.caregivers if c.id == route.caregiver_id)
    visited = {at.patient for other in solution.routes for at in _visits(other)}
    # A lunch that names nobody visited is taken where the day starts.
    stops = [
        patients[at.patient].place if at.patient in visited else caregiver.departs
        for at in route.locations
    ]
    day = _Day(caregiver, route, [caregiver.departs, *stops, caregiver.arrives])
    legs = [instance.distances[a][b] for a, b in zip(day.stops, day.stops[1:], strict=False)]
    day.travel = sum(legs)
    if not route.locations:
        return day
    day.departed = route.locations[0].start - legs[0] if route.departed is None else route.departed
    free = day.departed
    for at, leg in zip(route.locations, legs, strict=False):
        reached = free + leg if at.arrived is None else at.arrived
        day.waits.append(max(0.0, at.start - reached))
        free = at.end
    day.returned = free + legs[-1] if route.returned is None else route.returned
    return day


def _amounts(
    instance: Instance, days: list[_Day], patients: Mapping[str, Patient]
) -> dict[str, float]:
    visits = [(day.caregiver, at) for day in days for at in _visits(day.route)]
    late = [_lateness(instance, patients[at.patient], at) for _, at in visits]
    waits = [wait for day in days for wait in _counted_waits(day)]
    loads = _workloads(instance, days)
    return {
        "travel_time": sum(day.travel for day in days),
        "total_tardiness": sum(late),
        "highest_tardiness": max(late, default=0.0),
        "total_waiting_time": sum(waits),
        "max_waiting_time": max(waits, default=0.0),
        "total_extra_time": sum(_extra(day) for day in days),
        "max_idle_time": max((_idle(day) for day in days), default=0.0),
        "working_time": sum(loads),
        "workload_balance": _balance(loads),
        **_counts(instance, days, patients),
    }


def _counts(
    instance: Instance, days: list[_Day], patients: Mapping[str, Patient]
) -> dict[str, float]:
    visits = [(day.caregiver, at) for day in days for at in _visits(day.route)]
    visited = {at.patient for _, at in visits}
    fed = {day.caregiver.id for day in days if len(_visits(day.route)) < len(day.route.locations)}
    return {
        "caregiver_preferences": sum(
            (preferred := patients[at.patient].preferred) is not None and c.id not in preferred
            for c, at in visits
        ),
        "optional_patients": len(instance.patients) - len(visited),
        "missed_lunch_break": sum(c.lunch and c.id not in fed for c in instance.caregivers),
        "qualification": sum(at.service not in c.abilities for c, at in visits),
        "incompabilities": sum(c.id in patients[at.patient].incompatible for c, at in visits),
    }


def _lateness(instance: Instance, patient: Patient, at: Attendance) -> float:
    opened = [window for window in patient.windows if window.start <= at.start]
    window = opened[-1] if opened else patient.windows[0]
    met = at.start if instance.meeting == "at_service_start" else at.end
    return max(0.0, met - window.end)


def _counted_waits(day: _Day) -> Iterator[float]:
    for number, wait in enumerate(day.waits):
        if number == 1 and day.route.locations[0].service == LUNCH:
            continue
        yield wait


def _extra(day: _Day) -> float:
    if day.caregiver.shift is None or not day.route.locations:
        return 0.0
    return max(0.0, day.returned - day.caregiver.shift.end)


def _idle(day: _Day) -> float:
    shift = day.caregiver.shift
    if shift is None:
        return 0.0
    if not day.route.locations:
        return shift.end - shift.start
    before = max(0.0, day.departed - shift.start)
    after = max(0.0, shift.end - day.returned)
    return before + sum(day.waits) + after


def _workloads(instance: Instance, days: list[_Day]) -> list[float]:
    load = {caregiver.id: 0.0 for caregiver in instance.caregivers}
    for day in days:
        load[day.caregiver.id] = day.travel + sum(at.end - at.start for at in _visits(day.route))
    return list(load.values())


def _balance(loads: list[float]) -> float:
    mean = sum(loads) / len(loads)
    return float(sum(math.ceil(abs(load - mean)) for load in loads))


def _faults_of_day(instance: Instance, day: _Day, patients: Mapping[str, Patient]) -> Iterator[str]:
    who, shift = f"Caregiver {day.caregiver.id}", day.caregiver.shift
    if not day.route.locations:
        return
    if shift is not None and day.departed < shift.start - TOLERANCE:
        yield f"{who} leaves at {day.departed:g}, before the shift starts at {shift.start:g}."
    free = day.departed
    for number, at in enumerate(day.route.locations):
        here, there = day.stops[number], day.stops[number + 1]
        reached = max(free + instance.distances[here][there], at.arrived or 0.0)
        if at.start < reached - TOLERANCE:
            yield (
                f"{who} at {at.patient}: starts at {at.start:g}, "
                f"and can be there at {reached:g} at best."
            )
        free = at.end
        if at.service == LUNCH:
            yield from _faults_of_lunch(instance, who, at)
        else:
            yield from _faults_of_visit(instance, day.caregiver, at, patients[at.patient])
    if day.returned < free + instance.distances[day.stops[-2]][day.stops[-1]] - TOLERANCE:
        yield f"{who} is back at {day.returned:g}, sooner than the way home allows."


def _faults_of_lunch(instance: Instance, who: str, at: Attendance) -> Iterator[str]:
    lunch = instance.lunch
    if lunch is None:
        yield f"{who} has a lunch break, and the instance has none."
        return
    met = at.start if instance.meeting == "at_service_start" else at.end
    if at.start < lunch.start - TOLERANCE or met > lunch.end + TOLERANCE:
        yield f"{who}: lunch from {at.start:g} to {at.end:g} is outside the time for lunch."
    if at.end - at.start < lunch.duration - TOLERANCE:
        yield f"{who}: lunch lasts {at.end - at.start:g} minutes instead of {lunch.duration:g}."


def _faults_of_visit(
    instance: Instance, caregiver: Caregiver, at: Attendance, patient: Patient
) -> Iterator[str]:
    what = f"Caregiver {caregiver.id} at {patient.id}"
    if at.start < patient.windows[0].start - TOLERANCE:
        yield (
            f"{what}: starts at {at.start:g}, before the first window opens "
            f"at {patient.windows[0].start:g}."
        )
    minutes = next(n.duration for n in patient.requirements if n.service == at.service)
    if at.end - at.start < minutes - TOLERANCE:
        yield f"{what}: stays {at.end - at.start:g} minutes instead of {minutes:g}."
    if at.service not in caregiver.abilities and instance.is_hard("qualification"):
        yield f"{what}: cannot give service {at.service}."
    if caregiver.id in patient.incompatible and instance.is_hard("incompabilities"):
        yield f"{what}: they must not meet."
    disliked = patient.preferred is not None and caregiver.id not in patient.preferred
    if disliked and instance.is_hard("caregiver_preferences"):
        yield f"{what}: is not among those the patient prefers."


def _faults_of_patient(instance: Instance, patient: Patient, solution: Solution) -> Iterator[str]:
    given = [
        (route.caregiver_id, at)
        for route in solution.routes
        for at in _visits(route)
        if at.patient == patient.id
    ]
    if not given:
        if not patient.optional or instance.is_hard("optional_patients"):
            yield f"Patient {patient.id} is not visited."
        return
    got = Counter(at.service for _, at in given)
    for need in patient.requirements:
        if got[need.service] != 1:
            yield (
                f"Patient {patient.id} gets service {need.service} {got[need.service]} times "
                "instead of once."
            )
    if set(got.values()) == {1} and len(got) == len(patient.requirements) == 2:
        yield from _faults_of_pair(patient, {at.service: (who, at.start) for who, at in given})


def _faults_of_pair(patient: Patient, given: Mapping[str, tuple[str, float]]) -> Iterator[str]:
    pair = patient.together
    if pair.kind == "independent":
        return
    (first, one), (second, two) = (given[need.service] for need in patient.requirements)
    gap = two - one
    if first == second:
        yield f"Patient {patient.id} needs two caregivers and gets {first} twice."
    if pair.kind == "simultaneous" and abs(gap) > TOLERANCE:
        yield f"Patient {patient.id}: the two services start {abs(gap):g} minutes apart."
    if pair.kind == "sequential" and not pair.least - TOLERANCE <= gap <= pair.most + TOLERANCE:
        yield (
            f"Patient {patient.id}: the second service must start {pair.least:g} to "
            f"{pair.most:g} minutes after the first; it starts {gap:g} minutes after."
        )


WORDS = {
    "total_tardiness": "Visits are late by {:g} minutes in all, and none may be late.",
    "highest_tardiness": "A visit is late by {:g} minutes, and none may be late.",
    "total_extra_time": "Shifts run over by {:g} minutes in all, and none may run over.",
    "total_waiting_time": "Caregivers wait {:g} minutes in all, and none may wait.",
    "max_waiting_time": "A caregiver waits {:g} minutes, and none may wait.",
    "max_idle_time": "A caregiver is idle for {:g} minutes, and none may be idle.",
    "travel_time": "Caregivers travel {:g} minutes in all, and none may travel.",
    "workload_balance": "Workloads differ by {:g} minutes in all, and none may differ.",
    "missed_lunch_break": "{:g} caregivers miss a lunch break that they must have.",
}
"""What is said when a component that must be nothing is something; the others are said where they occur."""


def _faults_of_totals(instance: Instance, amounts: Mapping[str, float]) -> Iterator[str]:
    for name, words in WORDS.items():
        if instance.is_hard(name) and amounts[name] > TOLERANCE:
            yield words.format(amounts[name])
    # An absolute working time asks that nobody works past the shift, not that nobody works.
    if instance.is_hard("working_time") and amounts["total_extra_time"] > TOLERANCE:
        yield WORDS["total_extra_time"].format(amounts["total_extra_time"])
