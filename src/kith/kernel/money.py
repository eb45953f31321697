"""Money: a whole number of minor units in one currency. Never a float, never two currencies at once."""

from dataclasses import dataclass
from functools import total_ordering
from typing import Self


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies were put together."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """`minor` is in pence (or cents); `currency` is an ISO 4217 code."""

    minor: int
    currency: str = "GBP"

    def __post_init__(self) -> None:
        if not isinstance(self.minor, int) or isinstance(self.minor, bool):
            raise TypeError("Money counts whole minor units: give an int.")

    def __add__(self, other: Self) -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Self) -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.minor * times, self.currency)

    def __lt__(self, other: Self) -> bool:
        return self.minor < self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        sign = "-" if self.minor < 0 else ""
        symbol = {"GBP": "£", "EUR": "€"}.get(self.currency, f"{self.currency} ")
        return f"{sign}{symbol}{abs(self.minor) // 100:,}.{abs(self.minor) % 100:02d}"

    def share(self, weights: list[int]) -> list["Money"]:
        """Split by whole-number weights so that not a penny is lost or made.

        Largest remainders get the odd pence, earlier ones first.
        Raises ValueError when a weight is negative or all are zero.
        """
        if not weights or min(weights) < 0 or sum(weights) == 0:
            raise ValueError("Shares need weights of zero or more, and at least one above zero.")
        whole = sum(weights)
        parts = [self.minor * weight // whole for weight in weights]
        remainders = [self.minor * weight % whole for weight in weights]
        odd = self.minor - sum(parts)
        for index in sorted(range(len(weights)), key=lambda i: (-remainders[i], i))[:odd]:
            parts[index] += 1
        return [Money(part, self.currency) for part in parts]

    def _same(self, other: "Money") -> int:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} cannot be put together.")
        return other.minor
