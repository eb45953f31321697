"""Mending a week round by round: fewest gaps, then fewest changes, then fewest points.

Each round takes some changed visits and their neighbours out and settles them anew, in chains (Shaw 1998).
"""

import numpy as np

from kith.engines.rota.compiled import kernel
from kith.engines.rota.week.search.arrays import Floats, State, Week
from kith.engines.rota.week.search.chains import (
    Old,
    chain,
    empty_out,
    full,
    lock,
    pull_out,
    push,
    put_back,
    release,
)
from kith.engines.rota.week.search.moves import (
    below,
    copy_into,
    new_start,
    relocate,
    retime,
    swap,
)
from kith.engines.rota.week.search.placing import filled, place, reprice, starts_of, total
from kith.engines.rota.week.search.pricing import BARRED

PINNED = 1000  # gaps that an emptied pinned place counts as: it is never given up for another
HOT, COLD = 12.0, 0.5  # points that a step of polishing may lose, at first and at last


@kernel
def changed(k: Week, s: State, o: Old, v: int) -> bool:
    """True when the visit has other workers or another start than in the old plan; `o.now` holds the starts."""
    if o.now[v] != o.start[v]:
        return True
    a, b = s.who[v, 0], s.who[v, 1]
    c, d = o.who[v, 0], o.who[v, 1]
    return not ((a == c and b == d) or (a == d and b == c))


@kernel
def mark(k: Week, s: State, o: Old) -> None:
    """Release the visits that are changed or not full, lock all others."""
    reprice(k, s)
    starts_of(k, s, o.now)
    for v in range(o.free.shape[0]):
        if changed(k, s, o, v) or not full(k, s, v):
            release(k, o, v)
        else:
            s.floor[v] = o.start[v]
            lock(k, o, v)


@kernel
def keep_best(k: Week, s: State, best: State, o: Old) -> None:
    """Keep a plan as the best, with its locks."""
    copy_into(s, best)
    for v in range(o.kept.shape[0]):
        o.kept[v] = k.visit[v].exact


@kernel
def recall(k: Week, o: Old) -> None:
    """Lock the visits as they were in the best plan, which other locks would time otherwise."""
    for v in range(o.kept.shape[0]):
        k.visit[v].exact = o.kept[v]


@kernel
def weigh(k: Week, s: State, o: Old, score: Floats, row: int) -> None:
    """Set a row of the score: gaps, changed visits, points."""
    starts_of(k, s, o.now)
    score[row, 0] = 0.0
    score[row, 1] = 0.0
    for v in range(o.free.shape[0]):
        for slot in range(k.visit[v].needs):
            if s.who[v, slot] < 0:
                pinned = k.pin[v, slot] >= 0 and k.pin[v, slot] == o.who[v, slot]
                score[row, 0] += PINNED if pinned else 1
        if changed(k, s, o, v):
            score[row, 1] += 1
    score[row, 2] = total(s)


@kernel
def better(score: Floats, than: int, row: int) -> bool:
    """True when one row of the score is no worse than another, gaps before changes before points."""
    for part in range(2):
        if score[row, part] != score[than, part]:
            return bool(score[row, part] < score[than, part])
    return bool(score[row, 2] <= score[than, 2] + 1e-9)


@kernel
def mend_in_turn(
    k: Week, s: State, o: Old, levels: tuple[State, ...], budget: int, limit: int
) -> None:
    """Find a place for each queued visit by the chain with the fewest new changes; whoever finds
    none takes what is left.
    """
    for i in range(o.queue[-1]):
        v = o.queue[i]
        if full(k, s, v):
            continue  # an earlier chain has seen to it
        done = False
        empty_out(k, s, v)
        for allowed in range(budget + 1):
            for u in range(o.tabu.shape[0]):
                o.tabu[u] = False
            o.pool[-1] = 0
            o.tabu[v] = True
            push(o, v)
            if chain(k, s, o, levels, allowed, o.tried[0] + limit):
                done = True
                break
        if not done:
            place(k, s, v, 0.0)


@kernel
def undo_needless(k: Week, s: State, o: Old, levels: tuple[State, ...]) -> None:
    """Put every changed visit back where it was, if that is legal now."""
    for v in range(o.free.shape[0]):
        if o.free[v] and filled(s, v) and o.start[v] >= 0:
            copy_into(s, levels[0])
            was_full = full(k, s, v)
            empty_out(k, s, v)
            if not put_back(k, s, o, v):
                copy_into(levels[0], s)
            elif was_full and not full(k, s, v):
                copy_into(levels[0], s)
                release(k, o, v)


