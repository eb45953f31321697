"""Meek STV by the reference rule of the Proportional Representation Foundation, in nine decimals.

A. Everybody is hopeful and keeps all of each vote.
B. In rounds: each paper gives to each candidate in its order the part of what is left of it that they keep, rounded
   up. The quota is all votes given, divided by the seats and one more, cut after nine decimals, and a billionth added.
   Whoever is hopeful and has the quota is elected. The elected keep less: what they keep, times the quota, divided by
   their votes, each rounded up, until the surplus of all is below a millionth or does not shrink. If then nobody was
   elected, whoever has fewest votes is excluded; those within the surplus of the fewest are equals.
C. When as many are elected and hopeful as there are seats, the hopeful are elected; when the seats are filled, the rest
   are not elected.

Equals are told apart by the lot (rule T). Values are whole numbers of a billionth of a vote.
"""

import numpy as np
from numpy.typing import NDArray

from kith.engines.tally.counting import EXCLUSION, FIRST, ITERATION, Count, Stage, Tie
from kith.engines.tally.election import Election

RULE = "meek"
UNIT = 1_000_000_000
SMALL = 1_000
"""A surplus below a millionth of a vote ends a round."""


def count_meek(election: Election) -> Count:
    """Count an election by the reference rule. The same election gives the same count on every machine."""
    return _Counting(election).run()


class _Counting:
    def __init__(self, election: Election) -> None:
        self.election = election
        candidates = len(election.names)
        self.hopeful = list(election.standing)
        self.elected: list[int] = []
        self.kept = [0] * candidates
        for one in election.standing:
            self.kept[one - 1] = UNIT
        self.ranks, self.weights = _valid(election)
        self.votes = int(self.weights.sum())
        self.totals = [0] * candidates
        self.quota = 0
        self.stages: list[Stage] = []

    def run(self) -> Count:
        begun: tuple[str, int | None] = (FIRST, None)
        self._give()
        while not self._complete():
            begun = self._round(*begun)
        self._finish(*begun)
        return Count(
            rule=RULE,
            unit=UNIT,
            seats=self.election.seats,
            names=self.election.names,
            votes=self.votes,
            winners=tuple(sorted(self.elected)),
            stages=tuple(self.stages),
            drawn=bool(self.election.lot),
        )

    def _complete(self) -> bool:
        seats = self.election.seats
        return len(self.elected) >= seats or len(self.elected) + len(self.hopeful) <= seats

    def _round(self, kind: str, candidate: int | None) -> tuple[str, int | None]:
        """One round: until somebody is elected, or else somebody is excluded; with what the next one begins."""
        last = -1
        while True:
            self._give()
            reached = [one for one in self.hopeful if self.totals[one - 1] >= self.quota]
            if reached:
                self._elect(reached)
                self._note(kind, candidate, elected=reached)
                return ITERATION, None
            surplus = max(0, sum(self.totals[one - 1] - self.quota for one in self.elected))
            if surplus < SMALL or 0 <= last <= surplus:
                break
            last = surplus
            for one in self.elected:
                self.kept[one - 1] = self._less(one)
        chosen, ties = self._fewest(surplus)
        self._note(kind, candidate, excluded=[chosen], ties=ties)
        self.hopeful.remove(chosen)
        self.kept[chosen - 1] = 0
        return EXCLUSION, chosen

    def _give(self) -> None:
        """Each paper gives to each candidate in its order; then the quota."""
        kept = np.array([*self.kept, 0], np.int64)
        left = np.full(len(self.weights), UNIT, np.int64)
        sums = np.zeros(len(kept), np.int64)
        for rank in range(self.ranks.shape[1]):
            marks = self.ranks[:, rank]
            part = -(-left * kept[marks] // UNIT)
            np.add.at(sums, marks, part * self.weights)
            left -= part
        self.totals = [int(one) for one in sums[:-1]]
        self.quota = sum(self.totals) // (self.election.seats + 1) + 1

    def _less(self, candidate: int) -> int:
        """What an elected candidate keeps of each vote after this: two divisions, each rounded up."""
        up = -(-self.kept[candidate - 1] * self.quota // UNIT)
        return -(-up * UNIT // self.totals[candidate - 1])

    def _fewest(self, surplus: int) -> tuple[int, list[Tie]]:
        """Who is excluded: whoever has fewest, or by lot one of those within the surplus of them."""
        fewest = min(self.totals[one - 1] for one in self.hopeful)
        tied = [one for one in self.hopeful if self.totals[one - 1] <= fewest + surplus]
        drawn = self.election.drawn()
        chosen = min(tied, key=lambda one: drawn[one])
        return chosen, [Tie(tuple(tied), chosen, "exclusion", None)] if len(tied) > 1 else []

    def _elect(self, candidates: list[int]) -> None:
        self.elected += candidates
        self.hopeful = [one for one in self.hopeful if one not in candidates]

    def _finish(self, kind: str, candidate: int | None) -> None:
        """C: the last seats go to those who are left."""
        rest = self.hopeful if len(self.elected) < self.election.seats else []
        if rest:
            self._give()
            self._elect(rest)
            self._note(kind, candidate, elected=rest, without_quota=True)

    def _note(
        self,
        kind: str,
        candidate: int | None,
        *,
        elected: list[int] | None = None,
        excluded: list[int] | None = None,
        ties: list[Tie] | None = None,
        without_quota: bool = False,
    ) -> None:
        self.stages.append(
            Stage(
                number=len(self.stages) + 1,
                kind=kind,
                candidate=candidate,
                totals=tuple(self.totals),
                exhausted=self.votes * UNIT - sum(self.totals),
                quota=self.quota,
                elected=tuple(elected or ()),
                excluded=tuple(excluded or ()),
                without_quota=without_quota,
                ties=tuple(ties or ()),
                kept=tuple(self.kept),
            )
        )


def _valid(election: Election) -> tuple[NDArray[np.int16], NDArray[np.int64]]:
    """The papers that name somebody who stands; equal papers together, so that each kind is counted once."""
    ballots = election.ballots
    named = np.zeros(len(election.names) + 1, bool)
    named[[one - 1 for one in election.standing]] = True
    valid = named[ballots.ranks].any(axis=1)
    if not valid.any():
        return ballots.ranks[:0], ballots.weights[:0]
    ranks, which = np.unique(ballots.ranks[valid], axis=0, return_inverse=True)
    weights = np.zeros(len(ranks), np.int64)
    np.add.at(weights, which.ravel(), ballots.weights[valid])
    return ranks, weights
