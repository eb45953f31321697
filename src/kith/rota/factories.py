"""A team's week for tests: workers who can work, people who want visits, by the actions that people use."""

from datetime import date, time
from typing import Any

from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.kernel.week import Week
from kith.people.models import Person
from kith.people.queries import actor_for
from kith.rota.actions.availability import agree_contract, set_work_times
from kith.rota.actions.week import make_week
from kith.rota.models import Rota, Slot
from kith.rota.rules.working_time import Span
from kith.support.factories import make_pattern, make_support
from kith.support.factories import make_team as make_bare_team
from kith.support.factories import make_worker as make_bare_worker
from kith.support.models import Support
from kith.teams.models import Team

WEEK = Week(date(2026, 11, 23))
LONG_AGO = date(2024, 1, 1)


def make_team(slug: str = "harbour", coop: Coop | None = None) -> Team:
    """A team without workers, in a co-op of its own."""
    return make_bare_team(slug=slug, coop=coop)


def make_worker(
    team: Team,
    name: str,
    *,
    hours: int = 30,
    starts: time = time(7),
    ends: time = time(15),
    days: tuple[int, ...] = tuple(range(7)),
) -> Person:
    """A worker of the team with a contract and working times."""
    worker = make_bare_worker(team, name)
    by = actor_for(worker)
    agree_contract(
        coop=team.coop, by=by, worker=worker, minutes_per_week=hours * 60, since=LONG_AGO
    )
    spans = [Span(day, starts, ends) for day in days]
    set_work_times(coop=team.coop, by=by, worker=worker, team=team, spans=spans, since=LONG_AGO)
    return worker


def make_supported(team: Team, by: Actor, name: str, **pattern: Any) -> Support:
    """A person with one visit pattern: half an hour every morning unless said otherwise."""
    support = make_support(team, by, name=name)
    make_pattern(support, by, **pattern)
    return support


def make_rota(team: Team, by: Actor, week: Week = WEEK) -> Rota:
    """The week's rota, made from what people want."""
    return make_week(coop=team.coop, by=by, team=team, week=week).rota


def slot_of(rota: Rota, person: str, weekday: int, number: int = 0) -> Slot:
    """A place in the first visit of a person on a weekday."""
    rows = Slot.objects.select_related(
        "worker", "visit__person", "visit__rota__team", "visit__rota__coop"
    )
    day = rota.week.days[weekday]
    found = rows.filter(visit__rota=rota, visit__person__name=person, visit__day=day)
    return found.filter(number=number).order_by("visit__earliest")[0]


def make_town(people: int = 50, workers: int = 12) -> tuple[Team, Actor, Rota]:
    """A whole team: every person has a visit a day, every tenth for two workers; half the workers do evenings."""
    team = make_team()
    members = [
        make_worker(
            team, f"Worker {n}", starts=time(7 if n % 2 else 14), ends=time(15 if n % 2 else 22)
        )
        for n in range(workers)
    ]
    by = actor_for(members[0])
    for n in range(people):
        hour = 8 + n % 4 if n % 2 else 16 + n % 5
        make_supported(
            team,
            by,
            f"Person {n}",
            earliest=time(hour),
            latest=time(hour + 1, 30),
            workers_needed=2 if n % 10 == 9 else 1,
        )
    return team, by, make_rota(team, by)
