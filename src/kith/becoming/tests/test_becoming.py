"""From "I want to become one" to the team: in steps, checked, beside a buddy; and thanks read first by the worker."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from kith.asking.tasks import forget_every_day
from kith.becoming import actions, queries, thanking
from kith.becoming.models import Check, Newcomer, Shadow, Thanks
from kith.becoming.steps import STEPS, role
from kith.foundation import clock
from kith.foundation.attached import Attached
from kith.foundation.errors import ChangedMeanwhile, DomainError, NotAllowed
from kith.foundation.permissions import Actor
from kith.people.models import Account, Notice, Person
from kith.people.queries import actor_for, profile_of
from kith.rota.actions.publishing import publish_week
from kith.rota.actions.suggestions import ask_suggestion, run_suggestion
from kith.rota.factories import make_rota, make_supported, make_worker
from kith.rota.models import Rota
from kith.support.choices.finding import work_profile_of
from kith.support.models import Support
from kith.teams.actions import found_team
from kith.teams.factories import make_coop, secretary_of
from kith.teams.models import HasSkill, Skill, Team

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
TODAY = date(2026, 11, 20)
SAID: dict[str, dict[str, Any]] = {
    "you": {"phone": "01302 555010", "postcode": "dn1 2ab"},
    "why": {"why": "My gran", "matters": "Singing", "appreciated": "My laugh"},
    "when": {"hours": "Mornings", "languages": ["Urdu"], "interests": ["choirs"]},
    "way": {"way": "employed"},
    "references": {
        "first": "Ann Ox",
        "first_reach": "ann@example.org",
        "second": "Bob Cole",
        "second_reach": "01302 555011",
    },
    "checks": {"agreed": True},
}


@pytest.fixture(autouse=True)
def _friday():
    with clock.stopped_at(NOW):
        yield


@pytest.fixture
def team() -> Team:
    coop = make_coop()
    return found_team(coop=coop, by=secretary_of(coop), name="Quayside")


@pytest.fixture
def tom(team: Team) -> Person:
    return make_worker(team, "Tom Bell")


def by(person: Person) -> Actor:
    return actor_for(person)


def write(team: Team, email: str = "nia@example.org") -> tuple[Newcomer, str]:
    new, secret = actions.begin(coop=team.coop, by=None, name="Nia Next", email=email)
    for step, said in SAID.items():
        new = actions.write_step(coop=team.coop, newcomer=new, step=step, said=said)
    return new, secret


@pytest.fixture
def nia(team: Team, tom: Person) -> Newcomer:
    """Sent, and not welcomed yet."""
    return actions.send(coop=team.coop, newcomer=write(team)[0])


def check(nia: Newcomer, tom: Person, kind: str, **more: Any) -> Check:
    return actions.add_check(
        coop=nia.coop, by=by(tom), newcomer=nia, kind=kind, **{"seen_on": TODAY, **more}
    )


def check_first(nia: Newcomer, tom: Person) -> None:
    check(nia, tom, Check.REFERENCE, name="Ann Ox")
    check(nia, tom, Check.REFERENCE, name="Bob Cole")
    check(nia, tom, Check.RIGHT, detail="Passport", valid_until=date(2030, 1, 1))


def welcomed(nia: Newcomer, tom: Person, team: Team) -> Newcomer:
    return actions.welcome(coop=nia.coop, by=by(tom), newcomer=nia, team=team, buddy=tom)


def sent_week(team: Team, tom: Person) -> Support:
    """Joan's week, which Tom makes, as it was sent."""
    joan = make_supported(team, by(tom), "Joan Hill")
    rota = make_rota(team, by(tom))
    for act in (ask_suggestion, publish_week):
        more = {"seconds": 0.3} if act is ask_suggestion else {}
        revision = Rota.objects.get(pk=rota.pk).revision
        done = act(coop=team.coop, by=by(tom), rota=rota, expected_revision=revision, **more)
        if act is ask_suggestion:
            run_suggestion(done.pk)
    return joan


def go_along(nia: Newcomer, tom: Person, **more: Any) -> Shadow:
    visit = queries.visits_of_buddy(nia.coop, tom, TODAY)[0].visit
    return actions.ask_shadow(coop=nia.coop, by=by(tom), newcomer=nia, visit=visit, **more)


