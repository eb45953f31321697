"""The compiled heart of the week's search: pricing a worker's week, and the moves between weeks.

Visits of two workers, linked visits and pinned starts keep an exact start of their own (`floor`),
so a worker's week
can be timed without looking at anybody else's. Everything else starts as early as its floor and the
route allow.
All functions here live in one file because the disk cache of compiled code looks only at the file
itself.
"""

import numpy as np

from kith.engines.rota.compiled import compiled
from kith.engines.rota.week.search.arrays import NEVER, Floats, Ints, State, Week

BARRED = 1e15  # the price of a week that breaks a rule


@compiled
def time_day(
    k: Week,
    w: int,
    route: Ints,
    first: int,
    past: int,
    lower: int,
    floor: Ints,
    starts: Ints,
    rest_at: int,
) -> bool:
    """Set the starts of one day's visits, as early as may be from `lower` on; False when one cannot
    be kept.

    `rest_at` is the position before which a break is put in, or -1.
    """
    span = 0
    for x in range(first, past):
        v = route[x]
        if x > first:
            u = route[x - 1]
            lower = starts[x - 1] + k.minutes[u] + k.travel[k.place[u], k.place[v]]
            if x == rest_at:
                lower += k.limits[3]
        s = max(floor[v], lower)
        while (
            span < k.span_count[w]
            and max(s, k.spans[w, span, 0]) + k.minutes[v] > k.spans[w, span, 1]
        ):
            span += 1
        if span == k.span_count[w]:
            return False
        s = max(s, k.spans[w, span, 0])
        if s > k.latest[v] or (k.exact[v] and s > floor[v]):
            return False
        starts[x] = s
    return True


@compiled
def has_break(k: Week, route: Ints, first: int, past: int, starts: Ints) -> bool:
    """True when the day is short enough to need no break, or has one."""
    last = route[past - 1]
    if starts[past - 1] + k.minutes[last] - starts[first] <= k.limits[2]:
        return True
    for x in range(first + 1, past):
        u, v = route[x - 1], route[x]
        if (
            starts[x] - starts[x - 1] - k.minutes[u] - k.travel[k.place[u], k.place[v]]
            >= k.limits[3]
        ):
            return True
    return False


@compiled
def lay_day(
    k: Week, w: int, route: Ints, first: int, past: int, lower: int, floor: Ints, starts: Ints
) -> bool:
    """Time one day and make room for a break when it needs one; False when it cannot be done."""
    if not time_day(k, w, route, first, past, lower, floor, starts, -1):
        return False
    if has_break(k, route, first, past, starts):
        return True
    for rest_at in range(first + 1, past):
        if time_day(k, w, route, first, past, lower, floor, starts, rest_at) and has_break(
            k, route, first, past, starts
        ):
            return True
    return False


@compiled
def price(k: Week, w: int, route: Ints, count: int, floor: Ints, starts: Ints, seen: Ints) -> float:
    """Return the points of a worker's week and set its starts; `BARRED` when it breaks a rule."""
    stamp = seen[-1] + 1
    seen[-1] = stamp
    end = k.last_end[w]
    rested_from = 0 if end == NEVER else end
    longest = 0
    worked = 0
    unsocial = k.unsocial_before[w]
    idle = 0.0
    points = 0.0
    first = 0
    while first < count:
        day = k.day[route[first]]
        past = first + 1
        while past < count and k.day[route[past]] == day:
            past += 1
        lower = NEVER
        if end != NEVER:
            lower = end + k.limits[0]
            if first > 0:
                lower = max(lower, end + k.travel[k.place[route[first - 1]], k.place[route[first]]])
        if not lay_day(k, w, route, first, past, lower, floor, starts):
            return BARRED
        today = 0
        for x in range(first, past):
            v = route[x]
            s = starts[x]
            longest = max(longest, s - rested_from)
            rested_from = s + k.minutes[v]
            today += k.minutes[v]
            if x > first:
                go = k.travel[k.place[route[x - 1]], k.place[v]]
                today += go
                points += k.weights[0] * go
                idle += min(float(s - end - go), k.weights[2])
            end = s + k.minutes[v]
            points += k.fit[v, w]
            if k.unsocial[v]:
                unsocial += k.minutes[v]
            if seen[k.person[v]] != stamp:
                seen[k.person[v]] = stamp
                points += k.face[k.person[v], w]
            if k.base[v] >= 0 and s != k.base[v]:
                points += k.weights[6] * abs(s - k.base[v])
                if k.same[v, w]:
                    points += k.weights[7]
        if today > k.limits[4]:
            return BARRED
        worked += today
        if k.home[w] >= 0:
            points += k.weights[0] * (
                k.travel[k.home[w], k.place[route[first]]]
                + k.travel[k.place[route[past - 1]], k.home[w]]
            )
        first = past
    longest = max(longest, 10080 - rested_from)
    if count > 0 and (worked > k.most[w] or longest < k.limits[1]):
        return BARRED
    points += k.weights[1] * idle
    if k.contract[w] >= 0:
        over = worked - k.contract[w]
        points += k.weights[3] * over if over > 0 else -k.weights[4] * over
    points += k.weights[5] * max(0.0, unsocial - k.fair[w]) / 60
    return points


