"""Reading proposals: what is open for whom, what was said, who voted, what came of it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse

from kith.articles.queries import articles_in_force
from kith.decisions import rules
from kith.decisions.groups import group_or_none, keys_of
from kith.decisions.models import Attachment, Entitlement, Proposal, Remark, Vote, Wording
from kith.decisions.options import marks_of
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.membership.queries import voters_of, votes_of
from kith.membership.rules import day_words
from kith.people.models import Person


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether somebody may vote on a proposal, and why; and what they said last."""

    entitlement: Entitlement | None
    why: str
    vote: Vote | None = None


def proposals_of(coop: Coop) -> QuerySet[Proposal]:
    """Every proposal with its newest title, newest first."""
    newest = Wording.objects.filter(proposal=OuterRef("pk")).order_by("-number").values("title")[:1]
    found = Proposal.objects.select_related("coop", "proposed_by").filter(coop=coop)
    return found.annotate(title=Subquery(newest)).order_by("-number")


def deciders(proposal: Proposal) -> list[Person]:
    """The human beings who decide on it, as of now."""
    group = group_or_none(proposal.coop, proposal.group)
    if proposal.group:
        return list(group.people) if group else []
    return [one.voter for one in voters_of(proposal.coop)]


def seen_by(person: Person, *, member: bool) -> QuerySet[Proposal]:
    """What this human being may read: what all members decide, if a `member` or who may read it, and their groups'."""
    mine = Entitlement.objects.filter(proposal=OuterRef("pk"), voter=person)
    seen = Q(group__in=keys_of(person)) | Q(proposed_by=person) | Exists(mine)
    return proposals_of(person.coop).filter(seen | Q(group="") if member else seen)


def proposal_or_none(coop: Coop, number: int) -> Proposal | None:
    """A proposal of this co-op by number."""
    return proposals_of(coop).filter(number=number).first()


def free_for_a_meeting(coop: Coop) -> QuerySet[Proposal]:
    """What is talked about and can be put to a meeting: resolutions and special resolutions."""
    return proposals_of(coop).filter(state=Proposal.TALKING, form__in=rules.BINDING, group="")


def about_or_none(coop: Coop, row: str) -> Proposal | None:
    """The newest proposal about a row that was not taken back."""
    found = proposals_of(coop).filter(about=row).exclude(state=Proposal.WITHDRAWN)
    return found.first()


def open_for(person: Person) -> QuerySet[Proposal]:
    """The proposals on which this human being may vote and has not yet, what closes soonest first."""
    mine = Entitlement.objects.filter(
        proposal=OuterRef("pk"), round=OuterRef("round"), voter=person, votes=None
    )
    open_now = Q(state=Proposal.VOTING, closes_at__gt=clock.now())
    return proposals_of(person.coop).filter(open_now, Exists(mine)).order_by("closes_at")


def wordings_of(proposal: Proposal) -> list[Wording]:
    """Its words as they were, the newest first."""
    return list(proposal.wordings.select_related("by").order_by("-number"))


def remarks_of(proposal: Proposal) -> QuerySet[Remark]:
    """What was said, the oldest first."""
    return proposal.remarks.select_related("by").order_by("at", "id")


def entitled_to(proposal: Proposal) -> QuerySet[Entitlement]:
    """Who may vote in the newest round, with their votes."""
    people = ("member__person", "member__organisation", "voter")
    votes = Prefetch("votes", Vote.objects.order_by("number"))
    found = Entitlement.objects.select_related(*people).prefetch_related(votes)
    return found.filter(proposal=proposal, round=proposal.round)


def casts_of(proposal: Proposal) -> list[rules.Cast]:
    """What each entitled member said last; one query."""
    last = Vote.objects.filter(entitlement=OuterRef("pk")).order_by("-number").values("choice")[:1]
    found = Entitlement.objects.filter(proposal=proposal, round=proposal.round)
    rows = found.annotate(last=Subquery(last)).values_list("member_class", "last")
    return [rules.Cast(member_class, choice or "") for member_class, choice in rows]


def marks_in(proposal: Proposal) -> list[dict[int, int]]:
    """What each who took part in a poll with options has marked last; one query."""
    newest = Vote.objects.filter(entitlement=OuterRef("pk")).order_by("-number")
    found = Entitlement.objects.filter(proposal=proposal, round=proposal.round)
    rows = found.annotate(last=Subquery(newest.values("marks")[:1])).values_list("last", flat=True)
    return [marks_of(one) for one in rows if one]


def objections_of(proposal: Proposal) -> list[tuple[Entitlement, Vote]]:
    """Who objects to a proposal for consent, and how they say it would harm."""
    found = []
    for one in entitled_to(proposal):
        votes = list(one.votes.all())
        if votes and votes[-1].choice == Vote.NO:
            found.append((one, votes[-1]))
    return found


