from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from kith.articles.decisions import Count, Decision, NotDecided, about
from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.membership import actions, extensions
from kith.membership.factories import a_society, make_member, make_organisation
from kith.membership.models import Member, Standing
from kith.membership.queries import members_of, membership_of, standings_of, voters_of, votes_of
from kith.people.factories import somebody, the_secretary
from kith.people.models import Hat, Notice, Person
from kith.people.queries import actor_for, hats_for

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


@pytest.fixture
def ann(coop: Coop) -> Person:
    return somebody(coop, "Ann Able")


@pytest.fixture
def member(coop: Coop, ann: Person) -> Member:
    return make_member(coop, ann, "people")


def later(days: int) -> datetime:
    return NOON + timedelta(days=days)


def roles_of(person: Person) -> set[str]:
    return {hat.role for hat in hats_for(person)}


def test_a_member_gets_the_next_number_a_hat_and_a_first_standing(
    coop: Coop, ann: Person, member: Member
) -> None:
    second = make_member(coop, somebody(coop, "Bob"), "workers")
    assert (member.number, second.number) == (1, 2)
    assert "member" in roles_of(ann)
    assert [one.kind for one in standings_of(member)] == [Standing.ENTERED]
    assert membership_of(ann) == member


def test_one_human_being_has_one_vote_whatever_they_speak_for(coop: Coop, ann: Person) -> None:
    make_member(coop, ann, "people")
    with pytest.raises(DomainError, match="one human being, one vote"):
        make_member(coop, ann, "workers")
    with pytest.raises(DomainError, match="one human being, one vote"):
        make_organisation(coop, ann)
    speaker = somebody(coop, "Sue Speaker")
    make_organisation(coop, speaker)
    with pytest.raises(DomainError, match="votes already for Helping Hands"):
        make_member(coop, speaker, "people")
    assert votes_of(speaker).count() == 1


def test_an_organisation_cannot_join_a_class_for_people(coop: Coop) -> None:
    with pytest.raises(DomainError, match="is for people"):
        body = make_organisation(coop, somebody(coop, "Sue")).organisation
        actions.enter_member(
            coop=coop, by=None, member_class="workers", organisation=body, decided_by="x"
        )


def test_everybody_may_leave_after_the_notice_of_the_articles(coop: Coop) -> None:
    worker_coop = a_society("weavers", model="worker")
    person = somebody(worker_coop, "Wren")
    member = make_member(worker_coop, person, "workers")
    notice = 30  # of the worker model
    from kith.articles.queries import articles_in_force

    notice = articles_in_force(worker_coop).joining.leave_notice_days
    by = actor_for(person)
    if notice:
        with pytest.raises(DomainError, match="notice"):
            actions.leave_coop(coop=worker_coop, by=by, member=member, on=TODAY)
    left = actions.leave_coop(coop=worker_coop, by=by, member=member)
    assert left.ceased_on == TODAY + timedelta(days=notice)


def test_leaving_ahead_keeps_the_vote_until_the_day_and_can_be_taken_back(
    coop: Coop, ann: Person, member: Member
) -> None:
    by, day = actor_for(ann), TODAY + timedelta(days=10)
    actions.leave_coop(coop=coop, by=by, member=member, on=day)
    assert member in voters_of(coop) and "member" in roles_of(ann)
    with clock.stopped_at(later(10)):
        assert member not in members_of(coop) and "member" not in roles_of(ann)
    actions.restore_member(coop=coop, by=actor_for(ann), member=member)
    with clock.stopped_at(later(20)):
        assert member in voters_of(coop) and "member" in roles_of(ann)
    assert [one.kind for one in standings_of(member)] == ["entered", "left", "restored"]


def test_nobody_else_can_leave_for_a_member(coop: Coop, member: Member) -> None:
    other = somebody(coop, "Other")
    make_member(coop, other, "people")
    with pytest.raises(NotAllowed):
        actions.leave_coop(coop=coop, by=actor_for(other), member=member)


def test_who_comes_back_gets_a_new_line(coop: Coop, ann: Person, member: Member) -> None:
    actions.leave_coop(coop=coop, by=actor_for(ann), member=member)
    again = make_member(coop, ann, "people")
    assert again.number == 2 and again.pk != member.pk
    assert "member" in roles_of(ann)


def test_a_suspension_takes_the_vote_and_ends_by_itself(
    coop: Coop, boss: Actor, member: Member
) -> None:
    until = TODAY + timedelta(days=20)
    suspend(coop, boss, member, until)
    assert member not in voters_of(coop) and member in members_of(coop)
    assert Notice.objects.filter(person=member.voter, title__contains="suspended").exists()
    with clock.stopped_at(later(21)):
        assert member in voters_of(coop)
        assert members_of(coop).get(pk=member.pk).standing_on(until + timedelta(1)) == "member"


def suspend(coop: Coop, by: Actor, member: Member, until: date) -> None:
    actions.suspend_member(
        coop=coop, by=by, member=member, until=until, reason="Money is missing", decided_by="board"
    )


def test_suspensions_one_after_another_count_together(
    coop: Coop, boss: Actor, member: Member
) -> None:
    most = 90  # of this model
    suspend(coop, boss, member, TODAY + timedelta(days=most - 1))
    with clock.stopped_at(later(most)), pytest.raises(DomainError, match="90 days in a year"):
        suspend(coop, boss, member, TODAY + timedelta(days=most + 5))


