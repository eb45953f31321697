"""How a calendar address is made and recognised."""

import hashlib
import secrets

from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.permissions import Actor, Permission, holds, words

MOST = 5
SHOWS = {
    "my-week": Permission.OWN_WEEK_VIEW,
    "coming": Permission.OWN_WEEK_VIEW,
    "duties": Permission.DUTIES_VIEW,
}
"""What one must be allowed to see for each kind of calendar."""


class TooManyAddresses(DomainError):
    """Somebody has as many calendar addresses as anyone needs."""


def new_secret() -> str:
    """192 random bits, fit for an address."""
    return secrets.token_urlsafe(24)


def digest_of(secret: str) -> str:
    """The SHA-256 under which a secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def may_see(by: Actor, kind: str) -> bool:
    """True when they may see what this kind of calendar shows."""
    return holds(by, SHOWS[kind])


def check_may_see(by: Actor, kind: str) -> None:
    """Raise NotAllowed unless they may see what this kind of calendar shows."""
    if not may_see(by, kind):
        raise NotAllowed(f"You cannot do this here: it needs “{words(SHOWS[kind])}”.")


def check_room_for_another(count: int) -> None:
    """Raise TooManyAddresses when `count` are in use."""
    if count >= MOST:
        raise TooManyAddresses(
            f"You have {count} calendar addresses, which is as many as we keep. Take one back first."
        )
