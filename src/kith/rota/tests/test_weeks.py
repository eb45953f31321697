"""Making a week, changing it by hand, and what the rules refuse."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from kith.foundation.errors import ChangedMeanwhile, DomainError, NotAllowed
from kith.foundation.permissions import Actor
from kith.kernel.week import Week
from kith.people.queries import actor_for
from kith.rota.actions.availability import report_sick
from kith.rota.actions.moves import (
    IllegalMove,
    clear_slot,
    keep_here_always,
    move_visit,
    pin_slot,
    swap_visits,
    unpin_slot,
)
from kith.rota.actions.week import make_week
from kith.rota.factories import WEEK, make_rota, make_supported, make_team, make_worker, slot_of
from kith.rota.models import Rota, Slot, Visit
from kith.rota.queries.board import week_board
from kith.rota.queries.detail import visit_detail
from kith.support.actions import end_support
from kith.support.choices.actions import say_choice
from kith.support.models import Choice
from kith.teams.models import Team

pytestmark = pytest.mark.django_db


class Harbour:
    """A team of two with two people, and its week."""

    def __init__(self) -> None:
        self.team: Team = make_team()
        self.coop = self.team.coop
        self.lucy = make_worker(self.team, "Lucy Marsh")
        self.tom = make_worker(self.team, "Tom Bell")
        self.by: Actor = actor_for(self.lucy)
        self.joan = make_supported(self.team, self.by, "Joan Hill")
        self.derek = make_supported(self.team, self.by, "Derek Holt")
        self.rota: Rota = make_rota(self.team, self.by)

    def give(self, person: str, weekday: int, worker: object, **other: object) -> Slot:
        slot = slot_of(self.rota, person, weekday)
        done = move_visit(
            coop=self.coop,
            by=self.by,
            slot=slot,
            worker=worker,  # type: ignore[arg-type]
            expected_revision=self.revision,
            **other,  # type: ignore[arg-type]
        )
        assert done.rota.revision == self.revision
        return slot_of(self.rota, person, weekday)

    @property
    def revision(self) -> int:
        return Rota.objects.get(pk=self.rota.pk).revision


@pytest.fixture
def harbour() -> Harbour:
    return Harbour()


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23 + day, hour, minute, tzinfo=UTC)


def test_a_week_holds_every_visit_that_people_want_once(harbour: Harbour) -> None:
    assert Visit.objects.filter(rota=harbour.rota).count() == 14
    again = make_week(coop=harbour.coop, by=harbour.by, team=harbour.team, week=WEEK)
    assert again.same
    assert again.rota.revision == harbour.revision
    assert Slot.objects.filter(visit__rota=harbour.rota).count() == 14


def test_when_support_ends_its_visits_go_and_the_others_keep_their_workers(
    harbour: Harbour,
) -> None:
    harbour.give("Joan Hill", 1, harbour.tom)
    end_support(
        coop=harbour.coop,
        by=harbour.by,
        support=harbour.derek,
        until=WEEK.monday + timedelta(days=1),
    )
    made = make_week(coop=harbour.coop, by=harbour.by, team=harbour.team, week=WEEK)
    assert made.gone == 5
    assert slot_of(harbour.rota, "Joan Hill", 1).worker == harbour.tom


def test_making_a_week_again_lets_go_of_a_worker_who_is_ill_and_says_so(harbour: Harbour) -> None:
    harbour.give("Joan Hill", 1, harbour.tom)
    report_sick(coop=harbour.coop, by=harbour.by, worker=harbour.tom, starts=at(1, 0))
    made = make_week(coop=harbour.coop, by=harbour.by, team=harbour.team, week=WEEK)
    assert slot_of(harbour.rota, "Joan Hill", 1).worker is None
    assert "Tom" in made.lost[0]


def test_moving_gives_the_worker_the_start_and_a_true_reason(harbour: Harbour) -> None:
    slot = harbour.give("Joan Hill", 0, harbour.tom, start=at(0, 8, 30))
    assert (slot.worker, slot.visit.starts_at) == (harbour.tom, at(0, 8, 30))
    assert slot.why


def test_two_visits_at_once_are_refused_in_words(harbour: Harbour) -> None:
    harbour.give("Joan Hill", 0, harbour.tom, start=at(0, 8, 30))
    with pytest.raises(IllegalMove, match=r"Nothing was changed\.$"):
        harbour.give("Derek Holt", 0, harbour.tom, start=at(0, 8, 40))
    assert slot_of(harbour.rota, "Derek Holt", 0).worker is None


def test_who_could_come_if_another_visit_moved_can_be_given_the_visit(harbour: Harbour) -> None:
    harbour.give("Joan Hill", 0, harbour.tom, start=at(0, 8, 20))
    slot = slot_of(harbour.rota, "Derek Holt", 0)
    tom = next(o for o in visit_detail(slot).others if o.worker_id == harbour.tom.pk)
    assert tom.possible
    given = harbour.give("Derek Holt", 0, harbour.tom, start=tom.start)
    assert given.worker == harbour.tom
    assert slot_of(harbour.rota, "Joan Hill", 0).worker == harbour.tom


@pytest.mark.parametrize("hour", [7, 10])
def test_a_start_outside_the_window_is_refused(harbour: Harbour, hour: int) -> None:
    with pytest.raises(IllegalMove):
        harbour.give("Joan Hill", 0, harbour.tom, start=at(0, hour))


def test_a_no_is_absolute(harbour: Harbour) -> None:
    say_choice(
        coop=harbour.coop,
        by=harbour.by,
        person=harbour.joan.person,
        worker=harbour.tom,
        says=Choice.NO,
    )
    with pytest.raises(IllegalMove, match="Tom"):
        harbour.give("Joan Hill", 0, harbour.tom)


def test_a_worker_who_is_ill_cannot_be_given_a_visit(harbour: Harbour) -> None:
    report_sick(coop=harbour.coop, by=harbour.by, worker=harbour.tom, starts=at(0, 0))
    with pytest.raises(IllegalMove, match="not available"):
        harbour.give("Joan Hill", 3, harbour.tom)


def test_somebody_outside_the_team_cannot_be_given_a_visit(harbour: Harbour) -> None:
    stranger = make_worker(make_team("hill", coop=harbour.coop), "Una Reed")
    with pytest.raises(IllegalMove, match="not in Harbour"):
        harbour.give("Joan Hill", 0, stranger)


def test_swapping_exchanges_the_workers(harbour: Harbour) -> None:
    one = harbour.give("Joan Hill", 0, harbour.tom)
    other = harbour.give("Derek Holt", 0, harbour.lucy)
    swap_visits(
        coop=harbour.coop, by=harbour.by, slot=one, other=other, expected_revision=harbour.revision
    )
    assert slot_of(harbour.rota, "Joan Hill", 0).worker == harbour.lucy
    assert slot_of(harbour.rota, "Derek Holt", 0).worker == harbour.tom


def test_a_pin_goes_when_the_place_is_cleared(harbour: Harbour) -> None:
    slot = harbour.give("Joan Hill", 0, harbour.tom)
    args = {"coop": harbour.coop, "by": harbour.by, "slot": slot}
    pin_slot(**args, expected_revision=harbour.revision)  # type: ignore[arg-type]
    assert slot_of(harbour.rota, "Joan Hill", 0).pinned
    clear_slot(**args, expected_revision=harbour.revision)  # type: ignore[arg-type]
    kept = slot_of(harbour.rota, "Joan Hill", 0)
    assert (kept.worker, kept.pinned) == (None, False)


def test_a_gap_cannot_be_pinned(harbour: Harbour) -> None:
    slot = slot_of(harbour.rota, "Joan Hill", 0)
    with pytest.raises(DomainError, match="nobody to keep"):
        pin_slot(coop=harbour.coop, by=harbour.by, slot=slot, expected_revision=harbour.revision)


def test_a_place_kept_always_is_given_in_the_next_week_until_it_is_let_go(
    harbour: Harbour,
) -> None:
    slot = harbour.give("Joan Hill", 2, harbour.tom, start=at(2, 8, 45))
    args = {"coop": harbour.coop, "by": harbour.by}
    keep_here_always(**args, slot=slot, expected_revision=harbour.revision)  # type: ignore[arg-type]
    following = make_rota(harbour.team, harbour.by, WEEK.next())
    kept = slot_of(following, "Joan Hill", 2)
    assert (kept.worker, kept.pinned_always) == (harbour.tom, True)
    assert kept.visit.starts_at == at(2, 8, 45) + timedelta(days=7)
    unpin_slot(**args, slot=kept, expected_revision=following.revision)  # type: ignore[arg-type]
    third = make_rota(harbour.team, harbour.by, WEEK.next().next())
    assert slot_of(third, "Joan Hill", 2).worker is None


def test_a_change_to_a_week_that_moved_on_is_refused(harbour: Harbour) -> None:
    slot = slot_of(harbour.rota, "Joan Hill", 0)
    with pytest.raises(ChangedMeanwhile, match="Nothing of yours was saved"):
        move_visit(
            coop=harbour.coop,
            by=harbour.by,
            slot=slot,
            worker=harbour.tom,
            expected_revision=harbour.revision - 1,
        )


def test_another_co_ops_worker_can_do_nothing(harbour: Harbour) -> None:
    other = make_team("elsewhere")
    stranger = actor_for(make_worker(other, "Una Reed"))
    with pytest.raises(NotAllowed):
        make_week(coop=harbour.coop, by=stranger, team=harbour.team, week=WEEK)
    with pytest.raises(NotAllowed):
        clear_slot(
            coop=harbour.coop,
            by=stranger,
            slot=slot_of(harbour.rota, "Joan Hill", 0),
            expected_revision=harbour.revision,
        )
    assert week_board(other.coop, harbour.team, WEEK).rota is None


@pytest.mark.parametrize("monday", [date(2026, 3, 23), date(2026, 10, 19)])
def test_on_the_sunday_that_clocks_change_visits_stay_at_their_time_on_the_wall(
    monday: date,
) -> None:
    team = make_team()
    lucy = make_worker(team, "Lucy Marsh")
    by = actor_for(lucy)
    make_supported(team, by, "Joan Hill", starts_on=date(2026, 1, 5))
    rota = make_rota(team, by, Week(monday))
    for weekday in (5, 6):
        slot = slot_of(rota, "Joan Hill", weekday)
        move_visit(
            coop=team.coop,
            by=by,
            slot=slot,
            worker=lucy,
            expected_revision=Rota.objects.get(pk=rota.pk).revision,
        )
        kept = slot_of(rota, "Joan Hill", weekday).visit
        assert kept.starts_at is not None
        assert kept.starts_at.astimezone(team.coop.zone).time() == time(8)
