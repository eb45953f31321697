"""When everything happens: the earliest start of each unit, then each day with needless waiting taken out."""

from typing import NamedTuple

import numpy as np

from kith.engines.rota.compiled import kernel
from kith.engines.rota.uhhc.search.arrays import (
    APART,
    CHOICE,
    COLUMNS,
    COST,
    EXTRA,
    FAR,
    IDLE,
    LATE,
    LATEST,
    LOAD,
    LONGEST_WAIT,
    MISSED,
    SIMULTANEOUS,
    TRAVEL,
    WAIT,
    Floats,
    Ints,
    Plan,
    Problem,
)

RANK, WORKER, WINDOW, START, LEFT_OUT, SPLIT, HOLD = range(7)
"""What an entry of the log puts back."""


class Scratch(NamedTuple):
    """Room to work in, and all that is needed to take a move back."""

    queue: Ints  # (S,) items to time again, the first in rank last
    queued: Ints  # (S,)
    item: Ints  # (S + 2,) stops of the day being measured
    begin: Floats  # (S + 2,)
    leg: Floats  # (S + 2,)
    stay: Floats  # (S + 2,)
    old_route: Ints  # (C, S + 1)
    old_length: Ints  # (C,) -1 where the route is untouched
    old_day: Floats  # (C, COLUMNS)
    day_touched: Ints  # (C,)
    touched: Ints  # (C,) caregivers whose day is touched
    log_kind: Ints
    log_index: Ints
    log_value: Floats
    sizes: Ints  # queue length, touched caregivers, log length


def scratch_of(problem: Problem) -> Scratch:
    """Return room for moves on a problem."""
    items, caregivers = len(problem.place), len(problem.departs)
    log = 200 * (items + caregivers) + 1000
    return Scratch(
        queue=np.zeros(items + 1, dtype=np.int64),
        queued=np.zeros(items, dtype=np.int64),
        item=np.zeros(items + 2, dtype=np.int64),
        begin=np.zeros(items + 2),
        leg=np.zeros(items + 2),
        stay=np.zeros(items + 2),
        old_route=np.zeros((caregivers, items + 1), dtype=np.int64),
        old_length=np.full(caregivers, -1, dtype=np.int64),
        old_day=np.zeros((caregivers, COLUMNS)),
        day_touched=np.zeros(caregivers, dtype=np.int64),
        touched=np.zeros(caregivers, dtype=np.int64),
        log_kind=np.zeros(log, dtype=np.int64),
        log_index=np.zeros(log, dtype=np.int64),
        log_value=np.zeros(log),
        sizes=np.zeros(3, dtype=np.int64),
    )


@kernel
def note(scratch: Scratch, kind: int, index: int, value: float) -> None:
    """Log a value about to change."""
    n = scratch.sizes[2]
    scratch.log_kind[n] = kind
    scratch.log_index[n] = index
    scratch.log_value[n] = value
    scratch.sizes[2] = n + 1


@kernel
def touch_day(plan: Plan, scratch: Scratch, c: int) -> None:
    """Keep caregiver c's sums and have them measured again."""
    if scratch.day_touched[c] == 0:
        scratch.day_touched[c] = 1
        for column in range(COLUMNS):
            scratch.old_day[c, column] = plan.day[c, column]
        scratch.touched[scratch.sizes[1]] = c
        scratch.sizes[1] += 1


@kernel
def touch_route(plan: Plan, scratch: Scratch, c: int) -> None:
    """Keep caregiver c's route before it changes."""
    touch_day(plan, scratch, c)
    if scratch.old_length[c] < 0:
        scratch.old_length[c] = plan.length[c]
        for k in range(plan.length[c]):
            scratch.old_route[c, k] = plan.route[c, k]


@kernel
def push(problem: Problem, plan: Plan, scratch: Scratch, item: int) -> None:
    """Have an item timed again, in order of rank; a pair that is timed at once goes by its first item."""
    unit = problem.unit[item]
    if plan.split[unit] == 0:
        item = problem.first[unit]
    if scratch.queued[item] == 1:
        return
    scratch.queued[item] = 1
    rank = plan.rank[item]
    n = scratch.sizes[0]
    while n > 0 and plan.rank[scratch.queue[n - 1]] < rank:
        scratch.queue[n] = scratch.queue[n - 1]
        n -= 1
    scratch.queue[n] = item
    scratch.sizes[0] += 1


@kernel
def push_next(problem: Problem, plan: Plan, scratch: Scratch, c: int, k: int) -> None:
    """Have the first service at or after index k of a route timed again."""
    items = len(problem.place)
    while k < plan.length[c]:
        item = plan.route[c, k]
        if item < items:
            push(problem, plan, scratch, item)
            return
        k += 1


