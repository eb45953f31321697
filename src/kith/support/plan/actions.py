"""Writing a plan together, naming who agrees it, and agreeing it. Words are only added; nothing is written over."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, require
from kith.kernel.merging import merged
from kith.people.models import Person
from kith.people.telling import tell
from kith.support.models import AgreedPlan, Plan, PlanWords, Support
from kith.support.plan import queries, rules


def _held(plan: Plan) -> Plan:
    found = Plan.objects.select_for_update(of=("self",)).select_related(
        "coop", "support__person__account", "support__team"
    )
    return found.get(pk=plan.pk)


@transaction.atomic
def begin_plan(*, coop: Coop, by: Actor, support: Support) -> Plan:
    """The person's plan, begun when there is none yet. Raises NotAllowed."""
    require(by, Permission.PLAN_CHANGE, support)
    plan, new = Plan.objects.get_or_create(coop=coop, support=support)
    if new:
        record(coop=coop, by=by, kind="plan.begun", subject=plan)
    return plan


@transaction.atomic
def write_words(
    *, coop: Coop, by: Actor, plan: Plan, section: str, base: str, text: str, whose: str = ""
) -> PlanWords:
    """Save a section as it was typed. `base` is the text that the typing began from: what others wrote since then
    is kept beside it, word by word. Without a change nothing is added. Raises NotAllowed, or DomainError naming `text`.
    """
    require(by, Permission.PLAN_CHANGE, plan)
    rules.check_section(section)
    kept = _held(plan)
    newest = queries.newest_words(kept).get(section)
    before = newest.text if newest else ""
    whole = merged(rules.tidy(base), rules.tidy(text), before)
    rules.check_text(whole)
    said = whose or (newest.whose if newest else rules.whose_by(by, kept))
    rules.check_whose(said)
    if newest and (whole, said) == (before, newest.whose):
        return newest
    made = PlanWords.objects.create(
        coop=coop,
        plan=kept,
        section=section,
        number=newest.number + 1 if newest else 1,
        text=whole,
        whose=said,
        by_id=by.person_id,
    )
    record(coop=coop, by=by, kind="plan.written", subject=kept, section=section)
    return made


@transaction.atomic
def name_who_agrees(*, coop: Coop, by: Actor, plan: Plan, person: Person | None) -> Plan:
    """Somebody agrees the plan in the person's name, or with None the person does. Only the person names them.

    Where the person cannot sign in, the team writes down whom they named. Raises NotAllowed, or DomainError.
    """
    kept = _held(plan)
    _require_voice(by, kept)
    if person and person.pk == kept.support.person_id:
        person = None
    if person and (person.coop_id != coop.pk or person.left_at):
        raise DomainError("Name somebody the co-op knows.", field="person")
    kept.agrees = person
    kept.save(update_fields=["agrees"])
    record(coop=coop, by=by, kind="plan.who-agrees", subject=kept)
    return kept


def _require_voice(by: Actor, plan: Plan) -> None:
    """Raise NotAllowed unless they are the person, or the person cannot sign in and they write for them."""
    if by.person_id == plan.support.person_id:
        require(by, Permission.PLAN_AGREE, plan)
        return
    if plan.support.person.account_id:
        raise NotAllowed(f"{plan.support.person.short} says this themself.")
    require(by, Permission.PLAN_CHANGE, plan)


@transaction.atomic
def ask_to_agree(*, coop: Coop, by: Actor, plan: Plan) -> Person:
    """Tell whoever agrees the plan that it is ready to read. Returns whom. Raises NotAllowed, or DomainError."""
    require(by, Permission.PLAN_CHANGE, plan)
    kept = _held(plan)
    if not queries.changed_since_agreed(kept):
        raise DomainError("Everything that is written is agreed already.")
    agrees = kept.agrees or kept.support.person
    whose = (
        "Your plan" if agrees.pk == kept.support.person_id else f"{kept.support.person.name}’s plan"
    )
    tell(
        coop=coop,
        people=[agrees],
        kind="plan",
        title=f"{whose} is ready to read, and to agree",
        link=queries.address_of(kept),
        subject=kept.pk,
    )
    record(coop=coop, by=by, kind="plan.asked", subject=kept)
    return agrees


@transaction.atomic
def agree_plan(
    *, coop: Coop, by: Actor, plan: Plan, seen: dict[str, int], review_on: date, how: str = ""
) -> AgreedPlan:
    """Agree the plan as it was `seen`: the number of the words of each section. The team is told.

    The person agrees, or whom they named. Where neither can sign in, the team writes down `how` they agreed.
    Raises NotAllowed, or DomainError naming `how` or `review_on`, or saying that the words have changed meanwhile.
    """
    kept = _held(plan)
    how = _entitled_how(by, kept, how)
    rules.check_review(review_on, clock.today(coop.zone))
    newest = {key: one.number for key, one in queries.newest_words(kept).items() if one.text}
    if not newest:
        raise DomainError("There is nothing to agree yet. Write something first.")
    if newest != seen:
        raise DomainError("The words have changed meanwhile. Read them, and agree then.")
    last = queries.agreed_of(kept)
    if last and last.words == newest:
        raise DomainError("These words are agreed already.")
    number = kept.agreed.aggregate(last=Max("number"))["last"] or 0
    agreed = AgreedPlan.objects.create(
        coop=coop,
        plan=kept,
        number=number + 1,
        words=newest,
        by_id=by.person_id,
        how=how,
        review_on=review_on,
    )
    record(coop=coop, by=by, kind="plan.agreed", subject=kept, number=agreed.number)
    others = [one for one in queries.team_of(kept) if one.pk != by.person_id]
    title = f"{kept.support.person.short}’s plan is agreed"
    link = queries.address_of(kept)
    tell(coop=coop, people=others, kind="plan", title=title, link=link, subject=kept.pk)
    return agreed


def _entitled_how(by: Actor, plan: Plan, how: str) -> str:
    """How it was agreed, in words; "" by whoever is entitled themself. Raises NotAllowed, or DomainError."""
    agrees = plan.agrees or plan.support.person
    if by.person_id == agrees.pk:
        return ""
    if agrees.account_id:
        raise NotAllowed(f"Only {agrees.name} agrees this plan.")
    require(by, Permission.PLAN_CHANGE, plan)
    words = " ".join(how.split())
    if not words:
        raise DomainError(
            f"{agrees.name} does not sign in. Write how they said yes, and who was there.",
            field="how",
        )
    return words[:300]
