"""What changes between two versions of the articles, a sentence for each change."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from kith.articles.rules import Articles, MemberClass
from kith.articles.words import SHARED_BY
from kith.kernel.money import Money

Say = Callable[[Any, Any, str], str]  # old, new, currency


def difference(old: Articles, new: Articles, currency: str) -> tuple[str, ...]:
    """A sentence for each thing that `new` changes, in the order of the articles; none when they say the same."""
    return tuple(_changes(old, new, currency))


def _changes(old: Articles, new: Articles, currency: str) -> Iterator[str]:
    for key, say in TOP.items():
        before, after = getattr(old, key), getattr(new, key)
        if before != after:
            yield say(before, after, currency)
    yield from _classes(old.classes, new.classes)
    for table, keys in TABLES.items():
        for key, say in keys.items():
            before, after = getattr(getattr(old, table), key), getattr(getattr(new, table), key)
            if before != after:
                yield say(before, after, currency)


def _classes(old: tuple[MemberClass, ...], new: tuple[MemberClass, ...]) -> Iterator[str]:
    before, after = {one.key: one for one in old}, {one.key: one for one in new}
    for key, one in before.items():
        if key not in after:
            yield f"The class “{one.title}” ends. Its members need another class."
    for key, one in after.items():
        if key not in before:
            yield f"There is a new class of members, “{one.title}”: {one.who}"
            continue
        for each in fields(MemberClass):
            was, now = getattr(before[key], each.name), getattr(one, each.name)
            if was != now:
                yield CLASS[each.name](before[key].title, was, now)


# How a change is said.


def goes(what: str, unit: str = "") -> Say:
    """A number with its unit: “%”, or a word that takes an s."""
    return lambda old, new, _: f"{what} goes from {_with(old, unit)} to {_with(new, unit)}."


def money(what: str) -> Say:
    """An amount in minor units."""
    return lambda old, new, currency: (
        f"{what} goes from {Money(old, currency)} to {Money(new, currency)}."
    )


def either(yes: str, no: str) -> Say:
    """What holds now, and did not."""
    return lambda _, new, __: yes if new else no


def becomes(what: str, words: Mapping[str, str]) -> Say:
    """One of a few words."""
    return lambda old, new, _: f"{what} {words[new]}, no longer {words[old]}."


def text(what: str) -> Say:
    """Words of the co-op's own."""

    def say(old: str, new: str, _: str) -> str:
        if not old:
            return f"{what} now says: “{new}”"
        return f"{what} no longer says “{old}”. " + (f"It says: “{new}”" if new else "It is empty.")

    return say


def shown(what: str) -> Say:
    """Anything that can say itself."""
    return lambda old, new, _: f"{what} goes from {old} to {new}."


def _with(number: int, unit: str) -> str:
    if not unit or unit == "%":
        return f"{number}{unit}"
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


