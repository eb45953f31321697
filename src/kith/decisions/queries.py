"""Reading proposals: what is open for whom, what was said, who voted, what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from kith.articles.queries import articles_in_force
from kith.decisions import rules
from kith.decisions.models import Entitlement, Proposal, Remark, Vote, Wording
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.membership.queries import voters_of, votes_of
from kith.membership.rules import day_words
from kith.people.models import Person

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether somebody may vote on a proposal, and why; and what they said last."""

    entitlement: Entitlement | None
    why: str
    vote: Vote | None = None


@dataclass(frozen=True, slots=True)
class TookPart:
    """How many of a class could vote in the last year, in all decisions together, and how many did."""

    title: str
    entitled: int
    voted: int

    @property
    def percent(self) -> int:
        """The part that voted."""
        return round(100 * self.voted / self.entitled) if self.entitled else 0


def proposals_of(coop: Coop) -> QuerySet[Proposal]:
    """Every proposal with its newest title, newest first."""
    newest = Wording.objects.filter(proposal=OuterRef("pk")).order_by("-number").values("title")[:1]
    found = Proposal.objects.select_related("coop", "proposed_by").filter(coop=coop)
    return found.annotate(title=Subquery(newest)).order_by("-number")


def proposal_or_none(coop: Coop, number: int) -> Proposal | None:
    """A proposal of this co-op by number."""
    return proposals_of(coop).filter(number=number).first()


def free_for_a_meeting(coop: Coop) -> QuerySet[Proposal]:
    """What is talked about and can be put to a meeting: resolutions and special resolutions."""
    return proposals_of(coop).filter(state=Proposal.TALKING, form__in=rules.BINDING)


def about_or_none(coop: Coop, row: str) -> Proposal | None:
    """The newest proposal about a row that was not taken back."""
    found = proposals_of(coop).filter(about=row).exclude(state=Proposal.WITHDRAWN)
    return found.first()


def open_for(person: Person) -> QuerySet[Proposal]:
    """The proposals on which this human being may vote and has not yet."""
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
        return Standing(None, _will_be(person))
    own = entitled_to(proposal).filter(voter=person).first()
    if proposal.in_meeting:
        return _at_meeting(own)
    if own:
        votes = list(own.votes.all())
        title = _class_title(proposal.coop, own.member_class)
        name = "" if own.member.person_id == person.pk else f" for {own.member.name}"
        when = (proposal.opened_at or clock.now()).astimezone(proposal.coop.zone).date()
        day = day_words(when)
        why = f"You vote{name}: the register of {day} has this membership in “{title}”."
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


def _will_be(person: Person) -> str:
    if voters_of(person.coop).filter(pk__in=votes_of(person)).exists():
        return "You will have a vote when the votes open, if you are still a member then."
    return "Only members vote. The register of the day on which the votes open counts."


def _class_title(coop: Coop, key: str) -> str:
    return next((one.title for one in articles_in_force(coop).classes if one.key == key), key)


def took_part(coop: Coop, since: datetime) -> list[TookPart]:
    """By class, how many could vote in writing in what has closed since then, and how many did: who is not heard."""
    closed = Entitlement.objects.filter(
        coop=coop,
        proposal__state=Proposal.CLOSED,
        proposal__in_meeting=False,
        proposal__closed_at__gte=since,
    ).order_by()
    voted = Exists(Vote.objects.filter(entitlement=OuterRef("pk")))
    rows = closed.annotate(did=voted).values("member_class")
    found: Mapping[str, tuple[int, int]] = {
        row["member_class"]: (row["all"], row["voted"])
        for row in rows.annotate(all=Count("pk"), voted=Count("pk", filter=Q(did=True)))
    }
    return [
        TookPart(one.title, *found[one.key])
        for one in articles_in_force(coop).classes
        if one.key in found
    ]


def waiting_votes(proposal: Proposal) -> Sequence[Person]:
    """The human beings who may vote and have not."""
    return [one.voter for one in entitled_to(proposal) if not one.votes.all()]
