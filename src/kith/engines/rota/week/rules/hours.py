"""Working time close to the contract: neither over nor under."""

from kith.engines.rota.week.problem import Problem, Worker
from kith.engines.rota.week.timeline import Jobs, worked_minutes

NAME = "hours"


def cost(problem: Problem, worker: Worker, jobs: Jobs) -> float:
    """Return the points for minutes over or under the contract; none without a contract."""
    if worker.contract_minutes is None:
        return 0.0
    over = worked_minutes(problem, jobs) - worker.contract_minutes
    return problem.weights.over * over if over > 0 else problem.weights.under * -over


def words(problem: Problem, points: float) -> str:
    """Say whether hours come nearer to the contracts."""
    return "further from contract hours" if points > 0 else "nearer to contract hours"
