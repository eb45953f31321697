import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from kith.foundation.models import Coop
from kith.kernel.ids import uuid7
from kith.people import actions
from kith.people.factories import a_coop, somebody, the_secretary, with_account
from kith.people.models import CommunicationNeeds, Notice, Person, Profile
from kith.people.queries import actor_for, hats_for, needs_of
from kith.people.telling import tell

pytestmark = pytest.mark.django_db
TEAM = uuid7()


@pytest.fixture
def coop() -> Coop:
    return a_coop("don-valley")


@pytest.fixture
def boss(coop: Coop) -> Client:
    """The secretary's browser."""
    return browser_of(Person.objects.get(pk=the_secretary(coop).person_id))


def browser_of(person: Person) -> Client:
    client = Client()
    if not person.account:
        with_account(person)
    assert person.account
    client.force_login(person.account)
    return client


def at(coop: Coop, name: str, **rest: object) -> str:
    return reverse(f"people:{name}", kwargs={"coop": coop.slug, **rest})


def test_the_list_is_searched_without_accents_and_narrowed_to_a_hat(
    coop: Coop, boss: Client
) -> None:
    somebody(coop, "Zoë Ångström", role="worker", team_id=TEAM)
    somebody(coop, "Ольга Петрова", role="person")

    everybody = boss.get(at(coop, "people")).text
    assert "Zoë Ångström" in everybody and "Ольга Петрова" in everybody
    found = boss.get(at(coop, "people"), {"q": "angs ZOE"}).text
    assert "Zoë" in found and "Ольга" not in found
    found = boss.get(at(coop, "people"), {"hat": "person"}).text
    assert "Zoë" not in found and "Ольга" in found
    assert "Nobody found" in boss.get(at(coop, "people"), {"q": "nobody at all"}).text


def test_a_worker_sees_their_own_team_only(coop: Coop) -> None:
    worker = somebody(coop, "Wren", role="worker", team_id=TEAM)
    mine = somebody(coop, "Mine", role="person", team_id=TEAM)
    other = somebody(coop, "Other", role="person", team_id=uuid7())
    client = browser_of(worker)

    shown = client.get(at(coop, "people")).text

    assert "Mine" in shown and "Other" not in shown
    assert client.get(at(coop, "person", person=mine.pk)).status_code == 200
    assert client.get(at(coop, "person", person=other.pk)).status_code == 403


