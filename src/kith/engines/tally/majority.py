"""How much of a vote is enough."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Majority:
    """A share of the votes cast, to be passed (`more than`) or reached (`at least`)."""

    share: Fraction
    more_than: bool

    def carried(self, votes_for: int, votes_cast: int) -> bool:
        """True when so many of the votes cast are enough. Nothing is carried when nobody votes."""
        if votes_cast == 0:
            return False
        got = Fraction(votes_for, votes_cast)
        return got > self.share if self.more_than else got >= self.share

    def __str__(self) -> str:
        words = {
            Fraction(1, 2): "half",
            Fraction(2, 3): "two thirds",
            Fraction(3, 4): "three quarters",
        }
        share = words.get(self.share, f"{self.share.numerator} in {self.share.denominator}")
        return f"{'more than' if self.more_than else 'at least'} {share}"
