"""The articles are changed by answering questions, and the proposal is that of the text with those answers."""

import tomllib

import pytest
from django.test import Client
from django.urls import reverse

from kith.articles.models import ArticlesVersion
from kith.articles.queries import newest_adopted
from kith.articles.reading import model_text, read_articles
from kith.articles.rewriting import brought_up_to_date
from kith.articles.tests.test_changing import found
from kith.articles.tests.test_reading import older
from kith.foundation.models import Coop
from kith.membership.amending.forms import AmendForm, asked
from kith.membership.amending.views import ORDER, STEPS
from kith.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop() -> Coop:
    return found(model="multi-stakeholder")


@pytest.fixture
def client(coop: Coop) -> Client:
    client = Client()
    client.force_login(Person.objects.get(name="Bo Lane").account)
    return client


def address(coop: Coop, part: str) -> str:
    return reverse("amending:answer", kwargs={"coop": coop.slug, "part": part})


def now(coop: Coop, part: str) -> dict[str, object]:
    """What a browser would send when nothing is changed."""
    table = tomllib.loads(brought_up_to_date(newest_adopted(coop).text))
    form = AmendForm(questions=asked(STEPS[part], table), table=table, initial={"base": 1})
    values = {name: form[name].value() for name in form.fields}
    return {
        name: "on" if value is True else value
        for name, value in values.items()
        if value is not None and value is not False
    }


def test_every_part_can_be_opened_from_the_list(client: Client, coop: Coop) -> None:
    page = client.get(reverse("amending:choose", kwargs={"coop": coop.slug})).content.decode()

    for part in ORDER:
        assert address(coop, part) in page
        assert client.get(address(coop, part)).status_code == 200


@pytest.mark.parametrize("part", ORDER)
def test_the_same_answers_change_nothing_and_are_told_so(
    client: Client, coop: Coop, part: str
) -> None:
    page = client.post(address(coop, part), {**now(coop, part), "look": "yes"})

    assert page.status_code == 422
    assert "This is what the articles say already" in page.content.decode()


def test_another_answer_becomes_a_proposal_of_exactly_that(client: Client, coop: Coop) -> None:
    typed = now(coop, "voting") | {"meetings-quorum_percent": "20", "why": "We grew."}

    looked = client.post(address(coop, "voting"), {**typed, "look": "yes"})
    assert "The quorum of a members’ meeting goes from 10% to 20%." in looked.content.decode()
    assert ArticlesVersion.objects.count() == 1

    client.post(address(coop, "voting"), {**typed, "propose": "yes"})
    made = ArticlesVersion.objects.get(number=2)
    text = model_text("multi-stakeholder")
    assert made.text == text.replace("quorum_percent = 10", "quorum_percent = 20")
    assert made.why == "We grew."


def test_an_answer_that_does_not_hold_is_told_at_its_question(client: Client, coop: Coop) -> None:
    typed = now(coop, "voting") | {"meetings-notice_days": "2", "look": "yes"}

    page = client.post(address(coop, "voting"), typed)

    assert page.status_code == 422
    assert "2 is outside 7 to 60" in page.content.decode()
    assert 'id="id_meetings-notice_days-error"' in page.content.decode()
    assert 'value="2"' in page.content.decode()


def test_an_answer_that_breaks_a_principle_is_stopped_with_its_reason(
    client: Client, coop: Coop
) -> None:
    typed = now(coop, "voting") | {"why": "Quicker.", "propose": "yes"}
    del typed["votes-class_by_class"]

    page = client.post(address(coop, "voting"), typed)

    words = page.content.decode()
    assert page.status_code == 422
    assert "No class may outvote the rest" in words
    assert ArticlesVersion.objects.count() == 1


def test_seats_of_a_class_make_the_board_larger(client: Client, coop: Coop) -> None:
    seats = {f"classes-{index}-board_seats": "4" for index in range(3)}
    typed = now(coop, "board") | seats | {"why": "More of us.", "propose": "yes"}

    client.post(address(coop, "board"), typed)

    board = read_articles(ArticlesVersion.objects.get(number=2).text).board
    assert board.seats == 12


def test_a_class_can_be_described_otherwise(client: Client, coop: Coop) -> None:
    typed = now(coop, "classes") | {
        "classes-1-title": "Friends",
        "why": "A warmer word.",
        "propose": "yes",
    }

    client.post(address(coop, "classes"), typed)

    articles = read_articles(ArticlesVersion.objects.get(number=2).text)
    assert [one.title for one in articles.classes] == [
        "People drawing on support",
        "Friends",
        "Workers",
    ]


def test_articles_of_an_older_kith_are_amended_in_todays_format() -> None:
    coop = found("older", "worker")
    version = ArticlesVersion.objects.get()
    old = Coop.objects.create(name="Old", slug="old")
    ArticlesVersion.objects.create(
        coop=old,
        number=1,
        model="worker",
        text=older(version.text),
        in_force_from=version.in_force_from,
    )
    Person.objects.filter(coop=coop).update(coop=old)
    client = Client()
    client.force_login(Person.objects.get(name="Bo Lane").account)
    Person.objects.get(name="Bo Lane").hats.update(coop=old)
    typed = now(old, "together") | {
        "education-plan": "Everybody learns.",
        "education-hours_a_year": "10",
        "cooperation-with_whom": "The co-ops of our town.",
        "community-concern": "We keep the hall warm.",
        "why": "We never said.",
        "propose": "yes",
    }

    client.post(address(old, "together"), typed)

    made = read_articles(ArticlesVersion.objects.get(coop=old, number=2).text)
    assert (made.format, made.assumed) == (2, ())
    assert made.education.hours_a_year == 10


def test_a_part_that_is_not_there_is_not_found(client: Client, coop: Coop) -> None:
    assert client.get(address(coop, "weather")).status_code == 404
