"""What a meeting does with proposals, for the meetings room within its own permissions: nothing here asks who may.

A proposal that is put to a meeting is voted on there by those who are there, and settled in the one way of this room.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Max

from kith.articles.queries import articles_in_force
from kith.decisions import queries, rules
from kith.decisions.closing import locked, settle, tell_outcome
from kith.decisions.making import word
from kith.decisions.models import Entitlement, Proposal, Vote, Wording
from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.membership.models import Member
from kith.people.models import Person


class Seat(NamedTuple):
    """A member who is at a meeting when votes open: themself, or carried by another human being."""

    member: Member
    carried_by: Person | None = None


def put_to_meeting(*, coop: Coop, by: Actor, proposal: Proposal) -> Proposal:
    """Put what is talked about to a meeting: its words stand, and only the meeting amends them. Raises DomainError."""
    kept = locked(proposal)
    rules.check_state(kept, Proposal.TALKING)
    if kept.form not in rules.BINDING or kept.group:
        raise DomainError("A meeting votes on resolutions and special resolutions of all members.")
    kept.state, kept.in_meeting = Proposal.MEETING, True
    kept.save(update_fields=["state", "in_meeting"])
    record(coop=coop, by=by, kind="decision.put-to-meeting", subject=kept)
    return kept


def take_from_meeting(
    *, coop: Coop, by: Actor | None, proposal: Proposal, to: str = Proposal.TALKING
) -> Proposal:
    """Take a proposal from a meeting that has not voted on it: it is talked about again, or withdrawn."""
    kept = locked(proposal)
    rules.check_state(kept, Proposal.MEETING)
    if kept.opened_at:
        raise DomainError("Votes on it are open. Close them first.")
    kept.state = to
    kept.in_meeting = to != Proposal.TALKING
    kept.closed_at = clock.now() if to == Proposal.WITHDRAWN else None
    kept.save(update_fields=["state", "in_meeting", "closed_at"])
    record(coop=coop, by=by, kind="decision.taken-from-meeting", subject=kept)
    return kept


def open_at_meeting(
    *, coop: Coop, by: Actor, proposal: Proposal, seats: Iterable[Seat]
) -> Proposal:
    """Open the votes at a meeting: these members may vote, and nobody else. Raises DomainError."""
    kept = locked(proposal)
    rules.check_state(kept, Proposal.MEETING)
    if kept.opened_at:
        raise DomainError("Votes on it are open already.")
    kept.round, kept.opened_at = kept.round + 1, clock.now()
    kept.save(update_fields=["round", "opened_at"])
    Entitlement.objects.bulk_create(
        Entitlement(
            coop=coop,
            proposal=kept,
            round=kept.round,
            member=one.member,
            voter=one.member.voter,
            member_class=one.member.member_class,
            carried_by=one.carried_by,
        )
        for one in seats
    )
    record(coop=coop, by=by, kind="decision.opened", subject=kept, at_meeting=True)
    return kept


def vote_at_meeting(
    *, coop: Coop, by: Actor, entitlement: Entitlement, choice: str, way: str
) -> Vote:
    """Write down a vote at a meeting; the newest counts until the close. Raises DomainError naming `choice`."""
    kept = locked(entitlement.proposal)
    check_open(kept)
    if entitlement.round != kept.round:
        raise DomainError("The votes have closed. Nothing was changed.")
    rules.check_choice(kept.form, choice, "")
    last = entitlement.votes.aggregate(last=Max("number"))["last"] or 0
    vote = Vote.objects.create(
        coop=coop,
        entitlement=entitlement,
        number=last + 1,
        choice=choice,
        way=way,
        by_id=None if by.person_id == entitlement.voter_id else by.person_id,
    )
    record(coop=coop, by=by, kind="decision.voted", subject=kept)
    return vote


def check_open(proposal: Proposal) -> None:
    """Raise DomainError unless votes on it are open at a meeting."""
    if proposal.state != Proposal.MEETING or not proposal.opened_at:
        raise DomainError(
            "The votes have closed. What was chosen before stays as it was."
            if proposal.state == Proposal.CLOSED
            else "The votes are not open."
        )


def decide_at_meeting(*, coop: Coop, by: Actor, proposal: Proposal, tell: bool = True) -> Proposal:
    """Close the votes at a meeting, count them by the articles, and carry out what is carried. Raises DomainError.

    `tell` tells those who could vote. How many were there is told in the words of the outcome.
    """
    kept = locked(proposal)
    check_open(kept)
    articles, casts = articles_in_force(coop), queries.casts_of(kept)
    carried = queries.entitled_to(kept).filter(carried_by__isnull=False).count()
    told = _told(len(casts), carried, sum(1 for one in casts if one.choice))
    settle(kept, by, rules.result_at_meeting(kept.form, articles, casts, told))
    if tell:
        tell_outcome(kept)
    return kept


def _told(seats: int, carried: int, voted: int) -> str:
    many = "1 member was" if seats == 1 else f"{seats} members were"
    proxies = f", {carried} of them by proxy" if carried else ""
    return f"{many} there{proxies}, and {voted} took part."


def amend(
    *, motion: Proposal, by: Person, text: str, why: str = "", title: str = "", row: str = ""
) -> Wording:
    """Give a motion that is before a meeting the words that the meeting has carried. Raises DomainError.

    `row` is what it is about from now on, when that changes: another version of the articles. The words follow it.
    """
    kept = locked(motion)
    rules.check_state(kept, Proposal.MEETING)
    if kept.opened_at:
        raise DomainError("Votes on the motion are open: its words stand.")
    newest = queries.wordings_of(kept)[0]
    if row:
        there = queries.about_or_none(kept.coop, row)
        if there and there.state != Proposal.CLOSED:
            raise DomainError(f"Proposal {there.number} is about that version already.")
        kept.about = row
        kept.save(update_fields=["about"])
    return word(kept, by.pk, title or newest.title, text, why or newest.why)
