"""When workers can work: hours, working times, leave and sickness; actions and pages."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.models import Event
from kith.people.models import Account
from kith.people.queries import actor_for
from kith.rota.actions.availability import (
    agree_contract,
    end_away,
    report_sick,
    set_work_times,
    take_leave,
)
from kith.rota.actions.moves import move_visit
from kith.rota.factories import WEEK, make_rota, make_supported, make_team, make_worker, slot_of
from kith.rota.models import Away, Contract, Suggestion, WorkTime
from kith.rota.queries.availability import contracts_on, worker_weeks
from kith.rota.queries.clashes import weeks_touched
from kith.rota.rules.working_time import Span
from kith.teams.models import Team

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 11, 24, tzinfo=UTC)


class Pier:
    """A team with one worker who is signed in."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.team: Team = make_team()
        self.coop = self.team.coop
        self.lucy = make_worker(self.team, "Lucy Marsh")
        self.lucy.account = Account.objects.create(email="lucy@pier.example")
        self.lucy.save()
        client.force_login(self.lucy.account)
        self.by = actor_for(self.lucy)

    def at(self, name: str, **kwargs: Any) -> str:
        return reverse(f"rota:{name}", kwargs={"coop": self.coop.slug, **kwargs})


@pytest.fixture
def pier(client: Client) -> Pier:
    return Pier(client)


def boxes(name: str, day: date) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


def test_a_new_contract_ends_the_one_before(pier: Pier) -> None:
    agree_contract(
        coop=pier.coop, by=pier.by, worker=pier.lucy, minutes_per_week=1200, since=WEEK.monday
    )
    sunday = WEEK.monday - timedelta(days=1)
    assert contracts_on([pier.lucy], sunday) == {pier.lucy.pk: 1800}
    assert contracts_on([pier.lucy], WEEK.monday) == {pier.lucy.pk: 1200}
    assert Event.objects.filter(kind="contract.agreed").count() == 2


def agree(pier: Pier, since: date, **more: Any) -> Contract:
    held = {"coop": pier.coop, "by": pier.by, "worker": pier.lucy, "minutes_per_week": 3000}
    return agree_contract(**{**held, "since": since, **more})


def test_more_than_48_hours_is_agreed_by_the_worker_kept_and_ended_with_notice(pier: Pier) -> None:
    monday = WEEK.monday
    with clock.stopped_at(TUESDAY - timedelta(days=1)):
        agree(pier, monday, opted_out=True)
        kept = agree(pier, monday + timedelta(days=1))
        assert kept.opted_out_on == monday
        with pytest.raises(DomainError, match="takes 7 days"):
            agree(pier, monday + timedelta(days=6), opted_out=False)
        assert agree(pier, monday + timedelta(days=7), opted_out=False).opted_out_on is None
        later = agree(pier, monday + timedelta(days=2))
    assert (
        later.opted_out_on == monday
    )  # it holds until the notice is over, and nothing brings it back
    assert marked(pier)[-2:] == [
        (monday + timedelta(days=2), monday, False),
        (monday + timedelta(days=7), None, False),
    ]
    told = [event.details["opted_out_on"] for event in Event.objects.filter(kind="contract.agreed")]
    assert told.count(str(monday)) == 3


def marked(pier: Pier) -> list[tuple[date, date | None, bool]]:
    rows = Contract.objects.filter(worker=pier.lucy).order_by("since")
    return [(row.since, row.opted_out_on, row.works_nights) for row in rows]


def test_hours_put_right_for_days_gone_keep_what_was_agreed_since(pier: Pier) -> None:
    tuesday = TUESDAY.date()
    with clock.stopped_at(TUESDAY):
        agree(pier, tuesday, opted_out=True, works_nights=True)
        put_right = agree(pier, tuesday - timedelta(days=30), minutes_per_week=2400)
    assert (put_right.opted_out_on, put_right.until) == (None, tuesday - timedelta(days=1))
    assert marked(pier)[-2:] == [
        (tuesday - timedelta(days=30), None, False),
        (tuesday, tuesday, True),
    ]
    assert contracts_on([pier.lucy], tuesday) == {pier.lucy.pk: 2400}


