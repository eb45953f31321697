"""A co-op's articles as a typed object: who may join, who decides, by what majority, and how teams work.

What must hold between the parts is in `contradictions`. The figures of law are those of England and Wales:
Co-operative and Community Benefit Societies Act 2014, and the model rules that societies register under it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from kith.foundation.errors import DomainError


@dataclass(frozen=True, slots=True)
class MemberClass:
    """One kind of member, and the seats on the board that it elects."""

    key: str
    title: str
    who: str
    organisations: bool
    board_seats: int


@dataclass(frozen=True, slots=True)
class Board:
    """The elected board. `equal_voice` means that every class elects the same number."""

    seats: int
    term_years: int
    most_terms: int
    meetings_a_year: int
    quorum: int
    equal_voice: bool


@dataclass(frozen=True, slots=True)
class Meetings:
    """Members' meetings. The quorum is the greater of `quorum_heads` and `quorum_percent` of the members."""

    notice_days: int
    quorum_heads: int
    quorum_percent: int
    quorum_in_each_class: bool
    most_proxies: int

    def quorum(self, members: int) -> int:
        """How many must be there, of so many members (or of so many in a class, when each class has its own)."""
        return max(self.quorum_heads, ceil(Fraction(members * self.quorum_percent, 100)))


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


@dataclass(frozen=True, slots=True)
class Votes:
    """One member, one vote. `class_by_class` means that every class has to agree by itself."""

    ordinary: Majority
    special: Majority
    class_by_class: bool


@dataclass(frozen=True, slots=True)
class Shares:
    """Members' shares, in minor units of the co-op's currency."""

    value: int
    least: int
    most: int
    withdrawal_notice_days: int


@dataclass(frozen=True, slots=True)
class Surplus:
    """What is left at the end of a year. The members' meeting decides between these bounds, in percent."""

    reserve_least: int
    community_least: int
    members_most: int
    interest_most: int
    shared_by: str


@dataclass(frozen=True, slots=True)
class TeamRules:
    """How the co-op's teams work. Roles move on after `role_months`."""

    most_members: int
    connector: bool
    coach: bool
    coach_from_outside: bool
    people_choose_team: bool
    role_months: int


@dataclass(frozen=True, slots=True)
class Articles:
    """The whole of a co-op's articles, read and found sound."""

    model: str
    name: str
    purpose: str
    classes: tuple[MemberClass, ...]
    board: Board
    meetings: Meetings
    votes: Votes
    shares: Shares
    surplus: Surplus
    teams: TeamRules


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a file of articles: its line (from 1), the key it is about, and why, in plain words."""

    line: int
    key: str
    reason: str

    def __str__(self) -> str:
        return (
            f"Line {self.line}, {self.key}: {self.reason}"
            if self.key
            else f"Line {self.line}: {self.reason}"
        )


class WrongArticles(DomainError):
    """The articles cannot be used. `errors` has every fault found, in the order of the file."""

    def __init__(self, errors: tuple[Fault, ...]) -> None:
        count = "one mistake" if len(errors) == 1 else f"{len(errors)} mistakes"
        listed = "\n".join(str(error) for error in errors)
        super().__init__(f"These articles have {count}. Nothing was changed.\n{listed}")
        self.errors = errors


Contradiction = tuple[tuple[str | int, ...], str]


def contradictions(articles: Articles) -> Iterator[Contradiction]:
    """Yield the path of each key that disagrees with another, and why."""
    yield from _between_classes(articles)
    yield from _in_the_board(articles.board, len(articles.classes))
    yield from _in_the_money(articles)
    if articles.teams.coach_from_outside and not articles.teams.coach:
        yield (
            ("teams", "coach_from_outside"),
            "a coach cannot come from outside when teams have no coach",
        )


def _between_classes(articles: Articles) -> Iterator[Contradiction]:
    seen: set[str] = set()
    for index, one in enumerate(articles.classes):
        if one.key in seen:
            yield (
                ("classes", index, "key"),
                f"two classes are called “{one.key}”; give each its own key",
            )
        seen.add(one.key)
    seats = [one.board_seats for one in articles.classes]
    if sum(seats) != articles.board.seats:
        yield (
            ("board", "seats"),
            f"the board has {articles.board.seats} seats, but the classes elect {sum(seats)}",
        )
    if articles.board.equal_voice and len(set(seats)) > 1:
        yield (
            ("board", "equal_voice"),
            "the classes have equal voice, but do not elect equally many",
        )


def _in_the_board(board: Board, classes: int) -> Iterator[Contradiction]:
    if board.quorum > board.seats:
        yield (
            ("board", "quorum"),
            f"{board.quorum} must be there, but the board has only {board.seats} seats",
        )
    if board.equal_voice and classes < 2:
        yield ("board", "equal_voice"), "equal voice needs at least two classes"


def _in_the_money(articles: Articles) -> Iterator[Contradiction]:
    shares, surplus, votes = articles.shares, articles.surplus, articles.votes
    if shares.least < shares.value or shares.least % shares.value:
        yield (
            ("shares", "least"),
            f"the least a member holds must be whole shares of {shares.value}",
        )
    if shares.most < shares.least:
        yield ("shares", "most"), "the most a member may hold is less than the least"
    if surplus.reserve_least + surplus.community_least > 100:
        yield (
            ("surplus", "community_least"),
            "the reserve and the community together take more than all of the surplus",
        )
    if surplus.reserve_least + surplus.community_least + surplus.members_most > 100:
        yield (
            ("surplus", "members_most"),
            "the members' part does not fit beside the reserve and the community",
        )
    if votes.special.share < votes.ordinary.share:
        yield ("votes", "special"), "a special majority cannot be smaller than an ordinary one"
