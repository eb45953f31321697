"""What a principle is, and what its check can find."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from kith.articles.rules import Articles

Path = tuple[str | int, ...]


class Weight(StrEnum):
    """STOPPED: the articles break the principle. FLAGGED: the law allows it, and the members should know."""

    STOPPED = "stopped"
    FLAGGED = "flagged"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in the articles that a principle has something to say about.

    `path` is the key; `says` what the articles say, as evidence; `why` what is wrong with that; `law` why the law
    allows it all the same, "" when it is stopped.
    """

    path: Path
    says: str
    why: str
    law: str = ""

    @property
    def weight(self) -> Weight:
        """Stopped unless the law allows it."""
        return Weight.FLAGGED if self.law else Weight.STOPPED

    @property
    def key(self) -> str:
        """The key as it stands in the file, such as "joining.answer_days"; classes without their number."""
        return ".".join(part for part in self.path if isinstance(part, str))


@dataclass(frozen=True, slots=True)
class Principle:
    """One of the seven. `parts` are the parts of the articles (words.TITLES) that are the evidence for it."""

    number: int
    title: str
    means: str
    parts: tuple[str, ...]
    look: Callable[[Articles], Iterable[Finding]]

    def check(self, articles: Articles) -> tuple[Finding, ...]:
        """What the principle has to say. What an older file could not say yet is flagged, never stopped."""
        return tuple(_softened(one, articles) for one in self.look(articles))


OLDER = (
    "These articles come from an older Kith that did not ask. Say it the next time you change them."
)


def _softened(finding: Finding, articles: Articles) -> Finding:
    if finding.weight == Weight.STOPPED and finding.key in articles.assumed:
        return replace(finding, law=OLDER)
    return finding
