"""The steps of an application, in their order, and what the role page tells."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its boxes by name, with those that must be filled in."""

    key: str
    title: str
    lead: str
    needed: tuple[str, ...]


STEPS: Mapping[str, Step] = {
    step.key: step
    for step in (
        Step("you", "How we reach you", "So that somebody can ring you.", ("phone", "postcode")),
        Step(
            "why",
            "About you",
            "In your own words. People read this who choose.",
            ("why", "matters"),
        ),
        Step("when", "When, and what you like", "It helps us to find people near you.", ("hours",)),
        Step("way", "How you want to work", "You can change your mind later.", ("way",)),
        Step(
            "references",
            "Two people who know you",
            "Not family. One of them from work, if you can.",
            ("first", "first_reach", "second", "second_reach"),
        ),
        Step("checks", "What we check", "Everybody is checked. It protects people.", ("agreed",)),
    )
}


def is_done(said: Mapping[str, Mapping[str, Any]], key: str) -> bool:
    """Whether every box of a step that must be filled in is."""
    words = said.get(key, {})
    return all(words.get(name) for name in STEPS[key].needed)


def first_open(said: Mapping[str, Mapping[str, Any]]) -> Step | None:
    """The first step that is not done; None when all are."""
    return next((step for step in STEPS.values() if not is_done(said, step.key)), None)


@cache
def role() -> Mapping[str, Any]:
    """The stories, the self-check, the ways of working and the kit, as `role.toml` has them."""
    with Path(__file__).with_name("role.toml").open("rb") as file:
        return tomllib.load(file)
