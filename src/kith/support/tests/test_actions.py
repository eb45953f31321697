"""What may be changed in a person's support, by whom, and what stays readable."""

import uuid
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from kith.foundation.errors import ChangedMeanwhile, DomainError, NotAllowed
from kith.foundation.models import Event
from kith.foundation.permissions import Actor
from kith.kernel.week import Week
from kith.people.models import Person
from kith.people.queries import actor_for
from kith.support.actions import (
    begin_support,
    change_pattern,
    end_support,
    remove_pattern,
    write_pattern,
)
from kith.support.choices.actions import answer_choice, say_choice
from kith.support.choices.queries import choices_in_force, said_no_to_everybody, vetoes
from kith.support.dates.actions import begin_pause, change_one_date, end_pause
from kith.support.factories import (
    EVERY_DAY,
    MONDAY,
    make_pattern,
    make_support,
    make_team,
    make_worker,
    wanted,
    worker_of,
)
from kith.support.models import ChangedDate, Support, VisitPattern
from kith.support.queries import last_number, skills_nobody_has, versions_of, visits_due
from kith.support.rules import problems_in
from kith.teams.models import HasSkill, Skill

pytestmark = pytest.mark.django_db
WEEK = Week(MONDAY)


@pytest.fixture
def joan() -> Support:
    team = make_team()
    return make_support(team, worker_of(team))


@pytest.fixture
def by(joan: Support) -> Actor:
    return worker_of(joan.team, "Bo Carr")


def _days(support: Support, week: Week = WEEK) -> list[tuple[int, str]]:
    return [(visit.day.weekday(), visit.what) for visit in visits_due(support.team, week)]


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"what": " "}, "what"),
        ({"weekdays": ()}, "weekdays"),
        ({"weekdays": (7,)}, "weekdays"),
        ({"minutes": 4}, "minutes"),
        ({"minutes": 721}, "minutes"),
        ({"workers_needed": 3}, "workers_needed"),
        ({"every_weeks": 0}, "every_weeks"),
        ({"ends_on": MONDAY - timedelta(days=1)}, "ends_on"),
        ({"earliest": time(10), "latest": time(9)}, "latest"),
        ({"gap_least": 10}, "after"),
        ({"after": uuid.uuid4(), "gap_least": 60, "gap_most": 30}, "gap_most"),
        ({"after": uuid.uuid4(), "gap_least": -1}, "gap_least"),
    ],
)
def test_what_cannot_be_wanted_is_said_with_its_field(
    joan: Support, by: Actor, other: dict[str, object], field: str
) -> None:
    with pytest.raises(DomainError) as caught:
        make_pattern(joan, by, **other)
    assert caught.value.field == field
    assert not VisitPattern.objects.exists()


def test_all_problems_are_told_at_once() -> None:
    found = problems_in(wanted(what="", minutes=0, weekdays=()))
    assert {problem.field for problem in found} == {"what", "minutes", "weekdays"}


def test_visits_may_not_follow_each_other_in_a_circle(joan: Support, by: Actor) -> None:
    first = make_pattern(joan, by)
    second = make_pattern(joan, by, what="Bath", after=first.series, latest=time(12))
    circle = wanted(after=second.series, latest=time(12))
    with pytest.raises(DomainError, match="already comes after"):
        change_pattern(coop=joan.coop, by=by, pattern=first, wanted=circle, seen=1, reason="x")


def test_a_visit_follows_only_one_it_can_meet(joan: Support, by: Actor) -> None:
    first = make_pattern(joan, by, weekdays=(0, 1))
    other = make_pattern(make_support(joan.team, by, name="Ken Pike"), by)
    for wrong in (
        {"after": other.series, "latest": time(12)},
        {"after": first.series, "weekdays": (5,), "latest": time(12)},
        {"after": first.series, "latest": time(8, 20)},
    ):
        with pytest.raises(DomainError):
            make_pattern(joan, by, what="Bath", **wrong)