def test_new_hours_before_an_agreement_begins_neither_drop_it_nor_bring_it_forward(
    pier: Pier,
) -> None:
    tuesday, later = TUESDAY.date(), TUESDAY.date() + timedelta(days=20)
    with clock.stopped_at(TUESDAY):
        agree(pier, later, opted_out=True)
        agree(pier, tuesday, works_nights=True, by=actor_for(make_worker(pier.team, "Tom Bell")))
        assert marked(pier)[-2:] == [(tuesday, None, True), (later, tuesday, True)]
        agree(pier, later + timedelta(days=20), opted_out=False, works_nights=False)
    assert marked(pier)[-1] == (later + timedelta(days=20), None, False)


def test_boxes_left_as_they_are_change_nothing_on_a_later_day(pier: Pier) -> None:
    ends = TUESDAY.date() + timedelta(days=7)
    page = pier.at("contract", worker=pier.lucy.pk)
    with clock.stopped_at(TUESDAY):
        agree(pier, TUESDAY.date(), opted_out=True, works_nights=True)
        agree(pier, ends, opted_out=False)
        ticked = {"hours": "50", "opted_out": "on", "works_nights": "on"}
        for since in (TUESDAY.date() + timedelta(days=1), ends + timedelta(days=1)):
            assert pier.client.post(page, ticked | boxes("since", since)).status_code == 302
            assert marked(pier)[-1][1:] == (None, True)
        told = pier.client.get(pier.at("worker", worker=pier.lucy.pk)).content.decode()
    assert marked(pier)[-3][:2] == (TUESDAY.date() + timedelta(days=1), TUESDAY.date())
    assert told.count("agreed in writing on") == 2


def test_whoever_changes_the_hours_of_another_reads_what_stays(pier: Pier) -> None:
    tom = make_worker(pier.team, "Tom Bell")
    with clock.stopped_at(TUESDAY):
        agree(pier, TUESDAY.date(), opted_out=True, worker=tom, by=actor_for(tom))
        page = pier.at("contract", worker=tom.pk)
        assert "Only Tom can end it" in pier.client.get(page).content.decode()
        typed = {"hours": "20", **boxes("since", TUESDAY.date())}
        assert pier.client.post(page, typed).status_code == 302
    assert Contract.objects.filter(worker=tom).latest("since").opted_out_on == TUESDAY.date()


def test_nobody_agrees_to_more_hours_for_somebody_else_or_for_days_gone(pier: Pier) -> None:
    tom = actor_for(make_worker(pier.team, "Tom Bell"))
    with clock.stopped_at(TUESDAY):
        with pytest.raises(DomainError, match="Only the worker can agree"):
            agree(pier, TUESDAY.date(), opted_out=True, by=tom)
        with pytest.raises(DomainError, match="days that are over"):
            agree(pier, WEEK.monday, opted_out=True)
        agree(pier, TUESDAY.date(), opted_out=True)
        with pytest.raises(DomainError, match="Only the worker can end"):
            agree(pier, TUESDAY.date() + timedelta(days=20), opted_out=False, by=tom)


def test_more_hours_count_only_in_weeks_agreed_from_monday_on(pier: Pier) -> None:
    with clock.stopped_at(TUESDAY):
        agree(pier, TUESDAY.date(), opted_out=True, works_nights=True)
    weeks = [
        worker_weeks(pier.team, week, pier.coop.zone)[0]
        for week in (WEEK.previous(), WEEK, WEEK.next())
    ]
    assert [(w.opted_out, w.works_nights) for w in weeks] == [
        (False, False),
        (False, True),
        (True, True),
    ]


def test_the_box_for_more_hours_is_the_workers_own(pier: Pier) -> None:
    tom = make_worker(pier.team, "Tom Bell")
    own, other = (pier.at("contract", worker=worker.pk) for worker in (pier.lucy, tom))
    assert "more than 48 hours" in pier.client.get(own).content.decode()
    assert "more than 48 hours" not in pier.client.get(other).content.decode()
    with clock.stopped_at(TUESDAY):
        typed = {"hours": "50", "opted_out": "on", "works_nights": "on"}
        answer = pier.client.post(own, typed | boxes("since", TUESDAY.date()))
        assert answer.status_code == 302
        page = pier.client.get(pier.at("worker", worker=pier.lucy.pk)).content.decode()
        assert "agreed in writing on" in page
        assert "works nights as a rule" in page
        answer = pier.client.post(own, {"hours": "50", **boxes("since", TUESDAY.date())})
    assert answer.status_code == 422
    assert "takes 7 days" in answer.content.decode()


