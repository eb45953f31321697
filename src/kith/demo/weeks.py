"""The weeks of the demo's main team: four weeks and this one are sent, the next waits for its rota."""

from dataclasses import replace
from datetime import date, time, timedelta

from kith.demo.cast import acting
from kith.engines.rota.stopping import Stop
from kith.engines.rota.week.problem import Problem
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.kernel.week import Week, local_moment
from kith.rota.actions.plans import seated, write_plan, write_reasons
from kith.rota.actions.publishing import publish_week
from kith.rota.actions.revisions import touch
from kith.rota.actions.week import make_week
from kith.rota.models import Rota
from kith.rota.problem import team_week
from kith.rota.queries.reasons import reasons_for
from kith.teams.models import Team

ITERATIONS = (
    150_000  # about a second; counted, not timed, so that every machine finds the same week
)
THURSDAY = 3
WEEKS_BEFORE = 4  # enough to see how the work is shared over time


def send_weeks(coop: Coop, team: Team, today: date) -> None:
    """Make and send the last weeks and this week, each on the Thursday before, and make the next."""
    this = Week.of(today)
    for week in _until(this):
        thursday = week.previous().monday + timedelta(days=THURSDAY)
        with clock.stopped_at(local_moment(thursday, time(15), coop.zone)):
            by = acting(coop, "Maya Robinson")
            rota = make_week(coop=coop, by=by, team=team, week=week).rota
            rota = _planned(rota)
            publish_week(coop=coop, by=by, rota=rota, expected_revision=rota.revision)
    _next(coop, team, this.next(), acting(coop, "Maya Robinson"))


def _until(this: Week) -> list[Week]:
    """The weeks before, oldest first, and this one."""
    weeks = [this]
    while len(weeks) <= WEEKS_BEFORE:
        weeks.insert(0, weeks[0].previous())
    return weeks


def _next(coop: Coop, team: Team, week: Week, by: Actor) -> None:
    make_week(coop=coop, by=by, team=team, week=week)


def _planned(rota: Rota) -> Rota:
    """Give every visit its worker, as a suggestion of the engine would."""
    from kith.engines.rota.week.search.suggest import suggest

    of_week = team_week(rota)
    found = suggest(_in_order(of_week.problem), stop=Stop(iterations=ITERATIONS), seed=1)
    plan = seated(of_week, found.plan)
    write_plan(of_week, plan)
    gaps = {visit.id for visit, _ in of_week.problem.gaps(plan)}
    write_reasons(of_week, reasons_for(replace(of_week, plan=plan), gaps))
    return touch(rota)


def _in_order(problem: Problem) -> Problem:
    """The same week in an order that does not hang on ids, which are new each time."""
    names = {person.id: person.name for person in problem.people}
    return replace(
        problem,
        visits=tuple(
            sorted(problem.visits, key=lambda v: (v.earliest, v.latest, names[v.person], v.label))
        ),
        people=tuple(sorted(problem.people, key=lambda person: person.name)),
    )
