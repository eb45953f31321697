"""Everybody gets the hours of their contract: each minute short of it costs."""

from kith.engines.rota.week.problem import Problem, Worker
from kith.engines.rota.week.timeline import Jobs, worked_minutes
from kith.engines.rota.week.words import length

NAME = "hours"


def cost(problem: Problem, worker: Worker, jobs: Jobs) -> float:
    """Return the points for minutes short of the contract; none without a contract."""
    if worker.contract_minutes is None:
        return 0.0
    return problem.weights.under * max(0, worker.contract_minutes - worked_minutes(problem, jobs))


def words(problem: Problem, points: float) -> str:
    """Say the difference in minutes short of contracts."""
    change = points / problem.weights.under
    return f"{'+' if change > 0 else '−'}{length(abs(change))} short of contract hours"
