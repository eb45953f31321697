"""A board elected by classes: each class of members fills its own seats by its own ballots."""

from collections.abc import Callable, Mapping

from kith.engines.tally.counting import Count
from kith.engines.tally.election import Election, WrongElection

FEWEST_FOR_SECRECY = 5
"""With fewer voters than this in a class, only its totals may be published."""


def count_by_class(
    elections: Mapping[str, Election], seats: Mapping[str, int], count: Callable[[Election], Count]
) -> dict[str, Count]:
    """The count of every class, in the order of `seats` (how many each class fills, from the articles).

    Raises WrongElection for a class without an election, an election without a class, or with another number of seats.
    """
    for key in elections:
        if key not in seats:
            raise WrongElection(f"The articles give no seats to “{key}”.")
    counts = {}
    for key, number in seats.items():
        if key not in elections:
            raise WrongElection(f"The election of “{key}” is missing.")
        if elections[key].seats != number:
            found = elections[key].seats
            raise WrongElection(f"“{key}” fills {number} seats by the articles, and {found} here.")
        counts[key] = count(elections[key])
    return counts
