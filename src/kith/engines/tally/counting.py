"""What a count gives back, whatever the rule: every stage, every transfer and every reason, as data."""

from dataclasses import dataclass, field
from decimal import Decimal

FIRST, SURPLUS, EXCLUSION, ITERATION = "first", "surplus", "exclusion", "iteration"


@dataclass(frozen=True, slots=True)
class Transfer:
    """Votes that went to a candidate: `papers` ballots of `value` each, both as whole numbers (value in units)."""

    to: int
    papers: int
    value: int


@dataclass(frozen=True, slots=True)
class Tie:
    """Equals, and who was chosen for what: by the totals of stage `by_stage`, or by lot where that is None."""

    candidates: tuple[int, ...]
    chosen: int
    purpose: str
    by_stage: int | None


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage. Candidates are numbers from 1; votes are whole numbers of units, `Count.unit` to a vote.

    `kind` says what happened at its beginning: the first preferences, or the transfer of `candidate`'s surplus or of
    all their votes. `totals` are the votes afterwards, by candidate; `elected` and `excluded` what followed from them.
    `exhausted` is what has gone to nobody so far, `quota` what was needed at this stage; `kept` (Meek) are the parts of
    each vote that candidates keep, in units.
    """

    number: int
    kind: str
    candidate: int | None
    totals: tuple[int, ...]
    exhausted: int
    quota: int
    elected: tuple[int, ...] = ()
    excluded: tuple[int, ...] = ()
    without_quota: bool = False
    transfers: tuple[Transfer, ...] = ()
    ties: tuple[Tie, ...] = ()
    kept: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """A whole count. `winners` are candidates' numbers in the order of the ballot paper."""

    rule: str
    unit: int
    seats: int
    names: tuple[str, ...]
    votes: int
    winners: tuple[int, ...]
    stages: tuple[Stage, ...] = field(repr=False)
    drawn: bool = True

    @property
    def decimals(self) -> int:
        """How many decimals a vote has."""
        return len(str(self.unit)) - 1

    def say(self, amount: int) -> str:
        """An amount of units as votes with their decimals."""
        return f"{Decimal(amount) / self.unit:.{self.decimals}f}"
