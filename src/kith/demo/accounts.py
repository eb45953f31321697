"""Who one can sign in as in the demo, and what to try as each."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("data")
PASSWORD = "neighbours-together"  # noqa: S105  # the demo's, said on its sign-in page


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account of the demo. `to_try` is a sentence; `coop` is the short name of the co-op it begins in."""

    email: str
    name: str
    hats: str
    to_try: str
    coop: str

    @property
    def who(self) -> str:
        """Name and hats on one line."""
        return f"{self.name}, {self.hats}"


def demo_accounts() -> list[DemoAccount]:
    """Everybody one can sign in as, in the order to try them."""
    return [
        DemoAccount(row["email"], row["name"], row["hats"], row["try"], row["coop"])
        for row in rows("accounts")
        if "hats" in row
    ]


@cache
def rows(name: str) -> list[dict[str, Any]]:
    """The rows of one of the demo's files: accounts, coops, people or workers."""
    with (DATA / f"{name}.toml").open("rb") as file:
        (found,) = tomllib.load(file).values()
    return found  # type: ignore[no-any-return]  # TOML has no types


@cache
def ways() -> dict[str, list[dict[str, Any]]]:
    """The ways of being supported, each a list of visits."""
    with (DATA / "ways.toml").open("rb") as file:
        return tomllib.load(file)["way"]  # type: ignore[no-any-return]  # TOML has no types
