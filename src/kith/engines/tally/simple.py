"""The simpler rules: one choice, approval, score, dots, consent, and majorities class by class. Whole numbers only."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kith.engines.tally.counting import Tie
from kith.engines.tally.majority import Majority

CONSENT, ASIDE, OBJECTION = "consent", "aside", "objection"
POSITIONS = (CONSENT, ASIDE, OBJECTION)


class WrongBallot(ValueError):
    """A ballot that the rule does not take; the text names it by its place, from 1, and says why."""


@dataclass(frozen=True, slots=True)
class Result:
    """What options got. Options are numbers from 1; `totals` are votes, points or dots by option.

    `winners` are the best `seats` options, in the order of the paper; an option that got nothing never wins. `tie` says
    how the last place was decided when several had as much.
    """

    rule: str
    ballots: int
    totals: tuple[int, ...]
    winners: tuple[int, ...]
    tie: Tie | None = None


@dataclass(frozen=True, slots=True)
class Half:
    """Votes for and votes cast, in all or in one class, and how many could vote there."""

    votes_for: int
    votes_cast: int
    entitled: int


@dataclass(frozen=True, slots=True)
class Carried:
    """Whether a question is carried. `by_class` says it of each class that has anybody in it, when classes count."""

    carried: bool
    all: bool
    by_class: Mapping[str, bool]


def count_one_choice(
    ballots: Sequence[int], options: int, *, lot: Sequence[int] = (), seats: int = 1
) -> Result:
    """Each ballot names one option. Raises WrongBallot."""
    return _counted("one-choice", [{one: 1} for one in ballots], options, lot, seats)


def count_approval(
    ballots: Sequence[Iterable[int]], options: int, *, lot: Sequence[int] = (), seats: int = 1
) -> Result:
    """Each ballot names as many options as its voter can live with. Raises WrongBallot."""
    marked = [Counter(one) for one in ballots]
    for place, marks in enumerate(marked, start=1):
        if max(marks.values(), default=1) > 1:
            raise WrongBallot(f"Ballot {place} names an option twice.")
    return _counted("approval", marked, options, lot, seats)


def count_score(
    ballots: Sequence[Mapping[int, int]],
    options: int,
    *,
    most: int,
    lot: Sequence[int] = (),
    seats: int = 1,
) -> Result:
    """Each ballot gives each option 0 to `most` points; an option left out gets none. Raises WrongBallot."""
    for place, marks in enumerate(ballots, start=1):
        if not all(0 <= points <= most for points in marks.values()):
            raise WrongBallot(f"Ballot {place} gives an option fewer than 0 or more than {most}.")
    return _counted("score", ballots, options, lot, seats)


def count_dots(
    ballots: Sequence[Mapping[int, int]],
    options: int,
    *,
    dots: int,
    lot: Sequence[int] = (),
    seats: int = 1,
) -> Result:
    """Each ballot lays `dots` or fewer on the options, several on one if its voter likes. Raises WrongBallot."""
    for place, marks in enumerate(ballots, start=1):
        if min(marks.values(), default=0) < 0 or sum(marks.values()) > dots:
            raise WrongBallot(f"Ballot {place} lays more than {dots} dots, or fewer than none.")
    return _counted("dots", ballots, options, lot, seats)


def has_consent(positions: Iterable[str]) -> bool:
    """True when somebody answered and nobody has a paramount objection; standing aside stops nothing.

    Raises WrongBallot for another position.
    """
    given = list(positions)
    for place, one in enumerate(given, start=1):
        if one not in POSITIONS:
            raise WrongBallot(f"Answer {place}, “{one}”, is none of {', '.join(POSITIONS)}.")
    return bool(given) and OBJECTION not in given


def is_carried(
    count: Half, majority: Majority, by_class: Mapping[str, Half] | None = None
) -> Carried:
    """Whether enough of the votes cast are for it: in all, and in each class with anybody in it where classes count.

    Raises WrongBallot when votes do not add up.
    """
    classes = by_class or {}
    for one in (count, *classes.values()):
        if not 0 <= one.votes_for <= one.votes_cast <= one.entitled:
            raise WrongBallot(
                "There are more votes than people who could vote, or more for than cast."
            )
    whole = majority.carried(count.votes_for, count.votes_cast)
    each = {
        key: majority.carried(one.votes_for, one.votes_cast)
        for key, one in classes.items()
        if one.entitled
    }
    return Carried(whole and all(each.values()), whole, each)


def _counted(
    rule: str,
    ballots: Sequence[Mapping[int, int]],
    options: int,
    lot: Sequence[int],
    seats: int,
) -> Result:
    totals = [0] * options
    for place, marks in enumerate(ballots, start=1):
        for option, points in marks.items():
            if not 1 <= option <= options:
                raise WrongBallot(f"Ballot {place} names option {option}; there are {options}.")
            totals[option - 1] += points
    order = list(lot) or list(range(1, options + 1))
    best = sorted((one for one in order if totals[one - 1]), key=lambda one: -totals[one - 1])
    winners = tuple(sorted(best[:seats]))
    return Result(rule, len(ballots), tuple(totals), winners, _tie(best, totals, seats))


def _tie(best: Sequence[int], totals: Sequence[int], seats: int) -> Tie | None:
    """Equals for the last seat, of whom the lot chose some."""
    if len(best) <= seats or totals[best[seats - 1] - 1] != totals[best[seats] - 1]:
        return None
    last = totals[best[seats - 1] - 1]
    tied = tuple(sorted(one for one in best if totals[one - 1] == last))
    return Tie(tied, best[seats - 1], "election", None)
