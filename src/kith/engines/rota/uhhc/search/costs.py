"""What a whole plan costs, and how much it has of what must not be, from the sums of each day."""

import numpy as np

from kith.engines.rota.compiled import kernel
from kith.engines.rota.uhhc.search.arrays import (
    COLUMNS,
    COST,
    IDLE,
    LATEST,
    LOAD,
    LONGEST_WAIT,
    Plan,
    Problem,
)


@kernel
def total(problem: Problem, plan: Plan, ease: float) -> float:
    """Return what the whole plan costs.

    With `ease` above 0, up to 1, the largest idle time counts in part as the root mean square of all idle times: that
    never exceeds it, and tells a step towards evener days from a step away even where the largest stays as it is.
    """
    day = plan.day
    cost = latest = wait = idle = load = squares = 0.0
    caregivers = len(problem.departs)
    for c in range(caregivers):
        cost += day[c, COST]
        latest = max(latest, day[c, LATEST])
        wait = max(wait, day[c, LONGEST_WAIT])
        idle = max(idle, day[c, IDLE])
        squares += day[c, IDLE] * day[c, IDLE]
        load += day[c, LOAD]
    if ease > 0.0:
        idle += ease * (np.sqrt(squares / caregivers) - idle)
    cost += problem.weight[LATEST] * latest + problem.weight[LONGEST_WAIT] * wait
    cost += problem.weight[IDLE] * idle + problem.skip_cost * plan.left_out[0]
    if problem.balance > 0.0:
        for c in range(caregivers):
            cost += problem.balance * np.ceil(abs(day[c, LOAD] - load / caregivers))
    return float(cost)


@kernel
def breach(problem: Problem, plan: Plan) -> float:
    """Return how much there is in the plan of what must not be, in minutes or counts."""
    amount = 0.0
    for column in range(COLUMNS):
        if problem.hard[column] > 0.0:
            for c in range(len(problem.departs)):
                amount += plan.day[c, column]
    return amount
