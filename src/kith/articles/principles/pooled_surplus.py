"""The third principle: members' economic participation."""

from collections.abc import Iterator

from kith.articles.principles.finding import Finding, Principle
from kith.articles.rules import Articles

HIGH_INTEREST = 5  # percent a year
MOST_TO_MEMBERS = 50  # percent of the surplus


def check(articles: Articles) -> Iterator[Finding]:
    """Members pool their capital, decide about the surplus, and money earns a limited interest and no more."""
    surplus = articles.surplus
    if surplus.decided_by != "members":
        yield Finding(
            ("surplus", "decided_by"),
            "The board alone would decide what happens with the surplus.",
            "The surplus was made by all and belongs to all. The members’ meeting decides about it.",
        )
    if surplus.shared_by == "shares":
        yield Finding(
            ("surplus", "shared_by"),
            "Who holds more shares would get more of the surplus.",
            "That rewards money, not taking part. Share it by hours worked, by use made, or equally; "
            "shares can have interest up to a limit.",
        )
    yield from _kept(articles)
    if surplus.interest_most > HIGH_INTEREST:
        yield Finding(
            ("surplus", "interest_most"),
            f"Shares could earn {surplus.interest_most}% a year.",
            "Interest should be just enough to keep the money that the co-op needs.",
            law="The law sets no figure, but a co-op may not trade mainly to pay for money (2014 Act, section 2).",
        )


def _kept(articles: Articles) -> Iterator[Finding]:
    surplus = articles.surplus
    if not surplus.reserve_least:
        yield Finding(
            ("surplus", "reserve_least"),
            "Nothing has to be kept for hard times.",
            "A part of what members build up together should stay theirs together.",
            law="The law asks for no reserve.",
        )
    if surplus.members_most > MOST_TO_MEMBERS:
        yield Finding(
            ("surplus", "members_most"),
            f"Up to {surplus.members_most}% of the surplus could be paid out to members.",
            "Little would be left for the co-op and those who come after.",
            law="The law leaves the split to the members; some model rules stop at half.",
        )


PRINCIPLE = Principle(
    3,
    "Members pool and decide together",
    "Members put in what is fair and own a part of the co-op together. "
    "They decide together what happens with what is left over.",
    ("surplus", "shares"),
    check,
)
