"""My week and Who is coming, as their people see them."""

import pytest
from django.test import Client

from kith.kernel.week import Week
from kith.people.models import Account, Person
from kith.people.queries import actor_for
from kith.rota.actions.moves import move_visit
from kith.rota.actions.publishing import publish_week
from kith.rota.factories import WEEK, make_rota, make_supported, make_team, make_worker, slot_of
from kith.rota.models import Rota

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    person.account = Account.objects.create(email=f"{person.pk}@kith.example")
    person.save(update_fields=["account"])
    client = Client()
    client.force_login(person.account)
    return client


@pytest.fixture
def sent() -> Rota:
    """A week in which Ana makes Norma's visits, as sent."""
    team = make_team()
    ana = make_worker(team, "Ana Bell")
    by = actor_for(ana)
    make_supported(team, by, "Norma Hague")
    rota = make_rota(team, by)
    rota = move_visit(
        coop=rota.coop,
        by=by,
        slot=slot_of(rota, "Norma Hague", 0),
        worker=ana,
        expected_revision=rota.revision,
    ).rota
    publish_week(coop=rota.coop, by=by, rota=rota, expected_revision=rota.revision)
    return rota


def test_a_worker_sees_each_visit_and_what_to_know_at_the_door(sent: Rota) -> None:
    page = signed_in(Person.objects.get(name="Ana Bell")).get(
        f"/at/{sent.coop.slug}/my-week/", {"week": str(WEEK)}
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert "Norma" in text
    assert "Nobody has asked yet how Norma needs information." in text


def test_a_person_sees_who_is_coming(sent: Rota) -> None:
    page = signed_in(Person.objects.get(name="Norma Hague")).get(
        f"/at/{sent.coop.slug}/who-is-coming/", {"week": str(WEEK)}
    )
    assert "Ana" in page.content.decode()


def test_a_week_that_is_not_sent_shows_nobody(sent: Rota) -> None:
    page = signed_in(Person.objects.get(name="Norma Hague")).get(
        f"/at/{sent.coop.slug}/who-is-coming/", {"week": str(Week.next(WEEK))}
    )
    assert "Ana" not in page.content.decode()


def test_nobody_elses_week_can_be_opened_by_a_person_drawing_on_support(sent: Rota) -> None:
    ana = Person.objects.get(name="Ana Bell")
    page = signed_in(Person.objects.get(name="Norma Hague")).get(
        f"/at/{sent.coop.slug}/who-is-coming/{ana.pk}/"
    )
    assert page.status_code == 403


def test_a_drop_on_a_board_gone_stale_is_refused(sent: Rota) -> None:
    ana = Person.objects.get(name="Ana Bell")
    slot = slot_of(sent, "Norma Hague", 1)
    address = f"/at/{sent.coop.slug}/places/{slot.pk}/move/?revision={sent.revision - 1}"
    answer = signed_in(ana).post(address, {"worker": str(ana.pk), "day": ""}, follow=True)
    slot.refresh_from_db()
    assert slot.worker_id is None
    assert "Somebody else changed this week" in answer.content.decode()
