"""Reading plans: the newest words, what was agreed, and what changed since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet
from django.urls import reverse

from kith.decisions.words import Piece, changes
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.people.models import Person
from kith.support.models import AgreedPlan, Plan, PlanWords, Support
from kith.support.plan.sections import Section, sections
from kith.teams.queries import members_on


@dataclass(frozen=True, slots=True)
class Written:
    """One heading with its newest words, if there are any; `agreed` says that these very words are agreed."""

    section: Section
    words: PlanWords | None
    agreed: bool

    @property
    def text(self) -> str:
        """The words."""
        return self.words.text if self.words else ""


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed under one heading between two versions, in words."""

    section: Section
    pieces: Sequence[Piece]


def plan_or_none(coop: Coop, support: Support) -> Plan | None:
    """The plan of this support."""
    found = Plan.objects.select_related("coop", "support__person", "support__team", "agrees")
    return found.filter(coop=coop, support=support).first()


def newest_words(plan: Plan) -> dict[str, PlanWords]:
    """The newest words of each section; two queries, however often they were written."""
    last = (
        PlanWords.objects.filter(plan=plan).order_by().values("section").annotate(n=Max("number"))
    )
    numbers = {row["section"]: row["n"] for row in last}
    return words_with(plan, numbers)


def words_with(plan: Plan, numbers: Mapping[str, int]) -> dict[str, PlanWords]:
    """The words of these numbers, by section; one query."""
    found = PlanWords.objects.filter(
        plan=plan, section__in=numbers, number__in=set(numbers.values())
    ).select_related("by")
    return {one.section: one for one in found if numbers[one.section] == one.number}


def written(plan: Plan) -> list[Written]:
    """Every heading in the order of the page."""
    newest, agreed = newest_words(plan), agreed_of(plan)
    return _headings(newest, agreed.words if agreed else {})


def _headings(newest: Mapping[str, PlanWords], numbers: Mapping[str, int]) -> list[Written]:
    return [
        Written(one, newest.get(key), key in newest and numbers.get(key) == newest[key].number)
        for key, one in sections().items()
    ]


@dataclass(frozen=True, slots=True)
class Read:
    """A plan as its page shows it: every heading, the version in force, and what was written since."""

    written: Sequence[Written]
    agreed: AgreedPlan | None
    changed: Sequence[Changed]


def read(plan: Plan) -> Read:
    """All of it at once; four queries."""
    newest, agreed = newest_words(plan), agreed_of(plan)
    numbers = agreed.words if agreed else {}
    before = words_with(plan, numbers) if numbers else {}
    return Read(_headings(newest, numbers), agreed, changed_between(before, newest))


def agreed_of(plan: Plan) -> AgreedPlan | None:
    """The version in force."""
    return plan.agreed.select_related("by").order_by("-number").first()


def versions_of(plan: Plan) -> QuerySet[AgreedPlan]:
    """Every agreed version, the newest first."""
    return plan.agreed.select_related("by").order_by("-number")


def changed_between(
    before: Mapping[str, PlanWords], after: Mapping[str, PlanWords]
) -> list[Changed]:
    """What changed, heading by heading."""
    found = []
    for key, one in sections().items():
        old, new = (side[key].text if key in side else "" for side in (before, after))
        if old != new:
            found.append(Changed(one, changes(old, new)))
    return found


def changed_since_agreed(plan: Plan) -> list[Changed]:
    """What was written since the version in force; all of it before the first."""
    agreed = agreed_of(plan)
    before = words_with(plan, agreed.words) if agreed else {}
    return changed_between(before, newest_words(plan))


def written_since(plan: Plan, when: datetime) -> list[PlanWords]:
    """The newest words of the sections that were written after a moment."""
    return [one for one in newest_words(plan).values() if one.at > when]


def team_of(plan: Plan) -> list[Person]:
    """The workers of the team that supports the person, today."""
    support = plan.support
    members = members_on(support.team, clock.today(plan.coop.zone)).select_related("person")
    return [one.person for one in members]


def address_of(plan: Plan) -> str:
    """The page of a plan."""
    return reverse("support:plan", kwargs={"coop": plan.coop.slug, "support": plan.support_id})
