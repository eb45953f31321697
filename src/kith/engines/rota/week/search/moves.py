"""The random moves between weeks, each kept or taken back, and the search that makes them."""

import numpy as np

from kith.engines.rota.compiled import kernel
from kith.engines.rota.week.search.arrays import Floats, Ints, State, Week
from kith.engines.rota.week.search.bounds import loss_allowed, own_points, swap_gain
from kith.engines.rota.week.search.placing import (
    best_position,
    fill_slot,
    filled,
    may_take,
    place,
    put,
    reprice,
    start_range,
    take,
    total,
    without,
)
from kith.engines.rota.week.search.pricing import BARRED, price

NEAR = 150  # minutes between the starts of two visits that are exchanged by preference


@kernel
def below(limit: int) -> int:
    """Return a random whole number from 0 to `limit` − 1."""
    return int(np.random.random() * limit)


@kernel
def keep(s: State, w: int, turn: int) -> None:
    """Keep a worker's route, so that a move can be taken back."""
    for x in range(s.length[w]):
        s.spare[turn, x] = s.route[w, x]


@kernel
def restore(s: State, w: int, turn: int, count: int, cost: float) -> None:
    """Bring back a kept route."""
    for x in range(count):
        s.route[w, x] = s.spare[turn, x]
    s.length[w] = count
    s.cost[w] = cost


@kernel
def copy_into(s: State, to: State) -> None:
    """Copy the plan of one state over another's."""
    for w in range(s.length.shape[0]):
        to.length[w] = s.length[w]
        for x in range(s.length[w]):
            to.route[w, x] = s.route[w, x]
        to.cost[w] = s.cost[w]
    for v in range(s.floor.shape[0]):
        to.floor[v] = s.floor[v]
        to.who[v, 0] = s.who[v, 0]
        to.who[v, 1] = s.who[v, 1]


@kernel
def metropolis(delta: float, heat: float) -> bool:
    """Accept every gain, and a loss the more readily the smaller it is and the greater the heat."""
    return delta <= 0.0 or np.random.random() < np.exp(-delta / heat)


@kernel
def insert(k: Week, s: State, w: int, v: int, slot: int) -> bool:
    """Put a visit at its cheapest position in a worker's route; False when it does not fit."""
    n = without(k, s, w, -1, s.trial)
    points, where = best_position(k, s, w, v, s.trial, n, s.cost[w])
    if where < 0:
        return False
    put(s, w, v, slot, where, points)
    return True


@kernel
def relocate(k: Week, s: State, v: int, slot: int, w: int, heat: float) -> bool:
    """Give a filled place to another worker."""
    a = s.who[v, slot]
    if a == w or not may_take(k, s, v, slot, w):
        return False
    n = without(k, s, a, v, s.trial)
    left = price(k, a, s.trial, n, s.floor, s.starts, s.seen)
    if left >= BARRED:
        return False
    most = s.cost[a] - left + loss_allowed(heat)
    least = own_points(k, s, w, v, -1) - k.rule[0].waiting_point * k.rule[0].waiting_cap
    shorter = (
        k.rule[0].under_point + k.worker[w].balance_point
    )  # points for each minute that a worker is short
    if least - shorter * k.visit[v].minutes > most:
        return False
    n = without(k, s, w, -1, s.trial)
    points, where = best_position(k, s, w, v, s.trial, n, s.cost[w])
    if where < 0 or points > most:
        return False
    take(k, s, v, slot)
    put(s, w, v, slot, where, points)
    return True


@kernel
def swap(k: Week, s: State, v: int, vs: int, u: int, us: int, heat: float) -> bool:
    """Exchange the workers of two places on one day."""
    a, b = s.who[v, vs], s.who[u, us]
    if a < 0 or b < 0 or a == b or not may_take(k, s, v, vs, b) or not may_take(k, s, u, us, a):
        return False
    loss = loss_allowed(heat)
    worse = own_points(k, s, b, v, u) - own_points(k, s, a, v, -1)
    worse += own_points(k, s, a, u, v) - own_points(k, s, b, u, -1)
    if worse - swap_gain(k, s, a, v, b, u) > loss:
        return False
    keep(s, a, 0)
    keep(s, b, 1)
    na, nb, ca, cb = s.length[a], s.length[b], s.cost[a], s.cost[b]
    take(k, s, v, vs)
    take(k, s, u, us)
    if (
        s.cost[a] < BARRED
        and s.cost[b] < BARRED
        and insert(k, s, b, v, vs)
        and insert(k, s, a, u, us)
        and s.cost[a] + s.cost[b] - ca - cb <= loss
    ):
        return True
    restore(s, a, 0, na, ca)
    restore(s, b, 1, nb, cb)
    s.who[v, vs] = a
    s.who[u, us] = b
    return False


