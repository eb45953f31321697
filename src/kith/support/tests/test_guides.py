"""Guides for a conversation: what is answered goes into the plan beside what stood there, marked whose words it is."""

import pytest
from django.test import Client
from django.urls import reverse

from kith.foundation.errors import DomainError
from kith.people.models import Account, Person
from kith.people.queries import actor_for
from kith.support.factories import make_support, make_team, make_worker, worker_of
from kith.support.models import PlanWords, Support
from kith.support.plan.actions import begin_plan, write_words
from kith.support.plan.guides import answer_guide, guides
from kith.support.plan.queries import newest_words
from kith.support.plan.rules import LONGEST
from kith.support.plan.sections import sections

pytestmark = pytest.mark.django_db


@pytest.fixture
def joan() -> Support:
    team = make_team()
    return make_support(team, worker_of(team))


def ana(joan: Support) -> Person:
    return Person.objects.get(coop=joan.coop, name="Ana Bell")


def sign_in(person: Person) -> Client:
    person.account = Account.objects.create(email=f"{person.id}@example.org")
    person.save(update_fields=["account"])
    client = Client()
    client.force_login(person.account)
    return client


def test_every_question_leads_to_a_heading_of_the_plan() -> None:
    for guide in guides().values():
        assert guide.questions
        assert {one.section for one in guide.questions} <= set(sections())
        assert len({one.key for one in guide.questions}) == len(guide.questions)


def test_answers_stand_beside_what_was_there(joan: Support) -> None:
    by = actor_for(ana(joan))
    plan = begin_plan(coop=joan.coop, by=by, support=joan)
    write_words(coop=joan.coop, by=by, plan=plan, section="matters", base="", text="The wireless.")
    answer_guide(
        coop=joan.coop,
        by=by,
        plan=plan,
        guide=guides()["good-day"],
        answers={"good": "Sun on the step.", "bad": " ", "turn": "Tea first."},
        whose=PlanWords.OWN,
    )
    words = newest_words(plan)
    assert words["matters"].text == "The wireless.\nOn a good day: Sun on the step."
    assert words["matters"].whose == PlanWords.OWN
    assert words["please-do"].text == "What turns a bad day: Tea first."
    assert "please-dont" not in words


def test_nothing_or_too_much_is_refused_and_nothing_is_half_written(joan: Support) -> None:
    by = actor_for(ana(joan))
    plan = begin_plan(coop=joan.coop, by=by, support=joan)
    guide = guides()["good-day"]
    for answers in ({}, {"good": "Sun", "turn": "x" * LONGEST}):
        with pytest.raises(DomainError):
            answer_guide(
                coop=joan.coop, by=by, plan=plan, guide=guide, answers=answers, whose="own"
            )
    assert not PlanWords.objects.exists()


def test_a_guide_in_the_browser(joan: Support) -> None:
    browser = sign_in(ana(joan))

    def at(name: str, **parts: object) -> str:
        return reverse(
            f"support:{name}", kwargs={"coop": joan.coop.slug, "support": joan.pk, **parts}
        )

    assert "Good day, bad day" in browser.get(at("guides")).text
    page = at("guide", guide="hopes")
    wrong = browser.post(page, {"whose": "own", "dream": ""})
    assert wrong.status_code == 422
    answer = browser.post(page, {"whose": "own", "dream": "Whitby, once more"}, follow=True)
    assert "In a year: Whitby, once more" in answer.text
    assert browser.get(at("guide", guide="nothing")).status_code == 404
    other = sign_in(make_worker(make_team(slug="hill", coop=joan.coop), "Dee East"))
    assert other.get(page).status_code == 403
