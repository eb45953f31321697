"""The pages that every site has, and those inside a co-op that lead everywhere else."""

import pytest
from django.test import Client
from django.urls import reverse

from kith.membership.factories import a_society


@pytest.mark.parametrize("name", ["home", "help", "accessibility", "licence", "account_login"])
def test_a_visitor_can_read_the_pages_for_everybody(db: None, name: str) -> None:
    page = Client().get(reverse(name))
    assert page.status_code == 200
    assert b"<h1>" in page.content


def test_the_front_door_shows_the_co_ops_that_one_can_ask_to_join(client: Client, db: None) -> None:
    coop = a_society("harbour")
    page = client.get("/")
    assert reverse("membership:join", kwargs={"coop": coop.slug}) in page.text
