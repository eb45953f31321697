"""Polls with options: how people mark them, what a set of marks must hold, and what they add up to.

Counted by `engines.tally.simple`; nothing is carried by a poll, so a tie is only told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kith.decisions.models import Proposal
from kith.engines.tally import simple
from kith.foundation.errors import DomainError

LEAST, MOST, LONGEST = 2, 12, 120
DOTS, POINTS = 10, 5
MARKINGS = [
    (Proposal.ONE, "One of them"),
    (Proposal.APPROVAL, "All that one can live with"),
    (Proposal.SCORE, f"Points for each, 0 to {POINTS}"),
    (Proposal.DOTS, f"{DOTS} dots, laid on them as one likes"),
]
UNITS = {
    Proposal.ONE: ("vote", "votes"),
    Proposal.APPROVAL: ("vote", "votes"),
    Proposal.SCORE: ("point", "points"),
    Proposal.DOTS: ("dot", "dots"),
}
Marks = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Total:
    """What an option got, and its share of the most that any got, in percent, for a bar."""

    option: str
    total: int
    bar: int


def read_options(text: str) -> list[str]:
    """One option from each line that has words."""
    return [" ".join(one.split()) for one in text.splitlines() if one.strip()]


def check_options(marking: str, options: Sequence[str]) -> None:
    """Raise DomainError naming `options` or `marking`."""
    if marking not in dict(MARKINGS):
        raise DomainError("Pick how people mark the options.", field="marking")
    if not LEAST <= len(options) <= MOST:
        raise DomainError(
            f"Write {LEAST} to {MOST} options, each on a line of its own; there are {len(options)}.",
            field="options",
        )
    long = next((one for one in options if len(one) > LONGEST), "")
    if long:
        raise DomainError(
            f"Keep an option to {LONGEST} letters: “{long[:30]}…” has {len(long)}.", field="options"
        )
    folded = [one.casefold() for one in options]
    twice = next((one for one in options if folded.count(one.casefold()) > 1), "")
    if twice:
        raise DomainError(f"“{twice}” stands there twice.", field="options")


def check_marks(marking: str, options: int, marks: Marks) -> dict[int, int]:
    """The marks without those of nothing. Raises DomainError naming `marks` when they do not fit the marking."""
    kept = {option: many for option, many in marks.items() if many}
    if marking == Proposal.ONE and sum(kept.values()) > 1:
        raise DomainError("Pick one option.", field="marks")
    try:
        _totals(marking, options, [kept])
    except simple.WrongBallot as wrong:
        raise DomainError(_why(marking, kept), field="marks") from wrong
    if not kept:
        raise DomainError("Mark something, or leave it to others and do not vote.", field="marks")
    return kept


def _why(marking: str, marks: Marks) -> str:
    if marking == Proposal.DOTS:
        return f"You laid {sum(marks.values())} dots; there are {DOTS}. Take some away."
    if marking == Proposal.SCORE:
        return f"Give each option 0 to {POINTS} points."
    return "This option is not there. Load the page again."


def _totals(marking: str, options: int, ballots: Sequence[Marks]) -> simple.Result:
    if marking == Proposal.SCORE:
        return simple.count_score(ballots, options, most=POINTS)
    if marking == Proposal.DOTS:
        return simple.count_dots(ballots, options, dots=DOTS)
    if marking == Proposal.ONE:
        return simple.count_one_choice([next(iter(one)) for one in ballots if one], options)
    return simple.count_approval(
        [[option for option, many in one.items() for _ in range(many)] for one in ballots], options
    )


def totals(marking: str, options: Sequence[str], ballots: Sequence[Marks]) -> list[Total]:
    """What each option got, the most first; equals in the order of the poll."""
    found = _totals(marking, len(options), ballots).totals
    most = max(found, default=0) or 1
    both = zip(options, found, strict=True)
    return [
        Total(one, got, round(100 * got / most)) for one, got in sorted(both, key=lambda x: -x[1])
    ]


def in_words(marking: str, options: Sequence[str], ballots: Sequence[Marks]) -> str:
    """What the marks add up to: every option with what it got, the most first."""
    found = totals(marking, options, ballots)
    one, many = UNITS[marking]
    each = [f"{line.option}: {line.total} {one if line.total == 1 else many}" for line in found]
    first = [line.option for line in found if line.total == found[0].total > 0]
    equal = " These have as many: " + ", ".join(first) + "." if len(first) > 1 else ""
    return "; ".join(each) + "." + equal


def marks_of(kept: Mapping[str, int]) -> dict[int, int]:
    """Marks as they are counted, from marks as they are kept: JSON knows texts as keys only."""
    return {int(option): many for option, many in kept.items()}


def said(marking: str, options: Sequence[str], marks: Mapping[str, int]) -> str:
    """One person's marks in words, as they are kept: numbers of options as texts."""
    lines = [(options[option - 1], many) for option, many in sorted(marks_of(marks).items())]
    if marking in (Proposal.ONE, Proposal.APPROVAL):
        return ", ".join(option for option, _ in lines)
    return ", ".join(f"{option}: {many}" for option, many in lines)
