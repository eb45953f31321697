"""What must hold for a meeting: its notice, who counts as there, when it can begin and go on, who speaks next.

Nothing here reads a database. Times of day and figures that the articles do not name stand here, with their reason.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kith.articles.rules import Articles
from kith.foundation.errors import DomainError
from kith.meetings.models import Item, Meeting, Presence, Turn
from kith.membership.rules import day_words

WAIT = timedelta(minutes=30)
"""So long after its start a meeting waits for its quorum; then it is adjourned, as societies' model rules have it."""
ADJOURNED_LEAST, ADJOURNED_MOST = 7, 28
"""An adjourned meeting goes on so many days later: time to tell everybody, and no forgetting why."""
LEAST_HUMANS = 2
"""One human being alone is no meeting, whatever proxies they carry (Sharp v Dawes, 1876)."""
DOORS = timedelta(hours=2)
"""So long before the start people can be marked as here."""
FARTHEST = 365
"""A meeting is planned at most so many days ahead."""
MOST_ITEMS = 40
DAY = timedelta(days=1)


def first_day(articles: Articles, today: date) -> date:
    """The first day on which a meeting can be whose notice goes out today.

    Clear days: neither the day of the notice nor that of the meeting counts.
    """
    return today + timedelta(days=articles.meetings.notice_days + 1)


def check_day(articles: Articles, today: date, day: date) -> None:
    """Raise DomainError naming `day` when the notice would be too short, or the day is far off."""
    first = first_day(articles, today)
    if day < first:
        raise DomainError(
            f"Our articles ask for {articles.meetings.notice_days} clear days between the notice and the meeting; "
            f"neither of the two days counts. The first day that can be is {day_words(first)}.",
            field="day",
        )
    if day > today + timedelta(days=FARTHEST):
        raise DomainError("Pick a day within a year.", field="day")


def check_on_notice(articles: Articles, today: date, day: date) -> None:
    """Raise DomainError when a motion comes too late to have been on the notice of a meeting on `day`."""
    if day < first_day(articles, today):
        last = day - timedelta(days=articles.meetings.notice_days + 1)
        raise DomainError(
            "A special resolution has to stand on the notice that members get "
            f"{articles.meetings.notice_days} clear days before the meeting. The last day for that was "
            f"{day_words(last)}. Put it to the next meeting."
        )


def check_state(meeting: Meeting, *states: str) -> None:
    """Raise DomainError unless the meeting is at one of these points."""
    if meeting.state not in states:
        words = dict(Meeting.STATES)[meeting.state]
        raise DomainError(f"This meeting is {words}. Nothing was changed.")


def check_where(where: str, title: str) -> None:
    """Raise DomainError naming `title` or `where` for a meeting that nobody could find."""
    if not title:
        raise DomainError("Give the meeting a name.", field="title")
    if not where:
        raise DomainError("Write where it is, so that people can come.", field="where")


def check_doors(meeting: Meeting, now: datetime) -> None:
    """Raise DomainError unless people can be marked as here by now."""
    check_state(meeting, Meeting.CALLED, Meeting.ADJOURNED, Meeting.OPEN)
    if meeting.state != Meeting.OPEN and now < meeting.starts_at - DOORS:
        raise DomainError(
            f"People are marked as here from two hours before the start, on {day_words(meeting.day)}."
        )


