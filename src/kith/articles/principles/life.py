"""What the co-op's life shows about each principle, beside what its articles say.

The rooms above know the life: members, applications, shares, seats. Each hands in a function, named in
settings.PRINCIPLES_IN_LIFE, that looks at its own rows; this room only asks them all.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from kith.foundation.models import Coop


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that life shows about a principle. `kind` is "good", "warn" or "bad"; `href` leads to the evidence."""

    principle: int
    words: str
    kind: str
    href: str = ""


Look = Callable[[Coop], Iterable[Shown]]


@cache
def looks() -> Sequence[Look]:
    """The functions that look, in the order of the settings."""
    return [import_string(name) for name in settings.PRINCIPLES_IN_LIFE]


def check_life(coop: Coop) -> Mapping[int, Sequence[Shown]]:
    """What life shows today, by the number of the principle."""
    found: dict[int, list[Shown]] = {}
    for look in looks():
        for shown in look(coop):
            found.setdefault(shown.principle, []).append(shown)
    return found
