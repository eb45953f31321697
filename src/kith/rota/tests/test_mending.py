"""After a sick call: what the board tells of a mended week, pins that cannot hold, and a gap filled with one press."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kith.foundation import clock
from kith.foundation.errors import ChangedMeanwhile, DomainError
from kith.people.models import Account, Person
from kith.people.queries import actor_for
from kith.rota.actions.availability import report_sick
from kith.rota.actions.moves import (
    clear_slot,
    fill_gap,
    keep_here_always,
    move_visit,
    pin_slot,
)
from kith.rota.actions.publishing import publish_week
from kith.rota.actions.suggestions import mend_week
from kith.rota.factories import WEEK, make_rota, make_supported, make_team, make_worker, slot_of
from kith.rota.models import Rota, Slot, Suggestion, Visit
from kith.rota.queries.board import week_board
from kith.rota.queries.detail import visit_detail
from kith.support.choices.actions import say_choice
from kith.support.models import Choice

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_the_friday_before() -> Iterator[None]:
    with clock.stopped_at(MONDAY - timedelta(days=3)):
        yield


class Dock:
    """Lucy and Tom; Joan and Derek on Monday morning, each with Tom, sent."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.team = make_team()
        self.coop = self.team.coop
        self.lucy, self.tom = (make_worker(self.team, name) for name in ("Lucy Marsh", "Tom Bell"))
        self.lucy.account = Account.objects.create(email="lucy@dock.example")
        self.lucy.save()
        client.force_login(self.lucy.account)
        self.by = actor_for(self.lucy)
        for name in ("Joan Hill", "Derek Holt"):
            make_supported(self.team, self.by, name, weekdays=(0,), latest=time(10))
        self.rota = make_rota(self.team, self.by)
        self.give("Joan Hill", self.tom, 8)
        self.give("Derek Holt", self.tom, 9)

    @property
    def revision(self) -> int:
        return Rota.objects.get(pk=self.rota.pk).revision

    def slot(self, name: str) -> Slot:
        return slot_of(self.rota, name, 0)

    def act(self, action: Any, name: str, **more: Any) -> Any:
        return action(
            coop=self.coop,
            by=self.by,
            slot=self.slot(name),
            expected_revision=self.revision,
            **more,
        )

    def give(self, name: str, worker: Person, hour: int) -> None:
        self.act(move_visit, name, worker=worker, start=MONDAY + timedelta(hours=hour))

    def send(self) -> None:
        rota = Rota.objects.get(pk=self.rota.pk)
        publish_week(coop=self.coop, by=self.by, rota=rota, expected_revision=self.revision)

    def tom_is_ill(self) -> Suggestion:
        report_sick(
            coop=self.coop,
            by=self.by,
            worker=self.tom,
            starts=MONDAY,
            ends=MONDAY + timedelta(days=1),
        )
        return mend_week(
            coop=self.coop,
            by=self.by,
            rota=self.rota,
            expected_revision=self.revision,
            seconds=2.0,
        )

    def read(self, name: str, **asked: str) -> str:
        kwargs = {"coop": self.coop.slug, "team": self.team.slug, "week": str(WEEK)}
        return self.client.get(reverse(f"rota:{name}", kwargs=kwargs), asked).content.decode()


@pytest.fixture
def dock(client: Client) -> Dock:
    return Dock(client)


def test_the_board_says_what_mending_changed_and_whose_week_that_touches(dock: Dock) -> None:
    dock.send()
    assert dock.tom_is_ill().state == Suggestion.DONE
    page = dock.read("week")

    assert "2 visits changed" in page
    assert "</b> (2): Derek, Joan" in page
    assert "</b> (2): Lucy, Tom" in page
    assert "now Lucy, it was Tom" in page
    assert "Still without a worker" not in page
    assert "Pinned to somebody" not in page


def test_a_gap_that_is_left_is_told_with_its_reason(dock: Dock) -> None:
    dock.send()
    report_sick(coop=dock.coop, by=dock.by, worker=dock.lucy, starts=MONDAY)
    dock.tom_is_ill()
    page = dock.read("week")

    assert "2 still without a worker" in page
    assert "Nobody in the team can take this as it stands" in page


def test_mending_that_changes_nothing_says_why(dock: Dock) -> None:
    again = {"coop": dock.coop, "by": dock.by, "rota": dock.rota, "seconds": 0.1}
    mend_week(**again, expected_revision=dock.revision)
    assert "Nothing needed mending, so nothing changed." in dock.read("week")

    report_sick(coop=dock.coop, by=dock.by, worker=dock.lucy, starts=MONDAY)
    dock.tom_is_ill()
    mend_week(**again, expected_revision=dock.revision)
    assert "Nothing could be mended, so nothing changed. 2 still without" in dock.read("week")


