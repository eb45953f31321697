"""How a proposal's page leads to the meeting that votes on it, or to one that it can be put to."""

from django.urls import reverse

from kith.articles.extensions import WayOn
from kith.decisions.models import Proposal
from kith.decisions.rules import BINDING
from kith.foundation.permissions import Actor, Permission, holds
from kith.meetings.models import Amendment, Item, Meeting


def to_the_meeting(proposal: Proposal, reader: Actor) -> WayOn | None:
    """To the point of the agenda; or, for whoever may call meetings, to the meetings it can be put to."""
    where: dict[str, object] = {"coop": proposal.coop.slug}
    if proposal.in_meeting:
        item = _item(proposal)
        if item is None or not holds(reader, Permission.MEETING_VIEW):
            return None
        where |= {"meeting": item.meeting.number, "item": item.pk}
        return WayOn(item.meeting.title, reverse("meetings:item", kwargs=where))
    talked_about = (
        proposal.state == Proposal.TALKING and proposal.form in BINDING and not proposal.group
    )
    if not talked_about or not holds(reader, Permission.MEETING_CALL):
        return None
    near = Meeting.objects.filter(
        coop=proposal.coop, state__in=[Meeting.PLANNED, Meeting.CALLED]
    ).order_by("starts_at")
    meeting = near.first()
    if meeting is None:
        return WayOn("Vote on it at a meeting", reverse("meetings:plan", kwargs=where))
    where["meeting"] = meeting.number
    return WayOn(f"Put it to “{meeting.title}”", reverse("meetings:motion", kwargs=where))


def _item(proposal: Proposal) -> Item | None:
    own = Item.objects.select_related("meeting").filter(proposal=proposal)
    found = own.order_by("-added_at").first()
    if found:
        return found
    moved = Amendment.objects.select_related("item__meeting").filter(proposal=proposal).first()
    return moved.item if moved else None
