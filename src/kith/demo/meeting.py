"""Don Valley's general meeting in the summer, from its notice to its minutes; and the next one, which is called."""

from contextlib import AbstractContextManager
from datetime import date, time, timedelta
from uuid import UUID

from kith.decisions.models import Proposal, Vote
from kith.demo.cast import acting, person_named
from kith.foundation import clock
from kith.foundation.attached import Attached
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.meetings.actions import after, agenda, amending, calling, running, speaking, voting
from kith.meetings.actions.presence import arrive
from kith.meetings.actions.proxies import accept_proxy, name_proxy
from kith.meetings.models import Item, Meeting, Minutes, Presence
from kith.meetings.queries.meetings import turns_of, waiting_amendment
from kith.meetings.queries.presence import own_member
from kith.membership.models import Member
from kith.people.models import Notice
from kith.people.queries import actor_for
from kith.people.telling import see_notice

SECRETARY, CHAIR, MOVER = "Samira Hussain", "Joan Whitworth", "Tom Ashworth"
ABSENT = "Margaret Ollerenshaw"
IN_THE_ROOM = (SECRETARY, CHAIR, MOVER, "Maya Robinson", "Anwar Malik", "Devinder Rana")
ON_THE_TELEPHONE = "Trevor Nettleship"
WHERE = "The library, 3 High Street, Mexborough: back door, with a ramp"
PHONE, ONLINE = "0114 496 0200", "https://meet.kith.example/don-valley"
BUDGET = b"What,Pounds a year\nRoom at the library,480\nTea and cake,150\nTaxis for those who need them,600\n"


def call_the_summer_meeting(coop: Coop, day: date) -> Meeting:
    """The notice goes out three weeks before, with a motion and the paper that belongs to it."""
    by = acting(coop, SECRETARY)
    meeting = calling.plan_meeting(
        coop=coop,
        by=by,
        title=f"General meeting of {day:%B %Y}",
        day=day,
        at=time(18, 30),
        where=WHERE,
        phone=PHONE,
        online=ONLINE,
    )
    agenda.add_item(coop=coop, by=by, meeting=meeting, title="Welcome, and who is here")
    motion = agenda.new_motion(
        coop=coop,
        by=by,
        meeting=meeting,
        form=Proposal.RESOLUTION,
        title="Taxis to our meetings",
        text="The co-op pays the taxi of every member who cannot come to a meeting without one.",
        why="A member who cannot get there has a vote on paper only.",
    )
    agenda.add_paper(
        coop=coop,
        by=by,
        meeting=meeting,
        title="What our meetings cost",
        file=Attached("meetings.csv", BUDGET),
        item=motion,
    )
    calling.send_notice(coop=coop, by=by, meeting=meeting)
    _carried(meeting, ABSENT, MOVER, {motion.pk: Vote.YES})
    _read(coop, "meeting")
    return meeting


def hold_it(meeting: Meeting) -> None:
    """Half an hour in the library: an amendment, a vote in every way together, and who does what."""
    coop = meeting.coop
    by = acting(coop, SECRETARY)
    with clock.stopped_at(meeting.starts_at - timedelta(minutes=10)):
        for name in IN_THE_ROOM:
            _comes(meeting, by, name, Presence.ROOM)
        _comes(meeting, by, ON_THE_TELEPHONE, Presence.PHONE)
    welcome, motion = meeting.items.select_related("meeting__coop", "proposal").order_by("number")
    with _later(meeting, 2):
        running.open_meeting(coop=coop, by=by, meeting=meeting, chair=_member(meeting, CHAIR))
        running.take_up(coop=coop, by=by, item=welcome)
        words = "Everybody said their name, and how they need others to speak."
        running.note(coop=coop, by=by, meeting=meeting, words=words)
    with _later(meeting, 9):
        running.take_up(coop=coop, by=by, item=motion)
        for name in (ON_THE_TELEPHONE, "Anwar Malik"):
            speaker = _member(meeting, name)
            speaking.ask_to_speak(coop=coop, by=by, item=motion, member=speaker)
            speaking.give_word(coop=coop, by=by, turn=turns_of(motion)[0][0])
        speaking.end_word(coop=coop, by=by, item=motion)
    with _later(meeting, 14):
        _amend(motion, by)
    with _later(meeting, 21):
        assert motion.proposal  # noqa: S101  # made above
        _vote(meeting, by, motion.proposal)
    with _later(meeting, 27):
        _agree(meeting, by)
        running.end_meeting(coop=coop, by=by, meeting=meeting)
        _read(coop, "meeting", "decision")


