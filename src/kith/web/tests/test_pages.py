"""The pages that every site has, and those inside a co-op that lead everywhere else."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.parametrize("name", ["home", "help", "accessibility", "licence", "account_login"])
def test_a_visitor_can_read_the_pages_for_everybody(db: None, name: str) -> None:
    page = Client().get(reverse(name))
    assert page.status_code == 200
    assert b"<h1>" in page.content
