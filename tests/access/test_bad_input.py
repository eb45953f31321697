"""Whatever is sent to an address, no page breaks: each form is sent as it stands, but for one field that is wrong."""

import logging
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import cycle

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from kith.foundation.permissions import Permission
from tests.access.cast import VISITOR, Cast
from tests.access.samples import Samples
from tests.access.test_access import walked

BAD = ("", "a\0b", "x" * 30_000, '{"a": [{"b": 1}]}', "[1]", "9999-12-31", "²", "-1")
ASKED = ("as", "by", "day", "hat", "kind", "order", "page", "person", "q", "visit", "week", "year")
"""What pages read from the end of an address."""
LIKELY = {"day": "14", "month": "6", "year": "2027", "email": "words@example.org"}
"""What is written into a field that begins empty, by the end of its name; else a word."""
OTHERS = ("account_", "mfa_", "socialaccount_")
"""Pages of the sign-in library: signing out would end the walk."""


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "django.request")


class Filled(HTMLParser):
    """The fields of a page's forms, as they are filled in."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.within = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a field with its value; the options of a list come after it."""
        has = dict(attrs)
        name, value = has.get("name") or "", has.get("value") or ""
        if tag in {"textarea", "select"}:
            self.within = name
            self.values[name] = ""
        elif (
            tag == "option" and self.within and ("selected" in has or not self.values[self.within])
        ):
            self.values[self.within] = value
        elif tag in {"input", "button"} and name != "csrfmiddlewaretoken":
            picked = has.get("type") not in {"radio", "checkbox"} or "checked" in has
            if picked or name not in self.values:
                self.values[name] = value

    def handle_data(self, data: str) -> None:
        """Keep what stands in a text area."""
        if self.lasttag == "textarea" and self.within:
            self.values[self.within] += data

    def handle_endtag(self, tag: str) -> None:
        """A text area or list ends."""
        if tag in {"textarea", "select"}:
            self.within = ""


def test_bad_input_breaks_no_page(cast: Cast, samples: Samples) -> None:
    broken: list[str] = []
    for address, access in walked():
        if address.name.startswith(OTHERS):
            continue
        path = reverse(address.name, kwargs=samples.example(address))
        done: set[str] = set()
        for client in entitled(cast, access.permission, visitors=bool(access.why_open)):
            broken += sent(client, path, done)
    assert not broken, "\n".join(broken)


def entitled(cast: Cast, permission: Permission | None, *, visitors: bool) -> Iterator[Client]:
    """The browsers that an address with this permission opens for; of a page that is open to all, the visitor's."""
    for who, client, role in cast.everybody():
        if who == VISITOR and visitors:
            yield client
            return
        if role and (not permission or cast.may(role, permission)):
            yield client


def sent(client: Client, path: str, done: set[str]) -> list[str]:
    """Send each field wrongly that is not yet among the `done`, and once each question; what that changes is undone."""
    page = client.get(path)
    html = page.headers.get("Content-Type", "").startswith("text/html")
    found = Filled(page.text).values if html and page.status_code == 200 else {}
    filled = {
        name: value or LIKELY.get(name.split("_")[-1], "Words") for name, value in found.items()
    }
    wrong = []
    for name, bad in zip(sorted(set(filled) - done), cycle(BAD)):
        before = transaction.savepoint()
        answer = client.post(path, {**filled, name: bad})
        transaction.savepoint_rollback(before)
        if answer.status_code >= 500:
            wrong.append(f"{path} {name}={bad[:20]!r}: {answer.status_code}")
    if (
        not done
        and client.get(path, dict.fromkeys(ASKED, BAD[len(path) % len(BAD)])).status_code >= 500
    ):
        wrong.append(f"{path}?…")
    done |= {*filled, ""}
    return wrong
