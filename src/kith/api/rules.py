"""How a calendar address is made and recognised."""

import hashlib
import secrets

from kith.foundation.errors import DomainError

MOST = 5


class TooManyAddresses(DomainError):
    """Somebody has as many calendar addresses as anyone needs."""


def new_secret() -> str:
    """192 random bits, fit for an address."""
    return secrets.token_urlsafe(24)


def digest_of(secret: str) -> str:
    """The SHA-256 under which a secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def check_room_for_another(count: int) -> None:
    """Raise TooManyAddresses when `count` are in use."""
    if count >= MOST:
        raise TooManyAddresses(
            f"You have {count} calendar addresses, which is as many as we keep. Take one back first."
        )
