"""A provider's week as a team's week of Kith, and its plan back again.

Each day of an operator begins and ends with one pinned minute at the depot, so that the way there and back counts as
work and fits in the day. Times of day mean nothing in these files: every visit may be at any time of its day.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby

from kith.engines.rota.week.problem import (
    DAY,
    Person,
    Plan,
    Problem,
    Rules,
    Visit,
    Weights,
    Worker,
)
from kith.engines.rota.weekly.format import (
    DAYS,
    DEPOT,
    VISIT_MINUTES,
    Instance,
    Operator,
    Route,
    Solution,
)

WEIGHTS = Weights(face=120.0, new_face=0.0, over=1.0, under=0.5, waiting=0.0, not_chosen=0.0)
"""One more operator for a patient is worth two hours of travel: two are all that the files allow."""

RULES = Rules(break_after=DAY, week_limit_minutes=5 * DAY)
"""The files know no break; hours a day are their only limit."""

BEGIN = 8 * 60
TRIP = 8.0
"""Minutes of travel for a visit, about: good enough until a plan says better."""


def as_week(week: Instance, patterns: Mapping[str, int], trip: float = TRIP) -> Problem:
    """Return the week with each patient's visits on the days of their pattern.

    Hours on the contract are a fair share of the work, a visit taking `trip` minutes of travel.
    """
    longest = max(operator.hours for operator in week.operators) * 60
    depot = len(week.travel)
    fair = fair_shares(week, trip)
    travel = [[*row, row[DEPOT]] for row in week.travel]
    travel.append([*week.travel[DEPOT], 0])
    return Problem(
        visits=(*_visits(week, patterns, longest), *_ends(week, depot)),
        workers=tuple(_worker(operator, fair[operator.skill]) for operator in week.operators),
        people=(*(Person(who.id, who.id) for who in week.patients), Person("", "depot")),
        travel=tuple(tuple(row) for row in travel),
        weights=WEIGHTS,
        rules=RULES,
    )


def fair_shares(week: Instance, trip: float) -> Mapping[int, float]:
    """Return the share of their hours that is fair for operators of skill 1 and of skill 2.

    The same for all, unless the patients who need skill 2 at all, who are best off with one operator for everything,
    take more than that of those who have it.
    """
    work = [sum(who.visits) * (VISIT_MINUTES + trip) for who in week.patients]
    skilled_work = sum(w for w, who in zip(work, week.patients, strict=True) if who.visits[1])
    hours = {
        skill: sum(o.week_minutes for o in week.operators if o.skill == skill) for skill in (1, 2)
    }
    everyone = sum(work) / sum(hours.values())
    skilled = max(everyone, skilled_work / hours[2]) if hours[2] else 0.0
    others = (sum(work) - skilled * hours[2]) / hours[1] if hours[1] else 0.0
    return {1: others, 2: skilled}


def as_solution(
    week: Instance, patterns: Mapping[str, int], problem: Problem, plan: Plan
) -> Solution:
    """Return the plan as who goes where on which day, in order."""
    stops = sorted(
        (placement.workers[0] or "", visit.day, placement.start, visit.person)
        for visit in problem.visits
        if visit.person and (placement := plan.placements.get(visit.id)) is not None
    )
    routes = [
        Route(operator, day, tuple(stop[3] for stop in of_day))
        for (operator, day), of_day in groupby(stops, key=lambda stop: stop[:2])
    ]
    return Solution(dict(patterns), tuple(routes))


def _visits(week: Instance, patterns: Mapping[str, int], longest: int) -> Iterator[Visit]:
    for who in week.patients:
        for day, skill in enumerate(week.patterns[patterns[who.id]]):
            if skill:
                begin = day * DAY + BEGIN + 1
                yield Visit(
                    id=f"{who.id} {day}",
                    person=who.id,
                    place=who.municipality,
                    earliest=begin,
                    latest=begin + longest - VISIT_MINUTES,
                    minutes=VISIT_MINUTES,
                    day=day,
                    skills=frozenset({f"skill {skill}"}),
                )


def _ends(week: Instance, depot: int) -> Iterator[Visit]:
    """The minute at the depot before each operator's day, and the one after it."""
    for operator in week.operators:
        for day in range(DAYS):
            begin = day * DAY + BEGIN
            for name, at in (("out", begin), ("home", begin + 1 + 60 * operator.hours)):
                key = f"{name} {operator.id} {day}"
                pins = (operator.id,)
                yield Visit(key, "", depot, at, at, 1, day, pins=pins, pinned_start=at)


def _worker(operator: Operator, share: float) -> Worker:
    begins = [day * DAY + BEGIN for day in range(DAYS)]
    return Worker(
        id=operator.id,
        name=operator.id,
        skills=frozenset(f"skill {skill}" for skill in range(1, operator.skill + 1)),
        spans=tuple((begin, begin + 2 + 60 * operator.hours) for begin in begins),
        contract_minutes=2 * DAYS + round(share * operator.week_minutes),
    )