def test_long_lists_cost_few_queries(
    coop: Coop, boss: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    people = [somebody(coop, f"Person {number:02}", role="person") for number in range(40)]
    tell(coop=coop, people=people, kind="x", title="Hello")

    for name in ("people", "reviews", "to-tell"):
        with django_assert_max_num_queries(10):  # eight of the page, two of its frame
            shown = boss.get(at(coop, name))
        assert "Page 1 of 2" in shown.text


PAGES = ["person", "change", "profile", "needs", "history", "hats", "leave"]


@pytest.mark.parametrize("name", PAGES)
def test_another_co_ops_person_does_not_exist(coop: Coop, boss: Client, name: str) -> None:
    stranger = somebody(a_coop("elsewhere"), "Stranger")

    assert boss.get(at(coop, name, person=stranger.pk)).status_code == 404
    assert boss.get(at(stranger.coop, name, person=stranger.pk)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_each_page_about_a_person_is_shown(coop: Coop, boss: Client, name: str) -> None:
    person = somebody(coop, "Jo", role="person", email="jo@kith.example", phone="01302 555010")
    actions.write_needs(
        coop=coop, by=the_secretary(coop), person=person, after=0, formats=["braille"]
    )
    actions.write_profile(coop=coop, by=actor_for(person), person=person, after=0, matters="Tea")
    client = browser_of(person) if name == "profile" else boss

    page = client.get(at(coop, name, person=person.pk))

    assert page.status_code == 200
    assert "Jo" in page.text


def test_who_may_see_contact_always_sees_how_to_tell_them(coop: Coop, boss: Client) -> None:
    person = somebody(coop, "Jo", phone="01302 555010", email="jo@kith.example")
    board = browser_of(somebody(coop, "Bo", role="board"))
    address = at(coop, "person", person=person.pk)
    assert "Nobody has asked yet" in boss.get(address).text

    actions.write_needs(
        coop=coop,
        by=the_secretary(coop),
        person=person,
        after=0,
        formats=["large-print"],
        contact_by="text",
        notes="Ring twice",
    )

    shown = boss.get(address).text
    for words in ("01302 555010", "Large print", "Text message", "Ring twice"):
        assert words in shown
    hidden = board.get(address).text
    assert "01302 555010" not in hidden and "Large print" not in hidden


def test_somebody_is_added_through_the_form(coop: Coop, boss: Client) -> None:
    typed = {"name": "Amina Khan", "hat": "person", "phone": "01302 555010", "born_on_day": "3"}
    typed |= {"born_on_month": "4", "born_on_year": "1950"}

    answer = boss.post(at(coop, "add"), typed, follow=True)

    assert "Amina Khan is written down." in answer.text
    added = Person.objects.get(name="Amina Khan")
    assert added.phone == "+441302555010" and str(added.born_on) == "1950-04-03"
    assert [hat.role for hat in hats_for(added)] == ["person"]


def test_every_mistake_is_told_at_once_and_what_was_typed_is_kept(coop: Coop, boss: Client) -> None:
    typed = {"name": "", "nhs_number": "943 476 5918", "phone": "12", "postcode": "nowhere"}

    answer = boss.post(at(coop, "add"), typed)

    assert answer.status_code == 422
    for words in ("Write the person’s name", "not an NHS number", "telephone number", "postcode"):
        assert words in answer.text
    assert 'value="943 476 5918"' in answer.text and 'value="nowhere"' in answer.text
    assert "There is a problem" in answer.text


def test_two_browsers_changing_one_person_both_keep_what_they_typed(
    coop: Coop, boss: Client
) -> None:
    person = somebody(coop, "Jo")
    address = at(coop, "change", person=person.pk)
    assert boss.post(address, {"name": "Jo", "called": "First", "revision": "1"}).status_code == 302

    second = boss.post(address, {"name": "Jo", "called": "Second", "revision": "1"})

    assert second.status_code == 422
    assert 'value="Second"' in second.text and "First" in second.text
    assert 'name="revision" value="2"' in second.text
    boss.post(address, {"name": "Jo", "called": "Second", "revision": "2"})
    person.refresh_from_db()
    assert person.called == "Second"


def test_needs_are_written_and_corrected_through_the_form(coop: Coop) -> None:
    person = somebody(coop, "Jo", role="person")
    client = browser_of(person)
    address = at(coop, "needs", person=person.pk)
    said = {"formats": ["easy-read", "audio"], "share": "on", "after": "0", "change": "update"}
    assert client.post(address, said).status_code == 302

    wrong = client.post(address, {**said, "after": "1", "change": "correction"})
    assert wrong.status_code == 422 and "what was wrong before" in wrong.text
    fixed = {"formats": ["audio"], "after": "1", "change": "correction", "reason": "not easy read"}
    assert client.post(address, fixed).status_code == 302

    assert needs_of([person])[person.id].formats == ["audio"]
    assert CommunicationNeeds.objects.filter(person=person).count() == 2
    assert "not easy read" in client.get(at(coop, "history", person=person.pk)).text


def test_a_profile_is_written_through_the_form(coop: Coop) -> None:
    person = somebody(coop, "Jo", role="person")
    client = browser_of(person)

    client.post(
        at(coop, "profile", person=person.pk),
        {"matters": "Tea\nMy cat", "after": "0", "change": "update"},
    )

    assert Profile.objects.get(person=person).matters == "Tea\nMy cat"
    assert "<li>My cat</li>" in client.get(at(coop, "person", person=person.pk)).text


def test_hats_are_given_and_taken_through_the_page(coop: Coop, boss: Client) -> None:
    person = somebody(coop, "Jo")
    boss.post(at(coop, "hats", person=person.pk), {"role": "board"})
    (hat,) = hats_for(person)

    again = boss.post(at(coop, "hats", person=person.pk), {"role": "board"})
    assert again.status_code == 422 and "already wear this hat" in again.text
    boss.post(at(coop, "take-hat", person=person.pk, hat=hat.pk))

    assert hats_for(person) == []


def test_the_last_secretary_is_told_why_they_cannot_leave(coop: Coop, boss: Client) -> None:
    me = Person.objects.get(pk=the_secretary(coop).person_id)

    answer = boss.post(at(coop, "leave", person=me.pk), follow=True)

    assert "Nobody else could give hats" in answer.text
    me.refresh_from_db()
    assert me.left_at is None


def test_somebody_leaves_and_comes_back(coop: Coop, boss: Client) -> None:
    person = somebody(coop, "Jo", role="person")

    page = at(coop, "person", person=person.pk)
    assert page in boss.get(at(coop, "people"), {"q": "jo"}).text
    boss.post(at(coop, "leave", person=person.pk))
    assert page not in boss.get(at(coop, "people"), {"q": "jo"}).text
    assert "has left the co-op" in boss.get(at(coop, "person", person=person.pk)).text
    boss.post(at(coop, "come-back", person=person.pk))

    person.refresh_from_db()
    assert person.left_at is None


def test_an_invitation_is_sent_from_the_page(coop: Coop, boss: Client) -> None:
    person = somebody(coop, "Jo", email="jo@kith.example")
    nameless = somebody(coop, "Nan")

    assert "can sign in now" in boss.post(at(coop, "invite", person=person.pk), follow=True).text
    assert (
        "e-mail address first"
        in boss.post(at(coop, "invite", person=nameless.pk), follow=True).text
    )


def test_a_hat_is_switched_only_to_one_that_is_worn(coop: Coop) -> None:
    person = somebody(coop, "Jo", role="person")
    actions.give_hat(coop=coop, by=the_secretary(coop), person=person, role="board")
    client = browser_of(person)
    board = hats_for(person)[1]

    assert client.post(at(coop, "switch-hat"), {"hat": str(board.id)}).status_code == 302
    assert client.session[f"hat-{person.id}"] == str(board.id)
    assert client.post(at(coop, "switch-hat"), {"hat": str(uuid7())}).status_code == 404
    assert client.get(at(coop, "switch-hat")).status_code == 405


def test_ones_notices_are_ones_own(coop: Coop, boss: Client) -> None:
    person = somebody(coop, "Jo", role="person")
    (notice,) = tell(coop=coop, people=[person], kind="x", title="Your week has changed")
    client = browser_of(person)

    assert "Your week has changed" in client.get(at(coop, "notices")).text
    assert boss.post(at(coop, "notice-seen", notice=notice.pk)).status_code == 403
    client.post(at(coop, "notice-seen", notice=notice.pk))

    assert Notice.objects.get().seen_at


def test_whom_an_email_does_not_suit_is_told_by_somebody(coop: Coop, boss: Client) -> None:
    person = somebody(coop, "Jo", phone="01302 555010")
    (notice,) = tell(coop=coop, people=[person], kind="x", title="Your week has changed")

    shown = boss.get(at(coop, "to-tell")).text
    assert "Jo" in shown and "01302 555010" in shown
    boss.post(at(coop, "notice-passed-on", notice=notice.pk))

    assert "Everybody knows" in boss.get(at(coop, "to-tell")).text


def test_hats_are_named_with_their_team(
    coop: Coop, boss: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kith.people.team_names._lookups", [lambda _coop: {TEAM: "Mexborough"}])
    somebody(coop, "Wren", role="worker", team_id=TEAM)
    somebody(coop, "Elsewhere", role="person", team_id=uuid7())

    shown = boss.get(at(coop, "people"), {"team": str(TEAM)}).text

    assert "Worker, Mexborough" in shown and "Elsewhere" not in shown


def test_a_worker_adds_somebody_to_their_team_from_the_page(
    coop: Coop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kith.people.team_names._lookups", [lambda _coop: {TEAM: "Mexborough"}])
    client = browser_of(somebody(coop, "Wren", role="worker", team_id=TEAM))
    form = client.get(at(coop, "add")).text
    assert "Mexborough" in form and "Secretary" not in form

    client.post(at(coop, "add"), {"name": "New", "hat": "person", "team_id": str(TEAM)})

    (hat,) = hats_for(Person.objects.get(name="New"))
    assert (hat.role, hat.team_id) == ("person", TEAM)


def test_who_may_change_only_themselves_adds_nobody(coop: Coop) -> None:
    person = somebody(coop, "Jo", role="person")
    client = browser_of(person)

    assert client.get(at(coop, "add")).status_code == 403
    assert client.get(at(coop, "change", person=person.pk)).status_code == 200
