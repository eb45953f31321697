"""How a proposed version of the articles, or an expulsion, comes to the members from its own page."""

from django.urls import reverse

from kith.articles.decisions import MEMBERS
from kith.articles.extensions import WayOn
from kith.articles.models import ArticlesVersion
from kith.articles.queries import articles_in_force
from kith.decisions.effects import about
from kith.decisions.models import Proposal
from kith.decisions.queries import about_or_none
from kith.foundation.permissions import Actor, Permission, Place, allows, holds
from kith.membership.joining.rules import appeals
from kith.membership.models import Application, Member


def to_the_members(version: ArticlesVersion, reader: Actor) -> WayOn | None:
    """To the proposal about this version; or, for whoever may, to put it to the members."""
    where: dict[str, object] = {"coop": version.coop.slug}
    there = about_or_none(version.coop, about(version))
    if there and holds(reader, Permission.DECISION_VIEW):
        where["number"] = there.number
        return WayOn(f"Proposal {there.number}", reverse("decisions:proposal", kwargs=where))
    if version.state != ArticlesVersion.PROPOSED or not holds(reader, Permission.DECISION_PROPOSE):
        return None
    where["version"] = version.number
    return WayOn(
        "Put it to the members", reverse("decisions:put-articles", kwargs=where), press=True
    )


def to_welcome(application: Application, reader: Actor) -> WayOn | None:
    """To the proposal about this application; or, for whoever may, to put it to the members where they welcome."""
    coop = application.coop
    there = about_or_none(coop, about(application))
    if there and there.state != Proposal.CLOSED:
        where = {"coop": coop.slug, "number": there.number}
        return WayOn(f"Proposal {there.number}", reverse("decisions:proposal", kwargs=where))
    by_members = articles_in_force(coop).joining.welcomed_by == MEMBERS
    waits = application.state == Application.WAITING and by_members
    may = allows(reader, Permission.APPLICATION_ANSWER, Place(coop.id))
    if not (waits or appeals(application)) or not may:
        return None
    key = {"coop": coop.slug, "application": application.pk}
    return WayOn("Put it to the members", reverse("decisions:welcome", kwargs=key))


def to_expel(member: Member) -> str:
    """Where the members are asked to expel somebody."""
    return reverse("decisions:expel", kwargs={"coop": member.coop.slug, "member": member.pk})
