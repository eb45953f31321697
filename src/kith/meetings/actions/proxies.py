"""A member lets another carry their vote at one meeting: asked, accepted, directed, ended."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from kith.articles.queries import articles_in_force
from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, require
from kith.meetings import rules
from kith.meetings.actions.keeping import held, tell_about, when_words
from kith.meetings.models import Direction, Meeting, Proxy
from kith.meetings.queries.meetings import items_of, open_vote
from kith.meetings.queries.presence import proxies_in
from kith.membership.models import Member
from kith.membership.queries import voters_of

OPEN_FOR_PROXIES = (Meeting.CALLED, Meeting.ADJOURNED, Meeting.OPEN)


@transaction.atomic
def name_proxy(
    *,
    coop: Coop,
    by: Actor,
    meeting: Meeting,
    member: Member,
    holder: Member,
    directions: Mapping[UUID, str] | None = None,
) -> Proxy:
    """Ask another member to carry one's vote at this meeting. It counts once they have said yes.

    `directions` say how to vote, by motion on the agenda. Raises NotAllowed, or DomainError naming `holder`.
    """
    require(by, Permission.MEETING_ATTEND, member)
    kept = held(meeting)
    rules.check_state(kept, *OPEN_FOR_PROXIES)
    rules.check_proxies_allowed(articles_in_force(coop))
    _check_pair(kept, member, holder)
    proxy = Proxy.objects.create(coop=coop, meeting=kept, member=member, holder=holder)
    _direct(kept, proxy, directions or {})
    record(coop=coop, by=by, kind="meeting.proxy-named", subject=proxy)
    text = f"{kept.title}, {when_words(kept)}. Say yes or no on the meeting’s page."
    tell_about(kept, [holder.voter], f"{member.name} asks you to carry their vote", text)
    return proxy


def _check_pair(meeting: Meeting, member: Member, holder: Member) -> None:
    """Raise DomainError naming `holder` unless this member can be carried by that one."""
    if holder.pk == member.pk or holder.voter.pk == member.voter.pk:
        raise DomainError("A proxy is somebody else.", field="holder")
    voters = voters_of(meeting.coop)
    if not voters.filter(pk=member.pk).exists():
        raise DomainError("Only a member who may vote can name a proxy.")
    if not voters.filter(pk=holder.pk).exists():
        raise DomainError(f"{holder.name} is no member who may vote.", field="holder")
    live = Proxy.objects.filter(meeting=meeting, state__in=Proxy.LIVE)
    if live.filter(member=member).exists():
        raise DomainError("You have named a proxy for this meeting. End that first.")
    if live.filter(holder=member, state=Proxy.ACCEPTED).exists():
        raise DomainError(
            "You carry the vote of somebody else, and a proxy cannot be passed on. Give that back first."
        )
    _check_room(meeting, holder)


def _check_room(meeting: Meeting, holder: Member) -> None:
    accepted = Proxy.objects.filter(meeting=meeting, state=Proxy.ACCEPTED)
    rules.check_room_for_proxy(
        articles_in_force(meeting.coop), accepted.filter(holder=holder).count(), holder.name
    )
    if accepted.filter(member=holder).exists():
        raise DomainError(
            f"{holder.name} has a proxy themself, so will not be there. Ask somebody else.",
            field="holder",
        )


@transaction.atomic
def accept_proxy(*, coop: Coop, by: Actor, proxy: Proxy) -> Proxy:
    """Say yes to carrying somebody's vote. Raises NotAllowed, or DomainError: past the limit, or answered before."""
    kept, meeting = _waiting(coop, by, proxy)
    voters = voters_of(coop).filter(pk__in=[kept.member_id, kept.holder_id])
    if voters.count() < 2:
        raise DomainError("One of you is no longer a member who may vote. Nothing was changed.")
    if Proxy.objects.filter(meeting=meeting, state=Proxy.ACCEPTED, holder=kept.member).exists():
        raise DomainError(
            f"{kept.member.name} carries the vote of somebody else, and a proxy cannot be passed on."
        )
    _check_room(meeting, kept.holder)
    _answer(kept, Proxy.ACCEPTED)
    record(coop=coop, by=by, kind="meeting.proxy-accepted", subject=kept)
    text = "They carry your vote unless you come yourself. You can end it until votes are open."
    tell_about(meeting, [kept.member.voter], f"{kept.holder.name} carries your vote", text)
    return kept


