"""Votes at a meeting: in every way together, by a frozen list, counted by the articles, carried out; and amendments."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from kith.articles.actions import propose_articles
from kith.articles.models import ArticlesVersion
from kith.articles.queries import articles_in_force, newest_adopted
from kith.decisions.models import Entitlement, Proposal, Vote
from kith.decisions.proposing import propose_articles_vote
from kith.decisions.queries import entitled_to, standing_of, took_part, wordings_of
from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.events import verify
from kith.foundation.models import Coop
from kith.meetings.actions import (
    after,
    agenda,
    amending,
    calling,
    presence,
    proxies,
    running,
    speaking,
    voting,
)
from kith.meetings.factories import (
    a_meeting,
    begun,
    called,
    came,
    carried,
    keeper,
    on_its_day,
)
from kith.meetings.models import Item, Meeting, Minutes, MinutesVersion, Presence, Proxy, Task
from kith.meetings.queries.meetings import amendments_of, open_vote, turns_of
from kith.meetings.taking_part import came_to_meetings
from kith.membership.actions import leave_coop
from kith.membership.models import Member
from kith.people.models import Notice
from kith.people.queries import actor_for

pytestmark = pytest.mark.django_db
Cast = dict[str, Member]
EVERYBODY = ("Ada", "Bob", "Cy", "Dee", "Eve", "Fay")


@pytest.fixture
def meeting(coop: Coop, cast: Cast) -> Meeting:
    """Called, with an ordinary and a special motion; Gus is carried by Bob."""
    found = called(cast["Ada"], Proposal.RESOLUTION, Proposal.SPECIAL)
    carried(found, cast["Gus"], cast["Bob"])
    return found


def items(meeting: Meeting) -> list[Item]:
    return list(meeting.items.select_related("proposal", "meeting__coop").order_by("number"))


def opened(meeting: Meeting, cast: Cast, number: int = 1) -> Proposal:
    """Everybody is there but Gus, the meeting is open, and votes on this motion are too."""
    came(meeting, cast["Ada"], *(cast[name] for name in EVERYBODY if name != "Dee"))
    came(meeting, cast["Ada"], cast["Dee"], way=Presence.PHONE)
    item = items(meeting)[number - 1]
    begun(meeting, cast["Ada"], item)
    return vote_on(meeting, cast, item.proposal)


def vote_on(meeting: Meeting, cast: Cast, proposal: Proposal | None) -> Proposal:
    assert proposal
    return voting.open_vote_on(
        coop=meeting.coop, by=keeper(cast["Ada"]), meeting=meeting, proposal=proposal
    )


def says(proposal: Proposal, member: Member, choice: str, by: Member | None = None) -> Vote:
    item = proposal.items.first() or proposal.amendment.item
    return voting.give_vote(
        coop=member.coop,
        by=actor_for((by or member).voter),
        meeting=item.meeting,
        entitlement=entitled_to(proposal).get(member=member),
        choice=choice,
    )


def hands(meeting: Meeting, cast: Cast, proposal: Proposal, others: str, **choices: str) -> int:
    return voting.enter_votes(
        coop=meeting.coop,
        by=keeper(cast["Ada"]),
        meeting=meeting,
        proposal=proposal,
        way=Vote.SHOW,
        choices={
            entitled_to(proposal).get(member=cast[name]).pk: choice
            for name, choice in choices.items()
        },
        others=others,
    )


def close(meeting: Meeting, cast: Cast, proposal: Proposal) -> Proposal:
    return voting.close_vote(
        coop=meeting.coop, by=keeper(cast["Ada"]), meeting=meeting, proposal=proposal
    )


def test_hands_telephone_pages_and_proxies_count_together(
    coop: Coop, cast: Cast, meeting: Meeting
) -> None:
    with on_its_day(meeting):
        proposal = opened(meeting, cast)
        assert Entitlement.objects.count() == 7
        says(proposal, cast["Eve"], "no")
        says(proposal, cast["Gus"], "no", by=cast["Bob"])
        assert hands(meeting, cast, proposal, "yes", Cy="abstain", Dee="yes") == 5
        assert hands(meeting, cast, proposal, "no") == 0
        done = close(meeting, cast, proposal)
    assert done.outcome == Proposal.CARRIED
    assert done.outcome_words == (
        "7 members were there, 1 of them by proxy, and 7 took part. "
        "4 of 6 votes were yes; more than half was needed. Carried."
    )
    assert Notice.objects.filter(title__startswith="Decided").count() == 7
    assert list(verify()) == []
    gus = Vote.objects.get(entitlement__member=cast["Gus"])
    assert gus.by is None or gus.by == cast["Bob"].voter
    long_ago, later = (meeting.starts_at + timedelta(days=days) for days in (-99, 99))
    assert took_part(coop, long_ago, later) == {}
    heard = came_to_meetings(coop, long_ago, later)
    assert heard.all == (0, 0)  # it is not over yet


def test_one_member_one_vote_and_the_newest_counts_until_the_close(
    coop: Coop, cast: Cast, meeting: Meeting
) -> None:
    with on_its_day(meeting):
        proposal = opened(meeting, cast)
        for choice in ("yes", "no", "yes"):  # two tabs, one after the other
            says(proposal, cast["Eve"], choice)
        hands(meeting, cast, proposal, "", Eve="no")
        done = close(meeting, cast, proposal)
        assert "0 of 1 votes were yes" in done.outcome_words
        with pytest.raises(DomainError, match="have closed"):
            says(proposal, cast["Eve"], "yes")
        with pytest.raises(DomainError, match="have closed"):
            hands(meeting, cast, proposal, "yes")
        with pytest.raises(DomainError, match="have closed"):
            close(meeting, cast, proposal)
    assert Vote.objects.count() == 4


def test_nobody_votes_for_another_but_as_their_proxy(
    coop: Coop, cast: Cast, meeting: Meeting
) -> None:
    with on_its_day(meeting):
        proposal = opened(meeting, cast)
        with pytest.raises(NotAllowed):
            says(proposal, cast["Eve"], "yes", by=cast["Bob"])
        with pytest.raises(DomainError, match="not yours"):
            says(proposal, cast["Gus"], "yes", by=cast["Eve"])
        with pytest.raises(DomainError, match="Pick one"):
            says(proposal, cast["Eve"], "aside")
        came(meeting, cast["Ada"], cast["Gus"])
        with pytest.raises(NotAllowed):
            says(proposal, cast["Gus"], "yes", by=cast["Bob"])
        says(proposal, cast["Gus"], "yes")


def test_who_has_left_votes_no_more_and_nor_do_those_they_carry(
    coop: Coop, cast: Cast, meeting: Meeting
) -> None:
    with on_its_day(meeting):
        proposal = opened(meeting, cast)
        presence.leave(coop=coop, by=keeper(cast["Ada"]), meeting=meeting, member=cast["Bob"])
        with pytest.raises(DomainError, match="left the meeting"):
            says(proposal, cast["Bob"], "yes")
        with pytest.raises(DomainError, match="left the meeting"):
            says(proposal, cast["Gus"], "yes", by=cast["Bob"])
        with pytest.raises(DomainError, match="left the meeting"):
            hands(meeting, cast, proposal, "", Gus="yes")
        leave_coop(coop=coop, by=actor_for(cast["Cy"].voter), member=cast["Cy"], reason="moving")
        with pytest.raises(DomainError, match="no longer a member"):
            hands(meeting, cast, proposal, "", Cy="yes")
        assert not Vote.objects.exists()


def test_a_directed_vote_is_cast_as_directed(coop: Coop, cast: Cast, meeting: Meeting) -> None:
    first, second = items(meeting)
    proxy = Proxy.objects.get()
    own = actor_for(cast["Gus"].voter)
    directions = {first.pk: "no", second.pk: ""}
    proxies.direct_proxy(coop=coop, by=own, proxy=proxy, directions=directions)
    with pytest.raises(NotAllowed):
        by = actor_for(cast["Bob"].voter)
        proxies.direct_proxy(coop=coop, by=by, proxy=proxy, directions={first.pk: "yes"})
    with on_its_day(meeting):
        proposal = opened(meeting, cast)
        vote = Vote.objects.get()
        assert (vote.choice, vote.way, vote.entitlement.member) == ("no", "directed", cast["Gus"])
        with pytest.raises(DomainError, match="has said how to vote: no"):
            says(proposal, cast["Gus"], "yes", by=cast["Bob"])
        assert hands(meeting, cast, proposal, "yes", Gus="yes") == 5
        for act in (proxies.end_proxy, proxies.direct_proxy):
            more = {"directions": {}} if act is proxies.direct_proxy else {}
            with pytest.raises(DomainError, match="Votes are open now"):
                act(coop=coop, by=own, proxy=proxy, **more)
        done = close(meeting, cast, proposal)
        assert "5 of 6 votes" in done.outcome_words
        running.take_up(coop=coop, by=keeper(cast["Ada"]), item=second)
        other = vote_on(meeting, cast, second.proposal)
        says(other, cast["Gus"], "yes", by=cast["Bob"])
        close(meeting, cast, other)
        proxies.end_proxy(coop=coop, by=own, proxy=proxy)


def test_votes_open_one_at_a_time_at_their_point_and_with_a_quorum(
    coop: Coop, cast: Cast, meeting: Meeting
) -> None:
    _, second = items(meeting)
    with on_its_day(meeting):
        proposal = opened(meeting, cast)
        with pytest.raises(DomainError, match="something else"):
            vote_on(meeting, cast, second.proposal)
        for act in (running.end_meeting,):
            with pytest.raises(DomainError, match="Close them first"):
                act(coop=coop, by=keeper(cast["Ada"]), meeting=meeting)
        close(meeting, cast, proposal)
        with pytest.raises(DomainError, match="Take up this point"):
            vote_on(meeting, cast, second.proposal)
        running.take_up(coop=coop, by=keeper(cast["Ada"]), item=second)
        for name in ("Eve", "Fay"):
            presence.leave(coop=coop, by=keeper(cast["Ada"]), meeting=meeting, member=cast[name])
        with pytest.raises(DomainError, match=r"There is no quorum\. Of “Supporters”"):
            vote_on(meeting, cast, second.proposal)


def test_who_comes_after_the_votes_opened_has_none_on_it(
    coop: Coop, cast: Cast, meeting: Meeting
) -> None:
    with on_its_day(meeting):
        proxies.end_proxy(coop=coop, by=actor_for(cast["Bob"].voter), proxy=Proxy.objects.get())
        came(meeting, cast["Ada"], *(cast[name] for name in EVERYBODY if name != "Bob"))
        came(meeting, cast["Ada"], cast["Gus"])
        item = items(meeting)[0]
        begun(meeting, cast["Ada"], item)
        proposal = vote_on(meeting, cast, item.proposal)
        came(meeting, cast["Ada"], cast["Bob"])
        assert standing_of(proposal, cast["Bob"].voter).entitlement is None
        assert "those who are there" in standing_of(proposal, cast["Bob"].voter).why
        assert standing_of(proposal, cast["Eve"].voter).why.startswith("You were at the meeting")
        assert not entitled_to(proposal).filter(member=cast["Bob"]).exists()


def test_a_special_resolution_needs_each_class(coop: Coop, cast: Cast, meeting: Meeting) -> None:
    with on_its_day(meeting):
        proposal = opened(meeting, cast, 2)
        hands(meeting, cast, proposal, "yes", Cy="no", Dee="yes", Gus="yes")
        done = close(meeting, cast, proposal)
    assert done.outcome == Proposal.LOST and "“Workers” did not" in done.outcome_words


def a_version(member: Member, days: int) -> ArticlesVersion:
    text = newest_adopted(member.coop).text.replace("notice_days = 14", f"notice_days = {days}")
    why = "People need more time."
    return propose_articles(coop=member.coop, by=actor_for(member.voter), text=text, why=why)


def test_an_amendment_names_another_version_and_the_articles_change(coop: Coop, cast: Cast) -> None:
    ada = keeper(cast["Ada"])
    first, second = a_version(cast["Bob"], 21), a_version(cast["Cy"], 28)
    proposal = propose_articles_vote(coop=coop, by=actor_for(cast["Bob"].voter), version=first)
    meeting = a_meeting(cast["Ada"])
    item = agenda.put_motion(coop=coop, by=ada, meeting=meeting, proposal=proposal)
    calling.send_notice(coop=coop, by=ada, meeting=meeting)
    with on_its_day(meeting):
        came(meeting, cast["Ada"], *(cast[name] for name in EVERYBODY))
        begun(meeting, cast["Ada"], item)
        own = actor_for(cast["Cy"].voter)
        with pytest.raises(DomainError, match="words stand"):
            amending.move_amendment(
                coop=coop, by=own, item=item, mover=cast["Cy"], text="Something else."
            )
        with pytest.raises(DomainError, match="Pick another version"):
            amending.move_version(coop=coop, by=own, item=item, mover=cast["Cy"], version=first)
        moved = amending.move_version(
            coop=coop, by=own, item=item, mover=cast["Cy"], version=second
        )
        with pytest.raises(DomainError, match=r"An amendment waits\. Vote on it first"):
            vote_on(meeting, cast, proposal)
        amendment = vote_on(meeting, cast, moved.proposal)
        hands(meeting, cast, moved.proposal, "yes")
        assert "has these words now" in close(meeting, cast, amendment).effect_words
        vote_on(meeting, cast, proposal)
        hands(meeting, cast, proposal, "yes")
        done = close(meeting, cast, proposal)
        assert done.effect_words == "Version 3 of our articles is in force."
        assert articles_in_force(coop).meetings.notice_days == 28
    assert wordings_of(done)[0].title == "Version 3 of our articles"


def test_an_amendment_is_moved_voted_on_and_becomes_the_words(
    coop: Coop, cast: Cast, meeting: Meeting
) -> None:
    item = items(meeting)[0]
    new = "We buy a bench with arms."
    with on_its_day(meeting):
        came(meeting, cast["Ada"], *(cast[name] for name in EVERYBODY))
        own = actor_for(cast["Bob"].voter)

        def move(text: str = new) -> object:
            return amending.move_amendment(
                coop=coop, by=own, item=item, mover=cast["Bob"], text=text
            )

        with pytest.raises(DomainError, match="not dealing"):
            move()
        begun(meeting, cast["Ada"], item)
        with pytest.raises(DomainError, match="Change them"):
            move("We buy a bench.")
        with pytest.raises(NotAllowed):
            amending.move_amendment(
                coop=coop, by=own, item=item, mover=cast["Cy"], text="We buy two."
            )
        move()
        with pytest.raises(DomainError, match="waits already"):
            move("We buy a table.")
        (waits,) = amendments_of(item)
        amending.set_amendment_aside(
            coop=coop, by=keeper(cast["Ada"]), amendment=waits, why="Taken back by its mover."
        )
        move()
        amendment = vote_on(meeting, cast, amendments_of(item)[1].proposal)
        assert says(amendment, cast["Gus"], "yes", by=cast["Bob"])
        with pytest.raises(DomainError, match="words stand"):
            move("We buy three.")
        hands(meeting, cast, amendment, "yes", Cy="no")
        done = close(meeting, cast, amendment)
    assert done.outcome == Proposal.CARRIED
    assert item.proposal
    assert [one.text for one in wordings_of(item.proposal)] == [new, "We buy a bench."]
    assert not Notice.objects.filter(title__startswith="Decided").exists()


def test_minutes_are_drafted_put_right_and_approved_by_the_next_meeting(
    coop: Coop, cast: Cast, meeting: Meeting
) -> None:
    ada = keeper(cast["Ada"])
    with on_its_day(meeting):
        proposal = opened(meeting, cast)
        hands(meeting, cast, proposal, "yes")
        close(meeting, cast, proposal)
        task = after.agree_task(
            coop=coop,
            by=ada,
            meeting=meeting,
            what="Buy the bench",
            who=cast["Bob"].voter,
            by_day=clock.today(coop.zone) + timedelta(days=30),
        )
        ended = running.end_meeting(coop=coop, by=ada, meeting=meeting)
        minutes = Minutes.objects.get()
        text = minutes.versions.get().text
        for words in (
            "People drawing on support (2): Ada Adason, Bob Bobson",
            "Dee Deeson (by telephone)",
            "Helping Hands by Fay Fayson",
            "Bob Bobson for Gus Gusson",
            "1. A bench by the door, 1",
            "6 of 6 votes were yes; more than half was needed. Carried.",
            "“A bench by the door, 2” was not put to the vote.",
            "Buy the bench",
            "The meeting ended.",
        ):
            assert words in text, words
        after.write_minutes(coop=coop, by=ada, minutes=minutes, text="Better words.", after=1)
        with pytest.raises(DomainError, match="Somebody else"):
            after.write_minutes(coop=coop, by=ada, minutes=minutes, text="Mine.", after=1)
        after.finish_task(coop=coop, by=actor_for(cast["Bob"].voter), task=task)
        with pytest.raises(DomainError, match="done already"):
            after.finish_task(coop=coop, by=ada, task=task)
        assert [one.state for one in Proposal.objects.order_by("number")] == ["closed", "talking"]
        assert Notice.objects.get(title__startswith="What was decided").person == cast["Gus"].voter
        following = called(cast["Ada"])
        (point,) = items(following)
        assert point.title.startswith("The minutes of")
        assert not a_meeting(cast["Ada"]).items.exists()
    with on_its_day(following):
        came(following, cast["Ada"], *(cast[name] for name in EVERYBODY))
        begun(following, cast["Ada"])
        with pytest.raises(DomainError, match="not dealing"):
            after.approve_minutes(coop=coop, by=ada, item=point)
        running.take_up(coop=coop, by=ada, item=point)
        done = after.approve_minutes(coop=coop, by=ada, item=point)
        assert (done.approved_at, done.state) == (following, Minutes.APPROVED)
        with pytest.raises(DomainError, match="approved"):
            after.write_minutes(coop=coop, by=ada, minutes=minutes, text="Late.", after=2)
    assert ended.state == Meeting.ENDED and MinutesVersion.objects.count() == 2
    assert Task.objects.get().done_by == cast["Bob"].voter


def test_who_has_spoken_least_on_a_point_comes_first(
    coop: Coop, cast: Cast, meeting: Meeting
) -> None:
    ada, (first, second) = keeper(cast["Ada"]), items(meeting)
    with on_its_day(meeting):
        came(meeting, cast["Ada"], *(cast[name] for name in EVERYBODY))
        begun(meeting, cast["Ada"], first)

        def ask(name: str, item: Item = first) -> None:
            own = actor_for(cast[name].voter)
            speaking.ask_to_speak(coop=coop, by=own, item=item, member=cast[name])

        for name in ("Bob", "Cy", "Bob"):
            ask(name)
        waiting, _ = turns_of(first)
        assert [one.member.name for one in waiting] == ["Bob Bobson", "Cy Cyson"]
        speaking.give_word(coop=coop, by=ada, turn=waiting[0])
        ask("Bob")
        ask("Dee")
        waiting, spoke = turns_of(first)
        assert [one.member.name for one in waiting] == ["Cy Cyson", "Dee Deeson", "Bob Bobson"]
        assert [one.member.name for one in spoke] == ["Bob Bobson"]
        own = actor_for(cast["Cy"].voter)
        speaking.drop_turn(coop=coop, by=own, turn=waiting[0])
        with pytest.raises(NotAllowed):
            speaking.drop_turn(coop=coop, by=own, turn=waiting[1])
        speaking.give_word(coop=coop, by=ada, turn=waiting[1])
        with pytest.raises(DomainError, match="no longer waiting"):
            speaking.give_word(coop=coop, by=ada, turn=waiting[1])
        with pytest.raises(DomainError, match="not dealing"):
            ask("Dee", second)
        with pytest.raises(DomainError, match="not marked as here"):
            ask("Gus")


@pytest.mark.parametrize("table", ["presence", "happening", "minutesversion"])
def test_the_database_keeps_what_happened(
    coop: Coop, cast: Cast, meeting: Meeting, table: str
) -> None:
    with on_its_day(meeting):
        close(meeting, cast, opened(meeting, cast))
        running.end_meeting(coop=coop, by=keeper(cast["Ada"]), meeting=meeting)
    for statement in (f"DELETE FROM meetings_{table}", f"UPDATE meetings_{table} SET id = id"):  # noqa: S608  # fixed words
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert open_vote(meeting) is None
