"""Classes that close the door: words in "who may be a member" that keep people out for who they are, or by favour.

The words are in barred.toml with their sources. Words cannot find everything: people still read what they adopt.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kith.articles.principles.finding import Finding
from kith.articles.rules import Articles


def bars(articles: Articles) -> Iterator[Finding]:
    """A finding for each class and each ground on which it keeps people out."""
    table = _table()
    limit = _pattern(table["limits"])
    for index, one in enumerate(articles.classes):
        path = ("classes", index, "who")
        says = f"“{one.title}” is for: {one.who}"
        sentences = _sentences(one.who)
        for closed in table["closed"]:
            if any(_pattern(closed["words"]).search(text) for text in sentences):
                yield Finding(
                    path,
                    says,
                    "Joining would be a favour that somebody grants. "
                    "Say what people do or need, so that everybody can see for themselves.",
                )
        for bar in table["bars"]:
            if any(_bars(text, _pattern(bar["words"]), limit) for text in sentences):
                yield Finding(
                    path,
                    says,
                    f"This keeps people out because of {bar['about']}.",
                    law=bar.get("law", ""),
                )


def _bars(sentence: str, words: re.Pattern[str], limit: re.Pattern[str]) -> bool:
    found = words.search(sentence)
    if not found:
        return False
    alone = not re.match(
        r",| and| or", sentence[found.end() :]
    )  # not "men and women of our street"
    return bool(limit.search(sentence)) or (found.start() == 0 and alone)


def _sentences(text: str) -> list[str]:
    plain = text.lower().replace("’", "'")
    return [sentence.strip() for sentence in re.split(r"[.;!?]", plain) if sentence.strip()]


def _pattern(words: list[str]) -> re.Pattern[str]:
    return _compiled(tuple(words))


@cache
def _compiled(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(word) for word in words) + r")\b")


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("barred.toml").read_text(encoding="utf-8"))
