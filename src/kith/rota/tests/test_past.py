"""What the weeks before and after say to the engine: hours, leave, agreements, and when a worker is due next."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kith.engines.rota.stopping import Stop
from kith.engines.rota.week.search import suggest
from kith.foundation import clock
from kith.kernel.week import Week
from kith.people.models import Person
from kith.people.queries import actor_for
from kith.rota.actions.availability import agree_contract, take_leave
from kith.rota.factories import WEEK, make_rota, make_supported, make_team, make_worker
from kith.rota.models import Rota, Slot, Visit
from kith.rota.problem import team_week
from kith.rota.queries.past import Past, free_share, pasts

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


class Pier:
    """A worker who made every visit of two weeks that were sent: half an hour a day."""

    def __init__(self) -> None:
        self.team = make_team()
        self.lucy: Person = make_worker(self.team, "Lucy Marsh", hours=3)
        self.by = actor_for(self.lucy)
        make_supported(self.team, self.by, "Joan Hill", starts_on=date(2026, 11, 2))
        for week in (WEEK.previous().previous(), WEEK.previous()):
            self.give(make_rota(self.team, self.by, week))

    def give(self, rota: Rota) -> None:
        Slot.objects.filter(visit__rota=rota).update(worker=self.lucy)
        Rota.objects.filter(pk=rota.pk).update(published_at=clock.now())

    def past(self, week: Week = WEEK) -> Past:
        return pasts(self.team, week, [self.lucy.pk])[self.lucy.pk]

    def agree(self, since: date, **more: Any) -> None:
        agree_contract(
            coop=self.team.coop,
            by=self.by,
            worker=self.lucy,
            minutes_per_week=180,
            since=since,
            **more,
        )


@pytest.fixture
def pier() -> Pier:
    return Pier()


def test_weeks_sent_count_against_average_and_contract(pier: Pier) -> None:
    past = pier.past()
    assert (past.minutes, past.counted, past.free_days) == (420, 2, 0)
    assert past.balance == 420 - 2 * 180


def test_days_of_leave_leave_the_average_and_their_week_the_balance(pier: Pier) -> None:
    first = WEEK.monday - timedelta(days=7)
    starts = datetime(first.year, first.month, first.day, tzinfo=UTC)
    take_leave(
        coop=pier.team.coop,
        by=pier.by,
        worker=pier.lucy,
        starts=starts,
        ends=starts + timedelta(days=2),
    )
    past = pier.past()
    assert (past.counted, past.free_days, past.balance) == (2, 2, 210 - 180)


def test_leave_counts_against_days_of_work_not_of_the_calendar() -> None:
    week = list(WEEK.days)
    assert free_share([], week) == 0
    assert free_share(week[:2], week[2:5]) == 3  # two fifths of a week, rounded up
    assert free_share(week, []) == 7
    assert free_share(week[:1], week[1:]) == 1
    assert free_share(week[:1], []) == 7  # away on the only day of work


def test_weeks_agreed_to_be_longer_leave_the_average_but_not_for_nights(pier: Pier) -> None:
    with clock.stopped_at(NOW - timedelta(days=14)):
        pier.agree(WEEK.monday - timedelta(days=14), opted_out=True)
    with clock.stopped_at(NOW - timedelta(days=7)):
        pier.agree(WEEK.monday, opted_out=False)
    past = pier.past()
    assert (past.minutes, past.counted) == (0, 0)
    pier.agree(WEEK.monday, works_nights=True)
    past = pier.past()
    assert (past.minutes, past.counted) == (420, 2)


def test_a_next_week_that_is_made_is_rested_for(pier: Pier) -> None:
    assert pier.past().next_start is None
    rota = make_rota(pier.team, pier.by, WEEK.next())
    Slot.objects.filter(visit__rota=rota).update(worker=pier.lucy)
    start = min(visit.planned_start for visit in Visit.objects.filter(rota=rota))
    past = pier.past()
    assert past.next_start == start
    assert (past.minutes, past.counted) == (420, 2)
    worker = team_week(make_rota(pier.team, pier.by)).problem.workers[0]
    assert worker.first_start_after == WEEK.minute_of(start, pier.team.coop.zone)
    assert (worker.contract_balance, worker.opted_out, worker.night_worker) == (60, False, False)


def test_a_team_without_workers_or_visits_is_a_week_of_gaps() -> None:
    team = make_team()
    rota = Rota.objects.create(coop=team.coop, team=team, monday=WEEK.monday)
    problem = team_week(rota).problem
    assert suggest(problem, stop=Stop(iterations=1)).evaluation.gaps == ()