@compiled
def without(k: Week, s: State, w: int, v: int, trial: Ints) -> int:
    """Copy a worker's route to `trial`, leaving one visit out; return its new length."""
    n = 0
    for x in range(s.count[w]):
        if s.route[w, x] != v:
            trial[n] = s.route[w, x]
            n += 1
    return n


@compiled
def best_position(
    k: Week, s: State, w: int, v: int, trial: Ints, count: int, before: float
) -> tuple[float, int]:
    """Try visit `v` at every position of its day in the route `trial`, whose price is `before`.

    Return the cheapest added points and its position, (`BARRED`, -1) when none is legal. `trial`
    ends as it began,
    save that its place at `count` is used.
    """
    low = 0
    while low < count and k.day[trial[low]] < k.day[v]:
        low += 1
    best = BARRED
    where = -1
    for x in range(count, low, -1):
        trial[x] = trial[x - 1]
    trial[low] = v
    x = low
    while True:
        earlier = x > low and s.floor[trial[x - 1]] + k.minutes[trial[x - 1]] > (
            s.floor[v] if k.exact[v] else k.latest[v]
        )
        if earlier:
            break
        points = price(k, w, trial, count + 1, s.floor, s.starts, s.seen)
        if points < BARRED and points - before < best:
            best = points - before
            where = x
        if x == count or k.day[trial[x + 1]] != k.day[v]:
            break
        trial[x] = trial[x + 1]
        x += 1
        trial[x] = v
    for y in range(x, count):
        trial[y] = trial[y + 1]
    return best, where


@compiled
def put(s: State, w: int, v: int, slot: int, where: int, points: float) -> None:
    """Put a visit into a worker's route at a position; `points` is what it adds."""
    for x in range(s.count[w], where, -1):
        s.route[w, x] = s.route[w, x - 1]
    s.route[w, where] = v
    s.count[w] += 1
    s.who[v, slot] = w
    s.cost[w] += points


@compiled
def take(k: Week, s: State, v: int, slot: int) -> None:
    """Take a visit's place away from its worker."""
    w = s.who[v, slot]
    n = 0
    for x in range(s.count[w]):
        if s.route[w, x] != v:
            s.route[w, n] = s.route[w, x]
            n += 1
    s.count[w] = n
    s.who[v, slot] = -1
    s.cost[w] = price(k, w, s.route[w], n, s.floor, s.starts, s.seen)


@compiled
def filled(s: State, v: int) -> bool:
    """True when at least one worker makes the visit."""
    return s.who[v, 0] >= 0 or s.who[v, 1] >= 0