@transaction.atomic
def decline_proxy(*, coop: Coop, by: Actor, proxy: Proxy) -> Proxy:
    """Say no to carrying somebody's vote. Raises NotAllowed, or DomainError."""
    kept, meeting = _waiting(coop, by, proxy)
    _answer(kept, Proxy.DECLINED)
    record(coop=coop, by=by, kind="meeting.proxy-declined", subject=kept)
    text = "Ask somebody else, ring in, join online, or come."
    tell_about(meeting, [kept.member.voter], f"{kept.holder.name} cannot carry your vote", text)
    return kept


def _waiting(coop: Coop, by: Actor, proxy: Proxy) -> tuple[Proxy, Meeting]:
    require(by, Permission.MEETING_ATTEND, proxy.holder)
    meeting = held(proxy.meeting)
    rules.check_state(meeting, *OPEN_FOR_PROXIES)
    kept = proxies_in(meeting).get(pk=proxy.pk, coop=coop)
    if kept.state != Proxy.ASKED:
        words = dict(Proxy.STATES)[kept.state]
        raise DomainError(f"This was answered before: {words}. Nothing was changed.")
    return kept, meeting


def _answer(proxy: Proxy, state: str) -> None:
    proxy.state, proxy.answered_at = state, clock.now()
    proxy.save(update_fields=["state", "answered_at"])


@transaction.atomic
def end_proxy(*, coop: Coop, by: Actor, proxy: Proxy) -> Proxy:
    """End a proxy: the member, or who carries it; not while votes are open. Raises NotAllowed, or DomainError."""
    mine = by.person_id == proxy.member.voter.pk
    require(by, Permission.MEETING_ATTEND, proxy.member if mine else proxy.holder)
    meeting = held(proxy.meeting)
    kept = proxies_in(meeting).get(pk=proxy.pk, coop=coop)
    if kept.state not in Proxy.LIVE:
        raise DomainError("This proxy has ended already.")
    if open_vote(meeting):
        raise DomainError("Votes are open now. End it when they have closed.")
    kept.state, kept.ended_at, kept.ended_by_id = Proxy.REVOKED, clock.now(), by.person_id
    kept.save(update_fields=["state", "ended_at", "ended_by"])
    record(coop=coop, by=by, kind="meeting.proxy-ended", subject=kept)
    other = kept.holder if mine else kept.member
    text = f"{meeting.title}, {when_words(meeting)}."
    who = kept.member.name if mine else kept.holder.name
    tell_about(meeting, [other.voter], f"{who} has ended the proxy", text)
    return kept


@transaction.atomic
def direct_proxy(*, coop: Coop, by: Actor, proxy: Proxy, directions: Mapping[UUID, str]) -> Proxy:
    """Say how one's proxy is to vote on each motion, or to vote as they think right ("").

    Raises NotAllowed, or DomainError while votes are open.
    """
    require(by, Permission.MEETING_ATTEND, proxy.member)
    meeting = held(proxy.meeting)
    kept = proxies_in(meeting).get(pk=proxy.pk, coop=coop)
    if kept.state not in Proxy.LIVE:
        raise DomainError("This proxy has ended already.")
    if open_vote(meeting):
        raise DomainError("Votes are open now. Change it when they have closed.")
    _direct(meeting, kept, directions)
    record(coop=coop, by=by, kind="meeting.proxy-directed", subject=kept)
    return kept


def _direct(meeting: Meeting, proxy: Proxy, directions: Mapping[UUID, str]) -> None:
    motions = {one.pk: one for one in items_of(meeting) if one.proposal_id}
    for key, choice in directions.items():
        if key not in motions:
            raise DomainError("There is no such motion on the agenda.")
        if choice and choice not in dict(Direction.CHOICES):
            raise DomainError("Pick one of the answers.")
        proxy.directions.filter(item=motions[key]).delete()
        if choice:
            Direction.objects.create(
                coop_id=meeting.coop_id, proxy=proxy, item=motions[key], choice=choice
            )
