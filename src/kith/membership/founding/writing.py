"""From answers to articles: a table of values written as TOML that `read_articles` reads back."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from kith.articles.lines import Path, lines_of, rows_of
from kith.articles.reading import model_text

_COMMENT = re.compile(r"""^(?:[^"'#]|"(?:\\.|[^"\\])*"|'[^']*')*(#.*)$""")


def model_table(model: str) -> dict[str, Any]:
    """The values of one of the model articles. Raises KeyError when there is none of that name."""
    return tomllib.loads(model_text(model))


def written(table: Mapping[str, Any], *, title: str, model: str) -> str:
    """The table as TOML, with the model's reasons beside its keys. `title` is the co-op's name."""
    notes = _notes(model)
    parts = [
        f"# The articles of {title}, as its founders agreed them.",
        f"# Made from the model articles “{model}”. The members may change every line by their vote.",
        "# “The Act” is the Co-operative and Community Benefit Societies Act 2014. Amounts are in pence.",
        "",
        *_values(table, (), notes),
    ]
    for key, value in table.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for row in value:
                parts += ["", f"[[{key}]]", *_values(row, (key, 0), notes)]
        elif isinstance(value, dict):
            header = f"[{key}] {notes.get((key,), '')}".rstrip()
            parts += ["", header, *_values(value, (key,), notes)]
    return "\n".join(parts) + "\n"


def digest_of(name: str, text: str) -> str:
    """What a founder agrees to, in 64 letters: the SHA-256 of the co-op's name and its articles."""
    return hashlib.sha256(f"{name}\n{text}".encode()).hexdigest()


def _values(table: Mapping[str, Any], path: Path, notes: Mapping[Path, str]) -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, dict) or (
            isinstance(value, list) and value and isinstance(value[0], dict)
        ):
            continue
        yield f"{key} = {json.dumps(value, ensure_ascii=False)} {notes.get((*path, key), '')}".rstrip()


@cache
def _notes(model: str) -> Mapping[Path, str]:
    """The comments at the ends of the model's lines, by the path of what they explain."""
    text = model_text(model)
    rows = rows_of(text)
    found = ((path, _COMMENT.match(rows[number - 1])) for path, number in lines_of(text).items())
    return {path: comment[1] for path, comment in found if comment}
