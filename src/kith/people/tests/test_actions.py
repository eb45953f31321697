from datetime import date

import pytest

from kith.foundation import clock
from kith.foundation.errors import ChangedMeanwhile, DomainError, NotAllowed
from kith.foundation.models import Coop, Event
from kith.foundation.permissions import Actor
from kith.kernel.ids import uuid7
from kith.people import actions
from kith.people.factories import a_coop, a_secretary, somebody, the_secretary, with_account
from kith.people.models import Account, Person
from kith.people.queries import actor_for, hats_for, needs_of, profile_history
from kith.people.rules import HatAlreadyWorn, LastKeeper, NhsNumberTaken

pytestmark = pytest.mark.django_db
NHS, OTHER_NHS = "943 476 5919", "9000000009"
TEAM = uuid7()


@pytest.fixture
def coop() -> Coop:
    return a_coop("don-valley")


@pytest.fixture
def secretary(coop: Coop) -> Actor:
    return the_secretary(coop)


@pytest.fixture
def worker(coop: Coop, secretary: Actor) -> Actor:
    person = somebody(coop, "Wren Worker", role="worker", team_id=TEAM)
    return actor_for(person)


def test_a_person_is_written_down_in_one_way(coop: Coop, secretary: Actor) -> None:
    person = actions.add_person(
        coop=coop,
        by=secretary,
        hat="person",
        team_id=TEAM,
        name="  Zoë   Ångström ",
        nhs_number=NHS,
        phone="01302 555010",
        postcode="dn12ab",
    )

    assert (person.name, person.nhs_number) == ("Zoë Ångström", "9434765919")
    assert (person.phone, person.postcode) == ("+441302555010", "DN1 2AB")
    assert person.search_name == "zoe angstrom"
    assert [(hat.role, hat.team_id) for hat in hats_for(person)] == [("person", TEAM)]


def test_the_record_keeps_the_names_of_changed_fields_and_never_their_values(
    coop: Coop, secretary: Actor
) -> None:
    person = somebody(coop, phone="01302 555010")

    actions.change_person(
        coop=coop, by=secretary, person=person, revision=1, phone="01302 555011", called="Patty"
    )

    event = Event.objects.get(kind="person.changed")
    assert event.details == {"fields": ["called", "phone"]}


def test_two_people_changing_the_same_person_do_not_overwrite_each_other(
    coop: Coop, secretary: Actor
) -> None:
    person = somebody(coop)
    actions.change_person(coop=coop, by=secretary, person=person, revision=1, called="First")

    with pytest.raises(ChangedMeanwhile):
        actions.change_person(coop=coop, by=secretary, person=person, revision=1, called="Second")

    person.refresh_from_db()
    assert (person.called, person.revision) == ("First", 2)


def test_a_worker_adds_people_to_their_own_team_only_and_gives_no_other_hats(
    coop: Coop, worker: Actor
) -> None:
    added = actions.add_person(coop=coop, by=worker, name="Ada", hat="person", team_id=TEAM)
    assert added.coop == coop

    with pytest.raises(NotAllowed):
        actions.add_person(coop=coop, by=worker, name="Bo", hat="person", team_id=uuid7())
    with pytest.raises(NotAllowed):
        actions.add_person(coop=coop, by=worker, name="Cy", hat="secretary", team_id=TEAM)
    with pytest.raises(NotAllowed):
        actions.give_hat(coop=coop, by=worker, person=added, role="worker", team_id=TEAM)
    assert not Person.objects.filter(name__in=["Bo", "Cy"]).exists()


def test_an_nhs_number_belongs_to_one_person_and_names_only_whom_the_asker_may_see(
    coop: Coop, secretary: Actor, worker: Actor
) -> None:
    somebody(coop, "Peter Brown", nhs_number=NHS)

    with pytest.raises(NhsNumberTaken, match="Peter Brown"):
        somebody(coop, "Again", nhs_number=NHS)
    with pytest.raises(NhsNumberTaken, match="Somebody else"):
        actions.add_person(
            coop=coop, by=worker, name="Again", hat="person", team_id=TEAM, nhs_number=NHS
        )

    assert somebody(a_coop("elsewhere"), "Peter Brown", nhs_number=NHS).nhs_number