@dataclass(frozen=True, slots=True)
class Part:
    """Of all members, or of a class: how many there are, how many count as there, and how many are needed."""

    title: str
    members: int
    here: int
    needed: int

    @property
    def enough(self) -> bool:
        """Whether enough are there."""
        return self.here >= self.needed


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether enough are there: in all, and in each class where the articles ask for that.

    `humans` are in the room, at a telephone or online; `proxies` are absent and represented.
    """

    whole: Part
    classes: tuple[Part, ...]
    humans: int
    proxies: int
    each_class: bool

    @property
    def enough(self) -> bool:
        """Whether the meeting can begin, and vote."""
        return not self.missing

    @property
    def missing(self) -> str:
        """In words what is not there yet, or ""."""
        least = min(LEAST_HUMANS, self.whole.members)
        if self.humans < least:
            return f"{_people(least)} at least must be there themselves."
        if not self.whole.enough:
            return f"{self.whole.needed - self.whole.here} more are needed."
        if self.each_class:
            short = [one for one in self.classes if not one.enough]
            if short:
                return " ".join(
                    f"Of “{one.title}” {one.needed - one.here} more are needed." for one in short
                )
        return ""

    @property
    def words(self) -> str:
        """The quorum in a sentence or two, for the screen and the minutes."""
        proxies = f", {self.proxies} of them by proxy" if self.proxies else ""
        told = f"{_members(self.whole.here)} of {self.whole.members} there{proxies}. Needed: {self.whole.needed}."
        return f"{told} {self.missing}" if self.missing else f"{told} There is a quorum."


def quorum_of(
    articles: Articles, members: Mapping[str, int], here: Mapping[str, int], humans: int
) -> Quorum:
    """The quorum by class keys: `members` who may vote, `here` who are there themselves or by proxy."""
    meetings, all_here = articles.meetings, sum(here.values())
    return Quorum(
        whole=_part(articles, "All members", sum(members.values()), all_here),
        classes=tuple(
            _part(articles, one.title, members.get(one.key, 0), here.get(one.key, 0))
            for one in articles.classes
        ),
        humans=humans,
        proxies=all_here - humans,
        each_class=meetings.quorum_in_each_class,
    )


def _part(articles: Articles, title: str, members: int, here: int) -> Part:
    return Part(title, members, here, min(members, articles.meetings.quorum(members)))


def check_can_open(meeting: Meeting, quorum: Quorum, now: datetime) -> None:
    """Raise DomainError before the start, or without a quorum where one is needed."""
    check_state(meeting, Meeting.CALLED, Meeting.ADJOURNED)
    if now < meeting.starts_at:
        raise DomainError("It is not time yet: members may still come.")
    check_quorum(meeting, quorum)


def check_quorum(meeting: Meeting, quorum: Quorum) -> None:
    """Raise DomainError when too few are there; an adjourned meeting goes on with those who came."""
    if quorum.enough:
        return
    if not meeting.without_quorum:
        raise DomainError(f"There is no quorum. {quorum.missing}")
    if quorum.humans < min(LEAST_HUMANS, quorum.whole.members):
        raise DomainError(quorum.missing)


def check_can_adjourn(meeting: Meeting, quorum: Quorum, now: datetime) -> None:
    """Raise DomainError before half an hour has passed; an open meeting may adjourn when it wants."""
    check_state(meeting, Meeting.CALLED, Meeting.ADJOURNED, Meeting.OPEN)
    if meeting.state == Meeting.OPEN:
        return
    if quorum.enough:
        raise DomainError("There is a quorum. Open the meeting.")
    if now < meeting.starts_at + WAIT:
        raise DomainError(
            "Wait half an hour after the start: members may still come. Then adjourn it."
        )


def check_adjourned_to(today: date, day: date) -> None:
    """Raise DomainError naming `day` for a day that is too near or too far."""
    first, last = today + timedelta(days=ADJOURNED_LEAST), today + timedelta(days=ADJOURNED_MOST)
    if not first <= day <= last:
        raise DomainError(
            f"Pick a day from {day_words(first)} to {day_words(last)}.",
            field="day",
        )


def check_proxies_allowed(articles: Articles) -> None:
    """Raise DomainError where the articles know no proxies."""
    if not articles.meetings.most_proxies:
        raise DomainError(
            "Our articles do not allow proxies: members come, ring in or join online."
        )


def check_room_for_proxy(articles: Articles, held: int, name: str) -> None:
    """Raise DomainError naming the limit when a holder has as many proxies as the articles allow."""
    most = articles.meetings.most_proxies
    if held >= most:
        many = "one member" if most == 1 else f"{most} members"
        raise DomainError(
            f"{name} already carries the votes of {many}, the most that our articles allow. Ask somebody else.",
            field="holder",
        )


def speaking_order(turns: Iterable[Turn]) -> list[Turn]:
    """Who waits to speak: first those who have spoken least on this point, then by when they asked."""
    every = list(turns)
    spoken: dict[object, int] = {}
    for one in every:
        spoken[one.member_id] = spoken.get(one.member_id, 0) + bool(one.began_at)
    waiting = [one for one in every if not one.began_at and not one.dropped]
    return sorted(waiting, key=lambda one: (spoken[one.member_id], one.asked_at, one.pk))


def newest_of(presences: Sequence[Presence]) -> dict[object, Presence]:
    """The newest word on each member, of those who are there now."""
    newest: dict[object, Presence] = {}
    for one in sorted(presences, key=lambda each: each.number):
        newest[one.member_id] = one
    return {member: one for member, one in newest.items() if one.here}


def is_current(meeting: Meeting, item: Item) -> bool:
    """Whether the meeting is dealing with this point now."""
    return meeting.state == Meeting.OPEN and meeting.item_id == item.pk


def _people(count: int) -> str:
    return "One human being" if count == 1 else f"{count} human beings"


def _members(count: int) -> str:
    return "1 member" if count == 1 else f"{count} members"
