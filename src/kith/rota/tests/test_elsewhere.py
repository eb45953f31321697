"""A worker in two teams: the other team's visits take their time, the way, the rest, and their share of the average."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kith.kernel.week import Window
from kith.people.models import Hat, Person
from kith.people.queries import actor_for
from kith.rota.actions.availability import set_work_times
from kith.rota.actions.moves import move_visit
from kith.rota.actions.revisions import IllegalMove
from kith.rota.factories import LONG_AGO, make_rota, make_supported, make_team, make_worker
from kith.rota.factories import slot_of as slot
from kith.rota.models import Rota
from kith.rota.problem import team_week
from kith.rota.rules.elsewhere import Elsewhere, blocked
from kith.rota.rules.travel import UNKNOWN, Spot
from kith.rota.rules.working_time import Span
from kith.teams.models import Member, Team

LONDON = ZoneInfo("Europe/London")
TUESDAY = date(2026, 11, 24)
HERE, THERE = Spot(postcode="DN1 2AB"), Spot(postcode="S1 1AA")


def at(hour: int, day: date = TUESDAY) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour)


def visit(starts: int, ends: int, spot: Spot = HERE) -> Elsewhere:
    return Elsewhere(TUESDAY, Window(at(starts), at(ends)), spot)


def test_an_early_and_a_late_visit_elsewhere_keep_the_nights_around_them_free() -> None:
    found = blocked([visit(7, 8), visit(21, 22)], [], {}, LONDON)
    assert found[2:] == [Window(at(-4), at(0)), Window(at(24), at(33))]


def test_a_visit_at_noon_elsewhere_blocks_only_its_time_and_the_longest_way() -> None:
    way = timedelta(minutes=UNKNOWN)
    found = blocked([visit(12, 13, THERE)], [THERE, HERE], {}, LONDON)
    assert found == [Window(at(12) - way, at(13) + way)]


def test_a_night_of_this_team_ends_in_time_for_the_other_teams_morning() -> None:
    monday = TUESDAY - timedelta(days=1)
    found = blocked([visit(8, 9)], [], {monday: at(6)}, LONDON)
    assert found[1:] == [Window(at(-3), at(6))]
    found = blocked([visit(8, 9)], [], {monday: at(10)}, LONDON)
    assert found[1:] == [Window(at(-3), at(8))]


def test_a_night_elsewhere_is_rested_for_all_the_next_day() -> None:
    found = blocked([visit(22, 30)], [], {}, LONDON)
    assert found[1:] == [Window(at(24), at(41))]


class Harbour:
    """Lucy works for two teams; the hill's week has her late on Monday evening."""

    def __init__(self) -> None:
        self.harbour = make_team()
        self.hill = make_team("hill", coop=self.harbour.coop)
        self.lucy: Person = make_worker(self.harbour, "Lucy Marsh", ends=time(22))
        Member.objects.create(coop=self.hill.coop, team=self.hill, person=self.lucy, since=LONG_AGO)
        Hat.objects.create(
            coop=self.hill.coop,
            person=self.lucy,
            role="worker",
            team_id=self.hill.id,
            since=LONG_AGO,
        )
        self.by = actor_for(self.lucy)
        set_work_times(
            coop=self.hill.coop,
            by=self.by,
            worker=self.lucy,
            team=self.hill,
            spans=[Span(day, time(7), time(22)) for day in range(7)],
            since=LONG_AGO,
        )
        make_supported(self.harbour, self.by, "Joan Hill", earliest=time(8), latest=time(8))
        make_supported(self.hill, self.by, "Ann Vale", earliest=time(21), latest=time(21))
        self.rotas = {team: make_rota(team, self.by) for team in (self.hill, self.harbour)}

    def give(self, team: Team, person: str, weekday: int) -> None:
        move_visit(
            coop=team.coop,
            by=self.by,
            slot=slot(self.rotas[team], person, weekday),
            worker=self.lucy,
            expected_revision=Rota.objects.get(pk=self.rotas[team].pk).revision,
        )


@pytest.mark.django_db
def test_rest_and_hours_hold_over_both_teams() -> None:
    cast = Harbour()
    cast.give(cast.hill, "Ann Vale", 0)  # until 21:30; eleven hours later it is 08:30 on Tuesday
    with pytest.raises(IllegalMove):
        cast.give(cast.harbour, "Joan Hill", 1)
    cast.give(cast.harbour, "Joan Hill", 0)  # the same working day
    cast.give(cast.harbour, "Joan Hill", 2)
    worker = team_week(cast.rotas[cast.harbour]).problem.workers[0]
    assert worker.minutes_before == 30
    with pytest.raises(IllegalMove):
        cast.give(cast.hill, "Ann Vale", 1)  # too late before Wednesday morning in the harbour
