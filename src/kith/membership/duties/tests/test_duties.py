"""Duties through the actions people use, and through their pages."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse

from kith.articles.actions import adopt_first_articles
from kith.articles.reading import model_text
from kith.foundation import clock
from kith.foundation.attached import MOST_BYTES, Attached, check_attached, tidy_name
from kith.foundation.errors import ChangedMeanwhile, DomainError, NotAllowed
from kith.foundation.files import path_of
from kith.foundation.models import Coop, Event
from kith.foundation.permissions import Actor
from kith.membership.duties import tasks
from kith.membership.duties.actions import mark_done, put_right, remind
from kith.membership.duties.models import DutyRecord
from kith.membership.duties.queries import Calendar, Line, calendar_of, to_do
from kith.people.actions import take_off, wear_hat
from kith.people.factories import a_coop, somebody, the_secretary, with_account
from kith.people.models import Hat, Notice, Person
from kith.people.queries import actor_for

pytestmark = pytest.mark.django_db
RETURN, MEETING = "return-2026-03-31", "meeting-2026-03-31"
PDF = Attached("The return.pdf", b"%PDF-1.7 the return")


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.stopped_at(at(date(2026, 10, 20))):
        yield


@pytest.fixture
def coop() -> Coop:
    with clock.stopped_at(at(date(2025, 9, 30))):
        made = a_coop()
        the_secretary(made)
        adopt_first_articles(coop=made, text=model_text("multi-stakeholder"))
    return made


@pytest.fixture
def boss(coop: Coop) -> Actor:
    return the_secretary(coop)


def calendar(coop: Coop) -> Calendar:
    found = calendar_of(coop)
    assert found
    return found


def line(coop: Coop, key: str) -> Line:
    found = calendar(coop).line(key)
    assert found
    return found


def done(coop: Coop, by: Actor, **more: object) -> DutyRecord:
    given = {"duty": RETURN, "done_on": date(2026, 10, 9), "words": "Sent it.", **more}
    return mark_done(coop=coop, by=by, **given)  # type: ignore[arg-type]


def test_nothing_is_kept_for_what_has_not_happened(coop: Coop) -> None:
    states = {one.duty.key: one.state for one in calendar(coop).lines}
    assert (states[RETURN], states[MEETING]) == ("soon", "late")
    assert states["education-2027-03-31"] == "open"
    assert "meeting-2025-03-31" not in states  # the co-op was not there yet
    assert not DutyRecord.objects.exists()


def test_given_done_when_written_down_then_the_day_the_words_and_the_file_are_kept(
    coop: Coop, boss: Actor
) -> None:
    record = done(coop, boss, file=PDF)
    found = line(coop, RETURN)
    assert (found.state, found.done_on, found.was_late) == ("done", date(2026, 10, 9), False)
    assert path_of(coop.id, record.file).read_bytes() == PDF.content
    event = Event.objects.filter(coop=coop, kind="duty.done").get()
    assert event.details["file"] == record.file


def test_a_meeting_that_was_held_was_called(coop: Coop, boss: Actor) -> None:
    done(coop, boss, duty=MEETING, done_on=date(2026, 9, 20))
    assert line(coop, "notice-2026-03-31").state == "done"


def test_given_done_after_its_day_then_it_is_said(coop: Coop, boss: Actor) -> None:
    done(coop, boss, duty=MEETING, done_on=date(2026, 10, 10))
    assert line(coop, MEETING).was_late


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"done_on": date(2026, 10, 21)}, "done_on"),
        ({"done_on": date(2026, 3, 31)}, "done_on"),
        ({"words": "  \r\n "}, "words"),
        ({"words": "x" * 4001}, "words"),
        ({"file": Attached("a.pdf", b"")}, "file"),
        ({"file": Attached("a.pdf", b"<html>")}, "file"),
        ({"file": Attached("a.html", b"<html>")}, "file"),
        ({"file": Attached("a", b"%PDF-")}, "file"),
        ({"file": Attached("a.csv", b"\xff\x00")}, "file"),
        ({"file": Attached("a.pdf", b"%PDF-" + b"x" * MOST_BYTES)}, "file"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    coop: Coop, boss: Actor, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(DomainError) as told:
        done(coop, boss, **wrong)
    assert told.value.field == field
    assert not DutyRecord.objects.exists()


def test_given_written_down_twice_then_the_second_changes_nothing(coop: Coop, boss: Actor) -> None:
    done(coop, boss)
    with pytest.raises(ChangedMeanwhile):
        done(coop, boss, words="Again.")
    assert DutyRecord.objects.get().words == "Sent it."


def test_only_those_who_keep_duties_write_them_down(coop: Coop) -> None:
    member = actor_for(somebody(coop, "Mel Member", role="member"))
    with pytest.raises(NotAllowed):
        done(coop, member)


def test_a_duty_that_nobody_has_cannot_be_done(coop: Coop, boss: Actor) -> None:
    with pytest.raises(DomainError):
        done(coop, boss, duty="return-1999-03-31")


def test_given_a_wrong_record_when_put_right_then_both_stay_and_the_newest_counts(
    coop: Coop, boss: Actor
) -> None:
    first = done(coop, boss, file=PDF)
    right = {"coop": coop, "by": boss, "duty": RETURN, "words": "It was the 8th."}
    second = put_right(**right, number=1, done=True, done_on=date(2026, 10, 8))  # type: ignore[arg-type]
    assert (second.file, second.file_name) == (first.file, "The return.pdf")
    assert line(coop, RETURN).done_on == date(2026, 10, 8)
    with pytest.raises(ChangedMeanwhile):
        put_right(**right, number=1, done=False)  # type: ignore[arg-type]
    put_right(**right, number=2, done=False)  # type: ignore[arg-type]
    assert line(coop, RETURN).state == "soon"
    assert [one.number for one in line(coop, RETURN).records] == [1, 2, 3]
    assert DutyRecord.objects.filter(words="Sent it.").exists()


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_what_was_written(
    coop: Coop, boss: Actor, change: str
) -> None:
    done(coop, boss)
    statement = {
        "update": "UPDATE duties_dutyrecord SET words = 'other'",
        "delete": "DELETE FROM duties_dutyrecord",
    }[change]
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert DutyRecord.objects.get().words == "Sent it."


def test_a_seat_that_was_given_back_is_no_duty_any_more(coop: Coop, boss: Actor) -> None:
    person = somebody(coop, "Bo Board")
    hat = wear_hat(coop=coop, by=boss, person=person, role="board", since=date(2023, 6, 1))
    key = f"term-2026-05-31-{hat.id}"
    assert line(coop, key).state == "late"
    take_off(coop=coop, by=boss, hat=Hat.objects.get(pk=hat.pk), last_day=date(2026, 10, 1))
    assert calendar(coop).line(key) is None


def test_given_articles_that_ask_no_more_then_what_was_written_still_shows(
    coop: Coop, boss: Actor
) -> None:
    person = somebody(coop, "Bo Board")
    hat = wear_hat(coop=coop, by=boss, person=person, role="board", since=date(2023, 6, 1))
    key = f"term-2026-05-31-{hat.id}"
    done(coop, boss, duty=key, done_on=date(2026, 5, 30))
    take_off(coop=coop, by=boss, hat=Hat.objects.get(pk=hat.pk), last_day=date(2026, 10, 1))
    found = calendar(coop)
    assert [one.duty for one in found.others_in(found.year)] == [key]
    assert line(coop, key).record


def test_reminders_go_once_at_each_stage(coop: Coop, boss: Actor) -> None:
    assert remind(coop=coop) > 0
    assert remind(coop=coop) == 0
    told = list(Notice.objects.filter(kind="duty.reminder").values_list("title", flat=True))
    assert "By 31 October 2026: Send the yearly return with the accounts" in told
    assert "Late: Hold the general meeting" in told
    with clock.stopped_at(at(date(2026, 10, 25))):
        assert remind(coop=coop) == 1  # seven days before
    done(coop, boss)
    with clock.stopped_at(at(date(2026, 11, 2))):
        assert remind(coop=coop) == 0  # done: not late


def test_whose_term_ends_is_told_too(coop: Coop, boss: Actor) -> None:
    person = somebody(coop, "Bo Board")
    hat = wear_hat(coop=coop, by=boss, person=person, role="board", since=date(2023, 11, 1))
    remind(coop=coop)
    told = Notice.objects.filter(person=person, title__contains="term on the board")
    assert str(hat.id) in told.get().link


def test_the_daily_job_plans_the_next_morning_and_waits_once(coop: Coop) -> None:
    tasks.begin_reminding()
    tasks.begin_reminding()
    waiting = tasks.DBTaskResult.objects.filter(task_path=tasks.remind_every_day.module_path)
    assert waiting.count() == 1
    waiting.delete()
    assert tasks.remind_every_day.call() > 0
    assert waiting.get().run_after == datetime(2026, 10, 21, 6, tzinfo=UTC)


def test_a_co_op_without_articles_has_no_duties_and_no_reminders() -> None:
    bare = a_coop()
    assert calendar_of(bare) is None
    assert to_do(bare) is None
    assert remind(coop=bare) == 0


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("minutes.pdf", "minutes.pdf"),
        ("C:\\Users\\sam\\minutes.pdf", "minutes.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ('a"\r\nSet-Cookie: x.txt', "a___Set-Cookie_ x.txt"),
        ("\u202efdp.txt", "_fdp.txt"),
        ("", "file"),
        ("ä" * 200 + ".pdf", "ä" * 116 + ".pdf"),
    ],
)
def test_a_file_is_handed_out_under_a_harmless_name(name: str, tidy: str) -> None:
    assert tidy_name(name) == tidy


def test_each_kind_that_is_taken_is_told_by_its_first_bytes() -> None:
    assert check_attached(Attached("x.JPG", b"\xff\xd8\xff\xe0")).name == "x.JPG"
    assert check_attached(Attached("x.txt", "\ufeffÄpfel".encode())).content


def test_the_years_cost_few_queries(
    coop: Coop, boss: Actor, django_assert_max_num_queries: object
) -> None:
    done(coop, boss)
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        assert calendar_of(coop)


# The pages


@pytest.fixture
def browser(coop: Coop, boss: Actor) -> Client:
    return signed_in(Person.objects.get(pk=boss.person_id))


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(with_account(person).account or Person.objects.get(pk=person.pk).account)
    return client


def here(coop: Coop, name: str, **more: object) -> str:
    return reverse(f"duties:{name}", kwargs={"coop": coop.slug, **more})


def test_the_page_says_plainly_what_is_late(coop: Coop, browser: Client) -> None:
    text = browser.get(here(coop, "duties")).content.decode()
    assert "late by 20 days" in text  # the general meeting, by 30 September
    assert "in 11 days" in text
    last = browser.get(here(coop, "duties") + "?year=last").content.decode()
    assert "31 March 2026" in last


def test_a_secretary_writes_it_down_and_puts_it_right(coop: Coop, browser: Client) -> None:
    day = {"done_on_day": "9", "done_on_month": "10", "done_on_year": "2026"}
    kept = SimpleUploadedFile("return.pdf", b"%PDF-1.7 x")
    wrong = browser.post(
        here(coop, "done", duty=RETURN),
        {**day, "words": "Sent to the Authority.", "file": SimpleUploadedFile("a.pdf", b"<html>")},
    )
    assert wrong.status_code == 422
    assert "inside it is something else" in wrong.content.decode()
    assert "Sent to the Authority." in wrong.content.decode()
    answer = browser.post(
        here(coop, "done", duty=RETURN), {**day, "words": "Sent to the Authority.", "file": kept}
    )
    assert answer.status_code == 302
    page = browser.get(here(coop, "duty", duty=RETURN)).content.decode()
    assert "Done on 9 October 2026" in page
    assert browser.get(here(coop, "done", duty=RETURN)).status_code == 302
    browser.post(
        here(coop, "put-right", duty=RETURN), {"number": 1, "done": "no", "words": "Only a draft."}
    )
    page = browser.get(here(coop, "duty", duty=RETURN)).content.decode()
    assert "Put right: it was not done" in page
    assert "Sent to the Authority." in page


def test_the_page_says_when_each_term_on_the_board_ends(
    coop: Coop, boss: Actor, browser: Client
) -> None:
    person = somebody(coop, "Bo Board")
    wear_hat(coop=coop, by=boss, person=person, role="board", since=date(2024, 5, 1))
    text = browser.get(here(coop, "duties")).content.decode()
    assert "Bo Board until 30 April 2027" in text


def test_evidence_is_only_ever_a_download_and_private_unless_said(
    coop: Coop, boss: Actor, browser: Client
) -> None:
    private = done(coop, boss, file=PDF)
    shown = done(
        coop, boss, duty=MEETING, file=Attached("minutes.txt", b"<script>"), for_members=True
    )
    answer = browser.get(here(coop, "file", record=private.pk))
    assert answer.content == PDF.content
    assert answer["Content-Disposition"] == 'attachment; filename="The return.pdf"'
    assert answer["Content-Security-Policy"].startswith("sandbox")
    member = signed_in(somebody(coop, "Mel Member", role="member"))
    assert member.get(here(coop, "file", record=private.pk)).status_code == 403
    opened = member.get(here(coop, "file", record=shown.pk))
    assert (opened["Content-Type"], opened["X-Content-Type-Options"]) == ("text/plain", "nosniff")
    assert opened["Content-Disposition"].startswith("attachment")
    assert member.get(here(coop, "done", duty="accounts-2026-03-31")).status_code == 403
    assert member.get(here(coop, "duties")).status_code == 200


def test_given_a_file_changed_on_the_disk_then_it_is_said_and_not_handed_out(
    coop: Coop, boss: Actor, browser: Client
) -> None:
    record = done(coop, boss, file=PDF)
    path_of(coop.id, record.file).write_bytes(b"%PDF-1.7 another")
    answer = browser.get(here(coop, "file", record=record.pk), follow=True)
    path_of(coop.id, record.file).write_bytes(PDF.content)
    assert "The file is not as it was kept." in answer.content.decode()


def test_another_co_op_s_file_is_not_there(coop: Coop, boss: Actor) -> None:
    record = done(coop, boss, file=PDF)
    other = a_coop()
    stranger = signed_in(Person.objects.get(pk=the_secretary(other).person_id))
    assert stranger.get(here(coop, "file", record=record.pk)).status_code == 404
    assert stranger.get(here(other, "file", record=record.pk)).status_code == 404


def test_today_says_what_is_late_to_those_who_keep_duties(coop: Coop, browser: Client) -> None:
    text = browser.get(reverse("web:today", kwargs={"coop": coop.slug})).content.decode()
    assert "late since 30 September 2026" in text
