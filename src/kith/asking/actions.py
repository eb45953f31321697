"""Asking for support, and each step after it. Every step adds a row that says who, when and what."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from kith.asking import rules
from kith.asking.letters import write_news, write_received
from kith.asking.models import Referral, Step
from kith.asking.queries import address_of, leading, place_of, promises_of, who_answers
from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require
from kith.people.telling import tell
from kith.teams.models import Team


@transaction.atomic
def ask_for_support(
    *, coop: Coop, by: Actor | None, asked: rules.Asked, secret: str
) -> tuple[Referral, bool]:
    """Ask for support, for oneself or for somebody else. Anybody may; `by` is who has signed in, if anybody has.

    `secret` is that of the asker's own page, and only its hash is kept. Sent again with the same secret it is the same
    asking. Everybody who may answer is told. Returns it, and whether it is new. Raises DomainError naming the field.
    """
    Coop.objects.select_for_update().get(pk=coop.pk)  # two at once see each other
    digest, today = rules.digest_of(secret), clock.today(coop.zone)
    before = Referral.objects.filter(coop=coop, digest=digest).first()
    if before:
        return before, False
    if wrong := rules.problems_in(asked, today):
        raise wrong[0]
    columns, promises = rules.as_kept(asked), promises_of(coop)
    if not promises.teams:
        raise DomainError("This co-op has no team that could support anybody yet.")
    near = promises.fitting(str(columns["postcode"]))
    days = promises.of(next(iter(near))).days if len(near) == 1 else promises.of_coop.days
    made = Referral.objects.create(
        coop=coop,
        digest=digest,
        by_id=by.person_id if by else None,
        asked_at=clock.now(),
        asked_on=today,
        due_on=rules.due_after(today, days, coop.nation),
        **columns,
    )
    step(made, by, Step.ASKED)
    record(coop=coop, by=by, kind="referral.asked", subject=made)
    urgent = made.soon == Referral.TODAY
    tell_team(
        made, by, "Urgent: somebody asks for support" if urgent else "Somebody asks for support"
    )
    write_received(made, secret)
    return made, True


@transaction.atomic
def add_word(*, coop: Coop, referral: Referral, words: str) -> Step:
    """The asker adds a word at their own page. The team is told. Raises DomainError naming `words`."""
    kept = leading(held(referral))
    if rules.shown_to_asker(referral) != rules.RECEIVED:  # a refusal would tell them more
        rules.check_state(kept, *Referral.OPEN)
    said = rules.words_given(words, "words", "Write what you want to add.", 1000)
    made = step(kept, None, Step.ADDED, said)
    record(coop=coop, by=None, kind="referral.word-added", subject=kept)
    tell_team(kept, None, "Who asked for support adds a word")
    return made


@transaction.atomic
def withdraw_referral(*, coop: Coop, by: Actor | None, referral: Referral) -> Referral:
    """Take it back: the asker at their own page (`by` is None), or the team when they say so.

    Once the team has talked to the person, somebody from outside cannot end it for them: the team is told, and asks.
    """
    kept = held(referral)
    if by:
        require(by, Permission.REFERRAL_ANSWER, place_of(kept, promises_of(coop)))
    joined = kept.state == Referral.SAME
    kept = leading(kept)
    rules.check_state(kept, *Referral.OPEN)
    step(kept, by, "withdrew")
    if by or not (joined or (kept.from_outside and kept.state != Referral.NEW)):
        kept.state, kept.ended_on = Referral.WITHDRAWN, clock.today(coop.zone)
        kept.save(update_fields=["state", "ended_on"])
    record(coop=coop, by=by, kind="referral.withdrawn", subject=kept)
    if by is None:
        tell_team(kept, None, "Who asked for support takes it back")
    return kept


@transaction.atomic
def take_referral(*, coop: Coop, by: Actor, referral: Referral, team: Team) -> Referral:
    """A team takes what stands with the co-op. Raises NotAllowed, or DomainError when another was first."""
    kept = answering(coop, by, referral)
    if kept.team_id:
        raise DomainError(f"{kept.team} has taken it already. Nothing was changed.")
    rules.check_state(kept, Referral.NEW)
    _check_reaches(coop, by, team)
    kept.team = team
    kept.save(update_fields=["team"])
    step(kept, by, "took", team.name)
    record(coop=coop, by=by, kind="referral.taken", subject=kept, team=team.pk)
    return kept


def _check_reaches(coop: Coop, by: Actor, team: Team) -> None:
    require(by, Permission.REFERRAL_ANSWER, Place(coop.id, frozenset({team.id})))
    _check_open(coop, team)


def _check_open(coop: Coop, team: Team) -> None:
    if team.id not in promises_of(coop).teams:
        raise DomainError("Choose a team of this co-op that has not closed.", field="team")


@transaction.atomic
def pass_referral(*, coop: Coop, by: Actor, referral: Referral, team: Team, words: str) -> Referral:
    """Pass it to another team, which is told. Raises NotAllowed, or DomainError naming `team` or `words`."""
    kept = answering(coop, by, referral)
    rules.check_state(kept, *Referral.OPEN)
    _check_open(coop, team)
    if kept.team_id == team.id:
        raise DomainError(f"{team} has it already. Choose another team.", field="team")
    said = rules.words_given(words, "words", "Write why, so that the other team knows.")
    kept.team = team
    kept.save(update_fields=["team"])
    step(kept, by, "passed", f"{team}: {said}")
    record(coop=coop, by=by, kind="referral.passed", subject=kept, team=team.pk)
    tell_team(kept, by, f"{by.name} passes somebody who asks for support to {team}")
    return kept


@transaction.atomic
def note_contact(*, coop: Coop, by: Actor, referral: Referral, kind: str, words: str = "") -> Step:
    """Write down that somebody rang, met or wrote, or that nobody answered. Raises NotAllowed, or DomainError."""
    kept = answering(coop, by, referral)
    rules.check_state(kept, *Referral.OPEN)
    if kind not in Step.CONTACT:
        raise DomainError("Say what you did.", field="kind")
    said = rules.words_given(words, "words", "", 1000) if words.strip() else ""
    record(coop=coop, by=by, kind="referral.contact", subject=kept)
    return step(kept, by, kind, said)


@transaction.atomic
def write_conversation(
    *,
    coop: Coop,
    by: Actor,
    referral: Referral,
    on: date,
    talked_with: str,
    matters: str,
    next_step: str,
    agrees: str = "",
    decides: str = "",
) -> Referral:
    """Write down the first conversation: when, with whom, what matters, what comes next, and whether they say yes.

    The first one keeps the promise; what is written again replaces it. Raises NotAllowed, or DomainError.
    """
    kept = answering(coop, by, referral)
    rules.check_state(kept, *Referral.OPEN)
    rules.check_taken(kept)
    rules.check_talked(on, kept.asked_on, clock.today(coop.zone))
    kept.talked_with = rules.words_given(talked_with, "talked_with", "Write with whom.", 200)
    kept.matters = rules.words_given(
        matters, "matters", "Write what matters to them.", rules.LONGEST
    )
    kept.next_step = rules.words_given(next_step, "next_step", "Write what comes next.")
    kept.agrees, kept.decides = _consent(agrees or kept.agrees, decides or kept.decides)
    first = kept.talked_on is None
    kept.talked_on, kept.answered_on = on, on if first else kept.answered_on
    kept.state = Referral.TALKING if kept.state == Referral.NEW else kept.state
    kept.save()
    step(kept, by, "talked", kept.next_step)
    record(coop=coop, by=by, kind="referral.talked", subject=kept, on=on)
    write_news(kept)
    return kept


def _consent(agrees: str, decides: str) -> tuple[str, str]:
    if agrees not in (Referral.YES, Referral.NOT_ASKED, Referral.CANNOT, Referral.NO):
        raise DomainError("Choose one from the list.", field="agrees")
    if agrees != Referral.CANNOT:
        return agrees, ""
    missing = "Write who decides, and who was asked what is best for the person."
    return agrees, rules.words_given(decides, "decides", missing, 300)


@transaction.atomic
def put_on_waiting_list(
    *, coop: Coop, by: Actor, referral: Referral, expected_on: date, why: str
) -> Referral:
    """Put it on the waiting list, or change its day and reason; the asker reads both. Raises as the others."""
    kept = answering(coop, by, referral)
    rules.check_state(kept, Referral.TALKING, Referral.WAITING)
    rules.check_expected(expected_on, clock.today(coop.zone))
    kept.why_waiting = rules.words_given(why, "why", "Write why it has to wait. They read it.")
    kept.expected_on, kept.state = expected_on, Referral.WAITING
    kept.waits_since = kept.waits_since or clock.today(coop.zone)
    kept.save()
    step(kept, by, "waits", kept.why_waiting)
    record(coop=coop, by=by, kind="referral.waits", subject=kept, expected_on=expected_on)
    write_news(kept)
    return kept


@transaction.atomic
def decline_referral(
    *,
    coop: Coop,
    by: Actor,
    referral: Referral,
    reason: str,
    instead: Sequence[Mapping[str, str]],
) -> Referral:
    """Say that the co-op cannot support them, with a kind reason and who else can help (name, what, how of each).

    Raises NotAllowed, or DomainError naming `reason` or `instead`.
    """
    kept = answering(coop, by, referral)
    rules.check_state(kept, *Referral.OPEN)
    missing = "Write the reason, kindly. They read it word for word."
    kept.why_not = rules.words_given(reason, "reason", missing, 2000)
    if not instead:
        raise DomainError("Tick at least one who can help instead.", field="instead")
    kept.instead = [{part: one[part] for part in ("name", "what", "how")} for one in instead]
    today = clock.today(coop.zone)
    kept.state, kept.ended_on = Referral.DECLINED, today
    kept.answered_on = kept.answered_on or today
    kept.save()
    step(kept, by, "declined", kept.why_not)
    record(coop=coop, by=by, kind="referral.declined", subject=kept)
    write_news(kept)
    return kept


def held(referral: Referral) -> Referral:
    """The referral as it is now, locked."""
    found = Referral.objects.select_for_update(of=("self",)).select_related("coop", "team")
    return found.get(pk=referral.pk)


def answering(coop: Coop, by: Actor, referral: Referral) -> Referral:
    """The same for somebody who answers it. Raises NotAllowed."""
    kept = held(referral)
    if kept.coop_id != coop.id:
        raise NotAllowed("That is not part of this co-op.")
    require(by, Permission.REFERRAL_ANSWER, place_of(kept, promises_of(coop)))
    return kept


def step(referral: Referral, by: Actor | None, kind: str, words: str = "") -> Step:
    """Add what happened."""
    return Step.objects.create(
        coop_id=referral.coop_id,
        referral=referral,
        by_id=by.person_id if by else None,
        kind=kind,
        words=words,
        at=clock.now(),
    )


def tell_team(referral: Referral, by: Actor | None, title: str) -> None:
    """Tell whoever answers it, but not `by`. The title names nobody: a notice outlives what was asked."""
    place = place_of(referral, promises_of(referral.coop))
    told = [
        one for one in who_answers(referral.coop, place) if by is None or one.pk != by.person_id
    ]
    tell(
        coop=referral.coop,
        people=told,
        kind="referral",
        title=title,
        text=f"A first conversation is promised by {referral.due_on.day} {referral.due_on:%B %Y}.",
        link=address_of(referral),
        subject=referral.id,
    )
