"""Judge a plan of a provider's week from the file alone; shares no code with the search."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, pstdev

from kith.engines.rota.weekly.format import DAYS, DEPOT, VISIT_MINUTES, Instance, Route, Solution


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a plan is like. `workers` counts the different operators of each patient; `use` is each operator's
    work, travel included, as a share of their hours in the week.
    """

    broken: tuple[str, ...]
    travel: int
    workers: Mapping[str, int]
    use: Mapping[str, float]

    @property
    def mean_workers(self) -> float:
        """Different operators a patient meets, on average."""
        return fmean(self.workers.values())

    @property
    def worst_workers(self) -> int:
        """Different operators of the patient who meets most."""
        return max(self.workers.values())

    def share_with(self, most: int) -> float:
        """Return the share of patients who meet at most so many operators."""
        return sum(count <= most for count in self.workers.values()) / len(self.workers)

    @property
    def largest_use(self) -> float:
        """The use of hours of the busiest operator."""
        return max(self.use.values())

    @property
    def spread(self) -> float:
        """The largest use of hours less the smallest."""
        return self.largest_use - min(self.use.values())

    @property
    def deviation(self) -> float:
        """The standard deviation of the use of hours."""
        return pstdev(self.use.values())


def evaluate(week: Instance, plan: Solution) -> Evaluation:
    """Return what the plan breaks, and its continuity, balance and travel in minutes."""
    broken = list(_unknown(week, plan))
    routes = [route for route in plan.routes if _is_known(week, route)]
    work: Counter[str] = Counter()
    travel = 0
    for route in routes:
        way = _travel(week, route)
        minutes = way + VISIT_MINUTES * len(route.patients)
        travel += way
        work[route.operator] += minutes
        if minutes > 60 * week.operator[route.operator].hours:
            broken.append(f"Operator {route.operator} works {minutes} minutes on day {route.day}.")
    met, visits = _meetings(routes)
    broken += _wrong_visits(week, plan, visits)
    for who in week.patients:
        if len(met[who.id]) > who.most:
            broken.append(f"Patient {who.id} meets {len(met[who.id])} operators, over {who.most}.")
    return Evaluation(
        tuple(broken),
        travel,
        {who.id: len(met[who.id]) for who in week.patients},
        {o.id: work[o.id] / o.week_minutes for o in week.operators},
    )


def _is_known(week: Instance, route: Route) -> bool:
    return (
        route.operator in week.operator
        and 0 <= route.day < DAYS
        and all(patient in week.patient for patient in route.patients)
    )


def _unknown(week: Instance, plan: Solution) -> Iterator[str]:
    for route in plan.routes:
        if not _is_known(week, route):
            yield f"The route of {route.operator} on day {route.day} names what is not in the file."
    for (operator, day), count in Counter((r.operator, r.day) for r in plan.routes).items():
        if count > 1:
            yield f"Operator {operator} has {count} routes on day {day}."


def _travel(week: Instance, route: Route) -> int:
    places = [week.patient[patient].municipality for patient in route.patients]
    tour = [DEPOT, *places, DEPOT] if places else []
    return sum(week.travel[a][b] for a, b in pairwise(tour))


def _meetings(
    routes: list[Route],
) -> tuple[defaultdict[str, set[str]], defaultdict[tuple[str, int], list[str]]]:
    """Return the operators each patient meets, and who comes to each patient on each day."""
    met: defaultdict[str, set[str]] = defaultdict(set)
    visits: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for route in routes:
        for patient in route.patients:
            met[patient].add(route.operator)
            visits[patient, route.day].append(route.operator)
    return met, visits


def _wrong_visits(
    week: Instance, plan: Solution, visits: Mapping[tuple[str, int], list[str]]
) -> Iterator[str]:
    for who in week.patients:
        pattern = plan.patterns.get(who.id, -1)
        if pattern not in week.patterns_for(who):
            yield f"Patient {who.id} has a pattern that does not fit."
            continue
        for day, skill in enumerate(week.patterns[pattern]):
            came = visits.get((who.id, day), [])
            if len(came) != (skill > 0):
                yield f"Patient {who.id} has {len(came)} visits on day {day}, not {int(skill > 0)}."
            for operator in came:
                if week.operator[operator].skill < skill:
                    yield f"Operator {operator} lacks skill {skill} for patient {who.id}."
