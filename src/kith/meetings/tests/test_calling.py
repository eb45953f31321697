"""A meeting is called with the clear days of the articles, and every member is told."""

from datetime import date, time, timedelta

import pytest

from kith.articles.queries import articles_in_force
from kith.decisions.factories import a_proposal
from kith.decisions.models import Proposal
from kith.foundation import clock
from kith.foundation.attached import Attached
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.models import Coop
from kith.kernel.week import local_moment
from kith.meetings import rules
from kith.meetings.actions import agenda, calling
from kith.meetings.factories import a_meeting, a_motion, called, keeper
from kith.meetings.models import Item, Meeting, Paper
from kith.membership.models import Member
from kith.people.models import Notice
from kith.people.queries import actor_for

pytestmark = pytest.mark.django_db
Cast = dict[str, Member]


def test_every_member_is_told_with_the_agenda(coop: Coop, cast: Cast) -> None:
    meeting = called(cast["Ada"], Proposal.RESOLUTION)
    assert meeting.state == Meeting.CALLED and meeting.called_at
    told = Notice.objects.filter(kind="meeting")
    assert told.count() == 7
    assert "1. A bench by the door, 1." in told[0].text and "The library" in told[0].text
    assert Proposal.objects.get().state == Proposal.MEETING


def test_neither_the_day_of_the_notice_nor_that_of_the_meeting_counts(
    coop: Coop, cast: Cast
) -> None:
    with clock.stopped_at(local_moment(date(2027, 3, 1), time(23, 59), coop.zone)):
        with pytest.raises(DomainError, match="The first day that can be is 16 March 2027") as no:
            _plan(cast["Ada"], date(2027, 3, 15))
        assert no.value.field == "day"
        meeting = _plan(cast["Ada"], date(2027, 3, 16))
    with clock.stopped_at(local_moment(date(2027, 3, 2), time(0, 1), coop.zone)):
        with pytest.raises(DomainError, match="17 March 2027"):
            calling.send_notice(coop=coop, by=keeper(cast["Ada"]), meeting=meeting)
        assert not Notice.objects.filter(kind="meeting").exists()
        calling.move_meeting(
            coop=coop, by=keeper(cast["Ada"]), meeting=meeting, day=date(2027, 3, 17), at=time(19)
        )
        calling.send_notice(coop=coop, by=keeper(cast["Ada"]), meeting=meeting)


def _plan(secretary: Member, day: date, **more: str) -> Meeting:
    given = {"title": "Spring", "where": "The library", **more}
    return calling.plan_meeting(
        coop=secretary.coop, by=keeper(secretary), day=day, at=time(18), **given
    )


@pytest.mark.parametrize(
    ("field", "given"),
    [("title", {"title": " "}), ("where", {"where": ""}), ("online", {"online": "javascript:x"})],
)
def test_what_is_missing_is_named(
    coop: Coop, cast: Cast, field: str, given: dict[str, str]
) -> None:
    day = rules.first_day(articles_in_force(coop), clock.today(coop.zone))
    with pytest.raises(DomainError) as no:
        _plan(cast["Ada"], day, **given)
    assert no.value.field == field
    with pytest.raises(DomainError) as no:
        _plan(cast["Ada"], day + timedelta(days=400))
    assert no.value.field == "day"


