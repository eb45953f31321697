"""A co-op is founded on model articles, and everybody in it can read them."""

import pytest
from django.test import Client
from django.urls import reverse

from kith.articles.queries import articles_in_force, articles_versions
from kith.foundation.errors import DomainError
from kith.foundation.events import verify
from kith.foundation.models import Coop, Event
from kith.membership.founding.actions import found_coop
from kith.membership.founding.rules import Founder
from kith.people.models import Account, Person

pytestmark = pytest.mark.django_db
SAL = Founder("Sal Moor", "sal@example.org", ("secretary", "board"))


def test_a_founded_coop_has_articles_people_and_an_unbroken_record() -> None:
    coop = found_coop(name="Harbour", slug="harbour", model="worker", founders=[SAL])

    assert articles_in_force(coop).name == "Worker co-op"
    assert Person.objects.get(coop=coop).account is not None
    kinds = list(Event.objects.filter(coop=coop).values_list("kind", flat=True))
    assert kinds[:3] == ["coop.founded", "articles.adopted", "person.added"]
    assert Event.objects.filter(coop=coop, by__isnull=False).count() == 0
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"slug": "not a slug"}, "slug"),
        ({"model": "monarchy"}, "model"),
        ({"founders": [Founder("Bo", "bo@example.org")]}, "founders"),
        ({"founders": [Founder("Bo", "bo@example.org", ("king",))]}, "founders"),
        ({"founders": [Founder("", "bo@example.org", ("secretary",))]}, "name"),
    ],
)
def test_a_founding_that_cannot_be_leaves_nothing_behind(change: dict, field: str) -> None:
    wanted = {"name": "Harbour", "slug": "harbour", "model": "worker", "founders": [SAL]}

    with pytest.raises(DomainError) as caught:
        found_coop(**{**wanted, **change})

    assert caught.value.field == field
    assert not Coop.objects.exists()


def test_a_second_coop_cannot_take_the_same_short_name() -> None:
    found_coop(name="Harbour", slug="harbour", model="worker", founders=[SAL])

    with pytest.raises(DomainError, match="Another co-op"):
        found_coop(name="Harbour 2", slug="harbour", model="worker", founders=[SAL])


def test_the_page_says_the_articles_in_words(client: Client, django_assert_max_num_queries) -> None:
    coop = found_coop(name="Harbour", slug="harbour", model="multi-stakeholder", founders=[SAL])
    client.force_login(Account.objects.get())
    address = reverse("articles:articles", kwargs={"coop": coop.slug})

    with django_assert_max_num_queries(15):
        page = client.get(address).content.decode()

    assert "Every class has the same number of seats" in page
    assert "A team has at most 12 members" in page
    assert articles_versions(coop).count() == 1
