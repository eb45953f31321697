"""An election as every rule takes it: candidates, seats, ballots by preference, and the lot that was drawn before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

MOST_CANDIDATES = 32_000
MOST_VOTES = 1_000_000_000
"""So many votes, counted to nine decimals, still fit a whole number of the machine."""


class WrongElection(ValueError):
    """These seats, candidates or ballots cannot be counted; the text says why."""


@dataclass(frozen=True, slots=True)
class Ballots:
    """Ballots as a table: `ranks[i]` are the candidates of ballot i from first to last, from 0, and -1 after the last.

    `weights[i]` is how many people marked it so.
    """

    ranks: NDArray[np.int16]
    weights: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Iterable[tuple[int, Sequence[int]]]) -> "Ballots":
        """Ballots from pairs: how many people, and candidates by number from 1 in the order of preference."""
        pairs = list(rows)
        lengths = np.fromiter((len(prefs) for _, prefs in pairs), np.int64, len(pairs))
        longest = int(lengths.max(initial=0))
        filled = np.arange(longest) < lengths[:, None]
        ranks = np.full(filled.shape, -1, np.int16)
        marks = (candidate - 1 for _, prefs in pairs for candidate in prefs)
        ranks[filled] = np.fromiter(marks, np.int16, int(lengths.sum()))
        weights = np.fromiter((weight for weight, _ in pairs), np.int64, len(pairs))
        return cls(ranks, weights)

    @property
    def total(self) -> int:
        """How many people marked them."""
        return int(self.weights.sum())


@dataclass(frozen=True, slots=True)
class Election:
    """`names` are the candidates, numbered from 1. `withdrawn` are the numbers of those who stand no more.

    `lot` is every candidate's number in the order that was drawn before the count: of equals, whoever comes first in it
    is excluded first, and passes a surplus on first. Without one, the order of the candidates serves, and the count
    says so. Raises WrongElection.
    """

    names: tuple[str, ...]
    seats: int
    ballots: Ballots
    title: str = ""
    withdrawn: frozenset[int] = frozenset()
    lot: tuple[int, ...] = ()
    standing: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        standing = tuple(n for n in range(1, len(self.names) + 1) if n not in self.withdrawn)
        object.__setattr__(self, "standing", standing)
        _check(self)

    def drawn(self) -> list[int]:
        """The place of each candidate in the lot, by number from 1 (the first entry says nothing)."""
        order = self.lot or tuple(range(1, len(self.names) + 1))
        places = [0] * (len(self.names) + 1)
        for place, number in enumerate(order):
            places[number] = place
        return places


def _check(election: Election) -> None:
    everybody = set(range(1, len(election.names) + 1))
    if not 0 < len(election.names) <= MOST_CANDIDATES:
        raise WrongElection(f"An election has 1 to {MOST_CANDIDATES} candidates.")
    if election.seats < 1:
        raise WrongElection("An election has at least one seat.")
    if not election.withdrawn <= everybody:
        raise WrongElection("Somebody withdrew who is not among the candidates.")
    if not election.standing:
        raise WrongElection("Every candidate has withdrawn.")
    if election.lot and sorted(election.lot) != sorted(everybody):
        raise WrongElection("The lot must name every candidate once.")
    _check_ballots(election.ballots, len(election.names))


def _check_ballots(ballots: Ballots, candidates: int) -> None:
    ranks, weights = ballots.ranks, ballots.weights
    if len(ranks) != len(weights):
        raise WrongElection("Each ballot needs a number of people who marked it.")
    if len(weights) and (int(weights.min()) < 1 or ballots.total > MOST_VOTES):
        raise WrongElection(f"Ballots count for 1 each or more, and {MOST_VOTES:,} in all at most.")
    if ranks.size and not -1 <= int(ranks.min()) <= int(ranks.max()) < candidates:
        raise WrongElection("A ballot names a candidate who does not stand.")
    if ranks.shape[1] > 1:
        if bool(((ranks[:, :-1] < 0) & (ranks[:, 1:] >= 0)).any()):
            raise WrongElection("A ballot leaves a rank out.")
        _check_twice(ranks, candidates)


def _check_twice(ranks: NDArray[np.int16], candidates: int) -> None:
    """Raise WrongElection for a ballot that names somebody twice."""
    seen = np.zeros(
        (len(ranks), candidates + 1), bool
    )  # the last column is for places without a mark
    rows = np.arange(len(ranks))
    for rank in range(ranks.shape[1]):
        marks = ranks[:, rank]
        if bool((seen[rows, marks] & (marks >= 0)).any()):
            raise WrongElection("A ballot names a candidate twice.")
        seen[rows, marks] = True