@pytest.mark.parametrize("minutes", [0, -60, 61 * 60])
def test_hours_that_cannot_be_are_refused(pier: Pier, minutes: int) -> None:
    with pytest.raises(DomainError):
        agree_contract(
            coop=pier.coop,
            by=pier.by,
            worker=pier.lucy,
            minutes_per_week=minutes,
            since=WEEK.monday,
        )
    assert Contract.objects.count() == 1


@pytest.mark.parametrize(
    "spans",
    [
        [Span(0, time(7), time(12)), Span(0, time(11), time(15))],
        [Span(0, time(22), time(7)), Span(1, time(6), time(8))],
        [Span(6, time(22), time(7)), Span(0, time(6), time(8))],
    ],
)
def test_times_that_overlap_are_refused(pier: Pier, spans: list[Span]) -> None:
    with pytest.raises(DomainError, match="overlap"):
        set_work_times(
            coop=pier.coop,
            by=pier.by,
            worker=pier.lucy,
            team=pier.team,
            spans=spans,
            since=WEEK.monday,
        )
    assert WorkTime.objects.count() == 7


def test_leave_and_sickness_are_taken_out_of_working_time(pier: Pier) -> None:
    take_leave(
        coop=pier.coop,
        by=pier.by,
        worker=pier.lucy,
        starts=TUESDAY,
        ends=TUESDAY + timedelta(hours=10),
    )
    report_sick(coop=pier.coop, by=pier.by, worker=pier.lucy, starts=TUESDAY + timedelta(days=3))
    week = worker_weeks(pier.team, WEEK, pier.coop.zone)[0]
    assert [day.words for day in week.days] == [
        "07:00–15:00",
        "10:00–15:00 · On leave",
        "07:00–15:00",
        "07:00–15:00",
        "Off sick",
        "Off sick",
        "Off sick",
    ]
    assert week.minutes == (3 * 8 + 5) * 60


def test_a_night_runs_into_the_next_day_and_week(pier: Pier) -> None:
    night = make_worker(pier.team, "Nora Night", starts=time(22), ends=time(6), days=(6,))
    found = {w.worker: w for w in worker_weeks(pier.team, WEEK, pier.coop.zone)}[night]
    assert [w.minutes for w in found.windows] == [360, 480]


def test_being_away_twice_is_refused(pier: Pier) -> None:
    report_sick(coop=pier.coop, by=pier.by, worker=pier.lucy, starts=TUESDAY)
    with pytest.raises(DomainError, match="already away"):
        report_sick(coop=pier.coop, by=pier.by, worker=pier.lucy, starts=TUESDAY)


def test_back_at_work_before_it_began_takes_the_absence_away(pier: Pier) -> None:
    away = report_sick(coop=pier.coop, by=pier.by, worker=pier.lucy, starts=TUESDAY)
    assert end_away(coop=pier.coop, by=pier.by, away=away, ends=TUESDAY) is None
    assert not Away.objects.exists()


def test_only_the_team_may_change_a_workers_time(pier: Pier) -> None:
    stranger = actor_for(make_worker(make_team("hill", coop=pier.coop), "Ola Fox"))
    with pytest.raises(NotAllowed):
        report_sick(coop=pier.coop, by=stranger, worker=pier.lucy, starts=TUESDAY)


def test_the_pages_show_and_change_working_time(pier: Pier) -> None:
    overview = pier.client.get(pier.at("availability", team=pier.team.slug), {"week": str(WEEK)})
    assert "Lucy" in overview.content.decode()
    kwargs = {"worker": pier.lucy.pk}
    page = pier.client.get(pier.at("worker", **kwargs))
    assert "30 h" in page.content.decode()
    typed = {"hours": "22.5", **boxes("since", WEEK.monday)}
    assert pier.client.post(pier.at("contract", **kwargs), typed).status_code == 302
    assert contracts_on([pier.lucy], WEEK.monday) == {pier.lucy.pk: 1350}
    times = pier.at("work-times", team=pier.team.slug, **kwargs)
    assert 'value="07:00"' in pier.client.get(times).content.decode()
    typed = {"starts_0": "08:00", "ends_0": "12:30", **boxes("since", WEEK.monday)}
    assert pier.client.post(times, typed).status_code == 302
    week = worker_weeks(pier.team, WEEK, pier.coop.zone)[0]
    assert week.minutes == 270


