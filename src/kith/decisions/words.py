"""What changed between two wordings, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed, went or came; `kind` is "same", "gone" or "new"."""

    kind: str
    text: str


def changes(before: str, after: str) -> list[Piece]:
    """The pieces of both texts in reading order. Those that stayed and came make `after`; stayed and gone, `before`."""
    old, new = _words(before), _words(after)
    pieces: list[Piece] = []
    for tag, first, last, begin, end in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(SAME, "".join(old[first:last])))
            continue
        if first < last:
            pieces.append(Piece(GONE, "".join(old[first:last])))
        if begin < end:
            pieces.append(Piece(NEW, "".join(new[begin:end])))
    return pieces


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s\w]|\w+", text)
