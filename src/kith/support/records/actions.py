"""Writing down what a person agrees to, whether they can decide, and looking at the plan again together."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, require
from kith.people.models import line
from kith.people.telling import tell
from kith.support.models import Plan
from kith.support.plan.queries import address_of, team_of
from kith.support.plan.rules import check_review
from kith.support.records.models import CapacityDecision, Consent, OfPlan, OmahaRating, Review
from kith.support.records.queries import consents_now, omaha_problems, purposes

LONGEST = 4_000
WORDS = ("stop", "start", "keep", "changed")


def _held(plan: Plan) -> Plan:
    rows = Plan.objects.select_for_update(of=("self",)).select_related("support__person", "coop")
    return rows.get(pk=plan.pk)


def _add(model: type[OfPlan], plan: Plan, by: Actor, **fields: Any) -> Any:
    rows: Any = model._default_manager
    last = rows.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0
    return rows.create(
        coop_id=plan.coop_id, plan=plan, number=last + 1, by_id=by.person_id, **fields
    )


@transaction.atomic
def say_consent(
    *,
    coop: Coop,
    by: Actor,
    plan: Plan,
    purpose: str,
    state: str,
    about: str = "",
    how: str = "",
    capacity: CapacityDecision | None = None,
) -> Consent:
    """Write down what the person says about one purpose. They say it themself; for somebody who does not sign in the
    team writes `how`, or names the decision that they cannot decide this (then `best` says why it is right).

    Raises NotAllowed, DomainError naming `purpose`, `state` or `how`.
    """
    require(by, Permission.PLAN_CHANGE, plan)
    kept = _held(plan)
    person = kept.support.person
    if purpose not in purposes():
        raise DomainError("Pick from the list.", field="purpose")
    if state not in dict(Consent.STATES):
        raise DomainError("Say yes, no, or that it is taken back.", field="state")
    own = by.person_id == person.pk
    if not own and person.account_id:
        raise NotAllowed(f"{person.short} says this themself.")
    if not own and not line(how) and capacity is None:
        raise DomainError("Write how they said so, and who was there.", field="how")
    before = consents_now(kept).get(purpose)
    if state == Consent.BACK and (before is None or before.state != Consent.GIVEN):
        raise DomainError("There is nothing to take back.", field="state")
    if capacity and (capacity.plan_id != kept.pk or capacity.can):
        raise DomainError("That decision says that they can decide this themself.", field="how")
    consent: Consent = _add(
        Consent,
        kept,
        by,
        purpose=purpose,
        state=state,
        about=line(about)[:160],
        how="" if own else line(how)[:300],
        capacity=capacity.number if capacity else None,
    )
    record(coop=coop, by=by, kind="consent.said", subject=kept, purpose=purpose)
    return consent


@transaction.atomic
def write_capacity(
    *,
    coop: Coop,
    by: Actor,
    plan: Plan,
    decision: str,
    on: date,
    help_given: str,
    understand: bool,
    retain: bool,
    weigh: bool,
    communicate: bool,
    review_on: date,
    because: str = "",
    best: str = "",
    asked: str = "",
    attorney: str = "",
) -> CapacityDecision:
    """Write down whether the person can make one decision (Mental Capacity Act 2005). By the team, never by themself.

    With a test that is not passed it has to say why, what is best for them, and who was asked (sections 2 and 4).
    Raises NotAllowed, DomainError naming the field.
    """
    require(by, Permission.PLAN_CHANGE, plan)
    kept = _held(plan)
    if by.person_id == kept.support.person_id:
        raise NotAllowed("Somebody else writes this down, with you.")
    today = clock.today(coop.zone)
    needed = {"decision": decision, "help_given": help_given}
    if not (understand and retain and weigh and communicate):
        needed |= {"because": because, "best": best, "asked": asked}
    for field, text in needed.items():
        if not text.strip():
            raise DomainError(NEEDED[field], field=field)
    if on > today:
        raise DomainError("The day has not come yet.", field="on")
    check_review(review_on, today)
    made: CapacityDecision = _add(
        CapacityDecision,
        kept,
        by,
        decision=line(decision)[:200],
        on=on,
        help_given=help_given.strip()[:LONGEST],
        understand=understand,
        retain=retain,
        weigh=weigh,
        communicate=communicate,
        because=because.strip()[:LONGEST],
        best=best.strip()[:LONGEST],
        asked=line(asked)[:300],
        attorney=line(attorney)[:200],
        review_on=review_on,
    )
    record(coop=coop, by=by, kind="capacity.written", subject=kept)
    return made


NEEDED = {
    "decision": "Write which decision it is. Nobody is able or unable in general.",
    "help_given": "Write what was done to help them decide. That comes first.",
    "because": "Write what in mind or brain stands in the way, and how.",
    "best": "Write what is best for them, and why. What would they want?",
    "asked": "Write who was asked: family, friends, whoever knows them.",
}


@transaction.atomic
def rate_omaha(
    *,
    coop: Coop,
    by: Actor,
    plan: Plan,
    problem: str,
    knowledge: int,
    behaviour: int,
    status: int,
    words: str = "",
) -> OmahaRating:
    """Rate one problem of the Omaha System, by somebody who works in the team. Raises NotAllowed, DomainError."""
    require(by, Permission.PLAN_CHANGE, plan)
    kept = _held(plan)
    if by.person_id not in {one.pk for one in team_of(kept)}:
        raise NotAllowed("Somebody who works in the team rates this.")
    if problem not in omaha_problems():
        raise DomainError("Pick from the list.", field="problem")
    for field, value in (("knowledge", knowledge), ("behaviour", behaviour), ("status", status)):
        if value not in range(1, 6):
            raise DomainError("Pick a number from 1 to 5.", field=field)
    rating: OmahaRating = _add(
        OmahaRating,
        kept,
        by,
        problem=problem,
        knowledge=knowledge,
        behaviour=behaviour,
        status=status,
        words=line(words)[:500],
    )
    record(coop=coop, by=by, kind="plan.omaha", subject=kept, problem=problem)
    return rating


@transaction.atomic
def write_review(
    *, coop: Coop, by: Actor, plan: Plan, on: date, there: str, next_on: date, **words: str
) -> Review:
    """The plan was looked at again: `stop`, `start`, `keep`, `changed` in words, at least one of them.

    The person, whoever agrees the plan, and the team are told. Raises NotAllowed, DomainError naming the field.
    """
    require(by, Permission.PLAN_CHANGE, plan)
    kept = _held(plan)
    today = clock.today(coop.zone)
    texts = {key: words.get(key, "").strip() for key in WORDS}
    if not line(there):
        raise DomainError("Write who was there.", field="there")
    if on > today:
        raise DomainError("The day has not come yet.", field="on")
    if not any(texts.values()):
        raise DomainError("Write at least one thing: to stop, to start, or to keep.", field="keep")
    long = next((key for key, text in texts.items() if len(text) > LONGEST), None)
    if long:
        raise DomainError(f"Keep this to {LONGEST:,} letters.", field=long)
    check_review(next_on, today, field="next_on")
    review: Review = _add(
        Review, kept, by, on=on, there=line(there)[:300], next_on=next_on, **texts
    )
    record(coop=coop, by=by, kind="plan.reviewed", subject=kept, number=review.number)
    person = kept.support.person
    others = {one.pk for one in team_of(kept)} | {kept.agrees_id or person.pk}
    for people, whose in ((others - {person.pk}, f"{person.short}’s"), ({person.pk}, "Your")):
        tell(
            coop=coop,
            people=people - {by.person_id},
            kind="plan",
            title=f"{whose} plan was looked at again",
            link=address_of(kept),
            subject=kept.pk,
        )
    return review