def test_a_change_from_a_day_onward_leaves_the_days_before(joan: Support, by: Actor) -> None:
    pattern = make_pattern(joan, by)
    new = wanted(
        what="Later start", starts_on=MONDAY + timedelta(days=3), earliest=time(9), latest=time(10)
    )
    change_pattern(
        coop=joan.coop, by=by, pattern=pattern, wanted=new, seen=1, reason="Sleeps longer"
    )
    assert _days(joan) == [(n, "Getting up") for n in range(3)] + [
        (n, "Later start") for n in range(3, 7)
    ]
    versions = list(versions_of(joan.coop, pattern.series))
    assert [v.number for v in versions] == [3, 2, 1]
    assert versions[0].reason == "Sleeps longer"
    assert versions[2].what == "Getting up"
    assert versions[2].ended_at is not None


def test_a_change_keeps_the_rhythm_of_every_second_week(joan: Support, by: Actor) -> None:
    pattern = make_pattern(joan, by, weekdays=(0,), every_weeks=2)
    new = wanted(weekdays=(1,), every_weeks=2, starts_on=MONDAY + timedelta(days=7))
    change_pattern(coop=joan.coop, by=by, pattern=pattern, wanted=new, seen=1, reason="Market day")
    assert _days(joan, WEEK.next()) == []
    assert _days(joan, WEEK.next().next()) == [(1, "Getting up")]


def test_a_correction_replaces_what_was_written_by_mistake(joan: Support, by: Actor) -> None:
    pattern = make_pattern(joan, by)
    change_pattern(
        coop=joan.coop,
        by=by,
        pattern=pattern,
        wanted=wanted(minutes=45),
        seen=1,
        reason="Typed wrongly",
        correction=True,
    )
    assert {visit.minutes for visit in visits_due(joan.team, WEEK)} == {45}
    assert [v.change for v in versions_of(joan.coop, pattern.series)] == ["correction", "first"]


def test_a_correction_of_a_later_stretch_keeps_the_rhythm(joan: Support, by: Actor) -> None:
    pattern = make_pattern(joan, by, weekdays=(0,), every_weeks=2)
    later = wanted(weekdays=(1,), every_weeks=2, starts_on=MONDAY + timedelta(days=7))
    second = change_pattern(
        coop=joan.coop, by=by, pattern=pattern, wanted=later, seen=1, reason="Market day"
    )
    change_pattern(
        coop=joan.coop,
        by=by,
        pattern=second,
        wanted=replace(later, minutes=45),
        seen=3,
        reason="Typed wrongly",
        correction=True,
    )
    assert _days(joan, WEEK.next()) == []
    assert _days(joan, WEEK.next().next()) == [(1, "Getting up")]


def test_a_correction_cannot_reach_into_a_later_stretch(joan: Support, by: Actor) -> None:
    pattern = make_pattern(joan, by)
    later = wanted(starts_on=MONDAY + timedelta(days=7), minutes=60)
    change_pattern(coop=joan.coop, by=by, pattern=pattern, wanted=later, seen=1, reason="More")
    first = VisitPattern.objects.get(series=pattern.series, starts_on=MONDAY, ended_at__isnull=True)
    with pytest.raises(DomainError, match="planned another way"):
        change_pattern(
            coop=joan.coop,
            by=by,
            pattern=first,
            wanted=wanted(minutes=20),
            seen=3,
            reason="Typed wrongly",
            correction=True,
        )
    assert last_number(VisitPattern, pattern.series) == 3


def test_two_who_change_the_same_pattern_do_not_overwrite_each_other(
    joan: Support, by: Actor
) -> None:
    pattern = make_pattern(joan, by)
    change_pattern(
        coop=joan.coop, by=by, pattern=pattern, wanted=wanted(minutes=45), seen=1, reason="a"
    )
    for stale in (1, 2):
        with pytest.raises(ChangedMeanwhile):
            change_pattern(
                coop=joan.coop,
                by=by,
                pattern=VisitPattern.objects.get(pk=pattern.pk),
                wanted=wanted(minutes=20),
                seen=stale,
                reason="b",
            )
    assert {visit.minutes for visit in visits_due(joan.team, WEEK)} == {45}


