"""Small random weeks for property tests, and one plain day for examples."""

import itertools
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import strategies as st

from kith.engines.rota.week.problem import (
    DAY,
    Person,
    Placement,
    Plan,
    Problem,
    Rules,
    Visit,
    Worker,
)

SKILLS = ("PEG", "hoist")


def day_problem(*visits: Visit, workers: tuple[Worker, ...] = (), **changes: object) -> Problem:
    """Return a Monday with Ann and Bob (workers a and b) and the people Pat and Quin, ten minutes apart."""
    people = (Person("p", "Pat"), Person("q", "Quin"))
    team = workers or (worker("a", "Ann"), worker("b", "Bob"))
    return replace(Problem(visits, team, people, ((0, 10), (10, 0))), **changes)  # type: ignore[arg-type]


def worker(name: str, full: str, **changes: object) -> Worker:
    """Return a worker who can work all week."""
    return replace(Worker(name, full, spans=((0, 7 * DAY),)), **changes)  # type: ignore[arg-type]


def visit(name: str, start: int, width: int = 0, minutes: int = 30, **changes: object) -> Visit:
    """Return a Monday visit to Pat that may start from `start` to `start + width`."""
    return replace(Visit(name, "p", 0, start, start + width, minutes, 0), **changes)  # type: ignore[arg-type]


def placed(**starts: tuple[int, str]) -> Plan:
    """Return a plan: visit=(start, "ab") puts workers a and b; "-" is a gap."""
    return Plan(
        {
            name: Placement(start, tuple(None if w == "-" else w for w in who))
            for name, (start, who) in starts.items()
        }
    )


@st.composite
def problems(draw: st.DrawFn, visits: int = 12, days: int = 3) -> Problem:
    """Return a random small week with everything in it: pairs, links, pins, vetoes, skills, odd hours."""
    places, team = 4, draw(st.integers(1, 4))
    people = tuple(_person(draw, i, team) for i in range(3))
    workers = tuple(_worker(draw, i, places, days) for i in range(team))
    count = draw(st.integers(1, visits))
    rows = tuple(_visit(draw, i, places, days) for i in range(count))
    rows = _without_clashes([_pinned(draw, row, people, workers) for row in rows])
    legs = [
        [0 if a == b else draw(st.integers(0, 25)) for b in range(places)] for a in range(places)
    ]
    rules = Rules(
        rest_minutes=draw(st.sampled_from([0, 660])),
        weekly_rest_minutes=draw(st.sampled_from([1440, 4 * DAY])),
        week_limit_minutes=draw(st.sampled_from([2880, 180])),
        break_after=draw(st.sampled_from([120, 360])),
        day_limit_minutes=draw(st.sampled_from([90, 720])),
        night_minutes=draw(st.sampled_from([480, 20])),
    )
    return Problem(rows, workers, people, tuple(map(tuple, legs)), rules=rules)


def _person(draw: st.DrawFn, i: int, team: int) -> Person:
    names = draw(st.permutations([f"w{n}" for n in range(team)]))
    return Person(
        f"p{i}",
        f"Person {i}",
        first=tuple(names[:1]),
        yes=tuple(names[1:2]),
        no=frozenset(names[3:] if draw(st.booleans()) else ()),
        met={name: draw(st.integers(0, 3)) for name in names[:2]},
    )


def _worker(draw: st.DrawFn, i: int, places: int, days: int) -> Worker:
    spans = [
        (day * DAY + start, day * DAY + start + draw(st.sampled_from([120, 480, 900])))
        for day in range(days)
        if (start := draw(st.sampled_from([-1, 420, 480, 540]))) >= 0
    ]
    return Worker(
        f"w{i}",
        f"Worker {i}",
        home=draw(st.one_of(st.none(), st.integers(0, places - 1))),
        skills=frozenset(draw(st.sets(st.sampled_from(SKILLS)))),
        spans=tuple(spans),
        contract_minutes=draw(st.sampled_from([None, 0, 600])),
        minutes_before=draw(st.sampled_from([0, 2700])),
        weeks_before=1,
        refuses=frozenset(draw(st.sets(st.sampled_from(["p0"]), max_size=1))),
        last_end_before=draw(st.sampled_from([None, 0, -120, 450])),
        first_start_after=draw(st.sampled_from([None, None, 7 * DAY + 30])),
        opted_out=draw(st.booleans()),
        night_worker=draw(st.booleans()),
        contract_balance=draw(st.sampled_from([None, -300, 300])),
    )


def _visit(draw: st.DrawFn, i: int, places: int, days: int) -> Visit:
    day, start = draw(st.integers(0, days - 1)), draw(st.integers(420, 800))
    linked = i > 0 and draw(st.integers(0, 3)) == 0
    return Visit(
        f"v{i}",
        f"p{draw(st.integers(0, 2))}",
        draw(st.integers(0, places - 1)),
        day * DAY + start,
        day * DAY + start + draw(st.integers(0, 150)),
        draw(st.integers(5, 70)),
        day,
        needs=draw(st.sampled_from([1, 1, 1, 2])),
        skills=frozenset(draw(st.sets(st.sampled_from(SKILLS), max_size=1))),
        after=f"v{draw(st.integers(0, i - 1))}" if linked else None,
        gap_max=draw(st.sampled_from([None, 60])),
        unsocial=draw(st.booleans()),
    )


def _pinned(
    draw: st.DrawFn, row: Visit, people: tuple[Person, ...], workers: tuple[Worker, ...]
) -> Visit:
    person = next(p for p in people if p.id == row.person)
    able = [
        w.id
        for w in workers
        if row.skills <= w.skills and w.id not in person.no and person.id not in w.refuses
    ]
    if able and draw(st.integers(0, 5)) == 0:
        row = replace(row, pins=(draw(st.sampled_from(able)),))
    if draw(st.integers(0, 7)) == 0:
        row = replace(row, pinned_start=draw(st.integers(row.earliest, row.latest)))
    if draw(st.integers(0, 3)) == 0:
        row = replace(row, on_time=draw(st.integers(row.earliest, row.latest)))
    return row


def _without_clashes(rows: list[Visit]) -> tuple[Visit, ...]:
    """Let each worker keep one pin that is sure to take a certain time: two at the same time would be refused."""
    held: set[str] = set()
    kept = []
    for row in rows:
        certain = row.pinned_start is not None or row.latest < row.earliest + row.minutes
        kept.append(replace(row, pins=()) if certain and held.intersection(row.pins) else row)
        held |= set(kept[-1].pins) if certain else set()
    return tuple(kept)


def every_plan(problem: Problem, step: int) -> Iterator[tuple[Placement, ...]]:
    """Return every plan of a tiny problem, with starts on a grid of `step` minutes."""
    choices = []
    for row in problem.visits:
        names = [None, *(w.id for w in problem.workers)]
        starts = range(row.earliest, row.latest + 1, step)
        who = itertools.product(names, repeat=row.needs)
        choices.append([Placement(s, tuple(w)) for w in who for s in starts])
    return itertools.product(*choices)
