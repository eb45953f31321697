"""Solve a provider's week: first the days of each patient, then who comes when, by the search for a team's week."""

from dataclasses import dataclass

from kith.engines.rota.stopping import Stop
from kith.engines.rota.week.search.outcome import Progress
from kith.engines.rota.weekly.as_week import as_solution, as_week
from kith.engines.rota.weekly.evaluate import evaluate
from kith.engines.rota.weekly.format import Instance, Solution
from kith.engines.rota.weekly.patterns import choose_patterns

FIRST = 0.2


@dataclass(frozen=True, slots=True)
class Result:
    """The best plan found, how many moves were tried, and the seconds spent."""

    solution: Solution
    iterations: int
    seconds: float


def solve(
    week: Instance,
    *,
    stop: Stop,
    seed: int = 1,
    cores: int = 1,
    progress: Progress | None = None,
) -> Result:
    """Return the best plan found before `stop`; a seed, a number of cores and a limit of iterations give one plan.

    The first fifth of the time shows how much travel there is; only then is it known what work is a fair share.
    A visit that nobody has the time for is left out, and the evaluator says so.
    """
    from kith.engines.rota.week.search import suggest

    patterns = choose_patterns(week)
    problem = as_week(week, patterns)
    first = suggest(
        problem, stop=_part(stop, FIRST), seed=seed, cores=cores, progress=_told(progress, 0, FIRST)
    )
    travel = evaluate(week, as_solution(week, patterns, problem, first.plan)).travel
    problem = as_week(week, patterns, travel / sum(sum(who.visits) for who in week.patients))
    rest = _told(progress, FIRST, 1 - FIRST)
    stop = _part(stop, 1 - FIRST)
    found = suggest(problem, stop=stop, seed=seed, cores=cores, start=first.plan, progress=rest)
    return Result(
        as_solution(week, patterns, problem, found.plan),
        first.iterations + found.iterations,
        first.seconds + found.seconds,
    )


def _part(stop: Stop, share: float) -> Stop:
    return Stop(
        seconds=None if stop.seconds is None else stop.seconds * share,
        iterations=None if stop.iterations is None else max(1, int(stop.iterations * share)),
        signal=stop.signal,
    )


def _told(progress: Progress | None, begin: float, share: float) -> Progress | None:
    if progress is None:
        return None
    return lambda part, gaps, points: progress(begin + share * part, gaps, points)
