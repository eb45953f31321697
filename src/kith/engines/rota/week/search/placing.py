"""Putting visits into workers' weeks: who may take a place, where it is cheapest, and a whole week from nothing."""

import numpy as np

from kith.engines.rota.compiled import kernel
from kith.engines.rota.week.search.arrays import NEVER, Ints, State, Week
from kith.engines.rota.week.search.pricing import BARRED, lay_day, price


@kernel
def without(k: Week, s: State, w: int, v: int, trial: Ints) -> int:
    """Copy a worker's route to `trial`, leaving one visit out; return its new length."""
    n = 0
    for x in range(s.length[w]):
        if s.route[w, x] != v:
            trial[n] = s.route[w, x]
            n += 1
    return n


@kernel
def fits_before(k: Week, s: State, trial: Ints, x: int, past: int) -> bool:
    """False when the visit at `x` ends too late for the next one of its day, whatever else happens."""
    if x == past:
        return True
    v, u = trial[x], trial[x + 1]
    ready = s.floor[v] + k.visit[v].minutes + k.travel[k.visit[v].place, k.visit[u].place]
    return bool(ready <= (s.floor[u] if k.visit[u].exact else k.visit[u].latest))


@kernel
def best_position(
    k: Week, s: State, w: int, v: int, trial: Ints, count: int, before: float
) -> tuple[float, int]:
    """Try visit `v` at every position of its day in the route `trial`, whose price is `before`.

    Return the cheapest added points and its position, (`BARRED`, -1) when none is legal. `trial` ends as it began,
    save that its place at `count` is used.
    """
    low = 0
    while low < count and k.visit[trial[low]].day < k.visit[v].day:
        low += 1
    past = low
    while past < count and k.visit[trial[past]].day == k.visit[v].day:
        past += 1
    best = BARRED
    where = -1
    for x in range(count, low, -1):
        trial[x] = trial[x - 1]
    trial[low] = v
    last = s.floor[v] if k.visit[v].exact else k.visit[v].latest
    x = low
    while True:
        if x > low and s.floor[trial[x - 1]] + k.visit[trial[x - 1]].minutes > last:
            break  # nor after any later visit
        if fits_before(k, s, trial, x, past) and lay_day(
            k, w, trial, low, past + 1, NEVER, s.floor, s.starts
        ):
            points = price(k, w, trial, count + 1, s.floor, s.starts, s.seen)
            if points < BARRED and points - before < best:
                best = points - before
                where = x
        if x == past:
            break
        trial[x] = trial[x + 1]
        x += 1
        trial[x] = v
    for y in range(x, count):
        trial[y] = trial[y + 1]
    return best, where


@kernel
def put(s: State, w: int, v: int, slot: int, where: int, points: float) -> None:
    """Put a visit into a worker's route at a position; `points` is what it adds."""
    for x in range(s.length[w], where, -1):
        s.route[w, x] = s.route[w, x - 1]
    s.route[w, where] = v
    s.length[w] += 1
    s.who[v, slot] = w
    s.cost[w] += points


@kernel
def take(k: Week, s: State, v: int, slot: int) -> None:
    """Take a visit's place away from its worker."""
    w = s.who[v, slot]
    n = 0
    for x in range(s.length[w]):
        if s.route[w, x] != v:
            s.route[w, n] = s.route[w, x]
            n += 1
    s.length[w] = n
    s.who[v, slot] = -1
    s.cost[w] = price(k, w, s.route[w], n, s.floor, s.starts, s.seen)


@kernel
def filled(s: State, v: int) -> bool:
    """True when at least one worker makes the visit."""
    return bool(s.who[v, 0] >= 0 or s.who[v, 1] >= 0)


@kernel
def start_range(k: Week, s: State, v: int) -> tuple[int, int]:
    """Return the earliest and latest start that the window and the filled linked visits leave."""
    low, high = k.visit[v].earliest, k.visit[v].latest
    u = k.visit[v].after
    if u >= 0 and filled(s, u):
        low = max(low, s.floor[u] + k.visit[u].minutes + k.visit[v].gap_min)
        high = min(high, s.floor[u] + k.visit[u].minutes + k.visit[v].gap_max)
    for x in range(k.followers.shape[1]):
        f = k.followers[v, x]
        if f >= 0 and filled(s, f):
            low = max(low, s.floor[f] - k.visit[f].gap_max - k.visit[v].minutes)
            high = min(high, s.floor[f] - k.visit[f].gap_min - k.visit[v].minutes)
    return low, high


