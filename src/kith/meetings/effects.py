"""What a carried amendment does by itself: the motion has its words from then on."""

from kith.articles.decisions import Decision, about
from kith.decisions.effects import Effect
from kith.decisions.in_meeting import amend
from kith.decisions.models import Proposal
from kith.foundation.errors import DomainError
from kith.meetings.models import Amendment

AMENDMENT = "amendment"


def _amend(proposal: Proposal, why: str, _decision: Decision) -> str:
    found = Amendment.objects.select_related("item__proposal", "version")
    amendment = found.filter(proposal=proposal).first()
    if amendment is None or amendment.item.proposal is None:
        raise DomainError("There is no such motion. Nothing was changed.")
    newest = proposal.wordings.order_by("-number")[0]
    version = amendment.version
    amend(
        motion=amendment.item.proposal,
        by=proposal.proposed_by,
        text=newest.text,
        why=why,
        title=f"Version {version.number} of our articles" if version else "",
        row=about(version) if version else "",
    )
    return "The motion has these words now."


AMENDING = Effect(
    "The motion has these words from then on.",
    Proposal.RESOLUTION,
    _amend,
    "Amend a motion",
    "At a meeting, on the page of a motion: Move an amendment.",
)
