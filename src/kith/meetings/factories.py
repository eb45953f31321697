"""Meetings for tests, made by the actions that people use."""

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import time, timedelta

from kith.articles.queries import articles_in_force
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Held
from kith.kernel.week import local_moment
from kith.meetings import rules
from kith.meetings.actions.agenda import new_motion
from kith.meetings.actions.calling import plan_meeting, send_notice
from kith.meetings.actions.presence import arrive
from kith.meetings.actions.proxies import accept_proxy, name_proxy
from kith.meetings.actions.running import open_meeting, take_up
from kith.meetings.models import Item, Meeting, Presence, Proxy
from kith.membership.models import Member
from kith.people.queries import actor_for


def keeper(member: Member) -> Actor:
    """This member, who is the secretary too."""
    return replace(actor_for(member.voter), holds=(Held("secretary"), Held("member")))


def a_meeting(secretary: Member) -> Meeting:
    """A meeting on the first day that can be, at half past six; its notice is not sent."""
    coop = secretary.coop
    first = rules.first_day(articles_in_force(coop), clock.today(coop.zone))
    return plan_meeting(
        coop=coop,
        by=keeper(secretary),
        title="Spring meeting",
        day=first,
        at=time(18, 30),
        where="The library, 3 High Street",
        phone="0114 496 0123",
        online="https://meet.example.org/spring",
    )


def called(secretary: Member, *forms: str) -> Meeting:
    """A meeting whose notice is sent, with a motion of each of these forms on its agenda."""
    meeting = a_meeting(secretary)
    for number, form in enumerate(forms, start=1):
        a_motion(meeting, secretary, form, f"A bench by the door, {number}")
    return send_notice(coop=meeting.coop, by=keeper(secretary), meeting=meeting)


def a_motion(meeting: Meeting, secretary: Member, form: str, title: str = "A bench") -> Item:
    """Something new, put on the agenda."""
    return new_motion(
        coop=meeting.coop,
        by=keeper(secretary),
        meeting=meeting,
        form=form,
        title=title,
        text="We buy a bench.",
        why="So that people can wait sitting down.",
    )


def on_its_day(meeting: Meeting, minutes: int = 0) -> AbstractContextManager[None]:
    """As if it were the meeting's start, or so many minutes later."""
    return clock.stopped_at(meeting.starts_at + timedelta(minutes=minutes))


def came(meeting: Meeting, secretary: Member, *members: Member, way: str = Presence.ROOM) -> None:
    """These members are here."""
    for member in members:
        arrive(coop=meeting.coop, by=keeper(secretary), meeting=meeting, member=member, way=way)


def begun(meeting: Meeting, secretary: Member, item: Item | None = None) -> Meeting:
    """Opened with the secretary in the chair; and dealing with this point."""
    opened = open_meeting(coop=meeting.coop, by=keeper(secretary), meeting=meeting, chair=secretary)
    if item:
        take_up(coop=meeting.coop, by=keeper(secretary), item=item)
        opened.refresh_from_db()
    return opened


def carried(meeting: Meeting, member: Member, holder: Member) -> Proxy:
    """This member's vote is carried by that one, who has said yes."""
    coop = meeting.coop
    asked = name_proxy(
        coop=coop, by=actor_for(member.voter), meeting=meeting, member=member, holder=holder
    )
    return accept_proxy(coop=coop, by=actor_for(holder.voter), proxy=asked)


def evening(coop: Coop, days: int) -> AbstractContextManager[None]:
    """As if it were half past six, so many days from today."""
    day = clock.today(coop.zone) + timedelta(days=days)
    return clock.stopped_at(local_moment(day, time(18, 30), coop.zone))
