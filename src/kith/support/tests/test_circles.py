"""Circles: one table says who sees what; asked in and let go at once; asks are taken once; nothing for others."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kith.foundation import clock
from kith.foundation.errors import ChangedMeanwhile, DomainError, NotAllowed
from kith.foundation.permissions import Actor
from kith.people.models import Account, Notice, Person
from kith.people.queries import actor_for
from kith.support.circles import doing, hooks, people, queries
from kith.support.circles.models import CircleAsk, CircleWish, InCircle
from kith.support.circles.seeing import Side, seen_by, sees, side_of, table, things
from kith.support.factories import make_support, make_team, make_worker, worker_of
from kith.support.models import Support
from kith.support.plan import outcomes
from kith.support.plan.actions import begin_plan, write_words

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
MARKS = {
    "people": "Zita who is in the circle",
    "about": "Marmalade matters",
    "plan": "Hopes for Whitby",
    "visits": "Getting up visit",
    "contact": "07700 900123",
    "asks": "Drive to choir",
    "calendar": "Birthday party",
    "notes": "Note of the curtains",
}


@pytest.fixture(autouse=True)
def _monday():
    with clock.stopped_at(datetime(2026, 11, 23, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def joan() -> Support:
    """Joan signs in."""
    team = make_team()
    support = make_support(team, worker_of(team))
    with_account(support.person)
    return support


@pytest.fixture
def nia(joan: Support) -> Person:
    """A neighbour whom the co-op knows."""
    return Person.objects.create(coop=joan.coop, name="Nia Next", email="nia@example.org")


def with_account(person: Person) -> Person:
    person.account = Account.objects.create(email=f"{person.id}@example.org")
    person.save(update_fields=["account"])
    return person


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login((person if person.account else with_account(person)).account)  # type: ignore[arg-type]
    return client


def me(joan: Support) -> Actor:
    return actor_for(joan.person)


def at(joan: Support, name: str, **parts: object) -> str:
    return reverse(f"support:{name}", kwargs={"coop": joan.coop.slug, **parts})


def put_in(joan: Support, name: str = "Nia Next", **said: Any) -> InCircle:
    return people.write_in_circle(
        coop=joan.coop,
        by=me(joan),
        person=joan.person,
        name=name,
        **{"kind": "neighbour", **said},
    )


def take_in(joan: Support, nia: Person, may: list[str]) -> InCircle:
    asked = people.ask_into_circle(
        coop=joan.coop, by=me(joan), row=put_in(joan, may=may), member=nia
    )
    return people.answer_circle(coop=joan.coop, by=actor_for(nia), row=asked, yes=True)


def fill(joan: Support, monkeypatch: pytest.MonkeyPatch) -> None:
    """One thing of each kind, each with its own mark."""
    by, person, coop = me(joan), joan.person, joan.coop
    Person.objects.filter(pk=person.pk).update(phone="+447700900123")
    put_in(joan, "Zita who is in the circle")
    plan = begin_plan(coop=coop, by=by, support=joan)
    for section, text in (("matters", MARKS["about"]), ("hopes", MARKS["plan"])):
        write_words(coop=coop, by=by, plan=plan, section=section, base="", text=text)
    outcomes.write_outcome(coop=coop, by=by, plan=plan, title="Hopes for Whitby soon")
    visit = hooks.Coming(TODAY, datetime(2026, 11, 23, 8).time(), MARKS["visits"], ("Ana",))
    monkeypatch.setattr(hooks, "COMING", [lambda *_: [visit]])
    doing.add_ask(coop=coop, by=by, person=person, what=MARKS["asks"])
    doing.add_event(coop=coop, by=by, person=person, what=MARKS["calendar"], day=TODAY)
    doing.add_note(coop=coop, by=by, person=person, text=MARKS["notes"])


# ── who may see what ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_field_of_the_table_is_what_is_seen() -> None:
    """Written out a second time, as a plain rule for each of the four sides."""
    every = [
        frozenset(given) for n in range(len(things()) + 1) for given in combinations(things(), n)
    ]
    for thing in things():
        for given in every:
            for helped in (True, False):
                of_team = thing != "notes" or helped
                assert sees(Side.PERSON, thing, given=given, helped=helped)
                assert sees(Side.TEAM, thing, given=given, helped=helped) == (
                    of_team or thing in given
                )
                assert sees(Side.CIRCLE, thing, given=given, helped=helped) == (thing in given)
                assert not sees(Side.NOBODY, thing, given=given, helped=helped)
    assert set(MARKS) == set(table())


@pytest.mark.parametrize("thing", sorted(MARKS))
def test_a_page_shows_the_thing_that_is_given_and_no_other(
    joan: Support, nia: Person, monkeypatch: pytest.MonkeyPatch, thing: str
) -> None:
    fill(joan, monkeypatch)
    row = take_in(joan, nia, [thing])
    browser = client_of(nia)
    page = at(joan, "circle", person=joan.person_id)
    shown = browser.get(page).text
    assert {one for one, mark in MARKS.items() if mark in shown} == {thing}
    people.write_in_circle(
        coop=joan.coop,
        by=me(joan),
        person=joan.person,
        name=row.name,
        kind=row.kind,
        may=[one for one in things() if one != thing],
        series=row.series,
        after=row.number,
    )
    shown = browser.get(page).text
    assert {one for one, mark in MARKS.items() if mark in shown} == set(MARKS) - {thing}


def test_the_person_sees_all_the_team_all_but_the_notes_and_nobody_else_anything(
    joan: Support, nia: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(joan, monkeypatch)
    page = at(joan, "circle", person=joan.person_id)
    own = {"about", "plan", "contact"}  # these have pages of their own, for her and the team
    assert seen_by(joan.coop, me(joan), joan.person) == set(things())
    shown = client_of(joan.person).get(page).text
    assert {one for one, mark in MARKS.items() if mark in shown} == set(MARKS) - own
    ana = Person.objects.get(coop=joan.coop, name="Ana Bell")
    shown = client_of(ana).get(page).text
    assert MARKS["notes"] not in shown
    assert MARKS["people"] in shown
    put_in(joan)
    other = make_worker(make_team(slug="hill", coop=joan.coop), "Dee East")
    stranger = make_worker(make_team(slug="sea"), "Far Away")
    for somebody in (nia, other):
        assert side_of(joan.coop, actor_for(somebody), joan.person) is Side.NOBODY
    assert client_of(other).get(page).status_code == 404
    assert client_of(stranger).get(page).status_code == 404
    Person.objects.filter(pk=joan.person_id).update(account=None)
    assert MARKS["notes"] in client_of(ana).get(page).text


def test_somebody_of_one_circle_finds_no_other(joan: Support, nia: Person) -> None:
    derek = make_support(joan.team, worker_of(joan.team, "Bo Carr"), name="Derek Holt")
    take_in(joan, nia, list(things()))
    browser = client_of(nia)
    assert browser.get(at(joan, "circle", person=joan.person_id)).status_code == 200
    assert browser.get(at(joan, "circle", person=derek.person_id)).status_code == 404
    for name in ("add-ask", "add-event", "add-note", "add-to-circle"):
        assert browser.get(at(joan, name, person=derek.person_id)).status_code == 404


def test_consent_withdrawn_while_the_page_is_open(joan: Support, nia: Person) -> None:
    row = take_in(joan, nia, ["asks", "notes"])
    ask = doing.add_ask(coop=joan.coop, by=me(joan), person=joan.person, what="Drive to choir")
    browser = client_of(nia)
    assert "Drive to choir" in browser.get(at(joan, "circle", person=joan.person_id)).text
    people.take_out_of_circle(coop=joan.coop, by=me(joan), row=row)
    answer = browser.post(at(joan, "take-ask", ask=ask.pk))
    assert answer.status_code == 404
    assert "Drive to choir" not in answer.text
    ask.refresh_from_db()
    assert ask.taken_by is None
    assert browser.get(at(joan, "circle", person=joan.person_id)).status_code == 404
    with pytest.raises(NotAllowed, match="not any more"):
        doing.add_note(coop=joan.coop, by=actor_for(nia), person=joan.person, text="Still here?")


# ── asked in ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_before_a_yes_they_see_only_who_asks(joan: Support, nia: Person, mailoutbox: Any) -> None:
    doing.add_ask(coop=joan.coop, by=me(joan), person=joan.person, what="Drive to choir")
    row = put_in(joan, may=["asks"])
    people.ask_into_circle(coop=joan.coop, by=me(joan), row=row, member=nia)
    nia.refresh_from_db()
    assert nia.account
    assert {hat.role for hat in nia.hats.all()} == {"supporter"}
    browser = client_of(nia)
    shown = browser.get(at(joan, "circle", person=joan.person_id)).text
    assert "asks you into their circle" in shown
    assert "what I ask for" in shown
    assert "Drive to choir" not in shown
    browser.post(at(joan, "answer-circle", person=joan.person_id), {"answer": "yes"})
    shown = browser.get(at(joan, "circle", person=joan.person_id)).text
    assert "Drive to choir" in shown
    assert Notice.objects.filter(person=joan.person, title__contains="is in your circle").exists()
    browser.post(at(joan, "answer-circle", person=joan.person_id), {"answer": "no"})
    assert browser.get(at(joan, "circle", person=joan.person_id)).status_code == 404


def test_somebody_new_is_written_down_once(joan: Support) -> None:
    for name in ("Kim New", "Kim Again"):
        row = put_in(joan, name)
        if name == "Kim New":
            people.ask_into_circle(coop=joan.coop, by=me(joan), row=row, email="kim@example.org")
        else:
            with pytest.raises(DomainError, match="in this circle already"):
                people.ask_into_circle(
                    coop=joan.coop, by=me(joan), row=row, email="KIM@example.org"
                )
    assert Person.objects.filter(email__iexact="kim@example.org").count() == 1


def test_only_the_person_decides_or_the_team_for_one_who_does_not_sign_in(
    joan: Support, nia: Person
) -> None:
    ana = actor_for(Person.objects.get(coop=joan.coop, name="Ana Bell"))
    row = put_in(joan)
    acts: list[Any] = [
        lambda: people.write_in_circle(
            coop=joan.coop, by=ana, person=joan.person, name="X", kind="friend"
        ),
        lambda: people.ask_into_circle(coop=joan.coop, by=ana, row=row, member=nia),
        lambda: people.take_out_of_circle(coop=joan.coop, by=ana, row=row),
        lambda: people.wish_for_circle(coop=joan.coop, by=ana, person=joan.person, says="yes"),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    Person.objects.filter(pk=joan.person_id).update(account=None)
    joan.person.refresh_from_db()
    assert acts[3]().says == CircleWish.YES


def test_a_stale_change_and_bad_words_are_refused(joan: Support) -> None:
    row = put_in(joan)
    with pytest.raises(ChangedMeanwhile):
        put_in(joan, series=row.series, after=7)
    for field, said in (
        ("name", {"name": " "}),
        ("kind", {"kind": "boss"}),
        ("near", {"near": 9}),
        ("may", {"may": ["everything"]}),
    ):
        with pytest.raises(DomainError) as error:
            put_in(joan, **said)
        assert error.value.field == field
    assert InCircle.objects.count() == 1


# ── asks, calendar, notes ─────────────────────────────────────────────────────────────────────────────────────────────


def test_what_somebody_took_is_open_again_when_they_do_not_see_it_any_more(
    joan: Support, nia: Person
) -> None:
    row = take_in(joan, nia, ["asks"])
    ask = doing.add_ask(coop=joan.coop, by=me(joan), person=joan.person, what="Drive to choir")
    done = doing.add_ask(coop=joan.coop, by=me(joan), person=joan.person, what="Hang curtains")
    for one in (ask, done):
        doing.take_ask(coop=joan.coop, by=actor_for(nia), ask=one)
    doing.end_ask(coop=joan.coop, by=me(joan), ask=done, done=True)
    row = put_in(joan, series=row.series, after=row.number, may=["asks", "notes"])
    ask.refresh_from_db()
    assert ask.taken_by == nia
    put_in(joan, series=row.series, after=row.number, may=["notes"])
    ask.refresh_from_db()
    assert ask.taken_by is None and ask.taken_at is None
    done.refresh_from_db()
    assert done.taken_by == nia


def test_an_ask_is_taken_once_given_back_and_done(joan: Support, nia: Person) -> None:
    take_in(joan, nia, ["asks"])
    kim = Person.objects.create(coop=joan.coop, name="Kim Neat", email="kim@example.org")
    take_in(joan, kim, ["asks"])
    ask = doing.add_ask(coop=joan.coop, by=me(joan), person=joan.person, what="Drive to choir")
    assert Notice.objects.filter(title="Joan’s circle: can somebody help?").count() == 2
    doing.take_ask(coop=joan.coop, by=actor_for(nia), ask=ask)
    with pytest.raises(ChangedMeanwhile, match="Nia was quicker"):
        doing.take_ask(coop=joan.coop, by=actor_for(kim), ask=ask)
    with pytest.raises(NotAllowed):
        doing.give_back_ask(coop=joan.coop, by=actor_for(kim), ask=ask)
    doing.give_back_ask(coop=joan.coop, by=actor_for(nia), ask=ask)
    assert Notice.objects.filter(person=kim, title__contains="open again").exists()
    doing.take_ask(coop=joan.coop, by=actor_for(kim), ask=ask)
    doing.end_ask(coop=joan.coop, by=me(joan), ask=ask, done=True)
    with pytest.raises(ChangedMeanwhile):
        doing.take_ask(coop=joan.coop, by=actor_for(nia), ask=ask)


def test_an_offer_is_for_the_person(joan: Support, nia: Person) -> None:
    take_in(joan, nia, ["asks"])
    kim = Person.objects.create(coop=joan.coop, name="Kim Neat", email="kim@example.org")
    take_in(joan, kim, ["asks"])
    offer = doing.add_ask(
        coop=joan.coop, by=actor_for(nia), person=joan.person, what="Soup", kind=CircleAsk.OFFER
    )
    assert Notice.objects.get(title="An offer: Soup").person == joan.person
    with pytest.raises(NotAllowed):
        doing.take_ask(coop=joan.coop, by=actor_for(kim), ask=offer)
    assert doing.take_ask(coop=joan.coop, by=me(joan), ask=offer).taken_by == joan.person


def test_bad_days_and_empty_words_name_their_field(joan: Support) -> None:
    past = TODAY - timedelta(days=1)
    for field, act in (
        ("what", lambda: _ask(joan, what=" ")),
        ("day", lambda: _ask(joan, what="Drive", day=past)),
        ("day", lambda: _event(joan, what="Party", day=past)),
        ("what", lambda: _event(joan, what="", day=TODAY)),
        ("text", lambda: _note(joan, " ")),
        ("text", lambda: _note(joan, "x" * 5001)),
    ):
        with pytest.raises(DomainError) as error:
            act()
        assert error.value.field == field


def _ask(joan: Support, **said: Any) -> object:
    return doing.add_ask(coop=joan.coop, by=me(joan), person=joan.person, **said)


def _event(joan: Support, **said: Any) -> Any:
    return doing.add_event(coop=joan.coop, by=me(joan), person=joan.person, **said)


def _note(joan: Support, text: str) -> object:
    return doing.add_note(coop=joan.coop, by=me(joan), person=joan.person, text=text)


def test_a_meeting_is_told_and_its_agreement_written(joan: Support, nia: Person) -> None:
    take_in(joan, nia, ["calendar", "notes"])
    event = _event(joan, what="Cake at mine", day=TODAY, meeting=True)
    assert Notice.objects.filter(person=nia, title__contains="circle meets").exists()
    browser = client_of(joan.person)
    answer = browser.post(at(joan, "meet", event=event.pk), {"text": "Nia phones"}, follow=True)
    assert "What was agreed: Cake at mine." in answer.text
    browser.post(at(joan, "cancel-event", event=event.pk))
    shown = browser.get(at(joan, "circle", person=joan.person_id)).text
    assert "the circle meets" not in shown


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_takes_few_queries_however_full_the_circle(
    joan: Support, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        put_in(joan, f"Somebody {number}")
        _ask(joan, what=f"Thing {number}")
        _note(joan, f"Note {number}")
    with django_assert_max_num_queries(12):
        queries.seen_of(joan.coop, me(joan), joan.person, TODAY)


def test_the_connector_sees_who_wants_a_circle_first(joan: Support) -> None:
    bo = make_worker(joan.team, "Bo Carr")
    derek = make_support(joan.team, actor_for(bo), name="Derek Holt")
    people.wish_for_circle(coop=joan.coop, by=actor_for(bo), person=derek.person, says="yes")
    put_in(joan)
    shown = client_of(bo).get(at(joan, "team-circles", team=joan.team.slug)).text
    assert shown.index("Derek Holt") < shown.index("Joan Hill")
    assert "1 want one" in shown


def test_a_person_adds_somebody_and_asks_them_in(joan: Support) -> None:
    browser = client_of(joan.person)
    wrong = browser.post(at(joan, "add-to-circle", person=joan.person_id), {"name": "Kim"})
    assert wrong.status_code == 422
    said = {"name": "Kim New", "kind": "friend", "near": "1", "may": ["asks"], "does": "Walks Rex"}
    browser.post(at(joan, "add-to-circle", person=joan.person_id), said, follow=True)
    row = InCircle.objects.get()
    answer = browser.post(
        at(joan, "ask-into-circle", series=row.series), {"email": "kim@example.org"}, follow=True
    )
    assert "Kim New is asked" in answer.text
    answer = browser.post(at(joan, "out-of-circle", series=row.series), follow=True)
    assert "sees nothing any more" in answer.text


def test_a_rule_that_a_page_has_no_form_for_is_told_in_words(
    joan: Support, nia: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise DomainError("They are not in this circle any more.")

    monkeypatch.setattr(queries, "circles_with", gone)
    take_in(joan, nia, ["asks"])
    answer = client_of(nia).get(at(joan, "circles"))
    assert answer.status_code == 400
    assert "They are not in this circle any more." in answer.text
    assert "Nothing was changed" in answer.text
