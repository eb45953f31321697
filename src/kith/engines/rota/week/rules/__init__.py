"""Every rule of a team's week, one file each: what it forbids or costs, and its plain words.

The search keeps its own fast form of these; `evaluate` uses only what is here.
"""

from kith.engines.rota.week.rules import (
    available,
    balance,
    breaks,
    changes,
    choice,
    continuity,
    day_limit,
    fairness,
    hours,
    lateness,
    links,
    nights,
    overlap,
    overtime,
    pair,
    pins,
    rest,
    skills,
    travel,
    veto,
    waiting,
    week_limit,
    weekly_rest,
    window,
)
from kith.engines.rota.week.rules.violation import Violation, VisitRule, Wish, WorkerRule

VISIT_RULES: tuple[VisitRule, ...] = (pair, pins, window, links)
WORKER_RULES: tuple[WorkerRule, ...] = (
    veto,
    skills,
    available,
    overlap,
    rest,
    weekly_rest,
    week_limit,
    nights,
    day_limit,
    breaks,
)
OF_A_VISIT: tuple[WorkerRule, ...] = (veto, skills, available)
"""Those that look at each visit by itself."""
OF_A_DAY: tuple[WorkerRule, ...] = (day_limit, breaks)
"""Those that look at each working day by itself."""
WISHES: tuple[Wish, ...] = (
    travel,
    lateness,
    choice,
    continuity,
    fairness,
    hours,
    overtime,
    balance,
    waiting,
    changes,
)

__all__ = [
    "OF_A_DAY",
    "OF_A_VISIT",
    "VISIT_RULES",
    "WISHES",
    "WORKER_RULES",
    "Violation",
    "VisitRule",
    "Wish",
    "WorkerRule",
]