def test_another_co_ops_secretary_changes_nobody_here(coop: Coop) -> None:
    person = somebody(coop)
    stranger = the_secretary(a_coop("elsewhere"))

    with pytest.raises(NotAllowed):
        actions.change_person(coop=coop, by=stranger, person=person, revision=1, called="Mine")


def test_founders_come_first_and_once(coop: Coop) -> None:
    founders = actions.add_founders(
        coop=coop,
        founders=[
            ({"name": "Ann", "email": "ann@kith.example"}, ["secretary", "board"]),
            ({"name": "Ben"}, []),
        ],
    )

    assert [len(hats_for(person)) for person in founders] == [2, 0]
    assert Account.objects.get().email == "ann@kith.example"
    with pytest.raises(NotAllowed):
        actions.add_founders(coop=coop, founders=[({"name": "Eve"}, ["secretary"])])


def test_a_hat_is_worn_once_and_taken_at_once(coop: Coop, secretary: Actor) -> None:
    person = somebody(coop)
    hat = actions.give_hat(coop=coop, by=secretary, person=person, role="board")

    with pytest.raises(HatAlreadyWorn):
        actions.give_hat(coop=coop, by=secretary, person=person, role="board")
    with pytest.raises(DomainError, match="no such hat"):
        actions.give_hat(coop=coop, by=secretary, person=person, role="manager")
    actions.take_hat(coop=coop, by=secretary, hat=hat)

    assert hats_for(person) == []
    assert actions.give_hat(coop=coop, by=secretary, person=person, role="board")


def test_somebody_can_always_give_hats(coop: Coop, secretary: Actor) -> None:
    founder = Person.objects.get(pk=secretary.person_id)
    (hat,) = hats_for(founder)

    with pytest.raises(LastKeeper):
        actions.take_hat(coop=coop, by=secretary, hat=hat)
    with pytest.raises(LastKeeper):
        actions.person_leaves(coop=coop, by=secretary, person=founder)

    actions.give_hat(coop=coop, by=secretary, person=somebody(coop), role="secretary")
    actions.take_hat(coop=coop, by=secretary, hat=hat)
    assert hats_for(founder) == []


def test_who_leaves_loses_hats_and_sign_in_but_not_their_records(
    coop: Coop, secretary: Actor
) -> None:
    person = with_account(somebody(coop, role="board"))
    actions.write_profile(coop=coop, by=actor_for(person), person=person, after=0, matters="Tea")

    actions.person_leaves(coop=coop, by=secretary, person=person)

    person.refresh_from_db()
    assert person.account is None and hats_for(person) == []
    assert profile_history(person).count() == 1
    actions.person_comes_back(coop=coop, by=secretary, person=person)
    assert Person.objects.get(pk=person.pk).left_at is None


def test_one_account_serves_two_co_ops(coop: Coop) -> None:
    here = with_account(somebody(coop, email="pat@kith.example"))
    there = with_account(somebody(a_coop("elsewhere"), email="PAT@kith.example"))

    assert here.account == there.account


def test_an_invitation_says_how_to_sign_in(
    coop: Coop,
    mailoutbox: list,
    django_capture_on_commit_callbacks: object,
) -> None:
    person = somebody(coop, "Siân O'Neill", email="sian@kith.example")

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        actions.invite_person(coop=coop, by=the_secretary(coop), person=person)

    (mail,) = mailoutbox
    assert mail.to == ["sian@kith.example"]
    assert "/accounts/login/code/" in mail.body and "&#" not in mail.body


