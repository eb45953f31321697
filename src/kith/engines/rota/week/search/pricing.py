"""Timing and pricing one worker's week.

Visits of two workers, linked visits and pinned starts keep an exact start of their own (`floor`), so a worker's week
can be timed without looking at anybody else's. Everything else starts as early as its floor and the route allow.
"""

from kith.engines.rota.compiled import kernel
from kith.engines.rota.week.search.arrays import NEVER, Ints, Week

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
    rested_from = max(0, end)  # rest outside the week belongs to another week
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
            longest = max(longest, min(s, k.rule[0].week_end) - rested_from)
            rested_from = s + k.visit[v].minutes
            today += k.visit[v].minutes
            if x > first:
                go = k.travel[k.visit[route[x - 1]].place, k.visit[v].place]
                today += go
                points += k.rule[0].travel_point * go
                idle += min(float(s - end - go), k.rule[0].waiting_cap)
            end = s + k.visit[v].minutes
            points += k.fit[v, w] + k.rule[0].late_point * max(0, s - k.visit[v].due)
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
    longest = max(longest, k.rule[0].week_end - rested_from)
    if count > 0 and end + k.rule[0].rest > k.worker[w].next_start:
        return BARRED
    if count > 0 and (worked > k.worker[w].most or longest < k.rule[0].weekly_rest):
        return BARRED
    points += k.rule[0].waiting_point * idle
    if k.worker[w].contract >= 0:
        over = worked - k.worker[w].contract
        points += k.rule[0].over_point * over if over > 0 else -k.rule[0].under_point * over
        points += k.worker[w].balance_point * abs(k.worker[w].balance + over)
    points += k.rule[0].unsocial_point * max(0.0, unsocial - k.worker[w].fair) / 60
    return float(points)