@kernel
def polish(k: Week, s: State, o: Old, levels: tuple[State, ...], steps: int) -> None:
    """Anneal the points of the released visits alone: other workers, other starts, exchanges."""
    o.queue[-1] = 0
    for v in range(o.free.shape[0]):
        if o.free[v] and filled(s, v):
            o.queue[o.queue[-1]] = v
            o.queue[-1] += 1
    best = total(s)
    copy_into(s, levels[0])
    for i in range(steps if o.queue[-1] > 0 else 0):
        heat = HOT * (COLD / HOT) ** (i / steps)
        v, u = o.queue[below(o.queue[-1])], o.queue[below(o.queue[-1])]
        slot, other = below(k.visit[v].needs), below(k.visit[u].needs)
        draw = np.random.random()
        if draw < 0.5 and s.who[v, slot] >= 0:
            relocate(k, s, v, slot, below(k.worker.shape[0]), heat)
        elif draw < 0.7 and u != v:
            swap(k, s, v, slot, u, other, heat)
        elif draw >= 0.7 and k.visit[v].earliest < k.visit[v].latest:
            retime(k, s, v, new_start(k, s, v), heat)
        if total(s) < best - 1e-6:
            best = total(s)
            copy_into(s, levels[0])
    copy_into(levels[0], s)
    reprice(k, s)


@kernel
def gather(k: Week, s: State, o: Old, extra: int) -> None:
    """Take some changed visits, and `extra` others of their days, out of the plan, and queue them in
    any order with what is empty.
    """
    visits = o.free.shape[0]
    o.queue[-1] = 0
    o.pool[-1] = 0
    day = -1
    begin = below(visits)
    for i in range(visits):
        v = (begin + i) % visits
        if o.free[v] and (not full(k, s, v) or np.random.random() < 0.5):
            day = k.visit[v].day
            pull_out(k, s, o, v)
    for _ in range(20 * extra):
        v = below(visits)
        near = o.tried[1] == 1 or day < 0 or k.visit[v].day == day
        if near and not o.free[v] and extra > 0:
            pull_out(k, s, o, v)
            extra -= 1
    o.queue[-1] = o.pool[-1]
    for i in range(o.queue[-1]):
        j = below(i + 1)
        o.queue[i] = o.queue[j]
        o.queue[j] = o.pool[i]
    o.pool[-1] = 0


@kernel
def first_round(
    k: Week,
    s: State,
    best: State,
    o: Old,
    levels: tuple[State, ...],
    score: Floats,
    budget: int,
    limit: int,
    seed: int,
    steps: int,
) -> None:
    """Mend the empty places one after the other; `best` and the first row of `score` get what comes
    of it, if it is any good.
    """
    np.random.seed(seed)
    mark(k, s, o)
    weigh(k, s, o, score, 0)
    keep_best(k, s, best, o)
    o.queue[-1] = 0
    for v in range(o.free.shape[0]):
        if not full(k, s, v):
            o.queue[o.queue[-1]] = v
            o.queue[-1] += 1
    o.tried[1] = 0
    mend_in_turn(k, s, o, levels, budget, limit)
    compare(k, s, best, o, levels, score, steps)


@kernel
def compare(
    k: Week,
    s: State,
    best: State,
    o: Old,
    levels: tuple[State, ...],
    score: Floats,
    steps: int,
) -> None:
    """Undo what was needless, polish what is promising, and keep the plan if none was better."""
    undo_needless(k, s, o, levels)
    reprice(k, s)
    weigh(k, s, o, score, 1)
    if score[1, 2] >= BARRED or score[1, 0] > score[0, 0]:
        return
    if score[1, 0] == score[0, 0] and score[1, 1] > score[0, 1]:
        return
    if steps > 0:
        mark(k, s, o)
        polish(k, s, o, levels, steps)
        weigh(k, s, o, score, 1)
    if better(score, 0, 1):
        keep_best(k, s, best, o)
        for part in range(3):
            score[0, part] = score[1, part]


@kernel
def rounds(
    k: Week,
    s: State,
    best: State,
    o: Old,
    levels: tuple[State, ...],
    score: Floats,
    until: int,
    seed: int,
    steps: int,
) -> None:
    """Destroy and repair around the best plan until so many seatings were tried."""
    np.random.seed(seed)
    while o.tried[0] < until:
        o.tried[0] += 1
        copy_into(best, s)
        recall(k, o)
        mark(k, s, o)
        o.tried[1] = below(2)
        gather(k, s, o, below(4))
        budget = below(3)
        mend_in_turn(k, s, o, levels, budget, 60 * (1 + 3 * below(3)))
        compare(k, s, best, o, levels, score, steps)
