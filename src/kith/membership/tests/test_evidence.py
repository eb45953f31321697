"""What the membership shows about the principles is what its rows say."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from kith.articles.principles.life import check_life
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.membership.factories import a_society, an_application, make_member, make_organisation
from kith.people.factories import somebody

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.stopped_at(NOON):
        yield


def shown(coop: Coop, principle: int) -> list[tuple[str, str]]:
    return [(one.words, one.kind) for one in check_life(coop).get(principle, ())]


def test_somebody_who_waits_too_long_for_an_answer_is_shown() -> None:
    coop = a_society()
    an_application(coop)

    assert shown(coop, 1) == []
    with clock.stopped_at(NOON + timedelta(days=100)):
        assert shown(coop, 1) == [
            ("1 person asked to join and should have had an answer by now.", "bad")
        ]


def test_people_and_those_who_speak_for_organisations_are_counted_once_each() -> None:
    coop = a_society()
    make_member(coop, somebody(coop, "Ann Able"), "people")
    make_organisation(coop, somebody(coop, "Ray Speaks"))

    assert shown(coop, 2) == [("2 people can vote, each once.", "good")]


def test_an_organisation_on_the_board_is_held_to_the_seats_of_the_articles() -> None:
    coop = a_society(model="participation")
    coop_without = a_society(model="worker")
    speaker = somebody(coop, "Ray Speaks", role="board")

    assert shown(coop_without, 4) == []
    assert speaker.coop == coop
    assert [kind for _, kind in shown(coop, 4)] == ["good"]


def test_looking_asks_as_many_questions_for_many_members(django_assert_max_num_queries) -> None:
    coop = a_society()
    for number in range(12):
        make_member(coop, somebody(coop, f"Member {chr(65 + number)}"), "people")

    with django_assert_max_num_queries(12):
        check_life(coop)
