import csv
import io

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from kith.foundation import clock
from kith.foundation.models import Coop
from kith.membership import actions, extensions
from kith.membership.extensions import Holding
from kith.membership.factories import a_society, make_member, make_organisation
from kith.membership.models import Member
from kith.membership.register.queries import as_lines, lines_found, officers_of, register_as_csv
from kith.people.actions import wear_hat
from kith.people.factories import somebody, the_secretary, with_account
from kith.people.models import Person
from kith.people.queries import actor_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop() -> Coop:
    return a_society()


@pytest.fixture
def owned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody has £3 of shares, £2 of it paid, and a loan of £1."""
    monkeypatch.setattr(
        extensions, "HOLDINGS", [lambda _coop, ids: {one: Holding(300, 200, 100) for one in ids}]
    )


def member_named(coop: Coop, name: str, **kept: str) -> Member:
    return make_member(coop, somebody(coop, name, **kept), "people")


def browser_of(person: Person) -> Client:
    client = Client()
    assert with_account(person).account
    client.force_login(person.account)  # type: ignore[arg-type]
    return client


def test_it_is_searched_by_name_number_and_class_without_accents(coop: Coop) -> None:
    zoe = member_named(coop, "Zoë Ångström")
    body = make_organisation(coop, somebody(coop, "Sue"), "Ångström Trust")
    bob = member_named(coop, "Bob Best")
    assert set(lines_found(coop, text="angs")) == {zoe, body}
    assert list(lines_found(coop, text="3")) == [bob]
    assert list(lines_found(coop, text="trust", member_class="supporters")) == [body]
    assert list(lines_found(coop, text="nobody")) == []


def test_members_of_before_stay_in_it(coop: Coop) -> None:
    bob, person = member_named(coop, "Bob Best"), somebody(coop, "Ann")
    actions.leave_coop(coop=coop, by=actor_for(bob.voter), member=bob)
    ann = make_member(coop, person, "people")
    assert list(lines_found(coop)) == [ann]
    assert list(lines_found(coop, when="before")) == [bob]
    assert list(lines_found(coop, when="all")) == [bob, ann]


def test_a_member_sees_their_own_shares_and_nobody_elses(coop: Coop, owned: None) -> None:
    ann, bob = member_named(coop, "Ann"), member_named(coop, "Bob")
    mine, other = as_lines(coop, [ann, bob], actor_for(ann.voter))
    assert mine.holding == Holding(300, 200, 100) and other.holding is None
    for line in as_lines(coop, [ann, bob], the_secretary(coop)):
        assert line.holding == Holding(300, 200, 100)


def test_the_pages_hide_what_the_act_hides(coop: Coop, owned: None) -> None:
    ann, bob = member_named(coop, "Ann"), member_named(coop, "Bob")
    client, boss = (
        browser_of(ann.voter),
        browser_of(Person.objects.get(pk=the_secretary(coop).person_id)),
    )
    at = {"coop": coop.slug}
    for name in ("register", "register-paper"):
        assert "£3.00" not in client.get(reverse(f"membership:{name}", kwargs=at)).text
        assert "£3.00" in boss.get(reverse(f"membership:{name}", kwargs=at)).text
    own = client.get(reverse("membership:line", kwargs={**at, "member": ann.pk})).text
    other = client.get(reverse("membership:line", kwargs={**at, "member": bob.pk})).text
    assert "£3.00" in own and "Became a member" in own
    assert "£3.00" not in other and "Became a member" not in other
    assert client.get(reverse("membership:register-file", kwargs=at)).status_code == 403


def test_the_officers_stand_in_it_with_their_dates(coop: Coop) -> None:
    joan = somebody(coop, "Joan", address="1 High Street")
    hat = wear_hat(coop=coop, by=None, person=joan, role="board")
    assert [(one.name, one.office) for one in officers_of(coop)] == [
        ("Sam Secretary", "Secretary"),
        ("Joan", "Board member"),
    ]
    assert officers_of(coop)[1].since == hat.since


def test_the_file_has_every_column_of_the_act_and_no_formula(coop: Coop, owned: None) -> None:
    member_named(coop, "=cmd|x", address="1, Mill Lane", postcode="DN1 2AB", email="a@kith.example")
    make_organisation(coop, somebody(coop, "Sue"))
    rows = list(csv.DictReader(io.StringIO("".join(register_as_csv(coop)).removeprefix("\ufeff"))))
    assert rows[0]["Name"] == "'=cmd|x" and rows[0]["Postal address"] == "1, Mill Lane, DN1 2AB"
    assert rows[0]["Shares"] == "3.00" and rows[0]["Paid on shares"] == "2.00"
    assert rows[1]["Name"] == "Helping Hands" and rows[1]["Speaks for it"] == "Sue"
    assert rows[1]["Entered"] and not rows[1]["Ceased"]


def test_paper_and_files_name_who_ceased_and_the_officers(coop: Coop) -> None:
    boss = Person.objects.get(pk=the_secretary(coop).person_id)
    gone = member_named(coop, "Ann Able")
    member_named(coop, "Bob Best")
    actions.leave_coop(coop=coop, by=actor_for(boss), member=gone)
    client, at = browser_of(boss), {"coop": coop.slug}
    paper = reverse("membership:register-paper", kwargs=at)
    assert "Ann Able" not in client.get(paper).text
    everybody = client.get(paper, {"when": "all"}).text
    assert "Ann Able" in everybody and "Ceased" in everybody
    file = client.get(reverse("membership:officers-file", kwargs=at))
    rows = list(csv.DictReader(io.StringIO(file.getvalue().decode().removeprefix("\ufeff"))))
    assert rows[0]["Name"] == boss.name and rows[0]["Office"] == "Secretary"
    assert file["Content-Disposition"].startswith('attachment; filename="officers-')


def test_a_suspension_is_not_for_every_member_to_read(coop: Coop) -> None:
    boss, bob = the_secretary(coop), member_named(coop, "Bob Best")
    day = clock.today(coop.zone)
    actions.suspend_member(
        coop=coop, by=boss, member=bob, until=day, reason="Shouting", decided_by="the board"
    )
    reader = browser_of(member_named(coop, "Ann Able").voter)
    keeper = browser_of(Person.objects.get(pk=boss.person_id))
    for path in (
        reverse("membership:register", kwargs={"coop": coop.slug}),
        reverse("membership:line", kwargs={"coop": coop.slug, "member": bob.pk}),
    ):
        assert "suspended until" in keeper.get(path).text
        read = reader.get(path)
        assert read.status_code == 200
        assert "Bob Best" in read.text and "suspended" not in read.text.lower()


def test_a_page_of_the_register_takes_few_queries(
    coop: Coop, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        member_named(coop, f"Member {number}")
    boss = browser_of(Person.objects.get(pk=the_secretary(coop).person_id))
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        page = boss.get(reverse("membership:register", kwargs={"coop": coop.slug}), {"q": "member"})
    assert page.text.count("Member 2") > 5


def test_who_has_left_still_reads_what_was_written_about_them(coop: Coop) -> None:
    bob = member_named(coop, "Bob Best")
    client, at = browser_of(bob.voter), {"coop": coop.slug}
    gone = client.post(
        reverse("membership:leave", kwargs=at),
        {"on_day": "", "on_month": "", "on_year": "", "reason": "moving away"},
    )
    assert gone.status_code == 422  # the day is missing, and what was typed is kept
    assert "moving away" in gone.text
    actions.leave_coop(coop=coop, by=actor_for(bob.voter), member=bob)
    page = client.get(reverse("membership:mine", kwargs=at))
    assert page.status_code == 200 and "Leaves the co-op" in page.text
    assert client.get("/")["Location"] == reverse("membership:mine", kwargs=at)
