"""A second count, slow and apart: written from the rules' texts alone, paper by paper, with nothing of the engine."""

from fractions import Fraction

from kith.engines.tally.election import Election

Totals = dict[int, Fraction]


def papers_of(taken: Election) -> list[list[int]]:
    """Every single paper, without those who withdrew; papers that then name nobody are not valid."""
    papers = []
    rows = zip(taken.ballots.weights.tolist(), taken.ballots.ranks.tolist(), strict=True)
    for weight, ranks in rows:
        prefs = [one + 1 for one in ranks if one >= 0 and one + 1 not in taken.withdrawn]
        papers += [prefs] * weight if prefs else []
    return papers


class Scottish:
    """SSI 2007/42, rules 45 to 52. After `count`, `elected` and `history` (totals by stage) tell the result."""

    def __init__(self, taken: Election) -> None:
        papers = papers_of(taken)
        self.seats, self.lot = taken.seats, taken.lot
        self.quota = len(papers) // (taken.seats + 1) + 1
        self.where: dict[int, list[tuple[list[int], Fraction]]] = {
            one: [] for one in taken.standing
        }
        for prefs in papers:
            self.where[prefs[0]].append((prefs, Fraction(1)))
        self.credit: Totals = {}
        self.elected: list[int] = []
        self.out: list[int] = []
        self.history: list[Totals] = []

    def count(self) -> "Scottish":
        while self.end_a_stage():
            over = [one for one in self.elected if self.total(one) > self.quota]
            if over:
                most = max(map(self.total, over))
                self.pass_surplus(self.pick([one for one in over if self.total(one) == most], -1))
            else:
                fewest = min(map(self.total, self.going()))
                lowest = [one for one in self.going() if self.total(one) == fewest]
                self.exclude(self.pick(lowest, 1))
        return self

    def end_a_stage(self) -> bool:
        self.elected += [one for one in self.going() if self.total(one) >= self.quota]
        if len(self.going()) <= self.seats - len(self.elected):
            self.elected += self.going()
        self.history.append({one: self.total(one) for one in self.where})
        return len(self.elected) < self.seats and bool(self.going())

    def total(self, one: int) -> Fraction:
        return self.credit.get(one, sum((value for _, value in self.where[one]), Fraction(0)))

    def going(self) -> list[int]:
        return [one for one in self.where if one not in self.elected and one not in self.out]

    def pick(self, tied: list[int], sign: int) -> int:
        """Rules 49(2), (3) and 51(2): the latest stage before this one at which they differ, then the lot."""
        for totals in reversed(self.history[:-1]):
            best = min(sign * totals[one] for one in tied)
            tied = [one for one in tied if sign * totals[one] == best]
        return min(tied, key=self.lot.index)

    def pass_surplus(self, one: int) -> None:
        total = self.total(one)
        self.credit[one] = Fraction(self.quota)
        for prefs, value in self.where[one]:
            exact = (total - self.quota) * value / total
            self.send(prefs, Fraction(int(exact * 100_000), 100_000))

    def exclude(self, one: int) -> None:
        self.out.append(one)
        moved, self.where[one] = self.where[one], []
        for prefs, value in moved:
            self.send(prefs, value)

    def send(self, prefs: list[int], value: Fraction) -> None:
        to = next((one for one in prefs if one in self.going()), None)
        if to is not None:
            self.where[to].append((prefs, value))


class Meek:
    """The reference rule in whole billionths. After `count`, `elected` tells the result."""

    UNIT = 10**9

    def __init__(self, taken: Election) -> None:
        self.papers, self.seats, self.lot = papers_of(taken), taken.seats, taken.lot
        self.kept = dict.fromkeys(taken.standing, self.UNIT)
        self.hopeful = list(taken.standing)
        self.elected: list[int] = []
        self.votes: dict[int, int] = {}
        self.quota = 0

    def count(self) -> "Meek":
        while len(self.elected) < self.seats < len(self.elected) + len(self.hopeful):
            self.a_round()
        if len(self.elected) < self.seats:
            self.elected += self.hopeful
        return self

    def a_round(self) -> None:
        surpluses = [10**30]
        while True:
            self.give()
            reached = [one for one in self.hopeful if self.votes[one] >= self.quota]
            if reached:
                self.elected += reached
                self.hopeful = [one for one in self.hopeful if one not in reached]
                return None
            surpluses.append(max(0, sum(self.votes[one] - self.quota for one in self.elected)))
            if surpluses[-1] < 1000 or surpluses[-1] >= surpluses[-2]:
                return self.exclude(surpluses[-1])
            for one in self.elected:
                times = rounded_up(self.kept[one] * self.quota, self.UNIT)
                self.kept[one] = rounded_up(times * self.UNIT, self.votes[one])

    def give(self) -> None:
        self.votes = dict.fromkeys(self.kept, 0)
        for prefs in self.papers:
            left = self.UNIT
            for one in prefs:
                part = rounded_up(left * self.kept[one], self.UNIT)
                self.votes[one] += part
                left -= part
        self.quota = sum(self.votes.values()) // (self.seats + 1) + 1

    def exclude(self, surplus: int) -> None:
        fewest = min(self.votes[one] for one in self.hopeful)
        tied = [one for one in self.hopeful if self.votes[one] <= fewest + surplus]
        chosen = min(tied, key=self.lot.index)
        self.hopeful.remove(chosen)
        self.kept[chosen] = 0


def rounded_up(amount: int, by: int) -> int:
    whole, rest = divmod(amount, by)
    return whole + (rest > 0)
