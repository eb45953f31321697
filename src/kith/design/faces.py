"""A face for everybody: a photo, or initials on a colour that stays with the person; and faces that say how it goes."""

from collections.abc import Callable
from typing import Any
from zlib import crc32

from markupsafe import Markup

COLOURS = 10


def initials(name: str) -> str:
    """The first letters of the first and last word of a name: "Amina Khan" gives "AK"."""
    words = [word for word in name.split() if word[0].isalnum()]
    letters = [word[0] for word in (words[:1] + words[1:][-1:])]
    return "".join(letters).upper() or "?"


def face_colour(key: object) -> str:
    """The class that colours a face, always the same for the same id (c0 to c9)."""
    return f"c{crc32(str(key).encode()) % COLOURS}"


def mood(value: int, most: int = 10) -> Markup:
    """A face that is the gladder the nearer `value` is to `most`: a picture beside the number, for those who see."""
    bend = 2 * min(max(value, 0), most) / most - 1
    ends, middle = round(42 - 7 * bend, 1), round(42 + 14 * bend, 1)
    return Markup(
        '<svg class="mood" viewBox="0 0 64 64" aria-hidden="true" focusable="false"><circle cx="32" cy="32" r="28"/>'
        '<path d="M22 24v3M42 24v3M18 {ends}Q32 {middle} 46 {ends}"/></svg>'
    ).format(ends=ends, middle=middle)


FILTERS: dict[str, Callable[..., Any]] = {
    "initials": initials,
    "face_colour": face_colour,
    "mood": mood,
}
