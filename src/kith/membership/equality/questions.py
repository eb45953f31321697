"""The equality questions, read once from `questions.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and its answers by key."""

    key: str
    title: str
    answers: Mapping[str, str]


@cache
def questions() -> tuple[Question, ...]:
    """Every question, in the order in which it is asked."""
    with Path(__file__).with_name("questions.toml").open("rb") as file:
        table = tomllib.load(file)
    return tuple(
        Question(
            str(one["key"]), str(one["title"]), {str(k): str(v) for k, v in one["answers"].items()}
        )
        for one in table["questions"]
    )
