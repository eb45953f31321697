"""Chains: a visit takes the place of another, which takes the place of a third, until one finds room.

Every visit of the plan to stay near is locked to its start and workers; only a visit that has been released may go
elsewhere, so counting the released visits counts the changes. Ejection chains: Glover 1996.
"""

from typing import NamedTuple

import numpy as np

from kith.engines.rota.compiled import kernel
from kith.engines.rota.week.search.arrays import Flags, Ints, Records, State, Week
from kith.engines.rota.week.search.moves import below, copy_into, insert
from kith.engines.rota.week.search.placing import (
    fill_all,
    filled,
    may_take,
    place,
    start_range,
    take,
    total,
)
from kith.engines.rota.week.search.pricing import BARRED

DEPTH = 7  # visits in one chain at most
SETTLE, EXCHANGE, LINKS, OVER = 0, 1, 2, 3  # what a frame tries next
FRAME = np.dtype(  # one visit of a chain, and the way in which it was seated last
    [
        ("v", np.int64),
        ("budget", np.int64),  # locked visits that may still be pushed out
        ("stage", np.int64),
        ("begin", np.int64),  # the worker asked first
        ("turn", np.int64),  # workers asked already
        ("x", np.int64),  # position in the worker's route, or number of the link
        ("pair", np.int64),  # 1: two visits in a row are pushed out
        ("u", np.int64),  # the visit pushed out, or -1
        ("t", np.int64),  # the second one, or -1
        ("cost", np.int64),  # 1 when `u` was locked
        ("more", np.int64),  # 1 when `t` was locked
        ("linked", np.int64),  # 1: `u` was linked, and `v` waits before it
    ]
)


class Old(NamedTuple):
    """The plan to stay near, and what may leave it. V visits."""

    start: Ints  # V: the start in the plan, -1 for a visit with nobody
    who: Ints  # V×2: the workers in the plan, -1 for a gap
    exact: Flags  # V: as the problem says; `Week` has it true for every locked visit
    free: Flags  # V: may go elsewhere
    kept: Flags  # V: as `Week` had `exact` when the best plan was kept: a plan is timed by its own locks
    tabu: Flags  # V: in the present chain already
    pool: Ints  # V+1: visits that wait for a place; how many is last
    queue: Ints  # V+1: visits to be mended in turn; how many is last
    now: Ints  # V: starts, scratch
    frames: Records  # DEPTH of FRAME: the chain under way
    tried: Ints  # 2: seatings tried, which the search counts as iterations; 1 when chains may cross days


@kernel
def release(k: Week, o: Old, v: int) -> None:
    """Let a visit go elsewhere."""
    o.free[v] = True
    k.visit[v].exact = o.exact[v]


@kernel
def lock(k: Week, o: Old, v: int) -> None:
    """Hold a visit where it is."""
    o.free[v] = False
    k.visit[v].exact = True


@kernel
def empty_out(k: Week, s: State, v: int) -> None:
    """Take a visit away from all its workers."""
    for slot in range(k.visit[v].needs):
        if s.who[v, slot] >= 0:
            take(k, s, v, slot)


@kernel
def full(k: Week, s: State, v: int) -> bool:
    """True when every place of the visit has a worker."""
    return bool(s.who[v, 0] >= 0 and (s.who[v, 1] >= 0 or k.visit[v].needs == 1))


@kernel
def put_back(k: Week, s: State, o: Old, v: int) -> bool:
    """Lock an empty visit to its old start and workers; False, and nothing done, when that breaks a rule."""
    low, high = start_range(k, s, v)
    if o.start[v] < 0 or o.start[v] < low or o.start[v] > high:
        return False
    floor = s.floor[v]
    lock(k, o, v)
    s.floor[v] = o.start[v]
    for slot in range(k.visit[v].needs):
        w = o.who[v, slot]
        if w >= 0 and not (may_take(k, s, v, slot, w) and insert(k, s, w, v, slot)):
            empty_out(k, s, v)
            release(k, o, v)
            s.floor[v] = floor
            return False
    return True


@kernel
def settle(k: Week, s: State, o: Old, v: int, noise: float) -> bool:
    """Place an empty visit where it was, or else where it costs least; True when all its places are filled."""
    o.tried[0] += 1
    if put_back(k, s, o, v):
        if full(k, s, v):
            return True
        empty_out(k, s, v)
        release(k, o, v)
    place(k, s, v, noise)
    return bool(full(k, s, v))


