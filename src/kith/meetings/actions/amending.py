"""Amendments: other words for a motion, moved at the meeting, voted on first, and then the motion's words."""

from django.db import transaction

from kith.articles.decisions import about
from kith.articles.models import ArticlesVersion
from kith.decisions.closing import title_of
from kith.decisions.effects import ARTICLES, articles_version
from kith.decisions.in_meeting import put_to_meeting, take_from_meeting
from kith.decisions.making import made, word
from kith.decisions.models import Proposal
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, allows, require
from kith.meetings import rules
from kith.meetings.actions.keeping import happen, held
from kith.meetings.effects import AMENDMENT
from kith.meetings.models import Amendment, Happening, Item, Meeting
from kith.meetings.queries.meetings import open_vote, waiting_amendment
from kith.meetings.queries.presence import attendance_of
from kith.membership.models import Member


@transaction.atomic
def move_amendment(
    *, coop: Coop, by: Actor, item: Item, mover: Member, text: str, why: str = ""
) -> Amendment:
    """A member who is there moves other words for the motion that is dealt with. One amendment waits at a time.

    Words about a row of the database stand: a version of the articles is amended by `move_version`.
    Raises NotAllowed, or DomainError naming `text`.
    """
    meeting, motion = _motion(by, item, mover)
    if motion.about:
        raise DomainError("These words stand: the vote is about them.", field="text")
    if text.strip() == motion.wordings.order_by("-number")[0].text:
        raise DomainError("These are the words of the motion. Change them.", field="text")
    return _moved(coop, by, meeting, item, motion, mover, text, why)


@transaction.atomic
def move_version(
    *, coop: Coop, by: Actor, item: Item, mover: Member, version: ArticlesVersion, why: str = ""
) -> Amendment:
    """A member who is there moves that the motion name another proposed version, with the same base as the first.

    Raises NotAllowed, or DomainError naming `version`.
    """
    meeting, motion = _motion(by, item, mover)
    now = articles_version(coop, motion.about) if motion.effect == ARTICLES else None
    if now is None:
        raise DomainError("This motion is not about our articles.", field="version")
    fits = version.state == ArticlesVersion.PROPOSED and version.base_id == now.base_id
    if version.pk == now.pk or not fits:
        raise DomainError(
            "Pick another version that is proposed and changes the same articles.", field="version"
        )
    text = f"Version {version.number} of our articles, as it was proposed, comes into force."
    return _moved(coop, by, meeting, item, motion, mover, text, why or version.why, version)


def _motion(by: Actor, item: Item, mover: Member) -> tuple[Meeting, Proposal]:
    """The meeting and its motion, when this member may move an amendment now."""
    meeting = held(item.meeting)
    if not allows(by, Permission.MEETING_RUN, meeting):
        require(by, Permission.MEETING_ATTEND, mover)
    there = Item.objects.select_related("proposal").get(pk=item.pk)
    if there.proposal is None or there.proposal.state != Proposal.MEETING:
        raise DomainError("There is no motion to amend here.")
    if not rules.is_current(meeting, there):
        raise DomainError("The meeting is not dealing with this point now.")
    if open_vote(meeting):
        raise DomainError("Votes are open: the words stand.")
    if waiting_amendment(there):
        raise DomainError("An amendment waits already. It is voted on first.")
    if mover.pk not in attendance_of(meeting).here:
        raise DomainError(f"{mover.name} is not marked as here.", field="mover")
    return meeting, there.proposal


def _moved(
    coop: Coop,
    by: Actor,
    meeting: Meeting,
    item: Item,
    motion: Proposal,
    mover: Member,
    text: str,
    why: str,
    version: ArticlesVersion | None = None,
) -> Amendment:
    voter = mover.voter
    proposal = made(coop, voter.pk, Proposal.RESOLUTION, row=about(motion), effect=AMENDMENT)
    word(proposal, voter.pk, f"Amendment: {title_of(motion)}", text, why)
    put_to_meeting(coop=coop, by=by, proposal=proposal)
    happened = happen(
        meeting,
        Happening.AMENDMENT,
        f"{mover.name} moved an amendment to “{title_of(motion)}”: {text.strip()}",
        item,
    )
    amendment = Amendment.objects.create(
        coop=coop, item=item, proposal=proposal, version=version, at=happened.at
    )
    record(coop=coop, by=by, kind="meeting.amendment-moved", subject=amendment)
    return amendment


@transaction.atomic
def set_amendment_aside(*, coop: Coop, by: Actor, amendment: Amendment, why: str) -> Amendment:
    """The chair does not put an amendment to the vote: it goes beyond the notice, or its mover takes it back.

    Raises NotAllowed, or DomainError naming `why`.
    """
    meeting = held(amendment.item.meeting)
    require(by, Permission.MEETING_RUN, meeting)
    if not why.strip():
        raise DomainError("Say why: it stands in the minutes.", field="why")
    moved = take_from_meeting(coop=coop, by=by, proposal=amendment.proposal, to=Proposal.WITHDRAWN)
    words = f"“{title_of(moved)}” was not put to the vote: {why.strip()}"
    happen(meeting, Happening.AMENDMENT, words, amendment.item)
    record(coop=coop, by=by, kind="meeting.amendment-set-aside", subject=amendment)
    return amendment
