"""Who is there, the quorum by heads and by class, proxies, and the meeting that is adjourned for want of a quorum."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.articles.actions import adopt_first_articles
from kith.articles.queries import articles_in_force
from kith.articles.reading import model_text, read_articles
from kith.decisions.models import Proposal
from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.models import Coop
from kith.meetings import rules
from kith.meetings.actions import presence, proxies, running
from kith.meetings.factories import begun, called, came, carried, keeper, on_its_day
from kith.meetings.models import Happening, Meeting, Presence, Proxy
from kith.meetings.queries.presence import attendance_of
from kith.membership.actions import leave_coop
from kith.membership.models import Member
from kith.people.models import Notice
from kith.people.queries import actor_for

pytestmark = pytest.mark.django_db
Cast = dict[str, Member]


def test_the_quorum_is_counted_by_heads_and_by_class(coop: Coop, cast: Cast) -> None:
    meeting = called(cast["Ada"])
    with on_its_day(meeting, -20):
        came(meeting, cast["Ada"], cast["Ada"], cast["Bob"], cast["Cy"])
        came(meeting, cast["Ada"], cast["Dee"], way=Presence.PHONE)
        quorum = attendance_of(meeting).quorum
        assert "Of “Supporters” 2 more are needed" in quorum.missing
        with pytest.raises(DomainError, match="not time yet"):
            begun(meeting, cast["Ada"])
    with on_its_day(meeting):
        with pytest.raises(DomainError, match=r"There is no quorum\. Of “Supporters” 2 more"):
            begun(meeting, cast["Ada"])
        came(meeting, cast["Ada"], cast["Fay"])
        carried(meeting, cast["Eve"], cast["Fay"])
        quorum = attendance_of(meeting).quorum
        assert (
            quorum.words
            == "6 members of 7 there, 1 of them by proxy. Needed: 2. There is a quorum."
        )
        assert begun(meeting, cast["Ada"]).state == Meeting.OPEN
    assert Happening.objects.get(kind="opened").words.startswith(
        "The meeting was opened, Ada Adason in the chair. 6 members of 7 there"
    )


@given(
    members=st.dictionaries(
        st.sampled_from(["people", "supporters", "workers"]), st.integers(0, 60), min_size=3
    ),
    share=st.floats(0, 1),
)
def test_whatever_comes_is_a_quorum_only_with_every_class_and_two_human_beings(
    members: dict[str, int], share: float
) -> None:
    articles = read_articles(model_text("multi-stakeholder"))
    here = {key: int(count * share) for key, count in members.items()}
    quorum = rules.quorum_of(articles, members, here, sum(here.values()))
    each = all(
        here[key] >= min(count, articles.meetings.quorum(count)) for key, count in members.items()
    )
    assert quorum.enough == (each and sum(here.values()) >= min(2, sum(members.values())))


def test_one_with_many_proxies_is_no_meeting() -> None:
    articles = read_articles(model_text("multi-stakeholder"))
    members = {"people": 1, "supporters": 1, "workers": 1}
    assert rules.quorum_of(articles, members, members, 1).missing.startswith("2 human beings")


def test_a_member_comes_online_alone_and_others_are_marked(coop: Coop, cast: Cast) -> None:
    meeting = called(cast["Ada"])
    own = actor_for(cast["Bob"].voter)
    with on_its_day(meeting, -180), pytest.raises(DomainError, match="two hours before"):
        presence.arrive(coop=coop, by=own, meeting=meeting, member=cast["Bob"], way="online")
    with on_its_day(meeting, -5):
        presence.arrive(coop=coop, by=own, meeting=meeting, member=cast["Bob"], way="online")
        presence.arrive(coop=coop, by=own, meeting=meeting, member=cast["Bob"], way="online")
        for member, way in ((cast["Bob"], "room"), (cast["Cy"], "online")):
            with pytest.raises(NotAllowed):
                presence.arrive(coop=coop, by=own, meeting=meeting, member=member, way=way)
        presence.leave(coop=coop, by=own, meeting=meeting, member=cast["Bob"])
        with pytest.raises(DomainError, match="not marked as here"):
            presence.leave(coop=coop, by=own, meeting=meeting, member=cast["Bob"])
    assert [one.here for one in Presence.objects.order_by("number")] == [True, False]


def test_times_in_a_meeting_never_go_back(coop: Coop, cast: Cast) -> None:
    meeting = called(cast["Ada"])
    with on_its_day(meeting, 10):
        came(meeting, cast["Ada"], cast["Ada"], cast["Cy"], cast["Dee"], cast["Eve"], cast["Fay"])
        came(meeting, cast["Ada"], cast["Bob"])
        meeting = begun(meeting, cast["Ada"])
    with on_its_day(meeting, 5):  # the computer's clock was put back
        presence.leave(coop=coop, by=keeper(cast["Ada"]), meeting=meeting, member=cast["Bob"])
        running.note(coop=coop, by=keeper(cast["Ada"]), meeting=meeting, words="Tea was had.")
    times = [one.at for one in Happening.objects.order_by("number")]
    assert times == sorted(times)
    assert Presence.objects.get(here=False).at == meeting.starts_at + timedelta(minutes=10)


def name(meeting: Meeting, member: Member, holder: Member) -> Proxy:
    return proxies.name_proxy(
        coop=meeting.coop,
        by=actor_for(member.voter),
        meeting=meeting,
        member=member,
        holder=holder,
    )


def test_a_proxy_counts_when_the_holder_has_said_yes_and_is_there(coop: Coop, cast: Cast) -> None:
    meeting = called(cast["Ada"])
    asked = name(meeting, cast["Bob"], cast["Cy"])
    assert Notice.objects.filter(person=cast["Cy"].voter, title__contains="carry").exists()
    with on_its_day(meeting):
        came(meeting, cast["Ada"], cast["Cy"])
        assert attendance_of(meeting).quorum.whole.here == 1
        with pytest.raises(NotAllowed):
            proxies.accept_proxy(coop=coop, by=actor_for(cast["Dee"].voter), proxy=asked)
        proxies.accept_proxy(coop=coop, by=actor_for(cast["Cy"].voter), proxy=asked)
        with pytest.raises(DomainError, match="answered before: accepted"):
            proxies.accept_proxy(coop=coop, by=actor_for(cast["Cy"].voter), proxy=asked)
        assert attendance_of(meeting).quorum.whole.here == 2
        came(meeting, cast["Ada"], cast["Bob"])
        there = attendance_of(meeting)
        assert there.quorum.whole.here == 2 and not there.carried
        presence.leave(coop=coop, by=keeper(cast["Ada"]), meeting=meeting, member=cast["Cy"])
        presence.leave(coop=coop, by=keeper(cast["Ada"]), meeting=meeting, member=cast["Bob"])
        assert attendance_of(meeting).quorum.whole.here == 0


def test_a_holder_carries_as_many_as_the_articles_allow(coop: Coop, cast: Cast) -> None:
    meeting = called(cast["Ada"])
    waits = name(meeting, cast["Dee"], cast["Cy"])
    carried(meeting, cast["Ada"], cast["Cy"])
    carried(meeting, cast["Bob"], cast["Cy"])
    with pytest.raises(DomainError, match="carries the votes of 2 members, the most") as no:
        name(meeting, cast["Eve"], cast["Cy"])
    assert no.value.field == "holder"
    with pytest.raises(DomainError, match="2 members"):
        proxies.accept_proxy(coop=coop, by=actor_for(cast["Cy"].voter), proxy=waits)
    proxies.decline_proxy(coop=coop, by=actor_for(cast["Cy"].voter), proxy=waits)
    assert Notice.objects.filter(person=cast["Dee"].voter, title__contains="cannot").exists()


def test_nobody_is_their_own_proxy_or_names_a_stranger(coop: Coop, cast: Cast) -> None:
    meeting = called(cast["Ada"])
    with pytest.raises(DomainError, match="somebody else"):
        name(meeting, cast["Bob"], cast["Bob"])
    leave_coop(coop=coop, by=actor_for(cast["Gus"].voter), member=cast["Gus"], reason="moving")
    with pytest.raises(DomainError, match="no member who may vote"):
        name(meeting, cast["Bob"], cast["Gus"])
    name(meeting, cast["Bob"], cast["Cy"])
    with pytest.raises(DomainError, match="End that first"):
        name(meeting, cast["Bob"], cast["Dee"])
    assert Proxy.objects.count() == 1


def test_a_proxy_is_not_passed_on_in_whatever_order(coop: Coop, cast: Cast) -> None:
    meeting = called(cast["Ada"])
    carried(meeting, cast["Bob"], cast["Cy"])
    with pytest.raises(DomainError, match="cannot be passed on"):
        name(meeting, cast["Cy"], cast["Dee"])
    with pytest.raises(DomainError, match="has a proxy themself"):
        name(meeting, cast["Ada"], cast["Bob"])
    first = name(meeting, cast["Dee"], cast["Eve"])
    second = name(meeting, cast["Ada"], cast["Dee"])
    proxies.accept_proxy(coop=coop, by=actor_for(cast["Dee"].voter), proxy=second)
    with pytest.raises(DomainError, match="cannot be passed on"):
        proxies.accept_proxy(coop=coop, by=actor_for(cast["Eve"].voter), proxy=first)


def test_either_ends_a_proxy_and_another_can_be_named(coop: Coop, cast: Cast) -> None:
    meeting = called(cast["Ada"])
    for who in ("Bob", "Cy"):
        proxy = carried(meeting, cast["Bob"], cast["Cy"])
        with pytest.raises(NotAllowed):
            proxies.end_proxy(coop=coop, by=actor_for(cast["Dee"].voter), proxy=proxy)
        proxies.end_proxy(coop=coop, by=actor_for(cast[who].voter), proxy=proxy)
        with pytest.raises(DomainError, match="ended already"):
            proxies.end_proxy(coop=coop, by=actor_for(cast[who].voter), proxy=proxy)
    assert Notice.objects.filter(title__contains="has ended the proxy").count() == 2


def test_articles_without_proxies_have_none(cast: Cast) -> None:
    other = Coop.objects.create(slug="none", name="None")
    text = model_text("multi-stakeholder").replace("most_proxies = 2", "most_proxies = 0")
    adopt_first_articles(coop=other, text=text)
    with pytest.raises(DomainError, match="do not allow proxies"):
        rules.check_proxies_allowed(articles_in_force(other))


def test_a_member_who_leaves_the_coop_is_no_longer_there(coop: Coop, cast: Cast) -> None:
    meeting = called(cast["Ada"])
    carried(meeting, cast["Dee"], cast["Gus"])
    with on_its_day(meeting):
        came(meeting, cast["Ada"], cast["Gus"], cast["Ada"])
        assert attendance_of(meeting).quorum.whole.here == 3
        leave_coop(coop=coop, by=actor_for(cast["Gus"].voter), member=cast["Gus"], reason="moving")
        assert attendance_of(meeting).quorum.whole.here == 1
        with pytest.raises(DomainError, match="no member who may vote"):
            came(meeting, cast["Ada"], cast["Gus"], way=Presence.PHONE)


def test_without_a_quorum_it_goes_on_another_day_with_those_who_come(
    coop: Coop, cast: Cast
) -> None:
    meeting, by = called(cast["Ada"], Proposal.SPECIAL), keeper(cast["Ada"])

    def adjourn(days: int) -> Meeting:
        day = clock.today(coop.zone) + timedelta(days=days)
        return running.adjourn_meeting(coop=coop, by=by, meeting=meeting, day=day, at=time(19))

    with on_its_day(meeting, 29):
        came(meeting, cast["Ada"], cast["Ada"], cast["Cy"])
        with pytest.raises(DomainError, match="half an hour"):
            adjourn(7)
    with on_its_day(meeting, 30):
        for days in (6, 29):
            with pytest.raises(DomainError) as no:
                adjourn(days)
            assert no.value.field == "day"
        moved = adjourn(7)
    assert (moved.state, moved.without_quorum) == (Meeting.ADJOURNED, True)
    assert Notice.objects.filter(title__startswith="Adjourned").count() == 7
    with on_its_day(moved):
        came(moved, cast["Ada"], cast["Ada"])
        with pytest.raises(DomainError, match="2 human beings"):
            begun(moved, cast["Ada"])
        came(moved, cast["Ada"], cast["Cy"])
        assert begun(moved, cast["Ada"]).state == Meeting.OPEN
    assert "goes on with those who are there" in Happening.objects.get(kind="opened").words


def test_a_chair_is_there_and_runs_the_meeting_they_chair_alone(coop: Coop, cast: Cast) -> None:
    meeting = called(cast["Ada"])
    with on_its_day(meeting):
        came(meeting, cast["Ada"], cast["Ada"], cast["Bob"], cast["Cy"], cast["Dee"])
        came(meeting, cast["Ada"], cast["Eve"], cast["Fay"])
        with pytest.raises(DomainError) as no:
            running.open_meeting(
                coop=coop, by=keeper(cast["Ada"]), meeting=meeting, chair=cast["Gus"]
            )
        assert no.value.field == "chair"
        meeting = begun(meeting, cast["Ada"])
        own = actor_for(cast["Bob"].voter)
        with pytest.raises(NotAllowed):
            running.note(coop=coop, by=own, meeting=meeting, words="Mine.")
        running.change_chair(coop=coop, by=keeper(cast["Ada"]), meeting=meeting, chair=cast["Bob"])
        running.note(coop=coop, by=own, meeting=meeting, words="We had tea.")
