"""One click signs in, in the demo and nowhere else."""

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from kith.demo.accounts import PASSWORD
from kith.people.models import Account


@pytest.fixture
def account(db: None) -> Account:
    return Account.objects.create(email="maya@don-valley.example")


def test_one_click_signs_in_in_the_demo(account: Account, settings: LazySettings) -> None:
    settings.DEMO = True
    client = Client()

    page = client.get(reverse("demo:hats")).content.decode()
    answer = client.post(reverse("demo:sign-in-as"), {"email": account.email})

    assert "Sign in as Maya Robinson" in page
    assert PASSWORD in page
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(account.pk)
    assert "Sign in as Maya" in Client().get(reverse("account_login")).content.decode()


def test_nobody_else_gets_in(account: Account, settings: LazySettings) -> None:
    settings.DEMO = True
    Account.objects.create(email="real@example.org")
    client = Client()

    assert client.post(reverse("demo:sign-in-as"), {"email": "real@example.org"}).status_code == 404
    assert client.get(reverse("demo:sign-in-as")).status_code == 405
    assert "_auth_user_id" not in client.session


def test_outside_the_demo_there_is_no_such_door(account: Account, settings: LazySettings) -> None:
    settings.DEMO = False

    assert Client().get(reverse("demo:hats")).status_code == 404
    answer = Client().post(reverse("demo:sign-in-as"), {"email": account.email})
    assert answer.status_code == 404
    assert "Try a hat" not in Client().get(reverse("account_login")).content.decode()
