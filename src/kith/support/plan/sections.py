"""The headings of About me and of the plan, read once from sections.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PARTS = {"about": "About me", "plan": "My plan"}


@dataclass(frozen=True, slots=True)
class Section:
    """One heading. `part` is "about" or "plan"; `hint` says what to write, `easy` is the heading in Easy Read."""

    key: str
    part: str
    title: str
    easy: str
    hint: str


@cache
def sections() -> Mapping[str, Section]:
    """Every heading by its key, in the order of the page."""
    with Path(__file__).with_name("sections.toml").open("rb") as file:
        table = tomllib.load(file)
    return {one["key"]: Section(part=part, **one) for part in PARTS for one in table.get(part, ())}