@pytest.mark.parametrize("from_day", [MONDAY + timedelta(days=2), MONDAY - timedelta(days=5)])
def test_a_removed_pattern_keeps_its_past_and_its_reason(
    joan: Support, by: Actor, from_day: date
) -> None:
    pattern = make_pattern(joan, by)
    remove_pattern(
        coop=joan.coop,
        by=by,
        pattern=pattern,
        from_day=from_day,
        seen=1,
        reason="Does it alone now",
    )
    assert len(_days(joan)) == max(0, (from_day - MONDAY).days)
    newest = versions_of(joan.coop, pattern.series)[0]
    assert (newest.change, newest.reason) == ("removal", "Does it alone now")


def test_a_change_needs_a_reason(joan: Support, by: Actor) -> None:
    pattern = make_pattern(joan, by)
    with pytest.raises(DomainError) as caught:
        change_pattern(
            coop=joan.coop, by=by, pattern=pattern, wanted=wanted(minutes=45), seen=1, reason=" "
        )
    assert caught.value.field == "reason"


def test_only_a_date_of_the_repeat_can_be_changed(joan: Support, by: Actor) -> None:
    pattern = make_pattern(joan, by, weekdays=(0,))
    with pytest.raises(DomainError) as caught:
        change_one_date(
            coop=joan.coop, by=by, pattern=pattern, day=MONDAY + timedelta(days=1), skipped=True
        )
    assert caught.value.field == "day"


def test_a_second_change_of_the_same_date_follows_the_first(joan: Support, by: Actor) -> None:
    pattern = make_pattern(joan, by, weekdays=(0,))
    for minutes in (45, 60):
        change_one_date(coop=joan.coop, by=by, pattern=pattern, day=MONDAY, minutes=minutes)
    assert [visit.minutes for visit in visits_due(joan.team, WEEK)] == [60]
    assert list(ChangedDate.objects.values_list("number", flat=True).order_by("number")) == [1, 2]


def test_one_date_is_held_to_the_same_rules(joan: Support, by: Actor) -> None:
    pattern = make_pattern(joan, by)
    for wrong in (
        {"minutes": 1},
        {"workers_needed": 3},
        {"latest": time(7)},
        {"to_day": date(2020, 1, 1)},
    ):
        with pytest.raises(DomainError):
            change_one_date(coop=joan.coop, by=by, pattern=pattern, day=MONDAY, **wrong)


def test_pauses_may_not_overlap(joan: Support, by: Actor) -> None:
    first = begin_pause(
        coop=joan.coop, by=by, support=joan, kind="holiday", since=MONDAY, until=MONDAY
    )
    with pytest.raises(DomainError, match="already a pause"):
        begin_pause(coop=joan.coop, by=by, support=joan, kind="hospital", since=MONDAY)
    with pytest.raises(DomainError, match="before the first"):
        end_pause(coop=joan.coop, by=by, pause=first, last_day=MONDAY - timedelta(days=1))


def test_a_stale_pause_is_not_overwritten(joan: Support, by: Actor) -> None:
    pause = begin_pause(coop=joan.coop, by=by, support=joan, kind="hospital", since=MONDAY)
    end_pause(coop=joan.coop, by=by, pause=pause, last_day=MONDAY)
    with pytest.raises(ChangedMeanwhile):
        end_pause(coop=joan.coop, by=by, pause=pause, last_day=MONDAY + timedelta(days=3))


def test_support_has_a_first_and_a_last_day(joan: Support, by: Actor) -> None:
    make_pattern(joan, by)
    end_support(coop=joan.coop, by=by, support=joan, until=MONDAY + timedelta(days=1))
    assert len(_days(joan)) == 2
    with pytest.raises(DomainError):
        end_support(coop=joan.coop, by=by, support=joan, until=date(2000, 1, 1))
    again = begin_support(
        coop=joan.coop, by=by, person=joan.person, team=joan.team, since=MONDAY + timedelta(days=2)
    )
    with pytest.raises(DomainError, match="already has support"):
        begin_support(coop=joan.coop, by=by, person=joan.person, team=joan.team, since=MONDAY)
    assert again.pk != joan.pk


def test_a_person_changes_their_own_support_and_nobody_elses(joan: Support, by: Actor) -> None:
    me = actor_for(joan.person)
    assert make_pattern(joan, me).written_by_id == joan.person_id
    ken = make_support(joan.team, by, name="Ken Pike")
    with pytest.raises(NotAllowed):
        make_pattern(ken, me)
    with pytest.raises(NotAllowed):
        make_pattern(joan, worker_of(make_team(slug="hill")))


