"""Which days: a pattern for each patient, chosen before anybody is sent anywhere, so that the days are even."""

from collections.abc import Mapping

from kith.engines.rota.weekly.format import DAYS, Instance, Patient

Load = list[list[int]]
"""Visits of skill 1 or 2 (row 0), and of skill 2 alone (row 1), on each day."""


def choose_patterns(week: Instance) -> Mapping[str, int]:
    """Return each patient's pattern, by its place in the file.

    Whoever needs most visits chooses first, each the pattern that leaves the days most even; then everybody chooses
    anew, until nobody finds a better one. Uneven is the sum of squares of each day's visits over the hours of those
    who can make them, once for all visits and once for those of skill 2. Ties go to the earlier pattern.
    """
    load = [[0] * DAYS, [0] * DAYS]
    hours = _hours(week)
    chosen: dict[str, int] = {}
    order = sorted(week.patients, key=lambda who: (-sum(who.visits), -who.visits[1], who.id))
    changed = True
    while changed:
        changed = False
        for who in order:
            before = chosen.get(who.id)
            if before is not None:
                _add(week, load, before, -1)
            best = _best(week, load, who, hours, before)
            changed = changed or best != before
            chosen[who.id] = best
            _add(week, load, best, 1)
    return chosen


def _hours(week: Instance) -> tuple[int, int]:
    """Hours a day of everybody, and of those with skill 2 (at least 1, where nobody needs them)."""
    skilled = sum(o.hours for o in week.operators if o.skill == 2)
    return sum(o.hours for o in week.operators), max(1, skilled)


def _best(
    week: Instance, load: Load, who: Patient, hours: tuple[int, int], before: int | None
) -> int:
    def rank(pattern: int) -> tuple[float, bool, int]:
        _add(week, load, pattern, 1)
        uneven = sum((n / h) ** 2 for row, h in zip(load, hours, strict=True) for n in row)
        _add(week, load, pattern, -1)
        # Keeping the former one on a tie is what makes the loop end.
        return round(uneven, 9), pattern != before, pattern

    return min(week.patterns_for(who), key=rank)


def _add(week: Instance, load: Load, pattern: int, change: int) -> None:
    for day, skill in enumerate(week.patterns[pattern]):
        load[0][day] += change * (skill > 0)
        load[1][day] += change * (skill == 2)
