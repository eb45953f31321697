"""Figures in Markdown."""

from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks.measuring import Missing


def table(heads: str, sides: str, lines: Iterable[Sequence[Any]]) -> str:
    """Return a table; `heads` are split at `|`, `sides` says l or r for each column."""
    marks = "|".join("--:" if side == "r" else "---" for side in sides.split())
    rows = [heads.split("|"), *lines]
    text = [f"| {' | '.join(map(str, row))} |" for row in rows]
    return "\n".join([text[0], f"|{marks}|", *text[1:]])


def mean(values: Iterable[float]) -> float:
    """Return the mean. Raises Missing when there is nothing to take it of, as when no case was measured."""
    found = list(values)
    if not found:
        raise Missing("No case of it was measured: --only names cases such as A1.")
    return sum(found) / len(found)


def percent(value: float) -> str:
    """Return a difference in percent with its sign; nought has none that tells."""
    return f"{round(value, 2) + 0.0:+.2f} %"