@compiled
def start_range(k: Week, s: State, v: int) -> tuple[int, int]:
    """Return the earliest and latest start that the window and the filled linked visits leave."""
    low, high = k.earliest[v], k.latest[v]
    u = k.after[v]
    if u >= 0 and filled(s, u):
        low = max(low, s.floor[u] + k.minutes[u] + k.gap_min[v])
        high = min(high, s.floor[u] + k.minutes[u] + k.gap_max[v])
    for f in k.followers[v]:
        if f >= 0 and filled(s, f):
            low = max(low, s.floor[f] - k.gap_max[f] - k.minutes[v])
            high = min(high, s.floor[f] - k.gap_min[f] - k.minutes[v])
    return low, high


@compiled
def may_take(k: Week, s: State, v: int, slot: int, w: int) -> bool:
    """True when skills, vetoes, pins and the other place of the visit let this worker take this
    place.
    """
    other = 1 - slot
    if not k.allowed[v, w] or s.who[v, other] == w or k.pin[v, other] == w:
        return False
    return k.pin[v, slot] < 0 or k.pin[v, slot] == w


@compiled
def fill_slot(k: Week, s: State, v: int, slot: int, noise: float) -> float:
    """Give one empty place to the cheapest worker; return the added points, `BARRED` when nobody
    can.
    """
    best = BARRED
    true_best = BARRED
    who = -1
    where = -1
    for w in range(k.home.shape[0]):
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


@compiled
def fill_all(k: Week, s: State, v: int, noise: float) -> tuple[int, float]:
    """Fill every empty place of a visit at its floor; return how many it filled and the added
    points.
    """
    got = 0
    points = 0.0
    for turn in range(2):  # pinned places first: they have no other worker
        for slot in range(k.needs[v]):
            if s.who[v, slot] < 0 and (k.pin[v, slot] >= 0) == (turn == 0):
                added = fill_slot(k, s, v, slot, noise)
                if added < BARRED:
                    got += 1
                    points += added
    return got, points


@compiled
def place(k: Week, s: State, v: int, noise: float) -> int:
    """Fill the empty places of a visit as cheaply as it can, choosing its start when it is free;
    return how many.
    """
    if filled(s, v):
        return fill_all(k, s, v, noise)[0]
    low, high = start_range(k, s, v)
    if low > high:
        return 0
    near = min(max(s.floor[v], low), high)
    s.floor[v] = near
    if not k.exact[v]:
        got, _ = fill_all(k, s, v, noise)
        if got == 0 and near > k.earliest[v]:
            s.floor[v] = k.earliest[v]
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
        for slot in range(k.needs[v]):
            if s.who[v, slot] >= 0:
                take(k, s, v, slot)
    s.floor[v] = best_start
    if most > 0:
        fill_all(k, s, v, 0.0)
    return most


@compiled
def place_all(k: Week, s: State, order: Ints, noise: float) -> int:
    """Place the visits in this order; return how many places stay empty."""
    empty = 0
    for v in order:
        place(k, s, v, noise)
        for slot in range(k.needs[v]):
            if s.who[v, slot] < 0:
                empty += 1
    return empty


@compiled
def reprice(k: Week, s: State) -> None:
    """Price every worker's week afresh."""
    for w in range(k.home.shape[0]):
        s.cost[w] = price(k, w, s.route[w], s.count[w], s.floor, s.starts, s.seen)


@compiled
def starts_of(k: Week, s: State, starts: Ints) -> None:
    """Set the start of every filled visit, -1 for the others."""
    starts[:] = -1
    for w in range(k.home.shape[0]):
        price(k, w, s.route[w], s.count[w], s.floor, s.starts, s.seen)
        for x in range(s.count[w]):
            starts[s.route[w, x]] = s.starts[x]


@compiled
def keep(s: State, w: int, turn: int) -> None:
    """Keep a worker's route, so that a move can be taken back."""
    s.spare[turn, : s.count[w]] = s.route[w, : s.count[w]]


@compiled
def restore(s: State, w: int, turn: int, count: int, cost: float) -> None:
    """Bring back a kept route."""
    s.route[w, :count] = s.spare[turn, :count]
    s.count[w] = count
    s.cost[w] = cost


@compiled
def copy_into(s: State, to: State) -> None:
    """Copy the plan of one state over another's."""
    for w in range(s.count.shape[0]):
        n = s.count[w]
        to.route[w, :n] = s.route[w, :n]
        to.count[w] = n
        to.cost[w] = s.cost[w]
    to.floor[:] = s.floor
    to.who[:] = s.who