def standing_of(proposal: Proposal, person: Person) -> Standing:
    """Whether this human being may vote on it, and why."""
    if proposal.state == Proposal.TALKING:
        return Standing(None, _will_be(proposal, person))
    own = entitled_to(proposal).filter(voter=person).first()
    if proposal.in_meeting:
        return _at_meeting(own)
    if own:
        votes = list(own.votes.all())
        when = (proposal.opened_at or clock.now()).astimezone(proposal.coop.zone).date()
        day = day_words(when)
        why = _entitled_words(proposal, own, day)
        return Standing(own, why, votes[-1] if votes else None)
    if proposal.state == Proposal.WITHDRAWN:
        return Standing(None, "Nobody votes on it: it was taken back.")
    return Standing(
        None, "You have no vote on this: you were no member, or suspended, when the votes opened."
    )


def _at_meeting(own: Entitlement | None) -> Standing:
    if own is None:
        return Standing(
            None, "It is voted on at a meeting, by those who are there, themselves or by a proxy."
        )
    votes = list(own.votes.all())
    how = "by a proxy" if own.carried_by_id else "yourself"
    return Standing(
        own, f"You were at the meeting, {how}, when the votes opened.", votes[-1] if votes else None
    )


def _entitled_words(proposal: Proposal, own: Entitlement, day: str) -> str:
    if own.member is None:
        group = group_or_none(proposal.coop, proposal.group)
        return f"You answer: on {day} you were in “{group.title if group else proposal.group}”."
    title = _class_title(proposal.coop, own.member_class)
    name = "" if own.member.person_id == own.voter_id else f" for {own.member.name}"
    return f"You vote{name}: the register of {day} has this membership in “{title}”."


def _will_be(proposal: Proposal, person: Person) -> str:
    if proposal.form == Proposal.ADVICE:
        return "Nobody votes on it: who asked for advice decides, and says what they made of it."
    if proposal.group:
        return "Everybody who is in the group when it opens for answers has one."
    if voters_of(person.coop).filter(pk__in=votes_of(person)).exists():
        return "You will have a vote when the votes open, if you are still a member then."
    return "Only members vote. The register of the day on which the votes open counts."


def _class_title(coop: Coop, key: str) -> str:
    return next((one.title for one in articles_in_force(coop).classes if one.key == key), key)


def took_part(coop: Coop, since: datetime, until: datetime) -> dict[str, tuple[int, int]]:
    """By class, how many votes in writing were asked for in what closed between these moments, and how many given."""
    closed = Entitlement.objects.filter(
        coop=coop,
        member__isnull=False,
        round=F("proposal__round"),
        proposal__state=Proposal.CLOSED,
        proposal__in_meeting=False,
        proposal__closed_at__gte=since,
        proposal__closed_at__lt=until,
    ).order_by()
    voted = Exists(Vote.objects.filter(entitlement=OuterRef("pk")))
    rows = closed.annotate(did=voted).values("member_class")
    return {
        row["member_class"]: (row["all"], row["voted"])
        for row in rows.annotate(all=Count("pk"), voted=Count("pk", filter=Q(did=True)))
    }


def waiting_votes(proposal: Proposal) -> Sequence[Person]:
    """The human beings who may vote and have not."""
    return [one.voter for one in entitled_to(proposal) if not one.votes.all()]


def votes_given_by(person: Person) -> list[Entitlement]:
    """What this human being could vote on that is decided, newest first, with their votes and the titles."""
    newest = Wording.objects.filter(proposal=OuterRef("proposal")).order_by("-number")
    found = (
        Entitlement.objects.filter(
            voter=person, round=F("proposal__round"), proposal__state=Proposal.CLOSED
        )
        .select_related("proposal__coop", "member__organisation", "member__person", "voter")
        .prefetch_related(Prefetch("votes", Vote.objects.order_by("number")))
        .annotate(
            title=Subquery(newest.values("title")[:1]),
            options=Subquery(newest.values("options")[:1]),
        )
    )
    return list(found.order_by("-proposal__closed_at", "pk"))


def address_of(proposal: Proposal) -> str:
    """The page of a proposal."""
    where = {"coop": proposal.coop.slug, "number": proposal.number}
    return reverse("decisions:proposal", kwargs=where)


def attachment_or_none(proposal: Proposal, key: uuid.UUID) -> Attachment | None:
    """A file of this proposal by id."""
    return proposal.attachments.filter(pk=key).first()


def attachments_of(proposal: Proposal) -> QuerySet[Attachment]:
    """The files of a proposal, the oldest first."""
    return proposal.attachments.select_related("by")
