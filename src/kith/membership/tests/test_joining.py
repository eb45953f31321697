from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.models import Coop, Event
from kith.foundation.permissions import Actor
from kith.membership.actions import leave_coop
from kith.membership.factories import (
    a_society,
    an_application,
    make_member,
    make_organisation,
    told,
)
from kith.membership.joining import actions
from kith.membership.joining.letters import send_letter
from kith.membership.joining.queries import (
    alike,
    answered_in_time,
    application_with,
    waiting_now,
)
from kith.membership.joining.reminding import remind
from kith.membership.joining.rules import AppliedAlready
from kith.membership.models import Application
from kith.membership.queries import members_of
from kith.people.factories import somebody, the_secretary, with_account
from kith.people.models import Notice, Person
from kith.people.queries import actor_for
from kith.people.rules import Details

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.stopped_at(NOON):
        yield


@pytest.fixture
def coop() -> Coop:
    return a_society()


@pytest.fixture
def boss(coop: Coop) -> Actor:
    return the_secretary(coop)


def details(**more: str) -> Details:
    whole = {"name": "Ann Able", "email": "ann@kith.example", "phone": "", "address": "1 Mill Lane"}
    return Details(**{**whole, "postcode": "", **more})  # type: ignore[typeddict-item]


def organisation(coop: Coop, **more: object) -> tuple[Application, str]:
    given = {"details": details(), "told": told(), "member_class": "supporters", **more}
    return actions.apply_to_join(coop=coop, by=None, shares_wanted=100, **given)  # type: ignore[arg-type]


def from_paper(coop: Coop, by: Actor, **more: str) -> Application:
    written, _ = actions.apply_to_join(
        coop=coop, by=by, member_class="people", details=details(**more), shares_wanted=100
    )
    return written


def welcome(coop: Coop, by: Actor, application: Application) -> object:
    return actions.welcome_applicant(
        coop=coop, by=by, application=application, decided_by="board meeting"
    )


def test_an_application_is_to_be_answered_in_the_articles_time_and_those_who_answer_are_told(
    coop: Coop, boss: Actor
) -> None:
    application, secret = an_application(coop)
    assert application.answer_by == TODAY + timedelta(days=28)
    assert application_with(coop, secret) == application
    assert application_with(coop, secret + "x") is None
    assert secret not in str(Application.objects.values().get())
    assert Notice.objects.get(person=boss.person_id).title == "Nia New wants to join"


def test_a_welcomed_applicant_is_a_person_a_member_and_told(coop: Coop, boss: Actor) -> None:
    application, _ = an_application(coop)
    member = actions.welcome_applicant(
        coop=coop, by=boss, application=application, decided_by="board meeting of 23 November"
    )
    assert member.person and member.person.address == "1 Mill Lane"
    assert member.person.account and member.person.account.email == "nia@kith.example"
    assert member.standings.get().decided_by == "board meeting of 23 November"
    kept = Application.objects.get()
    assert (kept.state, kept.member, kept.person) == ("welcomed", member, member.person)
    assert Notice.objects.get(person=member.person).title.startswith("Welcome")
    with pytest.raises(DomainError, match="answered already"):
        welcome(coop, boss, application)


def test_an_application_of_somebody_signed_in_is_theirs(coop: Coop, boss: Actor) -> None:
    person = with_account(somebody(coop, "Ann Able"))
    application, _ = actions.apply_to_join(
        coop=coop,
        by=None,
        member_class="people",
        details=details(),
        shares_wanted=100,
        account=person.account,
    )
    assert application.person == person
    welcome(coop, boss, application)
    person.refresh_from_db()
    assert person.address == "1 Mill Lane"  # the register needs one
    assert Person.objects.filter(coop=coop, name="Ann Able").count() == 1


@pytest.mark.parametrize(
    "again",
    [
        {"email": "NIA@kith.example", "address": "Elsewhere", "postcode": ""},
        {"name": "  nía   NEW ", "email": "other@kith.example"},
    ],
)
def test_two_applications_of_one_person_are_one_too_many(coop: Coop, again: dict[str, str]) -> None:
    an_application(coop)
    with pytest.raises(AppliedAlready, match="already, of 23 November 2026"):
        an_application(coop, **again)  # type: ignore[arg-type]
    assert Application.objects.count() == 1


def test_two_people_of_one_name_are_two(coop: Coop) -> None:
    an_application(coop)
    an_application(coop, email="other@kith.example", address="9 Far Street", postcode="S1 1AA")
    assert Application.objects.count() == 2


def test_after_an_answer_one_may_ask_again(coop: Coop) -> None:
    application, _ = an_application(coop)
    actions.withdraw_application(coop=coop, by=None, application=application)
    an_application(coop)
    assert waiting_now(coop).all == 1


