"""OR-Tools routing as a peer for HHCRSP: one node a service, pairs tied by their start times.

It starts from Kith's own first plan: left to itself, none of its strategies for a first plan copes with tied starts.
"""

import time
from dataclasses import dataclass
from typing import Any

from benchmarks.measuring import Missing
from kith.engines.rota.hhcrsp.format import Attendance, Instance, Route, Solution
from kith.engines.rota.hhcrsp.solve import solve
from kith.engines.rota.stopping import Stop

SCALE = 1000
"""OR-Tools counts in whole numbers: thousandths of a minute, as exact as the instances."""

HORIZON = 3000
"""Minutes after the last window by which everybody is home."""


@dataclass(frozen=True, slots=True)
class Model:
    """A routing model; node k + 1 is `nodes[k]`: a patient, and which of their services."""

    instance: Instance
    nodes: list[tuple[int, int]]
    routing: Any
    clock: Any

    def row(self) -> dict[tuple[int, int], int]:
        """Return the node of each service."""
        return {pair: node for node, pair in enumerate(self.nodes, start=1)}


def solve_with_ortools(instance: Instance, seconds: float) -> tuple[Solution | None, float]:
    """Return the best plan of OR-Tools routing, or None if it found none, and the seconds spent."""
    try:
        from ortools.constraint_solver import pywrapcp, routing_enums_pb2
    except ImportError:
        raise Missing("OR-Tools is not installed: it is in the group `bench`.") from None
    first = _first_plan(instance)
    began = time.monotonic()
    model = _model(instance, pywrapcp)
    _add_windows(model)
    _add_pairs(model)
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    search.time_limit.FromMilliseconds(int(1000 * seconds))
    model.routing.CloseModelWithParameters(search)
    ignore_inactive = True
    start = model.routing.ReadAssignmentFromRoutes(_as_nodes(model, first), ignore_inactive)
    found = model.routing.SolveFromAssignmentWithParameters(start, search)
    solution = None if found is None else _solution(model, found)
    return solution, time.monotonic() - began


def _first_plan(instance: Instance) -> Solution:
    stop = Stop(iterations=1)
    stop.signal.set()
    return solve(instance, stop=stop).solution


def _minutes(value: float) -> int:
    return round(value * SCALE)


def _model(instance: Instance, pywrapcp: Any) -> Model:
    nodes = [
        (p, s) for p, who in enumerate(instance.patients) for s in range(len(who.requirements))
    ]
    manager = pywrapcp.RoutingIndexManager(len(nodes) + 1, len(instance.caregivers), 0)
    routing = pywrapcp.RoutingModel(manager)
    places = [0, *(p + 1 for p, _ in nodes)]
    travel = [[_minutes(instance.distances[a][b]) for b in places] for a in places]
    stay = [0, *(_minutes(instance.patients[p].requirements[s].duration) for p, s in nodes)]
    spans = [[stay[a] + leg for leg in row] for a, row in enumerate(travel)]
    horizon = _minutes(max(who.latest for who in instance.patients) + HORIZON)
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(travel))
    starts_at_zero = False
    routing.AddDimension(
        routing.RegisterTransitMatrix(spans), horizon, horizon, starts_at_zero, "time"
    )
    return Model(instance, nodes, routing, routing.GetDimensionOrDie("time"))


def _add_windows(model: Model) -> None:
    for node, (p, s) in enumerate(model.nodes, start=1):
        patient = model.instance.patients[p]
        able = [
            v
            for v, caregiver in enumerate(model.instance.caregivers)
            if patient.requirements[s].service in caregiver.abilities
        ]
        # −1 stands for "not visited": the model needs it in the domain, and no disjunction allows it.
        model.routing.VehicleVar(node).SetValues([-1, *able])
        model.clock.CumulVar(node).SetMin(_minutes(patient.earliest))
        model.clock.SetCumulVarSoftUpperBound(node, _minutes(patient.latest), 1)
        model.routing.AddVariableMinimizedByFinalizer(model.clock.CumulVar(node))


def _add_pairs(model: Model) -> None:
    row, solver, clock = model.row(), model.routing.solver(), model.clock
    for p, patient in enumerate(model.instance.patients):
        if patient.together is None:
            continue
        first, second = clock.CumulVar(row[p, 0]), clock.CumulVar(row[p, 1])
        if patient.together.kind == "simultaneous":
            solver.Add(first == second)
        else:
            solver.Add(second >= first + _minutes(patient.together.least))
            solver.Add(second <= first + _minutes(patient.together.most))
        solver.Add(model.routing.VehicleVar(row[p, 0]) != model.routing.VehicleVar(row[p, 1]))


def _as_nodes(model: Model, solution: Solution) -> list[list[int]]:
    free: dict[tuple[str, str], list[int]] = {}
    for (p, s), node in model.row().items():
        patient = model.instance.patients[p]
        free.setdefault((patient.id, patient.requirements[s].service), []).append(node)
    return [
        [free[at.patient, at.service].pop(0) for at in route.locations] for route in solution.routes
    ]


def _solution(model: Model, found: Any) -> Solution:
    routes = []
    for v, caregiver in enumerate(model.instance.caregivers):
        places = []
        index = found.Value(model.routing.NextVar(model.routing.Start(v)))
        while not model.routing.IsEnd(index):
            p, s = model.nodes[index - 1]
            patient = model.instance.patients[p]
            need = patient.requirements[s]
            start = found.Min(model.clock.CumulVar(index)) / SCALE
            places.append(Attendance(patient.id, need.service, start, start + need.duration))
            index = found.Value(model.routing.NextVar(index))
        routes.append(Route(caregiver.id, tuple(places)))
    return Solution(tuple(routes))