@kernel
def index_of(plan: Plan, c: int, item: int) -> int:
    """Return where an item stands in its route."""
    k = 0
    while plan.route[c, k] != item:
        k += 1
    return k


@kernel
def ready(problem: Problem, plan: Plan, c: int, k: int) -> float:
    """Return when caregiver c can begin the service at index k of their route, lunch before it included."""
    items = len(problem.place)
    to = problem.place[plan.route[c, k]]
    before = k - 1
    lunch = before >= 0 and plan.route[c, before] >= items
    if lunch:
        before -= 1
    time, at = problem.shift_start[c], problem.departs[c]
    if before >= 0:
        last = plan.route[c, before]
        time, at = plan.start[last] + problem.duration[last], problem.place[last]
    leg = problem.distance[at, to]
    if lunch:
        eat = max(time + leg, problem.lunch[0])
        if eat <= problem.lunch[1]:
            return float(eat + problem.lunch[2])
        eat = max(time, problem.lunch[0])
        if before >= 0 and eat <= problem.lunch[1]:
            return float(eat + problem.lunch[2] + leg)
    return float(time + leg)


@kernel
def set_start(problem: Problem, plan: Plan, scratch: Scratch, item: int, time: float) -> None:
    """Give an item its start and have what follows on the route timed again if it moved."""
    if plan.start[item] == time:
        return
    note(scratch, START, item, plan.start[item])
    plan.start[item] = time
    c = plan.worker[item]
    touch_day(plan, scratch, c)
    push_next(problem, plan, scratch, c, index_of(plan, c, item) + 1)


@kernel
def settle(problem: Problem, plan: Plan, scratch: Scratch) -> bool:
    """Time the queued items and all that depends on them; False if that does not come to rest."""
    left = 30 * len(problem.place) + 100
    while scratch.sizes[0] > 0:
        scratch.sizes[0] -= 1
        item = scratch.queue[scratch.sizes[0]]
        scratch.queued[item] = 0
        c = plan.worker[item]
        if c < 0:
            continue
        left -= 1
        if left < 0 or scratch.sizes[2] > len(scratch.log_kind) - 100:
            return False
        unit = problem.unit[item]
        one, two = problem.first[unit], problem.second[unit]
        opens = problem.opens[problem.windows_from[problem.patient[item]] + plan.window[unit]]
        start = max(opens, ready(problem, plan, c, index_of(plan, c, item)))
        if two >= 0 and plan.split[unit] == 1:
            if item == two:
                start = max(start, plan.start[one] + problem.least[unit])
            else:
                start = max(start, plan.hold[unit])
                if start != plan.start[one] and plan.worker[two] >= 0:
                    touch_day(plan, scratch, plan.worker[two])
                    push(problem, plan, scratch, two)
        elif two >= 0:
            d = plan.worker[two]
            other = max(opens, ready(problem, plan, d, index_of(plan, d, two)))
            if problem.kind[unit] == SIMULTANEOUS:
                start = other = max(start, other)
            else:
                other = max(other, start + problem.least[unit])
                start = max(start, other - problem.most[unit])
            set_start(problem, plan, scratch, two, other)
        set_start(problem, plan, scratch, item, start)
    return True


@kernel
def lay_out(problem: Problem, plan: Plan, scratch: Scratch, c: int) -> int:
    """Write caregiver c's stops, lunch in its place, into the scratch; return how many there are."""
    items, n = len(problem.place), 0
    time, at = problem.shift_start[c], problem.departs[c]
    eaten_at = -1
    for k in range(plan.length[c]):
        item = plan.route[c, k]
        if item < items:
            to = problem.place[item]
            scratch.item[n], scratch.begin[n] = item, plan.start[item]
            scratch.leg[n] = 0.0 if eaten_at == to and at == -1 else problem.distance[at, to]
            scratch.stay[n] = problem.duration[item]
            time, at = plan.start[item] + problem.duration[item], to
            n += 1
            continue
        plan.final[item] = -1.0
        follows = k + 1 < plan.length[c]
        leg = problem.distance[at, problem.place[plan.route[c, k + 1]]] if follows else 0.0
        spot = 0 if follows else (1 if n > 0 else 2)
        eat = max(time + leg, problem.lunch[0])
        if eat > problem.lunch[1] and follows and n > 0:
            spot, leg = 1, 0.0
            eat = max(time, problem.lunch[0])
        if eat > problem.lunch[1]:
            continue
        plan.spot[c] = spot
        scratch.item[n], scratch.begin[n] = item, eat
        scratch.leg[n], scratch.stay[n] = leg, problem.lunch[2]
        n += 1
        if spot == 0:
            at, eaten_at = -1, problem.place[plan.route[c, k + 1]]
    return n


