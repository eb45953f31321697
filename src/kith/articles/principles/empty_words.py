"""Words that promise nothing."""

import re

_NOTHING = re.compile(
    r"(?:none|nothing|nobody|no one|no other co-?ops?|not applicable|n/a|to be decided|tbc|tbd|-+|\.+)\W*",
    re.IGNORECASE,
)


def says_nothing(words: str) -> bool:
    """True for no words at all, and for words such as "none" or "nobody"."""
    return not words.strip() or _NOTHING.fullmatch(words.strip()) is not None
