"""What a move can win at most: hopeless moves are given up before anybody's week is priced."""

import numpy as np

from kith.engines.rota.compiled import kernel
from kith.engines.rota.week.search.arrays import State, Week


@kernel
def loss_allowed(heat: float) -> float:
    """Draw the loss up to which `metropolis` would accept a move: drawn first, it spares pricing what is hopeless."""
    return float(-heat * np.log(1.0 - np.random.random()))


@kernel
def own_points(k: Week, s: State, w: int, v: int, other: int) -> float:
    """Return what the worker and the person of a visit alone cost, when the worker does not make the visit `other`."""
    p = k.visit[v].person
    for x in range(s.length[w]):
        u = s.route[w, x]
        if k.visit[u].person == p and u not in (v, other):
            return float(k.fit[v, w])
    return float(k.fit[v, w] + k.face[p, w])


@kernel
def detour(k: Week, s: State, w: int, v: int) -> int:
    """Return the minutes of travel that a worker saves without a visit of theirs."""
    x = 0
    while s.route[w, x] != v:
        x += 1
    here, home = k.visit[v].place, k.worker[w].home
    day = k.visit[v].day
    before = x > 0 and k.visit[s.route[w, x - 1]].day == day
    behind = x + 1 < s.length[w] and k.visit[s.route[w, x + 1]].day == day
    come = k.visit[s.route[w, x - 1]].place if before else home
    go = k.visit[s.route[w, x + 1]].place if behind else home
    saved = 0
    if come >= 0:
        saved += k.travel[come, here]
    if go >= 0:
        saved += k.travel[here, go]
    if come >= 0 and go >= 0 and (before or behind):
        saved -= k.travel[come, go]
    return int(saved)


@kernel
def swap_gain(k: Week, s: State, a: int, v: int, b: int, u: int) -> float:
    """Return the most that exchanging two visits can win in travel, hours, unsocial hours and waiting."""
    r = k.rule[0]
    saved = detour(k, s, a, v) + detour(k, s, b, u)
    longer = abs(k.visit[v].minutes - k.visit[u].minutes)
    uneven = max(k.worker[a].balance_point, k.worker[b].balance_point)
    dearer = max(r.over_point, r.under_point) + uneven
    points = r.travel_point * saved + dearer * (saved + 2 * longer)
    if k.visit[v].unsocial or k.visit[u].unsocial:
        points += r.unsocial_point * max(k.visit[v].minutes, k.visit[u].minutes) / 60
    return float(points + 2 * r.waiting_point * r.waiting_cap)
