"""The fifth principle: education, training and information."""

from collections.abc import Iterator

from kith.articles.principles.empty_words import says_nothing
from kith.articles.principles.finding import Finding, Principle
from kith.articles.rules import Articles


def check(articles: Articles) -> Iterator[Finding]:
    """There is a plan for learning, with hours and money."""
    education = articles.education
    if says_nothing(education.plan):
        yield Finding(
            ("education", "plan"),
            "The articles have no plan for what members and workers learn.",
            "People can only run what they understand. Say in a sentence or two who learns what.",
        )
    if not education.hours_a_year and not education.surplus_percent:
        yield Finding(
            ("education", "hours_a_year"),
            "Learning gets no hours and no money.",
            "A plan without time and money stays on paper. Give it hours a year, or a part of the surplus, or both.",
        )
    elif not education.hours_a_year or not education.surplus_percent:
        what = "hours" if not education.hours_a_year else "part of the surplus"
        key = "hours_a_year" if not education.hours_a_year else "surplus_percent"
        yield Finding(
            ("education", key),
            f"Learning gets no {what}.",
            "Learning needs both time and money.",
            law="The law asks for neither.",
        )


PRINCIPLE = Principle(
    5,
    "Learning",
    "Members, workers and those who are elected learn what they need for their part, and others hear what a co-op is.",
    ("education",),
    check,
)
