"""The pages of support, walked by a worker, by the person themself, and by those who may not."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kith.foundation import clock
from kith.foundation.models import Event
from kith.kernel.week import Week
from kith.people.models import Account, Person
from kith.people.queries import actor_for
from kith.support.choices.actions import say_choice
from kith.support.dates.actions import begin_pause
from kith.support.factories import (
    MONDAY,
    make_pattern,
    make_support,
    make_team,
    make_worker,
    worker_of,
)
from kith.support.models import ChangedDate, Choice, Pause, Support, VisitPattern
from kith.support.queries import visits_due
from kith.teams.models import Skill

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with clock.stopped_at(datetime(2026, 11, 23, 9, tzinfo=UTC)):
        yield


def sign_in(person: Person) -> Client:
    """A browser in which this person has signed in."""
    person.account = Account.objects.create(email=f"{person.id}@example.org")
    person.save(update_fields=["account"])
    client = Client()
    client.force_login(person.account)
    return client


@pytest.fixture
def joan() -> Support:
    team = make_team()
    return make_support(team, worker_of(team))


@pytest.fixture
def worker(joan: Support) -> Client:
    return sign_in(make_worker(joan.team, "Bo Carr"))


def at(joan: Support, name: str, **parts: object) -> str:
    return reverse(f"support:{name}", kwargs={"coop": joan.coop.slug, **parts})


def typed(**other: object) -> dict[str, object]:
    fields = {
        "what": "Getting up",
        "weekdays": ["0", "2"],
        "every_weeks": "1",
        "earliest": "8am",
        "latest": "9.30",
        "late_most": "0",
        "minutes": "30",
        "workers_needed": "1",
        "how": "Tea first",
        "starts_on_day": "23",
        "starts_on_month": "11",
        "starts_on_year": "2026",
        "after": "",
        "gap_least": "",
        "gap_most": "",
        "address": "",
        "postcode": "",
    }
    return {**fields, **other}


def test_a_worker_adds_a_visit_and_sees_it_in_the_week(joan: Support, worker: Client) -> None:
    lenient = typed(late_most="15")
    answer = worker.post(at(joan, "add-pattern", support=joan.id), lenient, follow=True)
    assert answer.status_code == 200
    assert "is saved" in answer.text
    assert "Getting up" in answer.text
    assert [visit.late_most for visit in visits_due(joan.team, Week(MONDAY))] == [15, 15]


def test_the_weeks_are_looked_at_first_and_nothing_is_saved(joan: Support, worker: Client) -> None:
    add = at(joan, "add-pattern", support=joan.id)
    page = worker.post(add, typed(look="yes"))
    assert page.status_code == 200 and "Nothing is saved yet" in page.text
    assert page.text.count("comes") >= 4 and "Tea first" in page.text
    assert not VisitPattern.objects.exists()
    assert not Event.objects.filter(kind__startswith="pattern").exists()
    assert worker.post(add, typed()).status_code == 302
    pattern = VisitPattern.objects.get()
    change = at(joan, "change-pattern", series=pattern.series)
    later = typed(
        earliest="10am", latest="11", kind="update", reason="Sleeps longer", seen="1", look="yes"
    )
    page = worker.post(change, later)
    assert "goes" in page.text and "10:00am" in page.text
    assert VisitPattern.objects.get() == pattern
    assert worker.post(add, typed(look="yes", minutes="2")).status_code == 422
    same = typed(what="Getting up", kind="update", reason="None", seen="1", look="yes")
    assert "No visit in these weeks would change" in worker.post(change, same).text
    stale = later | {"seen": "0"}
    assert worker.post(change, stale).status_code == 422


def test_a_wrong_visit_keeps_what_was_typed(joan: Support, worker: Client) -> None:
    wrong = typed(what="Long bath", minutes="2", latest="7:00")
    answer = worker.post(at(joan, "add-pattern", support=joan.id), wrong)
    assert answer.status_code == 422
    assert "Long bath" in answer.text
    assert "from 5 minutes" in answer.text
    assert "before the earliest start" in answer.text
    assert not VisitPattern.objects.exists()


def test_a_skill_nobody_has_is_saved_with_a_warning(joan: Support, worker: Client) -> None:
    skill = Skill.objects.create(coop=joan.coop, name="Hoist")
    answer = worker.post(
        at(joan, "add-pattern", support=joan.id), typed(skills=[str(skill.id)]), follow=True
    )
    assert "Too few workers of Harbour can do this: Hoist" in answer.text
    assert VisitPattern.objects.count() == 1


def test_a_stale_change_is_refused_and_keeps_what_was_typed(joan: Support, worker: Client) -> None:
    pattern = make_pattern(joan, worker_of(joan.team, "Cy"))
    address = at(joan, "change-pattern", series=pattern.series)
    change = typed(what="Later", kind="update", reason="Sleeps longer", seen="1")
    assert worker.post(address, change).status_code == 302
    answer = worker.post(address, {**change, "what": "My words"})
    assert answer.status_code == 422
    assert "Somebody else changed" in answer.text
    assert "My words" in answer.text


def test_a_correction_puts_the_past_days_right_too(joan: Support, worker: Client) -> None:
    pattern = make_pattern(
        joan, worker_of(joan.team, "Cy"), starts_on=MONDAY - timedelta(days=21), every_weeks=2
    )
    address = at(joan, "change-pattern", series=pattern.series)
    change = typed(
        what="Wash", every_weeks="2", kind="correction", reason="Typed wrongly", seen="1"
    )
    assert worker.post(address, change).status_code == 302
    live = VisitPattern.objects.get(ended_at__isnull=True)
    assert (live.what, live.starts_on) == ("Wash", MONDAY - timedelta(days=21))
    assert live.counted_from == pattern.counted_from


def test_one_date_is_left_out_and_put_back(joan: Support, worker: Client) -> None:
    pattern = make_pattern(joan, worker_of(joan.team, "Cy"))
    day = MONDAY + timedelta(days=1)
    answer = worker.post(
        at(joan, "date", series=pattern.series, day=day), {"what_changes": "skip"}, follow=True
    )
    assert "All other dates stay as they are" in answer.text
    assert "No visit" in answer.text
    assert len(visits_due(joan.team, Week(MONDAY))) == 6
    worker.post(at(joan, "put-back", series=pattern.series, day=day))
    assert len(visits_due(joan.team, Week(MONDAY))) == 7
    assert ChangedDate.objects.count() == 2


def test_a_pattern_is_stopped_and_its_history_says_why(joan: Support, worker: Client) -> None:
    pattern = make_pattern(joan, worker_of(joan.team, "Cy"))
    stop = {
        "from_day_day": "25",
        "from_day_month": "11",
        "from_day_year": "2026",
        "seen": "1",
        "reason": "Manages alone",
    }
    assert worker.post(at(joan, "remove-pattern", series=pattern.series), stop).status_code == 302
    history = worker.get(at(joan, "history", series=pattern.series))
    assert "Manages alone" in history.text
    assert len(visits_due(joan.team, Week(MONDAY))) == 2


def test_a_pause_begins_and_ends(joan: Support, worker: Client) -> None:
    away = {"kind": "hospital", "since_day": "24", "since_month": "11", "since_year": "2026"}
    answer = worker.post(at(joan, "begin-pause", support=joan.id), away, follow=True)
    assert "until somebody says" in answer.text
    pause = Pause.objects.get()
    back = {"last_day_day": "26", "last_day_month": "11", "last_day_year": "2026"}
    worker.post(at(joan, "end-pause", pause=pause.id), back)
    pause = Pause.objects.get(ended_at__isnull=True)
    assert pause.until == MONDAY + timedelta(days=3)
    worker.post(at(joan, "remove-pause", pause=pause.id))
    assert not Pause.objects.filter(ended_at__isnull=True).exists()


def test_a_person_sees_and_changes_their_own_support(joan: Support) -> None:
    me = sign_in(joan.person)
    answer = me.get(at(joan, "supports"), follow=True)
    assert "My support" in answer.text
    assert me.post(at(joan, "add-pattern", support=joan.id), typed()).status_code == 302
    other = make_support(joan.team, worker_of(joan.team, "Cy"), name="Ken Pike")
    assert me.get(at(joan, "support", support=other.id)).status_code == 403


def test_another_coops_support_does_not_exist(joan: Support, worker: Client) -> None:
    theirs = make_team(slug="hill")
    hidden = make_support(theirs, worker_of(theirs))
    assert worker.get(at(joan, "support", support=hidden.id)).status_code == 404
    assert worker.get(at(hidden, "support", support=hidden.id)).status_code == 404


def test_a_person_chooses_and_is_told_what_no_to_everybody_means(joan: Support) -> None:
    me = sign_in(joan.person)
    page = at(joan, "choices", support=joan.id)
    assert "No worker of this team may come" not in me.get(page).text
    for worker in Person.objects.filter(memberships__team=joan.team):
        answer = me.post(page, {"worker": str(worker.id), "says": "no"}, follow=True)
    assert "No worker of this team may come" in answer.text
    assert me.post(page, {"worker": "nobody", "says": "no"}).status_code == 404


def test_a_worker_answers_for_themself(joan: Support) -> None:
    bo = make_worker(joan.team, "Bo Carr")
    say_choice(
        coop=joan.coop, by=actor_for(joan.person), person=joan.person, worker=bo, says="first"
    )
    client = sign_in(bo)
    assert "You are their first choice" in client.get(at(joan, "answers")).text
    client.post(at(joan, "answers"), {"person": str(joan.person_id), "answer": "no"})
    assert Choice.objects.get(ended_at__isnull=True).answer == "no"


def test_the_list_of_fifty_people_takes_few_queries(
    joan: Support, worker: Client, django_assert_max_num_queries
) -> None:
    by = worker_of(joan.team, "Cy")
    for number in range(49):
        make_pattern(make_support(joan.team, by, name=f"Person {number}"), by)
    with django_assert_max_num_queries(20):
        answer = worker.get(at(joan, "supports"))
    assert answer.text.count("Getting up") == 49


def test_support_begins_and_ends_in_the_browser(joan: Support, worker: Client) -> None:
    ken = make_support(joan.team, worker_of(joan.team, "Cy"), name="Ken Pike")
    end = {"until_day": "30", "until_month": "11", "until_year": "2026"}
    assert worker.post(at(joan, "end", support=ken.id), end).status_code == 302
    ken.refresh_from_db()
    assert ken.until == MONDAY + timedelta(days=7)
    begin = {
        "person": str(ken.person_id),
        "team": str(joan.team_id),
        "since_day": "1",
        "since_month": "12",
        "since_year": "2026",
    }
    answer = worker.post(at(joan, "begin"), begin, follow=True)
    assert "now has support" in answer.text


@pytest.mark.parametrize(
    "name", ["support", "paper", "end", "choices", "add-pattern", "begin-pause"]
)
def test_every_page_of_a_support_opens(joan: Support, worker: Client, name: str) -> None:
    by = worker_of(joan.team, "Cy")
    first = make_pattern(joan, by, how="Softly", workers_needed=2)
    make_pattern(joan, by, what="Bath", after=first.series, latest=first.latest.replace(hour=12))
    begin_pause(coop=joan.coop, by=by, support=joan, kind="holiday", since=MONDAY, until=MONDAY)
    assert worker.get(at(joan, name, support=joan.id)).status_code == 200


@pytest.mark.parametrize("name", ["change-pattern", "remove-pattern", "history", "dates"])
def test_every_page_of_a_pattern_opens(joan: Support, worker: Client, name: str) -> None:
    pattern = make_pattern(joan, worker_of(joan.team, "Cy"))
    assert worker.get(at(joan, name, series=pattern.series)).status_code == 200
