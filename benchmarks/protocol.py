"""What all searches' benchmarks have in common: how runs are made, and what the evaluator says of them."""

from typing import Any

from benchmarks.measuring import Options

JUDGED = (
    "Every plan of every run is judged by the evaluator, which shares no code with the search and gives each published "
    "solution at hand its published cost."
)


def protocol_of(limits: tuple[float, ...], options: Options) -> str:
    """Return the first sentences of a protocol."""
    *firsts, last = (f"{limit:g} s" for limit in limits)
    given = f"{', '.join(firsts)} and {last}" if firsts else last
    seeds = ", ".join(map(str, options.seeds))
    beside = (
        "one run at a time"
        if options.side_by_side == 1
        else f"{options.side_by_side} runs side by side"
    )
    return (
        f"Protocol: {given} of wall clock a run, seed{'s'[: len(options.seeds) - 1]} {seeds}; {beside}, each "
        "pinned to one core of its own; compiling not counted."
    )


def agrees(judged: float, told: float) -> bool:
    """Say whether the evaluator's cost is the one that the search believed in."""
    return abs(judged - told) <= 1e-6 * max(1.0, abs(judged))


def gap(cost: float, best: float) -> float:
    """Return how far a cost lies above another, in percent."""
    return 100 * (cost / best - 1)


def judged_of(rows: list[dict[str, Any]]) -> dict[str, int]:
    """Return how many runs there were, how many plans keep every rule, and how many costs the evaluator confirms."""
    return {
        "runs": len(rows),
        "feasible": sum(row["feasible"] for row in rows),
        "agree": sum(row["agrees"] for row in rows),
    }


def judged_words(judged: dict[str, int]) -> str:
    """Return that in words; `agree` may be missing from measurements of old."""
    words = f"{judged['feasible']} of {judged['runs']} plans keep every hard rule"
    if "agree" in judged:
        words += (
            f"; the evaluator’s cost is the search’s own for {judged['agree']} of {judged['runs']}"
        )
    return f"**{words}.**"
