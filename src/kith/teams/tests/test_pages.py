"""The pages of the teams room: they show, they change, and what was typed is kept."""

import threading

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from kith.foundation.errors import DomainError
from kith.foundation.permissions import Actor
from kith.people.models import Account, Person
from kith.teams import actions
from kith.teams.factories import make_coop, make_member, make_person, make_team, secretary_of
from kith.teams.models import Member, Team
from kith.teams.rules import WISHES


@pytest.fixture
def team(db: None) -> Team:
    return make_team(make_coop())


@pytest.fixture
def client(team: Team) -> Client:
    client = Client()
    client.force_login(Person.objects.get(name="Sal Moor").account)
    return client


def address(view: str, team: Team, **more: object) -> str:
    return reverse(f"teams:{view}", kwargs={"coop": team.coop.slug, "slug": team.slug, **more})


DAY = {"since_day": "1", "since_month": "6", "since_year": "2026"}


def test_the_teams_page_asks_few_questions(
    client: Client, team: Team, django_assert_max_num_queries
) -> None:
    for name in "ABCDEF":
        make_team(team.coop, f"Team {name}")
    with django_assert_max_num_queries(12):
        page = client.get(reverse("teams:teams", kwargs={"coop": team.coop.slug}))
    assert b"Team F" in page.content


def test_the_team_page_asks_as_many_questions_for_twelve_as_for_one(
    client: Client, team: Team, django_assert_max_num_queries
) -> None:
    for number in range(12):
        member = make_member(team, f"Worker {chr(65 + number)}")
        actions.give_skill(
            coop=team.coop, by=secretary_of(team.coop), person=member.person, skill="Medication"
        )
    with django_assert_max_num_queries(15):
        page = client.get(address("team", team)).content.decode()
    assert "Worker L" in page
    assert "The team is full" in page
    assert "There is none yet" in page


def test_somebody_new_joins_by_name(client: Client, team: Team) -> None:
    answer = client.post(address("join", team), {"name": "Nia Frost", "email": "", **DAY})

    assert answer.status_code == 302
    assert Member.objects.get().person.name == "Nia Frost"


def test_joining_keeps_what_was_typed_when_it_does_not_hold(client: Client, team: Team) -> None:
    answer = client.post(
        address("join", team), {"name": "", "email": "nia@example.org", **DAY, "since_day": "41"}
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "nia@example.org" in page
    assert "41" in page
    assert "There is no such day" in page


def test_a_full_team_says_so_on_the_form(client: Client, team: Team) -> None:
    for number in range(12):
        make_member(team, f"Worker {chr(65 + number)}")

    answer = client.post(address("join", team), {"name": "Nia Frost", **DAY})

    assert answer.status_code == 422
    assert "articles allow 12" in answer.content.decode()
    assert not Person.objects.filter(name="Nia Frost").exists()


def test_roles_coach_and_last_day_from_the_pages(client: Client, team: Team) -> None:
    ana, ben = make_member(team, "Ana Bell"), make_member(team, "Ben Cole")
    cy = make_person(team.coop, "Cy Dale")

    client.post(address("roles", team), {"role": "connector", "member": str(ana.id)})
    held = ana.roles.get()
    client.post(address("hand-over", team, role_id=held.id), {"to": str(ben.id)})
    client.post(address("coach", team), {"person": str(cy.id)})
    last = {"last_day_day": "1", "last_day_month": "1", "last_day_year": "2030"}
    client.post(address("leave", team, member_id=ana.id), last)

    team.refresh_from_db()
    ana.refresh_from_db()
    assert ben.roles.get().role == "connector"
    assert team.coach == cy
    assert ana.until is not None
    assert "Cy Dale" in client.get(address("team", team)).content.decode()
    assert "Hand over" in client.get(address("roles", team)).content.decode()


def agreement(after: int, text: str) -> dict[str, str]:
    day = {"agreed_on_day": "2", "agreed_on_month": "6", "agreed_on_year": "2026"}
    return {"after": str(after), "text": text, **day, **{f"wish_{w}": "lot" for w in WISHES}}


def test_two_who_write_the_agreement_at_once(client: Client, team: Team) -> None:
    first = client.post(address("write-agreement", team), agreement(0, "We meet on Mondays."))
    second = client.post(address("write-agreement", team), agreement(0, "We meet on Fridays."))

    assert first.status_code == 302
    assert second.status_code == 422
    page = second.content.decode()
    assert "We meet on Fridays." in page
    assert "We meet on Mondays." in page
    assert "Matters a lot" in client.get(address("agreement", team)).content.decode()


def test_skills_are_given_and_ended(client: Client, team: Team) -> None:
    member = make_member(team, "Ana Bell")
    client.post(address("give-skill", team, member_id=member.id), {"skill": "PEG feeding"})
    has = member.person.skills.get()

    assert "PEG feeding" in client.get(address("skills", team)).content.decode()
    assert client.get(address("give-skill", team, member_id=member.id)).status_code == 200
    assert client.get(address("end-skill", team, has_skill_id=has.id)).status_code == 405
    client.post(address("end-skill", team, has_skill_id=has.id))
    assert "ended" in client.get(address("skills", team)).content.decode()


def test_a_team_is_started_from_its_page(client: Client, team: Team) -> None:
    where = reverse("teams:new-team", kwargs={"coop": team.coop.slug})

    assert client.post(where, {"name": "Hillside"}).status_code == 302
    assert client.post(where, {"name": "Hillside"}).status_code == 422
    assert client.get(where).status_code == 200


def test_other_people_see_what_they_may(team: Team) -> None:
    make_member(team, "Ana Bell")
    other = make_coop("inland")
    board, outsider = Client(), Client()
    board.force_login(Account.objects.get(email="bo@harbour.example"))
    outsider.force_login(Account.objects.get(email="sal@inland.example"))

    assert board.get(address("team", team)).status_code == 200
    assert board.get(address("join", team)).status_code == 403
    assert outsider.get(address("team", team)).status_code == 404
    assert (
        outsider.get(
            reverse("teams:team", kwargs={"coop": other.slug, "slug": team.slug})
        ).status_code
        == 404
    )
    assert Client().get(address("team", team)).status_code == 302


def test_two_browsers_add_the_last_member_at_once(several_connections: None) -> None:
    team = make_team(make_coop())
    for number in range(11):
        make_member(team, f"Worker {chr(65 + number)}")
    people = [make_person(team.coop, name) for name in ("Ann Other", "Bea Other")]
    by: Actor = secretary_of(team.coop)
    said: list[str] = []
    together = threading.Barrier(2)

    def add(person: Person) -> None:
        together.wait()
        while len(said) < 2:
            try:
                actions.add_member(coop=team.coop, by=by, team=team, person=person)
                said.append("added")
                break
            except DomainError as error:
                said.append(type(error).__name__)
                break
            except OperationalError:  # a database in memory says "locked" instead of waiting
                continue
        connection.close()

    threads = [threading.Thread(target=add, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == ["TeamIsFull", "added"]
    assert team.members.count() == 12
