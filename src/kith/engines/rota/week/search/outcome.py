"""What a search gives back."""

from collections.abc import Callable
from dataclasses import dataclass

from kith.engines.rota.week.evaluate import Evaluation
from kith.engines.rota.week.problem import Plan

# called about five times a second with: the share of the time used (0 to 1), empty places, points of the wishes
Progress = Callable[[float, int, float], None]


@dataclass(frozen=True, slots=True)
class Result:
    """The best plan found, judged by `evaluate`; how many moves were tried and how many seconds it took."""

    plan: Plan
    evaluation: Evaluation
    iterations: int
    seconds: float
