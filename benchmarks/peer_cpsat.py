"""OR-Tools CP-SAT as a peer for HHCRSP: a circuit for each caregiver, a start for each service, the whole objective."""

import time
from dataclasses import dataclass, field
from typing import Any

from benchmarks.measuring import Missing
from kith.engines.rota.hhcrsp.format import Attendance, Instance, Route, Solution

SCALE = 1000
"""CP-SAT counts in whole numbers: thousandths of a minute, as exact as the instances."""

HORIZON = 3000
"""Minutes after the last window by which everything has begun."""


@dataclass(slots=True)
class Model:
    """The model; node 0 is the office, node k + 1 is `services[k]`: a patient, and which of their services."""

    instance: Instance
    cp: Any
    services: list[tuple[int, int]]
    start: list[Any] = field(default_factory=list)
    gives: dict[tuple[int, int], Any] = field(default_factory=dict)
    arcs: dict[tuple[int, int, int], Any] = field(default_factory=dict)

    def leg(self, a: int, b: int) -> int:
        """Return the travel between two nodes."""
        place = [0, *(p + 1 for p, _ in self.services)]
        return round(self.instance.distances[place[a]][place[b]] * SCALE)

    def stay(self, node: int) -> int:
        """Return how long the service of a node takes."""
        p, s = self.services[node - 1]
        return round(self.instance.patients[p].requirements[s].duration * SCALE)


def solve_with_cpsat(
    instance: Instance, seconds: float, seed: int
) -> tuple[Solution | None, float]:
    """Return the best plan of CP-SAT, or None if it found none, and the seconds spent, building the model included."""
    try:
        from ortools.sat.python import cp_model
    except ImportError:
        raise Missing("OR-Tools is not installed: it is in the group `bench`.") from None
    began = time.monotonic()
    services = [
        (p, s) for p, who in enumerate(instance.patients) for s in range(len(who.requirements))
    ]
    model = Model(instance, cp_model.CpModel(), services)
    _add_starts(model)
    _add_circuits(model)
    _add_pairs(model)
    _add_objective(model)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = max(0.1, seconds - (time.monotonic() - began))
    status = solver.solve(model.cp)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return (_solution(model, solver) if found else None), time.monotonic() - began


def _add_starts(model: Model) -> None:
    horizon = max(who.latest for who in model.instance.patients) + HORIZON
    for p, s in model.services:
        earliest = round(model.instance.patients[p].earliest * SCALE)
        model.start.append(model.cp.new_int_var(earliest, round(horizon * SCALE), f"start {p} {s}"))


def _add_circuits(model: Model) -> None:
    for v, caregiver in enumerate(model.instance.caregivers):
        nodes = [
            node
            for node, (p, s) in enumerate(model.services, start=1)
            if model.instance.patients[p].requirements[s].service in caregiver.abilities
        ]
        circuit = [(0, 0, model.cp.new_bool_var(f"home {v}"))]
        for node in nodes:
            gives = model.gives[node, v] = model.cp.new_bool_var(f"gives {node} {v}")
            circuit.append((node, node, gives.Not()))
        for a in [0, *nodes]:
            circuit += [(a, b, _arc(model, a, b, v)) for b in [0, *nodes] if a != b]
        model.cp.add_circuit(circuit)
    for node in range(1, len(model.services) + 1):
        model.cp.add_exactly_one(gives for (n, _), gives in model.gives.items() if n == node)


def _arc(model: Model, a: int, b: int, v: int) -> Any:
    arc = model.arcs[a, b, v] = model.cp.new_bool_var(f"arc {a} {b} {v}")
    if b > 0:
        after = model.leg(a, b) if a == 0 else model.start[a - 1] + model.stay(a) + model.leg(a, b)
        model.cp.add(model.start[b - 1] >= after).only_enforce_if(arc)
    return arc


def _add_pairs(model: Model) -> None:
    node = {pair: number for number, pair in enumerate(model.services, start=1)}
    for p, patient in enumerate(model.instance.patients):
        if patient.together is None:
            continue
        one, two = node[p, 0], node[p, 1]
        first, second = model.start[one - 1], model.start[two - 1]
        if patient.together.kind == "simultaneous":
            model.cp.add(first == second)
        else:
            model.cp.add(second >= first + round(patient.together.least * SCALE))
            model.cp.add(second <= first + round(patient.together.most * SCALE))
        for v in range(len(model.instance.caregivers)):
            if (one, v) in model.gives and (two, v) in model.gives:
                model.cp.add_at_most_one(model.gives[one, v], model.gives[two, v])


def _add_objective(model: Model) -> None:
    late, most = [], round((HORIZON + 1440) * SCALE)
    highest = model.cp.new_int_var(0, most, "highest")
    for (p, s), start in zip(model.services, model.start, strict=True):
        lateness = model.cp.new_int_var(0, most, f"late {p} {s}")
        model.cp.add(lateness >= start - round(model.instance.patients[p].latest * SCALE))
        model.cp.add(highest >= lateness)
        late.append(lateness)
    travel = sum(model.leg(a, b) * arc for (a, b, _), arc in model.arcs.items())
    model.cp.minimize(travel + sum(late) + highest)


def _solution(model: Model, solver: Any) -> Solution:
    routes = []
    for v, caregiver in enumerate(model.instance.caregivers):
        after = {a: b for (a, b, w), arc in model.arcs.items() if w == v and solver.value(arc)}
        places, node = [], after.get(0, 0)
        while node:
            p, s = model.services[node - 1]
            patient = model.instance.patients[p]
            need, start = patient.requirements[s], solver.value(model.start[node - 1]) / SCALE
            places.append(Attendance(patient.id, need.service, start, start + need.duration))
            node = after[node]
        routes.append(Route(caregiver.id, tuple(places)))
    return Solution(tuple(routes))
