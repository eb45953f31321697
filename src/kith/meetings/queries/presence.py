"""Who is at a meeting: themselves, or by a proxy; and whether that is enough."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from kith.articles.queries import articles_in_force
from kith.decisions.in_meeting import Seat
from kith.meetings.models import Direction, Item, Meeting, Presence, Proxy
from kith.meetings.rules import Quorum, newest_of, quorum_of
from kith.membership.models import Member
from kith.membership.queries import voters_of
from kith.people.models import Person

PEOPLE = ("member__person", "member__organisation__representative")
HOLDERS = ("holder__person", "holder__organisation__representative")


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who counts as there now: `here` by member, the proxies that count as `carried`, and if that is a `quorum`."""

    here: Mapping[object, Presence]
    carried: tuple[Proxy, ...]
    quorum: Quorum

    @property
    def seats(self) -> list[Seat]:
        """Who may vote now: those who are there, and those who are carried."""
        themselves = [Seat(one.member) for one in self.here.values()]
        return themselves + [Seat(one.member, one.holder.voter) for one in self.carried]

    def way_of(self, member_id: uuid.UUID) -> str:
        """How a member is there, or ""."""
        found = self.here.get(member_id)
        return found.way if found else ""

    def count(self, way: str) -> int:
        """How many are there in this way."""
        return sum(1 for one in self.here.values() if one.way == way)


def attendance_of(meeting: Meeting) -> Attendance:
    """Who counts as there now: members of today who may vote, and who came and have not left, or are carried."""
    everybody = voters_of(meeting.coop).order_by()
    came = newest_of(list(meeting.presences.select_related(*PEOPLE)))
    accepted = list(accepted_in(meeting))
    asked = [one.member_id for one in came.values()] + [one.member_id for one in accepted]
    voters = dict(everybody.filter(pk__in=asked).values_list("pk", "member_class"))
    here = {member: one for member, one in came.items() if member in voters}
    carried = tuple(
        one
        for one in accepted
        if one.member_id in voters and one.member_id not in here and one.holder_id in here
    )
    classes = Counter(voters[member] for member in here)  # type: ignore[index]
    classes.update(voters[one.member_id] for one in carried)
    articles = articles_in_force(meeting.coop)
    rows = everybody.values_list("member_class").annotate(Count("pk"))
    quorum = quorum_of(articles, dict(rows), classes, len(here))
    return Attendance(here, carried, quorum)


def needed_for(meeting: Meeting) -> Quorum:
    """How many must be there, when nobody is yet."""
    rows = voters_of(meeting.coop).order_by().values_list("member_class").annotate(Count("pk"))
    return quorum_of(articles_in_force(meeting.coop), dict(rows), {}, 0)


def accepted_in(meeting: Meeting) -> QuerySet[Proxy]:
    """The proxies of a meeting that their holders have accepted."""
    return proxies_in(meeting).filter(state=Proxy.ACCEPTED)


def proxies_in(meeting: Meeting) -> QuerySet[Proxy]:
    """Every proxy of a meeting, the oldest first."""
    return meeting.proxies.select_related("meeting", *PEOPLE, *HOLDERS).order_by("asked_at", "id")


def proxy_or_none(meeting: Meeting, proxy_id: uuid.UUID) -> Proxy | None:
    """A proxy of this meeting by id."""
    return proxies_in(meeting).filter(pk=proxy_id).first()


def given_by(meeting: Meeting, person: Person) -> Proxy | None:
    """The live proxy by which this human being's own vote is carried, or would be."""
    live = proxies_in(meeting).filter(state__in=Proxy.LIVE)
    return next((one for one in live if one.member.voter.pk == person.pk), None)


def held_by(meeting: Meeting, person: Person) -> list[Proxy]:
    """The live proxies that this human being was asked to carry."""
    live = proxies_in(meeting).filter(state__in=Proxy.LIVE)
    return [one for one in live if one.holder.voter.pk == person.pk]


def directions_of(proxy: Proxy) -> dict[uuid.UUID, str]:
    """What a member has told their proxy, by point of the agenda."""
    return dict(proxy.directions.values_list("item_id", "choice"))


def directed(meeting: Meeting, item: Item) -> dict[uuid.UUID, str]:
    """What absent members have told their proxies about one motion, by member."""
    found = Direction.objects.filter(proxy__meeting=meeting, proxy__state=Proxy.ACCEPTED, item=item)
    return dict(found.values_list("proxy__member_id", "choice"))


def own_member(meeting: Meeting, person: Person) -> Member | None:
    """The membership that this human being votes for, when it may vote today."""
    found = voters_of(meeting.coop)
    own = found.filter(person=person).first()
    return own or found.filter(organisation__representative=person).first()


def here_now(meeting: Meeting, person: Person) -> Presence | None:
    """How this human being is at the meeting now, or None."""
    member = own_member(meeting, person)
    if member is None:
        return None
    newest = meeting.presences.filter(member=member).order_by("-number").first()
    return newest if newest and newest.here else None
