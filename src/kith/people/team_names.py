"""The names of teams, for the words on hats. Teams are a floor above: that room registers itself here."""

import uuid
from collections.abc import Callable, Mapping

from kith.foundation.models import Coop

Lookup = Callable[[Coop], Mapping[uuid.UUID, str]]
_lookups: list[Lookup] = []


def team_names_from(lookup: Lookup) -> None:
    """Register where the names of a co-op's open teams come from."""
    _lookups.append(lookup)


def team_names(coop: Coop) -> dict[uuid.UUID, str]:
    """The co-op's open teams by id, in the order of their names."""
    return {team: name for lookup in _lookups for team, name in lookup(coop).items()}