def test_a_member_alone_calls_no_meeting(coop: Coop, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        calling.plan_meeting(
            coop=coop,
            by=actor_for(cast["Bob"].voter),
            title="Mine",
            day=date(2030, 1, 1),
            at=time(18),
            where="Here",
        )


def test_a_special_resolution_stands_on_the_notice_and_an_ordinary_one_may_follow(
    coop: Coop, cast: Cast
) -> None:
    meeting = called(cast["Ada"])
    with clock.stopped_at(clock.now() + timedelta(days=1)):
        with pytest.raises(DomainError, match="The last day for that was"):
            a_motion(meeting, cast["Ada"], Proposal.SPECIAL)
        Notice.objects.all().delete()
        a_motion(meeting, cast["Ada"], Proposal.RESOLUTION)
    assert Notice.objects.filter(title__contains="one point more").count() == 7
    assert Item.objects.count() == 1


def test_only_resolutions_are_put_to_a_meeting_and_once(coop: Coop, cast: Cast) -> None:
    meeting = a_meeting(cast["Ada"])
    consent = a_proposal(cast["Bob"], Proposal.CONSENT)
    with pytest.raises(DomainError, match="resolutions"):
        _put(meeting, cast["Ada"], consent)
    bench = a_proposal(cast["Bob"])
    _put(meeting, cast["Ada"], bench)
    with pytest.raises(DomainError, match="put to a meeting"):
        _put(meeting, cast["Ada"], bench)


def _put(meeting: Meeting, secretary: Member, proposal: Proposal) -> Item:
    return agenda.put_motion(
        coop=meeting.coop, by=keeper(secretary), meeting=meeting, proposal=proposal
    )


def test_the_agenda_is_put_in_order_and_shortened_before_the_notice(coop: Coop, cast: Cast) -> None:
    meeting, by = a_meeting(cast["Ada"]), keeper(cast["Ada"])
    first = agenda.add_item(coop=coop, by=by, meeting=meeting, title="Welcome")
    motion = a_motion(meeting, cast["Ada"], Proposal.RESOLUTION)
    last = agenda.add_item(coop=coop, by=by, meeting=meeting, title="Tea")
    agenda.move_item(coop=coop, by=by, item=last, earlier=True)
    agenda.move_item(coop=coop, by=by, item=first, earlier=True)  # it is the first already
    assert [one.title for one in meeting.items.all()] == ["Welcome", "Tea", "A bench"]
    agenda.remove_item(coop=coop, by=by, item=motion)
    agenda.remove_item(coop=coop, by=by, item=first)
    assert [(one.number, one.title) for one in meeting.items.all()] == [(1, "Tea")]
    assert Proposal.objects.get().state == Proposal.TALKING
    calling.send_notice(coop=coop, by=by, meeting=meeting)
    with pytest.raises(DomainError, match="called"):
        agenda.remove_item(coop=coop, by=by, item=last)


def test_papers_are_kept_as_they_are(coop: Coop, cast: Cast) -> None:
    meeting, by = a_meeting(cast["Ada"]), keeper(cast["Ada"])
    kept = agenda.add_paper(
        coop=coop, by=by, meeting=meeting, title="Accounts", file=Attached("a.csv", b"a,b\n")
    )
    assert Paper.objects.get() == kept and kept.file_bytes == 4
    with pytest.raises(DomainError) as no:
        agenda.add_paper(
            coop=coop, by=by, meeting=meeting, title="Bad", file=Attached("a.exe", b"MZ")
        )
    assert no.value.field == "file"


def test_a_meeting_called_off_gives_its_motions_back(coop: Coop, cast: Cast) -> None:
    meeting = called(cast["Ada"], Proposal.SPECIAL)
    by = keeper(cast["Ada"])
    with pytest.raises(DomainError) as no:
        calling.cancel_meeting(coop=coop, by=by, meeting=meeting, why=" ")
    assert no.value.field == "why"
    calling.cancel_meeting(coop=coop, by=by, meeting=meeting, why="The library is closed.")
    assert Proposal.objects.get().state == Proposal.TALKING
    assert Notice.objects.filter(title__startswith="Called off").count() == 7
    with pytest.raises(DomainError, match="cancelled"):
        calling.change_place(coop=coop, by=by, meeting=meeting, where="The park")


def test_another_place_is_told_to_everybody(coop: Coop, cast: Cast) -> None:
    meeting = called(cast["Ada"])
    by = keeper(cast["Ada"])
    calling.change_place(
        coop=coop,
        by=by,
        meeting=meeting,
        where=meeting.where,
        phone=meeting.phone,
        online=meeting.online,
    )
    assert not Notice.objects.filter(title__contains="another place").exists()
    calling.change_place(coop=coop, by=by, meeting=meeting, where="The school")
    assert Notice.objects.filter(text__contains="The school").count() == 7
