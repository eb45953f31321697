"""Whatever is sent to an address, no page breaks: each is sent what no form would send, under every name it knows."""

import logging
import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from kith.foundation.permissions import Permission
from tests.access.addresses import Address
from tests.access.cast import VISITOR, Cast
from tests.access.samples import Samples
from tests.access.test_access import walked

BAD = ("", "a\0b", "x" * 30_000, '{"a": [{"b": 1}]}', "9999-12-31", "²")
FIELD = re.compile(r'<(?:input|textarea|select|button)[^>]*?\bname="([^"]+)"')
ALSO = {"back", "base", "day", "hat", "kind", "order", "page", "person", "q", "revision", "says"}
ALSO |= {"seen", "text", "visit", "week", "whose", "worker", "year"}
OTHERS = ("account_", "mfa_", "socialaccount_")
"""Pages of the sign-in library: signing out would end the walk."""


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "django.request")


def test_bad_input_breaks_no_page(cast: Cast, samples: Samples) -> None:
    broken: list[str] = []
    for address, access in walked():
        if address.name.startswith(OTHERS):
            continue
        path = reverse(address.name, kwargs=samples.example(address))
        for client in entitled(cast, address, access.permission, visitors=bool(access.why_open)):
            broken += sent(client, path)
    assert not broken, "\n".join(broken)


def entitled(
    cast: Cast, address: Address, permission: Permission | None, *, visitors: bool
) -> list[Client]:
    """The first browser that the address opens for; of a page that is open to all, the visitor's."""
    for who, client, role in cast.everybody():
        if (who == VISITOR and visitors) or (
            role and (not permission or cast.may(role, permission))
        ):
            return [client]
    return []


def sent(client: Client, path: str) -> list[str]:
    """Send each bad value to be read and to be written; what the writing changed is undone."""
    page = client.get(path)
    names = ALSO | set(
        FIELD.findall(page.text) if page.headers["Content-Type"][:9] == "text/html" else ()
    )
    names -= {"csrfmiddlewaretoken"}
    wrong = []
    for bad in BAD:
        values = dict.fromkeys(names, bad)
        before = transaction.savepoint()
        answers = (client.get(path, dict.fromkeys(ALSO, bad)), client.post(path, values))
        transaction.savepoint_rollback(before)
        wrong += [
            f"{path} {bad[:20]!r}: {one.status_code}" for one in answers if one.status_code >= 500
        ]
    return wrong
