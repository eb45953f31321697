"""Every address of the site, read from its own list of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver

from kith.foundation.access import Access


@dataclass(frozen=True)
class Address:
    """One address: its reversible name, the names of its arguments, and who may open it."""

    name: str
    arguments: tuple[str, ...]
    access: Access | None


def addresses(
    resolver: URLResolver | None = None, room: str = "", outer: tuple[str, ...] = ()
) -> Iterator[Address]:
    """All addresses, in the order in which Django looks for them."""
    for entry in (resolver or get_resolver()).url_patterns:
        arguments = (*outer, *_arguments(entry))
        if isinstance(entry, URLResolver):
            yield from addresses(entry, entry.namespace or room, arguments)
        else:
            name = f"{room}:{entry.name}" if room else str(entry.name or entry.pattern)
            yield Address(name, arguments, getattr(entry.callback, "access", None))


def _arguments(entry: Any) -> tuple[str, ...]:
    return tuple(entry.pattern.regex.groupindex)
