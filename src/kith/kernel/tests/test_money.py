import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.kernel.money import CurrencyMismatch, Money

pence = st.integers(-(10**12), 10**12)
weights = st.lists(st.integers(0, 1000), min_size=1, max_size=20).filter(any)


@given(pence, weights)
def test_a_split_neither_loses_nor_makes_a_penny(minor: int, by: list[int]) -> None:
    assert sum(part.minor for part in Money(minor).share(by)) == minor


@given(pence, weights)
def test_each_part_of_a_split_is_within_a_penny_of_its_exact_share(
    minor: int, by: list[int]
) -> None:
    for part, weight in zip(Money(minor).share(by), by, strict=True):
        assert abs(part.minor * sum(by) - minor * weight) < sum(by)


def test_two_currencies_cannot_be_put_together() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(1) + Money(1, "EUR")


def test_floats_are_refused() -> None:
    with pytest.raises(TypeError):
        Money(1.5)  # type: ignore[arg-type]


@pytest.mark.parametrize(("minor", "words"), [(123456, "£1,234.56"), (-5, "-£0.05"), (0, "£0.00")])
def test_money_is_written_as_people_write_it(minor: int, words: str) -> None:
    assert str(Money(minor)) == words


def test_a_split_needs_someone_to_share_with() -> None:
    with pytest.raises(ValueError, match="weights"):
        Money(100).share([0, 0])
