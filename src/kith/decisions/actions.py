"""What happens to a proposal: made, talked about, worded anew, opened for votes, voted on, closed, carried out."""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta

from django.db import transaction
from django.db.models import Max

from kith.articles.models import ArticlesVersion
from kith.articles.queries import articles_in_force
from kith.decisions import queries, rules
from kith.decisions.closing import (
    close_when_all_agree,
    locked,
    plan_close,
    tell_people,
    title_of,
    voters,
)
from kith.decisions.effects import articles_version
from kith.decisions.groups import group_or_none
from kith.decisions.making import made, word
from kith.decisions.models import Attachment, Entitlement, Proposal, Remark, Vote
from kith.decisions.options import check_marks, check_options
from kith.foundation import clock
from kith.foundation.attached import Attached, check_attached
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.events import record
from kith.foundation.files import keep_file
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require
from kith.kernel.week import local_moment
from kith.membership.queries import voters_of, votes_of
from kith.membership.rules import day_words

MOST_FILES = 10


@transaction.atomic
def propose(
    *,
    coop: Coop,
    by: Actor,
    form: str,
    title: str,
    text: str,
    why: str = "",
    group: str = "",
    at_once: bool = False,
    marking: str = "",
    options: Sequence[str] = (),
) -> Proposal:
    """Propose something to all members or to a group; nothing is decided by that.

    Advice is asked for at once: everybody concerned is told. With `at_once` so are votes or answers, for a week, or
    for as long as the articles ask. A poll may have `options`, marked in one of the ways of `options.MARKINGS`.
    Raises NotAllowed, or DomainError with a field.
    """
    require(by, Permission.DECISION_PROPOSE, Place(coop.id, person_id=by.person_id))
    _check_group(coop, by, group)
    rules.check_form(form, group)
    if marking or options:
        check_options(marking, options)
    proposal = made(coop, by.person_id, form, group=group, marking=marking)
    word(proposal, by.person_id, title, text, why, options)
    record(coop=coop, by=by, kind="decision.proposed", subject=proposal, form=form)
    if form == Proposal.ADVICE:
        others = [one for one in queries.deciders(proposal) if one.pk != by.person_id]
        asked = f"Your advice is asked for: {title_of(proposal)}"
        tell_people(proposal, others, asked, text.strip()[:300])
    elif at_once:
        today = clock.today(coop.zone)
        earliest = rules.earliest_close(form, articles_in_force(coop), today, group)
        last = max(earliest, today + timedelta(days=rules.WEEK))
        return open_votes(coop=coop, by=by, proposal=proposal, last_day=last)
    return proposal


def _check_group(coop: Coop, by: Actor, group: str) -> None:
    """Raise NotAllowed, or DomainError naming `group`, unless it is theirs to propose to."""
    if not group:
        if not by.reaches_all(Permission.DECISION_VIEW):
            raise NotAllowed("Only members propose something to all members.")
        return
    found = group_or_none(coop, group)
    if found is None or not found.has(by.person_id):
        raise DomainError("Pick a group that you are in.", field="group")


@transaction.atomic
def word_anew(
    *,
    coop: Coop,
    by: Actor,
    proposal: Proposal,
    title: str,
    text: str,
    why: str = "",
    options: Sequence[str] | None = None,
) -> Proposal:
    """Change a proposal's words while it is talked about; earlier words stay to be read.

    With consent, also while votes are open: the objection is built in, and everybody is asked anew later. Words about
    articles are theirs and cannot be changed here. Raises NotAllowed, or DomainError naming a field.
    """
    require(by, Permission.DECISION_CHANGE, proposal)
    kept = locked(proposal)
    if kept.about:
        raise DomainError(
            "These words stand: votes are about them. Take it back and propose it anew."
        )
    both = kept.form in rules.BY_OBJECTION
    rules.check_state(kept, Proposal.TALKING, *([Proposal.VOTING] if both else []))
    if kept.marking and options is not None:
        check_options(kept.marking, options)
    word(kept, by.person_id, title, text, why, options)
    if kept.state == Proposal.VOTING:
        kept.state, kept.opened_at, kept.closes_at = Proposal.TALKING, None, None
        kept.save(update_fields=["state", "opened_at", "closes_at"])
    record(coop=coop, by=by, kind="decision.worded", subject=kept)
    return kept