def test_a_pin_on_somebody_who_is_ill_stays_and_is_told(dock: Dock) -> None:
    dock.act(pin_slot, "Joan Hill")
    dock.send()
    dock.tom_is_ill()

    kept, mended = dock.slot("Joan Hill"), dock.slot("Derek Holt")
    assert (kept.worker, kept.pinned) == (dock.tom, True)
    assert mended.worker == dock.lucy
    page = dock.read("week")
    assert "Pinned to somebody who cannot come" in page
    assert "Tom cannot work then (Off sick)" in page
    assert "Unpin Joan’s visit" in page
    assert "Not all of this can be made as planned" in dock.read("send")

    dock.client.post(reverse("rota:unpin", kwargs={"coop": dock.coop.slug, "slot": kept.pk}))
    mend_week(
        coop=dock.coop, by=dock.by, rota=dock.rota, expected_revision=dock.revision, seconds=2.0
    )
    assert dock.slot("Joan Hill").worker == dock.lucy
    assert "Pinned to somebody" not in dock.read("week")
    assert "Not all of this" not in dock.read("send")


def test_a_place_kept_always_is_not_lost_by_one_illness(dock: Dock) -> None:
    dock.act(keep_here_always, "Joan Hill")
    dock.tom_is_ill()
    page = dock.read("week")

    assert "kept there always" in page
    assert "Unpin Joan" not in page
    dock.act(move_visit, "Joan Hill", worker=dock.lucy)
    following = make_rota(dock.team, dock.by, WEEK.next())
    assert slot_of(following, "Joan Hill", 0).worker == dock.tom


def test_a_gap_is_filled_by_passing_a_visit_on_as_the_panel_says(dock: Dock) -> None:
    """Ray and Ivy both want eight o'clock. Ray says no to Lucy, so Tom goes there and passes Ivy on."""
    for name in ("Ivy Cole", "Ray Fox"):
        make_supported(dock.team, dock.by, name, weekdays=(0,), earliest=time(8), latest=time(8))
    ray = Person.objects.get(name="Ray Fox")
    say_choice(coop=dock.coop, by=dock.by, person=ray, worker=dock.lucy, says=Choice.NO)
    dock.rota = make_rota(dock.team, dock.by)
    dock.give("Joan Hill", dock.lucy, 9)
    dock.give("Ivy Cole", dock.tom, 8)
    told = visit_detail(dock.slot("Ray Fox"))
    assert told.remedy is not None
    assert told.remedy.can_do
    page = dock.read("week", visit=str(dock.slot("Ray Fox").pk))
    assert "What would fill it?" in page
    assert told.remedy.words in page

    stale = dock.revision
    done = dock.act(fill_gap, "Ray Fox")
    assert "1 other visit changed" in done.words
    assert [dock.slot(name).worker for name in ("Ray Fox", "Ivy Cole")] == [dock.tom, dock.lucy]
    board = week_board(dock.coop, dock.team, WEEK)
    assert (board.figures.gaps, board.figures.clashes) == (0, 0)
    with pytest.raises(DomainError, match="no simple way"):
        dock.act(fill_gap, "Ray Fox")
    with pytest.raises(ChangedMeanwhile):
        fill_gap(coop=dock.coop, by=dock.by, slot=dock.slot("Ray Fox"), expected_revision=stale)


def test_filling_a_gap_that_somebody_can_simply_take_tells_of_no_other_visit(dock: Dock) -> None:
    for name in ("Joan Hill", "Derek Holt"):
        dock.act(clear_slot, name)
    assert dock.act(fill_gap, "Joan Hill").words == "Joan’s visit has a worker now."


def test_an_old_address_of_a_visit_no_longer_wanted_still_shows_the_week(dock: Dock) -> None:
    slot = dock.slot("Joan Hill")
    Visit.objects.filter(pk=slot.visit_id).update(state=Visit.CANCELLED)
    page = dock.read("week", visit=str(slot.pk))
    assert "Derek" in page
    assert "Why Tom?" not in page


def test_stopping_before_it_began_says_that_nothing_was_kept(dock: Dock) -> None:
    Suggestion.objects.create(
        coop=dock.coop,
        rota=dock.rota,
        kind=Suggestion.SUGGEST,
        revision=dock.revision,
        seconds=1.0,
        asked_by=dock.lucy,
        asked_at=clock.now(),
        heartbeat=clock.now(),
    )
    kwargs = {"coop": dock.coop.slug, "team": dock.team.slug, "week": str(WEEK)}
    page = dock.client.post(reverse("rota:stop", kwargs=kwargs), follow=True).content.decode()
    assert "Stopped before it began. Nothing was changed." in page
    assert "best week so far" not in page
    page = dock.client.post(reverse("rota:stop", kwargs=kwargs), follow=True).content.decode()
    assert "It had ended before you pressed." in page
