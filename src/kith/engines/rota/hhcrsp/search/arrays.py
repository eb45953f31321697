"""An instance and a plan as flat arrays, the shape that the compiled search works on.

Patient p has nodes 2p and 2p + 1 (the second unused where one service is needed); caregiver v has the node 2n + v,
where their route starts and ends. A plan orders all patients by `label`; every route visits its nodes in that order,
so no plan can ever wait in a circle, and the earliest schedule follows from one forward pass.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kith.engines.rota.hhcrsp.format import Instance, Patient

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

SINGLE, SIMULTANEOUS, SEQUENTIAL = 0, 1, 2
NEIGHBOURS = 24
"""How many near patients are tried as company for a patient."""


class Problem(NamedTuple):
    """What never changes: n patients, 2n service nodes, V caregivers."""

    distance: Floats  # (n + 1, n + 1) minutes; 0 is the office
    earliest: Floats  # (n,)
    latest: Floats  # (n,)
    duration: Floats  # (2n,)
    kind: Ints  # (n,)
    least: Floats  # (n,) minutes between the starts of a pair
    most: Floats  # (n,)
    able: Ints  # (2n, V) caregivers who can serve the node, first `able_count[node]` cells
    able_count: Ints  # (2n,)
    can: Flags  # (2n, V)
    near: Ints  # (n, k) patients who fit well next to one
    caregivers: int


class Plan(NamedTuple):
    """What the search changes in place."""

    label: Floats  # (n,) place of each patient in the global order
    worker: Ints  # (2n,)
    before: Ints  # (2n + V,) node before on the same route
    after: Ints  # (2n + V,)
    start: Floats  # (2n,) minutes
    free: Floats  # (2n + V,) when the caregiver can leave the node
    late: Floats  # (2n,) minutes of tardiness
    totals: Floats  # (3,) travel, tardiness, highest tardiness


def problem_of(instance: Instance) -> Problem:
    """Return the arrays of an instance."""
    patients, n = instance.patients, len(instance.patients)
    distance = np.array(instance.distances, dtype=np.float64)
    can = np.zeros((2 * n, len(instance.caregivers)), dtype=np.bool_)
    duration = np.zeros(2 * n)
    for p, patient in enumerate(patients):
        for side, need in enumerate(patient.requirements):
            duration[2 * p + side] = need.duration
            can[2 * p + side] = [need.service in c.abilities for c in instance.caregivers]
    able_count = can.sum(axis=1).astype(np.int64)
    able = np.argsort(~can, axis=1, kind="stable").astype(np.int64)
    earliest = np.array([patient.earliest for patient in patients])
    latest = np.array([patient.latest for patient in patients])
    return Problem(
        distance=distance,
        earliest=earliest,
        latest=latest,
        duration=duration,
        kind=np.array([_kind(patient) for patient in patients], dtype=np.int64),
        least=np.array([p.together.least if p.together else 0.0 for p in patients]),
        most=np.array([p.together.most if p.together else 0.0 for p in patients]),
        able=able,
        able_count=able_count,
        can=can,
        near=_near(distance, earliest, latest, duration),
        caregivers=len(instance.caregivers),
    )


def _kind(patient: Patient) -> int:
    if patient.together is None:
        return SINGLE
    return SIMULTANEOUS if patient.together.kind == "simultaneous" else SEQUENTIAL


def _near(distance: Floats, earliest: Floats, latest: Floats, duration: Floats) -> Ints:
    """For each patient, the others by travel plus the waiting or lateness that going there next would bring."""
    n = len(earliest)
    if n == 1:
        return np.zeros((1, 1), dtype=np.int64)
    travel = distance[1:, 1:]
    stay = duration.reshape(n, 2).max(axis=1)
    reach = stay[:, None] + travel
    wait = np.maximum(0.0, earliest[None, :] - (latest[:, None] + reach))
    late = np.maximum(0.0, earliest[:, None] + reach - latest[None, :])
    follow = travel + 0.2 * wait + late
    both = np.minimum(follow, follow.T)
    np.fill_diagonal(both, np.inf)
    return np.argsort(both, axis=1, kind="stable")[:, : min(NEIGHBOURS, n - 1)].astype(np.int64)


def plan_of(labels: Floats, workers: Ints, caregivers: int) -> Plan:
    """Return an unscheduled plan with these labels and workers."""
    nodes = len(workers)
    return Plan(
        label=labels.astype(np.float64),
        worker=workers.astype(np.int64),
        before=np.zeros(nodes + caregivers, dtype=np.int64),
        after=np.zeros(nodes + caregivers, dtype=np.int64),
        start=np.zeros(nodes),
        free=np.zeros(nodes + caregivers),
        late=np.zeros(nodes),
        totals=np.zeros(3),
    )
