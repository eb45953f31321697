"""Proves that six small instances forbid lateness and cannot avoid it, and how much of it: docs/reference/uhhc.md.

The proof is an exact model solved by constraint programming, which shares nothing with the search. It holds the rules
that a visit's time hangs on: abilities, vetoes, the start of the shift, travel, windows, and two services together or
in order. Lunch, the end of the shift and preferences have a price in these files; they are no rule, so they stay out.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
from tests.outside_data import outside_data

from kith.engines.rota.uhhc.format import can_give, read
from kith.engines.rota.uhhc.model import Caregiver, Instance, Patient

pytestmark = pytest.mark.conformance

LEAST = {
    "000": 0,
    "001": 43,
    "002": 4,
    "003": 0,
    "004": 0,
    "005": 186,
    "006": 197,
    "007": 59,
    "008": 46,
    "009": 0,
}
"""Minutes late in all, at least, by small instance."""

ALONE = {
    ("005", "p3"): 123,
    ("005", "p8"): 37,
    ("006", "p5"): 97,
    ("006", "p6"): 29,
    ("007", "p3"): 18,
    ("008", "p9"): 46,
}
"""Minutes late by instance and patient, even if whoever may come goes there first and at once."""

DAY = 3000


def small(name: str) -> Instance:
    return read(outside_data("rota/uhhc/small") / f"instance-{name}.json")


@pytest.mark.parametrize(("name", "patient", "minutes"), [(*key, ALONE[key]) for key in ALONE])
def test_given_only_this_visit_when_it_comes_first_then_it_is_late_all_the_same(
    name: str, patient: str, minutes: float
) -> None:
    instance = small(name)
    (visited,) = (p for p in instance.patients if p.id == patient)
    assert not visited.optional
    assert late_alone(instance, visited) == minutes


def late_alone(instance: Instance, patient: Patient) -> float:
    """Return how late a patient's services are in all if each is the first of its caregiver's day."""
    (window,) = patient.windows
    late = 0.0
    for need in patient.requirements:
        starts = [
            max(window.start, shift_start(caregiver) + way)
            for caregiver in instance.caregivers
            if can_give(instance, caregiver, patient, need.service)
            for way in [instance.distances[caregiver.departs][patient.place]]
        ]
        met = need.duration if instance.meeting == "at_service_end" else 0.0
        late += max(0.0, min(starts) + met - window.end)
    return late


def shift_start(caregiver: Caregiver) -> float:
    return 0.0 if caregiver.shift is None else caregiver.shift.start


@pytest.mark.parametrize(("name", "minutes"), LEAST.items())
def test_given_a_small_instance_when_solved_exactly_then_this_much_lateness_cannot_be_avoided(
    name: str, minutes: int
) -> None:
    cp_model = pytest.importorskip("ortools.sat.python.cp_model")
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(lateness_model(cp_model.CpModel(), small(name)))
    assert status == cp_model.OPTIMAL
    assert solver.objective_value == solver.best_objective_bound == minutes


@dataclass(frozen=True, slots=True)
class Task:
    """One service of one patient, with its variables: `start`, and `by` whom it is given."""

    patient: Patient
    service: str
    minutes: int
    start: Any
    by: dict[str, Any]


def lateness_model(model: Any, instance: Instance) -> Any:
    """Fill a model whose objective is the lateness in all, in minutes, and return it."""
    tasks, late = [], []
    for patient in instance.patients:
        comes = model.new_bool_var("")
        if not patient.optional:
            model.add(comes == 1)
        own = [
            Task(patient, need.service, int(need.duration), model.new_int_var(0, DAY, ""), {})
            for need in patient.requirements
        ]
        late += [lateness(model, instance, task, comes) for task in own]
        for task in own:
            for caregiver in instance.caregivers:
                if can_give(instance, caregiver, patient, task.service):
                    task.by[caregiver.id] = model.new_bool_var("")
            model.add(sum(task.by.values()) == comes)
        hold_together(model, patient, own)
        tasks += own
    for caregiver in instance.caregivers:
        add_day(model, instance, caregiver, [t for t in tasks if caregiver.id in t.by])
    model.minimize(sum(late))
    return model


def lateness(model: Any, instance: Instance, task: Task, comes: Any) -> Any:
    """Return the minutes by which a task misses the last window that opened before its start."""
    met = task.start + (task.minutes if instance.meeting == "at_service_end" else 0)
    late, windows = model.new_int_var(0, DAY, ""), task.patient.windows
    opened = [model.new_bool_var("") for _ in windows]
    model.add_exactly_one(opened)
    for window, last in zip(windows, opened, strict=True):
        model.add(task.start >= int(window.start)).only_enforce_if(last)
        model.add(late >= met - int(window.end)).only_enforce_if(last, comes)
    for last, (_, following) in zip(opened, pairwise(windows), strict=False):
        model.add(task.start < int(following.start)).only_enforce_if(last)
    return late


def hold_together(model: Any, patient: Patient, tasks: list[Task]) -> None:
    """Two services together or in order: the time between their starts, and two different caregivers."""
    if patient.together.kind == "independent":
        return
    first, second = tasks
    gap = second.start - first.start
    model.add(gap >= int(patient.together.least))
    model.add(gap <= int(patient.together.most))
    for caregiver in first.by.keys() & second.by.keys():
        model.add(first.by[caregiver] + second.by[caregiver] <= 1)


def add_day(model: Any, instance: Instance, caregiver: Caregiver, tasks: list[Task]) -> None:
    """One caregiver's day is a circuit from the departing point (node 0) through the tasks given."""
    if not tasks:
        return
    at_home = model.new_bool_var("")
    arcs = [(0, 0, at_home)]
    leaves = int(shift_start(caregiver))
    for node, task in enumerate(tasks, start=1):
        given, first = task.by[caregiver.id], model.new_bool_var("")
        arcs += [(node, node, ~given), (0, node, first), (node, 0, model.new_bool_var(""))]
        model.add_implication(given, ~at_home)
        way = int(instance.distances[caregiver.departs][task.patient.place])
        model.add(task.start >= leaves + way).only_enforce_if(first)
        for other, then in enumerate(tasks, start=1):
            if other != node:
                follows = model.new_bool_var("")
                arcs.append((node, other, follows))
                way = int(instance.distances[task.patient.place][then.patient.place])
                model.add(then.start >= task.start + task.minutes + way).only_enforce_if(follows)
    model.add_circuit(arcs)
