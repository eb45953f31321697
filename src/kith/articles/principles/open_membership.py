"""The first principle: voluntary and open membership."""

from collections.abc import Iterator

from kith.articles.principles.barred import bars
from kith.articles.principles.finding import Finding, Principle
from kith.articles.rules import Articles, Joining

MOST_ANSWER_DAYS = 60
MOST_LEAVE_DAYS = 180
MOST_SUSPENDED_DAYS = 365
DEAR = 50_000  # minor units that a member has to find at once


def check(articles: Articles) -> Iterator[Finding]:
    """Nobody is barred, everybody who asks has an answer in time, and whoever wants to can leave."""
    yield from bars(articles)
    yield from _joining(articles.joining)
    yield from _leaving(articles)
    yield from _putting_out(articles.joining)


def _joining(joining: Joining) -> Iterator[Finding]:
    if joining.answer_days > MOST_ANSWER_DAYS:
        yield Finding(
            ("joining", "answer_days"),
            f"Somebody who asks to join may wait {joining.answer_days} days for an answer.",
            f"A door that opens after more than {MOST_ANSWER_DAYS} days is not an open door. "
            f"Answer within {MOST_ANSWER_DAYS} days or sooner.",
        )
    if not joining.appeal_days and joining.welcomed_by == "board":
        yield Finding(
            ("joining", "appeal_days"),
            "When the board says no to somebody, nobody looks at it again.",
            "A few people could keep others out and never have to explain it. "
            "Give the person some days in which to ask the members’ meeting.",
        )
    elif not joining.appeal_days:
        yield Finding(
            ("joining", "appeal_days"),
            "When the members say no to somebody, nobody looks at it again.",
            "A second look protects people from a hasty no.",
            law="The law leaves it to the articles, and here all members decide.",
        )


def _leaving(articles: Articles) -> Iterator[Finding]:
    joining, shares = articles.joining, articles.shares
    if joining.leave_notice_days > MOST_LEAVE_DAYS:
        yield Finding(
            ("joining", "leave_notice_days"),
            f"A member who wants to leave has to stay {joining.leave_notice_days} days longer.",
            "Being a member is free will: nobody can be kept in for more than half a year.",
        )
    if shares.withdrawal_most_percent == 0:
        yield Finding(
            ("shares", "withdrawal_most_percent"),
            "No part of the shares is paid back in any year.",
            "Members could leave, but not take with them what they paid in.",
            law="The law allows shares that are never paid back, when the members know it before they pay.",
        )
    if shares.least > DEAR and not shares.instalments_most:
        yield Finding(
            ("shares", "least"),
            "Joining costs a lot, all at once.",
            "People with little money stay outside. Let them pay in parts, or ask for less.",
            law="The law sets no most that joining may cost.",
        )


def _putting_out(joining: Joining) -> Iterator[Finding]:
    if joining.suspended_most_days > MOST_SUSPENDED_DAYS:
        yield Finding(
            ("joining", "suspended_most_days"),
            f"A member can be suspended for {joining.suspended_most_days} days.",
            "Longer than a year is putting somebody out without saying so. "
            f"Choose {MOST_SUSPENDED_DAYS} days or fewer.",
        )
    if joining.expelled_by == "board" and not joining.expelled_appeal_days:
        yield Finding(
            ("joining", "expelled_appeal_days"),
            "The board can expel a member, who cannot appeal.",
            "A few could put out whoever disagrees with them. Let the members’ meeting have the last word.",
        )
    elif not joining.expelled_appeal_days:
        yield Finding(
            ("joining", "expelled_appeal_days"),
            "A member who is expelled cannot appeal.",
            "A second look protects members from a heated meeting.",
            law="The law leaves it to the articles, and here only a large majority of members can expel.",
        )
    elif joining.expelled_by == "board":
        yield Finding(
            ("joining", "expelled_by"),
            "The board can expel a member.",
            "Members are chosen by members; a board that can put them out has much power over them.",
            law="The law leaves it to the articles, and the member can appeal to the members’ meeting.",
        )


PRINCIPLE = Principle(
    1,
    "Open to join, free to leave",
    "Everybody who can use what the co-op does, and will carry their part, may join. "
    "Nobody is kept out for who they are, and nobody is kept in.",
    ("classes", "joining"),
    check,
)
