"""Teams keep to the articles: their size, one Connector, a coach from outside; and nothing is lost."""

from datetime import date, timedelta

import pytest

from kith.foundation import clock
from kith.foundation.errors import ChangedMeanwhile, DomainError, NotAllowed
from kith.foundation.models import Event
from kith.people.actions import wear_hat
from kith.people.models import Hat
from kith.people.queries import actor_for
from kith.teams import actions, queries, rules
from kith.teams.factories import make_coop, make_member, make_person, make_team, secretary_of
from kith.teams.models import Member, Team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team(make_coop())


def act(team: Team) -> dict:
    return {"coop": team.coop, "by": secretary_of(team.coop)}


def test_a_new_member_wears_the_workers_hat_in_the_team(team: Team) -> None:
    member = make_member(team, "Ana Bell")

    assert Hat.objects.get(person=member.person).role == "worker"
    assert actor_for(member.person).team_ids == {team.id}
    assert list(queries.members_on(team, clock.today(team.coop.zone))) == [member]


def test_the_thirteenth_member_is_refused_with_the_rule_and_what_to_do(team: Team) -> None:
    for number in range(12):
        make_member(team, f"Worker {chr(65 + number)}")

    with pytest.raises(rules.TeamIsFull) as caught:
        make_member(team, "One too many")

    assert "articles allow 12" in caught.value.message
    assert "second team" in caught.value.message
    assert team.members.count() == 12


def test_a_place_is_free_again_after_somebodys_last_day(team: Team) -> None:
    members = [make_member(team, f"Worker {chr(65 + number)}") for number in range(12)]
    today = clock.today(team.coop.zone)
    actions.end_membership(**act(team), member=members[0], last_day=today + timedelta(days=5))

    with pytest.raises(rules.TeamIsFull):
        make_member(team, "Too early")
    newcomer = make_person(team.coop, "In time")
    since = today + timedelta(days=6)
    member = actions.add_member(**act(team), team=team, person=newcomer, since=since)

    assert member not in queries.members_on(team, today)
    assert member in queries.members_on(team, since)
    assert members[0] in queries.members_on(team, today + timedelta(days=5))


def test_the_same_person_joins_once(team: Team) -> None:
    member = make_member(team, "Ana Bell")

    with pytest.raises(rules.AlreadyInTeam):
        actions.add_member(**act(team), team=team, person=member.person)


def test_leaving_ends_roles_and_hat_and_keeps_the_history(team: Team) -> None:
    member = make_member(team, "Ana Bell")
    actions.take_role(**act(team), member=member, role="host")
    today = clock.today(team.coop.zone)

    actions.end_membership(**act(team), member=member, last_day=today)

    assert Member.objects.get().until == today
    assert Hat.objects.get(person=member.person).until == today
    assert [past.held.until for past in queries.role_history(team)] == [today]


def test_a_last_day_before_the_first_is_refused(team: Team) -> None:
    member = make_member(team, "Ana Bell")

    with pytest.raises(rules.WrongDates):
        actions.end_membership(**act(team), member=member, last_day=date(2001, 1, 1))

    assert Member.objects.get().until is None


def test_the_connector_is_one_at_a_time_and_hands_over(team: Team) -> None:
    ana, ben = make_member(team, "Ana Bell"), make_member(team, "Ben Cole")
    held = actions.take_role(**act(team), member=ana, role=rules.CONNECTOR)

    with pytest.raises(rules.RoleIsHeld, match="Ana is Community Circles Connector"):
        actions.take_role(**act(team), member=ben, role=rules.CONNECTOR)
    actions.hand_over_role(**act(team), held=held, to=ben)

    today = clock.today(team.coop.zone)
    assert [row.member for row in queries.roles_on(team, today)] == [ben]
    assert len(queries.role_history(team)) == 2
    with pytest.raises(ChangedMeanwhile):
        actions.hand_over_role(**act(team), held=held, to=ben)


def test_several_members_can_be_buddies(team: Team) -> None:
    for name in ("Ana Bell", "Ben Cole"):
        actions.take_role(**act(team), member=make_member(team, name), role="buddy")

    assert queries.roles_on(team, clock.today(team.coop.zone)).count() == 2


