"""The end of a vote: counted when its time is over, told to everybody who could vote, and carried out at once."""

from dataclasses import replace
from datetime import date, time, timedelta

from django.db import transaction
from django_tasks import task

from kith.articles.decisions import BOARD, MEMBERS, Decision
from kith.articles.queries import articles_in_force
from kith.decisions import groups, options, queries, rules
from kith.decisions.effects import EFFECTS
from kith.decisions.models import Proposal, Vote
from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, require
from kith.kernel.week import local_moment
from kith.membership.rules import day_words
from kith.people.models import Person
from kith.people.telling import tell

MORNING = time(9)
BEFORE = timedelta(hours=48)
"""How long before the close those who have not voted are reminded."""


def locked(proposal: Proposal) -> Proposal:
    """The proposal's row, held until the transaction ends."""
    found = Proposal.objects.select_for_update(of=("self",)).select_related("coop")
    return found.get(pk=proposal.pk)


@transaction.atomic
def close(*, coop: Coop, by: Actor | None, proposal: Proposal) -> Proposal:
    """Count the votes when the time is over, or before when everybody has voted; a carried one takes effect at once.

    `by` is None when the clock closes it. If the effect cannot happen, the decision stands and says why.
    Raises NotAllowed, or DomainError.
    """
    if by:
        require(by, Permission.DECISION_CHANGE, proposal)
    kept = locked(proposal)
    casts = queries.casts_of(kept)
    rules.check_can_close(kept, casts, clock.now())
    result = rules.result_of(kept.form, articles_in_force(coop), casts, kept.group)
    if kept.marking:
        result = replace(result, words=_what_options_got(kept, casts))
    settle(kept, by, result)
    tell_outcome(kept)
    return kept


def _what_options_got(kept: Proposal, casts: list[rules.Cast]) -> str:
    took_part = sum(1 for one in casts if one.choice)
    names = queries.wordings_of(kept)[0].options
    got = options.in_words(kept.marking, names, queries.marks_in(kept))
    return f"{rules.told(took_part, len(casts), kept.group)} {got} A poll binds nobody."


def close_when_all_agree(kept: Proposal) -> None:
    """A group that has answered with nobody against it need not wait for the day: it is decided at once."""
    if not kept.group or kept.form not in rules.BY_OBJECTION:
        return
    casts = queries.casts_of(kept)
    if all(one.choice in (Vote.YES, Vote.ASIDE) for one in casts):
        settle(
            kept, None, rules.result_of(kept.form, articles_in_force(kept.coop), casts, kept.group)
        )
        tell_outcome(kept)


def settle(kept: Proposal, by: Actor | None, result: rules.Result) -> None:
    """Write down what the votes add up to, and carry it out: the one way in which anything is decided."""
    kept.state, kept.closed_at = Proposal.CLOSED, clock.now()
    kept.outcome, kept.outcome_words = result.outcome, result.words
    kept.save(update_fields=["state", "closed_at", "outcome", "outcome_words"])
    coop = kept.coop
    record(coop=coop, by=by, kind="decision.closed", subject=kept, outcome=result.outcome)
    _carry_out(kept, by, result)


def tell_outcome(proposal: Proposal) -> None:
    """Tell everybody who could vote what was decided, and what came of it."""
    told = f"{proposal.outcome_words} {proposal.effect_words}".strip()
    tell_people(proposal, voters(proposal), f"Decided: {title_of(proposal)}"[:120], told)


@transaction.atomic
def try_effect_again(*, coop: Coop, by: Actor, proposal: Proposal) -> Proposal:
    """Carry out a carried decision whose effect could not happen before. Raises NotAllowed, or DomainError."""
    require(by, Permission.DECISION_CHANGE, proposal)
    kept = locked(proposal)
    if kept.outcome != Proposal.CARRIED or not kept.effect or kept.effect_at:
        raise DomainError("There is nothing to carry out. Nothing was changed.")
    result = rules.result_of(kept.form, articles_in_force(coop), queries.casts_of(kept), kept.group)
    _carry_out(kept, by, result)
    return kept


def _carry_out(proposal: Proposal, by: Actor | None, result: rules.Result) -> None:
    """Do what the decision does, or keep the words why it could not be done."""
    effect = EFFECTS.get(proposal.effect)
    if effect is None or proposal.outcome != Proposal.CARRIED or proposal.form != effect.form:
        return
    coop, newest = proposal.coop, proposal.wordings.order_by("-number").first()
    decision = Decision(
        id=str(proposal.pk),
        about=proposal.about,
        words=f"Proposal {proposal.number}: {proposal.outcome_words}",
        taken_on=clock.today(coop.zone),
        by=BOARD if proposal.group == groups.BOARD else MEMBERS,
        passed=True,
        count=result.count,
        by_class=result.by_class,
    )
    try:
        with transaction.atomic():
            proposal.effect_words = effect.act(proposal, newest.why if newest else "", decision)
        proposal.effect_at = clock.now()
        record(coop=coop, by=by, kind="decision.took-effect", subject=proposal)
    except DomainError as error:
        proposal.effect_words = f"It could not take effect: {error.message}"
        record(coop=coop, by=by, kind="decision.not-carried-out", subject=proposal)
    proposal.save(update_fields=["effect_at", "effect_words"])


