"""Asking for support, and every step after it: states, permissions, bad input, and nothing entered twice."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kith.asking import actions, beginning, queries, rules
from kith.asking.factories import an_asking, asked, taken, talked
from kith.asking.models import Referral, Step
from kith.asking.promising import add_alternative, end_alternative, set_promise
from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.events import verify
from kith.foundation.permissions import Actor, Permission
from kith.people.models import Hat, Notice, Person
from kith.people.queries import needs_of
from kith.support.factories import make_support, make_team, secretary_of, worker_of
from kith.support.models import PlanWords, Support
from kith.support.plan.queries import newest_words
from kith.teams.models import Team

pytestmark = pytest.mark.django_db
INSTEAD = [{"name": "Age UK", "what": "Advice.", "how": "Ring."}]


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def bo(team: Team) -> Actor:
    return worker_of(team, "Bo Carr")


@pytest.fixture
def hills(team: Team) -> Team:
    """Another team of the same co-op, whose area is S8."""
    return Team.objects.create(
        coop=team.coop, name="Hills", slug="hills", founded_on=date(2020, 1, 1)
    )


def begin(referral: Referral, by: Actor, **other: Any) -> Support:
    since = clock.today(referral.coop.zone)
    given = {"coop": referral.coop, "by": by, "referral": referral, "since": since, **other}
    return beginning.begin_support_asked(**given)


def wait(
    referral: Referral, by: Actor, days: int = 30, why: str = "Mornings are full."
) -> Referral:
    on = clock.today(referral.coop.zone) + timedelta(days=days)
    return actions.put_on_waiting_list(
        coop=referral.coop, by=by, referral=referral, expected_on=on, why=why
    )


def decline(referral: Referral, by: Actor, reason: str = "Sorry.") -> Referral:
    return actions.decline_referral(
        coop=referral.coop, by=by, referral=referral, reason=reason, instead=INSTEAD
    )


def test_from_asking_to_a_plan_nothing_is_written_twice(team: Team, bo: Actor) -> None:
    referral = talked(team, bo, formats=("large-print",), contact_by="telephone", best_time="noon")
    support = begin(referral, bo)
    person = support.person
    assert (person.name, person.postcode, support.team) == ("Joan Hill", "S9 3XY", team)
    assert Hat.objects.filter(person=person, role="person", team_id=team.id).count() == 1
    words = newest_words(support.plan)
    assert words["how-when"].text == "A hand in the mornings, and somebody to walk with.\nmornings"
    assert words["how-when"].whose == PlanWords.ABOUT
    assert words["hopes"].text == "Her garden, and nobody before nine."
    needs = needs_of([person])[person.id]
    assert (needs.formats, needs.contact_by, needs.notes) == (
        ["large-print"],
        "telephone",
        "Best time: noon",
    )
    referral.refresh_from_db()
    assert (referral.state, referral.person, referral.support) == (Referral.BEGUN, person, support)
    kinds = list(queries.steps_of(referral).values_list("kind", flat=True))
    assert kinds == ["began", "talked", "took", "asked"]
    assert list(verify()) == []


def test_who_asks_for_themself_has_their_own_words_in_the_plan(team: Team, bo: Actor) -> None:
    support = begin(talked(team, bo, asker="self", asker_name="Joan Hill", name=""), bo)
    assert newest_words(support.plan)["how-when"].whose == PlanWords.OWN
    assert support.person.phone == "+441144960001"


def test_who_has_support_already_keeps_it_and_every_word_of_the_plan(team: Team, bo: Actor) -> None:
    before = make_support(team, bo)
    referral = talked(team, bo, postcode="DN1 1AA")
    with pytest.raises(DomainError, match="same person"):
        begin(referral, bo)
    beginning.join_same(coop=team.coop, by=bo, referral=referral, other=before.person_id)
    assert begin(referral, bo) == before
    assert Person.objects.filter(name="Joan Hill").count() == 1


def test_nothing_begins_without_the_persons_yes(team: Team, bo: Actor) -> None:
    with pytest.raises(DomainError, match="not said yes"):
        begin(talked(team, bo, agrees=Referral.NOT_ASKED), bo)
    decided = talked(team, bo, agrees=Referral.CANNOT, decides="Her attorney Ann; her GP was asked")
    assert begin(decided, bo).person.name == "Joan Hill"


@pytest.mark.parametrize("state", [key for key, _ in Referral.STATES])
def test_each_step_knows_from_which_state_it_goes(team: Team, bo: Actor, state: str) -> None:
    allowed = {
        "talk": Referral.OPEN,
        "wait": (Referral.TALKING, Referral.WAITING),
        "decline": Referral.OPEN,
        "begin": (Referral.TALKING, Referral.WAITING),
        "note": Referral.OPEN,
        "take back": Referral.OPEN,
        "add": Referral.OPEN,
    }
    for name, states in allowed.items():
        referral = taken(team, bo, name=f"Joan {name}", postcode="S1 1AA", asker_name="A B")
        Referral.objects.filter(pk=referral.pk).update(state=state)
        referral.refresh_from_db()
        do = {
            "talk": lambda one: actions.write_conversation(
                coop=team.coop,
                by=bo,
                referral=one,
                on=clock.today(team.coop.zone),
                talked_with="her",
                matters="tea",
                next_step="ring",
            ),
            "wait": lambda one: wait(one, bo),
            "decline": lambda one: decline(one, bo),
            "begin": lambda one: begin(one, bo),
            "note": lambda one: actions.note_contact(
                coop=team.coop, by=bo, referral=one, kind="rang"
            ),
            "take back": lambda one: actions.withdraw_referral(coop=team.coop, by=bo, referral=one),
            "add": lambda one: actions.add_word(coop=team.coop, referral=one, words="And tea."),
        }[name]
        if state in states:
            do(referral)
        else:
            with pytest.raises(DomainError, match="Nothing was changed"):
                do(referral)


def test_a_team_takes_it_first_and_only_one_does(team: Team, hills: Team, bo: Actor) -> None:
    referral, _ = an_asking(team.coop)
    with pytest.raises(DomainError, match="First a team takes it"):
        actions.write_conversation(
            coop=team.coop,
            by=bo,
            referral=referral,
            on=clock.today(team.coop.zone),
            talked_with="her",
            matters="tea",
            next_step="ring",
        )
    with pytest.raises(NotAllowed):
        actions.take_referral(coop=team.coop, by=bo, referral=referral, team=hills)
    kept = actions.take_referral(coop=team.coop, by=bo, referral=referral, team=team)
    sal = secretary_of(team.coop)
    with pytest.raises(DomainError, match="has taken it already"):
        actions.take_referral(coop=team.coop, by=sal, referral=kept, team=hills)


def test_another_team_and_another_co_op_neither_see_nor_change(
    team: Team, hills: Team, bo: Actor
) -> None:
    other, far = worker_of(hills, "Cy Dale"), worker_of(make_team(slug="far"), "Fay Far")
    referral = taken(team, bo)
    assert queries.referral_or_none(team.coop, bo, Permission.REFERRAL_VIEW, referral.pk)
    for who in (other, far):
        found = queries.referral_or_none(team.coop, who, Permission.REFERRAL_VIEW, referral.pk)
        assert found is None
        for act in (decline, wait, begin):
            with pytest.raises(NotAllowed):
                act(referral, who)
    with pytest.raises(NotAllowed):
        decline(referral, Actor(team.coop_id, bo.person_id, "Bo"))
    with pytest.raises(NotAllowed):  # one's own rights, and another co-op's name
        actions.note_contact(coop=far_coop(far), by=far, referral=referral, kind="rang")


def far_coop(by: Actor) -> Any:
    return Person.objects.get(pk=by.person_id).coop


def test_who_is_new_stands_with_the_teams_that_fit(team: Team, hills: Team, bo: Actor) -> None:
    cy, sal = worker_of(hills, "Cy Dale"), secretary_of(team.coop)
    Hat.objects.create(
        coop=team.coop, person_id=sal.person_id, role="secretary", since=date(2020, 1, 1)
    )
    set_promise(coop=team.coop, by=bo, team=team, days=2, areas="S9, s4")
    set_promise(coop=team.coop, by=cy, team=hills, days=3, areas="S8")
    an_asking(team.coop, postcode="S9 3XY")
    an_asking(team.coop, postcode="S8 0AA")
    an_asking(team.coop, postcode="S90 1AA")  # nobody's: S9 is not the beginning of S90

    def sees(by: Actor) -> set[str]:
        found = queries.seen_by(team.coop, by, Permission.REFERRAL_VIEW)
        return {one.district for one in found}

    assert sees(bo) == {"S9", "S90"}
    assert sees(cy) == {"S8", "S90"}
    assert sees(sal) == {"S9", "S8", "S90"}
    told = Notice.objects.filter(kind="referral").values_list("person__name", flat=True)
    assert sorted(told) == ["Bo Carr"] * 2 + ["Cy Dale"] * 2 + ["Sal Moor"] * 3
    promises = queries.promises_of(team.coop)
    for one in Referral.objects.all():  # the query and the place say the same
        place = queries.place_of(one, promises)
        for by, key in ((bo, team.id), (cy, hills.id)):
            assert (one.district in sees(by)) == (key in place.team_ids)


def test_a_notice_names_nobody_because_it_outlives_what_was_asked(team: Team, bo: Actor) -> None:
    referral, _ = an_asking(team.coop, soon="today")
    actions.add_word(coop=team.coop, referral=referral, words="She fell.")
    said = " ".join(f"{one.title} {one.text}" for one in Notice.objects.all())
    assert "Urgent" in said
    assert not any(word in said for word in ("Joan", "Ann", "Hill", "S9", "fell"))


def test_passing_it_on_tells_the_other_team(team: Team, hills: Team, bo: Actor) -> None:
    cy = worker_of(hills, "Cy Dale")
    referral = taken(team, bo)
    with pytest.raises(DomainError) as raised:
        actions.pass_referral(coop=team.coop, by=bo, referral=referral, team=team, words="x")
    assert raised.value.field == "team"
    far = make_team(slug="far")
    with pytest.raises(DomainError):
        actions.pass_referral(coop=team.coop, by=bo, referral=referral, team=far, words="x")
    due = referral.due_on
    passed = actions.pass_referral(
        coop=team.coop, by=bo, referral=referral, team=hills, words="She lives up the hill."
    )
    assert (passed.team, passed.due_on) == (hills, due)
    assert Notice.objects.filter(person_id=cy.person_id, title__contains="passes").count() == 1
    with pytest.raises(NotAllowed):
        decline(passed, bo)


def test_one_form_sent_twice_is_one_asking(team: Team) -> None:
    secret = rules.unsealed(rules.sealed(rules.new_secret()))
    given = {"coop": team.coop, "by": None, "asked": asked(), "secret": secret}
    first, new = actions.ask_for_support(**given)
    again, anew = actions.ask_for_support(**given)
    assert (first, new, anew) == (again, True, False)
    assert Step.objects.count() == 1
    assert rules.unsealed("chosen-by-somebody") != "chosen-by-somebody"
    other, _ = an_asking(team.coop)
    assert other.pk != first.pk


BAD: list[tuple[str, dict[str, Any]]] = [
    ("postcode", {"postcode": "S99"}),
    ("postcode", {"postcode": ""}),
    ("wish", {"wish": " "}),
    ("wish", {"wish": "x" * 4001}),
    ("times", {"times": "x" * 501}),
    ("name", {"name": ""}),
    ("name", {"name": "12"}),
    ("asker_name", {"asker_name": ""}),
    ("asker_phone", {"asker_phone": ""}),
    ("asker_phone", {"asker_phone": "1"}),
    ("asker_email", {"asker_email": "ann"}),
    ("nhs_number", {"nhs_number": "1234567890"}),
    ("born", {"born": 1800}),
    ("born", {"born": 2999}),
    ("home_on", {"soon": "hospital"}),
    ("home_on", {"home_on": date(2020, 1, 1), "soon": "hospital"}),
    ("agrees", {"agrees": ""}),
    ("agrees", {"agrees": "no"}),
    ("decides", {"agrees": "cannot"}),
    ("asker", {"asker": "spy"}),
    ("soon", {"soon": "now"}),
    ("paid", {"paid": "cash"}),
    ("formats", {"formats": ("smoke",)}),
    ("contact_by", {"contact_by": "pigeon"}),
]


@pytest.mark.parametrize(("field", "wrong"), BAD)
def test_bad_input_is_told_at_its_field(team: Team, field: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(DomainError) as raised:
        an_asking(team.coop, **wrong)
    assert raised.value.field == field
    assert not Referral.objects.exists()


def test_bad_days_and_words_of_the_team_are_told_at_their_field(team: Team, bo: Actor) -> None:
    referral = taken(team, bo)
    today = clock.today(team.coop.zone)

    def talk(**wrong: Any) -> None:
        given = {"on": today, "talked_with": "her", "matters": "tea", "next_step": "ring"}
        actions.write_conversation(coop=team.coop, by=bo, referral=referral, **{**given, **wrong})

    for field, wrong in (
        ("on", today + timedelta(days=1)),
        ("on", today - timedelta(days=1)),
        ("talked_with", ""),
        ("matters", " "),
        ("next_step", "x" * 501),
        ("agrees", "maybe"),
    ):
        with pytest.raises(DomainError) as raised:
            talk(**{field: wrong})
        assert raised.value.field == field
    with pytest.raises(DomainError) as raised:
        talk(agrees="cannot")
    assert raised.value.field == "decides"
    talk()
    for days, why, field in ((0, "x", "expected_on"), (900, "x", "expected_on"), (9, "", "why")):
        with pytest.raises(DomainError) as raised:
            wait(referral, bo, days, why)
        assert raised.value.field == field
    with pytest.raises(DomainError) as raised:
        decline(referral, bo, "")
    assert raised.value.field == "reason"
    with pytest.raises(DomainError) as raised:
        actions.decline_referral(
            coop=team.coop, by=bo, referral=referral, reason="Sorry.", instead=[]
        )
    assert raised.value.field == "instead"
    with pytest.raises(DomainError) as raised:
        begin(referral, bo, since=today - timedelta(days=1))
    assert raised.value.field == "since"


def test_the_waiting_list_keeps_its_order_when_a_day_changes(team: Team, bo: Actor) -> None:
    first, second = talked(team, bo), talked(team, bo, name="Al Ode", asker_phone="0114 4960002")
    wait(first, bo)
    wait(second, bo)
    wait(first, bo, 90, "It takes longer: Asha starts in March.")
    seen = queries.seen_by(team.coop, bo, Permission.REFERRAL_VIEW)
    assert queries.lists_of(seen).waiting == [first, second]


def test_an_outsider_cannot_end_what_the_team_talks_about_with_the_person(
    team: Team, bo: Actor
) -> None:
    gp = talked(team, bo, asker="gp", asker_name="Dr Shah", asker_place="Park Surgery")
    actions.withdraw_referral(coop=team.coop, by=None, referral=gp)
    gp.refresh_from_db()
    assert gp.state == Referral.TALKING
    assert Notice.objects.filter(title__contains="takes it back").exists()
    daughter = talked(team, bo, name="Al Ode")
    actions.withdraw_referral(coop=team.coop, by=None, referral=daughter)
    daughter.refresh_from_db()
    assert daughter.state == Referral.WITHDRAWN


def test_promises_and_alternatives_are_kept_by_those_who_answer(
    team: Team, hills: Team, bo: Actor
) -> None:
    coop = team.coop
    with pytest.raises(NotAllowed):
        set_promise(coop=coop, by=bo, team=hills, days=2)
    with pytest.raises(NotAllowed):
        set_promise(coop=coop, by=bo, team=None, days=2)
    for field, wrong in (
        ("days", {"days": 0}),
        ("areas", {"areas": "S9 3XY!"}),
        ("places", {"places": -1}),
    ):
        with pytest.raises(DomainError) as raised:
            set_promise(**{"coop": coop, "by": bo, "team": team, "days": 2, **wrong})
        assert raised.value.field == field
    set_promise(coop=coop, by=secretary_of(coop), team=None, days=5)
    assert queries.promises_of(coop).of(hills.id).days == 5
    made = add_alternative(coop=coop, by=bo, name="Lunch club", what="Soup.", how="Come.")
    end_alternative(coop=coop, by=bo, alternative=made)
    assert not queries.alternatives_of(coop).exists()
    with pytest.raises(NotAllowed):
        add_alternative(
            coop=coop, by=Actor(coop.id, bo.person_id, "Bo"), name="a", what="b", how="c"
        )


def test_working_days_pass_over_weekends_and_bank_holidays() -> None:
    due = rules.due_after
    assert due(date(2026, 11, 23), 2, "ENG") == date(2026, 11, 25)
    assert due(date(2026, 11, 27), 1, "ENG") == date(2026, 11, 30)
    assert due(date(2026, 11, 28), 2, "ENG") == date(2026, 12, 1)  # asked on a Saturday
    assert due(date(2026, 12, 24), 1, "ENG") == date(
        2026, 12, 29
    )  # 25 and, instead of the 26th, 28


def test_what_is_left_is_told_in_words(team: Team) -> None:
    said = rules.left_in_words
    assert said(timedelta(hours=26)) == "1 day and 2 hours left"
    assert said(timedelta(minutes=30)) == "less than an hour left"
    assert said(timedelta(hours=-3)) == "late by 3 hours"
    referral = Referral(due_on=date(2026, 7, 1))
    now = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/London"))
    assert rules.time_left(referral, team.coop, now) == timedelta(hours=5)
