"""How the rota engine says times, lengths and names in plain words."""

from kith.engines.rota.week.problem import DAY, Problem, Visit

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def clock(problem: Problem, minute: int) -> str:
    """Return the time on the clock, such as "11:20"."""
    minute = _shown(problem, minute) % DAY
    return f"{minute // 60:02d}:{minute % 60:02d}"


def when(problem: Problem, minute: int) -> str:
    """Return day and time, such as "Tuesday 11:20"."""
    return f"{DAYS[_shown(problem, minute) // DAY % 7]} {clock(problem, minute)}"


def length(minutes: float) -> str:
    """Return a length of time, such as "45 min", "2 h" or "1 h 20 min"."""
    hours, rest = divmod(round(minutes), 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def person_name(problem: Problem, visit: Visit) -> str:
    """Return the name of the person the visit is for."""
    person = problem.person.get(visit.person)
    return person.name if person else visit.person


def worker_name(problem: Problem, worker: str) -> str:
    """Return the worker's name, or the id when the problem does not know them."""
    found = problem.worker.get(worker)
    return found.name if found else worker


def times(count: int) -> str:
    """Return "once", "twice" or "5 times"."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def points(number: float) -> str:
    """Return "1 point", "12 points" or "less than a point"."""
    count = round(number)
    return {0: "less than a point", 1: "1 point"}.get(count, f"{count:,} points")


def listed(names: list[str]) -> str:
    """Return "A", "A and B" or "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _shown(problem: Problem, minute: int) -> int:
    change = problem.clock_change
    return minute + change[1] if change and minute >= change[0] else minute
