"""Reading what a person agreed to, decisions about capacity, and reviews."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from kith.kernel.week import Week
from kith.support.models import Plan
from kith.support.plan.outcomes import Shown, outcomes_of
from kith.support.queries import visits_due_to
from kith.support.records.models import CapacityDecision, Consent, OmahaRating, Review

FUNDER, PHOTOS = "funder", "photos"


@cache
def purposes() -> Mapping[str, Mapping[str, str]]:
    """What can be agreed to, by key: `title`, and `easy` in Easy Read."""
    with Path(__file__).with_name("consents.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def omaha() -> Mapping[str, Mapping[str, str]]:
    """The problems of the Omaha System: by domain, the words of each by its key."""
    with Path(__file__).with_name("omaha.toml").open("rb") as file:
        return tomllib.load(file)


def omaha_problems() -> dict[str, str]:
    """The words of every problem, by its key."""
    return {key: words for of_domain in omaha().values() for key, words in of_domain.items()}


def omaha_of(plan: Plan) -> list[tuple[str, list[OmahaRating]]]:
    """Each problem that was rated, with its ratings in time; one query."""
    found: dict[str, list[OmahaRating]] = {}
    for one in OmahaRating.objects.filter(plan=plan).select_related("by").order_by("number"):
        found.setdefault(one.problem, []).append(one)
    words = omaha_problems()
    return [(words.get(problem, problem), rows) for problem, rows in found.items()]


def consents_now(plan: Plan) -> dict[str, Consent]:
    """The newest answer to each purpose; one query."""
    found: dict[str, Consent] = {}
    for one in Consent.objects.filter(plan=plan).select_related("by").order_by("number"):
        found[one.purpose] = one
    return found


def agrees(plan: Plan, purpose: str) -> bool:
    """Whether the person agrees to this now."""
    now = consents_now(plan).get(purpose)
    return now is not None and now.state == Consent.GIVEN


def consents_of(plan: Plan) -> list[Consent]:
    """Everything that was said, the newest first."""
    return list(Consent.objects.filter(plan=plan).select_related("by").order_by("-number"))


def capacity_of(plan: Plan) -> list[CapacityDecision]:
    """Every decision about capacity, the newest first."""
    return list(CapacityDecision.objects.filter(plan=plan).select_related("by").order_by("-number"))


def reviews_of(plan: Plan) -> list[Review]:
    """Every review, the newest first."""
    return list(Review.objects.filter(plan=plan).select_related("by").order_by("-number"))


def next_review(plan: Plan) -> date | None:
    """When the plan is looked at again: by the newest review or agreement, whichever was later."""
    review = Review.objects.filter(plan=plan).order_by("-number").first()
    agreed = plan.agreed.order_by("-number").first()
    dates = [(review.at, review.next_on)] if review else []
    dates += [(agreed.at, agreed.review_on)] if agreed else []
    return max(dates)[1] if dates else None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a funder reads: outcomes with their ratings, how much support a usual week holds, what the review said."""

    outcomes: Sequence[Shown]
    visits: int
    minutes: int
    review: Review | None


def summary_of(plan: Plan, day: date) -> Summary:
    """The summary on a day. Nothing of About me is in it."""
    due = visits_due_to(plan.support, Week.of(day))
    found = [one for one in outcomes_of(plan) if one.outcome.state != "left"]
    return Summary(
        found,
        len(due),
        sum(one.minutes * one.workers_needed for one in due),
        next(iter(reviews_of(plan)), None),
    )
