"""Compile the week's search before anybody waits for it; the machine code stays on disk."""

from dataclasses import replace

from kith.engines.rota.stopping import Stop
from kith.engines.rota.week.explain import options
from kith.engines.rota.week.gaps import explain_gap
from kith.engines.rota.week.problem import Person, Plan, Problem, Visit, Worker
from kith.engines.rota.week.repair import repair
from kith.engines.rota.week.search import suggest


def warm() -> None:
    """Run everything compiled once, on a day with two workers."""
    people = (Person("p", "P"),)
    workers = tuple(Worker(name, name, 0, spans=((0, 1440),)) for name in "ab")
    visits = (
        Visit("one", "p", 0, 480, 540, 30, 0, needs=2),
        Visit("two", "p", 0, 600, 720, 30, 0, after="one"),
    )
    problem = Problem(visits, workers, people, ((0,),))
    plan = suggest(problem, stop=Stop(iterations=50)).plan
    options(problem, plan, "two")
    explain_gap(problem, Plan(), "two")
    repair(problem, plan, stop=Stop(iterations=50))
    crowd = tuple(Visit(name, "p", 0, 480, 480, 30, 0) for name in "xyz")
    repair(replace(problem, visits=crowd), Plan(), stop=Stop(iterations=50))
