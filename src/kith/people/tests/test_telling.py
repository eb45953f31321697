import pytest
from django.core import mail
from pytest_django.fixtures import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from kith.foundation.errors import NotAllowed
from kith.foundation.jobs import work_until_stopped
from kith.foundation.models import Coop
from kith.people.actions import write_needs
from kith.people.factories import a_coop, somebody, the_secretary
from kith.people.models import Notice, Person, Way
from kith.people.queries import actor_for, to_tell_another_way
from kith.people.telling import pass_on_notice, see_notice, send_notices, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop() -> Coop:
    return a_coop("don-valley")


def needing(coop: Coop, name: str, *, phone: str = "", **needs: object) -> Person:
    person = somebody(coop, name, email=f"{name.lower()}@kith.example", phone=phone)
    if needs:
        write_needs(coop=coop, by=the_secretary(coop), person=person, after=0, **needs)  # type: ignore[arg-type]
    return person


def test_each_is_told_in_the_way_they_need(
    coop: Coop, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    people = [
        needing(coop, "Never-asked"),
        needing(coop, "None", none_known=True),
        needing(coop, "Interpreter", professional="bsl-interpreter"),
        needing(coop, "Email", formats=["plain-text"], contact_by="email"),
        needing(coop, "Braille", formats=["braille"], phone="01302 555010"),
        needing(coop, "Texter", contact_by="text"),
        somebody(coop, "Offline", phone="01302 555010"),
    ]

    with django_capture_on_commit_callbacks(execute=True):
        tell(coop=coop, people=people, kind="rota.published", title="Your week", link="/at/x/")
    work_until_stopped_quietly()

    assert sorted(each.to[0].split()[0] for each in mail.outbox) == [
        "Email",
        "Interpreter",
        "Never-asked",
        "None",
    ]
    waiting = to_tell_another_way(coop, Person.objects.all())
    assert {(each.person.name, each.way) for each in waiting} == {
        ("Braille", Way.FACE_TO_FACE),
        ("Texter", Way.TEXT),
        ("Offline", Way.TELEPHONE),
    }


def work_until_stopped_quietly() -> None:
    """Do what waits. The worker leaves with SystemExit only when it is told to stop."""
    work_until_stopped(stop_when_empty=True)


def test_telling_many_costs_no_more_queries_than_telling_one(
    coop: Coop, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    people = [somebody(coop, f"Person {number}", email="a@kith.example") for number in range(12)]

    with django_assert_max_num_queries(6):
        assert len(tell(coop=coop, people=people, kind="x", title="Hello")) == 12


def test_who_left_or_belongs_elsewhere_is_not_told(coop: Coop) -> None:
    stranger = somebody(a_coop("elsewhere"))

    assert tell(coop=coop, people=[stranger], kind="x", title="Hello") == []


def test_a_mail_that_cannot_go_waits_for_somebody_to_pass_it_on(
    coop: Coop, monkeypatch: pytest.MonkeyPatch
) -> None:
    (notice,) = tell(coop=coop, people=[needing(coop, "Pat")], kind="x", title="Bad\nheader")

    assert send_notices.call([str(notice.id)]) == 0

    (waiting,) = to_tell_another_way(coop, Person.objects.all())
    assert waiting == notice


def test_a_mail_goes_once(coop: Coop) -> None:
    (notice,) = tell(coop=coop, people=[needing(coop, "Pat")], kind="x", title="Hello")

    assert send_notices.call([str(notice.id)]) == 1
    assert send_notices.call([str(notice.id)]) == 0
    assert len(mail.outbox) == 1


def test_only_they_themselves_see_a_notice_and_only_who_may_contact_them_passes_it_on(
    coop: Coop,
) -> None:
    pat, other = somebody(coop, "Pat", role="person"), somebody(coop, "Other", role="person")
    (notice,) = tell(coop=coop, people=[pat], kind="x", title="Hello")

    with pytest.raises(NotAllowed):
        see_notice(coop=coop, by=actor_for(other), notice=notice)
    with pytest.raises(NotAllowed):
        pass_on_notice(coop=coop, by=actor_for(other), notice=notice)
    pass_on_notice(coop=coop, by=the_secretary(coop), notice=notice)
    see_notice(coop=coop, by=actor_for(pat), notice=notice)

    kept = Notice.objects.get()
    assert kept.told_at and kept.seen_at
    assert not to_tell_another_way(coop, Person.objects.all()).exists()