@compiled
def metropolis(delta: float, heat: float) -> bool:
    """Accept every gain, and a loss the more readily the smaller it is and the greater the heat."""
    return delta <= 0.0 or np.random.random() < np.exp(-delta / heat)


@compiled
def insert(k: Week, s: State, w: int, v: int, slot: int) -> bool:
    """Put a visit at its cheapest position in a worker's route; False when it does not fit."""
    n = without(k, s, w, -1, s.trial)
    points, where = best_position(k, s, w, v, s.trial, n, s.cost[w])
    if where < 0:
        return False
    put(s, w, v, slot, where, points)
    return True


@compiled
def relocate(k: Week, s: State, v: int, slot: int, w: int, heat: float) -> bool:
    """Give a filled place to another worker."""
    a = s.who[v, slot]
    if a == w or not may_take(k, s, v, slot, w):
        return False
    n = without(k, s, w, -1, s.trial)
    points, where = best_position(k, s, w, v, s.trial, n, s.cost[w])
    if where < 0:
        return False
    n = without(k, s, a, v, s.trial)
    left = price(k, a, s.trial, n, s.floor, s.starts, s.seen)
    if left >= BARRED or not metropolis(left - s.cost[a] + points, heat):
        return False
    take(k, s, v, slot)
    put(s, w, v, slot, where, points)
    return True


@compiled
def swap(k: Week, s: State, v: int, vs: int, u: int, us: int, heat: float) -> bool:
    """Exchange the workers of two places on one day."""
    a, b = s.who[v, vs], s.who[u, us]
    if a < 0 or b < 0 or a == b or not may_take(k, s, v, vs, b) or not may_take(k, s, u, us, a):
        return False
    keep(s, a, 0)
    keep(s, b, 1)
    na, nb, ca, cb = s.count[a], s.count[b], s.cost[a], s.cost[b]
    take(k, s, v, vs)
    take(k, s, u, us)
    if (
        s.cost[a] < BARRED
        and s.cost[b] < BARRED
        and insert(k, s, b, v, vs)
        and insert(k, s, a, u, us)
        and metropolis(s.cost[a] + s.cost[b] - ca - cb, heat)
    ):
        return True
    restore(s, a, 0, na, ca)
    restore(s, b, 1, nb, cb)
    s.who[v, vs] = a
    s.who[u, us] = b
    return False


