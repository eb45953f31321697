"""The pages: asking without JavaScript, the asker's own page and what it keeps to itself, the team's pages."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from kith.asking import actions, rules
from kith.asking.beginning import forget_words
from kith.asking.factories import ANN, an_asking, taken, talked
from kith.asking.models import Referral
from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.permissions import Actor
from kith.membership.joining.letters import send_letter
from kith.people.factories import a_coop
from kith.people.models import Account, Hat, Person
from kith.people.queries import actor_for
from kith.support.factories import make_team, make_worker
from kith.teams.models import Team

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def not_too_often_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def worker(team: Team) -> Person:
    found = make_worker(team, "Bo Carr")
    found.account = Account.objects.create(email="bo@kith.example")
    found.save()
    return found


@pytest.fixture
def bo(worker: Person) -> Actor:
    return actor_for(worker)


@pytest.fixture
def desk(client: Client, worker: Person) -> Client:
    client.force_login(worker.account, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def path(of: Team, name: str, **more: Any) -> str:
    return reverse(f"asking:{name}", kwargs={"coop": of.coop.slug, **more})


def typed(page: str, **other: str) -> dict[str, str]:
    """What a daughter types, with the hidden secret of the page."""
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)
    assert sealed
    names = ("asker", "asker_name", "asker_phone", "name", "postcode", "wish", "agrees")
    given = {name: getattr(ANN, name) for name in names}
    more = {"soon": "weeks", "ring": "asker", "paid": "own", "sealed": sealed[1]}
    return {**given, **more, **other}


def test_a_visitor_asks_is_told_everything_at_once_and_keeps_a_page(
    client: Client, team: Team
) -> None:
    page = client.get(path(team, "ask"))
    assert "999" in page.text
    assert "2 working days" in page.text
    wrong = client.post(path(team, "ask"), typed(page.text, postcode="S99", wish="", agrees=""))
    assert wrong.status_code == 422
    for words in ("This is not a postcode", "Choose one"):
        assert words in wrong.text
    assert 'value="Ann Hill"' in wrong.text
    assert not Referral.objects.exists()
    sent = typed(wrong.text, asker_email="ann@kith.example")
    answer = client.post(path(team, "ask"), sent, follow=True)
    assert answer.status_code == 200
    assert "gets in touch by" in answer.text
    again = client.post(path(team, "ask"), sent, follow=True)
    assert "We have this already" in again.text
    assert Referral.objects.count() == 1
    assert answer["X-Robots-Tag"] == "noindex"
    own = answer.redirect_chain[0][0]
    added = client.post(own, {"words": "She has a cat."}, follow=True)
    assert "The team reads it" in added.text
    back = client.post(f"{own}withdraw/", follow=True)
    assert "It is taken back" in back.text
    assert Referral.objects.get().state == Referral.WITHDRAWN


def test_a_co_op_without_a_team_says_who_can_help(client: Client) -> None:
    coop = a_coop()
    page = client.get(reverse("asking:ask", kwargs={"coop": coop.slug})).text
    assert "We have no team yet" in page
    assert "Adult social care of your council" in page
    with pytest.raises(DomainError, match="no team"):
        an_asking(coop)


def test_what_was_asked_too_often_is_refused_in_words(client: Client, team: Team) -> None:
    _, secret = an_asking(team.coop)
    own = path(team, "status", secret=secret)
    answers = [client.post(own, {"words": "More."}).status_code for _ in range(30)]
    assert answers[0] == 302
    assert answers[-1] == 429


def test_asking_for_oneself_needs_no_second_name(client: Client, team: Team) -> None:
    page = client.get(path(team, "ask"))
    sent = typed(page.text, asker="self", name="", agrees="", ring="person")
    assert client.post(path(team, "ask"), sent).status_code == 302
    assert Referral.objects.get().name == "Ann Hill"
    other = typed(client.get(path(team, "ask")).text, agrees="own")
    assert client.post(path(team, "ask"), other).status_code == 422


def letters_to(address: str) -> list[tuple[str, str]]:
    """Title and text of the letters that wait to be sent to somebody."""
    jobs = DBTaskResult.objects.filter(task_path=send_letter.module_path).order_by("enqueued_at")
    sent = [job.args_kwargs["args"] for job in jobs]
    return [(title, text) for to, title, text in sent if to == address]


def test_a_letter_says_where_the_page_is_and_names_nobody(
    team: Team, bo: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        talked(team, bo, asker_email="ann@kith.example")
        talked(team, bo, asker_email="gp@kith.example", agrees="not-asked", asker="gp")
    said = " ".join(text for _, text in letters_to("ann@kith.example"))
    assert "/ask/mine/" in said
    assert "there is news" in said
    assert not any(words in said for words in ("Joan", "garden", "walk"))
    assert [title for title, _ in letters_to("gp@kith.example")] == [
        f"{team.coop}: we have what you asked"
    ]
    forget_words(coop=team.coop, referral=Referral.objects.get(asker_email="ann@kith.example"))
    assert letters_to("ann@kith.example") == []


def make_it_wait(team: Team, bo: Actor, referral: Referral) -> None:
    """Talked, and on the waiting list."""
    coop, today = team.coop, clock.today(team.coop.zone)
    actions.take_referral(coop=coop, by=bo, referral=referral, team=team)
    actions.write_conversation(
        coop=coop,
        by=bo,
        referral=referral,
        on=today,
        talked_with="Joan",
        matters="Her garden",
        next_step="Bo comes for tea",
    )
    actions.put_on_waiting_list(
        coop=coop,
        by=bo,
        referral=referral,
        expected_on=today + timedelta(days=20),
        why="Our mornings are full.",
    )


@pytest.mark.parametrize(
    ("asker", "agrees", "level"),
    [
        ("family", "yes", rules.FULL),
        ("gp", "yes", rules.STATE),
        ("council", "cannot", rules.STATE),
        ("hospital", "not-asked", rules.RECEIVED),
        ("family", "not-asked", rules.RECEIVED),
    ],
)
def test_the_askers_page_says_no_more_than_it_may(
    client: Client, team: Team, bo: Actor, asker: str, agrees: str, level: str
) -> None:
    decides = "Her attorney, in her best interests" if agrees == "cannot" else ""
    referral, secret = an_asking(team.coop, asker=asker, agrees=agrees, decides=decides)
    own = path(team, "status", secret=secret)
    before = client.get(own).text
    make_it_wait(team, bo, referral)
    waits = client.get(own).text
    actions.decline_referral(
        coop=team.coop,
        by=bo,
        referral=referral,
        reason="It is too far for us.",
        instead=[{"name": "Age UK", "what": "Advice.", "how": "Ring."}],
    )
    declined = client.get(own).text
    both = waits + declined
    assert "What you wrote" not in both or level == rules.FULL
    assert ("mornings are full" in waits, "too far for us" in declined) == (
        (level == rules.FULL,) * 2
    )
    assert ("waiting list" in waits) == (level != rules.RECEIVED)
    assert ("Age UK" in declined) == (level != rules.RECEIVED)
    assert "garden" not in both
    if level == rules.RECEIVED:
        token = re.compile(r"[A-Za-z0-9]{64}")
        assert token.sub("", before) == token.sub("", waits) == token.sub("", declined)
        added = client.post(own, {"words": "She has a cat."}, follow=True)
        assert "The team reads it" in added.text
    assert client.get(path(team, "status", secret="x" * 32)).status_code == 404


def test_a_broken_promise_is_said_and_so_is_a_day_that_has_passed(
    client: Client, team: Team, bo: Actor
) -> None:
    referral, secret = an_asking(team.coop)
    own = path(team, "status", secret=secret)
    with clock.stopped_at(clock.now() + timedelta(days=9)):
        assert "We are late" in client.get(own).text
    make_it_wait(team, bo, referral)
    assert "support can begin by" in client.get(own).text
    with clock.stopped_at(clock.now() + timedelta(days=40)):
        assert "owes you a new day" in client.get(own).text


def test_another_co_ops_page_does_not_show_it(client: Client, team: Team) -> None:
    _, secret = an_asking(team.coop)
    far = make_team(slug="far")
    assert client.get(path(far, "status", secret=secret)).status_code == 404


def test_who_has_signed_in_finds_what_is_known_of_them(client: Client, team: Team) -> None:
    account = Account.objects.create(email="peggy@kith.example")
    peggy = Person.objects.create(
        coop=team.coop, name="Peggy Moss", postcode="S9 1AB", account=account, phone="+441144960009"
    )
    Hat.objects.create(coop=team.coop, person=peggy, role="person", since=date(2020, 1, 1))
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(path(team, "ask")).text
    for words in ("Peggy Moss", "S9 1AB", "0114 496 0009", "peggy@kith.example"):
        assert f'value="{words}"' in page
    client.post(path(team, "ask"), typed(page, asker="self", agrees="own"))
    assert Referral.objects.get().by == peggy


def test_the_team_goes_from_a_new_asking_to_the_plan(desk: Client, team: Team) -> None:
    referral, _ = an_asking(team.coop, soon="today")
    assert "Joan Hill" in desk.get(path(team, "referrals")).text
    one = {"referral": referral.pk}
    answer = desk.post(path(team, "take", **one), {"team": team.pk}, follow=True)
    assert "Harbour has it now" in answer.text
    desk.post(path(team, "note", **one), {"kind": "no-answer"})
    today = clock.today(team.coop.zone)
    boxes = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
    told = {"talked_with": "Joan", "matters": "Tea at ten", "next_step": "Ring", "agrees": "yes"}
    assert desk.post(path(team, "talk", **one), {**told, "on_day": "x"}).status_code == 422
    answer = desk.post(path(team, "talk", **one), {**told, **boxes}, follow=True)
    assert "Tea at ten" in answer.text
    then = today + timedelta(days=10)
    waits = {
        "expected_on_day": then.day,
        "expected_on_month": then.month,
        "expected_on_year": then.year,
        "why": "Mornings are full.",
    }
    desk.post(path(team, "wait", **one), waits)
    assert "Mornings are full." in desk.get(path(team, "referrals")).text
    since = {"since_day": today.day, "since_month": today.month, "since_year": today.year}
    answer = desk.post(path(team, "begin", **one), since, follow=True)
    assert "Tea at ten" in answer.text
    assert "A hand in the mornings" in answer.text


def test_no_goes_with_who_can_help(desk: Client, team: Team, bo: Actor) -> None:
    referral = taken(team, bo)
    where = path(team, "decline", referral=referral.pk)
    assert desk.post(where, {"reason": "Too far."}).status_code == 422
    desk.post(path(team, "alternatives"), {"name": "Lunch club", "what": "Soup.", "how": "Come."})
    assert "Lunch club" in desk.get(where).text
    answer = desk.post(where, {"reason": "Too far.", "instead": ["council"]}, follow=True)
    assert "Adult social care of your council" in answer.text


def test_a_promise_is_shown_to_everybody_who_asks(desk: Client, team: Team) -> None:
    where = path(team, "team-promise", team=team.slug)
    assert desk.post(where, {"days": "2", "areas": "S9!"}).status_code == 422
    sent = {"days": "3", "areas": "S9", "has_room": "on", "places": "2", "note": "Mornings."}
    desk.post(where, sent)
    page = Client().get(path(team, "ask")).text
    assert "3 working days" in page
    assert "room for 2 people now" in page
    assert desk.get(path(team, "promise")).status_code == 403


def test_the_list_takes_no_query_more_with_more_rows(desk: Client, team: Team, bo: Actor) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(path(team, "referrals")).status_code == 200
        return len(asked)

    talked(team, bo)
    an_asking(team.coop)
    few = count()
    for number in range(4):
        talked(team, bo, name=f"Al {number}")
        an_asking(team.coop)
    assert count() == few