def at(team: Team, name: str, **parts: object) -> str:
    return reverse(f"becoming:{name}", kwargs={"coop": team.coop.slug, **parts})


def client_of(person: Person) -> Client:
    if person.account is None:
        person.account = Account.objects.create(email=f"{person.id}@example.org")
        person.save(update_fields=["account"])
    client = Client()
    client.force_login(person.account)
    return client


# ── the way in ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_whole_way_from_a_wish_to_the_team(team: Team, tom: Person, nia: Newcomer) -> None:
    sent_week(team, tom)
    assert Notice.objects.get(person=tom, kind="becoming").title == "Nia Next wants to work with us"
    nia = welcomed(nia, tom, team)
    person = nia.person
    assert person
    assert (person.email, person.phone, person.postcode) == (
        "nia@example.org",
        "+441302555010",
        "DN1 2AB",
    )
    assert profile_of(person).matters == "Singing"  # type: ignore[union-attr]
    assert work_profile_of(person).languages == ["Urdu"]  # type: ignore[union-attr]
    with pytest.raises(DomainError, match="two references and the right to work"):
        go_along(nia, tom, said_yes=True)
    check_first(nia, tom)
    with pytest.raises(DomainError) as error:
        go_along(nia, tom)
    assert error.value.field == "said_yes"
    shadow = go_along(nia, tom, said_yes=True)
    assert shadow.state == Shadow.YES
    with pytest.raises(DomainError, match="The DBS check"):
        actions.join_team(coop=team.coop, by=by(tom), newcomer=nia)
    check(nia, tom, Check.DBS, detail="4 March, …1234")
    check(nia, tom, Check.TRAINING, name="Moving and handling", valid_until=date(2027, 6, 1))
    check(nia, tom, Check.TRAINING, name="First aid", valid_until=TODAY, seen_on=TODAY)
    with pytest.raises(DomainError, match="a shadow visit that went well"):
        actions.join_team(coop=team.coop, by=by(tom), newcomer=nia)
    with pytest.raises(DomainError, match="still to come"):
        actions.look_back(coop=team.coop, by=by(tom), shadow=shadow, says=Shadow.GOOD)
    with clock.stopped_at(NOW + timedelta(days=7)):
        actions.look_back(coop=team.coop, by=by(tom), shadow=shadow, says=Shadow.GOOD)
        member = actions.join_team(coop=team.coop, by=by(tom), newcomer=nia)
    assert member.person == person
    assert [one.skill.name for one in HasSkill.objects.filter(person=person)] == [
        "Moving and handling"
    ]


def test_a_person_who_signs_in_is_asked_and_may_say_no(
    team: Team, tom: Person, nia: Newcomer
) -> None:
    joan = sent_week(team, tom).person
    client_of(joan)
    nia = welcomed(nia, tom, team)
    check_first(nia, tom)
    shadow = go_along(nia, tom)
    assert shadow.state == Shadow.ASKED
    with pytest.raises(NotAllowed):
        actions.answer_shadow(coop=team.coop, by=by(tom), shadow=shadow, yes=True)
    joan.refresh_from_db()
    actions.answer_shadow(coop=team.coop, by=by(joan), shadow=shadow, yes=False)
    assert Notice.objects.filter(person=tom, title__startswith="Not this time").exists()
    with pytest.raises(ChangedMeanwhile):
        actions.answer_shadow(coop=team.coop, by=by(joan), shadow=shadow, yes=True)


def test_nobody_sends_half_an_application(team: Team) -> None:
    new, _ = actions.begin(coop=team.coop, by=None, name="Nia Next", email="nia@example.org")
    for step in STEPS:
        with pytest.raises(DomainError) as error:
            actions.send(coop=team.coop, newcomer=new)
        assert error.value.field == step
        new = actions.write_step(coop=team.coop, newcomer=new, step=step, said=SAID[step])
    assert actions.send(coop=team.coop, newcomer=new).state == Newcomer.SENT


