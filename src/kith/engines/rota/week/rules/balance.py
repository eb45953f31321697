"""Hours even out over weeks: who was short of the contract in recent weeks gets more now, who was over it less."""

from kith.engines.rota.week.problem import Problem, Worker
from kith.engines.rota.week.timeline import Jobs, worked_minutes
from kith.engines.rota.week.words import length

NAME = "balance"


def cost(problem: Problem, worker: Worker, jobs: Jobs) -> float:
    """Return the points for minutes away from the contract, recent weeks and this one added; none when not counted."""
    if worker.contract_minutes is None or worker.contract_balance is None:
        return 0.0
    over = worked_minutes(problem, jobs) - worker.contract_minutes
    return problem.weights.balance * abs(worker.contract_balance + over)


def words(problem: Problem, points: float) -> str:
    """Say the difference in minutes that recent weeks do not even out."""
    change = points / problem.weights.balance
    return f"{'+' if change > 0 else '−'}{length(abs(change))} uneven over recent weeks"