def test_a_mistake_keeps_what_was_typed(pier: Pier) -> None:
    times = pier.at("work-times", team=pier.team.slug, worker=pier.lucy.pk)
    answer = pier.client.post(times, {"starts_0": "08:15", **boxes("since", WEEK.monday)})
    assert answer.status_code == 422
    assert "until when on Monday" in answer.content.decode()
    assert 'value="08:15"' in answer.content.decode()
    leave = pier.at("plan-away", worker=pier.lucy.pk)
    days = boxes("first", date(2026, 11, 26)) | boxes("last", date(2026, 11, 24))
    answer = pier.client.post(leave, {"kind": "leave", **days})
    assert answer.status_code == 422
    assert "ends before it begins" in answer.content.decode()


@pytest.mark.parametrize(
    ("hours", "words"), [("-3", "cannot be less than 0"), ("400", "fewer hours than that")]
)
def test_hours_that_no_week_has_are_refused_in_plain_words(
    pier: Pier, hours: str, words: str
) -> None:
    typed = {"hours": hours, **boxes("since", WEEK.monday)}
    answer = pier.client.post(pier.at("contract", worker=pier.lucy.pk), typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'value="{hours}"' in answer.content.decode()


def test_a_working_time_written_backwards_is_not_taken_for_a_night(pier: Pier) -> None:
    times = pier.at("work-times", team=pier.team.slug, worker=pier.lucy.pk)
    backwards = {"starts_0": "12:00", "ends_0": "08:00", **boxes("since", WEEK.monday)}
    answer = pier.client.post(times, backwards)
    assert answer.status_code == 422
    assert "Monday ends before it starts" in answer.content.decode()
    night = {"starts_0": "20:00", "ends_0": "08:00", **boxes("since", WEEK.monday)}
    assert pier.client.post(times, night).status_code == 302


def test_someone_is_off_sick_and_the_week_is_mended(
    pier: Pier, django_capture_on_commit_callbacks: Any
) -> None:
    make_worker(pier.team, "Tom Bell")
    make_supported(pier.team, pier.by, "Joan Hill", weekdays=(1,))
    rota = make_rota(pier.team, pier.by)
    slot = slot_of(rota, "Joan Hill", 1)
    revision = rota.revision
    move_visit(coop=pier.coop, by=pier.by, slot=slot, worker=pier.lucy, expected_revision=revision)
    with clock.stopped_at(TUESDAY):
        sick = pier.at("sick", team=pier.team.slug)
        assert pier.client.get(sick).status_code == 200
        typed = {"worker": str(pier.lucy.pk), **boxes("first", TUESDAY.date())}
        answer = pier.client.post(sick, typed)
    away = Away.objects.get()
    assert answer.headers["Location"] == pier.at("away", away=away.pk)
    assert [(w.visits, w.sent) for w in weeks_touched(pier.coop, away)] == [(1, False)]
    assert "Mend this week" in pier.client.get(pier.at("away", away=away.pk)).content.decode()
    with django_capture_on_commit_callbacks() as asked:
        pier.client.post(pier.at("mend-away", away=away.pk, rota=rota.pk))
    assert len(asked) == 1
    assert Suggestion.objects.get().kind == Suggestion.MEND


def test_another_co_ops_worker_does_not_exist(pier: Pier) -> None:
    other = make_worker(make_team("elsewhere"), "Una Reed")
    assert pier.client.get(pier.at("worker", worker=other.pk)).status_code == 404
    hill = make_worker(make_team("hill", coop=pier.coop), "Ola Fox")
    assert pier.client.get(pier.at("worker", worker=hill.pk)).status_code == 403


def test_the_overview_asks_few_questions(pier: Pier, django_assert_max_num_queries: Any) -> None:
    for number in range(11):
        make_worker(pier.team, f"Worker {number}")
    with django_assert_max_num_queries(16):
        pier.client.get(pier.at("availability", team=pier.team.slug))
