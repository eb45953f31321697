"""A face for everybody: a photo, or initials on a colour that stays with the person."""

from collections.abc import Callable
from typing import Any
from zlib import crc32

COLOURS = 10


def initials(name: str) -> str:
    """The first letters of the first and last word of a name: "Amina Khan" gives "AK"."""
    words = [word for word in name.split() if word[0].isalnum()]
    letters = [word[0] for word in (words[:1] + words[1:][-1:])]
    return "".join(letters).upper() or "?"


def face_colour(key: object) -> str:
    """The class that colours a face, always the same for the same id (c0 to c9)."""
    return f"c{crc32(str(key).encode()) % COLOURS}"


FILTERS: dict[str, Callable[..., Any]] = {"initials": initials, "face_colour": face_colour}