def test_a_lifted_suspension_counts_only_its_days(coop: Coop, boss: Actor, member: Member) -> None:
    suspend(coop, boss, member, TODAY + timedelta(days=89))
    with clock.stopped_at(later(10)):
        actions.restore_member(coop=coop, by=boss, member=member, decided_by="board")
        assert member in voters_of(coop)
    with clock.stopped_at(later(11)):
        suspend(coop, boss, member, TODAY + timedelta(days=11 + 79))


def test_a_suspension_needs_a_reason_and_a_decision(
    coop: Coop, boss: Actor, member: Member
) -> None:
    for field in ("reason", "decided_by"):
        words = {"reason": "because", "decided_by": "board"} | {field: " "}
        with pytest.raises(DomainError) as caught:
            actions.suspend_member(coop=coop, by=boss, member=member, until=TODAY, **words)
        assert caught.value.field == field


def yes(member: Member, *, votes: int = 9, row: Member | None = None) -> Decision:
    count = Count(votes, 10, 12)
    classes = ("people", "supporters", "workers")
    return Decision(
        id="1",
        about=about(row or member),
        words="Members’ meeting of 23 November 2026",
        taken_on=TODAY,
        by="members",
        passed=True,
        count=count,
        by_class={key: count if key == "people" else Count(0, 0, 0) for key in classes},
    )


def test_only_the_members_expel_and_only_by_the_special_majority(
    coop: Coop, boss: Actor, member: Member
) -> None:
    def expel(decision: Decision | None, *, heard: bool = True) -> None:
        actions.expel_member(
            coop=coop, by=boss, member=member, reason="Theft", heard=heard, decision=decision
        )

    other = make_member(coop, somebody(coop, "Other"), "people")
    for wrong in (None, yes(member, votes=6), yes(member, row=other)):
        with pytest.raises(NotDecided):
            expel(wrong)
    with pytest.raises(DomainError, match="unheard"):
        expel(yes(member), heard=False)
    assert member in members_of(coop)
    expel(yes(member))
    assert member not in members_of(coop)
    assert standings_of(member).last().decided_by == "Members’ meeting of 23 November 2026"  # type: ignore[union-attr]
    assert "within 28 days" in Notice.objects.filter(person=member.voter).latest("at").text


def test_an_expulsion_is_undone_on_appeal(coop: Coop, boss: Actor, member: Member) -> None:
    actions.expel_member(
        coop=coop, by=boss, member=member, reason="Theft", heard=True, decision=yes(member)
    )
    actions.restore_member(coop=coop, by=boss, member=member, decided_by="appeal")
    assert member in voters_of(coop)


def test_a_death_ends_a_membership_on_its_day(coop: Coop, boss: Actor, member: Member) -> None:
    with pytest.raises(DomainError, match="organisations are dissolved"):
        actions.end_membership(coop=coop, by=boss, member=member, kind="dissolved", on=TODAY)
    with pytest.raises(DomainError, match="still to come"):
        actions.end_membership(
            coop=coop, by=boss, member=member, kind="died", on=TODAY + timedelta(days=1)
        )
    actions.end_membership(coop=coop, by=boss, member=member, kind="died", on=TODAY)
    assert member not in members_of(coop)
    with pytest.raises(DomainError, match="nothing to undo"):
        actions.restore_member(coop=coop, by=boss, member=member, decided_by="x")


def test_another_human_being_speaks_for_an_organisation(coop: Coop, boss: Actor) -> None:
    first = somebody(coop, "First Speaker")
    member = make_organisation(coop, first)
    with pytest.raises(DomainError, match="not a human being"):
        actions.name_representative(coop=coop, by=boss, member=member, name="Helping Hands")
    body = actions.name_representative(
        coop=coop, by=actor_for(first), member=member, name="Ada Next"
    )
    assert body.representative.name == "Ada Next"
    assert "member" not in roles_of(first) and "member" in roles_of(body.representative)
    assert votes_of(first).count() == 0


def test_the_database_refuses_to_change_what_was_written(member: Member) -> None:
    for change in (
        lambda: Standing.objects.filter(member=member).update(reason="rewritten"),
        lambda: Standing.objects.filter(member=member).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_rooms_above_hear_of_entering_and_ceasing(
    coop: Coop, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[object] = []
    monkeypatch.setattr(extensions, "WHEN_ENTERED", [lambda m, _by, wanted: heard.append(wanted)])
    monkeypatch.setattr(extensions, "WHEN_CEASED", [lambda m, _by: heard.append(m.ceased_on)])
    member = actions.enter_member(
        coop=coop, by=None, member_class="people", person=ann, decided_by="x", shares_wanted=500
    )
    actions.leave_coop(coop=coop, by=actor_for(ann), member=member)
    assert heard == [500, TODAY]


def test_a_hat_ends_with_the_membership_but_other_hats_stay(coop: Coop, ann: Person) -> None:
    Hat.objects.create(coop=coop, person=ann, role="supporter", since=TODAY)
    member = make_member(coop, ann, "supporters")
    actions.leave_coop(coop=coop, by=actor_for(ann), member=member)
    assert roles_of(ann) == {"supporter"}