@transaction.atomic
def review_later(*, coop: Coop, by: Actor, proposal: Proposal, on: date | None) -> Proposal:
    """Write down when to look at a decision again, or no day. Raises NotAllowed, or DomainError naming `on`."""
    require(by, Permission.DECISION_CHANGE, proposal)
    kept = locked(proposal)
    rules.check_state(kept, Proposal.CLOSED)
    if on and on <= clock.today(coop.zone):
        raise DomainError("Pick a day to come.", field="on")
    kept.review_on = on
    kept.save(update_fields=["review_on"])
    record(coop=coop, by=by, kind="decision.review", subject=kept)
    if on:
        when, key = local_moment(on, MORNING, coop.zone), str(kept.pk)
        transaction.on_commit(lambda: look_again.using(run_after=when).enqueue(key, on.isoformat()))
    return kept


@transaction.atomic
def tell_of_review(*, proposal: Proposal, on: date) -> int:
    """On the day, tell those who proposed it and who could vote that it is to be looked at again. Returns how many."""
    kept = locked(proposal)
    if kept.review_on != on:
        return 0
    people = {one.pk: one for one in (kept.proposed_by, *voters(kept))}
    words = "We said that we would look at it again on this day. Whoever wants it otherwise proposes it anew."
    tell_people(kept, list(people.values()), f"To look at again: {title_of(kept)}", words)
    return len(people)


@transaction.atomic
def remind(*, proposal: Proposal) -> int:
    """Remind those who have not voted, once, with words that tell nobody how anybody votes. Returns how many."""
    kept = locked(proposal)
    if kept.state != Proposal.VOTING or not kept.closes_at or clock.now() >= kept.closes_at:
        return 0
    people = list(queries.waiting_votes(kept))
    last = day_words(kept.last_day or clock.today(kept.coop.zone))
    title = f"Votes on proposal {kept.number} close soon"
    tell_people(kept, people, title, f"{title_of(kept)}. Until the end of {last}.")
    return len(people)


def title_of(proposal: Proposal) -> str:
    """The newest title."""
    newest = proposal.wordings.order_by("-number").first()
    return newest.title if newest else str(proposal)


def voters(proposal: Proposal) -> list[Person]:
    """Every human being who may vote in the newest round."""
    return [one.voter for one in queries.entitled_to(proposal)]


def tell_people(proposal: Proposal, people: list[Person], title: str, text: str) -> None:
    """Tell these people something about the proposal, with a way to it."""
    tell(
        coop=proposal.coop,
        people=people,
        kind="decision",
        title=title[:120],
        text=text,
        link=queries.address_of(proposal),
        subject=proposal.pk,
    )


def plan_close(proposal: Proposal) -> None:
    """Ask for the reminder and the close of this round, once everything is saved."""
    key, number, closes = str(proposal.pk), proposal.round, proposal.closes_at
    if closes is None:
        return

    def ask() -> None:
        if closes - BEFORE > clock.now():
            remind_voters.using(run_after=closes - BEFORE).enqueue(key, number)
        close_at_its_time.using(run_after=closes).enqueue(key, number)

    transaction.on_commit(ask)


def _still_open(key: str, number: int) -> Proposal | None:
    """The proposal, when this very round is still open."""
    found = Proposal.objects.select_related("coop").filter(pk=key, round=number)
    return found.filter(state=Proposal.VOTING).first()


@task()
def remind_voters(key: str, number: int) -> int:
    """Remind those who have not voted in this round. Returns how many."""
    proposal = _still_open(key, number)
    return remind(proposal=proposal) if proposal else 0


@task()
def look_again(key: str, on: str) -> int:
    """Tell that a decision is to be looked at again, when that is still the day. Returns how many were told."""
    found = Proposal.objects.select_related("coop", "proposed_by").filter(pk=key).first()
    return tell_of_review(proposal=found, on=date.fromisoformat(on)) if found else 0


@task()
def close_at_its_time(key: str, number: int) -> bool:
    """Close this round. False when that was done already."""
    proposal = _still_open(key, number)
    if proposal is None:
        return False
    close(coop=proposal.coop, by=None, proposal=proposal)
    return True
