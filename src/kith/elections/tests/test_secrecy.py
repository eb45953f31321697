"""Nobody who has the whole database and every log can tell whose ballot is whose.

The test holds an election through the pages, keeps all that is logged, reads every table as it lies on the disk, and
looks for anything that leads from a ballot to a member: a shared value, a shared order, a time.
"""

import json
import logging
import random
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from kith.elections import queries
from kith.elections.factories import a_board_election, opened, stand
from kith.elections.models import Ballot, Contest, Roll
from kith.engines.ballots import blind, keys
from kith.foundation.models import Coop
from kith.membership.factories import a_society, make_member
from kith.people.factories import somebody, with_account

pytestmark = pytest.mark.django_db
VOTERS = 12


class Voter:
    """A member with a browser: signed in for the token, a stranger for the ballot."""

    def __init__(self, coop: Coop, number: int) -> None:
        self.person = with_account(somebody(coop, f"Voter {number}"))
        self.member = make_member(coop, self.person, "workers")
        self.choice: list[int] = []

    def collect(self, address: str, contest: Contest) -> None:
        browser = Client()
        browser.force_login(self.person.account)
        key = keys.public_from_data(contest.key)
        serial = random.Random(self.person.name).randbytes(32)
        asked = blind.blind(key, serial)
        sent = {"blinded": asked.message.hex()}
        answer = browser.post(f"{address}token/", json.dumps(sent), content_type="application/json")
        assert answer.status_code == 200, answer.content
        signed = bytes.fromhex(answer.json()["signature"])
        self.serial = serial.hex()
        self.signature = blind.finalize(key, serial, signed, asked.inverse).hex()
        self.blinded = asked.message.hex()

    def cast(self, address: str, choice: list[int]) -> dict[str, str]:
        self.choice = choice
        sent = {"serial": self.serial, "signature": self.signature, "choice": choice}
        stranger = Client(enforce_csrf_checks=True)
        answer = stranger.post(f"{address}cast/", json.dumps(sent), content_type="application/json")
        assert answer.status_code == 200, answer.content
        assert not answer.cookies
        return dict(answer.json())


@pytest.fixture
def election(caplog: pytest.LogCaptureFixture) -> tuple[Contest, list[Voter]]:
    """Everybody collects in one order and casts in another, all logs on."""
    caplog.set_level(logging.DEBUG)
    coop = a_society("elm")
    voters = [Voter(coop, number) for number in range(VOTERS)]
    called = a_board_election(coop, {"workers": 2})
    stand(queries.contests_with_candidates(called)[0], [one.member for one in voters[:3]])
    contest = queries.contests_with_candidates(opened(called))[0]
    address = f"/at/elm/elections/{called.number}/workers/"
    chance = random.Random(3)
    for one in chance.sample(voters, VOTERS):
        one.collect(address, contest)
    for number, one in enumerate(chance.sample(voters, VOTERS)):
        one.cast(address, [[1, 2, 3], [2], [3, 1], []][number % 4])
    return contest, voters


def every_table() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, in the order in which they lie."""
    found = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608  # names come from the database
            found[name] = [tuple(map(str, row)) for row in cursor.fetchall()]
    return found


def test_no_value_of_a_ballot_stands_anywhere_else(
    election: tuple[Contest, list[Voter]], caplog: pytest.LogCaptureFixture
) -> None:
    contest, voters = election
    tables = every_table()
    ballots = tables.pop("elections_ballot")
    assert len(ballots) == VOTERS
    shared = {str(contest.pk), contest.pk.hex, str(contest.coop_id), contest.coop_id.hex, "web"}
    choices = {json.dumps(one.choice) for one in voters}
    own = {value for row in ballots for value in row} - shared - choices
    elsewhere = [value for rows in tables.values() for row in rows for value in row]
    told = [
        record.getMessage()
        for record in caplog.records
        if "elections_ballot" not in record.getMessage()
    ]
    for secret in own:
        assert not any(secret in value for value in elsewhere)
        assert not any(secret in words for words in told), secret


def test_no_value_of_a_member_stands_in_a_ballot(election: tuple[Contest, list[Voter]]) -> None:
    _, voters = election
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM elections_ballot")
        ballots = str(cursor.fetchall())
    for one in voters:
        roll = Roll.objects.get(voter=one.person)
        kept = (one.person.pk, one.member.pk, roll.pk, one.person.account.pk)
        for value in (*(key.hex for key in kept), *map(str, kept), roll.asked, one.blinded):
            assert value
            assert value not in ballots


def test_what_was_blinded_is_kept_nowhere(
    election: tuple[Contest, list[Voter]], caplog: pytest.LogCaptureFixture
) -> None:
    _, voters = election
    everything = str(every_table()) + caplog.text
    for one in voters:
        assert one.blinded not in everything


def test_a_ballot_has_no_column_that_leads_further(
    election: tuple[Contest, list[Voter]],
) -> None:
    columns = {field.column for field in Ballot._meta.concrete_fields}
    assert columns == {"id", "coop_id", "contest_id", "serial", "choice", "signature", "way"}
    leading = [
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Ballot
    ]
    assert leading == []
    roll = {field.column for field in Roll._meta.concrete_fields}
    assert roll == {"id", "coop_id", "contest_id", "member_id", "voter_id", "way", "asked"}


def test_the_order_on_the_disk_is_that_of_the_hashes(election: tuple[Contest, list[Voter]]) -> None:
    """Row numbers would tell who came first; there are none, and no index keeps the order of casting."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps traces of its own: docs/guides/elect-the-board.md says so")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'elections_ballot'")
        assert cursor.fetchone()[0].rstrip().endswith("WITHOUT ROWID")
        with pytest.raises(Exception, match="rowid"):
            cursor.execute("SELECT rowid FROM elections_ballot")
        cursor.execute("SELECT id FROM elections_ballot")
        lying = [row[0] for row in cursor.fetchall()]
    assert lying == sorted(lying)


def test_events_know_neither_who_collected_nor_that_somebody_cast(
    election: tuple[Contest, list[Voter]],
) -> None:
    _, voters = election
    events = every_table()["foundation_event"]
    kinds = [row for row in events if "election.token" in str(row) or "election.cast" in str(row)]
    assert not kinds
    last = max(number for number, row in enumerate(events) if "election.opened" in str(row))
    assert not [
        row for row in events[last + 1 :] if any(one.person.pk.hex in str(row) for one in voters)
    ]


def test_guessing_by_the_order_of_collecting_is_no_better_than_chance(
    election: tuple[Contest, list[Voter]],
) -> None:
    """Whoever pairs the roll with the ballots, both as they lie, finds about one right pair, by chance."""
    contest, voters = election
    by_serial = {one.serial: one.member.pk for one in voters}
    ballots = list(Ballot.objects.filter(contest=contest).order_by("pk"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT member_id FROM elections_roll WHERE way = 'web'")
        roll = [row[0] for row in cursor.fetchall()]
    right = sum(
        1
        for member, ballot in zip(roll, ballots, strict=True)
        if by_serial[ballot.serial].hex == member.replace("-", "")
    )
    assert right <= 5  # of 12: more than 5 happens once in 2,000 by chance alone
