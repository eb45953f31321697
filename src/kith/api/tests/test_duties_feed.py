from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar as Feed

from kith.api.actions import make_address
from kith.articles.actions import adopt_first_articles
from kith.articles.reading import model_text
from kith.foundation import clock
from kith.foundation.errors import NotAllowed
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.people.actions import wear_hat
from kith.people.factories import a_coop, somebody, the_secretary
from kith.people.queries import actor_for

pytestmark = pytest.mark.django_db
RETURN = "return-2026-03-31"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.stopped_at(datetime(2026, 10, 20, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def coop() -> Coop:
    with clock.stopped_at(datetime(2025, 9, 30, 12, tzinfo=UTC)):
        made = a_coop()
        the_secretary(made)
        adopt_first_articles(coop=made, text=model_text("multi-stakeholder"))
    return made


@pytest.fixture
def boss(coop: Coop) -> Actor:
    return the_secretary(coop)


def test_the_feed_has_each_duty_as_a_day_and_names_nobody(coop: Coop, boss: Actor) -> None:
    person = somebody(coop, "Bo Board")
    wear_hat(coop=coop, by=boss, person=person, role="board", since=date(2023, 11, 1))
    secret = make_address(coop=coop, by=boss, kind="duties")
    answer = Client().get(reverse("feed", kwargs={"secret": secret}))
    events = {str(e["uid"]): e for e in Feed.from_ical(answer.content).walk("VEVENT")}
    event = events[f"{RETURN}@{coop.id}"]
    assert event["dtstart"].dt == date(2026, 10, 31)
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(days=1)
    assert b"Bo" not in answer.content.replace(b"board", b"")


def test_a_calendar_of_duties_is_for_those_who_may_see_them(coop: Coop) -> None:
    supporter = actor_for(somebody(coop, "Sue Supporter", role="supporter"))
    person = actor_for(somebody(coop, "Pat", role="person"))
    for by in (supporter, person):
        with pytest.raises(NotAllowed):
            make_address(coop=coop, by=by, kind="duties")
