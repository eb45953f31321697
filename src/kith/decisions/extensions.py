"""What rooms above add to a proposal's page, each in its app's `ready`: they know this room, it knows none of them.

from kith.decisions import extensions
extensions.WAYS_ON.append(way_on)
"""

from collections.abc import Callable

from kith.articles.extensions import WayOn
from kith.decisions.models import Proposal
from kith.foundation.permissions import Actor

WAYS_ON: list[Callable[[Proposal, Actor], WayOn | None]] = []
"""Each is asked for a proposal and who is reading."""


def ways_on(proposal: Proposal, reader: Actor) -> list[WayOn]:
    """All ways on from a proposal, for this reader."""
    return [way for ask in WAYS_ON if (way := ask(proposal, reader))]