WHO = {"board": "the board", "members": "the members’ meeting"}
COUNTED = {
    "member": "by members, one each",
    "share": "by shares",
    "use": "by use of the co-op",
}
SHARED = {**SHARED_BY, "nobody": "with nobody"}
TOP: Mapping[str, Say] = {
    "model": lambda old, new, _: f"The articles follow the model “{new}”, no longer “{old}”.",
    "name": text("The name of the model"),
    "purpose": text("The purpose"),
}
CLASS: Mapping[str, Callable[[str, Any, Any], str]] = {
    "title": lambda _, old, new: f"The class “{old}” is called “{new}”.",
    "who": lambda title, old, new: f"Who can be in “{title}” was: {old} It becomes: {new}",
    "contributes": lambda title, old, new: (
        f"What members of “{title}” bring was: {old} It becomes: {new}"
    ),
    "organisations": lambda title, _, new: (
        f"Organisations can {'now' if new else 'no longer'} be in “{title}”."
    ),
    "board_seats": lambda title, old, new: (
        f"“{title}” elects {_with(new, 'member')} of the board, not {old}."
    ),
}
TABLES: Mapping[str, Mapping[str, Say]] = {
    "joining": {
        "welcomed_by": becomes("Who answers somebody that asks to join: now", WHO),
        "answer_days": goes("The time to answer somebody who asks to join", "day"),
        "appeal_days": goes("The time to appeal after a no", "day"),
        "leave_notice_days": goes("The notice that a member gives before leaving", "day"),
        "suspended_most_days": goes("The longest suspension of a member", "day"),
        "expelled_by": becomes("Who can expel a member: now", WHO),
        "expelled_appeal_days": goes("The time to appeal after being expelled", "day"),
    },
    "board": {
        "seats": goes("The number of seats on the board"),
        "term_years": goes("The time for which a board member is elected", "year"),
        "most_terms": goes("How often in a row somebody can be elected to the board", "time"),
        "meetings_a_year": goes("How often the board meets in a year, at the least,", "time"),
        "quorum": goes("The number of board members who must be there to decide"),
        "equal_voice": either(
            "Every class now has the same number of seats on the board.",
            "The classes no longer have the same number of seats on the board.",
        ),
    },
    "meetings": {
        "notice_days": goes("The notice of a members’ meeting", "day"),
        "quorum_heads": goes("The fewest members with whom a meeting can decide"),
        "quorum_percent": goes("The quorum of a members’ meeting", "%"),
        "quorum_in_each_class": either(
            "Every class now needs its own quorum.", "The classes no longer need a quorum each."
        ),
        "most_proxies": goes("How many absent members one member can vote for"),
    },
    "votes": {
        "counted_by": becomes("Votes are counted", COUNTED),
        "ordinary": shown("The majority for most things"),
        "special": shown("The majority to change these articles"),
        "class_by_class": either(
            "Every class now has to say yes by itself.",
            "The classes no longer vote each by itself: the largest can outvote the others.",
        ),
    },
    "shares": {
        "value": money("The price of a share"),
        "least": money("What a member pays in to join"),
        "most": money("The most that a member may hold"),
        "instalments_most": goes("The time in which to pay for the first shares", "month"),
        "withdrawal_notice_days": goes("The time until a member has the money back", "day"),
        "withdrawal_most_percent": goes("The most of all shares that is paid back in a year", "%"),
        "withdrawals_may_be_suspended": either(
            "The board can now stop paying back shares for a time.",
            "The board can no longer stop paying back shares.",
        ),
        "nominee_most": money("What goes straight to whom a member named, at death,"),
    },
    "surplus": {
        "decided_by": becomes("About the surplus decides", WHO),
        "reserve_least": goes("The least part of the surplus kept for hard times", "%"),
        "community_least": goes("The least part of the surplus for the community", "%"),
        "members_most": goes("The most of the surplus that goes to members", "%"),
        "interest_most": goes("The most interest that shares earn", "%"),
        "shared_by": becomes("The members’ part is now shared", SHARED),
    },
    "independence": {
        "outside_seats": goes("How many board seats one outside organisation can fill"),
        "outside_veto": either(
            "Somebody outside the co-op can now stop what the members decide.",
            "Nobody outside the co-op can stop what the members decide any more.",
        ),
        "one_source_percent": goes(
            "The part of money from one payer that members are told of", "%"
        ),
    },
    "education": {
        "plan": text("The plan for learning"),
        "hours_a_year": goes("The time to learn in a year", "hour"),
        "surplus_percent": goes("The part of the surplus for learning", "%"),
    },
    "cooperation": {
        "with_whom": text("The part about other co-ops"),
        "surplus_percent": goes("The part of the surplus for work with other co-ops", "%"),
    },
    "community": {
        "concern": text("The part about the neighbourhood"),
        "report_a_year": either(
            "The members now hear every year what came of the care for the neighbourhood.",
            "The members no longer hear every year what came of the care for the neighbourhood.",
        ),
    },
    "teams": {
        "most_members": goes("The most members that a team has"),
        "connector": either(
            "Every team now has a Community Circles Connector.",
            "Teams no longer need a Community Circles Connector.",
        ),
        "coach": either("Every team now has a coach.", "Teams no longer have a coach."),
        "coach_from_outside": either(
            "A coach now comes from outside the team.",
            "A coach may now come from the team itself.",
        ),
        "people_choose_team": either(
            "People who draw on support now help to choose who joins the team.",
            "People who draw on support no longer help to choose who joins the team.",
        ),
        "role_months": goes("The time after which a team’s roles move on", "month"),
    },
    "year": {
        "ends": shown("The end of the co-op’s year"),
        "meeting_months": goes("The time to the general meeting after the year", "month"),
        "accounts_months": goes("The time to send the accounts and the yearly return", "month"),
    },
}
