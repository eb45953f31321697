"""Sending a week: exactly those whose day changed are told, and two senders never cross."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import resolve

from kith.foundation.errors import ChangedMeanwhile, DomainError, NotAllowed
from kith.foundation.models import Event
from kith.people.models import Notice
from kith.people.queries import actor_for
from kith.rota.actions.moves import clear_slot, move_visit
from kith.rota.actions.publishing import agree_week, publish_week
from kith.rota.actions.week import make_week
from kith.rota.factories import WEEK, make_rota, make_supported, make_team, make_worker, slot_of
from kith.rota.models import Publication, Rota, Visit
from kith.rota.queries.publications import Affected
from kith.rota.queries.sent import my_week, published_visits, who_is_coming
from kith.support.actions import end_support

pytestmark = pytest.mark.django_db


class Sent:
    """A week that was sent: Lucy goes to Joan and Tom to Derek on Monday, at eight; Una has nothing."""

    def __init__(self) -> None:
        self.team = make_team()
        self.coop = self.team.coop
        self.lucy = make_worker(self.team, "Lucy Marsh")
        self.tom = make_worker(self.team, "Tom Bell")
        self.una = make_worker(self.team, "Una Reed")
        self.by = actor_for(self.lucy)
        self.joan = make_supported(self.team, self.by, "Joan Hill", weekdays=(0,))
        self.derek = make_supported(self.team, self.by, "Derek Holt", weekdays=(0,))
        self.rota = make_rota(self.team, self.by)
        self.move("Joan Hill", self.lucy)
        self.move("Derek Holt", self.tom)
        self.first = self.send()
        Notice.objects.all().delete()

    @property
    def revision(self) -> int:
        return Rota.objects.get(pk=self.rota.pk).revision

    def move(self, person: str, worker: object, minute: int = 0) -> None:
        move_visit(
            coop=self.coop,
            by=self.by,
            slot=slot_of(self.rota, person, 0),
            worker=worker,  # type: ignore[arg-type]
            start=datetime(2026, 11, 23, 8, minute, tzinfo=UTC),
            expected_revision=self.revision,
        )

    def send(self) -> Affected:
        return publish_week(
            coop=self.coop, by=self.by, rota=self.rota, expected_revision=self.revision
        )

    @property
    def told(self) -> set[str]:
        return {notice.person.name for notice in Notice.objects.select_related("person")}


@pytest.fixture
def sent() -> Sent:
    return Sent()


def test_the_first_time_everybody_with_a_visit_is_told(sent: Sent) -> None:
    assert sent.first.first
    assert [told.name for told in sent.first.people] == ["Derek", "Joan"]
    assert [told.name for told in sent.first.workers] == ["Lucy", "Tom"]
    assert sent.first.people[1].lines == ("Monday 08:00, Getting up: Lucy",)


def test_only_those_whose_day_changed_are_told_and_of_what(sent: Sent) -> None:
    sent.move("Joan Hill", sent.una)
    affected = sent.send()
    assert sent.told == {"Joan Hill", "Lucy Marsh", "Una Reed"}
    pages = {n.person.short: resolve(n.link.split("?")[0]).view_name for n in Notice.objects.all()}
    assert (pages["Joan"], pages["Una"]) == ("rota:coming", "rota:my-week")
    assert affected.people[0].lines == ("Monday 08:00, Getting up: Una (it was Lucy)",)
    assert {w.name: w.lines[0] for w in affected.workers} == {
        "Lucy": "Monday 08:00, Joan: no longer yours",
        "Una": "Monday 08:00, Joan: now yours",
    }


def test_another_time_is_told_to_the_person_and_the_worker(sent: Sent) -> None:
    sent.move("Derek Holt", sent.tom, minute=20)
    affected = sent.send()
    assert sent.told == {"Derek Holt", "Tom Bell"}
    assert "it was Monday 08:00" in affected.workers[0].lines[0]


def test_a_change_that_is_undone_again_tells_nobody(sent: Sent) -> None:
    sent.move("Joan Hill", sent.una)
    sent.move("Joan Hill", sent.lucy)
    with pytest.raises(DomainError, match="Nothing has changed"):
        sent.send()
    assert not sent.told


def test_a_visit_that_is_off_is_told_and_stays_to_be_seen(sent: Sent) -> None:
    end_support(
        coop=sent.coop, by=sent.by, support=sent.derek, until=WEEK.monday - timedelta(days=1)
    )
    make_week(coop=sent.coop, by=sent.by, team=sent.team, week=WEEK)
    affected = sent.send()
    assert sent.told == {"Derek Holt", "Tom Bell"}
    assert "off" in affected.people[0].lines[0]
    monday = who_is_coming(sent.coop, sent.derek.person, WEEK.monday, 1)[0]
    assert [visit.off for visit in monday.visits] == [True]
    assert not my_week(sent.coop, sent.tom, WEEK).minutes


def test_the_second_of_two_senders_is_told_and_sends_nothing(sent: Sent) -> None:
    sent.move("Joan Hill", sent.una)
    seen = sent.revision
    sent.send()
    with pytest.raises(ChangedMeanwhile, match="Nothing of yours was saved"):
        publish_week(coop=sent.coop, by=sent.by, rota=sent.rota, expected_revision=seen)
    assert Publication.objects.count() == 2


def test_a_gap_is_sent_in_honest_words(sent: Sent) -> None:
    clear_slot(
        coop=sent.coop,
        by=sent.by,
        slot=slot_of(sent.rota, "Joan Hill", 0),
        expected_revision=sent.revision,
    )
    assert sent.send().people[0].lines == ("Monday 08:00, Getting up: nobody yet (it was Lucy)",)
    coming = who_is_coming(sent.coop, sent.joan.person, WEEK.monday, 1)[0].visits[0]
    assert (coming.missing, coming.changed) == (1, "it was Lucy")


def test_a_change_of_an_agreed_week_makes_it_a_draft_again(sent: Sent) -> None:
    agreed = agree_week(coop=sent.coop, by=sent.by, rota=sent.rota, expected_revision=sent.revision)
    assert agreed.state == Rota.AGREED
    sent.move("Joan Hill", sent.una)
    assert Rota.objects.get(pk=sent.rota.pk).state == Rota.DRAFT


def test_until_it_is_sent_people_see_what_was_sent(sent: Sent) -> None:
    sent.move("Joan Hill", sent.una)
    coming = who_is_coming(sent.coop, sent.joan.person, WEEK.monday, 7)[0].visits[0]
    assert [face.name for face in coming.workers] == ["Lucy"]
    sent.send()
    coming = who_is_coming(sent.coop, sent.joan.person, WEEK.monday, 7)[0].visits[0]
    assert ([face.name for face in coming.workers], coming.changed) == (["Una"], "it was Lucy")


def test_a_calendar_holds_ones_own_visits_only(sent: Sent) -> None:
    days = WEEK.monday, WEEK.sunday
    mine = published_visits(sent.coop, sent.lucy, *days, as_worker=True)
    hers = published_visits(sent.coop, sent.joan.person, *days, as_worker=False)
    assert [v.visit for v in mine] == [v.visit for v in hers]
    assert not published_visits(sent.coop, sent.una, *days, as_worker=True)


def test_sending_is_recorded_without_names(sent: Sent) -> None:
    event = Event.objects.filter(kind="rota.published").latest("number")
    assert event.details == {"number": 1, "told": 4, "changes": 2}


def test_an_empty_week_cannot_be_sent() -> None:
    team = make_team()
    by = actor_for(make_worker(team, "Lucy Marsh"))
    rota = make_rota(team, by)
    with pytest.raises(DomainError, match="no visits yet"):
        publish_week(coop=team.coop, by=by, rota=rota, expected_revision=rota.revision)


def test_somebody_outside_the_team_cannot_send(sent: Sent) -> None:
    stranger = actor_for(make_worker(make_team("hill", coop=sent.coop), "Ola Fox"))
    with pytest.raises(NotAllowed):
        publish_week(coop=sent.coop, by=stranger, rota=sent.rota, expected_revision=sent.revision)
    assert Visit.objects.filter(rota=sent.rota).count() == 2
