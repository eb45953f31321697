"""Upload, look, bring in, mend: in the browser."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kith.imports.factories import csv_of
from kith.imports.models import Import
from kith.imports.reading import read_table
from kith.imports.tests.test_bringing_in import PEOPLE, forty_rows
from kith.people.models import Account, Person
from kith.support.models import Support
from kith.teams.factories import make_coop, make_member, make_team
from kith.teams.models import Team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team(make_coop())


@pytest.fixture
def worker(team: Team) -> Person:
    person = make_member(team, "Amina Khan").person
    person.account = Account.objects.create(email="amina@example.org")
    person.save(update_fields=["account"])
    return person


@pytest.fixture
def client(worker: Person) -> Client:
    client = Client()
    client.force_login(worker.account)
    return client


def at(team: Team, name: str, **parts: object) -> str:
    return reverse(f"imports:{name}", kwargs={"coop": team.coop.slug, **parts})


def send(client: Client, team: Team, content: bytes, name: str = "people.xlsx"):
    data = {"file": SimpleUploadedFile(name, content), "kind": "", "team": str(team.id)}
    return client.post(at(team, "upload"), data, follow=True)


def test_a_file_is_looked_at_then_brought_in_then_mended(client: Client, team: Team) -> None:
    looked = send(client, team, forty_rows())
    assert "Bring in the 34 good rows" in looked.text
    assert "Nothing is in yet" in looked.text
    assert not Support.objects.exists()
    kept = Import.objects.get()
    mend = client.get(at(team, "mend", kept_id=kept.id))
    assert len(read_table("mend.csv", mend.content).lines) == 6
    done = client.post(at(team, "import", kept_id=kept.id), follow=True)
    assert "34 rows are in" in done.text
    assert "6 rows are still to mend" in done.text
    assert Support.objects.count() == 34
    twice = client.post(at(team, "import", kept_id=kept.id), follow=True)
    assert "in already" in twice.text


def test_what_is_no_spreadsheet_is_refused_beside_the_field(client: Client, team: Team) -> None:
    answer = send(client, team, b"%PDF-1.7", "plan.pdf")
    assert answer.status_code == 422
    assert "not a spreadsheet we can read" in answer.text
    many = send(client, team, csv_of(PEOPLE, *["Joan Hill,,,,,,"] * 1501), "many.csv")
    assert "takes 1,500 at a time" in many.text
    nothing = client.post(at(team, "upload"), {"team": str(team.id)})
    assert "Choose a file first" in nothing.text


def test_only_those_who_may_see_the_page(client: Client, team: Team) -> None:
    other = make_team(team.coop, "Hillside")
    assert send(client, other, forty_rows()).status_code == 422
    send(client, team, forty_rows())
    kept = Import.objects.get()
    kept.team = other
    kept.save()
    assert client.get(at(team, "import", kept_id=kept.id)).status_code == 403
    elsewhere = make_team(make_coop("hill"))
    kept.coop = elsewhere.coop
    kept.save()
    assert client.get(at(team, "import", kept_id=kept.id)).status_code == 404


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_templates_are_downloaded(client: Client, team: Team, form: str) -> None:
    answer = client.get(at(team, "template", kind="patterns", form=form))
    assert read_table("t", answer.content).header.cells[0] == "Person"
    assert client.get(at(team, "template", kind="ships", form=form)).status_code == 404


def test_the_list_of_files_takes_few_queries(
    client: Client, team: Team, django_assert_max_num_queries
) -> None:
    for number in range(10):
        send(client, team, csv_of(PEOPLE, f"Person {number},,,,,,"), f"{number}.csv")
    with django_assert_max_num_queries(15):
        assert "9.csv" in client.get(at(team, "upload")).text