@compiled
def new_start(k: Week, s: State, v: int) -> int:
    """Return another start to try for a visit."""
    low, high = start_range(k, s, v)
    if low > high:
        return s.floor[v]
    draw = np.random.random()
    if draw < 0.2:
        return low
    if draw < 0.4 and low <= k.base[v] <= high:
        return k.base[v]
    if draw < 0.6:
        return min(max(s.floor[v] + 5 * np.random.randint(-3, 4), low), high)
    return low + 5 * np.random.randint(0, (high - low) // 5 + 1)


@compiled
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
        na, ca = s.count[a], s.cost[a]
        take(k, s, v, 0)
        before += ca
    if b >= 0:
        keep(s, b, 1)
        nb, cb = s.count[b], s.cost[b]
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


@compiled
def push_in(k: Week, s: State, v: int, slot: int, gap: float, heat: float) -> int:
    """Fill an empty place by sending another visit of the same worker elsewhere; return the places
    won, −1 to 1.
    """
    w = np.random.randint(0, k.home.shape[0])
    if not may_take(k, s, v, slot, w) or s.count[w] == 0:
        return 0
    old = s.floor[v]
    if not filled(s, v):
        low, high = start_range(k, s, v)
        if low > high:
            return 0
        s.floor[v] = min(max(new_start(k, s, v), low), high) if k.exact[v] else k.earliest[v]
    x = np.random.randint(0, s.count[w])
    for _ in range(s.count[w]):
        if k.day[s.route[w, x]] == k.day[v]:
            break
        x = (x + 1) % s.count[w]
    u = s.route[w, x]
    us = 0 if s.who[u, 0] == w else 1
    if k.day[u] != k.day[v] or k.pin[u, us] >= 0 or u == v:
        s.floor[v] = old
        return 0
    before = np.sum(s.cost)
    keep(s, w, 0)
    n, cost = s.count[w], s.cost[w]
    take(k, s, u, us)
    if s.cost[w] < BARRED and insert(k, s, w, v, slot):
        low, high = start_range(k, s, u)
        won = 0
        if low <= s.floor[u] <= high and fill_slot(k, s, u, us, 0.0) < BARRED:
            won = 1
        if metropolis(np.sum(s.cost) - before - gap * won, heat):
            return won
        if won:
            take(k, s, u, us)
    s.who[v, slot] = -1
    s.floor[v] = old
    restore(s, w, 0, n, cost)
    s.who[u, us] = w
    return 0


@compiled
def move_person(k: Week, s: State, v: int, slot: int, w: int, heat: float) -> bool:
    """Give all visits that one worker makes to a person to another worker."""
    a = s.who[v, slot]
    if a == w:
        return False
    keep(s, a, 0)
    keep(s, w, 1)
    na, nw, ca, cw = s.count[a], s.count[w], s.cost[a], s.cost[w]
    moved = 0
    fits = True
    for x in range(na):
        u = s.spare[0, x]
        s.spare[2, x] = -1
        if k.person[u] != k.person[v] or not fits:
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


@compiled
def ruin(k: Week, s: State, back: State, slots: Ints, size: int, heat: float, gap: float) -> int:
    """Empty some places of one day or one person, fill them again in another order; return the
    places won.
    """
    copy_into(s, back)
    before = np.sum(s.cost)
    centre = slots[np.random.randint(0, slots.shape[0]), 0]
    by_person = np.random.random() < 0.5
    order = np.random.permutation(slots.shape[0])
    taken = 0
    for i in order:
        v, slot = slots[i]
        if s.who[v, slot] >= 0 and (
            k.person[v] == k.person[centre]
            if by_person
            else k.day[v] == k.day[centre] and abs(s.floor[v] - s.floor[centre]) < 240
        ):
            take(k, s, v, slot)
            s.spare[2, taken] = v
            taken += 1
            if taken == size:
                break
    won = -taken
    if np.all(s.cost < BARRED):
        for i in range(taken):
            won += place(k, s, s.spare[2, i], 10.0)
        if metropolis(np.sum(s.cost) - before - gap * won, heat):
            return won
    copy_into(back, s)
    return 0


@compiled
def step(
    k: Week, s: State, back: State, slots: Ints, day_from: Ints, heat: float, gap: float
) -> int:
    """Make one random move; return the places won."""
    v, slot = slots[np.random.randint(0, slots.shape[0])]
    w = np.random.randint(0, k.home.shape[0])
    draw = np.random.random()
    if s.who[v, slot] < 0:
        if draw < 0.1:
            return place(k, s, v, 5.0)
        return push_in(k, s, v, slot, gap, heat)
    if draw < 0.5:
        relocate(k, s, v, slot, w, heat)
    elif draw < 0.85:
        d = k.day[v]
        u, us = slots[np.random.randint(day_from[d], day_from[d + 1])]
        swap(k, s, v, slot, u, us, heat)
    elif draw < 0.93:
        if k.earliest[v] < k.latest[v]:
            retime(k, s, v, new_start(k, s, v), heat)
    elif draw < 0.998:
        move_person(k, s, v, slot, w, heat)
    else:
        return ruin(k, s, back, slots, 12, heat, gap)
    return 0


@compiled
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
    """Make so many random moves at one heat. `score` is gaps now, gaps and points of `best`; both
    are kept up.
    """
    np.random.seed(seed)
    reprice(k, s)
    for _ in range(steps):
        score[0] -= step(k, s, back, slots, day_from, heat, gap)
        if score[0] <= score[1]:
            points = np.sum(s.cost)
            if score[0] < score[1] or points < score[2] - 1e-6:
                score[1] = score[0]
                score[2] = points
                copy_into(s, best)
