"""Sorting names the way people do: “Visit 2” before “Visit 10”, capitals and accents aside."""

import re
import unicodedata


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key for a name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    parts = re.findall(r"\d+|\D+", plain)
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)