@pytest.mark.parametrize(
    "name", ["Helping Hands", "helping hands", "Acme Ltd", "The Board", "Ltd."]
)
def test_an_organisation_names_a_human_being(coop: Coop, name: str) -> None:
    with pytest.raises(DomainError, match="not a human being") as caught:
        organisation(coop, details=details(name=name))
    assert caught.value.field == "name"
    assert not Application.objects.exists()


def test_an_organisation_joins_with_the_one_who_speaks_for_it(coop: Coop, boss: Actor) -> None:
    application, _ = organisation(coop)
    member = actions.welcome_applicant(
        coop=coop, by=boss, application=application, decided_by="board"
    )
    assert member.name == "Helping Hands" and member.voter.name == "Ann Able"
    assert member.person is None and member.organisation
    with pytest.raises(DomainError, match="for people, not for organisations"):
        organisation(coop, member_class="workers", told=told("Others"))


def test_one_organisation_asks_once_by_name_or_number(coop: Coop) -> None:
    organisation(coop, told=told("Helping Hands", "1234"))
    for again in (told("HELPING hands"), told("Under another name", "1234")):
        with pytest.raises(AppliedAlready):
            organisation(coop, told=again, details=details(name="Bob Best", email="b@kith.example"))


@pytest.mark.parametrize(
    ("wanted", "words"), [(99, "least is £1.00"), (500_100, "most"), (150, "whole shares")]
)
def test_shares_outside_the_articles_are_refused_in_words(
    coop: Coop, wanted: int, words: str
) -> None:
    with pytest.raises(DomainError, match=words) as caught:
        actions.apply_to_join(
            coop=coop, by=None, member_class="people", details=details(), shares_wanted=wanted
        )
    assert caught.value.field == "shares"


def test_the_web_needs_an_e_mail_and_an_address_paper_no_e_mail(coop: Coop, boss: Actor) -> None:
    for field, missing in (("email", {"email": ""}), ("address", {"address": " "})):
        with pytest.raises(DomainError) as caught:
            an_application(coop, **missing)  # type: ignore[arg-type]
        assert caught.value.field == field
    written, _ = actions.apply_to_join(
        coop=coop,
        by=boss,
        member_class="people",
        details=details(email=""),
        shares_wanted=100,
        applied_on=TODAY - timedelta(days=20),
    )
    assert written.came_by == "paper" and written.answer_by == TODAY + timedelta(days=8)
    with pytest.raises(NotAllowed):
        outsider = actor_for(somebody(coop, "Nobody"))
        actions.apply_to_join(
            coop=coop, by=outsider, member_class="people", details=details(), shares_wanted=100
        )


def test_a_refusal_has_its_reason_and_can_be_appealed_in_time(coop: Coop, boss: Actor) -> None:
    application, _ = an_application(coop)
    with pytest.raises(DomainError, match="reason"):
        refuse(coop, boss, application, reason=" ")
    refused = refuse(coop, boss, application)
    with clock.stopped_at(NOON + timedelta(days=29)), pytest.raises(DomainError, match="time to"):
        actions.appeal_refusal(coop=coop, by=None, application=refused, appeal="Please")
    actions.appeal_refusal(coop=coop, by=None, application=refused, appeal="Please look again")
    with pytest.raises(DomainError, match="appealed already"):
        actions.appeal_refusal(coop=coop, by=None, application=refused, appeal="And again")
    assert waiting_now(coop).appeals == 1
    actions.answer_appeal(
        coop=coop,
        by=boss,
        application=refused,
        upheld=True,
        answer="We were wrong",
        decided_by="members’ meeting",
    )
    assert [one.name for one in members_of(coop)] == ["Nia New"]


def refuse(coop: Coop, by: Actor, application: Application, reason: str = "Full") -> Application:
    return actions.refuse_applicant(
        coop=coop, by=by, application=application, reason=reason, decided_by="board"
    )


def test_an_appeal_that_fails_leaves_them_out_with_the_answer(coop: Coop, boss: Actor) -> None:
    application, _ = an_application(coop)
    refuse(coop, boss, application)
    actions.appeal_refusal(coop=coop, by=None, application=application, appeal="Please")
    actions.answer_appeal(
        coop=coop, by=boss, application=application, upheld=False, answer="No", decided_by="mm"
    )
    assert not members_of(coop).exists()
    assert Application.objects.get().appeal_answer == "No"


def test_nobody_answers_their_own_application(coop: Coop, boss: Actor) -> None:
    person = Person.objects.get(pk=boss.person_id)
    application, _ = actions.apply_to_join(
        coop=coop,
        by=boss,
        member_class="workers",
        details=details(),
        shares_wanted=100,
        person=person,
    )
    with pytest.raises(DomainError, match="your own application"):
        welcome(coop, boss, application)