def test_what_was_written_goes_when_it_is_taken_back_or_declined(
    team: Team, tom: Person, nia: Newcomer
) -> None:
    other = actions.send(coop=team.coop, newcomer=write(team, "kim@example.org")[0])
    actions.take_back(coop=team.coop, newcomer=other)
    with pytest.raises(DomainError) as error:
        actions.decline(coop=team.coop, by=by(tom), newcomer=nia, reason=" ")
    assert error.value.field == "reason"
    actions.decline(coop=team.coop, by=by(tom), newcomer=nia, reason="We are full until spring.")
    for one in (other, nia):
        one.refresh_from_db()
        assert one.said == {}
    assert other.email == ""
    with pytest.raises(ChangedMeanwhile):
        actions.take_back(coop=team.coop, newcomer=nia)


def test_what_nobody_sent_is_forgotten_after_ninety_days(team: Team) -> None:
    new, _ = write(team)
    with clock.stopped_at(NOW + timedelta(days=89)):
        assert actions.forget_unsent(team.coop) == 0
    with clock.stopped_at(NOW + timedelta(days=91)):
        forget_every_day.call()
    new.refresh_from_db()
    assert (new.state, new.said, new.email) == (Newcomer.BACK, {}, "")


def test_checks_are_only_added_and_the_newest_counts(
    team: Team, tom: Person, nia: Newcomer
) -> None:
    check_first(nia, tom)
    assert not queries.checklist_of(nia, TODAY).missing_to_shadow
    check(nia, tom, Check.RIGHT, fine=False, detail="It was somebody else’s")
    assert queries.checklist_of(nia, TODAY).missing_to_shadow == ["The right to work"]
    check(nia, tom, Check.RIGHT, valid_until=TODAY)
    assert not queries.checklist_of(nia, TODAY).missing_to_shadow
    assert queries.checklist_of(nia, TODAY + timedelta(days=1)).missing_to_shadow
    for change in (lambda: Check.objects.update(fine=True), Check.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("kind", {"kind": "horoscope"}),
        ("name", {"kind": Check.REFERENCE}),
        ("seen_on", {"kind": Check.DBS, "seen_on": TODAY + timedelta(days=1)}),
        ("valid_until", {"kind": Check.DBS, "valid_until": TODAY - timedelta(days=1)}),
        ("file", {"kind": Check.DBS, "file": Attached("virus.exe", b"MZ")}),
    ],
)
def test_bad_checks_name_their_field(
    team: Team, tom: Person, nia: Newcomer, field: str, said: dict[str, Any]
) -> None:
    with pytest.raises(DomainError) as error:
        actions.add_check(coop=team.coop, by=by(tom), newcomer=nia, **{"seen_on": TODAY, **said})
    assert error.value.field == field


def test_before_a_team_every_worker_sees_them_and_afterwards_only_their_team(
    team: Team, tom: Person, nia: Newcomer
) -> None:
    other = found_team(coop=team.coop, by=secretary_of(team.coop), name="Hill")
    dee = make_worker(other, "Dee East")
    assert list(queries.newcomers_seen_by(team.coop, by(dee))) == [nia]
    with pytest.raises(DomainError) as error:
        actions.welcome(coop=team.coop, by=by(tom), newcomer=nia, team=team, buddy=dee)
    assert error.value.field == "buddy"
    welcomed(nia, tom, team)
    nia.refresh_from_db()
    assert not queries.newcomers_seen_by(team.coop, by(dee)).exists()
    with pytest.raises(NotAllowed):
        actions.decline(coop=team.coop, by=by(dee), newcomer=nia, reason="No")
    stranger = make_worker(found_team_elsewhere(), "Far Away")
    with pytest.raises(NotAllowed):
        check(nia, stranger, Check.DBS)


def found_team_elsewhere() -> Team:
    coop = make_coop("sea")
    return found_team(coop=coop, by=secretary_of(coop), name="Sea")


# ── thanks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_worker_reads_what_they_have_learned_while_it_holds(team: Team, tom: Person) -> None:
    today = clock.today(team.coop.zone)
    for name, until in (
        ("Hoist", None),
        ("First aid", today),
        ("Peg feeding", today - timedelta(days=1)),
    ):
        skill = Skill.objects.create(coop=team.coop, name=name)
        HasSkill.objects.create(
            coop=team.coop,
            person=tom,
            skill=skill,
            since=today - timedelta(days=9),
            valid_until=until,
        )
    page = client_of(tom).get(at(team, "thanks")).text
    assert "What you have learned" in page and "Hoist" in page and "First aid" in page
    assert "Peg feeding" not in page


