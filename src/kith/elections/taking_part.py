"""What elections add to a member's own part in decisions, and to who is heard: never how anybody voted."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Prefetch, Q
from django.urls import reverse

from kith.decisions.participation import Decided, Heard, Waiting
from kith.elections.models import Candidate, Contest, Election, Roll
from kith.elections.queries import waiting_for
from kith.foundation.models import Coop
from kith.people.models import Person


def _address(election: Election) -> str:
    where = {"coop": election.coop.slug, "number": election.number}
    return reverse("elections:election", kwargs=where)


def ballots_to_ask_for(person: Person) -> Sequence[Waiting]:
    """Open elections in which this human being has asked for no ballot yet."""
    rows = waiting_for(person).select_related("contest__election__coop")
    found = {one.contest.election.pk: one.contest.election for one in rows}
    return [Waiting(one.title, _address(one), one.last_day) for one in found.values()]


def elections_of_mine(person: Person) -> Sequence[Decided]:
    """Declared elections in which this human being could vote: whether they asked for a ballot, and who is elected."""
    on_paper = Candidate.objects.filter(number__isnull=False).order_by("number")
    rows = (
        Roll.objects.filter(voter=person, contest__election__state=Election.DECLARED)
        .select_related("contest__election__coop")
        .prefetch_related(Prefetch("contest__candidates", on_paper, to_attr="on_paper"))
        .order_by("contest__place")
    )
    return [
        Decided(
            one.contest.election.declared_at or one.contest.election.called_at,
            f"{one.contest.election.title}: {one.contest.title}",
            _address(one.contest.election),
            "You asked for a ballot." if one.way else "You asked for no ballot.",
            _came(one.contest),
        )
        for one in rows
    ]


def _came(contest: Contest) -> str:
    numbers = set(contest.result.get("winners", []))
    names = [one.name for one in contest.on_paper if one.number in numbers]  # type: ignore[attr-defined]
    said = "Elected" if contest.election.kind == Election.BOARD else "Chosen"
    return f"{said}: {', '.join(names)}." if names else f"{said}: nobody."


def ballots_asked_for(coop: Coop, since: datetime, until: datetime) -> Heard:
    """Of the elections that closed between these moments: who could vote, and who asked for a ballot."""
    rows = (
        Roll.objects.filter(
            coop=coop,
            contest__election__state=Election.DECLARED,
            contest__election__closes_at__gte=since,
            contest__election__closes_at__lt=until,
        )
        .order_by()
        .values("member__member_class")
        .annotate(could=Count("pk"), did=Count("pk", filter=~Q(way="")))
    )
    return Heard(
        "Elections: asked for a ballot",
        {row["member__member_class"]: (row["could"], row["did"]) for row in rows},
    )