def test_somebody_known_is_found_and_joined_without_a_second_person(
    coop: Coop, boss: Actor
) -> None:
    known = somebody(coop, "Nia New", email="nia@kith.example")
    somebody(coop, "Nia New")
    application, _ = an_application(coop)
    found = alike(coop, application)
    assert found[0].person == known
    assert found[0].same == ("name", "e-mail") and found[1].same == ("name",)
    named = actions.name_same_person(coop=coop, by=boss, application=application, person=known)
    welcome(coop, boss, named)
    assert members_of(coop).get().person == known


def test_somebody_who_votes_already_cannot_be_named_again(coop: Coop, boss: Actor) -> None:
    known = somebody(coop, "Nia New")
    make_member(coop, known, "people")
    application, _ = an_application(coop)
    assert alike(coop, application)[0].member
    with pytest.raises(DomainError, match="one human being, one vote"):
        actions.name_same_person(coop=coop, by=boss, application=application, person=known)


def test_who_is_a_member_already_is_not_welcomed_a_second_time(coop: Coop, boss: Actor) -> None:
    make_member(coop, somebody(coop, "Nia New", email="nia@kith.example"), "people")
    application, _ = an_application(coop)  # over the web nobody is told who is a member
    with pytest.raises(DomainError, match="is a member already"):
        welcome(coop, boss, application)
    actions.withdraw_application(coop=coop, by=None, application=application)
    with pytest.raises(DomainError, match="is a member already"):
        from_paper(coop, boss, name="Nia New", email="nia@kith.example")
    assert members_of(coop).count() == 1 and Application.objects.count() == 1
    welcome(coop, boss, from_paper(coop, boss, name="Nia New", email="another.nia@kith.example"))
    assert members_of(coop).count() == 2  # one name, and nothing else the same


def test_an_organisation_is_a_member_once_and_stays_the_same_when_it_comes_back(
    coop: Coop, boss: Actor
) -> None:
    first = make_organisation(coop, somebody(coop, "Olu Oke"))
    with pytest.raises(DomainError, match="a member already") as caught:
        organisation(coop, told=told("HELPING Hands"))
    assert caught.value.field == "org_name"
    leave_coop(coop=coop, by=boss, member=first)
    again, _ = organisation(coop, told=told("Helping Hands", "1234"))
    welcome(coop, boss, again)
    member = members_of(coop).get()
    assert member != first and member.organisation == first.organisation
    assert member.organisation and member.organisation.number == "1234"


def test_those_who_answer_are_reminded_before_the_day_and_after_it(
    coop: Coop, boss: Actor, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        application, _ = an_application(coop)
    reminders = DBTaskResult.objects.filter(task_path=remind.module_path).order_by("run_after")
    days = [str(one.run_after)[:16] for one in reminders]
    assert days == ["2026-12-14 09:00", "2026-12-22 09:00"]
    with clock.stopped_at(NOON + timedelta(days=21)):
        assert remind.func(str(application.id)) == 1
    with clock.stopped_at(NOON + timedelta(days=29)):
        assert remind.func(str(application.id)) == 1
    titles = Notice.objects.filter(person=boss.person_id).values_list("title", flat=True)
    assert set(titles) >= {"Nia New waits for an answer", "The answer to Nia New is late"}
    welcome(coop, boss, application)
    assert remind.func(str(application.id)) == 0


def test_late_answers_are_counted_for_the_first_principle(coop: Coop, boss: Actor) -> None:
    first, _ = an_application(coop)
    second, _ = an_application(coop, name="Bob Best", email="bob@kith.example")
    an_application(coop, name="Cy Cole", email="cy@kith.example")
    welcome(coop, boss, first)
    with clock.stopped_at(NOON + timedelta(days=30)):
        welcome(coop, boss, second)
        found = answered_in_time(coop, TODAY)
        assert (found.answered, found.in_time, found.late_now) == (2, 1, 1)
        assert waiting_now(coop).late == 1


def test_the_record_never_says_what_an_applicant_wrote(coop: Coop, boss: Actor) -> None:
    application, _ = an_application(coop)
    refuse(coop, boss, application, reason="A private reason")
    written = str(list(Event.objects.filter(coop=coop).values_list("details", flat=True)))
    assert "Nia" not in written and "private" not in written


def test_letters_go_to_the_applicant(coop: Coop) -> None:
    assert send_letter.func("nia@kith.example", "Title", "Text")
    assert mail.outbox[0].to == ["nia@kith.example"]


def test_the_applicants_own_page_lets_a_browser_say_where_its_forms_come_from(coop: Coop) -> None:
    _, secret = an_application(coop)
    path = reverse("membership:status", kwargs={"coop": coop.slug, "secret": secret})
    page = Client().get(path)
    assert page["Referrer-Policy"] == "same-origin"  # with none a browser's own form is refused
    assert page["X-Robots-Tag"] == "noindex"
