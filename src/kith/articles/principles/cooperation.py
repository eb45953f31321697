"""The sixth principle: co-operation among co-operatives."""

from collections.abc import Iterator

from kith.articles.principles.empty_words import says_nothing
from kith.articles.principles.finding import Finding, Principle
from kith.articles.rules import Articles


def check(articles: Articles) -> Iterator[Finding]:
    """The co-op says with which others it works, and sets something aside for it."""
    cooperation = articles.cooperation
    if says_nothing(cooperation.with_whom):
        yield Finding(
            ("cooperation", "with_whom"),
            "The co-op would work with no other co-op.",
            "Co-ops are strong together. Say with which others you work, or want to: near you, or in your field.",
        )
    if not cooperation.surplus_percent:
        yield Finding(
            ("cooperation", "surplus_percent"),
            "Nothing of the surplus goes to work with other co-ops.",
            "Working together costs something, if only the fares.",
            law="The law asks for no money here.",
        )


PRINCIPLE = Principle(
    6,
    "Co-ops work together",
    "Co-ops buy from each other, learn from each other and help each other to start.",
    ("cooperation",),
    check,
)
