"""Proposals for tests, made by the actions that people use."""

from datetime import timedelta

from kith.articles.queries import articles_in_force
from kith.decisions import actions, rules
from kith.decisions.models import Proposal
from kith.decisions.queries import entitled_to
from kith.foundation import clock
from kith.membership.models import Member
from kith.people.queries import actor_for


def a_proposal(member: Member, form: str = Proposal.RESOLUTION) -> Proposal:
    """Something that this member proposes and people talk about."""
    return actions.propose(
        coop=member.coop,
        by=actor_for(member.voter),
        form=form,
        title="A bench by the door",
        text="We buy a bench.",
        why="So that people can wait sitting down.",
    )


def opened(proposal: Proposal) -> Proposal:
    """Open it for votes, for as short a time as can be."""
    coop = proposal.coop
    today = clock.today(coop.zone)
    last = rules.earliest_close(proposal.form, articles_in_force(coop), today)
    by = actor_for(proposal.proposed_by)
    return actions.open_votes(coop=coop, by=by, proposal=proposal, last_day=last)


def vote_by(proposal: Proposal, member: Member, choice: str, reason: str = "") -> None:
    """What this member says in the newest round."""
    own = entitled_to(proposal).get(member=member)
    by = actor_for(member.voter)
    actions.give_vote(coop=proposal.coop, by=by, entitlement=own, choice=choice, reason=reason)


def when_over(proposal: Proposal) -> object:
    """As if the time for votes were over."""
    closes = proposal.closes_at or clock.now()
    return clock.stopped_at(closes + timedelta(minutes=1))
