"""Two people change one text at once: both changes are kept, word by word."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher


def words_of(text: str) -> list[str]:
    """The words of a text, and what stands between them, in order; joined they make the text again."""
    return re.findall(r"\s+|[^\s\w]|\w+", text)


def merged(base: str, mine: str, theirs: str) -> str:
    """What both made of `base`: every word that either added is there, and what either took out is gone.

    Where both wrote at one place, `theirs` stands first. The same words written by both at one place stand once: then
    an answer that was lost on its way, and is sent again, adds nothing.
    """
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    old = words_of(base)
    first, second = _changed(old, words_of(theirs)), _changed(old, words_of(mine))
    result: list[str] = []
    for place in range(len(old) + 1):
        added, also = first[0][place], second[0][place]
        if _within(added, also):
            added, also = also, []
        result += added
        if not _within(also, added):
            result += _apart(result, also) if added else also
        if place < len(old) and not (first[1][place] or second[1][place]):
            result.append(old[place])
    return "".join(result)


def _within(few: Sequence[str], many: Sequence[str]) -> bool:
    """Whether all of these words stand among those, in their order."""
    rest = iter(many)
    return all(word in rest for word in few)


def _apart(before: Sequence[str], words: list[str]) -> list[str]:
    """Words of another hand, with a space before them where they would run into what stands there."""
    touching = before and not before[-1][-1:].isspace() and words[0][:1].isalnum()
    return [" ", *words] if touching else words


def _changed(old: Sequence[str], new: Sequence[str]) -> tuple[list[list[str]], list[bool]]:
    """What stands before each old word, and after the last; and which old words are gone."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    added: list[list[str]] = [[] for _ in range(len(old) + 1)]
    gone = [False] * len(old)
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    matcher = SequenceMatcher(a=middle_old, b=middle_new, autojunk=False)
    for tag, begin, end, start, stop in matcher.get_opcodes():
        if tag == "equal":
            continue
        gone[head + begin : head + end] = [True] * (end - begin)
        added[head + begin] += middle_new[start:stop]
    return added, gone