def _amend(motion: Item, by: Actor) -> None:
    coop = motion.meeting.coop
    amending.move_amendment(
        coop=coop,
        by=by,
        item=motion,
        mover=_member(motion.meeting, ON_THE_TELEPHONE),
        text="The co-op pays the taxi, there and back, of every member who cannot come to a meeting without one.",
        why="Home again is the harder half.",
    )
    waits = waiting_amendment(motion)
    assert waits  # noqa: S101  # moved just now
    _vote(motion.meeting, by, waits.proposal)


def _vote(meeting: Meeting, by: Actor, proposal: Proposal) -> None:
    """By hands in the room, and on the telephone."""
    coop = meeting.coop
    opened = voting.open_vote_on(coop=coop, by=by, meeting=meeting, proposal=proposal)
    far = opened.entitlements.get(round=opened.round, voter=person_named(coop, ON_THE_TELEPHONE))
    for way, choices, others in (
        (Vote.PHONE, {far.pk: Vote.YES}, ""),
        (Vote.SHOW, {}, Vote.YES),
    ):
        voting.enter_votes(
            coop=coop,
            by=by,
            meeting=meeting,
            proposal=opened,
            way=way,
            choices=choices,
            others=others,
        )
    voting.close_vote(coop=coop, by=by, meeting=meeting, proposal=opened)


def _agree(meeting: Meeting, by: Actor) -> None:
    coop, today = meeting.coop, clock.today(meeting.coop.zone)
    for what, name, days in (
        ("Ask three taxi firms who has a car for wheelchairs", MOVER, 30),
        ("Tell every member how to ask for a taxi", "Maya Robinson", 200),
    ):
        task = after.agree_task(
            coop=coop,
            by=by,
            meeting=meeting,
            what=what,
            who=person_named(coop, name),
            by_day=today + timedelta(days=days),
        )
        if name == MOVER:
            after.finish_task(coop=coop, by=acting(coop, name), task=task)


def call_the_next_meeting(coop: Coop, day: date) -> None:
    """The notice is out: the minutes to approve, a motion, a proxy that counts and one that waits."""
    by = acting(coop, SECRETARY)
    minutes = Minutes.objects.select_related("meeting").get(coop=coop)
    text = minutes.versions.get().text.replace(
        "how they need others to speak", "how they like others to speak"
    )
    after.write_minutes(coop=coop, by=by, minutes=minutes, text=text, after=1)
    meeting = calling.plan_meeting(
        coop=coop,
        by=by,
        title=f"General meeting of {day:%B %Y}",
        day=day,
        at=time(18, 30),
        where=WHERE,
        phone=PHONE,
        online=ONLINE,
    )
    motion = agenda.new_motion(
        coop=coop,
        by=by,
        meeting=meeting,
        form=Proposal.SPECIAL,
        title="Our meetings rest after an hour",
        text="Every meeting of members rests for ten minutes after an hour, and ends after two.",
        why="Tired people agree to anything.",
    )
    calling.send_notice(coop=coop, by=by, meeting=meeting)
    _carried(meeting, ABSENT, MOVER, {motion.pk: Vote.YES})
    holder = _member(meeting, CHAIR)
    own = _member(meeting, "Anwar Malik")
    asking = acting(coop, "Anwar Malik")
    name_proxy(coop=coop, by=asking, meeting=meeting, member=own, holder=holder)
    _read(coop, "meeting")


def _carried(meeting: Meeting, name: str, holder: str, directions: dict[UUID, str]) -> None:
    coop = meeting.coop
    asked = name_proxy(
        coop=coop,
        by=acting(coop, name),
        meeting=meeting,
        member=_member(meeting, name),
        holder=_member(meeting, holder),
        directions=directions,
    )
    accept_proxy(coop=coop, by=acting(coop, holder), proxy=asked)


def _comes(meeting: Meeting, by: Actor, name: str, way: str) -> None:
    member = _member(meeting, name)
    arrive(coop=meeting.coop, by=by, meeting=meeting, member=member, way=way)


def _member(meeting: Meeting, name: str) -> Member:
    found = own_member(meeting, person_named(meeting.coop, name))
    assert found, name  # noqa: S101  # the demo's own cast
    return found


def _later(meeting: Meeting, minutes: int) -> AbstractContextManager[None]:
    return clock.stopped_at(meeting.starts_at + timedelta(minutes=minutes))


def _read(coop: Coop, *kinds: str) -> None:
    """Those who were told have read it."""
    for notice in Notice.objects.select_related("person").filter(
        coop=coop, kind__in=kinds, seen_at=None
    ):
        see_notice(coop=coop, by=actor_for(notice.person), notice=notice)