def test_a_coach_comes_from_outside_the_team(team: Team) -> None:
    member = make_member(team, "Ana Bell")

    with pytest.raises(rules.CoachFromInside, match="outside the team"):
        actions.choose_coach(**act(team), team=team, person=member.person)
    outsider = make_person(team.coop, "Cy Dale")
    actions.choose_coach(**act(team), team=team, person=outsider)
    with pytest.raises(rules.CoachFromInside):
        actions.add_member(**act(team), team=team, person=outsider)

    assert Hat.objects.get(person=outsider).role == "coach"


def test_the_coach_before_takes_the_hat_off(team: Team) -> None:
    first, second = make_person(team.coop, "Cy Dale"), make_person(team.coop, "Di East")
    actions.choose_coach(**act(team), team=team, person=first)
    actions.choose_coach(**act(team), team=team, person=second)

    assert actor_for(first).holds == ()
    assert [held.role for held in actor_for(second).holds] == ["coach"]


def test_an_agreement_is_versioned_and_turns_the_weights(team: Team) -> None:
    usual = queries.weights_of(team)
    actions.write_agreement(
        **act(team), team=team, text="We ask first.", wishes={"travel": "most"}, after=0
    )

    with pytest.raises(ChangedMeanwhile):
        actions.write_agreement(**act(team), team=team, text="Mine", wishes={}, after=0)
    with pytest.raises(DomainError):
        actions.write_agreement(
            **act(team), team=team, text="Ours", wishes={"travel": "huge"}, after=1
        )

    assert queries.weights_of(team).travel == 6 * usual.travel
    assert queries.weights_of(team).face == usual.face
    assert queries.agreements(team).count() == 1


def test_a_skill_counts_only_while_its_training_is_valid(team: Team) -> None:
    ana = make_member(team, "Ana Bell").person
    today = clock.today(team.coop.zone)
    has = actions.give_skill(
        **act(team), person=ana, skill=" medication ", valid_until=today + timedelta(days=10)
    )

    def valid_on(day: date) -> frozenset:
        return queries.skills_valid(team.coop, [ana.id], day)[ana.id]

    assert valid_on(today) == {has.skill_id}
    assert valid_on(today + timedelta(days=11)) == frozenset()
    actions.give_skill(**act(team), person=ana, skill="Medication")
    assert valid_on(today + timedelta(days=11)) == {has.skill_id}
    actions.end_skill(**act(team), has=has)
    assert valid_on(today) == frozenset()


def test_a_worker_cannot_change_another_team(team: Team) -> None:
    other = make_team(team.coop, "Hillside")
    worker = actor_for(make_member(other, "Ana Bell").person)
    person = make_person(team.coop, "Ben Cole")

    with pytest.raises(NotAllowed):
        actions.add_member(coop=team.coop, by=worker, team=team, person=person)
    assert actions.add_member(coop=team.coop, by=worker, team=other, person=person)


def test_a_coach_cannot_change_the_team_they_coach(team: Team) -> None:
    coach = make_person(team.coop, "Cy Dale")
    actions.choose_coach(**act(team), team=team, person=coach)

    with pytest.raises(NotAllowed):
        actions.welcome_member(coop=team.coop, by=actor_for(coach), team=team, name="Ann Other")


def test_a_name_is_taken_once(team: Team) -> None:
    for name in ("Quayside", "quayside", "new", "!!"):
        with pytest.raises(DomainError):
            actions.found_team(**act(team), name=name)


def test_each_change_leaves_an_event(team: Team) -> None:
    member = make_member(team, "Ana Bell")
    actions.take_role(**act(team), member=member, role="rota")
    wear_hat(coop=team.coop, by=None, person=member.person, role="board")

    kinds = list(Event.objects.order_by("number").values_list("kind", flat=True))
    assert kinds[-4:] == ["hat.given", "team.member-joined", "team.role-taken", "hat.given"]


def test_what_each_wish_is_worth_follows_the_levels() -> None:
    usual = {one.wish.key: one for one in rules.wishes_said({})}
    turned = rules.wishes_said({"continuity": "most", "travel": "little"})

    assert {one.level for one in usual.values()} == {"Matters"}
    assert all("of travel" in one.worth for key, one in usual.items() if key != "travel")
    assert "as much as 37 minutes of travel" in usual["continuity"].worth
    assert "as much as 15 minutes of travel" in usual["choices"].worth
    assert [turned[0].wish.key, turned[-1].wish.key] == ["continuity", "travel"]
    assert "as much as 12 hours 20 minutes of travel" in turned[0].worth
    assert "measured in minutes of travel" in turned[-1].worth
