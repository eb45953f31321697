"""A person reads and takes all that is kept about them, and nothing that is another's."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from kith.archive.contents import has_coop
from kith.archive.own import ABOUT, NOT_ABOUT, own_data
from kith.design.wording import date_plain
from kith.foundation import clock
from kith.foundation.models import Coop, Event
from kith.membership.factories import a_society, make_member
from kith.membership.shares.factories import hold_shares
from kith.people.factories import somebody, with_account
from kith.people.models import Person
from kith.support.models import Choice

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop() -> Coop:
    return a_society("own")


def told(person: Person) -> str:
    return json.dumps([one.rows for one in own_data(person)])


def test_every_model_says_whether_it_is_about_a_person() -> None:
    from django.apps import apps

    labels = {model._meta.label for model in apps.get_models() if has_coop(model)}
    assert labels - set(ABOUT) - set(NOT_ABOUT) == set()
    assert set(ABOUT).isdisjoint(NOT_ABOUT)
    assert set(ABOUT) | set(NOT_ABOUT) <= labels


def test_it_holds_what_is_kept_about_me_and_not_about_others(coop: Coop) -> None:
    ada, bob = somebody(coop, "Ada Able", address="9 Hidden Lane"), somebody(coop, "Bob Best")
    hold_shares(make_member(coop, ada, "people"), 12_300)
    hold_shares(make_member(coop, bob, "people"), 45_600)
    assert "9 Hidden Lane" in told(ada) and "12300" in told(ada) and "45600" not in told(ada)
    assert "Bob Best" not in told(ada)
    keys = {one.key for one in own_data(ada)}
    assert {"people.Person", "people.Hat", "membership.Member", "shares.ShareEntry"} <= keys


def test_it_is_read_in_words(coop: Coop) -> None:
    ada = somebody(coop, "Ada Able")
    hold_shares(make_member(coop, ada, "people"), 12_300)
    said = {one.key: one.said for one in own_data(ada)}
    assert said["shares.ShareEntry"][0]["shares"] == "£123.00"
    (member,) = said["membership.Member"]
    assert member["entered on"] == date_plain(clock.today(coop.zone))
    assert member["answered the equality questions"] == "no" and "person" not in member


def test_what_another_chose_in_confidence_stays_theirs(coop: Coop) -> None:
    ada, wyn = somebody(coop, "Ada Able"), somebody(coop, "Wyn Ward")
    choice = Choice.objects.create(coop=coop, person=ada, worker=wyn, says=Choice.NO)
    assert "Choice" not in str([one.key for one in own_data(wyn)])
    assert any(row["says"] == "No" for one in own_data(ada) for row in one.rows if "says" in row)
    choice.answer = Choice.NO
    choice.says = Choice.FIRST
    choice.save()
    (section,) = [one for one in own_data(wyn) if one.key == "support.Choice"]
    assert section.rows[0]["answer"] == "No" and "says" not in section.rows[0]
    (section,) = [one for one in own_data(ada) if one.key == "support.Choice"]
    assert section.rows[0]["says"] == "First choice" and "answer" not in section.rows[0]


def test_not_even_a_row_tells_that_the_other_one_spoke(coop: Coop) -> None:
    ada, wyn = somebody(coop, "Ada Able"), somebody(coop, "Wyn Ward")
    pair = {"coop": coop, "person": ada, "worker": wyn}
    Choice.objects.create(**pair, answer=Choice.NO, written_by=wyn, ended_at=clock.now())
    assert "Wyn" not in told(ada) and "Ada" in told(wyn)
    Choice.objects.create(**pair, answer=Choice.NO, says=Choice.YES, ended_at=clock.now())
    Choice.objects.create(**pair, answer=Choice.YES, says=Choice.YES)
    (section,) = [one for one in own_data(ada) if one.key == "support.Choice"]
    assert [row["says"] for row in section.rows] == ["Yes"] and "ended at" not in section.rows[0]
    (section,) = [one for one in own_data(wyn) if one.key == "support.Choice"]
    assert [row["answer"] for row in section.rows] == ["No", "Yes"]


def test_one_click_gives_a_page_and_a_file_and_is_recorded(coop: Coop) -> None:
    ada = with_account(somebody(coop, "Ada Able"))
    client = Client()
    assert ada.account
    client.force_login(ada.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(reverse("archive:mine", kwargs={"coop": coop.slug}))
    assert page.status_code == 200 and "Ada Able" in page.text
    file = client.get(reverse("archive:mine-file", kwargs={"coop": coop.slug}))
    assert "attachment" in file["Content-Disposition"]
    table = json.loads(file.content)
    assert table["about"] == "Ada Able" and "people.Person" in table["sections"]
    assert "password" not in file.text
    assert Event.objects.filter(coop=coop, kind="own-data.taken", by=ada.pk).count() == 2


def test_nobody_reads_it_without_signing_in(coop: Coop) -> None:
    answer = Client().get(reverse("archive:mine", kwargs={"coop": coop.slug}))
    assert answer.status_code in (302, 404)
