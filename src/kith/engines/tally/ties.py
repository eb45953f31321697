"""Equals are told apart by earlier stages, then by the lot that was drawn before the count."""

from collections.abc import Sequence

from kith.engines.tally.counting import Tie


def choose(
    tied: Sequence[int],
    history: Sequence[Sequence[int]],
    drawn: Sequence[int],
    *,
    highest: bool,
    purpose: str,
) -> tuple[int, Tie | None]:
    """One of these candidates, and how they were told apart.

    `history` are the totals of all stages up to now, oldest first; the latest stage before this one at which they were
    unequal decides between them (SSI 2007/42, rules 49(2) and 51(2)), as often as needed, then the lot.
    """
    if len(tied) == 1:
        return tied[0], None
    left, stage = list(tied), None
    for number in range(len(history) - 1, 0, -1):
        totals = history[number - 1]
        best = (max if highest else min)(totals[one - 1] for one in left)
        fewer = [one for one in left if totals[one - 1] == best]
        if len(fewer) < len(left):
            left, stage = fewer, number
        if len(left) == 1:
            return left[0], Tie(tuple(tied), left[0], purpose, stage)
    chosen = min(left, key=lambda one: drawn[one])
    return chosen, Tie(tuple(tied), chosen, purpose, None)
