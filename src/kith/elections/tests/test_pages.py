"""The pages: what they show when, and what they refuse of what a browser, or somebody else, sends."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings

from kith.elections import declaring, queries, rules
from kith.elections.factories import a_board_election, collect, opened, stand, vote, when_over
from kith.elections.models import Ballot, Contest
from kith.elections.picture import HEIGHT, draw
from kith.engines.tally.election import Election as Counted
from kith.engines.tally.rules import as_data
from kith.engines.tally.scottish import count_scottish
from kith.engines.tally.tests.elections import elections
from kith.foundation.models import Coop
from kith.membership.factories import a_society, make_member
from kith.membership.models import Member
from kith.people.factories import somebody, with_account

HERE = "/at/elm/elections/1/"
database = pytest.mark.django_db


@pytest.fixture
def coop() -> Coop:
    return a_society("elm")


@pytest.fixture
def workers(coop: Coop) -> list[Member]:
    people = [with_account(somebody(coop, f"Worker {number}")) for number in range(6)]
    return [make_member(coop, one, "workers") for one in people]


@pytest.fixture
def contest(coop: Coop, workers: list[Member]) -> Contest:
    called = a_board_election(coop, {"workers": 2})
    stand(queries.contests_with_candidates(called)[0], workers[:3])
    return queries.contests_with_candidates(opened(called))[0]


@pytest.fixture
def browser(workers: list[Member]) -> Client:
    return signed_in(workers[0])


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member.voter.account)
    return client


def send(client: Client, path: str, body: Any) -> Any:
    text = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return client.post(path, text, content_type="application/json")


def declared(contest: Contest) -> None:
    with when_over(contest.election):  # type: ignore[attr-defined]
        declaring.close_election(coop=contest.coop, by=None, election=contest.election)


@database
def test_nothing_is_told_while_votes_are_open(
    contest: Contest, browser: Client, workers: list[Member]
) -> None:
    vote(contest, workers[1], [1])
    for path in ("workers/result/", "workers/board/", "roll/", "election.zip", "root.json"):
        assert browser.get(HERE + path).status_code == 404, path
    page = browser.get(HERE).content.decode()
    assert "How many have voted is not shown before" in page
    assert "collected a ballot." not in page


@database
def test_after_it_is_declared_everything_is_there(
    contest: Contest, browser: Client, workers: list[Member]
) -> None:
    receipts = [vote(contest, one, [2, 1]) for one in workers[:5]]
    declared(contest)
    for path in ("", "workers/result/", "workers/board/", "roll/", "election.zip", "root.json"):
        assert browser.get(HERE + path).status_code == 200, path
    found = browser.get(
        f"{HERE}workers/board/?receipt={receipts[0].serial.upper()}"
    ).content.decode()
    assert "Your ballot is on the board" in found
    assert receipts[0].hash in found
    assert "Worker 5" not in browser.get(f"{HERE}roll/").content.decode()
    assert browser.get(f"{HERE}workers/ballot/").status_code == 302


@database
@pytest.mark.parametrize(
    "body", ["", "[]", "null", "{", b"\xff", {}, {"blinded": 5}, {"blinded": "zz"}, "[" * 9000]
)
def test_a_token_is_not_signed_for_rubbish(contest: Contest, browser: Client, body: Any) -> None:
    answer = send(browser, f"{HERE}workers/token/", body)
    assert answer.status_code == 409
    assert answer.json()["message"]
    assert not contest.roll.exclude(way="").exists()


@database
@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{",
        {},
        {"serial": 1, "signature": None, "choice": {}},
        {"choice": [1]},
        "1" * 30_000,
    ],
)
def test_a_ballot_of_rubbish_is_refused_in_words(contest: Contest, body: Any) -> None:
    answer = send(Client(), f"{HERE}workers/cast/", body)
    assert answer.status_code == 409
    assert answer.json()["message"]
    assert not Ballot.objects.exists()


@database
def test_a_ballot_is_taken_from_nobody_in_particular(
    contest: Contest, workers: list[Member]
) -> None:
    serial, signature = collect(contest.roll.get(member=workers[0]))
    body = {"serial": serial, "signature": signature, "choice": [1]}
    for place in ("/at/oak/elections/1/workers/", "/at/elm/elections/7/workers/", f"{HERE}people/"):
        assert send(Client(), f"{place}cast/", body).status_code == 404
    stranger = Client(enforce_csrf_checks=True)
    answers = [send(stranger, f"{HERE}workers/cast/", body) for _ in range(2)]  # two tabs
    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert "Set-Cookie" not in answers[0].headers
    other = send(stranger, f"{HERE}workers/cast/", body | {"choice": [2]})
    assert "cast with this token already" in other.json()["message"]
    assert Ballot.objects.count() == 1


@database
def test_a_token_is_asked_for_by_a_page_of_ours_alone(
    contest: Contest, workers: list[Member]
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(workers[0].voter.account)
    assert send(strict, f"{HERE}workers/token/", {"blinded": "0a" * 384}).status_code == 403


@database
def test_who_is_not_on_the_roll_has_no_ballot(contest: Contest, coop: Coop) -> None:
    late = signed_in(make_member(coop, with_account(somebody(coop, "Late")), "workers"))
    assert late.get(f"{HERE}workers/ballot/").status_code == 404
    assert send(late, f"{HERE}workers/token/", {"blinded": "0a" * 384}).status_code == 404
    assert "You have no ballot here" in late.get(HERE).content.decode()


@settings(deadline=None, max_examples=60)
@given(taken=elections())
def test_the_picture_shows_every_vote(taken: Counted) -> None:
    """At each stage the bars of a column are together no higher than the votes, and lie inside the picture."""
    counted = count_scottish(taken)
    picture = draw(as_data(counted, taken))
    if not counted.votes:
        return
    for number in range(len(counted.stages)):
        column = [bar for bar in picture.bars if bar.title.startswith(f"Stage {number + 1}:")]
        assert sum(bar.height for bar in column) <= HEIGHT + 0.1
        assert all(bar.y >= 0 and bar.y + bar.height <= picture.height for bar in column)


def test_papers_are_read_as_tellers_write_them() -> None:
    assert rules.read_papers("1 2\n\n 2,1 \n-\n3>1;2", 3) == [[1, 2], [2, 1], [], [3, 1, 2]]
