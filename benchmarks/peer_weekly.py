"""Two peers for a provider's week: a greedy hand, and OR-Tools routing with the same wishes as Kith's.

In the model of OR-Tools a vehicle is an operator's whole week. A leg between two days goes home and out again, a
dimension for each day keeps the hours, one for the week prices the share of work, and every further operator of a
patient costs what he costs in Kith. It starts from the greedy plan.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from benchmarks.measuring import Missing
from kith.engines.rota.weekly.as_week import WEIGHTS, fair_shares
from kith.engines.rota.weekly.evaluate import evaluate
from kith.engines.rota.weekly.format import (
    DAYS,
    DEPOT,
    VISIT_MINUTES,
    Instance,
    Operator,
    Patient,
    Route,
    Solution,
)

SCALE = 10
"""OR-Tools counts in whole numbers: tenths of a point."""

Patterns = Mapping[str, int]


@dataclass
class Hand:
    """A week being planned by hand: each operator's days, and whom each patient has met."""

    week: Instance
    days: defaultdict[tuple[str, int], list[str]] = field(default_factory=lambda: defaultdict(list))
    met: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def minutes(self, operator: str, patients: list[str], day: int) -> int:
        """Work and travel of a day."""
        places = [self.week.patient[p].municipality for p in patients]
        tour = pairwise([DEPOT, *places, DEPOT]) if places else ()
        return VISIT_MINUTES * len(places) + sum(self.week.travel[a][b] for a, b in tour)

    def use(self, operator: Operator) -> float:
        """The share of an operator's hours given away so far."""
        work = sum(self.minutes(operator.id, self.days[operator.id, d], d) for d in range(DAYS))
        return work / operator.week_minutes

    def best_day(self, operator: Operator, patient: str, day: int) -> list[str] | None:
        """Return the operator's day with the patient put where it costs least travel; None when it is too long."""
        now = self.days[operator.id, day]
        tries = [[*now[:i], patient, *now[i:]] for i in range(len(now) + 1)]
        least = min(tries, key=lambda route: self.minutes(operator.id, route, day))
        fits = self.minutes(operator.id, least, day) <= 60 * operator.hours
        return least if fits else None


def greedy(week: Instance, patterns: Patterns) -> Solution:
    """Return a plan by hand: most visits first, to an operator the patient has already, or else the least busy."""
    hand = Hand(week)
    for who in sorted(week.patients, key=lambda p: (-p.visits[1], -sum(p.visits), p.id)):
        days = week.patterns[patterns[who.id]]
        for day in sorted(range(DAYS), key=lambda d: -days[d]):  # what asks for skill 2 comes first
            if days[day]:
                _give(hand, who, day, days[day])
    routes = (Route(o, day, tuple(route)) for (o, day), route in hand.days.items() if route)
    return Solution(dict(patterns), tuple(routes))


