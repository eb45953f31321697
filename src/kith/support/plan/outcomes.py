"""What should be different for the person: written down, worked on, rated by both sides, drawn over time."""

import tomllib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery

from kith.foundation.errors import ChangedMeanwhile, DomainError, NotAllowed
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, require
from kith.kernel.ids import uuid7
from kith.people.models import line
from kith.support.models import Outcome, Plan, Rating
from kith.support.plan.queries import team_of

MOST = 20
LEAST_VALUE, MOST_VALUE = 0, 10
FACES = {0: "very bad", 2: "bad", 5: "so-so", 8: "good", 10: "very good"}
"""What a number means, in words; the numbers between have none of their own."""


@cache
def care_act() -> Mapping[str, str]:
    """The outcomes of the Care Act by key, in plain words."""
    with Path(__file__).with_name("care_act.toml").open("rb") as file:
        return dict(tomllib.load(file)["outcomes"])


@dataclass(frozen=True, slots=True)
class Shown:
    """An outcome with its ratings in time, and what they come to for each side: first, last, in words."""

    outcome: Outcome
    ratings: Sequence[Rating]

    @property
    def care_act(self) -> list[str]:
        """The outcomes of the Care Act that it belongs to."""
        return [care_act()[key] for key in self.outcome.care_act if key in care_act()]

    def of(self, side: str) -> list[Rating]:
        """The ratings of one side, the oldest first."""
        return [one for one in self.ratings if one.side == side]

    def change(self, side: str) -> str:
        """How far it has come by the word of one side."""
        found = self.of(side)
        if not found:
            return ""
        first, last = found[0].value, found[-1].value
        if len(found) == 1:
            return f"{last} of 10"
        moved = "better" if last > first else "worse" if last < first else "as before"
        return (
            f"{last} of 10, {moved}: it was {first}" if last != first else f"{last} of 10, {moved}"
        )


def outcomes_of(plan: Plan) -> list[Shown]:
    """Every outcome in its newest words, what matters most first, with its ratings; two queries."""
    newest = Outcome.objects.filter(series=OuterRef("series")).order_by("-number").values("pk")[:1]
    rows = Outcome.objects.filter(plan=plan, pk=Subquery(newest)).select_related("by")
    ratings: dict[uuid.UUID, list[Rating]] = {}
    for one in plan.ratings.select_related("by").order_by("at", "id"):
        ratings.setdefault(one.outcome, []).append(one)
    found = sorted(rows, key=lambda one: (one.state != Outcome.OPEN, -one.importance, one.series))
    return [Shown(one, ratings.get(one.series, [])) for one in found]


def outcome_or_none(plan: Plan, series: uuid.UUID) -> Outcome | None:
    """The newest words of one outcome of this plan."""
    return Outcome.objects.filter(plan=plan, series=series).order_by("-number").first()


@transaction.atomic
def write_outcome(
    *,
    coop: Coop,
    by: Actor,
    plan: Plan,
    title: str,
    how: str = "",
    importance: int = 2,
    care_act_keys: Sequence[str] = (),
    state: str = Outcome.OPEN,
    series: uuid.UUID | None = None,
    after: int = 0,
) -> Outcome:
    """Write down an outcome, or with `series` new words for one; `after` is the number that was on the page.

    Raises NotAllowed, ChangedMeanwhile, or DomainError naming a field.
    """
    require(by, Permission.PLAN_CHANGE, plan)
    Plan.objects.select_for_update().get(pk=plan.pk)
    if not line(title):
        raise DomainError("Write what should be different.", field="title")
    if importance not in dict(Outcome.IMPORTANCE):
        raise DomainError("Say how much it matters.", field="importance")
    unknown = [key for key in care_act_keys if key not in care_act()]
    if unknown:
        raise DomainError("Pick from the list.", field="care_act_keys")
    if state not in dict(Outcome.STATES):
        raise DomainError("Say how it stands.", field="state")
    number = _next_number(plan, series, after)
    made = Outcome.objects.create(
        coop=coop,
        plan=plan,
        series=series or uuid7(),
        number=number,
        title=line(title)[:160],
        how=how.strip(),
        importance=importance,
        care_act=list(care_act_keys),
        state=state,
        by_id=by.person_id,
    )
    record(coop=coop, by=by, kind="plan.outcome", subject=plan, state=state)
    return made


def _next_number(plan: Plan, series: uuid.UUID | None, after: int) -> int:
    if series is None:
        if Outcome.objects.filter(plan=plan, number=1).count() >= MOST:
            raise DomainError(
                f"A plan has {MOST} outcomes at most. Let one go, or put two together."
            )
        return 1
    last = Outcome.objects.filter(plan=plan, series=series).aggregate(n=Max("number"))["n"]
    if last is None:
        raise DomainError("There is no such outcome in this plan.")
    if last != after:
        raise ChangedMeanwhile(
            "Somebody has changed this meanwhile. Read it again, then change it."
        )
    return int(last) + 1


@transaction.atomic
def rate_outcome(
    *, coop: Coop, by: Actor, plan: Plan, series: uuid.UUID, side: str, value: int, words: str = ""
) -> Rating:
    """Say how it is now, from 0 to 10. The person says it themself, or the team writes it down if they do not sign in;
    for the team somebody who works in it. Raises NotAllowed, or DomainError naming `value` or `side`.
    """
    require(by, Permission.PLAN_CHANGE, plan)
    if side not in dict(Rating.SIDES):
        raise DomainError("Say who says so.", field="side")
    _check_side(by, plan, side)
    if outcome_or_none(plan, series) is None:
        raise DomainError("There is no such outcome in this plan.")
    if not LEAST_VALUE <= value <= MOST_VALUE:
        raise DomainError(f"Pick a number from {LEAST_VALUE} to {MOST_VALUE}.", field="value")
    made = Rating.objects.create(
        coop=coop,
        plan=plan,
        outcome=series,
        side=side,
        value=value,
        words=line(words)[:500],
        by_id=by.person_id,
    )
    record(coop=coop, by=by, kind="plan.rated", subject=plan, side=side)
    return made


def _check_side(by: Actor, plan: Plan, side: str) -> None:
    person = plan.support.person
    if side == Rating.PERSON and by.person_id != person.pk and person.account_id:
        raise NotAllowed(f"{person.short} says this themself.")
    if side == Rating.TEAM and by.person_id not in {one.pk for one in team_of(plan)}:
        raise NotAllowed("Only somebody who works in the team speaks for it.")
