"""The pages of the articles: anybody reads them, a proposal is looked at line by line, and what was typed is kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kith.articles.actions import propose_articles, put_articles_in_force
from kith.articles.factories import make_decision
from kith.articles.models import ArticlesVersion
from kith.articles.reading import model_text
from kith.articles.tests.test_changing import LARGER, acting, found, text_with
from kith.foundation.models import Coop
from kith.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop() -> Coop:
    return found()


@pytest.fixture
def client(coop: Coop) -> Client:
    return signed_in("Bo Lane")


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(name=name).account)
    return client


def address(view: str, coop: Coop, **more: object) -> str:
    return reverse(f"articles:{view}", kwargs={"coop": coop.slug, **more})


def typed(text: str, button: str = "propose", **more: object) -> dict[str, object]:
    return {"base": 1, "text": text, "why": "We grew.", button: "yes", **more}


@pytest.mark.parametrize("view", ["articles", "versions", "principles", "propose"])
def test_each_page_asks_few_questions(
    client: Client, coop: Coop, view: str, django_assert_max_num_queries
) -> None:
    for percent in (30, 35, 40, 45):
        text = text_with("quorum_percent = 25", f"quorum_percent = {percent}")
        propose_articles(coop=coop, by=acting(coop), text=text)

    with django_assert_max_num_queries(15):
        page = client.get(address(view, coop))

    assert page.status_code == 200


def test_looking_first_says_what_changes_and_keeps_nothing(client: Client, coop: Coop) -> None:
    page = client.post(address("propose", coop), typed(LARGER, "look", why=""))

    words = page.content.decode()
    assert page.status_code == 200
    assert "The quorum of a members’ meeting goes from 25% to 30%." in words
    assert "keeps all seven" in words
    assert "quorum_percent = 30" in words
    assert ArticlesVersion.objects.count() == 1


def test_a_proposal_has_a_page_that_says_what_it_changes(client: Client, coop: Coop) -> None:
    page = client.post(address("propose", coop), typed(LARGER), follow=True)

    words = page.content.decode()
    assert page.redirect_chain[0][0] == address("version", coop, number=2)
    assert "Nothing has changed yet" in words
    assert "We grew." in words
    assert "goes from 25% to 30%" in words
    assert "Take my proposal back" in words
    assert (
        "Take my proposal back"
        not in signed_in("Sal Moor").get(address("version", coop, number=2)).content.decode()
    )


def test_every_fault_is_shown_at_its_line_and_the_text_is_kept(client: Client, coop: Coop) -> None:
    text = text_with("quorum = 4", "quorum = 40").replace("coach = true", "coatch = true")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if row.startswith("quorum = "))

    page = client.post(address("propose", coop), typed(text))

    words = page.content.decode()
    assert page.status_code == 422
    assert f"Line {line}" in words
    assert "quorum = 40" in words
    assert "40 is outside 2 to 30" in words
    assert "Did you mean “coach”?" in words
    assert "what you wrote is kept" in words
    assert ArticlesVersion.objects.count() == 1


def test_a_broken_principle_is_shown_with_its_reason(client: Client, coop: Coop) -> None:
    text = text_with('counted_by = "member"', 'counted_by = "share"')

    page = client.post(address("propose", coop), typed(text))

    words = page.content.decode()
    assert page.status_code == 422
    assert "Members with more shares would have more votes." in words
    assert "people decide, not money" in words
    assert ArticlesVersion.objects.count() == 1


def test_a_file_stands_in_for_what_was_typed(client: Client, coop: Coop) -> None:
    file = SimpleUploadedFile("articles.toml", LARGER.encode())

    client.post(address("propose", coop), typed("", file=file))

    assert ArticlesVersion.objects.get(number=2).text == LARGER


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\xff\xfe\x00", "not text in UTF-8"), (b"#" * 900_000, "too large to be articles")],
)
def test_a_file_that_is_no_text_is_refused_and_what_was_typed_stays(
    client: Client, coop: Coop, content: bytes, words: str
) -> None:
    file = SimpleUploadedFile("articles.toml", content)

    page = client.post(address("propose", coop), typed(LARGER, file=file))

    assert page.status_code == 422
    assert words in page.content.decode()
    assert "quorum_percent = 30" in page.content.decode()


def test_articles_that_changed_meanwhile_are_told_and_the_text_is_kept(
    client: Client, coop: Coop
) -> None:
    other = text_with("notice_days = 14", "notice_days = 21")
    version = propose_articles(coop=coop, by=acting(coop), text=other)
    put_articles_in_force(coop=coop, by=None, version=version, decision=make_decision(version))

    page = client.post(address("propose", coop), typed(LARGER))

    words = page.content.decode()
    assert page.status_code == 422
    assert "The articles changed while you wrote" in words
    assert "quorum_percent = 30" in words
    assert ArticlesVersion.objects.count() == 2


def test_a_proposal_without_a_reason_is_not_made(client: Client, coop: Coop) -> None:
    page = client.post(address("propose", coop), typed(LARGER, why=" "))

    assert page.status_code == 422
    assert "Say in a sentence why" in page.content.decode()


def test_one_takes_ones_own_proposal_back_and_can_propose_it_again(
    client: Client, coop: Coop
) -> None:
    propose_articles(coop=coop, by=acting(coop), text=LARGER, why="We grew.")

    assert signed_in("Sal Moor").post(address("withdraw", coop, number=2)).status_code == 403
    page = client.post(address("withdraw", coop, number=2), follow=True)

    assert "is taken back" in page.content.decode()
    again = client.get(address("propose", coop) + "?from=2").content.decode()
    assert "quorum_percent = 30" in again
    assert "We grew." in again


def test_who_may_not_propose_still_reads_everything(coop: Coop) -> None:
    reader = signed_in("Kit Ash")

    assert reader.get(address("propose", coop)).status_code == 403
    for view in ("articles", "versions", "principles"):
        page = reader.get(address(view, coop))
        assert page.status_code == 200
        assert address("propose", coop) not in page.content.decode()


def test_the_page_of_principles_shows_all_seven(client: Client, coop: Coop) -> None:
    words = client.get(address("principles", coop)).content.decode()

    for title in (
        "Open to join, free to leave",
        "One member, one vote",
        "Care for the neighbourhood",
    ):
        assert title in words
    assert "broken" not in words


def test_the_text_comes_as_it_was_adopted(client: Client, coop: Coop) -> None:
    page = client.get(address("text", coop, number=1))

    assert page.content.decode() == model_text("worker")
    assert "attachment" in page["Content-Disposition"]


def test_a_version_that_is_not_there_is_not_found(client: Client, coop: Coop) -> None:
    for view in ("version", "text", "withdraw"):
        assert client.get(address(view, coop, number=9)).status_code == 404
