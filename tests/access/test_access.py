"""Every address, opened by everybody: a visitor, an outsider, a member of another co-op, and every role.

An address without a declared permission fails; so does one without an example in samples.py.
"""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kith.foundation.access import Access
from kith.foundation.permissions import Permission, roles
from tests.access.cast import Cast, found_cast
from tests.access.samples import NOT_WALKED, example

Address = tuple[str, URLPattern, tuple[str, ...]]


def addresses(
    resolver: URLResolver | None = None, names: tuple[str, ...] = ()
) -> Iterator[Address]:
    """All addresses as (reversible name, pattern, names of its arguments)."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = (*names, entry.namespace) if entry.namespace else names
            yield from addresses(entry, inner)
        elif entry.name not in NOT_WALKED:
            yield ":".join((*names, entry.name or "")), entry, ()


def access_of(pattern: URLPattern) -> Access | None:
    return getattr(pattern.callback, "access", None)


def test_every_address_has_a_name_and_declares_who_may_open_it() -> None:
    undeclared = [
        name for name, pattern, _ in addresses() if not pattern.name or access_of(pattern) is None
    ]
    assert undeclared == []


def test_an_open_page_says_why_it_is_open() -> None:
    for name, pattern, _ in addresses():
        access = access_of(pattern)
        if access and not access.signed_in and access.permission is None:
            assert len(access.why_open) > 10, name


@pytest.fixture
def cast(transactional_db_free_demo: None) -> Cast:
    return found_cast()


@pytest.fixture
def transactional_db_free_demo(db: None) -> None:
    from datetime import date

    from kith.demo.founding import found_demo

    found_demo(today=date(2026, 11, 25))


def test_each_address_answers_each_person_as_it_declares(cast: Cast) -> None:
    wrong: list[str] = []
    for name, pattern, _ in addresses():
        access = access_of(pattern)
        if access is None:
            continue
        for kwargs in example(name, cast):
            path = reverse(name, kwargs=kwargs)
            in_coop = "coop" in kwargs
            for who, client, role in cast.clients():
                status = client.get(path).status_code
                if not fits(status, who, role, access, in_coop=in_coop):
                    wrong.append(f"{who} at {path}: {status}")
    assert wrong == []


def fits(status: int, who: str, role: str | None, access: Access, *, in_coop: bool) -> bool:
    """True when the answer is one that the declared access allows."""
    if status >= 500:
        return False
    if access.why_open:
        return status not in (403,)
    if who == "visitor":
        return status in (302, 405)
    if not in_coop or access.permission is None:
        return status != 403
    if role is None:
        return status == 404
    if access.permission in roles()[role].permissions:
        return True
    return status == 403


def test_a_role_without_a_permission_is_refused_in_words(cast: Cast) -> None:
    path = reverse("rota:weeks", kwargs={"coop": cast.coop.slug, "team": cast.team.slug})
    answer = cast.client("supporter").get(path)
    assert answer.status_code == 403
    assert "see the team's week" in answer.content.decode().replace("&#39;", "'").replace("’", "'")


def test_a_worker_of_another_team_cannot_see_this_teams_people(cast: Cast) -> None:
    for name, pattern, _ in addresses():
        access = access_of(pattern)
        if access is None or access.permission is None or access.permission not in TEAM_THINGS:
            continue
        for kwargs in example(name, cast):
            if kwargs.keys() <= {"coop"}:
                continue
            status = cast.other_team_worker().get(reverse(name, kwargs=kwargs)).status_code
            assert status in (403, 404, 405), f"{name} {kwargs}: {status}"


TEAM_THINGS = {
    Permission.SUPPORT_CHANGE,
    Permission.AVAILABILITY_VIEW,
    Permission.AVAILABILITY_CHANGE,
    Permission.ROTA_VIEW,
    Permission.ROTA_CHANGE,
    Permission.ROTA_PUBLISH,
    Permission.CONTACT_VIEW,
}


def test_a_visitor_is_sent_to_sign_in_and_back(client: Client, db: None) -> None:
    answer = client.get("/at/don-valley/")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/at/don-valley/"