@kernel
def close_of(problem: Problem, item: int, time: float) -> float:
    """Return the end of the last window that has opened by `time`, moved to the start of the service."""
    patient = problem.patient[item]
    w = problem.windows_from[patient]
    while w + 1 < problem.windows_from[patient + 1] and problem.opens[w + 1] <= time:
        w += 1
    return float(problem.closes[w] - problem.at_end * problem.duration[item])


@kernel
def next_opening(problem: Problem, item: int, time: float) -> float:
    """Return when the next window opens after `time`, FAR if none does."""
    patient = problem.patient[item]
    for w in range(problem.windows_from[patient], problem.windows_from[patient + 1]):
        if problem.opens[w] > time:
            return float(problem.opens[w])
    return FAR


@kernel
def delay(problem: Problem, scratch: Scratch, begun: int, n: int) -> None:
    """Start the day later as long as that saves more waiting than it costs in lateness.

    The stops from `begun` on that follow without a wait move together, a step at a time, until the first
    wait is gone; members of a pair stay where they are.
    """
    items = len(problem.place)
    last = begun
    while True:
        step, late = FAR, 0
        k = begun
        while True:
            item = scratch.item[k]
            if item >= items:
                step = min(step, problem.lunch[1] - scratch.begin[k])
            elif problem.second[problem.unit[item]] >= 0:
                return
            else:
                room = close_of(problem, item, scratch.begin[k]) - scratch.begin[k]
                if room <= 0.0:
                    late += 1
                    room = next_opening(problem, item, scratch.begin[k]) - scratch.begin[k]
                step = min(step, room)
            if k + 1 == n:
                return
            gap = scratch.begin[k + 1] - scratch.begin[k] - scratch.stay[k] - scratch.leg[k + 1]
            if gap > 1e-9:
                step = min(step, gap)
                last = k
                break
            k += 1
        if step <= 1e-9 or problem.weight[WAIT] <= late * problem.weight[LATE]:
            return
        for k in range(begun, last + 1):
            scratch.begin[k] += step


@kernel
def measure(problem: Problem, plan: Plan, scratch: Scratch, c: int) -> None:
    """Work out what caregiver c's day amounts to."""
    items = len(problem.place)
    day = plan.day
    for column in range(COLUMNS):
        day[c, column] = 0.0
    n = lay_out(problem, plan, scratch, c)
    day[c, MISSED] = problem.eats[c]
    has_shift = problem.shift_end[c] < FAR
    if n == 0:
        day[c, TRAVEL] = day[c, LOAD] = problem.distance[problem.departs[c], problem.arrives[c]]
        if has_shift:
            day[c, IDLE] = problem.shift_end[c] - problem.shift_start[c]
    else:
        # After a lunch taken first the wait for the next stop is not counted.
        begun = 1 if scratch.item[0] >= items and n > 1 else 0
        delay(problem, scratch, begun, n)
        busy, at = 0.0, problem.departs[c]
        for k in range(n):
            item = scratch.item[k]
            plan.final[item] = scratch.begin[k]
            busy += scratch.leg[k] + scratch.stay[k]
            day[c, TRAVEL] += scratch.leg[k]
            if k > begun:
                wait = (
                    scratch.begin[k] - scratch.begin[k - 1] - scratch.stay[k - 1] - scratch.leg[k]
                )
                day[c, WAIT] += wait
                day[c, LONGEST_WAIT] = max(day[c, LONGEST_WAIT], wait)
            if item >= items:
                day[c, MISSED] = 0.0
                continue
            day[c, LOAD] += scratch.stay[k]
            late = max(0.0, scratch.begin[k] - close_of(problem, item, scratch.begin[k]))
            day[c, LATE] += late
            day[c, LATEST] = max(day[c, LATEST], late)
            day[c, CHOICE] += problem.choice[item, c]
            unit = problem.unit[item]
            if plan.split[unit] == 1 and item == problem.second[unit]:
                gap = plan.start[item] - plan.start[problem.first[unit]]
                day[c, APART] += max(0.0, gap - problem.most[unit])
            at = problem.place[item]
        home = problem.distance[at, problem.arrives[c]]
        back = scratch.begin[n - 1] + scratch.stay[n - 1] + home
        day[c, TRAVEL] += home
        day[c, LOAD] += day[c, TRAVEL]
        if has_shift:
            day[c, EXTRA] = max(0.0, back - problem.shift_end[c])
            day[c, IDLE] = max(problem.shift_end[c], back) - problem.shift_start[c] - busy - home
    cost = day[c, CHOICE]
    for column in (TRAVEL, LATE, WAIT, EXTRA, MISSED, LOAD, APART):
        cost += problem.weight[column] * day[c, column]
    day[c, COST] = cost
