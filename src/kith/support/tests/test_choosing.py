"""Choosing each other: who fits by what was said, what stays private, and visits to try it out."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kith.foundation import clock
from kith.foundation.errors import ChangedMeanwhile, DomainError, NotAllowed
from kith.foundation.permissions import Actor
from kith.kernel.week import Week
from kith.people.models import Account, Notice, Person
from kith.people.queries import actor_for
from kith.support.choices import finding, telling, trials
from kith.support.choices.actions import answer_choice, say_choice
from kith.support.choices.fitting import (
    HOW_MUCH,
    MUST,
    NOT,
    THINGS,
    Somebody,
    Wanted,
    fitting,
    has,
    sign_of,
    told,
)
from kith.support.choices.models import Trial, WorkProfile
from kith.support.choices.picture import picture_of
from kith.support.factories import make_pattern, make_support, make_team, make_worker, worker_of
from kith.support.models import Choice, Support, VisitPattern
from kith.support.queries import visits_due_to
from kith.teams.models import HasSkill, Skill

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DAY = TODAY + timedelta(days=9)
LANGUAGES, LIKES = ("Urdu", "Polish"), ("choirs", "chess")


@pytest.fixture(autouse=True)
def _monday():
    with clock.stopped_at(datetime(2026, 11, 23, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def joan() -> Support:
    team = make_team()
    return make_support(team, worker_of(team))


@pytest.fixture
def bo(joan: Support) -> Person:
    return make_worker(joan.team, "Bo Carr")


def ana(joan: Support) -> Person:
    return Person.objects.get(coop=joan.coop, name="Ana Bell")


def with_account(person: Person) -> Person:
    person.account = Account.objects.create(email=f"{person.id}@example.org")
    person.save(update_fields=["account"])
    return person


def sign_in(person: Person) -> Client:
    client = Client()
    client.force_login(with_account(person).account)  # type: ignore[arg-type]
    return client


def at(joan: Support, name: str, **parts: object) -> str:
    return reverse(f"support:{name}", kwargs={"coop": joan.coop.slug, **parts})


def ask(joan: Support, worker: Person, by: Actor, **other: Any) -> Trial:
    fields = {"day": DAY, "at": time(14), "minutes": 60, "what": "Tea and a walk"}
    return trials.ask_trial(
        coop=joan.coop, by=by, support=joan, worker=worker, **{**fields, **other}
    )


def tell_of(person: Person, **said: Any) -> WorkProfile:
    return telling.write_work_profile(coop=person.coop, by=actor_for(person), person=person, **said)


# ── who fits ──────────────────────────────────────────────────────────────────────────────────────────────────────────

some = st.builds(
    Somebody,
    id=st.uuids(),
    name=st.sampled_from(["Ana", "Bo", "Cy"]),
    signs=st.lists(
        st.sampled_from(
            [*(sign_of("l", one) for one in LANGUAGES), *(sign_of("i", one) for one in LIKES)]
        )
    ).map("".join),
    describes=st.sampled_from(["woman", "man", "other"]),
    skills=st.frozensets(st.sampled_from(["Hoist", "PEG"])),
    visits=st.integers(0, 7),
    km=st.none() | st.floats(0, 30),
)
wanting = st.builds(
    Wanted,
    matters=st.dictionaries(
        st.sampled_from(list(THINGS)), st.sampled_from([key for key, _ in HOW_MUCH])
    ),
    languages=st.sampled_from([{}, {sign_of("l", one): one for one in LANGUAGES}]),
    interests=st.sampled_from([{}, {sign_of("i", "chess"): "chess"}]),
    describes=st.sampled_from(["", "woman"]),
    skills=st.frozensets(st.sampled_from(["Hoist", "PEG"])),
    visits=st.integers(0, 7),
)


@given(wanting, st.lists(some, max_size=12))
def test_who_lacks_what_must_be_is_left_out_and_nobody_else(
    wanted: Wanted, people: list[Somebody]
) -> None:
    found = fitting(wanted, people)
    must = wanted.asked(MUST)
    assert sorted(map(id, found)) == sorted(
        id(one) for one in people if all(has(wanted, one, key) for key in must)
    )


@given(wanting, st.lists(some, min_size=2, max_size=12))
def test_the_order_is_the_one_that_is_told(wanted: Wanted, people: list[Somebody]) -> None:
    """Whoever stands before somebody brings no less of what matters much, or as much of it and no less of the rest."""
    found = fitting(wanted, people)
    for before, after in pairwise(found):
        keys = [
            (
                sum(has(wanted, one, key) for key in wanted.asked("much")),
                sum(has(wanted, one, key) for key in wanted.asked("some")),
                one.visits,
                -(one.km if one.km is not None else 1e9),
            )
            for one in (before, after)
        ]
        assert keys[0] >= keys[1]


@given(wanting, some)
def test_each_thing_that_matters_has_its_words_once(wanted: Wanted, one: Somebody) -> None:
    fit = told(wanted, one)
    asked = [key for key, how in wanted.matters.items() if how != NOT and key in THINGS]
    assert len(fit.fits) + len(fit.lacks) <= len(asked)
    assert all(words and "None" not in words for words in (*fit.fits, *fit.lacks))


def test_a_few_are_offered_by_what_the_person_said(joan: Support, bo: Person) -> None:
    cy = make_worker(joan.team, "Cy Dunn")
    tell_of(bo, languages=["English", "urdu"], interests=["Choirs"])
    tell_of(cy, languages=["English"], interests=["chess"])
    telling.write_wishes(
        coop=joan.coop,
        by=actor_for(bo),
        person=joan.person,
        matters={"language": "must", "interests": "much"},
        languages=["Urdu"],
        interests=["choirs"],
    )
    found = finding.who_fits(joan, TODAY)
    assert [one.name for one in found] == ["Bo Carr"]
    shown = finding.offered(joan, found, TODAY)[0]
    assert shown.fit.fits == ("Speaks Urdu", "Likes choirs, as you do")
    answer_choice(coop=joan.coop, by=actor_for(bo), worker=bo, person=joan.person, answer=Choice.NO)
    assert not finding.who_fits(joan, TODAY).exists()


@pytest.mark.parametrize("seed", range(8))
def test_the_database_puts_them_in_the_very_order_that_is_told(joan: Support, seed: int) -> None:
    """`fitting` says who stands where; the search in the database has to agree, whoever there is."""
    chance = Random(seed)
    hoist = Skill.objects.create(coop=joan.coop, name="Hoist")
    joan.person.latitude, joan.person.longitude = 53.39, -1.43
    joan.person.save()
    by = actor_for(ana(joan))
    make_pattern(joan, by, skills=frozenset([hoist.pk]), weekdays=(0, 3))
    for number in range(25):
        worker = make_worker(joan.team, f"Worker {chance.randrange(9)}")
        if chance.random() < 0.8:
            worker.latitude = 53.39 + chance.gauss(0, 0.05)
            worker.longitude = -1.43 + chance.gauss(0, 0.05)
            worker.save()
        if chance.random() < 0.5:
            HasSkill.objects.create(
                coop=joan.coop,
                person=worker,
                skill=hoist,
                since=TODAY - timedelta(days=9),
                valid_until=TODAY + timedelta(days=chance.choice([-1, 0, 30])),
            )
        if number % 6:
            tell_of(
                worker,
                languages=chance.sample(LANGUAGES, chance.randint(0, 2)),
                interests=chance.sample(LIKES, chance.randint(0, 2)),
                describes=chance.choice(["woman", "man", "other"]),
                open_to_others=chance.random() < 0.5,
            )
    telling.write_wishes(
        coop=joan.coop,
        by=by,
        person=joan.person,
        matters={key: chance.choice([how for how, _ in HOW_MUCH]) for key in THINGS},
        languages=["Urdu"],
        interests=["chess"],
        describes=chance.choice(["", "woman"]),
    )
    wanted, _ = finding.wanted_by(joan, TODAY)
    everybody = finding.team_of(joan, TODAY)
    skills = {
        one.worker.pk: frozenset(one.skills) for one in finding.offered(joan, everybody, TODAY)
    }
    compared = [finding.somebody(row, wanted, skills[row.pk]) for row in everybody]
    assert [row.pk for row in finding.who_fits(joan, TODAY)] == [
        one.id for one in fitting(wanted, compared)
    ]


def test_workers_of_other_teams_are_offered_only_when_they_are_open(
    joan: Support, bo: Person
) -> None:
    other = make_worker(make_team(slug="hill", coop=joan.coop), "Dee East")
    tell_of(other, languages=["English"])
    assert "Dee East" not in {one.name for one in finding.who_fits(joan, TODAY)}
    tell_of(other, languages=["English"], open_to_others=True)
    assert "Dee East" in {one.name for one in finding.who_fits(joan, TODAY)}
    assert "Dee East" not in {one.name for one in finding.who_fits(joan, TODAY, only_team=True)}
    stranger = make_worker(make_team(slug="sea"), "Far Away")
    tell_of(stranger, open_to_others=True)
    assert "Far Away" not in {one.name for one in finding.who_fits(joan, TODAY)}
    assert not finding.may_be_asked(joan, stranger, TODAY)


def test_finding_takes_as_many_queries_for_thirty_workers_as_for_three(
    joan: Support, bo: Person, django_assert_max_num_queries: Any
) -> None:
    make_pattern(joan, actor_for(bo))
    for number in range(30):
        tell_of(make_worker(joan.team, f"Worker {number}"), interests=["chess"])
    with django_assert_max_num_queries(8):
        assert len(finding.who_fits(joan, TODAY)) == 32
    found = finding.who_fits(joan, TODAY)
    with django_assert_max_num_queries(9):
        assert len(finding.offered(joan, found, TODAY)) == 32


def test_what_is_said_again_takes_the_place_of_what_was_said(bo: Person) -> None:
    first = tell_of(bo, languages=["Urdu", "urdu", " "], interests=["chess"])
    assert first.languages == ["urdu"]
    second = tell_of(bo, languages=["Polish"])
    first.refresh_from_db()
    assert first.ended_at
    assert (second.number, finding.work_profile_of(bo)) == (2, second)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("languages", {"languages": ["x" * 41]}),
        ("interests", {"interests": [f"thing {n}" for n in range(21)]}),
        ("interests", {"interests": ["a|b"]}),
        ("describes", {"describes": "queen"}),
    ],
)
def test_bad_words_name_their_field(bo: Person, field: str, said: dict[str, Any]) -> None:
    with pytest.raises(DomainError) as error:
        tell_of(bo, **said)
    assert error.value.field == field


# ── what stays private ────────────────────────────────────────────────────────────────────────────────────────────────


def test_nobody_chooses_or_reads_choices_for_somebody_who_signs_in(
    joan: Support, bo: Person
) -> None:
    worker = sign_in(ana(joan))
    page = at(joan, "choices", support=joan.id)
    assert worker.get(page).status_code == 200  # Joan does not sign in: the team writes with her
    with_account(joan.person)
    assert worker.get(page).status_code == 403
    assert worker.post(page, {"worker": str(bo.id), "says": "no"}).status_code == 403
    with pytest.raises(NotAllowed):
        say_choice(coop=joan.coop, by=actor_for(bo), person=joan.person, worker=bo, says=Choice.YES)
    assert "Who may come" not in worker.get(at(joan, "support", support=joan.id)).text


def test_a_no_shows_neither_to_the_worker_nor_in_the_picture(joan: Support, bo: Person) -> None:
    me = actor_for(with_account(joan.person))
    say_choice(coop=joan.coop, by=me, person=joan.person, worker=bo, says=Choice.NO)
    say_choice(coop=joan.coop, by=me, person=joan.person, worker=ana(joan), says=Choice.FIRST)
    answer_choice(
        coop=joan.coop, by=actor_for(ana(joan)), worker=ana(joan), person=joan.person, answer="no"
    )
    browser = sign_in(bo)
    before = browser.get(at(joan, "answers")).text
    assert "said yes" not in before
    assert "somebody else" not in before
    picture = picture_of(joan.coop, joan.team, TODAY)
    (person, chosen) = picture.people[0]
    assert [(one.worker.name, one.both) for one in chosen] == [("Ana Bell", False)]
    assert picture.no_yes_yet == [person]
    assert picture.chosen_by_nobody == [bo]
    shown = browser.get(at(joan, "picture", team=joan.team.slug)).text
    assert "first choice, not answered yet" in shown
    assert "cannot" not in shown


def test_the_picture_takes_few_queries(
    joan: Support, bo: Person, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        other = make_support(joan.team, actor_for(bo), name=f"Person {number}")
        say_choice(
            coop=joan.coop, by=actor_for(bo), person=other.person, worker=bo, says=Choice.YES
        )
    with django_assert_max_num_queries(5):
        assert len(picture_of(joan.coop, joan.team, TODAY).people) == 21


# ── trial visits ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_trial_is_asked_answered_made_and_looked_back_on(joan: Support, bo: Person) -> None:
    me, him = actor_for(with_account(joan.person)), actor_for(bo)
    trial = ask(joan, bo, me)
    assert Notice.objects.get(person=bo).title == "Joan asks you for a trial visit"
    trials.answer_trial(coop=joan.coop, by=him, trial=trial, yes=True)
    due = visits_due_to(joan, Week.of(DAY))
    assert [(one.day, one.what) for one in due] == [(DAY, "Tea and a walk")]
    with pytest.raises(DomainError, match="still to come"):
        trials.look_back(coop=joan.coop, by=me, trial=trial, says=Trial.GO_ON)
    with clock.stopped_at(datetime(2026, 12, 2, 18, tzinfo=UTC)):
        trials.look_back(coop=joan.coop, by=him, trial=trial, says=Trial.GO_ON)
        answers = Choice.objects.get(worker=bo, ended_at__isnull=True)
        assert (answers.says, answers.answer) == (Choice.NONE, Choice.YES)
        browser = sign_in(bo)
        assert "Looking back" not in browser.get(at(joan, "trial", trial=trial.pk)).text
        trials.look_back(coop=joan.coop, by=me, trial=trial, says=Trial.STOP)
        assert "Looking back" in browser.get(at(joan, "trial", trial=trial.pk)).text
    assert Choice.objects.get(worker=bo, ended_at__isnull=True).says == Choice.NO


def test_a_trial_with_another_teams_worker_is_no_visit_of_this_team(joan: Support) -> None:
    other = make_worker(make_team(slug="hill", coop=joan.coop), "Dee East")
    trial = ask(joan, other, actor_for(with_account(joan.person)))
    done = trials.answer_trial(coop=joan.coop, by=actor_for(other), trial=trial, yes=True)
    assert done.visit is None
    assert not VisitPattern.objects.filter(support=joan).exists()


def test_calling_off_takes_the_visit_out_again_and_tells_the_other(
    joan: Support, bo: Person
) -> None:
    me = actor_for(with_account(joan.person))
    trial = ask(joan, bo, me)
    trials.answer_trial(coop=joan.coop, by=actor_for(bo), trial=trial, yes=True)
    trials.call_off_trial(coop=joan.coop, by=me, trial=trial)
    assert visits_due_to(joan, Week.of(DAY)) == []
    assert Notice.objects.filter(person=bo, title__contains="called off").exists()
    with pytest.raises(ChangedMeanwhile, match="called off meanwhile"):
        trials.answer_trial(coop=joan.coop, by=actor_for(bo), trial=trial, yes=True)


def test_what_cannot_be_asked(joan: Support, bo: Person) -> None:
    me = actor_for(with_account(joan.person))
    for field, other in (
        ("day", {"day": TODAY}),
        ("day", {"day": TODAY + timedelta(weeks=9)}),
        ("minutes", {"minutes": 1}),
        ("what", {"what": " "}),
    ):
        with pytest.raises(DomainError) as error:
            ask(joan, bo, me, **other)
        assert error.value.field == field
    ask(joan, bo, me)
    with pytest.raises(DomainError, match="asked for that day already"):
        ask(joan, bo, me)
    with pytest.raises(NotAllowed):
        ask(joan, bo, actor_for(bo))
    say_choice(coop=joan.coop, by=me, person=joan.person, worker=bo, says=Choice.NO)
    with pytest.raises(DomainError, match="not possible"):
        ask(joan, bo, me, day=DAY + timedelta(days=1))


def test_nobody_else_reads_or_answers_a_trial(joan: Support, bo: Person) -> None:
    trial = ask(joan, bo, actor_for(with_account(joan.person)))
    other = sign_in(ana(joan))
    for name in ("trial", "answer-trial", "call-off-trial"):
        page = at(joan, name, trial=trial.pk)
        assert other.post(page, {"answer": "yes"}).status_code == 403
    assert other.get(at(joan, "trial", trial=trial.pk)).status_code == 403
    assert other.get(at(joan, "trial", trial=uuid.uuid4())).status_code == 404
    trial.refresh_from_db()
    assert trial.state == Trial.ASKED


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_person_says_what_matters_and_asks_one_who_fits(joan: Support, bo: Person) -> None:
    tell_of(bo, languages=["Urdu"])
    me = sign_in(joan.person)
    typed = {f"how_{key}": NOT for key in THINGS} | {
        "how_language": "must",
        "languages": "Urdu, Punjabi",
    }
    answer = me.post(
        at(joan, "wishes", support=joan.id), {**typed, "describes": "either"}, follow=True
    )
    assert "Speaks Urdu" in answer.text
    assert "Ana Bell" not in answer.text
    page = at(joan, "ask-trial", support=joan.id, worker=bo.id)
    assert "A trial visit with Bo" in me.get(page).text
    when = {"day_day": "2", "day_month": "12", "day_year": "2026", "at": "14:00"}
    wrong = me.post(page, {**when, "minutes": "2", "what": "Tea"})
    assert wrong.status_code == 422
    assert "Tea" in wrong.text
    answer = me.post(page, {**when, "minutes": "60", "what": "Tea"}, follow=True)
    assert "Bo is asked, and will answer" in answer.text
    him = sign_in(bo)
    trial = Trial.objects.get()
    answer = him.post(at(joan, "answer-trial", trial=trial.pk), {"answer": "yes"}, follow=True)
    assert "It stands in your week" in answer.text


def test_a_worker_writes_what_people_read(joan: Support, bo: Person) -> None:
    browser = sign_in(bo)
    page = at(joan, "working", person=bo.id)
    answer = browser.post(
        page, {"languages": "Urdu", "interests": "a|b", "describes": "man"}, follow=True
    )
    assert answer.status_code == 422
    assert "Leave out the sign" in answer.text
    answer = browser.post(
        page, {"languages": "Urdu", "interests": "choirs, chess", "describes": "man"}, follow=True
    )
    assert "Saved." in answer.text
    said = finding.work_profile_of(bo)
    assert said
    assert said.interests == ["choirs", "chess"]
