"""Moves that leave an optional patient or a lunch out, or bring one in."""

from kith.engines.rota.chance import State, below, draw
from kith.engines.rota.compiled import kernel
from kith.engines.rota.uhhc.search.arrays import Plan, Problem
from kith.engines.rota.uhhc.search.placing import (
    another,
    can,
    neighbour,
    place_beside,
    place_unit,
    some_able,
)
from kith.engines.rota.uhhc.search.routes import lift, put_in, take_out
from kith.engines.rota.uhhc.search.timing import LEFT_OUT, RANK, Scratch, note


@kernel
def leave_out(problem: Problem, plan: Plan, scratch: Scratch, patient: int) -> None:
    """Take every service of a patient off the plan."""
    for unit in range(problem.units_from[patient], problem.units_from[patient + 1]):
        lift(problem, plan, scratch, unit)
    note(scratch, LEFT_OUT, 0, plan.left_out[0])
    plan.left_out[0] += 1


@kernel
def bring_in(problem: Problem, plan: Plan, scratch: Scratch, state: State, patient: int) -> bool:
    """Put every service of a patient who was left out on the plan, mostly beside one that fits well."""
    for unit in range(problem.units_from[patient], problem.units_from[patient + 1]):
        one, two = problem.first[unit], problem.second[unit]
        r = neighbour(problem, plan, state, one) if draw(state) < 0.7 else -1
        if r >= 0 and not can(problem, one, plan.worker[r]):
            r = -1
        c, d = int(plan.worker[r]) if r >= 0 else some_able(problem, state, one), -1
        if two >= 0:
            d = another(problem, state, two, c)
            if d < 0:
                return False
        if r >= 0:
            place_beside(problem, plan, scratch, state, unit, r, c, d)
        else:
            place_unit(problem, plan, scratch, state, unit, c, d)
    note(scratch, LEFT_OUT, 0, plan.left_out[0])
    plan.left_out[0] -= 1
    return True


@kernel
def toggle(problem: Problem, plan: Plan, scratch: Scratch, state: State) -> bool:
    """Leave an optional patient out or bring one in; half the time, bring one in for another."""
    n = len(problem.optional)
    if n == 0:
        return False
    patient = problem.optional[below(state, n)]
    is_in = plan.worker[problem.first[problem.units_from[patient]]] >= 0
    if draw(state) < 0.5:
        other = problem.optional[below(state, n)]
        other_in = plan.worker[problem.first[problem.units_from[other]]] >= 0
        if is_in == other_in:
            return False
        leave_out(problem, plan, scratch, patient if is_in else other)
        return bring_in(problem, plan, scratch, state, other if is_in else patient)
    if is_in:
        leave_out(problem, plan, scratch, patient)
        return True
    return bring_in(problem, plan, scratch, state, patient)


@kernel
def move_lunch(problem: Problem, plan: Plan, scratch: Scratch, state: State) -> bool:
    """Give a caregiver's lunch another place in their day, or leave it out."""
    if len(problem.eaters) == 0:
        return False
    c = problem.eaters[below(state, len(problem.eaters))]
    item = len(problem.place) + c
    if plan.worker[item] >= 0:
        take_out(problem, plan, scratch, item)
        if draw(state) < 0.15:
            return True
    note(scratch, RANK, item, plan.rank[item])
    rank = problem.lunch[0] - 60.0
    rank += (problem.lunch[1] + 60.0 - rank) * draw(state)
    if plan.length[c] > 0 and draw(state) < 0.5:
        k = below(state, plan.length[c])
        rank = plan.rank[plan.route[c, k]] + (draw(state) - 0.5) * 1e-3
    plan.rank[item] = rank
    put_in(problem, plan, scratch, item, c)
    return True