def test_skills_of_another_coop_are_not_known_here(joan: Support, by: Actor) -> None:
    theirs = Skill.objects.create(coop=make_team(slug="hill").coop, name="Hoist")
    with pytest.raises(DomainError) as caught:
        make_pattern(joan, by, skills=frozenset({theirs.id}))
    assert caught.value.field == "skills"


def test_skills_too_few_have_are_named_after_saving(joan: Support, by: Actor) -> None:
    hoist = Skill.objects.create(coop=joan.coop, name="Hoist")
    pattern = make_pattern(joan, by, skills=frozenset({hoist.id}), workers_needed=2)
    HasSkill.objects.create(coop=joan.coop, person_id=by.person_id, skill=hoist, since=MONDAY)
    assert skills_nobody_has(pattern, MONDAY) == ["Hoist"]
    other = make_worker(joan.team, "Cy Day")
    HasSkill.objects.create(coop=joan.coop, person=other, skill=hoist, since=MONDAY)
    assert skills_nobody_has(pattern, MONDAY) == []


def test_there_is_one_first_choice_and_the_one_before_becomes_a_yes(
    joan: Support, by: Actor
) -> None:
    one, two = make_worker(joan.team, "One"), make_worker(joan.team, "Two")
    for worker in (one, two):
        say_choice(
            coop=joan.coop,
            by=actor_for(joan.person),
            person=joan.person,
            worker=worker,
            says="first",
        )
    said = dict(choices_in_force(joan.coop, [joan.person]).values_list("worker__name", "says"))
    assert said == {"One": "yes", "Two": "first"}


def test_a_no_of_either_side_is_a_veto_and_keeps_the_other_word(joan: Support, by: Actor) -> None:
    worker = Person.objects.get(pk=by.person_id)
    say_choice(coop=joan.coop, by=by, person=joan.person, worker=worker, says="yes")
    assert not vetoes(joan.coop, [joan.person])
    answer_choice(coop=joan.coop, by=by, worker=worker, person=joan.person, answer="no")
    assert vetoes(joan.coop, [joan.person]) == {(joan.person_id, worker.id)}
    assert choices_in_force(joan.coop, [joan.person]).get().says == "yes"


def test_nobody_answers_for_another_worker(joan: Support, by: Actor) -> None:
    with pytest.raises(NotAllowed):
        answer_choice(
            coop=joan.coop,
            by=by,
            worker=make_worker(joan.team, "Cy"),
            person=joan.person,
            answer="no",
        )


def test_no_to_everybody_is_allowed_and_can_be_seen(joan: Support, by: Actor) -> None:
    workers = Person.objects.filter(memberships__team=joan.team)
    for worker in workers:
        assert not said_no_to_everybody(joan.coop, joan.person, MONDAY)
        say_choice(coop=joan.coop, by=by, person=joan.person, worker=worker, says="no")
    assert said_no_to_everybody(joan.coop, joan.person, MONDAY)


def test_each_action_leaves_one_event(joan: Support, by: Actor) -> None:
    pattern = make_pattern(joan, by, weekdays=EVERY_DAY)
    change_one_date(coop=joan.coop, by=by, pattern=pattern, day=MONDAY, skipped=True)
    remove_pattern(coop=joan.coop, by=by, pattern=pattern, from_day=MONDAY, seen=1, reason="x")
    kinds = list(
        Event.objects.filter(coop=joan.coop).order_by("number").values_list("kind", flat=True)
    )
    assert kinds == [
        "hat.given",
        "support.begun",
        "pattern.written",
        "date.changed",
        "pattern.removed",
    ]


def test_a_refused_change_leaves_nothing(joan: Support, by: Actor) -> None:
    before = Event.objects.count()
    with pytest.raises(DomainError):
        write_pattern(
            coop=joan.coop, by=by, support=joan, wanted=wanted(skills=frozenset({uuid.uuid4()}))
        )
    assert Event.objects.count() == before
    assert not VisitPattern.objects.exists()
