"""How the work is shared: the numbers are the engine's, the weeks before agree with themselves, few queries."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client

from kith.engines.rota.week.evaluate import GAP, evaluate
from kith.engines.rota.week.problem import Weights
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.people.models import Account, Person
from kith.people.queries import actor_for
from kith.rota.actions.moves import move_visit
from kith.rota.actions.publishing import publish_week
from kith.rota.actions.suggestions import ask_suggestion, run_suggestion
from kith.rota.factories import (
    WEEK,
    make_rota,
    make_supported,
    make_team,
    make_town,
    make_worker,
    slot_of,
)
from kith.rota.models import Rota
from kith.rota.problem import team_week
from kith.rota.queries.sharing import faces_met, sharing_of
from kith.rota.rules.counting import AMOUNTS, amounts_of, in_all, points_of, weighed
from kith.rota.views.sharing import worker_words
from kith.support.choices.actions import say_choice
from kith.support.models import Choice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_monday() -> Iterator[None]:
    with clock.stopped_at(datetime(2026, 11, 23, 9, tzinfo=UTC)):
        yield


class Shore:
    """Two workers and two people with visits in the morning and in the evening; Joan's first choice is Lucy."""

    def __init__(self) -> None:
        self.team = make_team()
        self.coop: Coop = self.team.coop
        self.lucy = make_worker(self.team, "Lucy Marsh", hours=4, ends=time(22))
        self.tom = make_worker(self.team, "Tom Bell", hours=2, ends=time(22))
        self.lucy.account = Account.objects.create(email="lucy@shore.example")
        self.lucy.save()
        self.by: Actor = actor_for(self.lucy)
        make_supported(self.team, self.by, "Joan Hill", minutes=60)
        make_supported(
            self.team, self.by, "Ray Fox", minutes=60, earliest=time(19), latest=time(20)
        )
        say_choice(
            coop=self.coop,
            by=self.by,
            person=Person.objects.get(name="Joan Hill"),
            worker=self.lucy,
            says=Choice.FIRST,
        )

    def week(self, number: int = 0, *, joan: str = "LLLLLTT", ray: str = "TTTT---") -> Rota:
        """A week so many after the first, each day's worker by their letter; it is sent."""
        week = WEEK
        for _ in range(number):
            week = week.next()
        rota = make_rota(self.team, self.by, week)
        for name, days in (("Joan Hill", joan), ("Ray Fox", ray)):
            for day, letter in enumerate(days):
                if letter != "-":
                    self.give(rota, name, day, self.lucy if letter == "L" else self.tom)
        rota.refresh_from_db()
        publish_week(coop=self.coop, by=self.by, rota=rota, expected_revision=rota.revision)
        rota.refresh_from_db()
        return rota

    def give(self, rota: Rota, name: str, day: int, worker: Person) -> None:
        rota.refresh_from_db()
        move_visit(
            coop=self.coop,
            by=self.by,
            slot=slot_of(rota, name, day),
            worker=worker,
            expected_revision=rota.revision,
        )


@pytest.fixture
def shore() -> Shore:
    return Shore()


def test_a_week_is_counted_worker_by_worker_and_person_by_person(shore: Shore) -> None:
    shared = sharing_of(shore.week())

    lucy, tom = shared.workers
    assert (lucy.name, lucy.worked, lucy.contract, lucy.over) == ("Lucy", 300, 240, 60)
    assert tom.worked >= 6 * 60  # two mornings, four evenings, and no way between on any day
    assert (lucy.average, lucy.weeks, lucy.most) == (300, 1, 48 * 60)
    joan, ray = shared.people
    assert (joan.visits, joan.now, joan.new, joan.recent) == (7, 2, 2, 2)
    assert (joan.chosen, joan.has_first) == (5, True)
    assert (ray.visits, ray.now, ray.has_first) == (4, 1, False)
    assert shared.gaps == 3
    assert (shared.figures.faces, shared.figures.chosen) == (1.5, 71)


def test_every_number_is_what_the_engine_counts(shore: Shore) -> None:
    shore.week(0)
    rota = shore.week(1, joan="LTLTLTT", ray="TTTTLLL")
    of_week = team_week(rota)
    problem, plan = of_week.problem, of_week.plan
    judged, amounts, shared = evaluate(problem, plan), amounts_of(problem, plan), sharing_of(rota)

    assert judged.total - judged.parts[GAP] == pytest.approx(points_of(amounts, problem.weights))
    assert sum(max(0, w.over_fair) for w in shared.workers) / 60 == pytest.approx(
        amounts["unsocial"], abs=0.05
    )
    assert sum(max(0, w.over) for w in shared.workers) == amounts["over"]
    assert sum(max(0, -w.over) for w in shared.workers) == amounts["under"]
    assert sum(p.now for p in shared.people) == amounts["face"]
    assert sum(p.new for p in shared.people) == amounts["new_face"]
    assert sum(p.chosen for p in shared.people) == amounts["first"]
    strangers = sum(p.visits - p.chosen for p in shared.people if p.has_first)
    assert strangers == amounts["not_first"] + amounts["not_chosen"]


