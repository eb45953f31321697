"""Who may be the same, by property; how long others waited, exactly; and forgetting what led to nothing."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from kith.asking import actions, beginning, queries, rules
from kith.asking.beginning import FORGOTTEN
from kith.asking.factories import an_asking, taken, talked
from kith.asking.models import Different, Referral, Step
from kith.asking.tasks import forget_every_day
from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.permissions import Actor
from kith.kernel.week import local_moment
from kith.people.models import Notice, Person
from kith.support.factories import make_support, make_team, worker_of
from kith.support.plan.queries import newest_words
from kith.teams.models import Team

NAMES = st.sampled_from(["Joan Hill", "joan  hïll", "Al Ode", "Hill", "", "Joan Hil"])
KNOWN = st.builds(
    rules.Known,
    name=NAMES,
    born=st.sampled_from([None, 1940, 1941]),
    nhs_number=st.sampled_from(["", "9990000018", "9990000026"]),
    phone=st.sampled_from(["", "+441144960001", "+441144960002"]),
    postcode=st.sampled_from(["", "S9 3XY", "S9 3XZ"]),
)


@given(KNOWN, KNOWN)
def test_likeness_is_symmetric_and_nothing_is_like_what_is_not_known(
    one: rules.Known, other: rules.Known
) -> None:
    same = rules.same_in(one, other)
    assert same == rules.same_in(other, one)
    assert ("NHS number" in same) == (one.nhs_number == other.nhs_number != "")
    assert ("telephone" in same) == (one.phone == other.phone != "")
    if one.postcode == other.postcode != "" and one.name == other.name != "":
        assert "postcode and surname" in same
    assert not rules.same_in(rules.Known(""), other)


@given(KNOWN)
def test_everybody_known_well_enough_is_like_themself(one: rules.Known) -> None:
    enough = one.nhs_number or one.phone or (one.name and (one.born or one.postcode))
    assert bool(rules.same_in(one, one)) == bool(enough)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60), st.sampled_from([0.5, 0.9]))
def test_so_many_waited_no_longer_and_no_shorter_time_would_do(
    days: list[int], share: float
) -> None:
    found = rules.rank(days, share)
    assert sum(day <= found for day in days) >= share * len(days)
    assert sum(day < found for day in days) < share * len(days)


@pytest.fixture
def team(db: None) -> Team:
    return make_team()


@pytest.fixture
def bo(team: Team) -> Actor:
    return worker_of(team, "Bo Carr")


def at(team: Team, day: date) -> Any:
    return clock.stopped_at(local_moment(day, rules.CLOSES.replace(hour=9), team.coop.zone))


def test_the_same_number_name_telephone_or_house_is_found_and_told(team: Team, bo: Actor) -> None:
    joan = make_support(team, bo, name="Joan Hill").person
    Person.objects.filter(pk=joan.pk).update(
        born_on=date(1941, 5, 6), nhs_number="9990000018", phone="+441144960009", postcode="S9 3XY"
    )
    hidden = Person.objects.create(coop=team.coop, name="Joan Hill", postcode="S9 3XY")
    far = make_team(slug="far")
    make_support(far, worker_of(far, "Fay"), name="Joan Hill")

    def same(**other: Any) -> list[tuple[str, ...]]:
        referral, _ = an_asking(team.coop, postcode="S1 1AA", name="No Body", **other)
        found = queries.alike(referral, bo)
        Referral.objects.all().delete()
        assert hidden not in [one.person for one in found]
        return [one.same for one in found]

    assert same() == []
    assert same(nhs_number="999 000 0018") == [("NHS number",)]
    assert same(phone="0114 496 0009") == [("telephone",)]
    referral, _ = an_asking(team.coop, name="joan HILL", born=1941)
    assert [one.same for one in queries.alike(referral, bo)] == [
        ("name and year of birth", "postcode and surname")
    ]


def test_two_askings_become_one_and_no_word_is_lost(team: Team, bo: Actor) -> None:
    with at(team, clock.today(team.coop.zone) - timedelta(days=9)):
        first = taken(team, bo, asker="gp", asker_name="Dr Shah", wish="Help at meals.", born=1941)
    second = taken(team, bo)
    assert [one.referral for one in queries.alike(second, bo)] == [first]
    on = beginning.join_same(coop=team.coop, by=bo, referral=second, other=first.pk)
    first.refresh_from_db()
    assert (on, first.state, queries.leading(first)) == (second, Referral.SAME, second)
    assert (on.asked_on, on.due_on, on.born) == (first.asked_on, first.due_on, 1941)
    assert "Help at meals." in queries.steps_of(on)[0].words
    actions.add_word(coop=team.coop, referral=first, words="And her cat.")
    assert queries.steps_of(on)[0].words == "And her cat."
    actions.withdraw_referral(coop=team.coop, by=None, referral=first)
    second.refresh_from_db()
    assert second.is_open
    with pytest.raises(DomainError, match="not among"):
        beginning.join_same(coop=team.coop, by=bo, referral=second, other=first.pk)


def test_of_two_the_one_that_has_gone_further_goes_on(team: Team, bo: Actor) -> None:
    far, new = talked(team, bo), taken(team, bo, wish="Help at meals.")
    on = beginning.join_same(coop=team.coop, by=bo, referral=new, other=far.pk)
    assert on == far
    today = clock.today(team.coop.zone)
    support = beginning.begin_support_asked(coop=team.coop, by=bo, referral=far, since=today)
    assert "Help at meals." in newest_words(support.plan)["how-when"].text


def test_somebody_else_is_remembered_on_both_sides(team: Team, bo: Actor) -> None:
    joan = make_support(team, bo, name="Joan Hill").person
    Person.objects.filter(pk=joan.pk).update(postcode="S9 3XY")
    first, second = talked(team, bo), taken(team, bo)
    for other in (joan.pk, second.pk):
        beginning.keep_apart(coop=team.coop, by=bo, referral=first, other=other)
    assert queries.alike(first, bo) == []
    assert [one.person for one in queries.alike(second, bo)] == [joan]
    assert Different.objects.count() == 3
    begun = beginning.begin_support_asked(
        coop=team.coop, by=bo, referral=first, since=clock.today(team.coop.zone)
    )
    assert begun.person != joan


def test_looking_for_the_same_costs_no_query_more_with_more_rows(team: Team, bo: Actor) -> None:
    referral = taken(team, bo)

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            queries.alike(referral, bo)
        return len(asked)

    taken(team, bo)
    few = count()
    for _ in range(5):
        taken(team, bo)
        make_support(team, bo, name="Joan Hill")
    assert count() == few


def answered(team: Team, bo: Actor, asked: date, days: int | None) -> Referral:
    """Asked on a day, and answered so many days later, if at all."""
    with at(team, asked):
        referral = taken(team, bo, name=f"Pat Nr{Referral.objects.count()}", postcode="S1 1AA")
    if days is not None:
        on = asked + timedelta(days=days)
        with at(team, on):
            actions.write_conversation(
                coop=team.coop,
                by=bo,
                referral=referral,
                on=on,
                talked_with="her",
                matters="tea",
                next_step="ring",
            )
    return referral


def test_the_honest_times_are_exact(team: Team, bo: Actor) -> None:
    monday = date(2026, 6, 1)
    for days in (0, 1, 1, 2):
        answered(team, bo, monday, days)
    with at(team, monday + timedelta(days=60)):
        assert queries.honest_times(team.coop).answer is None  # four are too few to tell
    for days in (3, 9, 1, 1, 1, 30):
        answered(team, bo, monday, days)
    answered(team, bo, monday, None)  # waits still, and too long
    answered(team, bo, monday + timedelta(days=59), None)  # waits, in time
    answered(team, bo, monday - timedelta(days=800), 400)  # in another year
    with at(team, monday + timedelta(days=60)):
        honest = queries.honest_times(team.coop)
        assert honest.answer == queries.Waited(count=10, median=1, most=9)
        assert (honest.kept, honest.promised) == (7, 11)  # 3, 9, 30 were late, and so is the one
        assert honest.support is None
        assert queries.honest_times(team.coop, team) == honest
    with at(team, monday + timedelta(days=500)):
        assert queries.honest_times(team.coop).answer is None


def test_a_promise_that_ran_out_before_they_took_it_back_counts_as_broken(
    team: Team, bo: Actor
) -> None:
    monday = date(2026, 6, 1)
    for days in (1, 7):
        referral = answered(team, bo, monday, None)
        with at(team, monday + timedelta(days=days)):
            actions.withdraw_referral(coop=team.coop, by=None, referral=referral)
    with at(team, monday + timedelta(days=9)):
        honest = queries.honest_times(team.coop)
        assert (honest.kept, honest.promised) == (0, 1)


def test_how_long_until_support_begins_is_counted_from_asking(team: Team, bo: Actor) -> None:
    monday = date(2026, 6, 1)
    for days in (5, 6, 7, 8, 40):
        referral = answered(team, bo, monday, 1)
        with at(team, monday + timedelta(days=days)):
            beginning.begin_support_asked(
                coop=team.coop, by=bo, referral=referral, since=monday + timedelta(days=days)
            )
    with at(team, monday + timedelta(days=50)):
        assert queries.honest_times(team.coop).support == queries.Waited(5, 7, 40)


def test_what_led_to_nothing_is_forgotten_and_the_times_stay(team: Team, bo: Actor) -> None:
    monday = date(2026, 6, 1)
    gone = answered(team, bo, monday, 1)
    joined = answered(team, bo, monday, None)
    stays = answered(team, bo, monday, 1)
    beginning_day = monday + timedelta(days=3)
    with at(team, beginning_day):
        Referral.objects.filter(pk=joined.pk).update(state=Referral.SAME, same_as=gone.pk)
        actions.decline_referral(
            coop=team.coop,
            by=bo,
            referral=gone,
            reason="Her street is too far.",
            instead=[{"name": "Age UK", "what": "Advice.", "how": "Ring."}],
        )
    last = beginning_day + timedelta(days=rules.KEPT_DAYS)
    with at(team, last - timedelta(days=1)):
        assert forget_every_day.call() == 0
        before = queries.honest_times(team.coop)
    with at(team, last):
        assert forget_every_day.call() == 1
        assert forget_every_day.call() == 0
        assert queries.honest_times(team.coop) == before
    for one in Referral.objects.filter(pk__in=[gone.pk, joined.pk]):
        assert one.forgotten_at
        for field in Referral._meta.concrete_fields:
            if field.name in FORGOTTEN:
                assert getattr(one, field.attname) == field.get_default(), field.name
    assert set(Step.objects.values_list("referral", flat=True)) == {stays.pk}
    said = " ".join(f"{one.title} {one.text}" for one in Notice.objects.all())
    assert gone.name not in said


def test_every_column_that_tells_of_a_human_being_is_forgotten() -> None:
    stay = {
        *("id", "coop", "digest", "state", "team", "support", "same_as", "asker", "soon", "ring"),
        *("agrees", "paid", "asked_at", "asked_on", "due_on", "answered_on", "talked_on"),
        *("waits_since", "expected_on", "ended_on", "forgotten_at"),
    }
    assert {field.name for field in Referral._meta.concrete_fields} - FORGOTTEN == stay
