"""What a plan comes to in minutes, visits and meetings, counted by the very rules that give it points.

Each wish of the engine is priced at one point with all others at nothing: the points are then the amount itself. So an
amount times its weight is what the engine counts, and nothing here can mean something else than the search did.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kith.design.wording import minutes, plural
from kith.engines.rota.week.problem import Plan, Problem, Weights
from kith.engines.rota.week.rules import (
    Wish,
    balance,
    changes,
    choice,
    continuity,
    fairness,
    hours,
    lateness,
    overtime,
    travel,
    waiting,
)
from kith.engines.rota.week.timeline import jobs_of_all

AMOUNTS: Mapping[str, Wish] = {
    "travel": travel,
    "late": lateness,
    "not_first": choice,
    "not_chosen": choice,
    "face": continuity,
    "new_face": continuity,
    "unsocial": fairness,
    "over": overtime,
    "under": hours,
    "balance": balance,
    "waiting": waiting,
    "change": changes,
    "shift": changes,
}
GAPS, FIRST = "gaps", "first"
FEW = 0.05  # below this an amount is the same


def amounts_of(problem: Problem, plan: Plan) -> dict[str, float]:
    """The amount behind each of the engine's weights, by the weight's name, with `gaps` and visits by a `first` choice.

    Minutes for travel, late, waiting, over, under and shift; hours for unsocial; meetings for faces; else visits.
    """
    jobs = jobs_of_all(problem, plan)
    found = {GAPS: float(sum(1 for _ in problem.gaps(plan)))}
    for name, wish in AMOUNTS.items():
        alone = replace(problem, weights=_only(name, problem.weights))
        found[name] = sum(wish.cost(alone, w, jobs[w.id]) for w in problem.workers)
    found[FIRST] = float(
        sum(
            worker in problem.person[job.visit.person].first
            for worker, of_worker in jobs.items()
            for job in of_worker
        )
    )
    return {name: round(amount, 2) for name, amount in found.items()}


def _only(name: str, weights: Weights) -> Weights:
    """One weight at one point and all others at nothing; the cap on waiting, which is no weight, stays."""
    prices: dict[str, Any] = {**dict.fromkeys(("gap", *AMOUNTS), 0.0), name: 1.0}
    return replace(weights, **prices)


def points_of(amounts: Mapping[str, float], weights: Weights) -> float:
    """The points of these amounts with a team's weights, gaps left out."""
    return sum(amounts[name] * float(getattr(weights, name)) for name in AMOUNTS)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a suggestion gained and what it gave for that, each a short line of plain words."""

    better: tuple[str, ...] = ()
    worse: tuple[str, ...] = ()


def weighed(before: Mapping[str, float], after: Mapping[str, float]) -> Weighed:
    """The difference between two plans in words, what people feel first. Empty for an old record without amounts."""
    if not before or not after:
        return Weighed()
    better: list[str] = []
    worse: list[str] = []
    for name, words in _WORDS.items():
        change = after.get(name, 0.0) - before.get(name, 0.0)
        if abs(change) >= (0.5 if name != "unsocial" else FEW):
            gained = (change > 0) == (name == FIRST)
            (better if gained else worse).append(words(abs(change), change > 0))
    return Weighed(tuple(better), tuple(worse))


def in_all(amounts: Mapping[str, float]) -> tuple[str, ...]:
    """What a week comes to in words, for one that was empty before: there is nothing to compare it with."""
    if not amounts:
        return ()
    return (
        f"{_visits(amounts[FIRST])} by a first choice",
        f"{_visits(amounts['not_chosen'])} by somebody the person has not chosen",
        f"{plural(round(amounts['new_face']), 'time', 'times')} that somebody meets a new face",
        f"{_long(amounts['unsocial'] * 60)} above a fair share of evenings, nights and weekends",
        f"{_long(amounts['over'])} beyond agreed hours, {_long(amounts['under'])} short of them",
        f"{_long(amounts['travel'])} on the way from door to door",
        f"{_long(amounts['waiting'])} of waiting between visits",
    )


def _long(amount: float) -> str:
    return minutes(round(amount))


def _visits(amount: float) -> str:
    return plural(round(amount), "visit", "visits")


def _more(more: bool) -> str:  # noqa: FBT001  a word for each case
    return "more" if more else "less"


def _count(amount: float, more: bool, one: str, many: str) -> str:  # noqa: FBT001  as above
    return f"{round(amount)} {'more' if more else 'fewer'} {one if round(amount) == 1 else many}"


_WORDS: Mapping[str, Callable[[float, bool], str]] = {
    GAPS: lambda n, more: _count(n, more, "place without a worker", "places without a worker"),
    FIRST: lambda n, more: _count(n, more, "visit by a first choice", "visits by a first choice"),
    "not_chosen": lambda n, more: (
        _count(n, more, "visit", "visits") + " by somebody the person has not chosen"
    ),
    "face": lambda n, more: _count(n, more, "different face", "different faces") + " at the door",
    "new_face": lambda n, more: _count(n, more, "new face", "new faces") + " at the door",
    "unsocial": lambda n, more: (
        f"{_long(n * 60)} {_more(more)} above a fair share of evenings, nights and weekends"
    ),
    "over": lambda n, more: f"{_long(n)} {_more(more)} work beyond agreed hours",
    "under": lambda n, more: f"{_long(n)} {_more(not more)} of the agreed hours filled",
    "late": lambda n, more: f"{_long(n)} {_more(more)} of late starts",
    "balance": lambda n, more: (
        f"{_long(n)} {'further from' if more else 'closer to'} the agreed hours over the weeks"
    ),
    "travel": lambda n, more: f"{_long(n)} {_more(more)} travel",
    "waiting": lambda n, more: f"{_long(n)} {_more(more)} waiting between visits",
    "change": lambda n, more: (
        _count(n, more, "place", "places") + " with somebody else than was sent"
    ),
    "shift": lambda n, more: f"{_long(n)} {_more(more)} between the starts and what was sent",
}
