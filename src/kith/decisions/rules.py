"""What must hold for a decision without a meeting, and what the votes add up to. Nothing here reads a database.

A vote in writing asks what a meeting asks: the articles' days of notice, their quorum, their majorities.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kith.articles.decisions import Count
from kith.articles.rules import Articles
from kith.decisions.groups import BOARD
from kith.decisions.models import Proposal, Vote
from kith.engines.tally.majority import Majority
from kith.engines.tally.simple import Half, is_carried
from kith.foundation.errors import DomainError
from kith.membership.rules import day_words

BINDING = (Proposal.RESOLUTION, Proposal.SPECIAL)
BY_OBJECTION = (Proposal.CONSENT, Proposal.CONSENSUS)
IN_GROUPS = (Proposal.CONSENT, Proposal.CONSENSUS, Proposal.ADVICE, Proposal.POLL)
"""The forms by which a group decides; the board has resolutions too."""
WEEK = 7
"""How many days there are to answer, when people are asked at once."""
MOST_DAYS = 90
DAY = timedelta(days=1)
CHOICES: Mapping[str, Sequence[tuple[str, str]]] = {
    Proposal.RESOLUTION: [
        (Vote.YES, "Yes"),
        (Vote.NO, "No"),
        (Vote.ABSTAIN, "I leave it to others"),
    ],
    Proposal.SPECIAL: [(Vote.YES, "Yes"), (Vote.NO, "No"), (Vote.ABSTAIN, "I leave it to others")],
    Proposal.POLL: [(Vote.YES, "Yes"), (Vote.NO, "No"), (Vote.ABSTAIN, "I do not mind")],
    Proposal.CONSENT: [
        (Vote.YES, "I can live with it"),
        (Vote.ASIDE, "I stand aside: not for me, but I will not stop it"),
        (Vote.NO, "I object: it would harm us, and I say how"),
    ],
    Proposal.CONSENSUS: [
        (Vote.YES, "I agree"),
        (Vote.ASIDE, "I agree, and have a worry: it is written below"),
        (Vote.NO, "I block it: it goes against what we stand for, and I say why"),
    ],
    Proposal.ADVICE: [],
}
"""What can be said to each form of decision."""


@dataclass(frozen=True, slots=True)
class Cast:
    """One entitled member's class, and what they said last; "" when nothing."""

    member_class: str
    choice: str


@dataclass(frozen=True, slots=True)
class Result:
    """What the votes add up to. `count` and `by_class` are yes, yes and no, and entitled."""

    outcome: str
    words: str
    count: Count
    by_class: Mapping[str, Count]


def majority_of(form: str, articles: Articles) -> Majority:
    """The majority that this form of decision needs."""
    return articles.votes.special if form == Proposal.SPECIAL else articles.votes.ordinary


def earliest_close(form: str, articles: Articles, today: date, group: str = "") -> date:
    """The first day that can be the last one for votes: after the articles' clear days, or tomorrow where none bind."""
    days = articles.meetings.notice_days if form in BINDING and not group else 0
    return today + timedelta(days=days + 1)


