"""Proposals and decisions for tests."""

from dataclasses import replace
from datetime import date

from kith.articles.decisions import MEMBERS, Count, Decision, about
from kith.articles.models import ArticlesVersion


def make_decision(version: ArticlesVersion, **changes: object) -> Decision:
    """The members agree, with no vote against, in every class that the demo's models know."""
    everybody = Count(votes_for=12, votes_cast=12, entitled=20)
    classes = ("people", "supporters", "workers", "assistants", "members", "organisations")
    decision = Decision(
        id="decision-1",
        about=about(version),
        words="The members agreed to change the articles.",
        taken_on=date(2026, 6, 1),
        by=MEMBERS,
        passed=True,
        count=everybody,
        by_class=dict.fromkeys(classes, Count(votes_for=4, votes_cast=4, entitled=5)),
    )
    return replace(decision, **changes)  # type: ignore[arg-type]
