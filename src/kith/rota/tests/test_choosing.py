"""Choices reach the rota at once: a no is never sent, a made week asks to be mended, a trial visit has its worker."""

from datetime import UTC, datetime, time, timedelta
from random import Random

import pytest

from kith.foundation import clock
from kith.people.models import Notice, Person
from kith.people.queries import actor_for
from kith.rota.actions.publishing import publish_week
from kith.rota.actions.suggestions import ask_suggestion, mend_week, run_suggestion
from kith.rota.actions.week import make_week
from kith.rota.choosing import can_come
from kith.rota.factories import (
    WEEK,
    make_rota,
    make_supported,
    make_team,
    make_worker,
    slot_of,
)
from kith.rota.models import Rota, Slot
from kith.support.actions import change_pattern
from kith.support.choices import trials
from kith.support.choices.actions import answer_choice, say_choice
from kith.support.choices.hooks import Need
from kith.support.choices.queries import vetoes
from kith.support.factories import wanted
from kith.support.models import Choice, Support, VisitPattern

pytestmark = pytest.mark.django_db
BEFORE = datetime(2026, 11, 20, 9, tzinfo=UTC)


def revision(rota: Rota) -> int:
    return Rota.objects.get(pk=rota.pk).revision


def sent_to_a_no(rota: Rota, support: list[Support]) -> list[tuple[object, object]]:
    """The pairs of person and worker in the week that one of the two said no to."""
    no = vetoes(rota.coop, [one.person_id for one in support])
    rows = Slot.objects.filter(visit__rota=rota, worker__isnull=False)
    return [pair for pair in rows.values_list("visit__person_id", "worker_id") if pair in no]


@pytest.mark.parametrize("seed", range(6))
def test_over_random_choices_and_edits_no_suggestion_sends_somebody_with_a_no(seed: int) -> None:
    chance, team = Random(seed), make_team()
    workers = [
        make_worker(team, name) for name in ("Lucy Marsh", "Tom Bell", "Una Reed", "Vic Orr")
    ]
    by = actor_for(workers[0])
    people = [make_supported(team, by, f"Person {n}", latest=time(11)) for n in range(5)]
    rota = make_rota(team, by)
    with clock.stopped_at(BEFORE):
        for _ in range(3):
            for _ in range(8):
                one, worker = chance.choice(people).person, chance.choice(workers)
                if chance.random() < 0.6:
                    says = chance.choice([key for key, _ in Choice.SAYS])
                    say_choice(coop=team.coop, by=by, person=one, worker=worker, says=says)
                else:
                    answer = chance.choice(["yes", "no", "none"])
                    answer_choice(
                        coop=team.coop,
                        by=actor_for(worker),
                        worker=worker,
                        person=one,
                        answer=answer,
                    )
            pattern = VisitPattern.objects.filter(
                support=chance.choice(people), ended_at__isnull=True
            ).first()
            assert pattern
            change_pattern(
                coop=team.coop,
                by=by,
                pattern=pattern,
                wanted=wanted(minutes=chance.choice([30, 45]), latest=time(chance.choice([9, 12]))),
                seen=pattern.number,
                reason="It suits better.",
                correction=True,
            )
            make_week(coop=team.coop, by=by, team=team, week=WEEK)
            assert sent_to_a_no(rota, people) == []
            asked = ask_suggestion(
                coop=team.coop, by=by, rota=rota, expected_revision=revision(rota), seconds=0.2
            )
            run_suggestion(asked.pk)
            assert sent_to_a_no(rota, people) == []


def test_after_a_no_the_team_is_told_and_mends_the_sent_week() -> None:
    team = make_team()
    lucy, tom = make_worker(team, "Lucy Marsh"), make_worker(team, "Tom Bell")
    by = actor_for(tom)
    joan = make_supported(team, by, "Joan Hill")
    rota = make_rota(team, by)
    with clock.stopped_at(BEFORE):
        say_choice(coop=team.coop, by=by, person=joan.person, worker=lucy, says=Choice.FIRST)
        asked = ask_suggestion(
            coop=team.coop, by=by, rota=rota, expected_revision=revision(rota), seconds=0.3
        )
        run_suggestion(asked.pk)
        mine = Slot.objects.filter(visit__rota=rota, worker=lucy).count()
        assert mine
        publish_week(coop=team.coop, by=by, rota=rota, expected_revision=revision(rota))
        answer_choice(
            coop=team.coop, by=actor_for(lucy), worker=lucy, person=joan.person, answer="no"
        )
        told = Notice.objects.get(person=tom, title__contains="to give to somebody else")
        assert told.title.startswith(f"{mine} visit")
        assert "Lucy" not in told.title + told.text
        say_choice(coop=team.coop, by=by, person=joan.person, worker=lucy, says=Choice.NO)
        assert not Notice.objects.filter(person=lucy, title__contains="to give").exists()
        mending = mend_week(coop=team.coop, by=by, rota=rota, expected_revision=revision(rota))
        run_suggestion(mending.pk)
    assert sent_to_a_no(rota, [joan]) == []
    assert not Slot.objects.filter(visit__rota=rota, worker__isnull=True).exists()


def test_a_trial_stands_with_its_worker_in_a_week_that_is_made_already() -> None:
    team = make_team()
    lucy, tom = make_worker(team, "Lucy Marsh"), make_worker(team, "Tom Bell")
    joan = make_supported(team, actor_for(tom), "Joan Hill")
    rota = make_rota(team, actor_for(tom))
    with clock.stopped_at(BEFORE):
        trial = trials.ask_trial(
            coop=team.coop,
            by=actor_for(tom),
            support=joan,
            worker=lucy,
            day=WEEK.days[2],
            at=time(13),
            minutes=60,
            what="Tea",
        )
        trials.answer_trial(coop=team.coop, by=actor_for(lucy), trial=trial, yes=True)
    slot = Slot.objects.get(visit__rota=rota, visit__what="Tea")
    assert (slot.worker, slot.pinned) == (lucy, True)
    assert slot_of(rota, "Joan Hill", 2).worker is None


def test_who_could_come_is_counted_by_the_hours_given() -> None:
    team = make_team()
    early = make_worker(team, "Early Bird", starts=time(7), ends=time(11))
    late = make_worker(team, "Night Owl", starts=time(20), ends=time(6), days=(0, 1))
    needs = [
        Need(0, time(8), time(9), 30),
        Need(0, time(8), time(9), 30),
        Need(0, time(10, 45), time(12), 30),  # from 10:45 there is no half hour left
        Need(1, time(22), time(23, 30), 60),
        Need(6, time(6), time(7), 30),
    ]
    rows = Person.objects.annotate(n=can_come(needs, WEEK.monday))
    assert (rows.get(pk=early.pk).n, rows.get(pk=late.pk).n) == (3, 1)
    later = WEEK.monday - timedelta(days=5000)
    assert Person.objects.annotate(n=can_come(needs, later)).get(pk=early.pk).n == 0
