"""Votes at a meeting: open to those who are there or carried, given in every way together, closed and carried out."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from kith.decisions.closing import locked, title_of
from kith.decisions.in_meeting import (
    check_open,
    decide_at_meeting,
    open_at_meeting,
    vote_at_meeting,
)
from kith.decisions.models import Entitlement, Proposal, Vote
from kith.decisions.queries import entitled_to
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require
from kith.meetings import rules
from kith.meetings.actions.keeping import happen, held
from kith.meetings.models import Happening, Item, Meeting, Presence
from kith.meetings.queries.meetings import item_of, open_vote, waiting_amendment
from kith.meetings.queries.presence import Attendance, attendance_of, directed
from kith.membership.queries import voters_of

ENTERED = (Vote.SHOW, Vote.PAPER, Vote.PHONE)


@transaction.atomic
def open_vote_on(*, coop: Coop, by: Actor, meeting: Meeting, proposal: Proposal) -> Proposal:
    """Open the votes on a motion, or on an amendment to it: who is there or carried now may vote, nobody else.

    What members have told their proxies is cast at once. Raises NotAllowed, or DomainError without a quorum.
    """
    kept = held(meeting)
    require(by, Permission.MEETING_RUN, kept)
    rules.check_state(kept, Meeting.OPEN)
    item = _item(kept, proposal)
    if open_vote(kept):
        raise DomainError("Votes are open on something else. Close them first.")
    if kept.item_id != item.pk:
        raise DomainError("Take up this point of the agenda first.")
    if item.proposal_id == proposal.pk and waiting_amendment(item):
        raise DomainError("An amendment waits. Vote on it first, or set it aside.")
    attendance = attendance_of(kept)
    rules.check_quorum(kept, attendance.quorum)
    opened = open_at_meeting(coop=coop, by=by, proposal=proposal, seats=attendance.seats)
    happen(kept, Happening.VOTE, f"Votes on “{title_of(opened)}” were opened.", item)
    _cast_directed(coop, by, kept, opened, item)
    return opened


def _item(meeting: Meeting, proposal: Proposal) -> Item:
    item = item_of(meeting, proposal)
    if item is None:
        raise DomainError("This is not on the agenda of this meeting.")
    return item


def _cast_directed(coop: Coop, by: Actor, meeting: Meeting, proposal: Proposal, item: Item) -> None:
    """What members have told their proxies; a direction is about the motion, and so not about amendments to it."""
    if item.proposal_id != proposal.pk:
        return
    told = directed(meeting, item)
    for one in entitled_to(proposal).filter(carried_by__isnull=False, member__in=list(told)):
        vote_at_meeting(
            coop=coop, by=by, entitlement=one, choice=told[one.seat.pk], way=Vote.DIRECTED
        )


@transaction.atomic
def give_vote(
    *, coop: Coop, by: Actor, meeting: Meeting, entitlement: Entitlement, choice: str
) -> Vote:
    """Vote on one's own page, for oneself or for whom one carries; the newest counts until the chair closes.

    Raises NotAllowed, or DomainError: not there any more, directed otherwise, closed.
    """
    require(by, Permission.MEETING_ATTEND, Place(coop.id, person_id=by.person_id))
    kept = held(meeting)
    one = _entitled(coop, kept, entitlement)
    attendance = attendance_of(kept)
    _check_whose(attendance, one, by)
    _check_not_directed(kept, attendance, one)
    return vote_at_meeting(coop=coop, by=by, entitlement=one, choice=choice, way=Vote.PAGE)


def _entitled(coop: Coop, meeting: Meeting, entitlement: Entitlement) -> Entitlement:
    """The entitlement as it stands, of a vote that is open at this meeting now."""
    one = (
        Entitlement.objects.select_related(
            "proposal", "voter", "member__person", "member__organisation__representative"
        )
        .filter(coop=coop, pk=entitlement.pk)
        .get()
    )
    check_open(one.proposal)
    _item(meeting, one.proposal)
    rules.check_state(meeting, Meeting.OPEN)
    if not voters_of(coop).filter(pk=one.seat.pk).exists():
        raise DomainError(f"{one.name} is no longer a member who may vote.")
    return one


def _check_whose(attendance: Attendance, one: Entitlement, by: Actor) -> None:
    if one.member_id in attendance.here:
        if by.person_id != one.voter_id:
            raise NotAllowed(f"{one.name} is here, and votes themself.")
        return
    if one.carried_by_id is None or by.person_id != one.carried_by_id:
        raise DomainError(
            "You have left the meeting. Come back to vote."
            if by.person_id == one.voter_id
            else "This vote is not yours to give."
        )
    carries = {each.holder.voter.pk for each in attendance.carried}
    if by.person_id not in carries:
        raise DomainError("You have left the meeting, and so cannot vote for somebody else.")


def _check_not_directed(meeting: Meeting, attendance: Attendance, one: Entitlement) -> None:
    if one.carried_by_id is None or one.member_id in attendance.here:
        return
    item = _item(meeting, one.proposal)
    if item.proposal_id != one.proposal_id:
        return
    told = directed(meeting, item).get(one.seat.pk)
    if told:
        words = dict(Vote.CHOICES)[told]
        raise DomainError(f"{one.name} has said how to vote: {words}. It is cast so.")


@transaction.atomic
def enter_votes(
    *,
    coop: Coop,
    by: Actor,
    meeting: Meeting,
    proposal: Proposal,
    way: str,
    choices: Mapping[UUID, str],
    others: str = "",
) -> int:
    """Write down votes that people gave by a show of hands, on paper or by telephone, by entitlement.

    `others` is what everybody in the room said who is not named and has not voted, with the votes they carry.
    Returns how many were written. Raises NotAllowed, or DomainError; then nothing is written.
    """
    kept = held(meeting)
    require(by, Permission.MEETING_RUN, kept)
    if way not in ENTERED:
        raise DomainError("Pick how they voted.", field="way")
    _item(kept, proposal)
    fresh, attendance = locked(proposal), attendance_of(kept)
    check_open(fresh)
    fixed = _directed_members(kept, fresh, attendance)
    written = 0
    for one in entitled_to(fresh):
        last = next(reversed(one.votes.all()), None)
        choice = choices.get(one.pk, "") or (
            others if last is None and _in_room(attendance, one) else ""
        )
        if not choice or one.member_id in fixed or (last and last.choice == choice):
            continue
        still = _entitled(coop, kept, one)
        _check_there(attendance, still)
        vote_at_meeting(coop=coop, by=by, entitlement=still, choice=choice, way=way)
        written += 1
    return written


def _directed_members(meeting: Meeting, proposal: Proposal, attendance: Attendance) -> set[UUID]:
    """Members whose vote is cast as they told their proxy, and who have not come themselves."""
    item = _item(meeting, proposal)
    if item.proposal_id != proposal.pk:
        return set()
    return {one for one in directed(meeting, item) if one not in attendance.here}


def _in_room(attendance: Attendance, one: Entitlement) -> bool:
    carried = {each.member_id: each.holder_id for each in attendance.carried}
    who = carried.get(one.seat.pk, one.seat.pk)
    return attendance.way_of(who) == Presence.ROOM


def _check_there(attendance: Attendance, one: Entitlement) -> None:
    carried = {each.member_id for each in attendance.carried}
    if one.member_id not in attendance.here and one.member_id not in carried:
        raise DomainError(f"{one.name} has left the meeting, and so has who carries them.")


@transaction.atomic
def close_vote(*, coop: Coop, by: Actor, meeting: Meeting, proposal: Proposal) -> Proposal:
    """Close the votes: they are counted by the articles, and what is carried is carried out at once.

    Raises NotAllowed, or DomainError when they are closed already.
    """
    kept = held(meeting)
    require(by, Permission.MEETING_RUN, kept)
    rules.check_state(kept, Meeting.OPEN)
    item = _item(kept, proposal)
    motion = item.proposal_id == proposal.pk
    done = decide_at_meeting(coop=coop, by=by, proposal=proposal, tell=motion)
    words = f"{title_of(done)}: {done.outcome_words} {done.effect_words}".strip()
    happen(kept, Happening.VOTE, words, item)
    return done
