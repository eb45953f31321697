"""The second principle: democratic member control."""

from collections.abc import Iterator
from fractions import Fraction

from kith.articles.principles.finding import Finding, Principle
from kith.articles.rules import Articles

BY = {"share": "shares", "use": "use of the co-op"}
EQUAL_MODELS = ("multi-stakeholder",)  # founded on the promise that no class outvotes another
MOST_YEARS = 12
MANY_PROXIES = 3


def check(articles: Articles) -> Iterator[Finding]:
    """One member, one vote; no class outvotes the rest where they promised each other equal voice; members meet."""
    if articles.votes.counted_by != "member":
        yield Finding(
            ("votes", "counted_by"),
            f"Members with more {BY[articles.votes.counted_by]} would have more votes.",
            "In a co-op people decide, not money: one member, one vote.",
        )
    yield from _between_classes(articles)
    yield from _majorities(articles)
    yield from _meetings(articles)
    yield from _board(articles)


def _between_classes(articles: Articles) -> Iterator[Finding]:
    if articles.model in EQUAL_MODELS:
        yield from _equal_voice(articles)
    elif articles.board.equal_voice and not articles.votes.class_by_class:
        yield Finding(
            ("votes", "class_by_class"),
            "The classes are equal on the board, but the largest can outvote the others in a meeting.",
            "Equal voice is half kept.",
            law="The law leaves it to the articles how classes vote.",
        )
    for index, one in enumerate(articles.classes):
        if not one.board_seats:
            yield Finding(
                ("classes", index, "board_seats"),
                f"“{one.title}” elects nobody to the board.",
                "These members are governed by others between meetings.",
                law="The law lets a class vote in meetings only, for example people who only lend money.",
            )


def _equal_voice(articles: Articles) -> Iterator[Finding]:
    if len(articles.classes) < 2:
        yield Finding(
            ("classes",),
            "There is one class left.",
            "A multi-stakeholder co-op is an agreement between classes. None of them can be voted away by the others.",
        )
        return
    if not articles.board.equal_voice:
        yield Finding(
            ("board", "equal_voice"),
            "One class could elect more of the board than another.",
            "In a multi-stakeholder co-op people, supporters and workers are equal. No class may outvote the rest.",
        )
    if not articles.votes.class_by_class:
        yield Finding(
            ("votes", "class_by_class"),
            "The largest class could outvote the others in a meeting.",
            "In a multi-stakeholder co-op every class has to say yes by itself. No class may outvote the rest.",
        )


def _majorities(articles: Articles) -> Iterator[Finding]:
    if articles.votes.special.share < Fraction(2, 3):
        yield Finding(
            ("votes", "special"),
            f"These articles could be changed by {articles.votes.special} of the votes.",
            "A rule that everybody lives by should not turn on one vote.",
            law="The law leaves this majority to the articles.",
        )
    if articles.meetings.most_proxies > MANY_PROXIES:
        yield Finding(
            ("meetings", "most_proxies"),
            f"One member could carry the votes of {articles.meetings.most_proxies} others.",
            "A few people could decide for many who are not there.",
            law="The law sets no limit to proxies.",
        )


def _meetings(articles: Articles) -> Iterator[Finding]:
    months = articles.year.meeting_months
    if months > 12:
        yield Finding(
            ("year", "meeting_months"),
            f"The general meeting may be {months} months after the year.",
            "Members could go two years without being asked. Meet within twelve months, better within six.",
        )
    meetings = articles.meetings
    if meetings.quorum_heads < 3 and meetings.quorum_percent < 5:
        yield Finding(
            ("meetings", "quorum_percent"),
            f"{meetings.quorum_heads} members could decide for everybody.",
            "A meeting should stand for its members. One in twenty is little enough.",
            law="The law leaves the quorum to the articles.",
        )


def _board(articles: Articles) -> Iterator[Finding]:
    years = articles.board.term_years * articles.board.most_terms
    if years > MOST_YEARS:
        yield Finding(
            ("board", "most_terms"),
            f"A board member could stay for {years} years without a break.",
            "New people would seldom have a chance.",
            law="The law sets no limit to terms.",
        )


PRINCIPLE = Principle(
    2,
    "One member, one vote",
    "The members decide. Every member has one vote, however much money or work they put in. "
    "Those who are elected answer to them.",
    ("votes", "meetings", "board"),
    check,
)
