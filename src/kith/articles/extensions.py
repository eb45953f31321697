"""What rooms above add to the page of a version, each in its app's `ready`: they know this room, it knows none of them.

from kith.articles import extensions
extensions.WAYS_ON.append(way_on)
"""

from collections.abc import Callable
from dataclasses import dataclass

from kith.articles.models import ArticlesVersion
from kith.foundation.permissions import Actor


@dataclass(frozen=True, slots=True)
class WayOn:
    """Where a proposed version goes on from its page. `press` is for what changes something."""

    text: str
    href: str
    press: bool = False


WAYS_ON: list[Callable[[ArticlesVersion, Actor], WayOn | None]] = []
"""Each is asked for a version and who is reading."""


def ways_on(version: ArticlesVersion, reader: Actor) -> list[WayOn]:
    """All ways on from a version, for this reader."""
    return [way for ask in WAYS_ON if (way := ask(version, reader))]