@transaction.atomic
def say(*, coop: Coop, by: Actor, proposal: Proposal, kind: str, text: str) -> Remark:
    """Ask something about a proposal, or say what one thinks. Raises NotAllowed, or DomainError naming a field."""
    require(by, Permission.DECISION_TALK, Place(coop.id, person_id=by.person_id))
    kept = locked(proposal)
    if kept.group and by.person_id not in {one.pk for one in queries.deciders(kept)}:
        raise NotAllowed("Only the people of this group talk about it.")
    rules.check_state(kept, Proposal.TALKING, Proposal.VOTING, Proposal.MEETING)
    if kind not in dict(Remark.KINDS):
        raise DomainError("Pick what it is.", field="kind")
    if not text.strip():
        raise DomainError("Write something.", field="text")
    remark = Remark.objects.create(
        coop=coop, proposal=kept, kind=kind, text=text.strip(), by_id=by.person_id
    )
    record(coop=coop, by=by, kind="decision.said", subject=kept, what=kind)
    if kept.proposed_by_id != by.person_id:
        title = f"{dict(Remark.KINDS)[kind]} about proposal {kept.number}"
        tell_people(kept, [kept.proposed_by], title, remark.text[:300])
    return remark


@transaction.atomic
def open_votes(*, coop: Coop, by: Actor, proposal: Proposal, last_day: date) -> Proposal:
    """Open a proposal for votes until the end of `last_day`; who may vote is frozen now, and everybody of them is told.

    Raises NotAllowed, or DomainError naming `last_day`.
    """
    require(by, Permission.DECISION_CHANGE, proposal)
    kept, today = locked(proposal), clock.today(coop.zone)
    rules.check_state(kept, Proposal.TALKING)
    if kept.form == Proposal.ADVICE:
        raise DomainError("Nobody votes after advice: who asked for it decides.")
    rules.check_last_day(kept.form, articles_in_force(coop), today, last_day, kept.group)
    _check_still_proposed(kept)
    kept.state, kept.round = Proposal.VOTING, kept.round + 1
    kept.opened_at = clock.now()
    kept.closes_at = local_moment(last_day + timedelta(days=1), time(0), coop.zone)
    kept.save(update_fields=["state", "round", "opened_at", "closes_at"])
    electorate = _electorate(kept)
    Entitlement.objects.bulk_create(electorate)
    record(coop=coop, by=by, kind="decision.opened", subject=kept, entitled=len(electorate))
    until = day_words(last_day)
    title = f"Your vote is asked for: proposal {kept.number}"
    tell_people(
        kept,
        [one.voter for one in electorate],
        title,
        f"{title_of(kept)}. Votes are open until {until}.",
    )
    plan_close(kept)
    return kept


def _electorate(proposal: Proposal) -> list[Entitlement]:
    """Who may vote on it, as it stands now. Raises DomainError when nobody could."""
    own = {"coop": proposal.coop, "proposal": proposal, "round": proposal.round}
    if proposal.group:
        found = [Entitlement(**own, voter=one) for one in queries.deciders(proposal)]
    else:
        found = [
            Entitlement(**own, member=one, voter=one.voter, member_class=one.member_class)
            for one in voters_of(proposal.coop)
        ]
    if not found:
        raise DomainError("Nobody could vote: there are no members yet, or nobody is in the group.")
    return found


def _check_still_proposed(proposal: Proposal) -> None:
    version = articles_version(proposal.coop, proposal.about) if proposal.about else None
    if version and version.state != ArticlesVersion.PROPOSED:
        raise DomainError(f"Version {version.number} is no proposal any more. Nothing was changed.")


@transaction.atomic
def give_vote(
    *,
    coop: Coop,
    by: Actor,
    entitlement: Entitlement,
    choice: str = Vote.MARKED,
    marks: Mapping[int, int] | None = None,
    reason: str = "",
) -> Vote:
    """Vote, or change one's vote before the close. Only the human being who is entitled, and is still a member.

    In a poll with options `marks` says how many votes, points or dots each got, by number from 1. Raises NotAllowed, or
    DomainError naming `choice`, `marks` or `reason`.
    """
    require(by, Permission.DECISION_VOTE, entitlement)
    kept = locked(entitlement.proposal)
    rules.check_open_for_votes(kept, clock.now())
    held = Entitlement.objects.select_related("voter", "member").get(pk=entitlement.pk, coop=coop)
    if held.round != kept.round:
        raise DomainError("The words were changed meanwhile. Read them, and vote anew.")
    _check_still_here(kept, held)
    if kept.marking:
        many = len(queries.wordings_of(kept)[0].options)
        marked, choice = check_marks(kept.marking, many, marks or {}), Vote.MARKED
    else:
        rules.check_choice(kept.form, choice, reason.strip())
        marked = {}
    last = held.votes.aggregate(last=Max("number"))["last"] or 0
    vote = Vote.objects.create(
        coop=coop,
        entitlement=held,
        number=last + 1,
        choice=choice,
        marks=marked,
        reason=reason.strip(),
    )
    record(coop=coop, by=by, kind="decision.voted", subject=kept)
    close_when_all_agree(kept)
    return vote