def test_thanks_are_read_first_by_whom_they_are_for(team: Team, tom: Person) -> None:
    joan = make_supported(team, by(tom), "Joan Hill").person
    thanks = thanking.give_thanks(coop=team.coop, by=by(joan), worker=tom, text="You waited.")
    page = at(team, "give-thanks", worker=tom.pk)
    other = client_of(make_worker(team, "Una Reed"))
    assert "You waited." not in other.get(page).text
    assert "You waited." in client_of(tom).get(at(team, "thanks")).text
    with pytest.raises(NotAllowed):
        thanking.share_thanks(coop=team.coop, by=by(joan), thanks=thanks, shared=True)
    thanking.share_thanks(coop=team.coop, by=by(tom), thanks=thanks, shared=True)
    assert "You waited." in other.get(page).text
    for worker, text in ((tom, " "), (joan, "Hello"), (tom, "x" * 501)):
        with pytest.raises(DomainError):
            thanking.give_thanks(coop=team.coop, by=by(joan), worker=worker, text=text)
    assert Thanks.objects.count() == 1


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_everybody_can_read(team: Team, client: Client) -> None:
    for name in ("role", "self-check", "ways", "kit", "begin"):
        assert client.get(at(team, name)).status_code == 200, name
    answers = {one["key"]: "yes" for one in role()["check"]}
    assert "It sounds like you" in client.get(at(team, "self-check"), answers).text
    answers["listen"] = "no"
    assert "silence helps" in client.get(at(team, "self-check"), answers).text
    assert not Newcomer.objects.exists()
    ways = {one["key"] for one in role()["way"]}
    assert all(set(one) >= {"title", *ways} for one in role()["line"])


def test_steps_are_left_and_resumed_and_bad_input_keeps_the_rest(
    team: Team, tom: Person, client: Client
) -> None:
    wrong = client.post(at(team, "begin"), {"name": "Nia", "email": "nope"})
    assert wrong.status_code == 422
    answer = client.post(at(team, "begin"), {"name": "Nia", "email": "nia@example.org"})
    mine = answer["Location"]
    secret = mine.rstrip("/").split("/")[-1]
    wrong = client.post(f"{mine}you/", {"phone": "12", "postcode": "DN1 2AB"})
    assert wrong.status_code == 422
    assert "DN1 2AB" in wrong.text
    answer = client.post(f"{mine}you/", {"phone": "01302 555010", "postcode": ""}, follow=True)
    assert "Some of it is still to be filled in" in answer.text
    again = Client().get(f"{mine}you/")
    assert "555010" in again.text
    client.post(at(team, "send", secret=secret))
    assert Newcomer.objects.get().state == Newcomer.WRITING
    assert client.get(at(team, "mine", secret="x" * 32)).status_code == 404
    assert client.get(f"{mine}magic/").status_code == 404


def test_the_team_welcomes_in_the_browser(team: Team, tom: Person, nia: Newcomer) -> None:
    browser = client_of(tom)
    assert "Nia Next" in browser.get(at(team, "newcomers")).text
    when = {"seen_on_day": "20", "seen_on_month": "11", "seen_on_year": "2026"}
    where = at(team, "add-check", newcomer=nia.pk)
    assert browser.post(where, {**when, "kind": "reference", "fine": "yes"}).status_code == 422
    said = {**when, "kind": "reference", "name": "Ann Ox", "fine": "yes", "detail": "Warmly"}
    assert "Warmly" in browser.post(where, said, follow=True).text
    answer = browser.post(at(team, "welcome", newcomer=nia.pk), {"buddy": str(tom.pk)}, follow=True)
    assert "Nia Next is welcome" in answer.text
    nia.refresh_from_db()
    own = client_of(nia.person)  # type: ignore[arg-type]
    assert "Tom Bell" in own.get(at(team, "my-way")).text
    assert own.get(at(team, "newcomer", newcomer=nia.pk)).status_code == 403
    assert "You are not on the way in" in browser.get(at(team, "my-way")).text
