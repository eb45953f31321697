"""The demo founds what it promises, by the actions of the house, and lets nobody in outside it."""

from collections.abc import Iterator
from datetime import date, timedelta

import nhs_number
import pytest

from kith.articles.queries import articles_in_force
from kith.decisions.queries import objections_of, proposals_of, wordings_of
from kith.demo.accounts import PASSWORD, demo_accounts, rows, ways
from kith.demo.cast import Numbers
from kith.demo.founding import found_demo
from kith.foundation.events import verify
from kith.foundation.models import Coop, Event
from kith.meetings.queries.meetings import meetings_of
from kith.membership.equality.queries import results_of
from kith.membership.founding.actions import DECIDED_BY
from kith.membership.founding.models import FoundingDraft
from kith.membership.joining.queries import waiting_of
from kith.membership.loans.queries import owed_next, waiting_in
from kith.membership.models import Member
from kith.membership.offers.models import Offer
from kith.membership.offers.queries import sums_of
from kith.membership.queries import listed_members, members_of, register_of
from kith.people.models import Account, Hat, Person
from kith.rota.models import Rota, Slot, Visit
from kith.teams.models import Member as TeamMember
from kith.teams.models import Team
from kith.teams.queries import team_view

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def founded(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The demo, founded once for all tests of this file, and undone after them."""
    from django.db import transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        found_demo(today=TODAY)
        yield
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


@pytest.fixture
def don_valley(founded: None, db: None) -> Coop:
    return Coop.objects.get(slug="don-valley")


def test_there_is_a_co_op_for_each_model(don_valley: Coop) -> None:
    models = {articles_in_force(coop).model for coop in Coop.objects.all()}

    assert len(models) == 5
    assert list(verify()) == []


def test_each_co_op_was_founded_by_its_founders_as_members(don_valley: Coop) -> None:
    for coop in Coop.objects.all():
        founders = list(members_of(coop).filter(standings__decided_by=DECIDED_BY))
        agreed = Event.objects.filter(coop=coop, kind="founder.agreed")
        classes = {one.key for one in articles_in_force(coop).classes}
        assert 3 <= len(founders) == agreed.count()
        assert {member.member_class for member in founders} <= classes
        assert all((one.organisation or one.person).address for one in founders)
    union = Member.objects.get(organisation__name="Kelham Credit Union")
    assert union.voter.name == "Rose Tranter"
    assert not FoundingDraft.objects.filter(coop=None).exists()


def test_the_team_is_full_and_has_all_that_its_articles_ask_for(don_valley: Coop) -> None:
    view = team_view(Team.objects.get(coop=don_valley), TODAY)

    assert len(view.members) == 12
    assert view.missing == ()
    assert view.team.coach is not None
    assert view.agreement is not None and view.agreement.number == 2


def test_the_week_has_the_promised_figures(don_valley: Coop) -> None:
    for rota in Rota.objects.filter(coop=don_valley):
        visits = Visit.objects.filter(rota=rota, state=Visit.DUE)
        assert 335 <= visits.count() <= 360
        assert visits.filter(workers_needed=2).count() == 30
        assert visits.filter(after__isnull=False).count() >= 20
    assert 45 <= Person.objects.filter(coop=don_valley, supports__isnull=False).count() <= 50


def test_weeks_that_were_sent_have_one_to_three_gaps(don_valley: Coop) -> None:
    sent = Rota.objects.filter(coop=don_valley, state=Rota.PUBLISHED)

    weeks = [str(rota.week) for rota in sent.order_by("monday")]
    assert weeks == [f"2026-W{number}" for number in range(44, 49)]
    for rota in sent:
        gaps = Slot.objects.filter(visit__rota=rota, visit__state=Visit.DUE, worker=None)
        assert 1 <= gaps.count() <= 3
        assert "Talking in sign language" in {gap.visit.what for gap in gaps}
        assert all(gap.why for gap in gaps)


def test_everybody_listed_can_sign_in_and_wears_what_is_said(don_valley: Coop) -> None:
    for one in demo_accounts():
        account = Account.objects.get(email=one.email)
        assert account.people.filter(coop__slug=one.coop, name=one.name).exists()
    assert Account.objects.get(email="maya@don-valley.example").check_password(PASSWORD)
    trevor = Hat.objects.filter(person__name="Trevor Nettleship").values_list("role", flat=True)
    assert set(trevor) == {"person", "board", "supporter", "member"}
    assert Account.objects.get(email="priya@council.example").people.count() == 2


def test_numbers_are_right_and_from_the_ranges_for_tests(don_valley: Coop) -> None:
    numbers = Person.objects.exclude(nhs_number="").values_list("nhs_number", flat=True)

    assert len(numbers) == 48
    assert all(nhs_number.is_valid(number) and number.startswith("999") for number in numbers)
    assert Numbers().nhs_number() == Numbers().nhs_number()


def test_people_have_needs_profiles_and_choices(don_valley: Coop) -> None:
    supported = Person.objects.filter(coop=don_valley, supports__isnull=False)

    assert all(person.address and person.latitude for person in supported)
    assert supported.filter(choices__says="first").distinct().count() == 48
    assert supported.filter(choices__says="no").exists()


def test_small_co_ops_are_real_too(don_valley: Coop) -> None:
    for coop in Coop.objects.exclude(pk=don_valley.pk):
        assert 3 <= Person.objects.filter(coop=coop).count() <= 10
    assert TeamMember.objects.filter(coop__slug="wharf-street").count() == 6


def test_the_files_fit_together() -> None:
    used = {row[key] for row in rows("people") for key in ("way", "also") if key in row}
    skills = {skill for row in rows("workers") for skill in row["skills"]}
    asked = {s for visits in ways().values() for v in visits for s in v.get("skills", ())}

    assert used == set(ways())
    assert asked <= skills


def test_people_and_organisations_join_wait_and_leave(don_valley: Coop) -> None:
    everybody = {one.name: one for one in register_of(don_valley).filter(entered_on__lte=TODAY)}
    assert everybody["Tinsley Food Bank"].voter.name == "Winston Grant"
    assert everybody["Carol Finch"].standing_on(TODAY) == Member.CEASED
    assert len(everybody) > 60
    assert all((one.organisation or one.voter).address for one in everybody.values())
    waiting = {one.applicant: one.answer_by - TODAY for one in waiting_of(don_valley)}
    assert waiting["Harold Beck"] < waiting["Darnall Community Choir"]
    assert waiting["Harold Beck"] > timedelta(0)
    assert listed_members(don_valley).count() == 3


def test_members_lend_and_pledge_money(don_valley: Coop) -> None:
    (offer,) = Offer.objects.filter(coop=don_valley)
    sums = sums_of(offer)
    assert 0 < sums.received < sums.pledged < offer.target
    assert owed_next(don_valley).count() == 1
    assert [loan.member.name for loan in waiting_in(don_valley)] == ["Joan Whitworth"]


def test_the_equality_answers_are_counted_for_a_whole_batch(don_valley: Coop) -> None:
    assert results_of(don_valley).people == 30


def test_something_is_decided_something_open_and_something_talked_about(don_valley: Coop) -> None:
    poll, surplus, bikes, tea, keys, _, change, consent, _, _, dinner = proposals_of(don_valley)
    assert [one.outcome for one in (bikes, tea, keys)] == ["", "", "carried"]
    assert (surplus.effect, surplus.state) == ("surplus", "talking")
    assert (poll.marking, poll.state) == ("dots", "voting")
    assert bikes.form == "advice" and bikes.attachments.count() == 1
    assert keys.outcome_words == "12 of 12 people took part. Nobody objected: we have consent."
    assert (dinner.outcome, consent.state, change.state) == ("carried", "voting", "talking")
    assert [one.reason for _, one in objections_of(consent)]
    assert change.effect == "articles"


def test_a_meeting_was_held_with_an_amendment_and_the_next_one_is_called(don_valley: Coop) -> None:
    held, called = meetings_of(don_valley).order_by("number")
    assert (held.state, called.state) == ("ended", "called")
    assert called.day == TODAY + timedelta(days=20)
    taxis = held.items.get(proposal__isnull=False).proposal
    assert taxis and taxis.outcome_words.startswith("8 members were there, 1 of them by proxy")
    assert "there and back" in wordings_of(taxis)[0].text
    text = held.minutes.versions.latest("number").text
    assert "(by telephone)" in text and "6:32pm. The meeting was opened" in text
    assert {one.state for one in called.proxies.all()} == {"accepted", "asked"}
    assert called.items.get(number=1).minutes == held.minutes
