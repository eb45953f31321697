"""The seventh principle: concern for community."""

from collections.abc import Iterator

from kith.articles.principles.empty_words import says_nothing
from kith.articles.principles.finding import Finding, Principle
from kith.articles.rules import Articles


def check(articles: Articles) -> Iterator[Finding]:
    """The co-op says what it does for those around it, shows it every year, and gives something for it."""
    community, least = articles.community, articles.surplus.community_least
    if says_nothing(community.concern):
        yield Finding(
            ("community", "concern"),
            "The articles do not say what the co-op does for its neighbourhood.",
            "A co-op lives among people who are not its members. Say in a sentence what it does for them.",
        )
    if not community.report_a_year and not least:
        yield Finding(
            ("surplus", "community_least"),
            "The neighbourhood gets no part of the surplus, and nobody reports on it.",
            "A concern that costs nothing and that nobody hears of is none. Set a part aside, or report every year.",
        )
    elif not community.report_a_year:
        yield Finding(
            ("community", "report_a_year"),
            "Nobody reports to the members on what came of it.",
            "Members cannot see whether the money did any good.",
            law="The law asks a co-op for no such report.",
        )
    elif not least:
        yield Finding(
            ("surplus", "community_least"),
            "The neighbourhood gets no part of the surplus.",
            "Time is a gift too, but most concerns need some money.",
            law="The law leaves the split to the members.",
        )


PRINCIPLE = Principle(
    7,
    "Care for the neighbourhood",
    "The co-op works for the lasting good of the people and places around it, in ways its members decide.",
    ("community",),
    check,
)
