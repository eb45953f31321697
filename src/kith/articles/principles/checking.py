"""Articles held to the seven principles of the International Co-operative Alliance (1995)."""

from dataclasses import dataclass

from kith.articles.principles import (
    community,
    cooperation,
    education,
    independence,
    one_vote,
    open_membership,
    pooled_surplus,
)
from kith.articles.principles.finding import Finding, Principle, Weight
from kith.articles.rules import Articles
from kith.foundation.errors import DomainError

PRINCIPLES: tuple[Principle, ...] = (
    open_membership.PRINCIPLE,
    one_vote.PRINCIPLE,
    pooled_surplus.PRINCIPLE,
    independence.PRINCIPLE,
    education.PRINCIPLE,
    cooperation.PRINCIPLE,
    community.PRINCIPLE,
)


@dataclass(frozen=True, slots=True)
class Checked:
    """One principle and what it found in the articles."""

    principle: Principle
    findings: tuple[Finding, ...]

    @property
    def stopped(self) -> tuple[Finding, ...]:
        """What breaks the principle."""
        return tuple(one for one in self.findings if one.weight == Weight.STOPPED)

    @property
    def flagged(self) -> tuple[Finding, ...]:
        """What the law allows and the members should know."""
        return tuple(one for one in self.findings if one.weight == Weight.FLAGGED)


class BrokenPrinciples(DomainError):
    """Articles that break one of the seven principles. `broken` has each with what breaks it."""

    def __init__(self, broken: tuple[Checked, ...]) -> None:
        told = [
            f"{one.principle.title}: {finding.says} {finding.why}"
            for one in broken
            for finding in one.stopped
        ]
        super().__init__(
            "These articles break the co-operative principles, so they were stopped. Nothing was changed.\n"
            + "\n".join(told)
        )
        self.broken = broken


def check(articles: Articles) -> tuple[Checked, ...]:
    """Each of the seven principles with its findings, in their order."""
    return tuple(Checked(one, one.check(articles)) for one in PRINCIPLES)


def require_principles(articles: Articles) -> tuple[Checked, ...]:
    """The seven with their findings. Raises BrokenPrinciples when the articles break one."""
    checked = check(articles)
    if broken := tuple(one for one in checked if one.stopped):
        raise BrokenPrinciples(broken)
    return checked