def test_nobody_takes_over_a_secretarys_hats_by_changing_their_address(
    coop: Coop, worker: Actor
) -> None:
    boss = somebody(coop, "Bea", role="worker", team_id=TEAM, email="bea@kith.example")
    actions.wear_hat(coop=coop, by=None, person=boss, role="secretary")
    changed = actions.change_person(
        coop=coop, by=worker, person=boss, revision=1, email="wren@kith.example"
    )

    with pytest.raises(NotAllowed):
        actions.invite_person(coop=coop, by=worker, person=changed)
    assert Person.objects.get(pk=boss.pk).account is None


def test_two_people_of_one_co_op_need_two_accounts(coop: Coop) -> None:
    with_account(somebody(coop, "One", email="both@kith.example"))

    with pytest.raises(DomainError, match="two addresses"):
        with_account(somebody(coop, "Two", email="both@kith.example"))


def test_a_profile_is_never_overwritten(coop: Coop, secretary: Actor) -> None:
    person = somebody(coop, role="person")
    me = actor_for(person)
    actions.write_profile(coop=coop, by=me, person=person, after=0, matters="My cat")

    with pytest.raises(ChangedMeanwhile, match="Pat"):
        actions.write_profile(coop=coop, by=me, person=person, after=0, matters="My dog")
    with pytest.raises(DomainError, match="wrong before"):
        actions.write_profile(
            coop=coop, by=me, person=person, after=1, matters="Two cats", change="correction"
        )
    actions.write_profile(
        coop=coop,
        by=me,
        person=person,
        after=1,
        matters="Two cats",
        change="correction",
        reason="there are two",
    )

    assert [(each.number, each.matters) for each in profile_history(person)] == [
        (2, "Two cats"),
        (1, "My cat"),
    ]


def test_the_board_sees_people_but_writes_nobody_elses_needs(coop: Coop) -> None:
    board = actor_for(somebody(coop, "Bo", role="board"))

    with pytest.raises(NotAllowed):
        actions.write_needs(
            coop=coop, by=board, person=somebody(coop), after=0, formats=["braille"]
        )


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"none_known": True, "formats": ["braille"]},
        {"formats": ["telepathy"]},
        {"contact_by": "owl"},
        {"professional": "wizard"},
        {"notes": "hello", "review_on": date(2020, 1, 1)},
    ],
)
def test_needs_that_make_no_sense_are_not_kept(
    coop: Coop, secretary: Actor, said: dict[str, object]
) -> None:
    person = somebody(coop)

    with pytest.raises(DomainError) as refused:
        actions.write_needs(coop=coop, by=secretary, person=person, after=0, **said)  # type: ignore[arg-type]

    assert refused.value.field in {
        "none_known",
        "formats",
        "contact_by",
        "professional",
        "review_on",
    }
    assert needs_of([person]) == {}


def test_needs_are_asked_again_in_a_year(coop: Coop, secretary: Actor) -> None:
    person = somebody(coop)

    with clock.stopped_at(clock.now().replace(year=2026, month=3, day=1)):
        actions.write_needs(coop=coop, by=secretary, person=person, after=0, none_known=True)

    assert needs_of([person])[person.id].review_on == date(2027, 3, 1)


def test_the_first_secretary_is_a_founder(coop: Coop) -> None:
    assert [hat.role for hat in hats_for(a_secretary(coop))] == ["secretary"]


def test_a_place_in_a_team_is_given_and_taken_in_the_team_only(
    coop: Coop, secretary: Actor, worker: Actor
) -> None:
    wren = Person.objects.get(pk=worker.person_id)
    (hat,) = hats_for(wren)

    with pytest.raises(DomainError, match="team’s page"):
        actions.give_hat(
            coop=coop, by=secretary, person=somebody(coop), role="worker", team_id=TEAM
        )
    with pytest.raises(DomainError, match="team’s page"):
        actions.take_hat(coop=coop, by=secretary, hat=hat)
    with pytest.raises(DomainError, match="team’s page"):
        actions.person_leaves(coop=coop, by=secretary, person=wren)
    assert hats_for(wren) == [hat]
