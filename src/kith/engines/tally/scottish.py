"""Scottish STV: the weighted inclusive Gregory method of the Scottish Local Government Elections Order 2007.

SSI 2007/42, Schedule 1, rules 45 to 52, in short:

45. Papers are sorted by first preference, and counted.
46. The quota is the valid papers divided by the seats and one more, without decimals, and one added.
47. Whoever has the quota or more at the end of a stage is elected.
48. A surplus is passed on to the next available preferences. Each paper goes on at a transfer value: the surplus times
    the value at which the paper came, divided by all the candidate's votes, to five decimals, the rest ignored.
49. The highest surplus goes first; of equals, whoever had more at the latest stage at which they differed; else by lot.
50. With no surplus left, whoever has fewest votes is excluded, and their papers go on at the value at which they came.
51. Of equals, whoever had fewer at the latest stage at which they differed; else by lot.
52. When as many candidates go on as there are seats left, they are elected, and nothing more is passed on.

All values are whole numbers of a hundred-thousandth of a vote.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kith.engines.tally.counting import EXCLUSION, FIRST, SURPLUS, Count, Stage, Tie, Transfer
from kith.engines.tally.election import Election
from kith.engines.tally.ties import choose

RULE = "scottish-stv"
UNIT = 100_000

Papers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Parcel:
    """Papers that came together at one value: rows of the table of ballots."""

    value: int
    papers: Papers


@dataclass(slots=True)
class Change:
    """What happened since the last stage ended."""

    kind: str
    candidate: int | None = None
    transfers: list[Transfer] = field(default_factory=list)


def count_scottish(election: Election) -> Count:
    """Count an election by SSI 2007/42. The same election gives the same count on every machine."""
    return _Counting(election).run()


class _Counting:
    def __init__(self, election: Election) -> None:
        self.election = election
        self.drawn = election.drawn()
        candidates = len(election.names)
        self.going = np.zeros(candidates + 1, bool)  # the last entry, for no candidate, stays false
        self.going[[one - 1 for one in election.standing]] = True
        self.piles: list[list[Parcel]] = [[] for _ in range(candidates)]
        self.totals = [0] * candidates
        self.elected: list[int] = []
        self.surplus: list[int] = []  # elected, and their surplus not passed on
        self.exhausted = 0
        self.stages: list[Stage] = []
        self.ties: list[Tie] = []

    def run(self) -> Count:
        change = self._first()
        self.valid = sum(self.totals) // UNIT
        self.quota = (self.valid // (self.election.seats + 1) + 1) * UNIT
        while self._close(change):
            change = self._pass_surplus_on() if self.surplus else self._pass_all_on()
        return Count(
            rule=RULE,
            unit=UNIT,
            seats=self.election.seats,
            names=self.election.names,
            votes=self.valid,
            winners=tuple(sorted(self.elected)),
            stages=tuple(self.stages),
            drawn=bool(self.election.lot),
        )

    def _first(self) -> Change:
        """Rule 45. Papers without a preference for anybody who stands are not valid."""
        everything = np.arange(len(self.election.ballots.weights), dtype=np.int64)
        change = Change(FIRST)
        self._send(everything, UNIT, change)
        change.transfers = [one for one in change.transfers if one.to]
        self.exhausted = 0
        return change

    def _send(self, papers: Papers, value: int, change: Change) -> None:
        """Papers go to their next available preference at this value; those without one are exhausted."""
        ballots = self.election.ballots
        to = self._next(papers)
        order = np.argsort(to, kind="stable")
        ends = np.cumsum(np.bincount(to[order], minlength=len(self.going)))
        begin = 0
        for candidate, end in enumerate(ends.tolist()):
            if end > begin:
                sent = papers[order[begin:end]]
                count = int(ballots.weights[sent].sum())
                self._receive(candidate, Parcel(value, sent), count, change)
            begin = end

    def _next(self, papers: Papers) -> Papers:
        """The next candidate of each paper who goes on; one past the last where there is none."""
        ranks, nobody = self.election.ballots.ranks, len(self.going) - 1
        to, left = np.full(len(papers), nobody, np.int64), np.arange(len(papers))
        for rank in range(ranks.shape[1]):
            if not len(left):
                break
            marks = ranks[papers[left], rank]
            here = self.going[marks]
            to[left[here]] = marks[here]
            left = left[~here & (marks >= 0)]
        return to

    def _receive(self, candidate: int, parcel: Parcel, count: int, change: Change) -> None:
        if candidate == len(self.piles):
            self.exhausted += count * parcel.value
            change.transfers.append(Transfer(0, count, parcel.value))
            return
        self.piles[candidate].append(parcel)
        self.totals[candidate] += count * parcel.value
        change.transfers.append(Transfer(candidate + 1, count, parcel.value))

    def _close(self, change: Change) -> bool:
        """End a stage: who is elected (rules 47, 52), else who is excluded next (rule 50). False when all is done."""
        reached = [one for one in self._hopeful() if self.totals[one - 1] >= self.quota]
        self._elect(reached)
        self.surplus += [one for one in reached if self.totals[one - 1] > self.quota]
        rest = self._hopeful()
        last = rest if len(rest) <= self._open() else []
        self._elect(last)
        goes_on = bool(self._open()) and bool(self._hopeful())
        excluded = () if not goes_on or self.surplus else (self._lowest(),)
        self.stages.append(
            Stage(
                number=len(self.stages) + 1,
                kind=change.kind,
                candidate=change.candidate,
                totals=tuple(self.totals),
                exhausted=self.exhausted,
                quota=self.quota,
                elected=(*reached, *last),
                excluded=excluded,
                without_quota=bool(last),
                transfers=tuple(change.transfers),
                ties=tuple(self.ties),
            )
        )
        self.ties.clear()
        return goes_on

    def _open(self) -> int:
        return self.election.seats - len(self.elected)

    def _hopeful(self) -> list[int]:
        return [int(one) + 1 for one in np.flatnonzero(self.going)]

    def _elect(self, candidates: list[int]) -> None:
        self.elected += candidates
        for one in candidates:
            self.going[one - 1] = False

    def _history(self) -> list[tuple[int, ...]]:
        return [*(stage.totals for stage in self.stages), tuple(self.totals)]

    def _lowest(self) -> int:
        """Rules 50(1) and 51: who is excluded."""
        fewest = min(self.totals[one - 1] for one in self._hopeful())
        tied = [one for one in self._hopeful() if self.totals[one - 1] == fewest]
        return self._choose(tied, self._history(), "exclusion", highest=False)

    def _choose(
        self, tied: list[int], history: list[tuple[int, ...]], purpose: str, *, highest: bool
    ) -> int:
        chosen, tie = choose(tied, history, self.drawn, highest=highest, purpose=purpose)
        if tie:
            self.ties.append(tie)
        return chosen

    def _pass_surplus_on(self) -> Change:
        """Rules 48 and 49: the highest surplus, every paper at its new value."""
        most = max(self.totals[one - 1] for one in self.surplus)
        tied = [one for one in self.surplus if self.totals[one - 1] == most]
        history = [stage.totals for stage in self.stages]
        chosen = self._choose(tied, history, "surplus", highest=True)
        self.surplus.remove(chosen)
        change, pile, total = Change(SURPLUS, chosen), self.piles[chosen - 1], most
        over = total - self.quota
        self.piles[chosen - 1] = []
        self.totals[chosen - 1] = self.quota
        for value, papers in _together(pile):
            self._send(papers, over * value // total, change)
        return change

    def _pass_all_on(self) -> Change:
        """Rule 50(2) to (4): every paper at the value at which it came."""
        chosen = self.stages[-1].excluded[0]
        self.going[chosen - 1] = False
        change, pile = Change(EXCLUSION, chosen), self.piles[chosen - 1]
        self.piles[chosen - 1] = []
        self.totals[chosen - 1] = 0
        for value, papers in _together(pile):
            self._send(papers, value, change)
        return change


def _together(pile: list[Parcel]) -> list[tuple[int, Papers]]:
    """The papers of a pile by their value, the highest first: papers of one value go the same way together."""
    values: dict[int, list[Papers]] = {}
    for parcel in pile:
        values.setdefault(parcel.value, []).append(parcel.papers)
    return [(value, np.concatenate(values[value])) for value in sorted(values, reverse=True)]
