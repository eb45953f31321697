"""Little overtime: each minute of work above the contract costs."""

from kith.engines.rota.week.problem import Problem, Worker
from kith.engines.rota.week.timeline import Jobs, worked_minutes
from kith.engines.rota.week.words import length

NAME = "overtime"


def cost(problem: Problem, worker: Worker, jobs: Jobs) -> float:
    """Return the points for minutes above the contract; none without a contract."""
    if worker.contract_minutes is None:
        return 0.0
    return problem.weights.over * max(0, worked_minutes(problem, jobs) - worker.contract_minutes)


def words(problem: Problem, points: float) -> str:
    """Say the difference in minutes of overtime."""
    change = points / problem.weights.over
    return f"{'+' if change > 0 else '−'}{length(abs(change))} overtime"
