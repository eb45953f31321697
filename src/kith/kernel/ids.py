"""Identifiers: UUID version 7, sortable by time, so that a phone can make them offline."""

import secrets
import time
import uuid


def uuid7() -> uuid.UUID:
    """Return a new UUID of version 7: 48 bits of milliseconds since 1970, then 74 random bits.

    Source: RFC 9562, section 5.7.
    """
    milliseconds = time.time_ns() // 1_000_000
    random = secrets.randbits(74)
    value = (milliseconds & (1 << 48) - 1) << 80
    value |= 0x7 << 76 | (random >> 62) << 64
    value |= 0b10 << 62 | random & (1 << 62) - 1
    return uuid.UUID(int=value)
