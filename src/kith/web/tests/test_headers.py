"""Headers of every answer: nobody else's cache or search engine keeps a page."""

import pytest
from django.test import Client
from django.urls import reverse

from kith.people.models import Person
from kith.teams.factories import make_coop


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    make_coop()
    client.force_login(Person.objects.get(name="Sal Moor").account)
    return client


def today() -> str:
    return reverse("web:today", kwargs={"coop": Person.objects.get(name="Sal Moor").coop.slug})


def test_what_somebody_saw_is_kept_by_no_cache_and_is_gone_after_signing_out(
    client: Client,
) -> None:
    page = client.get(today())
    assert page.headers["Cache-Control"] == "private, no-store"
    client.post(reverse("account_logout"))
    again = client.get(today())
    assert again.status_code == 302
    assert reverse("account_login") in again.headers["Location"]


def test_only_pages_for_everybody_may_be_found_by_a_search_engine(client: Client) -> None:
    assert client.get(today()).headers["X-Robots-Tag"] == "noindex"
    assert client.get(reverse("account_login")).headers["X-Robots-Tag"] == "noindex"
    assert client.get("/nothing-here/").headers["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get(reverse("help")).headers


def test_a_visitor_may_keep_help_but_a_form_to_sign_in_is_never_kept(db: None) -> None:
    visitor = Client()
    assert "Cache-Control" not in visitor.get(reverse("help")).headers
    assert "no-store" in visitor.get(reverse("account_login")).headers["Cache-Control"]