def least_taking_part(articles: Articles, entitled: int, group: str = "") -> int:
    """How many must take part of so many who may vote; one at least.

    Of all members it is the quorum of the articles, of the board theirs, of another group half of its people.
    """
    if group:
        of_board = group == BOARD
        return max(1, min(entitled, articles.board.quorum) if of_board else (entitled + 1) // 2)
    return max(1, min(entitled, articles.meetings.quorum(entitled)))


def forms_of(group: str) -> tuple[str, ...]:
    """The forms by which all members ("") or a group can decide."""
    if not group:
        return tuple(dict(Proposal.FORMS))
    return (*IN_GROUPS, Proposal.RESOLUTION) if group == BOARD else IN_GROUPS


def check_form(form: str, group: str) -> None:
    """Raise DomainError naming `form` for one that does not fit who decides."""
    if form not in dict(Proposal.FORMS):
        raise DomainError("Pick how we decide.", field="form")
    if form not in forms_of(group):
        raise DomainError("Only all members decide in this way. Pick another.", field="form")


def check_advised(text: str, others: int) -> None:
    """Raise DomainError naming `text` unless somebody else gave advice, and it is written what was decided."""
    if not others:
        raise DomainError(
            "Nobody has given advice yet. Ask somebody whom it touches, and wait for them."
        )
    if not text.strip():
        raise DomainError("Write what you decide, and what you made of the advice.", field="text")


def check_words(title: str, text: str) -> None:
    """Raise DomainError naming `title` or `text` for words that say nothing."""
    if not title:
        raise DomainError("Give it a short title.", field="title")
    if not text:
        raise DomainError("Write what we would decide, so that everybody knows.", field="text")


def check_last_day(form: str, articles: Articles, today: date, last: date, group: str = "") -> None:
    """Raise DomainError naming `last_day` for a day before the notice is over, or far away."""
    earliest = earliest_close(form, articles, today, group)
    if last < earliest:
        days = articles.meetings.notice_days
        why = f"Our articles ask for {days} clear days. " if form in BINDING and not group else ""
        raise DomainError(f"{why}Pick {day_words(earliest)} or later.", field="last_day")
    if last > today + timedelta(days=MOST_DAYS):
        raise DomainError(f"Pick a day within {MOST_DAYS} days.", field="last_day")


def check_state(proposal: Proposal, *states: str) -> None:
    """Raise DomainError unless the proposal is at one of these points."""
    if proposal.state not in states:
        words = dict(Proposal.STATES)[proposal.state]
        raise DomainError(f"Proposal {proposal.number}: {words}. Nothing was changed.")


def check_open_for_votes(proposal: Proposal, now: datetime) -> None:
    """Raise DomainError when no vote can be given: before, after, or by a clock that went back."""
    check_state(proposal, Proposal.VOTING)
    if proposal.opened_at and now < proposal.opened_at:
        raise DomainError(
            "The clock of this computer shows a time before the votes opened. "
            "Ask whoever looks after it to put it right, then try again. Nothing was changed."
        )
    if proposal.closes_at and now >= proposal.closes_at:
        raise DomainError("The votes have closed. What you chose before stays as it was.")


def check_choice(form: str, choice: str, reason: str) -> None:
    """Raise DomainError naming `choice` or `reason`. Whoever objects or blocks says why."""
    if choice not in dict(CHOICES[form]):
        raise DomainError("Pick one of the answers.", field="choice")
    if form in BY_OBJECTION and choice == Vote.NO and not reason:
        raise DomainError(
            "Say how it would harm us: then we can look for a way together.", field="reason"
        )
    if form == Proposal.CONSENSUS and choice == Vote.ASIDE and not reason:
        raise DomainError("Write your worry, so that everybody knows it.", field="reason")


def check_can_close(proposal: Proposal, casts: Sequence[Cast], now: datetime) -> None:
    """Raise DomainError before the time is over, unless everybody has voted."""
    check_state(proposal, Proposal.VOTING)
    waiting = sum(1 for one in casts if not one.choice)
    if waiting and proposal.closes_at and now < proposal.closes_at:
        many = "1 member has" if waiting == 1 else f"{waiting} members have"
        raise DomainError(f"{many} not voted, and there is time left. Nothing was changed.")


def told(took_part: int, entitled: int, group: str) -> str:
    """How many took part of how many could, in words."""
    return f"{took_part} of {_people(entitled, group)} took part."


def result_of(form: str, articles: Articles, casts: Sequence[Cast], group: str = "") -> Result:
    """What the votes add up to by these articles."""
    count = _count(casts)
    classes = {} if group else {one.key: _count(casts, one.key) for one in articles.classes}
    took_part = sum(1 for one in casts if one.choice)
    words = told(took_part, len(casts), group)
    if form == Proposal.POLL:
        said = f"{words} {count.votes_for} said yes and {count.votes_cast - count.votes_for} no."
        return Result(Proposal.ASKED, f"{said} A poll binds nobody.", count, classes)
    missing = _missing(articles, casts, took_part, group)
    if missing:
        return Result(Proposal.TOO_FEW, f"{words} {missing}", count, classes)
    if form in BY_OBJECTION:
        outcome, words = _by_objection(form, count, words)
    else:
        outcome, words = _vote(form, articles, count, classes, words)
    return Result(outcome, words, count, classes)


def result_at_meeting(form: str, articles: Articles, casts: Sequence[Cast], told: str) -> Result:
    """What the votes at a meeting add up to. Its quorum was there when the votes opened; `told` says who was."""
    count = _count(casts)
    classes = {one.key: _count(casts, one.key) for one in articles.classes}
    return Result(*_vote(form, articles, count, classes, told), count, classes)


def _by_objection(form: str, count: Count, told: str) -> tuple[str, str]:
    against = count.votes_cast - count.votes_for
    consent = form == Proposal.CONSENT
    what, have = ("objection", "consent") if consent else ("block", "consensus")
    if against:
        many = f"1 {what} stands" if against == 1 else f"{against} {what}s stand"
        return Proposal.LOST, f"{told} {many}: there is no {have}."
    said = "Nobody objected" if consent else "Nobody blocked it"
    return Proposal.CARRIED, f"{told} {said}: we have {have}."


def _vote(
    form: str, articles: Articles, count: Count, classes: Mapping[str, Count], told: str
) -> tuple[str, str]:
    majority = majority_of(form, articles)
    counted = classes if form == Proposal.SPECIAL and articles.votes.class_by_class else {}
    found = is_carried(_half(count), majority, {key: _half(one) for key, one in counted.items()})
    said = f"{told} {count.votes_for} of {count.votes_cast} votes were yes; {majority} was needed."
    if not found.all:
        return Proposal.LOST, f"{said} Not carried."
    titles = {one.key: one.title for one in articles.classes}
    against = [titles[key] for key, carried in found.by_class.items() if not carried]
    if against:
        return Proposal.LOST, f"{said} But each class has to agree, and {_and(against)} did not."
    each = " Each class agreed." if found.by_class else ""
    return Proposal.CARRIED, f"{said}{each} Carried."


def _missing(articles: Articles, casts: Sequence[Cast], took_part: int, group: str) -> str:
    """In words what the quorum lacks, or ""."""
    meetings, least = articles.meetings, least_taking_part(articles, len(casts), group)
    if took_part < least:
        who = (
            "Our articles ask for"
            if group in ("", BOARD)
            else "In a group it takes half of us, here"
        )
        return f"{who} {least}: nothing is decided."
    if group or not meetings.quorum_in_each_class:
        return ""
    for one in articles.classes:
        entitled = [cast for cast in casts if cast.member_class == one.key]
        needed = min(len(entitled), meetings.quorum(len(entitled)))
        here = sum(1 for cast in entitled if cast.choice)
        if here < needed:
            return f"Of “{one.title}” {here} took part, and our articles ask for {needed}: nothing is decided."
    return ""


def _count(casts: Iterable[Cast], member_class: str = "") -> Count:
    here = [one for one in casts if not member_class or one.member_class == member_class]
    votes_for = count_of(here, Vote.YES)
    return Count(votes_for, votes_for + count_of(here, Vote.NO), len(here))


def count_of(casts: Iterable[Cast], *choices: str) -> int:
    """How many said one of these."""
    return sum(1 for one in casts if one.choice in choices)


def _half(count: Count) -> Half:
    return Half(count.votes_for, count.votes_cast, count.entitled)


def _people(count: int, group: str) -> str:
    one, many = ("person", "people") if group else ("member", "members")
    return f"1 {one}" if count == 1 else f"{count} {many}"


def _and(names: Sequence[str]) -> str:
    return " and ".join(f"“{one}”" for one in names)
