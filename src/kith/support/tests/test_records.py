"""Consents, decisions about capacity, reviews and the summary: written once, by whoever may, kept for good."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.permissions import Actor
from kith.people.models import Account, Notice, Person
from kith.people.queries import actor_for
from kith.support.factories import make_pattern, make_support, make_team, make_worker, worker_of
from kith.support.models import Plan, Rating, Support
from kith.support.plan import outcomes
from kith.support.plan.actions import begin_plan
from kith.support.records import actions, queries
from kith.support.records.models import CapacityDecision, Consent, Review

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _monday():
    with clock.stopped_at(datetime(2026, 11, 23, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def plan() -> Plan:
    """The plan of Joan, who signs in, written with Ana."""
    team = make_team()
    ana = worker_of(team)
    support = make_support(team, ana)
    with_account(support.person)
    return begin_plan(coop=team.coop, by=ana, support=support)


def with_account(person: Person) -> Person:
    person.account = Account.objects.create(email=f"{person.id}@example.org")
    person.save(update_fields=["account"])
    return person


def me(plan: Plan) -> Actor:
    return actor_for(plan.support.person)


def ana(plan: Plan) -> Actor:
    return actor_for(Person.objects.get(coop=plan.coop, name="Ana Bell"))


def say(plan: Plan, by: Actor, purpose: str, state: str, **more: Any) -> Consent:
    return actions.say_consent(
        coop=plan.coop, by=by, plan=plan, purpose=purpose, state=state, **more
    )


def decide(plan: Plan, by: Actor, **said: Any) -> CapacityDecision:
    fields = {
        "decision": "Whether the council reads a summary",
        "on": TODAY,
        "help_given": "Pictures, in the morning, with her sister",
        "understand": True,
        "retain": True,
        "weigh": True,
        "communicate": True,
        "review_on": TODAY + timedelta(days=90),
    }
    return actions.write_capacity(coop=plan.coop, by=by, plan=plan, **{**fields, **said})


UNABLE = {
    "weigh": False,
    "because": "Dementia: the reasons are gone before she compares them",
    "best": "She always wanted the council to know",
    "asked": "Her sister Jean",
}


def look(plan: Plan, by: Actor, **said: Any) -> Review:
    fields = {"on": TODAY, "there": "Joan, Ana", "next_on": TODAY + timedelta(days=90)}
    return actions.write_review(
        coop=plan.coop, by=by, plan=plan, **{**fields, "keep": "The tea", **said}
    )


def page(plan: Plan, name: str) -> str:
    parts = {"coop": plan.coop.slug, "support": plan.support_id}
    return reverse(f"support:{name}", kwargs=parts)


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login((person if person.account else with_account(person)).account)  # type: ignore[arg-type]
    return client


# ── consent ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_newest_answer_counts_and_none_is_lost(plan: Plan) -> None:
    say(plan, me(plan), "funder", Consent.GIVEN, about="The council")
    assert queries.agrees(plan, "funder")
    say(plan, me(plan), "funder", Consent.BACK)
    assert not queries.agrees(plan, "funder")
    assert [one.state for one in queries.consents_of(plan)] == [Consent.BACK, Consent.GIVEN]
    for change in (lambda: Consent.objects.update(state="given"), Consent.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_only_the_person_says_it_or_it_is_written_how(plan: Plan) -> None:
    with pytest.raises(NotAllowed, match="says this themself"):
        say(plan, ana(plan), "funder", Consent.GIVEN, how="She nodded")
    Person.objects.filter(pk=plan.support.person_id).update(account=None)
    with pytest.raises(DomainError) as error:
        say(plan, ana(plan), "funder", Consent.GIVEN)
    assert error.value.field == "how"
    assert say(plan, ana(plan), "funder", Consent.GIVEN, how="She nodded").how == "She nodded"
    stranger = make_worker(make_team(slug="sea"), "Far Away")
    with pytest.raises(NotAllowed):
        say(plan, actor_for(stranger), "funder", Consent.GIVEN, how="x")


def test_what_cannot_be_said(plan: Plan) -> None:
    for field, purpose, state in (
        ("purpose", "everything", Consent.GIVEN),
        ("state", "funder", "perhaps"),
        ("state", "funder", Consent.BACK),
    ):
        with pytest.raises(DomainError) as error:
            say(plan, me(plan), purpose, state)
        assert error.value.field == field


def test_the_summary_is_there_only_while_it_is_agreed_to(plan: Plan) -> None:
    ana_ = Person.objects.get(coop=plan.coop, name="Ana Bell")
    browser = client_of(ana_)
    assert browser.get(page(plan, "summary")).status_code == 404
    say(plan, me(plan), "funder", Consent.GIVEN, about="The council")
    make_pattern(plan.support, ana(plan), weekdays=(0, 2))
    outcomes.write_outcome(coop=plan.coop, by=me(plan), plan=plan, title="I sing again")
    series = outcomes.outcomes_of(plan)[0].outcome.series
    for value in (2, 6):
        outcomes.rate_outcome(
            coop=plan.coop,
            by=me(plan),
            plan=plan,
            series=series,
            side=Rating.PERSON,
            value=value,
        )
    look(plan, ana(plan), stop="The early visit")
    shown = browser.get(page(plan, "summary")).text
    for words in ("6 of 10, better: it was 2", "2 visits, 1.0 hours", "The early visit"):
        assert words in shown
    say(plan, me(plan), "funder", Consent.BACK)
    assert browser.get(page(plan, "summary")).status_code == 404


# ── capacity ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_somebody_who_could_not_decide_is_decided_for_with_reasons(plan: Plan) -> None:
    Person.objects.filter(pk=plan.support.person_id).update(account=None)
    able = decide(plan, ana(plan))
    assert able.can
    with pytest.raises(DomainError, match="can decide this themself"):
        say(plan, ana(plan), "funder", Consent.GIVEN, capacity=able)
    unable = decide(plan, ana(plan), **UNABLE)
    consent = say(plan, ana(plan), "funder", Consent.GIVEN, capacity=unable)
    assert consent.capacity == unable.number == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        CapacityDecision.objects.update(best="Something else")


@pytest.mark.parametrize("field", ["because", "best", "asked"])
def test_without_a_test_passed_the_reasons_are_asked_for(plan: Plan, field: str) -> None:
    with pytest.raises(DomainError) as error:
        decide(plan, ana(plan), **{**UNABLE, field: " "})
    assert error.value.field == field


def test_bad_decisions_name_their_field(plan: Plan) -> None:
    for field, said in (
        ("decision", {"decision": ""}),
        ("help_given", {"help_given": ""}),
        ("on", {"on": TODAY + timedelta(days=1)}),
        ("review_on", {"review_on": TODAY}),
    ):
        with pytest.raises(DomainError) as error:
            decide(plan, ana(plan), **said)
        assert error.value.field == field
    with pytest.raises(NotAllowed):
        decide(plan, me(plan))


def test_a_problem_is_rated_over_time_by_the_team(plan: Plan) -> None:
    def rate(by: Actor, **said: Any) -> Any:
        fields = {"problem": "hearing", "knowledge": 2, "behaviour": 2, "status": 2}
        return actions.rate_omaha(coop=plan.coop, by=by, plan=plan, **{**fields, **said})

    assert len(queries.omaha_problems()) == 42
    rate(ana(plan))
    rate(ana(plan), status=4, words="The new aid helps.")
    (problem, ratings) = queries.omaha_of(plan)[0]
    assert (problem, [one.status for one in ratings]) == ("Hearing", [2, 4])
    with pytest.raises(NotAllowed):
        rate(me(plan))
    for field, said in (("problem", {"problem": "luck"}), ("status", {"status": 6})):
        with pytest.raises(DomainError) as error:
            rate(ana(plan), **said)
        assert error.value.field == field
    browser = client_of(Person.objects.get(coop=plan.coop, name="Ana Bell"))
    said = {"problem": "pain", "knowledge": "3", "behaviour": "3", "status": "1"}
    shown = browser.post(page(plan, "rate-omaha"), said, follow=True).text
    assert "4 of 5, few signs (it was 2)" in shown
    assert "1 of 5, very bad signs" in shown


# ── reviews ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_review_tells_the_others_and_sets_the_next_day(plan: Plan) -> None:
    look(plan, ana(plan), start="A lift to choir")
    told = Notice.objects.get(kind="plan")
    assert (told.person, told.title) == (plan.support.person, "Your plan was looked at again")
    assert queries.next_review(plan) == TODAY + timedelta(days=90)
    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.update(keep="")


def test_bad_reviews_name_their_field(plan: Plan) -> None:
    for field, said in (
        ("there", {"there": " "}),
        ("on", {"on": TODAY + timedelta(days=1)}),
        ("keep", {"keep": ""}),
        ("stop", {"stop": "x" * 4001}),
        ("next_on", {"next_on": TODAY + timedelta(days=900)}),
    ):
        with pytest.raises(DomainError) as error:
            look(plan, ana(plan), **said)
        assert error.value.field == field


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_person_agrees_takes_it_back_and_reads_it(plan: Plan) -> None:
    browser = client_of(plan.support.person)
    assert "Not asked yet" in browser.get(page(plan, "consents")).text
    wrong = browser.post(page(plan, "say-consent"), {"purpose": "funder"})
    assert wrong.status_code == 422
    said = {"purpose": "funder", "state": "given", "about": "The council"}
    answer = browser.post(page(plan, "say-consent"), said, follow=True)
    assert "holds from now on" in answer.text
    assert browser.get(page(plan, "write-capacity")).status_code == 403
    assert "Summary for whoever pays" in browser.get(page(plan, "reviews")).text


def test_the_team_reviews_and_decides_in_the_browser(plan: Plan) -> None:
    browser = client_of(Person.objects.get(coop=plan.coop, name="Ana Bell"))
    assert browser.get(page(plan, "say-consent")).status_code == 403
    when = {"on_day": "23", "on_month": "11", "on_year": "2026"}
    later = {"next_on_day": "1", "next_on_month": "3", "next_on_year": "2027"}
    wrong = browser.post(page(plan, "write-review"), {**when, **later, "there": "Joan"})
    assert wrong.status_code == 422
    answer = browser.post(
        page(plan, "write-review"), {**when, **later, "there": "Joan", "keep": "Tea"}, follow=True
    )
    assert "We look at the plan again on 1 March 2027" in answer.text
    again = {f"review_on_{part}": later[f"next_on_{part}"] for part in ("day", "month", "year")}
    tests = dict.fromkeys(("understand", "retain", "weigh", "communicate"), "yes")
    said = {**when, **again, **tests, "decision": "The hoist", "help_given": "Pictures"}
    answer = browser.post(page(plan, "write-capacity"), said, follow=True)
    assert "Can decide this" in answer.text
    refused = browser.post(page(plan, "write-capacity"), {**said, "weigh": "no"})
    assert refused.status_code == 422
    assert "what is best for them" in refused.text


def test_another_teams_worker_sees_none_of_it(plan: Plan) -> None:
    support: Support = plan.support
    other = make_worker(make_team(slug="hill", coop=support.coop), "Dee East")
    browser = client_of(other)
    for name in ("consents", "reviews", "write-review", "write-capacity", "summary"):
        assert browser.get(page(plan, name)).status_code == 403, name
