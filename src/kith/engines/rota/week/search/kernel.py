"""The compiled heart of the week's search: pricing a worker's week, and the moves between weeks.

Visits of two workers, linked visits and pinned starts keep an exact start of their own (`floor`),
so a worker's week
can be timed without looking at anybody else's. Everything else starts as early as its floor and the
route allow.
All functions here live in one file because the disk cache of compiled code looks only at the file
itself.
"""

import numpy as np

from kith.engines.rota.compiled import kernel
from kith.engines.rota.week.search.arrays import NEVER, Floats, Ints, State, Week

BARRED = 1e15  # the price of a week that breaks a rule


@kernel
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
            lower = (
                starts[x - 1] + k.visit[u].minutes + k.travel[k.visit[u].place, k.visit[v].place]
            )
            if x == rest_at:
                lower += k.rule[0].break_minutes
        s = max(floor[v], lower)
        while (
            span < k.worker[w].span_count
            and max(s, k.spans[w, span, 0]) + k.visit[v].minutes > k.spans[w, span, 1]
        ):
            span += 1
        if span == k.worker[w].span_count:
            return False
        s = max(s, k.spans[w, span, 0])
        if s > k.visit[v].latest or (k.visit[v].exact and s > floor[v]):
            return False
        starts[x] = s
    return True


@kernel
def has_break(k: Week, route: Ints, first: int, past: int, starts: Ints) -> bool:
    """True when the day is short enough to need no break, or has one."""
    last = route[past - 1]
    if starts[past - 1] + k.visit[last].minutes - starts[first] <= k.rule[0].break_after:
        return True
    for x in range(first + 1, past):
        u, v = route[x - 1], route[x]
        if (
            starts[x]
            - starts[x - 1]
            - k.visit[u].minutes
            - k.travel[k.visit[u].place, k.visit[v].place]
            >= k.rule[0].break_minutes
        ):
            return True
    return False


@kernel
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


@kernel
def price(k: Week, w: int, route: Ints, count: int, floor: Ints, starts: Ints, seen: Ints) -> float:
    """Return the points of a worker's week and set its starts; `BARRED` when it breaks a rule."""
    stamp = seen[-1] + 1
    seen[-1] = stamp
    end = k.worker[w].last_end
    rested_from = 0 if end == NEVER else end
    longest = 0
    worked = 0
    unsocial = k.worker[w].unsocial_before
    idle = 0.0
    points = 0.0
    first = 0
    while first < count:
        day = k.visit[route[first]].day
        past = first + 1
        while past < count and k.visit[route[past]].day == day:
            past += 1
        lower = NEVER
        if end != NEVER:
            lower = end + k.rule[0].rest
            if first > 0:
                lower = max(
                    lower,
                    end + k.travel[k.visit[route[first - 1]].place, k.visit[route[first]].place],
                )
        if not lay_day(k, w, route, first, past, lower, floor, starts):
            return BARRED
        today = 0
        for x in range(first, past):
            v = route[x]
            s = starts[x]
            longest = max(longest, s - rested_from)
            rested_from = s + k.visit[v].minutes
            today += k.visit[v].minutes
            if x > first:
                go = k.travel[k.visit[route[x - 1]].place, k.visit[v].place]
                today += go
                points += k.rule[0].travel_point * go
                idle += min(float(s - end - go), k.rule[0].waiting_cap)
            end = s + k.visit[v].minutes
            points += k.fit[v, w]
            if k.visit[v].unsocial:
                unsocial += k.visit[v].minutes
            if seen[k.visit[v].person] != stamp:
                seen[k.visit[v].person] = stamp
                points += k.face[k.visit[v].person, w]
            if k.visit[v].base >= 0 and s != k.visit[v].base:
                points += k.rule[0].shift_point * abs(s - k.visit[v].base)
                if k.same[v, w]:
                    points += k.rule[0].changed_point
        if today > k.rule[0].day_limit:
            return BARRED
        worked += today
        if k.worker[w].home >= 0:
            points += k.rule[0].travel_point * (
                k.travel[k.worker[w].home, k.visit[route[first]].place]
                + k.travel[k.visit[route[past - 1]].place, k.worker[w].home]
            )
        first = past
    longest = max(longest, 10080 - rested_from)
    if count > 0 and (worked > k.worker[w].most or longest < k.rule[0].weekly_rest):
        return BARRED
    points += k.rule[0].waiting_point * idle
    if k.worker[w].contract >= 0:
        over = worked - k.worker[w].contract
        points += k.rule[0].over_point * over if over > 0 else -k.rule[0].under_point * over
    points += k.rule[0].unsocial_point * max(0.0, unsocial - k.worker[w].fair) / 60
    return float(points)


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

    Return the cheapest added points and its position, (`BARRED`, -1) when none is legal. `trial`
    ends as it began,
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
    """True when skills, vetoes, pins and the other place of the visit let this worker take this
    place.
    """
    other = 1 - slot
    if not k.allowed[v, w] or s.who[v, other] == w or k.pin[v, other] == w:
        return False
    return bool(k.pin[v, slot] < 0 or k.pin[v, slot] == w)


@kernel
def fill_slot(k: Week, s: State, v: int, slot: int, noise: float) -> float:
    """Give one empty place to the cheapest worker; return the added points, `BARRED` when nobody
    can.
    """
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
    """Fill every empty place of a visit at its floor; return how many it filled and the added
    points.
    """
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


@kernel
def swap(k: Week, s: State, v: int, vs: int, u: int, us: int, heat: float) -> bool:
    """Exchange the workers of two places on one day."""
    a, b = s.who[v, vs], s.who[u, us]
    if a < 0 or b < 0 or a == b or not may_take(k, s, v, vs, b) or not may_take(k, s, u, us, a):
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
        and metropolis(s.cost[a] + s.cost[b] - ca - cb, heat)
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
    """Fill an empty place by sending another visit of the same worker elsewhere; return the places
    won, −1 to 1.
    """
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
    """Empty some places of one day or one person, fill them again in another order; return the
    places won.
    """
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
        i = day_from[d] + below(day_from[d + 1] - day_from[d])
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
    """Make so many random moves at one heat. `score` is gaps now, gaps and points of `best`; both
    are kept up.
    """
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