def _give(hand: Hand, who: Patient, day: int, skill: int) -> None:
    able = [o for o in hand.week.operators if o.skill >= skill]
    for operator in sorted(able, key=lambda o: (o.id not in hand.met[who.id], hand.use(o))):
        route = hand.best_day(operator, who.id, day)
        if route is not None:
            hand.days[operator.id, day] = route
            hand.met[who.id].add(operator.id)
            return


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit as a node: whose, on which day, of which skill, where."""

    patient: str
    day: int
    skill: int
    place: int


def with_ortools(week: Instance, patterns: Patterns, first: Solution, seconds: float) -> Solution:
    """Return the best plan of OR-Tools routing from the first one, or the first one if it found none."""
    try:
        from ortools.constraint_solver import pywrapcp, routing_enums_pb2
    except ImportError:
        raise Missing("OR-Tools is not installed: it is in the group `bench`.") from None
    stops = _stops(week, patterns)
    manager = pywrapcp.RoutingIndexManager(len(stops) + 1, len(week.operators), 0)
    routing = pywrapcp.RoutingModel(manager)
    _price_travel(routing, week, stops)
    _keep_days(routing, week, stops)
    _price_shares(routing, week, stops, first)
    _price_faces(routing, week, stops)
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    search.time_limit.FromMilliseconds(int(1000 * seconds))
    routing.CloseModelWithParameters(search)
    ignore_inactive = True
    start = routing.ReadAssignmentFromRoutes(_as_nodes(week, stops, first), ignore_inactive)
    found = routing.SolveFromAssignmentWithParameters(start, search)
    return first if found is None else _solution(week, patterns, stops, routing, found)


def _stops(week: Instance, patterns: Patterns) -> list[Stop]:
    return [
        Stop(who.id, day, skill, who.municipality)
        for who in week.patients
        for day, skill in enumerate(week.patterns[patterns[who.id]])
        if skill
    ]


def _parts(week: Instance, stops: list[Stop], a: int, b: int) -> dict[int, int]:
    """Return the minutes of each day that going from node a to node b takes, the visit at a included."""
    minutes: dict[int, int] = defaultdict(int)
    one, then = (stops[a - 1] if a else None), (stops[b - 1] if b else None)
    if one is not None:
        minutes[one.day] += VISIT_MINUTES
    if one is not None and then is not None and one.day == then.day:
        minutes[one.day] += week.travel[one.place][then.place]
        return minutes
    if one is not None:
        minutes[one.day] += week.travel[one.place][DEPOT]
    if then is not None:
        minutes[then.day] += week.travel[DEPOT][then.place]
    return minutes


def _table(
    week: Instance, stops: list[Stop], day: int | None, stay: int, scale: int = 1
) -> list[list[int]]:
    """Return the minutes between any two nodes, of one day or of all; `stay` 0 leaves the visits out."""
    nodes = range(len(stops) + 1)

    def minutes(a: int, b: int) -> int:
        parts = _parts(week, stops, a, b)
        if a:
            parts[stops[a - 1].day] -= VISIT_MINUTES - stay
        return scale * (sum(parts.values()) if day is None else parts.get(day, 0))

    return [[minutes(a, b) for b in nodes] for a in nodes]


def _price_travel(routing: Any, week: Instance, stops: list[Stop]) -> None:
    table = _table(week, stops, None, 0, int(SCALE * WEIGHTS.travel))
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(table))


def _keep_days(routing: Any, week: Instance, stops: list[Stop]) -> None:
    """Keep the days in order, each within the operator's hours and with the skills that it asks for."""
    nothing = [[0] * (len(stops) + 1)] * (len(stops) + 1)
    starts_at_zero = True
    routing.AddDimension(
        routing.RegisterTransitMatrix(nothing), DAYS, DAYS, not starts_at_zero, "day"
    )
    order = routing.GetDimensionOrDie("day")
    for node, stop in enumerate(stops, start=1):
        order.CumulVar(node).SetValue(stop.day)
        able = [v for v, operator in enumerate(week.operators) if operator.skill >= stop.skill]
        # −1 stands for "not visited": the model needs it in the domain, and no disjunction allows it.
        routing.VehicleVar(node).SetValues([-1, *able])
    hours = [60 * operator.hours for operator in week.operators]
    for day in range(DAYS):
        table = routing.RegisterTransitMatrix(_table(week, stops, day, VISIT_MINUTES))
        routing.AddDimensionWithVehicleCapacity(table, 0, hours, starts_at_zero, f"day {day}")


def _price_shares(routing: Any, week: Instance, stops: list[Stop], first: Solution) -> None:
    """Price work over and under the fair share, reckoned with the travel of the first plan."""
    table = routing.RegisterTransitMatrix(_table(week, stops, None, VISIT_MINUTES))
    starts_at_zero = True
    routing.AddDimension(table, 0, DAYS * 24 * 60, starts_at_zero, "work")
    work = routing.GetDimensionOrDie("work")
    fair = fair_shares(week, evaluate(week, first).travel / len(stops))
    for v, operator in enumerate(week.operators):
        share = round(fair[operator.skill] * operator.week_minutes)
        work.SetCumulVarSoftUpperBound(routing.End(v), share, int(SCALE * WEIGHTS.over))
        work.SetCumulVarSoftLowerBound(routing.End(v), share, int(SCALE * WEIGHTS.under))


def _price_faces(routing: Any, week: Instance, stops: list[Stop]) -> None:
    nodes: defaultdict[str, list[int]] = defaultdict(list)
    for node, stop in enumerate(stops, start=1):
        nodes[stop.patient].append(node)
    for group in nodes.values():
        if len(group) > 1:
            routing.AddSoftSameVehicleConstraint(group, int(SCALE * WEIGHTS.face))


def _as_nodes(week: Instance, stops: list[Stop], plan: Solution) -> list[list[int]]:
    node = {(stop.patient, stop.day): n for n, stop in enumerate(stops, start=1)}
    routes = {(r.operator, r.day): r.patients for r in plan.routes}
    return [
        [node[p, day] for day in range(DAYS) for p in routes.get((operator.id, day), ())]
        for operator in week.operators
    ]


def _solution(
    week: Instance, patterns: Patterns, stops: list[Stop], routing: Any, found: Any
) -> Solution:
    days: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for v, operator in enumerate(week.operators):
        index = found.Value(routing.NextVar(routing.Start(v)))
        while not routing.IsEnd(index):
            stop = stops[index - 1]
            days[operator.id, stop.day].append(stop.patient)
            index = found.Value(routing.NextVar(index))
    routes = tuple(Route(name, day, tuple(p)) for (name, day), p in days.items())
    return Solution(dict(patterns), routes)