@kernel
def seat(k: Week, s: State, o: Old, v: int, w: int) -> bool:
    """Place an empty visit with this worker in it and all its places filled; False, and nothing
    done, if that cannot be.
    """
    o.tried[0] += 1
    low, high = start_range(k, s, v)
    if low > high:
        return False
    floor = s.floor[v]
    near = o.start[v] if o.start[v] >= 0 else floor
    step = max(5, (high - low) // 8)
    for turn in range(-1, (high - low) // step + 1 if k.visit[v].exact else 1):
        s.floor[v] = min(max(near, low), high) if turn < 0 else low + turn * step
        for slot in range(k.visit[v].needs):
            if s.who[v, slot] < 0 and may_take(k, s, v, slot, w) and insert(k, s, w, v, slot):
                fill_all(k, s, v, 0.0)
                if full(k, s, v):
                    return True
                empty_out(k, s, v)
    s.floor[v] = floor
    return False


@kernel
def push(o: Old, v: int) -> None:
    """Let a visit wait for a place, before all others."""
    o.pool[o.pool[-1]] = v
    o.pool[-1] += 1


@kernel
def pull_out(k: Week, s: State, o: Old, u: int) -> int:
    """Take a visit out of the plan to wait for another place; return 1 when it was locked until now."""
    was_locked = 0 if o.free[u] else 1
    empty_out(k, s, u)
    release(k, o, u)
    o.tabu[u] = True
    push(o, u)
    return was_locked


@kernel
def put_in(k: Week, o: Old, u: int, was_locked: int) -> None:
    """Undo `pull_out`, save for the state."""
    o.tabu[u] = False
    o.pool[-1] -= 1
    if was_locked == 1:
        lock(k, o, u)


@kernel
def loose(k: Week, o: Old, v: int, u: int, budget: int) -> bool:
    """True when visit `u` may be pushed out to make room for `v`."""
    if o.tabu[u] or u == v or (budget == 0 and not o.free[u]):
        return False
    return bool(o.tried[1] == 1 or k.visit[u].day == k.visit[v].day)


@kernel
def open_frame(k: Week, s: State, o: Old, here: State, f: Records, budget: int) -> None:
    """Begin to look for a place for the visit that waits on top."""
    o.pool[-1] -= 1
    f.v = o.pool[o.pool[-1]]
    f.budget = budget
    f.stage = SETTLE
    f.begin = below(k.worker.shape[0])
    f.turn = 0
    f.x = 0
    f.pair = 0
    f.linked = 0
    f.u = -1
    f.t = -1
    copy_into(s, here)


@kernel
def undo(k: Week, s: State, o: Old, here: State, f: Records) -> None:
    """Take the last try of a frame back."""
    copy_into(here, s)
    release(k, o, f.v)
    if f.linked == 1:
        o.pool[-1] -= 1  # the frame's own visit, which waited before its link
    if f.t >= 0:
        put_in(k, o, f.t, f.more)
    if f.u >= 0:
        put_in(k, o, f.u, f.cost)
    f.linked = 0
    f.u = -1
    f.t = -1


@kernel
def exchange(k: Week, s: State, o: Old, here: State, f: Records) -> bool:
    """Seat the frame's visit with a worker who gives up one visit for it, or two in a row; True when it can be."""
    workers = k.worker.shape[0]
    v, w, x, pair = f.v, (f.begin + f.turn) % workers, f.x, f.pair
    able = k.allowed[v, w] and (may_take(k, s, v, 0, w) or may_take(k, s, v, 1, w))
    if not able or x >= here.length[w]:
        f.turn += 1
        f.x = 0
        f.pair = 0
        if f.turn >= workers:
            f.stage = LINKS
        return False
    f.pair = 1 - pair
    f.x = x + pair
    u = here.route[w, x]
    if not loose(k, o, v, u, f.budget):
        return False
    t = here.route[w, x + 1] if pair == 1 and x + 1 < here.length[w] else -1
    if pair == 1 and (t < 0 or not loose(k, o, v, t, f.budget - (0 if o.free[u] else 1))):
        return False
    f.u = u
    f.cost = pull_out(k, s, o, u)
    if pair == 1:
        f.t = t
        f.more = pull_out(k, s, o, t)
    return bool(seat(k, s, o, v, w))


@kernel
def unlink(k: Week, s: State, o: Old, f: Records) -> bool:
    """Let the frame's visit wait before one that it is linked to; True when there is one to be moved."""
    if f.x > k.followers.shape[1]:
        f.stage = OVER
        return False
    u = k.visit[f.v].after if f.x == 0 else k.followers[f.v, f.x - 1]
    f.x += 1
    if u < 0 or not filled(s, u) or not loose(k, o, f.v, u, f.budget):
        return False
    f.u = u
    f.cost = pull_out(k, s, o, u)
    push(o, f.v)
    f.linked = 1
    return True


@kernel
def next_try(k: Week, s: State, o: Old, here: State, f: Records, left: int, limit: int) -> bool:
    """Seat the frame's visit in the next way there is; False, with nothing done, when there is none.

    `left` is how many more visits the chain may have.
    """
    if f.stage == SETTLE:
        f.stage = EXCHANGE if left > 0 else OVER
        if settle(k, s, o, f.v, 0.0):
            return True
    undo(k, s, o, here, f)
    while f.stage != OVER and o.tried[0] <= limit:
        done = exchange(k, s, o, here, f) if f.stage == EXCHANGE else unlink(k, s, o, f)
        if done:
            return True
        if f.u >= 0:
            undo(k, s, o, here, f)
    return False


@kernel
def chain(k: Week, s: State, o: Old, levels: tuple[State, ...], budget: int, limit: int) -> bool:
    """Seat the waiting visit and every one that it pushes out, at most `budget` of them locked;
    False, and nothing done, if no chain is found.
    """
    depth = 0
    open_frame(k, s, o, levels[0], o.frames[0], budget)
    while True:
        f = o.frames[depth]
        if next_try(k, s, o, levels[depth], f, DEPTH - 1 - depth, limit):
            if o.pool[-1] == 0:
                if total(s) < BARRED:
                    return True
            elif depth + 1 < DEPTH:
                left = f.budget
                if f.u >= 0:
                    left -= f.cost
                if f.t >= 0:
                    left -= f.more
                depth += 1
                open_frame(k, s, o, levels[depth], o.frames[depth], left)
            continue
        push(o, f.v)
        depth -= 1
        if depth < 0:
            return False
