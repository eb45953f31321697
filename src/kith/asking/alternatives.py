"""Who else can help: what stands in alternatives.toml for everybody in England, read once."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Standing:
    """A national body or a duty of every council; `source` says where it stands that they do this."""

    key: str
    name: str
    what: str
    how: str
    source: str


@cache
def standing() -> tuple[Standing, ...]:
    """Every one, in the order of the page."""
    with Path(__file__).with_name("alternatives.toml").open("rb") as file:
        return tuple(Standing(**one) for one in tomllib.load(file)["alternative"])
