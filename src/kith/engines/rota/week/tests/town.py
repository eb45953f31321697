"""A made-up team's week for tests and benchmarks: twelve workers, 48 people, about 350 visits,
thirty for two workers.
"""

import random
from dataclasses import dataclass

from kith.engines.rota.week.problem import DAY, Person, Problem, Visit, Worker

NAMES = (
    "Amara",
    "Ben",
    "Carys",
    "Dev",
    "Elin",
    "Femi",
    "Grace",
    "Huw",
    "Ines",
    "Jo",
    "Kofi",
    "Lena",
    "Mair",
    "Nia",
)
CALLS = {  # label: first start, width of the window, minutes to choose from, unsocial
    "morning": (7 * 60, 90, (30, 45, 45), False),
    "lunch": (12 * 60, 60, (20, 30), False),
    "tea": (16 * 60 + 30, 60, (30, 30, 45), False),
    "bed": (18 * 60 + 45, 60, (20, 30), True),
    "visit": (10 * 60, 240, (60, 45, 90), False),
}
# how many of 48 people have which calls on how many days of the week
HABITS = (
    (6, (("morning", 7), ("lunch", 5), ("tea", 6), ("bed", 7))),
    (8, (("morning", 7), ("tea", 3))),
    (8, (("morning", 4), ("bed", 2))),
    (10, (("visit", 2),)),
    (16, (("visit", 3),)),
)


@dataclass
class Town:
    """The dice and the sizes of a made-up week."""

    dice: random.Random
    workers: int
    people: int


def town(seed: int = 7, workers: int = 12, people: int = 48) -> Problem:
    """Return a whole week; the same seed gives the same one."""
    made = Town(random.Random(seed), workers, people)
    points = [(made.dice.uniform(0, 14), made.dice.uniform(0, 14)) for _ in range(people + workers)]
    staff = tuple(_worker(made, i) for i in range(workers))
    visits = tuple(v for i in range(people) for v in _visits(made, i))
    return Problem(visits, staff, tuple(_person(made, i) for i in range(people)), _travel(points))


def _travel(points: list[tuple[float, float]]) -> tuple[tuple[int, ...], ...]:
    return tuple(
        tuple(0 if a == b else 3 + round(abs(a[0] - b[0]) + abs(a[1] - b[1])) for b in points)
        for a in points
    )


def _worker(made: Town, i: int) -> Worker:
    hours = made.dice.choice((20, 25, 30, 30, 35))
    off = {(6 * i + 6) % 7, (6 * i + 4) % 7}  # leaves every day about as many workers
    early = i % 3 != 2
    day = (6 * 60 + 30, 15 * 60 + 30) if early else (13 * 60, 22 * 60)
    if i % 4 == 3:
        day = (6 * 60 + 30, 22 * 60)
    skills = {"medicines"} | {s for s in ("PEG", "hoist") if made.dice.random() < 0.7}
    return Worker(
        id=f"w{i}",
        name=NAMES[i % len(NAMES)],
        home=made.people + i,
        skills=frozenset(skills),
        spans=tuple((d * DAY + day[0], d * DAY + day[1]) for d in range(7) if d not in off),
        contract_minutes=hours * 60,
        minutes_before=hours * 60 * 16,
        weeks_before=16,
        refuses=frozenset({f"p{made.dice.randrange(made.people)}"} if i % 5 == 0 else ()),
        unsocial_before=made.dice.randrange(600, 1500),
        last_end_before=-made.dice.choice((2 * 60, 9 * 60, 30 * 60)),
    )


def _person(made: Town, i: int) -> Person:
    known = [f"w{w}" for w in made.dice.sample(range(made.workers), min(5, made.workers))]
    return Person(
        id=f"p{i}",
        name=f"Person {i}",
        first=tuple(known[:2]),
        yes=tuple(known[2:4]),
        no=frozenset({f"w{made.dice.randrange(made.workers)}"} - set(known) if i % 6 == 0 else ()),
        met={w: made.dice.randrange(1, 9) for w in known},
    )


def _visits(made: Town, i: int) -> list[Visit]:
    habits = [calls for count, calls in HABITS for _ in range(count)]
    calls = habits[i * len(habits) // made.people]
    two = i in (1, 4)  # hoisted each morning, and one of them at bedtime too
    skills = frozenset({"PEG"} if i % 9 == 2 else {"hoist"} if two else ())
    return [
        _visit(made, i, label, day, skills, two=two)
        for label, times in calls
        for day in _days(made, times)
    ]


def _days(made: Town, times: int) -> list[int]:
    return sorted(made.dice.sample(range(7), times))


def _visit(made: Town, i: int, label: str, day: int, skills: frozenset[str], *, two: bool) -> Visit:
    start, width, minutes, unsocial = CALLS[label]
    habit = random.Random(f"{i}-{label}")  # the same time and length every day
    begin = day * DAY + start + habit.randrange(0, 150, 15)
    return Visit(
        id=f"p{i}-{label}-{day}",
        person=f"p{i}",
        place=i,
        earliest=begin,
        latest=begin + width,
        minutes=habit.choice(minutes),
        day=day,
        needs=2 if two and label in ("morning", "bed") else 1,
        skills=skills,
        after=f"p{i}-morning-{day}" if label == "lunch" else None,
        gap_min=120 if label == "lunch" else 0,
        unsocial=unsocial or day >= 5,
        label=label,
    )
