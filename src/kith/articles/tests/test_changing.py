"""Articles change by a proposal that keeps the principles and by the members' decision, and in no other way."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from kith.articles.actions import (
    adopt_first_articles,
    propose_articles,
    put_articles_in_force,
    withdraw_articles,
)
from kith.articles.decisions import BOARD, Count, NotDecided
from kith.articles.factories import make_decision
from kith.articles.models import ArticlesVersion
from kith.articles.principles.checking import BrokenPrinciples
from kith.articles.queries import articles_in_force, history, newest_adopted, version_in_force
from kith.articles.reading import model_text
from kith.articles.rules import WrongArticles
from kith.foundation import clock
from kith.foundation.errors import ChangedMeanwhile, DomainError, NotAllowed
from kith.foundation.events import verify
from kith.foundation.models import Coop, Event
from kith.foundation.permissions import Actor
from kith.people.actions import add_founders
from kith.people.models import Person
from kith.people.queries import actor_for
from kith.people.rules import Details

pytestmark = pytest.mark.django_db


def found(slug: str = "harbour", model: str = "worker") -> Coop:
    coop = Coop.objects.create(name=slug.title(), slug=slug)
    adopt_first_articles(coop=coop, text=model_text(model))
    names = [
        ("Sal Moor", ("secretary", "member")),
        ("Bo Lane", ("worker", "member")),
        ("Kit Ash", ("commissioner",)),
    ]
    founders = [(Details(name=n, email=f"{n[:2]}@{slug}.example".lower()), h) for n, h in names]
    add_founders(coop=coop, founders=founders)
    return coop


def acting(coop: Coop, name: str = "Bo Lane") -> Actor:
    return actor_for(Person.objects.get(coop=coop, name=name))


def text_with(old: str, new: str, model: str = "worker") -> str:
    text = model_text(model)
    assert old in text
    return text.replace(old, new)


LARGER = text_with("quorum_percent = 25", "quorum_percent = 30")


def test_a_proposal_changes_nothing_until_the_members_decide() -> None:
    coop = found()

    version = propose_articles(coop=coop, by=acting(coop), text=LARGER, why="More of us now.")

    assert (version.number, version.state) == (2, ArticlesVersion.PROPOSED)
    assert articles_in_force(coop).meetings.quorum_percent == 25
    put_articles_in_force(coop=coop, by=None, version=version, decision=make_decision(version))
    assert articles_in_force(coop).meetings.quorum_percent == 30
    kinds = list(Event.objects.filter(coop=coop).values_list("kind", flat=True))
    assert kinds[-2:] == ["articles.proposed", "articles.adopted"]
    assert list(verify()) == []


def test_articles_can_come_into_force_from_a_later_day_and_the_day_decides() -> None:
    coop = found()
    today = clock.today(coop.zone)
    later = today + timedelta(days=30)
    version = propose_articles(coop=coop, by=acting(coop), text=LARGER)

    put_articles_in_force(
        coop=coop, by=None, version=version, decision=make_decision(version), since=later
    )

    assert version_in_force(coop).number == 1
    assert version_in_force(coop, later).number == 2
    assert newest_adopted(coop).number == 2
    assert [(one.version.number, one.words) for one in history(coop)] == [
        (2, "agreed, not yet in force"),
        (1, "in force"),
    ]


def test_a_day_that_is_past_is_refused() -> None:
    coop = found()
    version = propose_articles(coop=coop, by=acting(coop), text=LARGER)

    with pytest.raises(DomainError, match="at the earliest"):
        put_articles_in_force(
            coop=coop,
            by=None,
            version=version,
            decision=make_decision(version),
            since=clock.today(coop.zone) - timedelta(days=1),
        )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"about": "articles.articlesversion:another"}, "something else"),
        ({"passed": False}, "have not said yes"),
        ({"by": BOARD}, "have not said yes"),
        ({"count": Count(2, 3, 20)}, "at least three quarters"),
        ({"count": Count(0, 0, 20)}, "at least three quarters"),
        ({"count": Count(13, 12, 20)}, "do not add up"),
        ({"count": Count(30, 30, 20)}, "do not add up"),
    ],
)
def test_only_the_members_special_majority_puts_articles_in_force(
    change: dict[str, object], words: str
) -> None:
    coop = found()
    version = propose_articles(coop=coop, by=acting(coop), text=LARGER)

    with pytest.raises(NotDecided, match=words):
        put_articles_in_force(
            coop=coop, by=None, version=version, decision=make_decision(version, **change)
        )

    assert version_in_force(coop).number == 1


AGREED = Count(4, 4, 5)


@pytest.mark.parametrize(
    ("by_class", "words"),
    [
        ({"people": AGREED, "supporters": Count(1, 4, 9), "workers": AGREED}, "“Supporters”"),
        ({"people": AGREED, "workers": AGREED}, "“Supporters” are missing"),
    ],
)
def test_each_class_has_to_agree_where_the_articles_say_so(
    by_class: dict[str, Count], words: str
) -> None:
    coop = found(model="multi-stakeholder")
    text = text_with("quorum_percent = 10", "quorum_percent = 15", "multi-stakeholder")
    version = propose_articles(coop=coop, by=acting(coop), text=text)

    with pytest.raises(NotDecided, match=words):
        put_articles_in_force(
            coop=coop, by=None, version=version, decision=make_decision(version, by_class=by_class)
        )


def test_a_class_that_has_nobody_does_not_stop_the_others() -> None:
    coop = found(model="multi-stakeholder")
    text = text_with("quorum_percent = 10", "quorum_percent = 15", "multi-stakeholder")
    version = propose_articles(coop=coop, by=acting(coop), text=text)
    by_class = {"people": AGREED, "supporters": Count(0, 0, 0), "workers": AGREED}

    put_articles_in_force(
        coop=coop, by=None, version=version, decision=make_decision(version, by_class=by_class)
    )

    assert version_in_force(coop).number == 2


def test_a_proposal_from_articles_that_are_no_longer_the_newest_is_refused() -> None:
    coop = found()
    first = propose_articles(coop=coop, by=acting(coop), text=LARGER)
    second = propose_articles(
        coop=coop, by=acting(coop), text=text_with("notice_days = 14", "notice_days = 21")
    )
    put_articles_in_force(coop=coop, by=None, version=first, decision=make_decision(first))

    with pytest.raises(ChangedMeanwhile, match="Propose it again from version 2"):
        put_articles_in_force(coop=coop, by=None, version=second, decision=make_decision(second))
    with pytest.raises(ChangedMeanwhile, match="version 2"):
        propose_articles(coop=coop, by=acting(coop), text=LARGER, base=1)
    assert [one.words for one in history(coop)] == ["proposed, out of date", "in force", "replaced"]


def test_the_same_decision_does_not_work_twice() -> None:
    coop = found()
    version = propose_articles(coop=coop, by=acting(coop), text=LARGER)
    decision = make_decision(version)
    put_articles_in_force(coop=coop, by=None, version=version, decision=decision)

    with pytest.raises(NotDecided, match="no proposal any more"):
        put_articles_in_force(coop=coop, by=None, version=version, decision=decision)


def test_a_proposal_that_breaks_a_principle_is_stopped_and_nothing_is_kept() -> None:
    coop = found()

    with pytest.raises(BrokenPrinciples, match="people decide, not money"):
        propose_articles(
            coop=coop,
            by=acting(coop),
            text=text_with('counted_by = "member"', 'counted_by = "share"'),
        )

    assert ArticlesVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (model_text("worker"), DomainError),
        (model_text("worker").replace("\n", "\r\n"), DomainError),
        ("x = ", WrongArticles),
        (model_text("worker") + "#" * 200_000, DomainError),
    ],
)
def test_a_text_that_cannot_be_proposed(text: str, error: type[Exception]) -> None:
    coop = found()

    with pytest.raises(error):
        propose_articles(coop=coop, by=acting(coop), text=text)

    assert ArticlesVersion.objects.count() == 1


def test_who_is_no_member_cannot_propose_and_only_the_proposer_takes_it_back() -> None:
    coop = found()
    with pytest.raises(NotAllowed):
        propose_articles(coop=coop, by=acting(coop, "Kit Ash"), text=LARGER)
    version = propose_articles(coop=coop, by=acting(coop), text=LARGER)

    with pytest.raises(NotAllowed):
        withdraw_articles(coop=coop, by=acting(coop, "Sal Moor"), version=version)
    withdraw_articles(coop=coop, by=acting(coop), version=version)

    assert history(coop)[0].words == "withdrawn"
    with pytest.raises(DomainError, match="no proposal any more"):
        withdraw_articles(coop=coop, by=acting(coop), version=version)
    with pytest.raises(NotDecided):
        put_articles_in_force(coop=coop, by=None, version=version, decision=make_decision(version))


def test_another_coop_cannot_be_changed_by_this_one() -> None:
    coop, other = found(), found("other")
    version = propose_articles(coop=coop, by=acting(coop), text=LARGER)

    with pytest.raises(ArticlesVersion.DoesNotExist):
        put_articles_in_force(coop=other, by=None, version=version, decision=make_decision(version))
    with pytest.raises(NotAllowed):
        propose_articles(coop=other, by=acting(coop), text=LARGER)


def test_the_database_keeps_what_was_adopted_and_the_words_of_a_proposal() -> None:
    coop = found()
    version = propose_articles(coop=coop, by=acting(coop), text=LARGER)
    rows = ArticlesVersion.objects.filter(coop=coop)

    for change in (
        lambda: rows.filter(number=1).update(in_force_from=date(2030, 1, 1)),
        lambda: rows.filter(pk=version.pk).update(text="anything"),
        lambda: rows.filter(pk=version.pk)._raw_delete(rows.db),
    ):
        with pytest.raises(DatabaseError, match="articles are kept"), transaction.atomic():
            change()
