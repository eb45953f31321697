"""What a broken rule looks like, and the two shapes a rule may have."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from kith.engines.rota.week.problem import Placement, Plan, Problem, Visit, Worker
from kith.engines.rota.week.timeline import Jobs


@dataclass(frozen=True, slots=True)
class Violation:
    """A hard rule that a plan breaks: the rule's name, the visit and the worker it is about, and
    why, in plain words.
    """

    rule: str
    words: str
    visit: str | None = None
    worker: str | None = None


class WorkerRule(Protocol):
    """A hard rule about one worker's week."""

    def check(self, problem: Problem, worker: Worker, jobs: Jobs) -> Iterator[Violation]:
        """Yield what these jobs, in order of start, break."""
        ...


class VisitRule(Protocol):
    """A hard rule about one visit."""

    def check(
        self, problem: Problem, visit: Visit, placement: Placement, plan: Plan
    ) -> Iterator[Violation]:
        """Yield what this placement, with at least one worker in it, breaks."""
        ...


class Wish(Protocol):
    """Something the team would like, with a cost in points when it is missed."""

    NAME: str

    def cost(self, problem: Problem, worker: Worker, jobs: Jobs) -> float:
        """Return the points that these jobs cost, never below zero."""
        ...

    def words(self, problem: Problem, points: float) -> str:
        """Say a difference of so many points in plain words."""
        ...
