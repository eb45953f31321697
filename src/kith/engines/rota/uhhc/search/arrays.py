"""An instance and a plan as flat arrays, the shape that the compiled search works on.

An item is one service of one patient, or one lunch: items 0..S-1 are services, item S + c is the lunch of caregiver c.
A unit is one item, or the two items of a pair that must be simultaneous or sequential. Every item has a rank and
every route is in order of rank. A pair shares one rank and is timed at once, so no plan can wait in a circle; a
sequential pair may also be split: its second item has a later rank, so that each side can do something in between.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kith.engines.rota.uhhc.format import can_give
from kith.engines.rota.uhhc.model import Instance, Patient, Requirement

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ALONE, SIMULTANEOUS, SEQUENTIAL = 0, 1, 2
TRAVEL, LATE, LATEST, WAIT, LONGEST_WAIT, EXTRA, IDLE, CHOICE, MISSED, LOAD, APART, COST = range(12)
"""Columns of what each caregiver's day amounts to, in minutes or counts.

APART is by how much split pairs are too far apart.
CHOICE is the cost of who goes to whom; COST is all that adds up over caregivers, weighted.
"""
COLUMNS = 12
FAR = 1e9
"""A time after every day, for a caregiver without a shift."""
NEIGHBOURS = 24
"""How many services are tried as company for a service."""
SOFT, FIRM = 3.0, 400.0
"""What the search pays for a minute (or one) of something that must not be, at the start and the end of a cooling."""


class Problem(NamedTuple):
    """What never changes: S items, U units, P patients, C caregivers. Times in minutes."""

    distance: Floats  # (places, places)
    place: Ints  # (S,) row of the distances
    duration: Floats  # (S,)
    patient: Ints  # (S,)
    unit: Ints  # (S,)
    first: Ints  # (U,) item
    second: Ints  # (U,) item, -1 for a unit of one
    kind: Ints  # (U,) ALONE, SIMULTANEOUS or SEQUENTIAL
    least: Floats  # (U,)
    most: Floats  # (U,)
    units_from: Ints  # (P + 1,) the units of patient p are units_from[p]..units_from[p + 1] - 1
    windows_from: Ints  # (P + 1,)
    opens: Floats  # (windows,)
    closes: Floats  # (windows,)
    servable: Ints  # (P,) 0 for an optional patient whom nobody may visit
    optional: Ints  # patients who may be left out or brought in
    skip_cost: float
    able: Ints  # (S, C) caregivers who may give the item, the first able_count[item] cells
    able_count: Ints  # (S,)
    near: Ints  # (S, k) services that fit well beside this one, the best first
    choice: Floats  # (S, C) cost of this caregiver for this item; inf where it must not be
    departs: Ints  # (C,)
    arrives: Ints  # (C,)
    shift_start: Floats  # (C,)
    shift_end: Floats  # (C,) FAR without a shift
    lunch: Floats  # (3,) earliest start, latest start, minutes
    eats: Ints  # (C,) 1 where the caregiver should have lunch
    eaters: Ints  # those caregivers
    weight: Floats  # (COLUMNS,)
    hard: Floats  # (COLUMNS,) 1.0 where the column must be nothing
    balance: float  # weight of the workload balance
    at_end: int  # 1 where a window is met by the end of the service


class Plan(NamedTuple):
    """What the search changes in place."""

    rank: Floats  # (S + C,)
    worker: Ints  # (S + C,) -1 for an item left out
    window: Ints  # (U,) the window that must have opened
    split: Ints  # (U,) 1 for a sequential pair whose items have a rank each
    hold: Floats  # (U,) the first item of a split pair starts no sooner
    route: Ints  # (C, S + 1) items in order
    length: Ints  # (C,)
    start: Floats  # (S,) earliest start
    final: Floats  # (S + C,) start once waiting is taken out; -1 for a lunch missed
    spot: Ints  # (C,) where lunch is taken: 0 at the stop after it, 1 at the stop before, 2 at the departing point
    day: Floats  # (C, COLUMNS)
    left_out: Ints  # (1,) patients left out


def problem_of(instance: Instance) -> Problem:
    """Return the arrays of an instance."""
    needs = [
        (p, patient, need)
        for p, patient in enumerate(instance.patients)
        for need in patient.requirements
    ]
    units = [unit for p in range(len(instance.patients)) for unit in _units(instance, p)]
    first = np.array([unit[1] for unit in units], dtype=np.int64)
    second = np.array([unit[2] for unit in units], dtype=np.int64)
    owner = np.array([unit[0] for unit in units], dtype=np.int64)
    of_item = np.zeros(len(needs), dtype=np.int64)
    of_item[first] = np.arange(len(units))
    of_item[second[second >= 0]] = np.flatnonzero(second >= 0)
    of_patient = np.array([p for p, _, _ in needs], dtype=np.int64)
    distance = np.array(instance.distances, dtype=np.float64)
    choice = _choice(instance, needs)
    pairs = [instance.patients[unit[0]].together for unit in units]
    kinds = {"independent": ALONE, "simultaneous": SIMULTANEOUS, "sequential": SEQUENTIAL}
    windows = [patient.windows for patient in instance.patients]
    caregivers, patients = instance.caregivers, instance.patients
    servable = np.array([_servable(instance, patient) for patient in patients], dtype=np.int64)
    may_skip = np.array([patient.optional for patient in patients], dtype=np.int64)
    if instance.is_hard("optional_patients"):
        may_skip[:] = 0
    shifts = [caregiver.shift for caregiver in caregivers]
    return Problem(
        distance=distance,
        place=np.array([patient.place for _, patient, _ in needs], dtype=np.int64),
        duration=np.array([need.duration for _, _, need in needs], dtype=np.float64),
        patient=of_patient,
        unit=of_item,
        first=first,
        second=second,
        kind=np.array([kinds[pair.kind] for pair in pairs], dtype=np.int64),
        least=np.array([pair.least for pair in pairs], dtype=np.float64),
        most=np.array([pair.most for pair in pairs], dtype=np.float64),
        units_from=np.searchsorted(owner, np.arange(len(instance.patients) + 1)).astype(np.int64),
        windows_from=np.cumsum([0, *(len(row) for row in windows)]).astype(np.int64),
        opens=np.array([window.start for row in windows for window in row], dtype=np.float64),
        closes=np.array([window.end for row in windows for window in row], dtype=np.float64),
        servable=servable,
        optional=np.flatnonzero(servable * may_skip).astype(np.int64),
        skip_cost=instance.weight("optional_patients"),
        able=np.argsort(~np.isfinite(choice), axis=1, kind="stable").astype(np.int64),
        able_count=np.isfinite(choice).sum(axis=1).astype(np.int64),
        near=_near(instance, distance, of_patient),
        choice=choice,
        lunch=_lunch(instance),
        eats=np.array([int(caregiver.lunch) for caregiver in caregivers], dtype=np.int64),
        eaters=np.array(
            [c for c, caregiver in enumerate(caregivers) if caregiver.lunch],
            dtype=np.int64,
        ),
        weight=_weights(instance),
        hard=_hard(instance),
        balance=instance.weight("workload_balance"),
        at_end=int(instance.meeting == "at_service_end"),
        departs=np.array([caregiver.departs for caregiver in caregivers], dtype=np.int64),
        arrives=np.array([caregiver.arrives for caregiver in caregivers], dtype=np.int64),
        shift_start=np.array([shift.start if shift else 0.0 for shift in shifts]),
        shift_end=np.array([shift.end if shift else FAR for shift in shifts]),
    )


def _units(instance: Instance, p: int) -> list[tuple[int, int, int]]:
    """Return (patient, first item, second item or -1) for each unit of patient p."""
    item = sum(len(patient.requirements) for patient in instance.patients[:p])
    patient = instance.patients[p]
    if patient.together.kind != "independent":
        return [(p, item, item + 1)]
    return [(p, item + number, -1) for number in range(len(patient.requirements))]


def _choice(instance: Instance, needs: list[tuple[int, Patient, Requirement]]) -> Floats:
    choice = np.full((len(needs), len(instance.caregivers)), np.inf)
    for item, (_, patient, need) in enumerate(needs):
        for c, caregiver in enumerate(instance.caregivers):
            if can_give(instance, caregiver, patient, need.service):
                disliked = patient.preferred is not None and caregiver.id not in patient.preferred
                choice[item, c] = (
                    disliked * instance.weight("caregiver_preferences")
                    + (need.service not in caregiver.abilities) * instance.weight("qualification")
                    + (caregiver.id in patient.incompatible) * instance.weight("incompabilities")
                )
    return choice


def _servable(instance: Instance, patient: Patient) -> bool:
    able = [
        {c.id for c in instance.caregivers if can_give(instance, c, patient, need.service)}
        for need in patient.requirements
    ]
    pair = patient.together.kind != "independent"
    return all(able) and not (pair and len(set().union(*able)) == 1)


def _near(instance: Instance, distance: Floats, of_patient: Ints) -> Ints:
    """For each service, the others by how well their patients fit; those of the same patient come last."""
    patients = instance.patients
    stay = np.array([max(need.duration for need in patient.requirements) for patient in patients])
    owner = np.array(
        [p for p, patient in enumerate(patients) for _ in patient.windows], dtype=np.int64
    )
    opens = np.array([window.start for patient in patients for window in patient.windows])
    closes = np.array([window.end for patient in patients for window in patient.windows])
    if instance.meeting == "at_service_end":
        closes = np.maximum(opens, closes - stay[owner])
    heads = np.searchsorted(owner, np.arange(len(patients)))
    place = np.array([patient.place for patient in patients], dtype=np.int64)
    size = max(1, min(NEIGHBOURS, len(of_patient) - 1))
    near = np.zeros((len(of_patient), size), dtype=np.int64)
    for p in range(len(patients)):
        there, back = distance[place[p], place[owner]], distance[place[owner], place[p]]
        best = np.full(len(owner), np.inf)
        for mine in np.flatnonzero(owner == p):
            go = _follow(opens[mine], closes[mine], stay[p], there, opens, closes)
            come = _follow(opens, closes, stay[owner], back, opens[mine], closes[mine])
            best = np.minimum(best, np.minimum(go, come))
        misfit = np.minimum.reduceat(best, heads)
        misfit[p] = FAR
        near[of_patient == p] = np.argsort(misfit[of_patient], kind="stable")[:size]
    return near


def _follow(
    opens: Floats,
    closes: Floats,
    stay: Floats,
    travel: Floats,
    next_opens: Floats,
    next_closes: Floats,
) -> Floats:
    """Return travel, a fifth of the least wait and the least lateness of going from one window's visit to another's."""
    wait = np.maximum(0.0, next_opens - (closes + stay + travel))
    late = np.maximum(0.0, opens + stay + travel - next_closes)
    return np.asarray(travel + 0.2 * wait + late)


def _lunch(instance: Instance) -> Floats:
    lunch = instance.lunch
    if lunch is None:
        return np.array([0.0, -1.0, 0.0])
    before_end = lunch.duration if instance.meeting == "at_service_end" else 0.0
    return np.array([lunch.start, lunch.end - before_end, lunch.duration])


NAMES = {
    TRAVEL: "travel_time",
    LATE: "total_tardiness",
    LATEST: "highest_tardiness",
    WAIT: "total_waiting_time",
    LONGEST_WAIT: "max_waiting_time",
    EXTRA: "total_extra_time",
    IDLE: "max_idle_time",
    MISSED: "missed_lunch_break",
    LOAD: "working_time",
}


def _hard(instance: Instance) -> Floats:
    hard = np.zeros(COLUMNS)
    for column, name in NAMES.items():
        hard[column] = instance.is_hard(name)
    hard[EXTRA] = max(hard[EXTRA], hard[LOAD])
    hard[LOAD] = 0.0
    hard[APART] = 1.0
    return hard


def _weights(instance: Instance) -> Floats:
    weight = _hard(instance) * FIRM
    for column, name in NAMES.items():
        weight[column] += instance.weight(name)
    weight[CHOICE] = 1.0
    return weight


def empty_plan(problem: Problem) -> Plan:
    """Return a plan in which nobody is visited yet."""
    items, caregivers = len(problem.place), len(problem.departs)
    return Plan(
        rank=np.zeros(items + caregivers),
        worker=np.full(items + caregivers, -1, dtype=np.int64),
        window=np.zeros(len(problem.first), dtype=np.int64),
        split=np.zeros(len(problem.first), dtype=np.int64),
        hold=np.zeros(len(problem.first)),
        route=np.zeros((caregivers, items + 1), dtype=np.int64),
        length=np.zeros(caregivers, dtype=np.int64),
        start=np.zeros(items),
        final=np.full(items + caregivers, -1.0),
        spot=np.zeros(caregivers, dtype=np.int64),
        day=np.zeros((caregivers, COLUMNS)),
        left_out=np.zeros(1, dtype=np.int64),
    )