def test_a_whole_suggested_team_agrees_with_the_engine_in_few_queries(
    django_assert_max_num_queries: Any,
) -> None:
    team, by, rota = make_town(people=20, workers=6)
    asked = ask_suggestion(
        coop=team.coop, by=by, rota=rota, expected_revision=rota.revision, seconds=1.0
    )
    run_suggestion(asked.pk)
    rota.refresh_from_db()
    with django_assert_max_num_queries(18):
        shared = sharing_of(rota)
    asked.refresh_from_db()

    assert sum(p.now for p in shared.people) == asked.after["amounts"]["face"]
    assert sum(max(0, w.over) for w in shared.workers) == asked.after["amounts"]["over"]


def test_the_weeks_before_are_told_as_they_were(
    shore: Shore, django_assert_max_num_queries: Any
) -> None:
    then = [sharing_of(shore.week(0)).figures]
    then.append(sharing_of(shore.week(1, joan="TTTTTTT", ray="TTLLLLL")).figures)
    last = shore.week(2, joan="LLLLLLL", ray="TTTTTTT")
    with django_assert_max_num_queries(20):
        shared = sharing_of(last)

    assert list(shared.before) == then
    assert [figures.chosen for figures in shared.before] == [71, 0]
    joan, ray = shared.people
    assert (joan.now, joan.new, joan.recent) == (1, 0, 2)
    assert (ray.now, ray.recent) == (1, 2)


def test_a_choice_made_later_does_not_change_the_weeks_before(shore: Shore) -> None:
    told = sharing_of(shore.week(0)).figures.chosen
    with clock.stopped_at(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        say_choice(
            coop=shore.coop,
            by=shore.by,
            person=Person.objects.get(name="Joan Hill"),
            worker=shore.tom,
            says=Choice.FIRST,
        )
    assert [figures.chosen for figures in sharing_of(shore.week(1)).before] == [told]


def test_how_many_came_is_told_to_the_person(shore: Shore) -> None:
    shore.week(0)
    joan = Person.objects.get(name="Joan Hill")
    week = (WEEK.monday, WEEK.sunday)
    assert faces_met(shore.coop, joan, *week) == 2
    assert faces_met(shore.coop, joan, WEEK.monday, WEEK.monday + timedelta(days=4)) == 1
    assert faces_met(shore.coop, joan, WEEK.next().monday, WEEK.next().sunday) == 0


def test_the_words_compare_and_do_not_judge(shore: Shore) -> None:
    words = [worker_words(one)["hours"] for one in sharing_of(shore.week()).workers]
    assert words == ["1 h more than agreed", "4 h more than agreed"]


def test_what_a_suggestion_weighed_is_told_in_words() -> None:
    before = dict.fromkeys(amounts(), 10.0)
    after = before | {"travel": 22.0, "first": 13.0, "new_face": 9.0, "unsocial": 8.5}

    told = weighed(before, after)

    assert told.better == (
        "3 more visits by a first choice",
        "1 fewer new face at the door",
        "1 hour 30 minutes less above a fair share of evenings, nights and weekends",
    )
    assert told.worse == ("12 minutes more travel",)
    assert weighed(before, before) == weighed({}, after) == weighed({}, {})
    assert "22 minutes on the way from door to door" in in_all(after)


def test_every_weight_of_the_engine_has_its_amount() -> None:
    weights = {field.name for field in fields(Weights)}
    assert set(AMOUNTS) == weights - {"gap", "waiting_cap"}


def amounts() -> list[str]:
    team = make_team()
    by = actor_for(make_worker(team, "Lucy Marsh"))
    make_supported(team, by, "Joan Hill")
    of_week = team_week(make_rota(team, by))
    return list(amounts_of(of_week.problem, of_week.plan))


def test_the_page_shows_everybody_in_order_of_name_or_of_need(shore: Shore, client: Client) -> None:
    address = f"/at/{shore.coop.slug}/teams/{shore.team.slug}/sharing/"
    client.force_login(shore.lucy.account)
    assert "This week is not made yet" in client.get(address).content.decode()

    shore.week(joan="LLLLLLL", ray="TLTL---")
    by_name = client.get(address).content.decode()
    assert "h more than agreed" in by_name
    assert "7 of 7 visits" in by_name
    assert "3 places without a worker yet" in by_name
    assert by_name.index("</span><span>Joan") < by_name.index("</span><span>Ray")
    by_need = client.get(address, {"order": "need"}).content.decode()
    assert by_need.index("</span><span>Ray") < by_need.index("</span><span>Joan")
    assert client.get(address, {"week": "2026-W99"}).status_code == 404


def test_a_week_is_compared_with_the_last_one_sent_and_says_so(
    shore: Shore, client: Client
) -> None:
    """The week in between was never made: nothing is called the week before that was not."""
    shore.week(joan="LLLLLLL")
    later = shore.week(2, joan="LLLLLTT")
    address = f"/at/{shore.coop.slug}/teams/{shore.team.slug}/sharing/"
    client.force_login(shore.lucy.account)
    page = client.get(address, {"week": str(later.week)}).content.decode()
    assert "29 % fewer than in the last week sent before" in page
    assert "than in the week before" not in page
