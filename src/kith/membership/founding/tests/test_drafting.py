"""A co-op is answered for step by step, agreed by everybody, and founded once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from kith.articles.queries import articles_in_force, version_in_force
from kith.articles.reading import model_names, read_articles
from kith.foundation import clock
from kith.foundation.errors import ChangedMeanwhile, DomainError, NotAllowed
from kith.foundation.events import verify
from kith.foundation.models import Coop, Event
from kith.membership.founding import agreeing, drafting, questions
from kith.membership.founding.actions import found_from_draft
from kith.membership.founding.drafting import WrongAnswers
from kith.membership.founding.models import DraftFounder, FoundingDraft
from kith.membership.founding.queries import state_of, text_of
from kith.membership.founding.tests.walking import a_draft, everybody_agrees, the_leader
from kith.membership.founding.writing import model_table, written
from kith.membership.models import Standing
from kith.membership.queries import members_of
from kith.people.actions import account_for
from kith.people.queries import hats_for

pytestmark = pytest.mark.django_db


def answer(draft: FoundingDraft, step: questions.Step, **values: object) -> FoundingDraft:
    """Answer some questions of a step; `board__quorum=3` is the key board.quorum."""
    paths = {tuple(name.split("__")): value for name, value in values.items()}
    drafting.answer_step(draft=draft, by=the_leader(), step=step, values=paths)
    draft.refresh_from_db()
    return draft


@pytest.mark.parametrize("model", model_names())
def test_answers_are_written_as_articles_that_read_back_the_same(model: str) -> None:
    text = written(model_table(model), title="Harbour “Care”", model=model)

    assert read_articles(text) == read_articles(written(model_table(model), title="B", model=model))
    assert read_articles(text).model == model
    assert "# a team that manages itself has at most twelve people" in text


def test_awkward_words_survive_being_written() -> None:
    table = model_table("worker")
    table["purpose"] = 'We say "yes" # not \\no, naïvely — 100%'

    assert read_articles(written(table, title="x", model="worker")).purpose == table["purpose"]


def test_the_founders_become_members_and_officers_under_their_own_articles() -> None:
    draft = answer(a_draft(), questions.TEAMS, teams__most_members=8)
    text = state_of(draft).text
    everybody_agrees(draft)

    coop = found_from_draft(draft=draft, by=the_leader())

    assert articles_in_force(coop).teams.most_members == 8
    assert version_in_force(coop).text == text
    members = list(members_of(coop))
    assert [(m.number, m.name, m.member_class) for m in members] == [
        (1, "Sal Moor", "people"),
        (2, "Bo Lane", "workers"),
        (3, "Kit Dale", "supporters"),
    ]
    assert {h.role for h in hats_for(members[0].person)} == {"board", "member", "secretary"}
    assert members[1].person.postcode == "DN1 2AB"
    assert Standing.objects.filter(coop=coop, decided_by="the founders").count() == 3
    said = Event.objects.filter(coop=coop, kind="founder.agreed").order_by("number")
    assert [event.details["way"] for event in said] == ["web", "web", "paper"]
    assert list(verify()) == []
    draft.refresh_from_db()
    assert draft.coop == coop
    assert not DraftFounder.objects.exists()
    with pytest.raises(NotAllowed):
        found_from_draft(draft=draft, by=the_leader())


def test_two_societies_are_enough_and_two_people_are_not() -> None:
    draft = a_draft()
    draft.founders.all().delete()
    drafting.choose_model(draft=draft, by=the_leader(), model="participation")
    draft.refresh_from_db()
    for name, email in (("Ann", "ann@kith.example"), ("Ben", "ben@kith.example")):
        drafting.write_founder(
            draft=draft,
            by=the_leader(),
            name=name,
            email=email,
            member_class="organisations",
            organisation=f"{name}’s Society",
            organisation_kind="society",
            roles_worn=["secretary"],
        )

    assert state_of(draft).troubles == ()
    DraftFounder.objects.filter(name="Ben").update(organisation_kind="charity")
    assert "The law asks for 3 founding members" in state_of(draft).troubles[0]


def test_an_organisation_becomes_the_member_and_its_speaker_does_not() -> None:
    draft = a_draft()
    kit = draft.founders.get(name="Kit Dale")
    drafting.write_founder(
        draft=draft,
        by=the_leader(),
        founder=kit,
        name="Kit Dale",
        member_class="supporters",
        organisation="Kelham Credit Union",
        organisation_kind="society",
        organisation_number="IP12345",
        roles_worn=["supporter"],
    )
    everybody_agrees(draft)

    member = members_of(found_from_draft(draft=draft, by=the_leader())).get(number=3)

    assert member.name == "Kelham Credit Union"
    assert member.organisation.address == "1 Quay Street, Doncaster"
    assert member.voter.name == "Kit Dale"
    assert member.voter.address == ""
    with pytest.raises(DomainError, match="for people, not for organisations"):
        drafting.write_founder(
            draft=a_draft(name="Other"),
            by=the_leader(),
            name="Zoe",
            member_class="workers",
            organisation="Big Firm",
            organisation_kind="company",
            roles_worn=[],
        )


def test_nothing_is_founded_while_somebody_has_not_agreed_to_the_very_text() -> None:
    draft = a_draft()
    with pytest.raises(DomainError, match="Sal Moor, Bo Lane, Kit Dale"):
        found_from_draft(draft=draft, by=the_leader())
    everybody_agrees(draft)
    answer(draft, questions.SURPLUS, surplus__interest_most=1)

    assert len(state_of(draft).waiting) == 3
    with pytest.raises(DomainError, match="Not everybody has agreed"):
        found_from_draft(draft=draft, by=the_leader())
    assert not Coop.objects.exists()


def test_who_reads_while_the_answers_change_is_asked_to_read_again() -> None:
    draft = a_draft()
    seen = state_of(draft).digest
    answer(draft, questions.TEAMS, teams__role_months=3)

    with pytest.raises(ChangedMeanwhile):
        agreeing.agree(
            draft=draft,
            by=account_for("bo@kith.example"),
            digest=seen,
            address="2 Quay",
            postcode="",
        )
    with pytest.raises(NotAllowed):
        agreeing.agree(
            draft=draft, by=account_for("eve@kith.example"), digest=seen, address="x", postcode=""
        )


def test_an_answer_that_does_not_hold_is_refused_at_its_question_and_nothing_changes() -> None:
    draft = a_draft()
    before = text_of(draft)

    with pytest.raises(WrongAnswers) as caught:
        answer(
            draft, questions.SHARES, shares__value=300, shares__least=100, shares__most=20_000_000
        )

    assert set(caught.value.errors) == {"shares-most"}
    assert "£100,000" in caught.value.errors["shares-most"]
    draft.refresh_from_db()
    assert text_of(draft) == before


@pytest.mark.parametrize(
    ("step", "values", "field", "why"),
    [
        (questions.BOARD, {"board__equal_voice": False}, "board-equal_voice", "One class could"),
        (questions.JOINING, {"joining__answer_days": 300}, "joining-answer_days", "300 days"),
        (questions.TOGETHER, {"community__concern": ""}, "community-concern", ""),
    ],
)
def test_an_answer_that_breaks_a_principle_is_stopped_at_its_question(
    step: questions.Step, values: dict[str, object], field: str, why: str
) -> None:
    with pytest.raises(WrongAnswers) as caught:
        answer(a_draft(), step, **values)

    assert list(caught.value.errors) == [field]
    assert why in caught.value.errors[field]


def test_what_no_longer_fits_in_another_step_is_told_there() -> None:
    draft = a_draft()
    drafting.remove_class(draft=draft, by=the_leader(), place=2)
    draft.refresh_from_db()

    state = state_of(draft)
    part = {one.key: one for one in state.parts}
    assert draft.table["board"]["seats"] == 6
    assert "choose a class again" in part["founders"].troubles[0]
    assert part["founders"].state == "trouble"
    with pytest.raises(DomainError, match="still open"):
        agreeing.invite_founders(draft=draft, by=the_leader())


def test_a_new_class_has_a_key_of_its_own_and_seats() -> None:
    draft = a_draft()
    told = {"title": "Workers", "who": "Others.", "contributes": "Time.", "organisations": True}
    drafting.write_class(draft=draft, by=the_leader(), place=None, values=told)
    draft.refresh_from_db()

    assert draft.table["classes"][-1]["key"] == "workers-2"
    assert draft.table["board"]["seats"] == 12
    with pytest.raises(WrongAnswers):
        drafting.write_class(draft=draft, by=the_leader(), place=0, values={**told, "who": " "})


def test_another_kind_begins_the_rules_again_and_keeps_name_and_founders() -> None:
    draft = answer(a_draft(), questions.TEAMS, teams__most_members=8)
    drafting.choose_model(draft=draft, by=the_leader(), model="neighbourhood-teams")
    draft.refresh_from_db()

    assert draft.table["teams"]["most_members"] == 12
    assert (draft.name, draft.founders.count()) == ("Harbour Care", 3)
    assert "teams" not in draft.answered


def test_a_yes_is_for_what_one_founds_it_as() -> None:
    draft = a_draft()
    everybody_agrees(draft)
    bo = draft.founders.get(name="Bo Lane")
    told = {"name": bo.name, "email": bo.email, "roles_worn": ["board", "secretary"]}
    drafting.write_founder(draft=draft, by=the_leader(), founder=bo, member_class="workers", **told)
    assert state_of(draft).waiting == ()

    drafting.write_founder(draft=draft, by=the_leader(), founder=bo, member_class="people", **told)

    assert [one.name for one in state_of(draft).waiting] == ["Bo Lane"]


def test_the_first_board_has_no_more_people_than_seats() -> None:
    draft = a_draft(model="multi-stakeholder")
    for number in range(7):
        drafting.write_founder(
            draft=draft,
            by=the_leader(),
            name=f"Ann {number}",
            member_class="people",
            roles_worn=["board"],
        )

    assert "10 founders are ticked for the first board, and it has 9 seats." in (
        state_of(draft).troubles
    )


def test_founders_are_asked_once_within_the_hour(
    django_capture_on_commit_callbacks,
) -> None:
    draft = a_draft()
    with django_capture_on_commit_callbacks(execute=True):
        asked = agreeing.invite_founders(draft=draft, by=the_leader())

    assert [one.name for one in asked] == ["Bo Lane"]
    letter: EmailMessage = mail.outbox[0]
    assert letter.to == ["bo@kith.example"]
    assert f"/found/{draft.pk}/agree/" in letter.body
    assert agreeing.invite_founders(draft=draft, by=the_leader()) == []
    with clock.stopped_at(clock.now() + timedelta(hours=2)):
        assert len(agreeing.invite_founders(draft=draft, by=the_leader())) == 1


def test_nobody_else_answers_and_names_are_taken_once() -> None:
    draft = a_draft()
    stranger = account_for("eve@kith.example")
    for act in (
        lambda: drafting.name_coop(draft=draft, by=stranger, name="Mine now"),
        lambda: drafting.remove_class(draft=draft, by=stranger, place=0),
        lambda: drafting.drop_draft(draft=draft, by=stranger),
        lambda: agreeing.invite_founders(draft=draft, by=stranger),
        lambda: found_from_draft(draft=draft, by=stranger),
    ):
        with pytest.raises(NotAllowed):
            act()
    Coop.objects.create(name="Taken", slug="taken")
    with pytest.raises(DomainError, match="Another co-op here") as caught:
        drafting.name_coop(draft=draft, by=the_leader(), name="Taken")
    assert caught.value.field == "slug"
    with pytest.raises(DomainError, match="two addresses"):
        drafting.write_founder(
            draft=draft,
            by=the_leader(),
            name="Bo again",
            email="BO@kith.example",
            member_class="people",
            roles_worn=[],
        )