def _check_still_here(proposal: Proposal, held: Entitlement) -> None:
    """Raise DomainError when whoever was entitled has left the co-op, or the group, meanwhile."""
    if held.member:
        if not votes_of(held.voter).filter(pk=held.member.pk).exists():
            raise DomainError(f"{held.name} is no longer a member, or somebody else votes for it.")
    elif held.voter not in queries.deciders(proposal):
        raise DomainError(f"{held.name} is no longer in this group.")


@transaction.atomic
def next_round(*, coop: Coop, by: Actor, proposal: Proposal) -> Proposal:
    """Go on from questions to what people think; then come the answers. Raises NotAllowed, or DomainError."""
    require(by, Permission.DECISION_CHANGE, proposal)
    kept = locked(proposal)
    rules.check_state(kept, Proposal.TALKING)
    if kept.talk != Proposal.QUESTIONS:
        raise DomainError("The next step is to open it for answers.")
    kept.talk = Proposal.REACTIONS
    kept.save(update_fields=["talk"])
    record(coop=coop, by=by, kind="decision.next-round", subject=kept)
    return kept


@transaction.atomic
def decide_after_advice(*, coop: Coop, by: Actor, proposal: Proposal, text: str) -> Proposal:
    """Decide by oneself what one asked advice for, and say what one made of it; everybody asked is told.

    Raises NotAllowed, or DomainError naming `text`.
    """
    require(by, Permission.DECISION_CHANGE, proposal)
    kept = locked(proposal)
    rules.check_state(kept, Proposal.TALKING)
    if kept.form != Proposal.ADVICE or kept.proposed_by_id != by.person_id:
        raise DomainError("Only who asked for advice decides after it.")
    rules.check_advised(text, kept.remarks.exclude(by_id=by.person_id).count())
    kept.state, kept.closed_at = Proposal.CLOSED, clock.now()
    kept.outcome, kept.outcome_words = Proposal.ADVISED, text.strip()
    kept.save(update_fields=["state", "closed_at", "outcome", "outcome_words"])
    record(coop=coop, by=by, kind="decision.closed", subject=kept, outcome=kept.outcome)
    others = [one for one in queries.deciders(kept) if one.pk != by.person_id]
    tell_people(kept, others, f"Decided after advice: {title_of(kept)}", kept.outcome_words[:300])
    return kept


@transaction.atomic
def attach(*, coop: Coop, by: Actor, proposal: Proposal, file: Attached) -> Attachment:
    """Attach a file to a proposal that is talked about. Raises NotAllowed, or DomainError naming `file`."""
    require(by, Permission.DECISION_CHANGE, proposal)
    kept = locked(proposal)
    rules.check_state(kept, Proposal.TALKING)
    sound = check_attached(file)
    if kept.attachments.count() >= MOST_FILES:
        raise DomainError(f"{MOST_FILES} files are the most for one proposal.", field="file")
    made_of = {"file_name": sound.name, "size": len(sound.content), "by_id": by.person_id}
    digest = keep_file(coop.id, sound.content)
    found = Attachment.objects.create(coop=coop, proposal=kept, file=digest, **made_of)
    record(coop=coop, by=by, kind="decision.attached", subject=kept, file=digest)
    return found


@transaction.atomic
def withdraw(*, coop: Coop, by: Actor, proposal: Proposal) -> Proposal:
    """Take a proposal back before it is decided; it stays to be read. Raises NotAllowed, or DomainError."""
    require(by, Permission.DECISION_CHANGE, proposal)
    kept = locked(proposal)
    rules.check_state(kept, Proposal.TALKING, Proposal.VOTING)
    voting = kept.state == Proposal.VOTING
    kept.state, kept.closed_at = Proposal.WITHDRAWN, clock.now()
    kept.save(update_fields=["state", "closed_at"])
    record(coop=coop, by=by, kind="decision.withdrawn", subject=kept)
    if voting:
        tell_people(kept, voters(kept), f"Proposal {kept.number} was taken back", title_of(kept))
    return kept