@kernel
def new_start(k: Week, s: State, v: int) -> int:
    """Return another start to try for a visit."""
    low, high = start_range(k, s, v)
    if low > high:
        return int(s.floor[v])
    draw = np.random.random()
    if draw < 0.2:
        return low
    if draw < 0.4 and low <= k.visit[v].base <= high:
        return int(k.visit[v].base)
    if draw < 0.6:
        return int(min(max(s.floor[v] + 5 * (below(7) - 3), low), high))
    return low + 5 * below((high - low) // 5 + 1)


@kernel
def retime(k: Week, s: State, v: int, start: int, heat: float) -> bool:
    """Give a filled visit another start, with the same workers."""
    old = s.floor[v]
    a, b = s.who[v, 0], s.who[v, 1]
    if start == old:
        return False
    before = 0.0
    na, nb, ca, cb = 0, 0, 0.0, 0.0
    if a >= 0:
        keep(s, a, 0)
        na, ca = s.length[a], s.cost[a]
        take(k, s, v, 0)
        before += ca
    if b >= 0:
        keep(s, b, 1)
        nb, cb = s.length[b], s.cost[b]
        take(k, s, v, 1)
        before += cb
    s.floor[v] = start
    fits = (a < 0 or (s.cost[a] < BARRED and insert(k, s, a, v, 0))) and (
        b < 0 or (s.cost[b] < BARRED and insert(k, s, b, v, 1))
    )
    if fits:
        after = (s.cost[a] if a >= 0 else 0.0) + (s.cost[b] if b >= 0 else 0.0)
        if metropolis(after - before, heat):
            return True
    s.floor[v] = old
    if a >= 0:
        restore(s, a, 0, na, ca)
        s.who[v, 0] = a
    if b >= 0:
        restore(s, b, 1, nb, cb)
        s.who[v, 1] = b
    return False


@kernel
def push_in(k: Week, s: State, v: int, slot: int, gap: float, heat: float) -> int:
    """Fill an empty place by sending another visit of the same worker elsewhere; return the places won, −1 to 1."""
    w = below(k.worker.shape[0])
    if not may_take(k, s, v, slot, w) or s.length[w] == 0:
        return 0
    old = s.floor[v]
    if not filled(s, v):
        low, high = start_range(k, s, v)
        if low > high:
            return 0
        s.floor[v] = (
            min(max(new_start(k, s, v), low), high) if k.visit[v].exact else k.visit[v].earliest
        )
    x = below(s.length[w])
    for _ in range(s.length[w]):
        if k.visit[s.route[w, x]].day == k.visit[v].day:
            break
        x = (x + 1) % s.length[w]
    u = s.route[w, x]
    us = 0 if s.who[u, 0] == w else 1
    if k.visit[u].day != k.visit[v].day or k.pin[u, us] >= 0 or u == v:
        s.floor[v] = old
        return 0
    before = total(s)
    keep(s, w, 0)
    n, cost = s.length[w], s.cost[w]
    take(k, s, u, us)
    if s.cost[w] < BARRED and insert(k, s, w, v, slot):
        low, high = start_range(k, s, u)
        won = 0
        if low <= s.floor[u] <= high and fill_slot(k, s, u, us, 0.0) < BARRED:
            won = 1
        if metropolis(total(s) - before - gap * won, heat):
            return won
        if won:
            take(k, s, u, us)
    s.who[v, slot] = -1
    s.floor[v] = old
    restore(s, w, 0, n, cost)
    s.who[u, us] = w
    return 0


@kernel
def move_person(k: Week, s: State, v: int, slot: int, w: int, heat: float) -> bool:
    """Give all visits that one worker makes to a person to another worker."""
    a = s.who[v, slot]
    if a == w:
        return False
    keep(s, a, 0)
    keep(s, w, 1)
    na, nw, ca, cw = s.length[a], s.length[w], s.cost[a], s.cost[w]
    moved = 0
    fits = True
    for x in range(na):
        u = s.spare[0, x]
        s.spare[2, x] = -1
        if k.visit[u].person != k.visit[v].person or not fits:
            continue
        us = 0 if s.who[u, 0] == a else 1
        if not may_take(k, s, u, us, w) or k.pin[u, us] >= 0:
            continue
        take(k, s, u, us)
        s.spare[2, x] = us
        moved += 1
        if s.cost[a] >= BARRED or not insert(k, s, w, u, us):
            fits = False
    if fits and moved and metropolis(s.cost[a] + s.cost[w] - ca - cw, heat):
        return True
    restore(s, a, 0, na, ca)
    restore(s, w, 1, nw, cw)
    for x in range(na):
        if s.spare[2, x] >= 0:
            s.who[s.spare[0, x], s.spare[2, x]] = a
    return False


@kernel
def ruin(k: Week, s: State, back: State, slots: Ints, size: int, heat: float, gap: float) -> int:
    """Empty some places of one day or one person, fill them again in another order; return the places won."""
    copy_into(s, back)
    before = total(s)
    centre = slots[below(slots.shape[0]), 0]
    by_person = np.random.random() < 0.5
    begin = below(slots.shape[0])
    taken = 0
    for j in range(slots.shape[0]):
        i = (begin + j * 7919) % slots.shape[0]  # a prime stride mixes the days
        v, slot = slots[i, 0], slots[i, 1]
        if (
            k.pin[v, slot] < 0
            and s.who[v, slot] >= 0
            and (
                k.visit[v].person == k.visit[centre].person
                if by_person
                else k.visit[v].day == k.visit[centre].day
                and abs(s.floor[v] - s.floor[centre]) < 240
            )
        ):
            take(k, s, v, slot)
            s.spare[2, taken] = v
            taken += 1
            if taken == size:
                break
    won = -taken
    if total(s) < BARRED:
        for i in range(taken):
            won += place(k, s, s.spare[2, i], 10.0)
        if metropolis(total(s) - before - gap * won, heat):
            return won
    copy_into(back, s)
    return 0


@kernel
def make_way(k: Week, s: State, back: State, v: int, heat: float, gap: float) -> int:
    """Place an empty visit before the visits it is linked to, which then take what is left; return the places won."""
    copy_into(s, back)
    before = total(s)
    won = 0
    for x in range(-1, k.followers.shape[1]):
        u = k.visit[v].after if x < 0 else k.followers[v, x]
        for slot in range(2):
            if u >= 0 and s.who[u, slot] >= 0 and k.pin[u, slot] < 0:
                take(k, s, u, slot)
                won -= 1
    if total(s) < BARRED:
        won += place(k, s, v, 5.0)
        for x in range(-1, k.followers.shape[1]):
            u = k.visit[v].after if x < 0 else k.followers[v, x]
            if u >= 0:
                won += place(k, s, u, 5.0)
        if metropolis(total(s) - before - gap * won, heat):
            return won
    copy_into(back, s)
    return 0


@kernel
def step(
    k: Week, s: State, back: State, slots: Ints, day_from: Ints, heat: float, gap: float
) -> int:
    """Make one random move; return the places won."""
    i = below(slots.shape[0])
    v, slot = slots[i, 0], slots[i, 1]
    w = below(k.worker.shape[0])
    draw = np.random.random()
    if s.who[v, slot] < 0:
        if draw < 0.1:
            return place(k, s, v, 5.0)
        if draw < 0.2 and not filled(s, v) and (k.visit[v].after >= 0 or k.followers[v, 0] >= 0):
            return make_way(k, s, back, v, heat, gap)
        return push_in(k, s, v, slot, gap, heat)
    if draw < 0.5:
        relocate(k, s, v, slot, w, heat)
    elif draw < 0.85:
        d = k.visit[v].day
        for _ in range(3):  # two visits at about the same time are the likeliest to change places
            i = day_from[d] + below(day_from[d + 1] - day_from[d])
            if abs(s.floor[slots[i, 0]] - s.floor[v]) <= NEAR:
                break
        u, us = slots[i, 0], slots[i, 1]
        swap(k, s, v, slot, u, us, heat)
    elif draw < 0.95:
        if k.visit[v].earliest < k.visit[v].latest:
            retime(k, s, v, new_start(k, s, v), heat)
    elif draw < 0.99999:
        move_person(k, s, v, slot, w, heat)
    else:
        return ruin(k, s, back, slots, 12, heat, gap)
    return 0


@kernel
def anneal(
    k: Week,
    s: State,
    best: State,
    back: State,
    slots: Ints,
    day_from: Ints,
    score: Floats,
    steps: int,
    heat: float,
    gap: float,
    seed: int,
) -> None:
    """Make so many random moves at one heat. `score` is gaps now, gaps and points of `best`; both are kept up."""
    np.random.seed(seed)
    reprice(k, s)
    for _ in range(steps):
        score[0] -= step(k, s, back, slots, day_from, heat, gap)
        if score[0] <= score[1]:
            points = total(s)
            if score[0] < score[1] or points < score[2] - 1e-6:
                score[1] = score[0]
                score[2] = points
                copy_into(s, best)
