"""Outcomes: what should be different, versioned; rated by the person and by the team, never one for the other."""

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from kith.foundation.errors import ChangedMeanwhile, DomainError, NotAllowed
from kith.foundation.permissions import Actor
from kith.people.models import Person
from kith.people.queries import actor_for
from kith.support.factories import make_team, worker_of
from kith.support.models import Outcome, Plan, Rating, Support
from kith.support.plan import outcomes
from kith.support.tests.test_plan import at, bo, browser, joan, plan, signs_in

__all__ = ["bo", "joan", "plan"]
pytestmark = pytest.mark.django_db


def wrote(plan: Plan, by: Actor, **other: Any) -> Outcome:
    given = {"title": "I sing again", "care_act_keys": ["community"], **other}
    return outcomes.write_outcome(coop=plan.coop, by=by, plan=plan, **given)


def rated(plan: Plan, by: Actor, series: uuid.UUID, side: str, value: int) -> Rating:
    return outcomes.rate_outcome(
        coop=plan.coop, by=by, plan=plan, series=series, side=side, value=value
    )


def test_an_outcome_is_changed_without_losing_its_words(plan: Plan, bo: Person) -> None:
    by = actor_for(bo)
    first = wrote(plan, by)
    wrote(plan, by, title="I sleep", importance=3)
    second = wrote(plan, by, title="I sing in a choir", series=first.series, after=1)
    assert (second.number, Outcome.objects.count()) == (2, 3)
    with pytest.raises(ChangedMeanwhile):
        wrote(plan, by, title="I hum", series=first.series, after=1)
    wrote(plan, by, title="I sing", series=first.series, after=2, state=Outcome.REACHED)
    shown = outcomes.outcomes_of(plan)
    assert [(one.outcome.title, one.outcome.state) for one in shown] == [
        ("I sleep", "open"),
        ("I sing", "reached"),
    ]
    assert shown[0].care_act == ["Getting out and about"]
    with pytest.raises(DatabaseError), transaction.atomic():
        Outcome.objects.update(title="x")


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"title": " "}, "title"),
        ({"importance": 9}, "importance"),
        ({"care_act_keys": ["salary"]}, "care_act_keys"),
        ({"state": "perhaps"}, "state"),
        ({"series": uuid.uuid4(), "after": 1}, ""),
    ],
)
def test_what_is_wrong_is_named(
    plan: Plan, bo: Person, other: dict[str, object], field: str
) -> None:
    with pytest.raises(DomainError) as raised:
        wrote(plan, actor_for(bo), **other)
    assert (raised.value.field or "") == field
    assert not Outcome.objects.exists()


def test_each_side_speaks_for_itself(plan: Plan, joan: Support, bo: Person) -> None:
    worker = actor_for(bo)
    series = wrote(plan, worker).series
    rated(
        plan, worker, series, Rating.PERSON, 3
    )  # she does not sign in: it is written down for her
    me = signs_in(joan)
    with pytest.raises(NotAllowed, match="says this themself"):
        rated(plan, worker, series, Rating.PERSON, 9)
    with pytest.raises(NotAllowed, match="speaks for it"):
        rated(plan, me, series, Rating.TEAM, 9)
    for value in (-1, 11):
        with pytest.raises(DomainError, match="0 to 10"):
            rated(plan, me, series, Rating.PERSON, value)
    rated(plan, me, series, Rating.PERSON, 7)
    rated(plan, worker, series, Rating.TEAM, 5)
    (shown,) = outcomes.outcomes_of(plan)
    assert shown.change(Rating.PERSON) == "7 of 10, better: it was 3"
    assert shown.change(Rating.TEAM) == "5 of 10"
    stranger = worker_of(make_team(slug="hill", coop=joan.coop), "Zed")
    with pytest.raises(NotAllowed):
        rated(plan, stranger, series, Rating.TEAM, 5)
    with pytest.raises(NotAllowed):
        wrote(plan, stranger)


def test_the_pages_of_outcomes(plan: Plan, joan: Support, bo: Person) -> None:
    worker = browser(bo)
    wrong = worker.post(at(joan, "add-outcome"), {"title": "", "importance": "2"})
    assert wrong.status_code == 422 and "Fill this in" in wrong.text
    good = {"title": "I <sing>", "importance": "3", "care_act_keys": ["community", "home"]}
    told = worker.post(at(joan, "add-outcome"), good, follow=True).text
    assert "I &lt;sing&gt;" in told and "Using the home safely" in told
    series = Outcome.objects.get().series
    for value in ("4", "8"):
        rate = at(joan, "rate-outcome", series=series)
        told = worker.post(rate, {"side": "team", "value": value, "words": "Slowly."}, follow=True)
    assert "8 of 10, better: it was 4" in told.text and "over time" in told.text
    assert worker.post(rate, {"side": "team", "value": "12"}).status_code == 422
    change = at(joan, "change-outcome", series=series)
    stale = good | {"state": "reached", "after": "7"}
    assert "changed this meanwhile" in worker.post(change, stale).text
    told = worker.post(change, stale | {"after": "1"}, follow=True).text
    assert "reached" in told
    for name in ("change-outcome", "rate-outcome"):
        assert worker.get(at(joan, name, series=uuid.uuid4())).status_code == 404, name
    assert "I &lt;sing&gt; (" not in worker.get(at(joan, "plan-paper")).text
