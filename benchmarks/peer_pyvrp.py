"""PyVRP as a peer on days without pairs: a profile for each set of skills, without the arcs that need others."""

import time
from typing import Any

from benchmarks.day_without_pairs import able, timed
from benchmarks.measuring import Missing
from kith.engines.rota.uhhc.model import Instance, Solution

FAR = 100_000
"""Minutes for an arc that is not there: more than any day; with its own far larger value PyVRP 0.14.1 never returns."""


def solve_with_pyvrp(day: Instance, seconds: float, seed: int) -> tuple[Solution | None, float]:
    """Return the best plan of PyVRP, or None if it found none, and the seconds spent."""
    try:
        import pyvrp
        from pyvrp.stop import MaxRuntime
    except ImportError:
        raise Missing("PyVRP is not installed: it is in the group `bench`.") from None
    began = time.monotonic()
    model = _model(day, pyvrp.Model())
    result = model.solve(
        MaxRuntime(seconds), seed=seed, display=False, collect_stats=False, missing_value=FAR
    )
    spent = time.monotonic() - began
    if not result.is_feasible():
        return None, spent
    orders: list[list[int]] = [[] for _ in day.caregivers]
    for route in result.best.routes():
        orders[route.vehicle_type()] = [activity.idx for activity in route if activity.is_client()]
    return timed(day, orders), spent


def _model(day: Instance, model: Any) -> Any:
    places = [model.add_location(x=0, y=0) for _ in day.distances]
    depot = model.add_depot(places[0])
    for patient in day.patients:
        model.add_client(
            places[patient.place],
            service_duration=round(patient.requirements[0].duration),
            tw_early=round(patient.windows[0].start),
            tw_late=round(patient.windows[0].end),
        )
    for may in able(day):
        profile = model.add_profile()
        own = [0, *sorted(day.patients[number].place for number in may)]
        for a in own:
            for b in own:
                if a != b:
                    leg = round(day.distances[a][b])
                    model.add_edge(places[a], places[b], leg, leg, profile=profile)
        model.add_vehicle_type(start_depot=depot, end_depot=depot, profile=profile)
    return model
