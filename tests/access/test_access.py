"""Every address, opened by everybody: a visitor, an outsider, a member of another co-op, and every role.

An address without a declared permission fails; so does one without an example in samples.py.
"""

import logging
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kith.foundation import clock
from kith.foundation.access import Access
from kith.foundation.permissions import Permission, roles
from kith.kernel.week import Week
from tests.access.addresses import Address, addresses
from tests.access.cast import ROLES, VISITOR, Cast
from tests.access.samples import NEVER_THERE, NOT_WALKED, Samples

OPEN = range(200, 400)
READS = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, "django.request")  # hundreds of refusals are as it should be


def walked() -> Iterator[tuple[Address, Access]]:
    for address in addresses():
        if address.access is not None and address.name not in NOT_WALKED:
            yield address, address.access


def test_every_address_declares_who_may_open_it() -> None:
    assert [address.name for address in addresses() if address.access is None] == []


def test_no_two_addresses_have_the_same_name() -> None:
    names = [address.name for address in addresses()]
    assert sorted(names) == sorted(set(names))


def test_the_cast_plays_every_role() -> None:
    assert set(ROLES) == set(roles())


def test_an_open_page_says_why_it_is_open() -> None:
    for address, access in walked():
        if not access.signed_in and access.permission is None:
            assert len(access.why_open) > 10, address.name


def test_each_address_answers_each_person_as_it_declares(cast: Cast, samples: Samples) -> None:
    wrong: list[str] = []
    for address, access in walked():
        path = reverse(address.name, kwargs=samples.example(address))
        answers = {}
        for who, client, role in cast.everybody():
            answers[who] = status = client.get(path).status_code
            allowed = role is not None and (
                access.permission is None or cast.may(role, access.permission)
            )
            in_coop = "coop" in address.arguments
            if not fits(status, who, role, access, allowed=allowed, in_coop=in_coop):
                wrong.append(f"{who} at {address.name} {path}: {status}")
        opened = [status for who, status in answers.items() if who != VISITOR or access.why_open]
        if not {*OPEN, 405} & {*opened} and address.name not in NEVER_THERE:
            wrong.append(f"nobody can open {address.name} {path}: {answers}")
    assert not wrong, "\n".join(wrong)


def fits(
    status: int, who: str, role: str | None, access: Access, *, allowed: bool, in_coop: bool
) -> bool:
    """True when the answer is the one that the declared access asks for."""
    if status >= 500:
        return False
    if access.why_open:
        return status not in (401, 403)
    if who == VISITOR:
        return status == 302
    if not in_coop:
        return status != 403
    if role is None:
        return status == 404
    return allowed or status == 403


def test_nobody_changes_anything_they_may_not(cast: Cast, samples: Samples) -> None:
    wrong: list[str] = []
    for address, access in walked():
        if access.permission is None:
            continue
        path = reverse(address.name, kwargs=samples.example(address))
        for who, client, role in cast.everybody():
            if role and cast.may(role, access.permission):
                continue
            expected = 302 if who == VISITOR else 403 if role else 404
            status, written = post(client, path)
            if status != expected or written:
                wrong.append(f"{who} at {address.name}: {status} {written}")
    assert not wrong, "\n".join(wrong)


def post(client: Client, path: str) -> tuple[int, list[str]]:
    """The answer to an empty form, and what it wrote into the database."""
    with CaptureQueriesContext(connection) as asked:
        status = client.post(path).status_code
    return status, [q["sql"][:80] for q in asked if not q["sql"].startswith(READS)]


def test_a_role_without_a_permission_is_refused_in_words(cast: Cast) -> None:
    path = reverse("rota:weeks", kwargs={"coop": cast.coop.slug, "team": cast.team.slug})
    answer = cast.client("supporter").get(path)
    assert answer.status_code == 403
    assert "see the team's week" in answer.content.decode().replace("&#39;", "'").replace("’", "'")


def test_a_worker_of_another_team_neither_sees_nor_changes_this_teams_people(
    cast: Cast, samples: Samples
) -> None:
    client, wrong = cast.other_team_worker(), []
    for address, access in walked():
        if access.permission not in TEAM_THINGS or set(address.arguments) <= {"coop"}:
            continue
        path = reverse(address.name, kwargs=samples.example(address))
        seen = client.get(path).status_code
        status, written = post(client, path)
        if seen not in (403, 404, 405) or status not in (403, 404, 405) or written:
            wrong.append(f"{address.name} {path}: {seen} {status} {written}")
    assert not wrong, "\n".join(wrong)


TEAM_THINGS = {
    Permission.SUPPORT_VIEW,
    Permission.SUPPORT_CHANGE,
    Permission.AVAILABILITY_VIEW,
    Permission.AVAILABILITY_CHANGE,
    Permission.ROTA_VIEW,
    Permission.ROTA_CHANGE,
    Permission.ROTA_PUBLISH,
    Permission.CONTACT_VIEW,
    Permission.PEOPLE_CHANGE,
    Permission.PROFILE_CHANGE,
    Permission.NEEDS_CHANGE,
    Permission.TEAM_VIEW,
    Permission.TEAM_CHANGE,
}


def test_a_visitor_is_sent_to_sign_in_and_back(client: Client, db: None) -> None:
    answer = client.get("/at/don-valley/")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/at/don-valley/"


@pytest.mark.parametrize("by", ["", "?by=people"])
def test_the_board_of_a_whole_team_takes_at_most_twenty_queries(cast: Cast, by: str) -> None:
    week = Week.of(clock.today(cast.coop.zone))
    path = reverse("rota:week", kwargs={"coop": "don-valley", "team": "don-valley", "week": week})
    with CaptureQueriesContext(connection) as asked:
        page = cast.client("worker").get(path + by)
    assert page.content.decode().count('id="visit-') > 330
    assert len(asked) <= 20