@kernel
def may_take(k: Week, s: State, v: int, slot: int, w: int) -> bool:
    """True when skills, vetoes, pins and the other place of the visit let this worker take this place."""
    other = 1 - slot
    if not k.allowed[v, w] or s.who[v, other] == w or k.pin[v, other] == w:
        return False
    return bool(k.pin[v, slot] < 0 or k.pin[v, slot] == w)


@kernel
def fill_slot(k: Week, s: State, v: int, slot: int, noise: float) -> float:
    """Give one empty place to the cheapest worker; return the added points, `BARRED` when nobody can."""
    best = BARRED
    true_best = BARRED
    who = -1
    where = -1
    for w in range(k.worker.shape[0]):
        if not may_take(k, s, v, slot, w):
            continue
        n = without(k, s, w, -1, s.trial)
        points, x = best_position(k, s, w, v, s.trial, n, s.cost[w])
        if x < 0:
            continue
        judged = points + noise * np.random.random()
        if judged < best:
            best, true_best, who, where = judged, points, w, x
    if who >= 0:
        put(s, who, v, slot, where, true_best)
    return true_best


@kernel
def fill_all(k: Week, s: State, v: int, noise: float) -> tuple[int, float]:
    """Fill every empty place of a visit at its floor; return how many it filled and the added points."""
    got = 0
    points = 0.0
    for turn in range(2):  # pinned places first: they have no other worker
        for slot in range(k.visit[v].needs):
            if s.who[v, slot] < 0 and (k.pin[v, slot] >= 0) == (turn == 0):
                added = fill_slot(k, s, v, slot, noise)
                if added < BARRED:
                    got += 1
                    points += added
    return got, points


@kernel
def place(k: Week, s: State, v: int, noise: float) -> int:
    """Fill the empty places of a visit as cheaply as it can, choosing its start when it is free; return how many."""
    if filled(s, v):
        return fill_all(k, s, v, noise)[0]
    low, high = start_range(k, s, v)
    if low > high:
        return 0
    near = min(max(s.floor[v], low), high)
    s.floor[v] = near
    if not k.visit[v].exact:
        got, _ = fill_all(k, s, v, noise)
        if got == 0 and near > k.visit[v].earliest:
            s.floor[v] = k.visit[v].earliest
            got, _ = fill_all(k, s, v, noise)
        return got
    step = max(5, (high - low) // 8)
    most = 0
    best = BARRED
    best_start = near
    for turn in range(-1, (high - low) // step + 1):
        s.floor[v] = near if turn < 0 else low + turn * step
        got, points = fill_all(k, s, v, noise)
        if got > most or (got == most and got > 0 and points < best):
            most, best, best_start = got, points, s.floor[v]
        for slot in range(k.visit[v].needs):
            if s.who[v, slot] >= 0:
                take(k, s, v, slot)
    s.floor[v] = best_start
    if most > 0:
        fill_all(k, s, v, 0.0)
    return most


@kernel
def place_all(k: Week, s: State, order: Ints, noise: float) -> int:
    """Place the visits in this order; return how many places stay empty."""
    empty = 0
    for v in order:
        place(k, s, v, noise)
        for slot in range(k.visit[v].needs):
            if s.who[v, slot] < 0:
                empty += 1
    return empty


@kernel
def reprice(k: Week, s: State) -> None:
    """Price every worker's week afresh."""
    for w in range(k.worker.shape[0]):
        s.cost[w] = price(k, w, s.route[w], s.length[w], s.floor, s.starts, s.seen)


@kernel
def starts_of(k: Week, s: State, starts: Ints) -> None:
    """Set the start of every filled visit, -1 for the others."""
    for v in range(starts.shape[0]):
        starts[v] = -1
    for w in range(k.worker.shape[0]):
        price(k, w, s.route[w], s.length[w], s.floor, s.starts, s.seen)
        for x in range(s.length[w]):
            starts[s.route[w, x]] = s.starts[x]


@kernel
def total(s: State) -> float:
    """Return the points of all weeks together."""
    points = 0.0
    for w in range(s.cost.shape[0]):
        points += s.cost[w]
    return points
