"""A plan: written together without losing a word, agreed by whom the person says, every version kept."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.events import verify
from kith.foundation.permissions import Actor
from kith.people.models import Account, Hat, Notice, Person
from kith.people.queries import actor_for
from kith.support.factories import make_support, make_team, make_worker, secretary_of, worker_of
from kith.support.models import AgreedPlan, Plan, PlanWords, Support
from kith.support.plan import actions, queries
from kith.support.plan.rules import LONGEST
from kith.support.plan.sections import sections

pytestmark = pytest.mark.django_db


@pytest.fixture
def joan() -> Support:
    team = make_team()
    return make_support(team, worker_of(team))


@pytest.fixture
def bo(joan: Support) -> Person:
    return make_worker(joan.team, "Bo Carr")


@pytest.fixture
def plan(joan: Support, bo: Person) -> Plan:
    return actions.begin_plan(coop=joan.coop, by=actor_for(bo), support=joan)


def with_account(person: Person) -> Person:
    """The person, who can sign in from now on."""
    if person.account is None:
        person.account = Account.objects.create(email=f"{person.id}@example.org")
        person.save(update_fields=["account"])
    return person


def signs_in(joan: Support) -> Actor:
    """Joan as one who asks: with an account, and the hat of a person drawing on support."""
    with_account(joan.person)
    Hat.objects.create(coop=joan.coop, person=joan.person, role="person", since=date(2024, 1, 1))
    return actor_for(joan.person)


def write(plan: Plan, by: Actor, text: str, base: str = "", section: str = "matters") -> PlanWords:
    return actions.write_words(
        coop=plan.coop, by=by, plan=plan, section=section, base=base, text=text
    )


def seen(plan: Plan) -> dict[str, int]:
    return {key: one.number for key, one in queries.newest_words(plan).items() if one.text}


def agree(plan: Plan, by: Actor, **other: Any) -> AgreedPlan:
    on = clock.today(plan.coop.zone) + timedelta(days=90)
    given = {"seen": seen(plan), "review_on": on, **other}
    return actions.agree_plan(coop=plan.coop, by=by, plan=plan, **given)


def test_two_who_write_at_once_keep_every_word(plan: Plan, joan: Support, bo: Person) -> None:
    me, worker = signs_in(joan), actor_for(bo)
    write(plan, me, "Tea at ten.")
    write(plan, worker, "Tea at ten, in the blue cup.", base="Tea at ten.")
    words = write(plan, me, "Green tea at ten.", base="Tea at ten.")
    assert words.text == "Green tea at ten, in the blue cup."
    assert [one.text for one in PlanWords.objects.order_by("number")] == [
        "Tea at ten.",
        "Tea at ten, in the blue cup.",
        "Green tea at ten, in the blue cup.",
    ]
    assert write(plan, me, words.text, base=words.text).number == words.number  # nothing new
    assert PlanWords.objects.get(number=1).whose == PlanWords.OWN
    assert PlanWords.objects.get(number=2).by == bo
    assert list(verify()) == []


def test_whose_words_they_are_is_said_and_kept(plan: Plan, bo: Person) -> None:
    by = actor_for(bo)
    assert write(plan, by, "She sings.").whose == PlanWords.TOGETHER
    own = actions.write_words(
        coop=plan.coop,
        by=by,
        plan=plan,
        section="matters",
        base="She sings.",
        text="She sings.",
        whose=PlanWords.OWN,
    )
    assert (own.number, own.whose) == (2, PlanWords.OWN)
    assert write(plan, by, "She sings alto.", base="She sings.").whose == PlanWords.OWN
    with pytest.raises(DomainError, match="whose words"):
        actions.write_words(
            coop=plan.coop, by=by, plan=plan, section="also", base="", text="x", whose="mine"
        )


def test_bad_input_is_told_and_nothing_is_lost(plan: Plan, bo: Person) -> None:
    by = actor_for(bo)
    write(plan, by, "Tea.")
    with pytest.raises(DomainError, match="12,000 letters") as raised:
        write(plan, by, "x" * (LONGEST + 1), base="Tea.")
    assert raised.value.field == "text"
    with pytest.raises(DomainError, match="no such heading"):
        write(plan, by, "x", section="salary")
    assert queries.newest_words(plan)["matters"].text == "Tea."


def test_the_person_agrees_what_they_have_seen(plan: Plan, joan: Support, bo: Person) -> None:
    me, worker = signs_in(joan), actor_for(bo)
    with pytest.raises(DomainError, match="nothing to agree"):
        agree(plan, me)
    write(plan, worker, "Tea at ten.")
    before = seen(plan)
    write(plan, worker, "Tea at eleven.", base="Tea at ten.")
    with pytest.raises(DomainError, match="changed meanwhile"):
        agree(plan, me, seen=before)
    with pytest.raises(NotAllowed, match="Only Joan Hill agrees"):
        agree(plan, worker, how="She nodded.")
    first = agree(plan, me)
    assert (first.number, first.how, first.words) == (1, "", {"matters": 2})
    assert Notice.objects.filter(person=bo, kind="plan").count() == 1
    with pytest.raises(DomainError, match="agreed already"):
        agree(plan, me)
    write(plan, worker, "Tea at noon.", base="Tea at eleven.")
    (changed,) = queries.changed_since_agreed(plan)
    assert [one.text for one in changed.pieces if one.kind == "new"] == ["noon"]
    assert agree(plan, me).number == 2
    assert queries.words_with(plan, first.words)["matters"].text == "Tea at eleven."


@pytest.mark.parametrize(("days", "words"), [(0, "a day to come"), (400, "within a year")])
def test_a_plan_is_looked_at_again_within_a_year(
    plan: Plan, joan: Support, days: int, words: str
) -> None:
    me = signs_in(joan)
    write(plan, me, "Tea.")
    with pytest.raises(DomainError, match=words):
        agree(plan, me, review_on=clock.today(plan.coop.zone) + timedelta(days=days))


def test_for_somebody_who_does_not_sign_in_it_is_written_how_they_agreed(
    plan: Plan, bo: Person
) -> None:
    by = actor_for(bo)
    write(plan, by, "Tea.")
    with pytest.raises(DomainError, match="does not sign in") as raised:
        agree(plan, by)
    assert raised.value.field == "how"
    done = agree(plan, by, how="We read it aloud; she nodded.")
    assert (done.by, done.how) == (bo, "We read it aloud; she nodded.")


def test_somebody_the_person_names_agrees_for_them(plan: Plan, joan: Support, bo: Person) -> None:
    ann = with_account(Person.objects.create(coop=joan.coop, name="Ann Hill"))
    Hat.objects.create(coop=joan.coop, person=ann, role="supporter", since=date(2024, 1, 1))
    me, worker = signs_in(joan), actor_for(bo)
    write(plan, worker, "Tea.")
    with pytest.raises(NotAllowed, match="says this themself"):
        actions.name_who_agrees(coop=joan.coop, by=worker, plan=plan, person=ann)
    with pytest.raises(NotAllowed):
        agree(plan, actor_for(ann))
    actions.name_who_agrees(coop=joan.coop, by=me, plan=plan, person=ann)
    plan.refresh_from_db()
    with pytest.raises(NotAllowed, match="Only Ann Hill agrees"):
        agree(plan, me)
    assert agree(plan, actor_for(ann)).by == ann
    actions.name_who_agrees(coop=joan.coop, by=me, plan=plan, person=None)
    plan.refresh_from_db()
    write(plan, worker, "Tea, please.", base="Tea.")
    with pytest.raises(NotAllowed):
        agree(plan, actor_for(ann))


def test_nobody_else_writes_or_reads(plan: Plan, joan: Support) -> None:
    other = make_team(slug="hill", coop=joan.coop)
    for stranger in (worker_of(other, "Zed"), secretary_of(joan.coop)):
        with pytest.raises(NotAllowed):
            write(plan, stranger, "x")
        with pytest.raises(NotAllowed):
            actions.begin_plan(coop=joan.coop, by=stranger, support=joan)


def test_the_database_keeps_words_and_agreements(plan: Plan, bo: Person) -> None:
    write(plan, actor_for(bo), "Tea.")
    agree(plan, actor_for(bo), how="She nodded.")
    for model in (PlanWords, AgreedPlan):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(at=clock.now())
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all().delete()


def browser(person: Person) -> Client:
    client = Client()
    account = with_account(person).account
    assert account
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(joan: Support, name: str, **more: object) -> str:
    return reverse(f"support:{name}", kwargs={"coop": joan.coop.slug, "support": joan.pk, **more})


JSON = {"HTTP_ACCEPT": "application/json"}


def test_the_pages_from_the_first_word_to_the_second_version(joan: Support, bo: Person) -> None:
    worker = browser(bo)
    assert "No plan yet" in worker.get(at(joan, "plan")).text
    page = worker.get(at(joan, "write-plan")).text
    for one in sections().values():
        assert one.title in page
    save = at(joan, "save-words", section="matters")
    told = worker.post(save, {"base": "", "text": "Tea <at> ten.", "whose": "own"}, follow=True)
    assert "is saved" in told.text and "Tea &lt;at&gt; ten." in told.text
    answer = worker.post(save, {"base": "", "text": "Hot."}, **JSON)  # typed at once by another
    assert answer.json()["text"] == "Tea <at> ten. Hot."
    wrong = worker.post(save, {"base": "", "text": "x" * 20_000}, **JSON)
    assert wrong.status_code == 422 and "letters" in wrong.json()["error"]
    assert worker.get(at(joan, "plan-words")).json()["words"][0]["number"] == 2
    page = worker.get(at(joan, "agree-plan")).text
    assert "How did they say yes?" in page
    on = clock.today(joan.coop.zone) + timedelta(days=90)
    days = {"review_on_day": on.day, "review_on_month": on.month, "review_on_year": on.year}
    wrong = worker.post(at(joan, "agree-plan"), days | {"seen": '{"matters": 2}'})
    assert wrong.status_code == 422 and "does not sign in" in wrong.text
    stale = days | {"seen": "no", "how": "She nodded."}
    assert "changed meanwhile" in worker.post(at(joan, "agree-plan"), stale).text
    good = stale | {"seen": '{"matters": 2}'}
    told = worker.post(at(joan, "agree-plan"), good, follow=True).text
    assert "The plan is agreed" in told and "Version 1" in told
    worker.post(save, {"base": "Tea <at> ten. Hot.", "text": "Tea <at> ten."})
    page = worker.get(at(joan, "plan")).text
    assert "Not agreed yet" in page and re.search(r"<del>\s*Hot", page)
    assert "She nodded." in worker.get(at(joan, "plan-versions")).text
    for where in ("plan-paper", "who-agrees"):
        assert worker.get(at(joan, where)).status_code == 200, where
    assert "What matters to me" in worker.get(at(joan, "plan-paper") + "?easy").text
    large = worker.get(at(joan, "plan-paper") + "?large").text
    assert 'class="large"' in large and "What is most important to me" in large
    assert worker.post(at(joan, "save-words", section="salary"), {"text": "x"}).status_code == 404


def test_a_plan_of_every_heading_takes_at_most_twenty_queries(
    joan: Support, plan: Plan, bo: Person
) -> None:
    for key in sections():
        for text, base in (("One.", ""), ("One. Two.", "One.")):
            write(plan, actor_for(bo), text, base=base, section=key)
    agree(plan, actor_for(bo), how="She nodded.")
    worker = browser(bo)
    for name in ("plan", "write-plan", "plan-words"):
        with CaptureQueriesContext(connection) as asked:
            assert worker.get(at(joan, name)).status_code == 200
        assert len(asked) <= 20, name


def test_the_team_tells_whoever_agrees_that_it_is_ready(
    joan: Support, plan: Plan, bo: Person
) -> None:
    me, worker = signs_in(joan), browser(bo)
    ask = at(joan, "ask-to-agree")
    assert "agreed already" in worker.post(ask, follow=True).text
    write(plan, actor_for(bo), "Tea.")
    assert "Only Joan Hill agrees" in worker.get(at(joan, "agree-plan")).text
    assert "is told that it is ready" in worker.post(ask, follow=True).text
    told = Notice.objects.get(person=joan.person, kind="plan")
    assert told.title == "Your plan is ready to read, and to agree" and "Tea" not in told.text
    assert agree(plan, me).by == joan.person


def test_another_team_does_not_find_it(joan: Support, plan: Plan) -> None:
    other = make_worker(make_team(slug="hill", coop=joan.coop), "Zed")
    client = browser(other)
    for name in ("plan", "write-plan", "plan-words", "agree-plan", "plan-versions", "plan-paper"):
        assert client.get(at(joan, name)).status_code == 403, name
    assert client.post(at(joan, "save-words", section="also"), {"text": "x"}).status_code == 403
    assert not PlanWords.objects.exists()
